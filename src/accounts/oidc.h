// How does a person come in whom another provider has signed in? OpenID Connect, the
// authorization code flow with PKCE, as a server that can keep a secret runs it.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/account.h"
#include "accounts/sign_in.h"

namespace formulary::accounts {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Sends one request and returns the body of a 200 answer; anything else is a fault. It checks the
// provider's certificate, follows no redirect and reads no more than 256 KiB.
using Fetch = std::function<Result<std::string>(const std::string& method, const std::string& url,
                                                const std::string& body, const Headers& headers)>;

// Which post an account gets that is made at the first sign-in, by a word in a claim.
struct RoleRule {
  std::string word;
  Post post;  // neither admin, whom only an admin makes, nor company, which needs its firm
};

struct OidcOptions {
  std::string issuer;  // https; http only to this machine, for tests
  std::string client_id;
  std::string client_secret;  // the apps read it from a file; empty = a public client
  std::string redirect_uri;
  std::vector<std::string> scopes = {"openid", "profile"};
  std::string role_claim;       // empty = accounts are made by an admin only
  std::vector<RoleRule> roles;  // the first whose word is in the claim
  std::int64_t leeway_s = 60;   // between the clocks
  std::int64_t pending_s = 600;
  std::int64_t trust_keys_s = 3600;  // then the provider's documents are read again
  int most_pending = 10'000;
};
// List what is wrong with options.
Faults check(const OidcOptions& options);

// Where to send the browser, and the cookie that tells later that it is the same one (HttpOnly,
// Secure, SameSite=Lax, for pending_s).
struct Begun {
  std::string url;
  std::string cookie;
};

// What the browser brings back: of the query and of the cookie.
struct Callback {
  std::string code;
  std::string state;
  std::string cookie;
  std::string issuer;  // RFC 9207; empty where the provider sends none
};

// What the provider vouches for.
struct Claims {
  OidcIdentity identity;
  std::string name;
  std::string username;  // preferred_username; no key of anything
  std::optional<Post> post;
};

// One provider. Safe to use from any number of threads.
class Oidc {
 public:
  // Errors: what check() lists.
  static Result<std::unique_ptr<Oidc>> make(OidcOptions options, Fetch fetch);
  ~Oidc();

  // Begin a sign-in: keep its state, nonce and verifier for ten minutes.
  // Errors: the provider's or the database's. Refused: too many are under way.
  Result<Allowed<Begun>> begin(store::Database& database, Instant now);

  // Finish it: use up the state, redeem the code, verify the ID token (RS256 or ES256; issuer,
  // audience, times, nonce). Refused: a state that is unknown, used, too old or of another
  // browser. Errors: anything that is wrong with what the provider sent; the words are for the
  // log, the person is told only that it failed.
  // Source: OpenID Connect Core 1.0 3.1.3.7, RFC 7636, RFC 8725, RFC 9700.
  Result<Allowed<Claims>> finish(store::Database& database, const Callback& callback, Instant now);

 private:
  struct Known;
  Oidc(OidcOptions options, Fetch fetch);
  Result<std::shared_ptr<const Known>> provider(Instant now);
  Result<std::shared_ptr<const Known>> read_provider(Instant now);
  Result<std::string> redeem(const Known& known, const std::string& code,
                             const std::string& verifier);

  OidcOptions options_;
  Fetch fetch_;
  std::mutex mutex_;
  std::shared_ptr<const Known> known_;
};

// Begin a session for whom the provider vouches. Without an account for that identity one is made
// where the claims give a post and their username is a free account id; an account that is there
// is never joined to an identity by its name. Refused: no_account_here.
Stored<Allowed<SignedIn>> sign_in_as(Session& session, const Claims& claims, Instant now,
                                     const SessionLimits& limits = {});

}  // namespace formulary::accounts
