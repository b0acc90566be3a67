// How does a machine come in? Tokens with scopes, shown once, kept as a hash.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/who.h"

namespace formulary::accounts {

inline constexpr int kLongestTokenDays = 366;

struct NewToken {
  std::string account;
  std::string name;  // what it is for, as its owner will look for it
  Scopes scopes;
  Instant expires;  // within kLongestTokenDays
};

struct Token {
  std::string id;  // names it in lists and in the audit chain; no secret
  NewToken token;
  std::string created_by;
  Instant created_at;
  std::optional<Instant> revoked;
  std::optional<Instant> used;  // last, to about a minute
};

struct ShownOnce {
  std::string id;
  std::string secret;
};

// Make a token for oneself, or as an admin for another. `held` are the scopes of the credential
// that asks: nobody hands on more than that, and an admin nothing that manages, decides or
// administers in another's name. Not to be called inside store::once, which keeps the answer.
Stored<Allowed<ShownOnce>> create_token(Session& session, const Act& act, Scopes held,
                                        const NewToken& token);

// End a token; its account or an admin. Returns its id.
Stored<Allowed<std::string>> revoke_token(Session& session, const Act& act, const std::string& id);

// List an account's tokens by id, those after `after`; revoked and expired ones too.
Stored<std::vector<Token>> tokens(Session& session, const std::string& account,
                                  const std::string& after, int limit);

}  // namespace formulary::accounts
