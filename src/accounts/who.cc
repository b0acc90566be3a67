#include "accounts/who.h"

#include "accounts/internal/credentials.h"
#include "accounts/internal/rows.h"
#include "accounts/internal/secrets.h"

namespace formulary::accounts {

namespace {

// What the hash is for, lest another use of the secret gives the same.
constexpr std::string_view kCsrf = "formulary csrf 1";

Identity identity_of(const Account& account) {
  Identity identity;
  identity.actor = account.actor();
  identity.name = account.name;
  identity.language = account.language;
  return identity;
}

Stored<std::optional<Identity>> of_session(Session& session, const store::Bytes& hash, Instant now,
                                           const SessionLimits& limits) {
  TRY(found, session.run(std::string("select ") + kAccountColumns +
                             ", s.must_change, s.begun_at, s.seen_at from account_session s "
                             "join account a on a.id = s.account where s.secret_hash = $1",
                         {hash}));
  if (found.rows.empty()) return std::nullopt;
  const store::Row& row = found.rows[0];
  TRY(account, account_at(row, 0));
  TRY(begun, moment_at(row, kAccountWidth + 1));
  TRY(seen, moment_at(row, kAccountWidth + 2));
  const Instant ends = later(begun, limits.longest_s);
  if (account.disabled || now >= ends || now >= later(seen, limits.idle_s)) return std::nullopt;
  Identity identity = identity_of(account);
  identity.must_change_password = number_at(row, kAccountWidth) != 0;
  if (!identity.must_change_password) identity.scopes = Scopes::all();
  identity.touch_due = now >= later(seen, limits.touch_s);
  identity.ends = ends;
  return identity;
}

Stored<std::optional<Identity>> of_token(Session& session, const store::Bytes& hash, Instant now,
                                         const SessionLimits& limits) {
  TRY(found, session.run(std::string("select ") + kAccountColumns +
                             ", t.scopes, t.expires_at, t.used_at from account_token t "
                             "join account a on a.id = t.account "
                             "where t.secret_hash = $1 and t.revoked_at = ''",
                         {hash}));
  if (found.rows.empty()) return std::nullopt;
  const store::Row& row = found.rows[0];
  TRY(account, account_at(row, 0));
  TRY(expires, moment_at(row, kAccountWidth + 1));
  const auto scopes = Scopes::parse(text_at(row, kAccountWidth));
  if (!scopes) return fail(damaged("account_token"));
  if (account.disabled || now >= expires) return std::nullopt;
  Identity identity = identity_of(account);
  identity.credential = Credential::token;
  identity.scopes = *scopes;
  identity.ends = expires;
  identity.touch_due = text_at(row, kAccountWidth + 2).empty();
  if (!identity.touch_due) {
    TRY(used, moment_at(row, kAccountWidth + 2));
    identity.touch_due = now >= later(used, limits.touch_s);
  }
  return identity;
}

}  // namespace

std::string Scopes::text() const {
  std::string words;
  for (std::size_t i = 0; i < Ids<Scope>::names.size(); ++i) {
    if (has(static_cast<Scope>(i)))
      words += (words.empty() ? "" : " ") + std::string(Ids<Scope>::names[i]);
  }
  return words;
}

std::optional<Scopes> Scopes::parse(std::string_view text) {
  Scopes scopes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const auto scope = member_of<Scope>(text.substr(0, end));
    if (!scope) return std::nullopt;
    scopes.bits_ |= bit(*scope);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scopes;
}

Stored<std::optional<Identity>> who(Session& session, const std::string& credential, Instant now,
                                    const SessionLimits& limits) {
  const auto form = form_of(credential);
  if (!form) return std::nullopt;
  return form->kind == Credential::session ? of_session(session, form->hash, now, limits)
                                           : of_token(session, form->hash, now, limits);
}

// Moments are texts of one length, so their order is that of time.
Stored<void> touch(Session& session, const std::string& credential, Instant now,
                   const SessionLimits& limits) {
  const auto form = form_of(credential);
  if (!form) return {};
  const std::string noted_before = later(now, -limits.touch_s).text();
  if (form->kind == Credential::session) {
    return change(session,
                  "update account_session set seen_at = $1 where secret_hash = $2 and "
                  "seen_at <= $3 and seen_at > $4",
                  {now.text(), form->hash, noted_before, later(now, -limits.idle_s).text()});
  }
  return change(session,
                "update account_token set used_at = $1 where secret_hash = $2 and "
                "used_at <= $3 and revoked_at = '' and expires_at > $1",
                {now.text(), form->hash, noted_before});
}

std::string csrf_token(const std::string& session_secret) {
  store::Bytes key;
  if (!read_base64url(session_secret, key) || key.size() != kSecretBytes) return "";
  return base64url(keyed_hash({reinterpret_cast<const char*>(key.data()), key.size()}, kCsrf));
}

bool csrf_token_holds(const std::string& session_secret, const std::string& token) {
  const std::string expected = csrf_token(session_secret);
  return !expected.empty() && same_secret(expected, token);
}

}  // namespace formulary::accounts
