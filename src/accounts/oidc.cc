#include "accounts/oidc.h"

#include <algorithm>

#include "accounts/internal/id_token.h"
#include "accounts/internal/provider_documents.h"
#include "accounts/internal/reasons.h"
#include "accounts/internal/rows.h"
#include "accounts/internal/secrets.h"
#include "accounts/internal/sessions.h"
#include "base/must.h"

namespace formulary::accounts {

namespace {

constexpr std::size_t kMostCode = 4096;  // bytes
const std::string kWellKnown = "/.well-known/openid-configuration";

// What is kept of a sign-in that is under way.
struct Pending {
  std::string nonce;
  std::string verifier;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string form_of(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    text += (text.empty() ? "" : "&") + name + "=" + encoded(value);
  }
  return text;
}

Stored<Allowed<bool>> keep(Session& session, const std::string& state, const std::string& cookie,
                           const Pending& pending, Instant now, const OidcOptions& options) {
  Stored<void> done =
      change(session, "delete from oidc_pending where expires_at <= $1", {now.text()});
  if (!done) return fail(done.error());
  TRY(count, session.run("select count(*) from oidc_pending"));
  if (number_at(count.rows.at(0), 0) >= options.most_pending) {
    return refuse(Refusal::too_many_pending);
  }
  done = change(session,
                "insert into oidc_pending (state_hash, cookie_hash, nonce, verifier, expires_at) "
                "values ($1, $2, $3, $4, $5)",
                {sha256(state), sha256(cookie), pending.nonce, pending.verifier,
                 later(now, options.pending_s).text()});
  if (!done) return fail(done.error());
  return true;
}

// Use a state up, whatever comes of it; nothing when it was not this browser's or is over.
Stored<std::optional<Pending>> use_up(Session& session, const Callback& callback, Instant now) {
  const store::Bytes state = sha256(callback.state);
  TRY(found, session.run("select cookie_hash, nonce, verifier, expires_at from oidc_pending "
                         "where state_hash = $1",
                         {state}));
  if (found.rows.empty()) return std::nullopt;
  Stored<void> gone = change(session, "delete from oidc_pending where state_hash = $1", {state});
  if (!gone) return fail(gone.error());
  const store::Row& row = found.rows[0];
  TRY(expires, moment_at(row, 3));
  const auto* cookie = std::get_if<store::Bytes>(&row[0]);
  MUST(cookie != nullptr);
  if (now >= expires || *cookie != sha256(callback.cookie)) return std::nullopt;
  return std::optional<Pending>({text_at(row, 1), text_at(row, 2)});
}

}  // namespace

// The provider's documents as they were read.
struct Oidc::Known {
  Endpoints endpoints;
  std::vector<PublicKey> keys;
  Instant read_at;
};

Faults check(const OidcOptions& options) {
  Faults faults;
  const auto want = [&](bool good, const char* what, const char* hint) {
    if (!good) faults.push_back({"", 0, what, hint});
  };
  want(is_safe_address(options.issuer) && options.issuer.find('?') == std::string::npos,
       "the issuer is no https address", "it is written as the provider writes it");
  want(is_safe_address(options.redirect_uri), "the redirect address is no https address",
       "it is the address of this server that the provider sends browsers back to");
  want(!options.client_id.empty(), "there is no client id", "the provider gives one");
  want(std::find(options.scopes.begin(), options.scopes.end(), "openid") != options.scopes.end(),
       "the scopes lack openid", "without it there is no ID token");
  want(options.leeway_s >= 0 && options.leeway_s <= 300, "the leeway is out of 0 to 300 s",
       "put the clocks right instead");
  want(options.pending_s >= 60 && options.pending_s <= 3600 && options.trust_keys_s >= 60 &&
           options.trust_keys_s <= 24 * 3600 && options.most_pending >= 1,
       "the times of a sign-in are out of order", "pending 60 to 3600 s, keys 60 s to a day");
  want(options.role_claim.empty() == options.roles.empty(), "a role claim goes with rules of roles",
       "set both or none");
  for (const RoleRule& rule : options.roles) {
    want(rule.post.role != UserRole::admin && rule.post.role != UserRole::company,
         "a claim makes nobody an admin or a company", "an admin makes those accounts");
  }
  return faults;
}

Oidc::Oidc(OidcOptions options, Fetch fetch)
    : options_(std::move(options)), fetch_(std::move(fetch)) {}

Oidc::~Oidc() = default;

Result<std::unique_ptr<Oidc>> Oidc::make(OidcOptions options, Fetch fetch) {
  Faults faults = check(options);
  if (!faults.empty()) return fail(std::move(faults));
  MUST(fetch != nullptr);
  return std::unique_ptr<Oidc>(new Oidc(std::move(options), std::move(fetch)));
}

Result<std::shared_ptr<const Oidc::Known>> Oidc::read_provider(Instant now) {
  const Headers json{{"Accept", "application/json"}};
  std::string base = options_.issuer;
  while (base.ends_with('/')) base.pop_back();
  TRY(document, fetch_("GET", base + kWellKnown, "", json));
  TRY(endpoints, read_endpoints(document, options_.issuer));
  TRY(list, fetch_("GET", endpoints.keys, "", json));
  TRY(keys, read_keys(list, options_.issuer));
  auto known = std::make_shared<const Known>(Known{endpoints, std::move(keys), now});
  const std::lock_guard lock(mutex_);
  known_ = known;
  return known;
}

Result<std::shared_ptr<const Oidc::Known>> Oidc::provider(Instant now) {
  {
    const std::lock_guard lock(mutex_);
    if (known_ && now < later(known_->read_at, options_.trust_keys_s)) return known_;
  }
  return read_provider(now);  // without the lock: others need not wait for the network
}

Result<Allowed<Begun>> Oidc::begin(store::Database& database, Instant now) {
  TRY(known, provider(now));
  const std::string state = random_secret();
  const std::string cookie = random_secret();
  const Pending pending{random_secret(), random_secret()};
  TRY(kept, database.write([&](Session& session) {
    return keep(session, state, cookie, pending, now, options_);
  }));
  if (!kept) return Allowed<Begun>(otherwise(std::move(kept.error())));
  const std::string& address = known->endpoints.authorization;
  return Allowed<Begun>(Begun{address + (address.find('?') == std::string::npos ? "?" : "&") +
                                  form_of({{"response_type", "code"},
                                           {"client_id", options_.client_id},
                                           {"redirect_uri", options_.redirect_uri},
                                           {"scope", joined(options_.scopes)},
                                           {"state", state},
                                           {"nonce", pending.nonce},
                                           {"code_challenge", base64url(sha256(pending.verifier))},
                                           {"code_challenge_method", "S256"}}),
                              cookie});
}

Result<std::string> Oidc::redeem(const Known& known, const std::string& code,
                                 const std::string& verifier) {
  std::vector<std::pair<std::string, std::string>> form{{"grant_type", "authorization_code"},
                                                        {"code", code},
                                                        {"redirect_uri", options_.redirect_uri},
                                                        {"code_verifier", verifier}};
  Headers headers{{"Content-Type", "application/x-www-form-urlencoded"},
                  {"Accept", "application/json"}};
  const bool in_body = options_.client_secret.empty() || known.endpoints.secret_in_body;
  if (in_body) form.emplace_back("client_id", options_.client_id);
  if (in_body && !options_.client_secret.empty()) {
    form.emplace_back("client_secret", options_.client_secret);
  }
  if (!in_body) {
    headers.emplace_back("Authorization", "Basic " + base64(encoded(options_.client_id) + ":" +
                                                            encoded(options_.client_secret)));
  }
  TRY(answer, fetch_("POST", known.endpoints.token, form_of(form), headers));
  return read_token_answer(answer, options_.issuer);
}

Result<Allowed<Claims>> Oidc::finish(store::Database& database, const Callback& callback,
                                     Instant now) {
  TRY(pending, database.write([&](Session& session) { return use_up(session, callback, now); }));
  if (!pending) return Allowed<Claims>(refuse(Refusal::sign_in_not_begun));
  if (!callback.issuer.empty() && callback.issuer != options_.issuer) {
    return fail(provider_fault(options_.issuer, "the browser comes from another provider"));
  }
  if (callback.code.empty() || callback.code.size() > kMostCode) {
    return fail(provider_fault(options_.issuer, "the browser brings no code, or too long a one"));
  }
  TRY(known, provider(now));
  TRY(text, redeem(*known, callback.code, pending->verifier));
  TRY(token, read_id_token(text, options_.issuer));
  const PublicKey* key = key_for(token, known->keys);
  if (key == nullptr) {  // the provider may have changed its keys: look once more, not more often
    TRY(fresh, read_provider(now));
    known = fresh;
    key = key_for(token, known->keys);
  }
  if (key == nullptr) {
    return fail(provider_fault(options_.issuer, "the ID token names a key that it does not have"));
  }
  TRY(claims, verified(token, *key, options_, pending->nonce, now));
  return Allowed<Claims>(std::move(claims));
}

Stored<Allowed<SignedIn>> sign_in_as(Session& session, const Claims& claims, Instant now,
                                     const SessionLimits& limits) {
  TRY(found, select_accounts(session, "where a.oidc_issuer = $1 and a.oidc_subject = $2",
                             {claims.identity.issuer, claims.identity.subject}));
  std::optional<Account> account;
  if (!found.empty()) account = found.front();
  if (!account && claims.post) {
    // No person has a colon in the id, so the audit chain tells the provider from everybody.
    const Act act{{"oidc:" + claims.identity.issuer, UserRole::admin, "", ""}, now};
    const std::string& name = is_shown_name(claims.name) ? claims.name : claims.username;
    TRY(made,
        create(session, act,
               {claims.username, name, *claims.post, Language::en, claims.identity, std::nullopt}));
    if (made) account = *made;
  }
  if (!account || account->disabled) return refuse(Refusal::no_account_here);
  TRY(begun, begin_session(session, *account, Entry::full, now, limits));
  return begun;
}

}  // namespace formulary::accounts
