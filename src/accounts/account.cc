#include "accounts/account.h"

#include "accounts/internal/audited.h"
#include "accounts/internal/reasons.h"
#include "accounts/internal/rows.h"
#include "base/must.h"

namespace formulary::accounts {

namespace {

constexpr std::size_t kLongestWord = 200;     // bytes of an office or a firm
constexpr std::size_t kLongestSubject = 255;  // OpenID Connect Core 1.0, section 2
constexpr std::size_t kLongestIssuer = 1000;

bool is_admin(const Act& act) {
  return act.actor.role == UserRole::admin && !act.actor.person.empty();
}

void check_post(Reasons& reasons, const Post& post) {
  const bool company = post.role == UserRole::company;
  const bool office = post.role == UserRole::manager || post.role == UserRole::official;
  const bool good = company == !post.firm.empty() && !(company && !post.office.empty()) &&
                    !(office && post.office.empty()) && post.firm.size() <= kLongestWord &&
                    post.office.size() <= kLongestWord;
  if (!good) reasons.push_back(because(Refusal::office_or_firm));
}

void check_name(Reasons& reasons, const std::string& name) {
  if (!is_shown_name(name)) reasons.push_back(because(Refusal::bad_name));
}

void check_identity(Reasons& reasons, const std::optional<OidcIdentity>& oidc) {
  if (!oidc) return;
  if (oidc->issuer.empty() || oidc->issuer.size() > kLongestIssuer || oidc->subject.empty() ||
      oidc->subject.size() > kLongestSubject) {
    reasons.push_back(because(Refusal::bad_identity));
  }
}

Reasons check_new(const Act& act, const NewAccount& account) {
  Reasons reasons;
  if (!is_admin(act)) reasons.push_back(because(Refusal::not_admin));
  if (!is_account_id(account.id)) reasons.push_back(because(Refusal::bad_id));
  check_name(reasons, account.name);
  check_post(reasons, account.post);
  check_identity(reasons, account.oidc);
  if (!account.oidc && !account.password) reasons.push_back(because(Refusal::no_way_in));
  return reasons;
}

Stored<bool> taken(Session& session, const OidcIdentity& oidc, const std::string& but) {
  TRY(found, session.run("select count(*) from account where oidc_issuer = $1 and "
                         "oidc_subject = $2 and id <> $3",
                         {oidc.issuer, oidc.subject, but}));
  return number_at(found.rows.at(0), 0) > 0;
}

// Whether this is the last active admin, who must stay one.
Stored<bool> is_last_admin(Session& session, const Account& account) {
  if (!account.active_admin()) return false;
  TRY(found, session.run("select count(*) from account where role = 'admin' and disabled = 0 "
                         "and id <> $1",
                         {account.id}));
  return number_at(found.rows.at(0), 0) == 0;
}

Stored<void> write(Session& session, const Account& a) {
  return change(session,
                "update account set name = $1, role = $2, office = $3, firm = $4, language = $5, "
                "disabled = $6, oidc_issuer = $7, oidc_subject = $8 where id = $9",
                {a.name, std::string(id_of(a.post.role)), a.post.office, a.post.firm,
                 std::string(id_of(a.language)), std::int64_t{a.disabled ? 1 : 0},
                 a.oidc ? a.oidc->issuer : "", a.oidc ? a.oidc->subject : "", a.id});
}

// What a change does beside its columns.
struct Effects {
  bool ends_sessions = false;
  bool revokes_tokens = false;
  const NewPassword* password = nullptr;
};

// Write `next` over `before`, with what follows from it and its audit record.
Changed replace(Session& session, const Act& act, const char* action, const Account& before,
                Account next, const Effects& effects) {
  if (next == before && effects.password == nullptr) return next;  // nothing to say of it
  if (before.active_admin() && !next.active_admin()) {
    TRY(last, is_last_admin(session, before));
    if (last) return refuse(Refusal::last_admin);
  }
  Stored<void> done = write(session, next);
  if (done && effects.password != nullptr) {
    done = write_password(session, *effects.password, act.at);
    next.has_password = true;
  }
  if (done && effects.ends_sessions) {
    const auto ended = end_sessions(session, next.id);
    if (!ended) done = fail(ended.error());
  }
  if (done && effects.revokes_tokens) {
    done = change(session,
                  "update account_token set revoked_at = $1 where account = $2 and "
                  "revoked_at = ''",
                  {act.at.text(), next.id});
  }
  if (done) {
    done = note(session, act, {action, "account", next.id, json_of(before), json_of(next)});
  }
  if (!done) return fail(done.error());
  return next;
}

// Close or open an account.
Changed set_disabled(Session& session, const Act& act, const std::string& person, bool disabled) {
  if (!is_admin(act)) return refuse(Refusal::not_admin);
  TRY(before, account(session, person));
  if (!before) return refuse(Refusal::no_account, person);
  Account next = *before;
  next.disabled = disabled;
  return replace(session, act, disabled ? "disable" : "enable", *before, next,
                 {.ends_sessions = disabled});
}

}  // namespace

Stored<std::optional<Account>> account(Session& session, const std::string& person) {
  if (!is_account_id(person)) return std::nullopt;
  TRY(found, select_accounts(session, "where a.id = $1", {person}));
  if (found.empty()) return std::nullopt;
  return std::optional<Account>(std::move(found.front()));
}

Stored<std::vector<Account>> accounts(Session& session, const std::string& after, int limit) {
  return select_accounts(session, "where a.id > $1 order by a.id limit $2",
                         {after, std::int64_t{limit}});
}

Changed create(Session& session, const Act& act, const NewAccount& account) {
  Reasons reasons = check_new(act, account);
  if (!reasons.empty()) return otherwise(std::move(reasons));
  MUST(!account.password || account.password->person() == account.id);
  TRY(there, accounts::account(session, account.id));
  if (there) return refuse(Refusal::id_taken, account.id);
  if (account.oidc) {
    TRY(other, taken(session, *account.oidc, account.id));
    if (other) return refuse(Refusal::identity_taken);
  }
  const Account added{account.id,
                      account.name,
                      account.post,
                      account.language,
                      false,
                      account.oidc,
                      account.password.has_value()};
  Stored<void> done =
      change(session,
             "insert into account (id, name, role, office, firm, language, disabled, "
             "oidc_issuer, oidc_subject) values ($1, '', '', '', '', '', 0, '', '')",
             {added.id});
  if (done) done = write(session, added);
  if (done && account.password) done = write_password(session, *account.password, act.at);
  if (done) done = note(session, act, {"add", "account", added.id, std::nullopt, json_of(added)});
  if (!done) return fail(done.error());
  return added;
}

Changed change_role(Session& session, const Act& act, const std::string& person, const Post& post) {
  Reasons reasons;
  if (!is_admin(act)) reasons.push_back(because(Refusal::not_admin));
  if (act.actor.person == person) reasons.push_back(because(Refusal::own_role));
  check_post(reasons, post);
  if (!reasons.empty()) return otherwise(std::move(reasons));
  TRY(before, account(session, person));
  if (!before) return refuse(Refusal::no_account, person);
  Account next = *before;
  next.post = post;
  return replace(session, act, "change_role", *before, next,
                 {.ends_sessions = true, .revokes_tokens = true});
}

Changed disable(Session& session, const Act& act, const std::string& person) {
  return set_disabled(session, act, person, true);
}

Changed enable(Session& session, const Act& act, const std::string& person) {
  return set_disabled(session, act, person, false);
}

Changed set_password(Session& session, const Act& act, const NewPassword& password) {
  if (!is_admin(act)) return refuse(Refusal::not_admin);
  if (act.actor.person == password.person()) return refuse(Refusal::own_password);
  TRY(before, account(session, password.person()));
  if (!before) return refuse(Refusal::no_account, password.person());
  return replace(session, act, "set_password", *before, *before,
                 {.ends_sessions = true, .password = &password});
}

Changed set_identity(Session& session, const Act& act, const std::string& person,
                     const std::optional<OidcIdentity>& oidc) {
  Reasons reasons;
  if (!is_admin(act)) reasons.push_back(because(Refusal::not_admin));
  check_identity(reasons, oidc);
  if (!reasons.empty()) return otherwise(std::move(reasons));
  TRY(before, account(session, person));
  if (!before) return refuse(Refusal::no_account, person);
  if (!oidc && !before->has_password) return refuse(Refusal::no_way_in);
  if (oidc) {
    TRY(other, taken(session, *oidc, person));
    if (other) return refuse(Refusal::identity_taken);
  }
  Account next = *before;
  next.oidc = oidc;
  return replace(session, act, "set_identity", *before, next, {.ends_sessions = true});
}

Changed set_profile(Session& session, const Act& act, const std::string& person,
                    const std::string& name, Language language) {
  Reasons reasons;
  if (!is_admin(act) && act.actor.person != person) {
    reasons.push_back(because(Refusal::not_yours));
  }
  check_name(reasons, name);
  if (!reasons.empty()) return otherwise(std::move(reasons));
  TRY(before, account(session, person));
  if (!before) return refuse(Refusal::no_account, person);
  Account next = *before;
  next.name = name;
  next.language = language;
  return replace(session, act, "set_profile", *before, next, {});
}

}  // namespace formulary::accounts
