// Who has an account in a test? A few people, with hashes that cost next to nothing.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "accounts/account.h"
#include "accounts/sign_in.h"
#include "support/databases.h"
#include "support/sample_register.h"

namespace formulary::accounts {

using store::allowed;
using store::Database;
using store::good;
using store::opened;
using store::reason;
using support::on_each_database;

inline constexpr const char* kPassword = "a long enough sentence";

inline Instant noon() {
  return *Instant::parse("2027-03-31T12:00:00Z");
}
inline Instant after(std::int64_t seconds) {
  return Instant::from_milliseconds(noon().milliseconds() + 1000 * seconds);
}

inline const PasswordHasher& quick() {  // the least that Argon2 takes
  static const std::unique_ptr<PasswordHasher> kHasher = argon2({1, 8192, 4});
  return *kHasher;
}

// Counts how often a hash was computed: the time that somebody with a stopwatch would see.
class CountingHasher final : public PasswordHasher {
 public:
  std::string hash(std::string_view password) const override {
    ++hashed;
    if (during) during();
    return quick().hash(password);
  }
  bool verify(const std::string& hash, std::string_view password) const override {
    if (hash.starts_with("$argon2id$v=19$m=8,t=1,")) ++verified;  // another costs another time
    if (during) during();
    return quick().verify(hash, password);
  }
  bool outdated(const std::string& hash) const override { return quick().outdated(hash); }
  const std::string& nobodys() const override { return quick().nobodys(); }

  mutable std::atomic<int> hashed = 0;
  mutable std::atomic<int> verified = 0;
  std::function<void()> during;  // what happens meanwhile
};

inline Act act_of(const std::string& person, UserRole role, Instant at = noon()) {
  return {{person, role, "", ""}, at};
}
inline Act by_admin(Instant at = noon()) {
  return act_of("root", UserRole::admin, at);
}

inline NewPassword password_of(const std::string& person, const std::string& password = kPassword,
                               ChosenBy chosen_by = ChosenBy::the_person) {
  const auto made = NewPassword::make(quick(), person, password, chosen_by);
  REQUIRE(made.has_value());
  return *made;
}

inline Post post_of(UserRole role) {
  if (role == UserRole::company) return {role, "", "firm-1"};
  const bool office = role == UserRole::manager || role == UserRole::official;
  return {role, office ? "agency" : "", ""};
}

inline NewAccount new_account(const std::string& id, UserRole role) {
  return {id, "Name of " + id, post_of(role), Language::kk, std::nullopt, password_of(id)};
}

inline Account add(Database& database, const NewAccount& one) {
  return allowed(
      database.write([&](Session& session) { return create(session, by_admin(), one); }));
}
inline Account add(Database& database, const std::string& id, UserRole role) {
  return add(database, new_account(id, role));
}

// One change as a transaction of its own.
template <typename Work>
auto in(Database& database, Work work) {
  return database.write([&](Session& session) { return work(session); });
}

inline Stored<Allowed<SignedIn>> try_to_enter(Database& database, const std::string& person,
                                              const std::string& password = kPassword,
                                              Instant now = noon(),
                                              const std::string& remote = "192.0.2.1") {
  return sign_in(database, quick(), {person, password, remote}, now);
}
inline SignedIn enter(Database& database, const std::string& person, Instant now = noon()) {
  return allowed(try_to_enter(database, person, kPassword, now));
}

inline std::optional<Identity> identity(Database& database, const std::string& credential,
                                        Instant now = noon()) {
  return good(database.read([&](Session& session) { return who(session, credential, now); }));
}

}  // namespace formulary::accounts
