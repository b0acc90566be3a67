// Argon2id by libsodium, so many at a time.
#include <cerrno>
#include <charconv>
#include <new>
#include <semaphore>
#include <string_view>

#include <sodium.h>

#include "accounts/internal/secrets.h"
#include "accounts/passwords.h"
#include "base/must.h"

namespace formulary::accounts {

namespace {

constexpr std::size_t kKiB = 1024;
constexpr std::ptrdiff_t kMostAtOnce = 1024;

// The number after `mark` in "$argon2id$v=19$m=65536,t=2,p=1$..."; 0 when it is not there.
std::uint64_t number_after(std::string_view hash, std::string_view mark) {
  const std::size_t at = hash.find(mark);
  std::uint64_t number = 0;
  if (at != std::string_view::npos) {
    std::from_chars(hash.data() + at + mark.size(), hash.data() + hash.size(), number);
  }
  return number;
}

class Argon2 final : public PasswordHasher {
 public:
  explicit Argon2(const Argon2Options& options) : options_(options), free_(options.at_once) {
    MUST(sodium_init() >= 0);
    nobodys_ = hash(random_secret());
  }

  std::string hash(std::string_view password) const override {
    const Turn turn(free_);
    std::string text(crypto_pwhash_argon2id_STRBYTES, '\0');
    // Fails only where the memory cannot be had.
    if (crypto_pwhash_argon2id_str(text.data(), password.data(), password.size(), options_.passes,
                                   options_.memory) != 0) {
      throw std::bad_alloc();
    }
    text.resize(text.find('\0'));
    return text;
  }

  bool verify(const std::string& hash, std::string_view password) const override {
    const Turn turn(free_);
    errno = 0;
    const int wrong =
        crypto_pwhash_argon2id_str_verify(hash.c_str(), password.data(), password.size());
    if (wrong != 0 && errno == ENOMEM)
      throw std::bad_alloc();  // which says nothing of the password
    return wrong == 0;
  }

  bool outdated(const std::string& hash) const override {
    const std::string_view head = std::string_view(hash).substr(0, hash.rfind('$'));
    return !head.starts_with("$argon2id$v=19$") ||
           number_after(head, "$m=") < options_.memory / kKiB ||
           number_after(head, ",t=") < options_.passes;
  }

  const std::string& nobodys() const override { return nobodys_; }

 private:
  using Free = std::counting_semaphore<kMostAtOnce>;
  class Turn {
   public:
    explicit Turn(Free& free) : free_(free) { free_.acquire(); }
    ~Turn() { free_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Free& free_;
  };

  Argon2Options options_;
  mutable Free free_;
  std::string nobodys_;
};

}  // namespace

std::unique_ptr<PasswordHasher> argon2(const Argon2Options& options) {
  MUST(options.passes >= 1 && options.passes <= 64);
  MUST(options.memory >= 8 * kKiB && options.memory <= (std::size_t{1} << 30));
  MUST(options.at_once >= 1 && options.at_once <= kMostAtOnce);
  return std::make_unique<Argon2>(options);
}

}  // namespace formulary::accounts
