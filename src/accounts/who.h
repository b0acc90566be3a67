// Who is behind this request, and what may it be used for?
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/account.h"

namespace formulary::accounts {

// What a machine's token may be used for, within what its account's role may do. A person who
// signed in holds all of them.
enum class Scope {
  read,       // look at what the account may see
  compute,    // diagnose, configure, pre-test, evaluate
  report,     // observations
  apply,      // applications
  manage,     // programmes, from the draft to the ranking
  decide,     // approvals and reviews
  exporting,  // the register or the audit chain as a whole
  admin,      // accounts and settings
};

}  // namespace formulary::accounts

namespace formulary {
template <>
struct Ids<accounts::Scope> {
  static constexpr std::array names{"read",   "compute", "report", "apply",
                                    "manage", "decide",  "export", "admin"};
};
}  // namespace formulary

namespace formulary::accounts {

class Scopes {
 public:
  constexpr Scopes() = default;  // none
  constexpr Scopes(std::initializer_list<Scope> scopes) {
    for (const Scope scope : scopes) bits_ |= bit(scope);
  }
  static constexpr Scopes all() {
    Scopes scopes;
    scopes.bits_ = (1U << Ids<Scope>::names.size()) - 1;
    return scopes;
  }

  constexpr bool has(Scope scope) const { return (bits_ & bit(scope)) != 0; }
  constexpr bool none() const { return bits_ == 0; }
  constexpr bool within(Scopes other) const { return (bits_ & ~other.bits_) == 0; }
  constexpr bool operator==(const Scopes&) const = default;

  // Write "read report", and read it; nothing where a word is no scope.
  std::string text() const;
  static std::optional<Scopes> parse(std::string_view text);

 private:
  static constexpr std::uint32_t bit(Scope scope) { return 1U << index_of(scope); }
  std::uint32_t bits_ = 0;
};

enum class Credential { session, token };

struct Identity {
  Actor actor;
  std::string name;
  Language language = Language::en;
  Credential credential = Credential::session;
  Scopes scopes;                      // none while the password must be changed first
  bool must_change_password = false;  // another chose it: only change_password is open
  bool touch_due = false;             // its last use is to be noted: call touch
  Instant ends;                       // at the latest
};

// Of a session. Source: NIST SP 800-63B 4.2.3 and OWASP ASVS 4.0 V3.3.2 (30 minutes, 12 hours).
struct SessionLimits {
  std::int64_t idle_s = 30 * 60;
  std::int64_t longest_s = 12 * 3600;
  std::int64_t touch_s = 60;  // last use is noted at most so often, of tokens too
};

// Find who sent a credential: a session's secret or a token. One indexed read. Nothing for what
// is malformed, unknown, too old or revoked, or whose account is closed.
Stored<std::optional<Identity>> who(Session& session, const std::string& credential, Instant now,
                                    const SessionLimits& limits = {});

// Note that a credential was used; revives none that who() no longer knows.
Stored<void> touch(Session& session, const std::string& credential, Instant now,
                   const SessionLimits& limits = {});

// Derive the token that a form of this session carries, so that another site cannot send it.
// Nothing is stored for it.
std::string csrf_token(const std::string& session_secret);
bool csrf_token_holds(const std::string& session_secret, const std::string& token);

}  // namespace formulary::accounts
