// May this be the person's password, and is it? Rules, and hashes that are slow on purpose.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "domain/reason.h"

namespace formulary::accounts {

// Makes and checks hashes of passwords: an interface, so that a test can count the work. Safe to
// use from any number of threads.
class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;
  virtual std::string hash(std::string_view password) const = 0;
  virtual bool verify(const std::string& hash, std::string_view password) const = 0;
  // Whether the hash was made with less work than is asked for now.
  virtual bool outdated(const std::string& hash) const = 0;
  // A hash that belongs to nobody, so that an unknown person costs the same work as a known one.
  virtual const std::string& nobodys() const = 0;
};

// Argon2id (RFC 9106). The defaults are libsodium's for interactive use, above the least that
// OWASP's Password Storage Cheat Sheet asks for (19 MiB, 2 passes).
struct Argon2Options {
  std::uint64_t passes = 2;          // 1 to 64
  std::size_t memory = 64ULL << 20;  // bytes, 8 KiB to 1 GiB
  int at_once = 4;  // more callers wait: each takes `memory`, however many ask to sign in
};
// MUST have options within those limits.
std::unique_ptr<PasswordHasher> argon2(const Argon2Options& options = {});

// List what speaks against a password: fewer than 12 characters, more than 1,000 bytes, the
// person's id, or one of those that everybody tries first. It is taken as it is typed: nothing is
// trimmed, folded or composed. Source: NIST SP 800-63B 5.1.1.2, OWASP ASVS 4.0 V2.1.
Reasons check_password(const std::string& person, std::string_view password);

// Who chose a password. What another chose lets the person in only to change it.
enum class ChosenBy { the_person, another };

// A password that keeps the rules, as a hash; made before a transaction begins, for it takes long.
class NewPassword {
 public:
  static Allowed<NewPassword> make(const PasswordHasher& hasher, const std::string& person,
                                   std::string_view password, ChosenBy chosen_by);

  const std::string& person() const { return person_; }
  const std::string& hash() const { return hash_; }
  ChosenBy chosen_by() const { return chosen_by_; }

 private:
  NewPassword(std::string person, std::string hash, ChosenBy chosen_by)
      : person_(std::move(person)), hash_(std::move(hash)), chosen_by_(chosen_by) {}

  std::string person_;
  std::string hash_;
  ChosenBy chosen_by_;
};

}  // namespace formulary::accounts
