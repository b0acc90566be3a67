#include "accounts/passwords.h"

#include <doctest/doctest.h>

#include "accounts/internal/reasons.h"
#include "accounts/internal/secrets.h"
#include "support/adopted_world.h"

namespace formulary::accounts {
namespace {

std::string ids(const std::string& person, const std::string& password) {
  std::string words;
  const Reasons reasons = check_password(person, password);
  for (const Reason& one : reasons) words += one.id + " ";
  CHECK(small_world::is_told(reasons));
  return words;
}

TEST_CASE("a password is long enough, short enough, not the id and not a common one") {
  CHECK(ids("a", "twelve chars") == "");
  CHECK(ids("a", "eleven char") == "password_short ");
  CHECK(ids("a", "двенадцать б") == "");                // 12 characters in 22 bytes
  CHECK(ids("a", "одиннадцать") == "password_short ");  // 11 in 22
  CHECK(ids("a", std::string(500, 'x') + "abcd" + std::string(496, 'y')) == "");
  CHECK(ids("a", std::string(500, 'x') + "abcd" + std::string(497, 'y')) == "password_long ");
  CHECK(ids("a.serikova.kz", "a.serikova.kz") == "password_is_id ");
  CHECK(ids("a.serikova.kz", "A.Serikova.KZ") == "password_is_id ");
  CHECK(ids("a.serikova.kz", "a.serikova.kz!") == "");
  for (const char* common : {"password1234", "PassWord1234", "йцукенгшщзхъ", "aaaaaaaaaaaaaa",
                             "121212121212", "qwertyuiop123"}) {
    CAPTURE(common);
    CHECK(ids("a", common) == "password_common ");
  }
  CHECK(ids("a", "") == "password_short password_common ");
}

TEST_CASE("a password is taken as it is typed: blanks, case and composition count") {
  const auto hasher = argon2({1, 8192, 1});
  const std::string composed = "\xC3\xA9 twelve chars";     // é
  const std::string decomposed = "e\xCC\x81 twelve chars";  // e and an accent
  const std::string hash = hasher->hash(composed);
  CHECK(hasher->verify(hash, composed));
  CHECK(!hasher->verify(hash, decomposed));
  CHECK(!hasher->verify(hash, composed + " "));
  const std::string nul("twelve\0chars", 12);
  CHECK(!hasher->verify(hasher->hash(nul), "twelve"));
  CHECK(hasher->verify(hasher->hash(nul), nul));
  CHECK(!hasher->verify("", composed));
  CHECK(!hasher->verify("$argon2id$", composed));
}

TEST_CASE("a hash is salted, names its parameters, and is outdated once they rose") {
  const auto weak = argon2({1, 8192, 1});
  const auto more_memory = argon2({1, 16384, 1});
  const auto more_passes = argon2({2, 8192, 1});
  const std::string hash = weak->hash("twelve chars");
  CHECK(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
  CHECK(hash != weak->hash("twelve chars"));
  CHECK(!weak->outdated(hash));
  CHECK(more_memory->outdated(hash));
  CHECK(more_passes->outdated(hash));
  CHECK(!weak->outdated(more_memory->hash("twelve chars")));  // never made weaker
  CHECK(!weak->outdated(more_passes->hash("twelve chars")));
  CHECK(weak->outdated("$argon2i$v=19$m=65536,t=4,p=1$c2FsdA$aGFzaA"));
  CHECK(weak->verify(more_memory->hash("twelve chars"), "twelve chars"));
  CHECK(weak->nobodys() != argon2({1, 8192, 1})->nobodys());
}

TEST_CASE("the defaults are above the least that OWASP asks for") {
  // Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 passes, 1 lane.
  const Argon2Options defaults;
  CHECK(defaults.memory >= 19U << 20);
  CHECK(defaults.passes >= 2);
}

TEST_CASE("every reason is told in three languages") {
  for (int i = 0; i <= static_cast<int>(Refusal::no_token); ++i) {
    CAPTURE(i);
    const Reason one = because(static_cast<Refusal>(i), "value");
    CHECK(small_world::is_told({one}));
  }
}

TEST_CASE("base64url is read strictly, as its examples say") {
  // RFC 4648, section 10, without padding.
  store::Bytes bytes;
  CHECK(read_base64url("Zm9vYmE", bytes));
  CHECK(std::string(bytes.begin(), bytes.end()) == "fooba");
  CHECK(base64url(bytes) == "Zm9vYmE");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(read_base64url("", bytes));
  CHECK(bytes.empty());
  for (const char* wrong :
       {"Zm9vYmE=", "Zm9vYm+", "Zm9vYm/", "Z", "Zm9vYmF", "Zm9v YmE", "Zm9v\n"}) {
    CAPTURE(wrong);
    CHECK(!read_base64url(wrong, bytes));
  }
  int digits = 0;
  for (int code = 0; code < 256; ++code) {
    digits += read_base64url(std::string("AA") + static_cast<char>(code) + "A", bytes) ? 1 : 0;
  }
  CHECK(digits == 64);
  CHECK(hex(sha256("abc")) ==  // FIPS 180-2, appendix B.1
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(random_secret().size() == 43);
  CHECK(random_secret() != random_secret());
}

}  // namespace
}  // namespace formulary::accounts
