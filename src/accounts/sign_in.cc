#include "accounts/sign_in.h"

#include "accounts/internal/attempts.h"
#include "accounts/internal/audited.h"
#include "accounts/internal/reasons.h"
#include "accounts/internal/rows.h"
#include "accounts/internal/secrets.h"
#include "accounts/internal/sessions.h"

namespace formulary::accounts {

namespace {

constexpr std::size_t kMostBytes = 1000;  // of a password that is looked at

// An active account and the hash that its password must match.
struct Door {
  Account account;
  std::string hash;
  bool must_change = false;
};

Stored<std::optional<Door>> door_of(Session& session, const std::string& person) {
  if (!is_account_id(person)) return std::nullopt;
  TRY(found, session.run(std::string("select ") + kAccountColumns +
                             ", w.hash, w.must_change from account a "
                             "join account_password w on w.account = a.id where a.id = $1",
                         {person}));
  if (found.rows.empty()) return std::nullopt;
  const store::Row& row = found.rows[0];
  TRY(account, account_at(row, 0));
  if (account.disabled) return std::nullopt;
  account.has_password = true;
  return std::optional<Door>(
      {account, text_at(row, kAccountWidth), number_at(row, kAccountWidth + 1) != 0});
}

// Count the attempt and find what the password must match; nothing where nobody can come in.
Stored<Allowed<std::optional<Door>>> claim(Session& session, const SignInRequest& request,
                                           Instant now, const BackOff& back_off) {
  const Counted both = counted(request.person, request.remote);
  TRY(until, blocked_until(session, both, now));
  if (until) return refuse(Refusal::locked, until->text());
  Stored<void> charged = charge(session, both, now, back_off);
  if (!charged) return fail(charged.error());
  TRY(door, door_of(session, request.person));
  return door;
}

// Find the door that the password opens, in three steps: count, verify, and leave the rest to the
// caller. The middle one takes long and holds no transaction.
Stored<Allowed<Door>> prove(store::Database& database, const PasswordHasher& hasher,
                            const SignInRequest& request, Instant now, const BackOff& back_off) {
  // A look without writing first: who is locked out costs no writer any time.
  TRY(until, database.read([&](Session& session) {
    return locked_until(session, request.person, request.remote, now);
  }));
  if (until) return refuse(Refusal::locked, until->text());
  TRY(claimed,
      database.write([&](Session& session) { return claim(session, request, now, back_off); }));
  if (!claimed) return otherwise(std::move(claimed.error()));
  const std::optional<Door>& door = *claimed;
  const bool sound = door && request.password.size() <= kMostBytes;
  const bool matches = hasher.verify(sound ? door->hash : hasher.nobodys(),
                                     sound ? std::string_view(request.password) : "");
  if (!sound || !matches) return refuse(Refusal::wrong_sign_in);
  return *door;
}

// The door as it is now, if it is still the one that was opened.
Stored<std::optional<Door>> still(Session& session, const Door& opened) {
  TRY(now, door_of(session, opened.account.id));
  if (!now || now->hash != opened.hash) return std::nullopt;
  return now;
}

Stored<Allowed<SignedIn>> admit(Session& session, const Door& door, const SignInRequest& request,
                                Instant now, const SignInOptions& options) {
  Stored<void> forgiven =
      forgive(session, counted(request.person, request.remote), options.back_off);
  if (!forgiven) return fail(forgiven.error());
  TRY(begun, begin_session(session, door.account,
                           door.must_change ? Entry::to_change_password : Entry::full, now,
                           options.session));
  return begun;
}

Stored<void> set_own(Session& session, const Account& account, const NewPassword& password,
                     Instant now) {
  Stored<void> done = write_password(session, password, now);
  if (done) {
    const auto ended = end_sessions(session, account.id);
    if (!ended) return fail(ended.error());
    done = note(session, {account.actor(), now},
                {"change_password", "account", account.id, json_of(account), json_of(account)});
  }
  return done;
}

}  // namespace

Faults check(const SignInOptions& options) {
  Faults faults;
  const auto want = [&](bool good, const char* what, const char* hint) {
    if (!good) faults.push_back({"", 0, what, hint});
  };
  const SessionLimits& s = options.session;
  const BackOff& b = options.back_off;
  constexpr std::int64_t kMonth = 31 * 24 * 3600;
  want(s.touch_s >= 1 && s.touch_s < s.idle_s && s.idle_s <= s.longest_s && s.longest_s <= kMonth,
       "the limits of sessions are not in order", "1 s <= touch < idle <= longest <= 31 days");
  want(b.free >= 1 && b.free_remote >= b.free && b.many >= b.free,
       "the numbers of free attempts are not in order", "1 <= free <= free_remote, free <= many");
  want(b.first_wait_s >= 1 && b.first_wait_s <= b.longest_wait_s &&
           b.longest_wait_s <= b.many_wait_s && b.many_wait_s <= kMonth && b.forget_s >= 1 &&
           b.forget_s <= kMonth,
       "the waits after failed attempts are not in order",
       "1 s <= first <= longest <= many <= 31 days");
  return faults;
}

Stored<Allowed<SignedIn>> sign_in(store::Database& database, const PasswordHasher& hasher,
                                  const SignInRequest& request, Instant now,
                                  const SignInOptions& options) {
  TRY(proven, prove(database, hasher, request, now, options.back_off));
  if (!proven) return otherwise(std::move(proven.error()));
  const Door& door = *proven;
  std::optional<std::string> stronger;
  if (hasher.outdated(door.hash)) stronger = hasher.hash(request.password);
  return database.write([&](Session& session) -> Stored<Allowed<SignedIn>> {
    TRY(open, still(session, door));
    if (!open) return refuse(Refusal::wrong_sign_in);
    if (stronger) {
      Stored<void> done =
          change(session, "update account_password set hash = $1 where account = $2",
                 {*stronger, door.account.id});
      if (!done) return fail(done.error());
    }
    return admit(session, *open, request, now, options);
  });
}

Stored<std::optional<Instant>> locked_until(Session& session, const std::string& person,
                                            const std::string& remote, Instant now) {
  return blocked_until(session, counted(person, remote), now);
}

Stored<Allowed<SignedIn>> change_password(store::Database& database, const PasswordHasher& hasher,
                                          const SignInRequest& request,
                                          const std::string& new_password, Instant now,
                                          const SignInOptions& options) {
  Reasons reasons = check_password(request.person, new_password);
  if (same_secret(request.password, new_password)) {
    reasons.push_back(because(Refusal::password_same));
  }
  if (!reasons.empty()) return otherwise(std::move(reasons));
  TRY(proven, prove(database, hasher, request, now, options.back_off));
  if (!proven) return otherwise(std::move(proven.error()));
  const auto made = NewPassword::make(hasher, request.person, new_password, ChosenBy::the_person);
  if (!made) return otherwise(made.error());
  return database.write([&](Session& session) -> Stored<Allowed<SignedIn>> {
    TRY(open, still(session, *proven));
    if (!open) return refuse(Refusal::wrong_sign_in);
    Stored<void> done = set_own(session, open->account, *made, now);
    if (!done) return fail(done.error());
    open->must_change = false;
    return admit(session, *open, request, now, options);
  });
}

Stored<bool> sign_out(Session& session, const std::string& secret) {
  TRY(gone, session.run("delete from account_session where secret_hash = $1", {sha256(secret)}));
  return gone.changed > 0;
}

Stored<Allowed<std::int64_t>> sign_out_everywhere(Session& session, const Act& act,
                                                  const std::string& person) {
  const bool may = act.actor.role == UserRole::admin || act.actor.person == person;
  if (act.actor.person.empty() || !may) return refuse(Refusal::not_yours);
  TRY(there, account(session, person));
  if (!there) return refuse(Refusal::no_account, person);
  TRY(ended, end_sessions(session, person));
  Stored<void> done = note(session, act,
                           {"end_sessions", "account", person, std::nullopt,
                            json_of({{"sessions", std::to_string(ended)}})});
  if (!done) return fail(done.error());
  return ended;
}

Stored<std::int64_t> sweep(Session& session, Instant now, const SignInOptions& options) {
  TRY(sessions, remove_ended(session, now, options.session));
  TRY(attempts, forget_attempts(session, now, options.back_off));
  TRY(pending, session.run("delete from oidc_pending where expires_at <= $1", {now.text()}));
  return sessions + attempts + pending.changed;
}

}  // namespace formulary::accounts
