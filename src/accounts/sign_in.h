// May this person come in? Passwords, lock-outs, sessions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "accounts/passwords.h"
#include "accounts/who.h"

namespace formulary::accounts {

// How long failed attempts keep others waiting: after `free` of them first_wait_s, then twice as
// long each time, up to longest_wait_s; from `many` on, many_wait_s. Counted by the name that was
// typed, whether or not there is such an account, and by remote address.
// Source: OWASP ASVS 4.0 V2.2.1 (100 an hour at most), NIST SP 800-63B 5.2.2 (100 in a row).
struct BackOff {
  int free = 5;
  int free_remote = 30;  // an office may share one address
  std::int64_t first_wait_s = 30;
  std::int64_t longest_wait_s = 3600;
  int many = 100;
  std::int64_t many_wait_s = 24 * 3600;
  std::int64_t forget_s = 24 * 3600;  // after the wait, without another failure
};

struct SignInOptions {
  SessionLimits session;
  BackOff back_off;
};
// List what is wrong with options.
Faults check(const SignInOptions& options);

struct SignInRequest {
  std::string person;
  std::string password;
  std::string remote;  // the address it comes from, as it is to be counted
};

struct SignedIn {
  std::string secret;  // of the session, 43 characters, fresh each time; only its hash is kept
  Account account;
  bool must_change_password = false;
  Instant ends;
};

// Sign a person in. The same work is done and the same reason is given (wrong_sign_in) for a
// wrong name, a wrong password, a closed account and one without a password. After too many
// attempts the reason is `locked`, with the moment from which it may be tried again. An attempt
// counts as failed before the password is looked at, so that many at once gain nothing. The
// password is hashed between transactions, never inside one.
Stored<Allowed<SignedIn>> sign_in(store::Database& database, const PasswordHasher& hasher,
                                  const SignInRequest& request, Instant now,
                                  const SignInOptions& options = {});

// Say until when attempts for this name or from this address are refused unseen.
Stored<std::optional<Instant>> locked_until(Session& session, const std::string& person,
                                            const std::string& remote, Instant now);

// Change one's own password: request.password is the current one. Ends all sessions and begins
// a new one. Attempts count as those to sign in do.
Stored<Allowed<SignedIn>> change_password(store::Database& database, const PasswordHasher& hasher,
                                          const SignInRequest& request,
                                          const std::string& new_password, Instant now,
                                          const SignInOptions& options = {});

// End a session. Returns whether there was one.
Stored<bool> sign_out(Session& session, const std::string& secret);

// End all sessions of a person; oneself or an admin. Returns how many there were.
Stored<Allowed<std::int64_t>> sign_out_everywhere(Session& session, const Act& act,
                                                  const std::string& person);

// Remove sessions, attempts and pending sign-ins whose time is over. Returns how many rows.
Stored<std::int64_t> sweep(Session& session, Instant now, const SignInOptions& options = {});

}  // namespace formulary::accounts
