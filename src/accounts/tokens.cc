#include "accounts/tokens.h"

#include "accounts/internal/audited.h"
#include "accounts/internal/credentials.h"
#include "accounts/internal/reasons.h"
#include "accounts/internal/rows.h"
#include "accounts/internal/secrets.h"
#include "base/must.h"

namespace formulary::accounts {

namespace {

constexpr std::int64_t kDay = 24 * 3600;
constexpr std::size_t kIdDigits = 16;

constexpr Scopes kForOthers{Scope::read, Scope::compute, Scope::report, Scope::apply,
                            Scope::exporting};

bool may(const Act& act, const std::string& account) {
  return !act.actor.person.empty() &&
         (act.actor.role == UserRole::admin || act.actor.person == account);
}

Reasons check_new(const Act& act, Scopes held, const NewToken& token) {
  Reasons reasons;
  if (!may(act, token.account)) reasons.push_back(because(Refusal::not_yours));
  if (token.scopes.none() || !token.scopes.within(held) || !is_shown_name(token.name)) {
    reasons.push_back(because(Refusal::bad_scopes));
  }
  if (act.actor.person != token.account && !token.scopes.within(kForOthers)) {
    reasons.push_back(because(Refusal::scopes_of_others));
  }
  if (token.expires <= act.at || token.expires > later(act.at, kLongestTokenDays * kDay)) {
    reasons.push_back(because(Refusal::bad_expiry, std::to_string(kLongestTokenDays)));
  }
  return reasons;
}

Stored<std::optional<Instant>> maybe_moment(const store::Row& row, std::size_t at) {
  if (text_at(row, at).empty()) return std::nullopt;
  TRY(moment, moment_at(row, at));
  return std::optional<Instant>(moment);
}

Stored<Token> token_of(const store::Row& row) {
  const auto scopes = Scopes::parse(text_at(row, 3));
  if (!scopes) return fail(damaged("account_token"));
  TRY(created_at, moment_at(row, 5));
  TRY(expires, moment_at(row, 6));
  TRY(revoked, maybe_moment(row, 7));
  TRY(used, maybe_moment(row, 8));
  return Token{text_at(row, 0), {text_at(row, 1), text_at(row, 2), *scopes, expires},
               text_at(row, 4), created_at,
               revoked,         used};
}

}  // namespace

Stored<Allowed<ShownOnce>> create_token(Session& session, const Act& act, Scopes held,
                                        const NewToken& token) {
  Reasons reasons = check_new(act, held, token);
  if (!reasons.empty()) return otherwise(std::move(reasons));
  TRY(owner, account(session, token.account));
  if (!owner || owner->disabled) return refuse(Refusal::no_account, token.account);
  const std::string secret = random_token();
  const auto form = form_of(secret);
  MUST(form.has_value());
  const std::string id = hex(random_bytes(kIdDigits / 2));
  Stored<void> done =
      change(session,
             "insert into account_token (id, secret_hash, account, name, scopes, created_by, "
             "created_at, expires_at, revoked_at, used_at) "
             "values ($1, $2, $3, $4, $5, $6, $7, $8, '', '')",
             {id, form->hash, token.account, token.name, token.scopes.text(), act.actor.person,
              act.at.text(), token.expires.text()});
  if (done) {
    done = note(session, act,
                {"add", "token", id, std::nullopt,
                 json_of({{"account", token.account},
                          {"name", token.name},
                          {"scopes", token.scopes.text()},
                          {"expires_at", token.expires.text()}})});
  }
  if (!done) return fail(done.error());
  return ShownOnce{id, secret};
}

Stored<Allowed<std::string>> revoke_token(Session& session, const Act& act, const std::string& id) {
  TRY(found,
      session.run("select account from account_token where id = $1 and revoked_at = ''", {id}));
  // A stranger learns no more than that there is none.
  if (found.rows.empty() || !may(act, text_at(found.rows[0], 0))) return refuse(Refusal::no_token);
  const std::string& owner = text_at(found.rows[0], 0);
  Stored<void> done = change(session, "update account_token set revoked_at = $1 where id = $2",
                             {act.at.text(), id});
  if (done) {
    done = note(session, act,
                {"revoke", "token", id, json_of({{"account", owner}, {"revoked_at", ""}}),
                 json_of({{"account", owner}, {"revoked_at", act.at.text()}})});
  }
  if (!done) return fail(done.error());
  return id;
}

Stored<std::vector<Token>> tokens(Session& session, const std::string& account,
                                  const std::string& after, int limit) {
  TRY(found, session.run("select id, account, name, scopes, created_by, created_at, expires_at, "
                         "revoked_at, used_at from account_token where account = $1 and id > $2 "
                         "order by id limit $3",
                         {account, after, std::int64_t{limit}}));
  std::vector<Token> all;
  for (const store::Row& row : found.rows) {
    TRY(one, token_of(row));
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace formulary::accounts
