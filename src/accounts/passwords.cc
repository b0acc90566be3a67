#include "accounts/passwords.h"

#include <algorithm>
#include <array>
#include <set>

#include "accounts/internal/reasons.h"

namespace formulary::accounts {

namespace {

constexpr std::size_t kFewestCharacters = 12;
constexpr std::size_t kMostBytes = 1000;
constexpr std::size_t kFewestDifferent = 5;  // "aaaaaaaaaaaa", "121212121212"

// The most used passwords of 12 characters and more in published lists of leaked ones, with what
// keyboards of the three languages and the names of this product suggest. In lower case.
constexpr std::array<std::string_view, 62> kCommon{"123456789012",
                                                   "1234567890123",
                                                   "12345678901234",
                                                   "123456789012345",
                                                   "1234567890123456",
                                                   "0123456789ab",
                                                   "012345678901",
                                                   "123456789abc",
                                                   "1234567891011",
                                                   "123456789101112",
                                                   "098765432109",
                                                   "987654321012",
                                                   "210987654321",
                                                   "1q2w3e4r5t6y",
                                                   "1q2w3e4r5t6y7u",
                                                   "1q2w3e4r5t6y7u8i",
                                                   "q1w2e3r4t5y6",
                                                   "1qaz2wsx3edc",
                                                   "1qaz2wsx3edc4rfv",
                                                   "qazwsxedcrfv",
                                                   "qazwsxedcrfvtgb",
                                                   "zaq12wsxcde3",
                                                   "qwertyuiop12",
                                                   "qwertyuiop123",
                                                   "qwertyuiop[]",
                                                   "qwertyuiopasdf",
                                                   "qwertyuiopasdfgh",
                                                   "qwertyqwerty",
                                                   "qwerty123456",
                                                   "qwerty1234567",
                                                   "qwerty12345678",
                                                   "asdfghjkl123",
                                                   "asdfghjkl;'\\",
                                                   "zxcvbnm12345",
                                                   "abcdefghijkl",
                                                   "abcdefghijklm",
                                                   "abcdefgh1234",
                                                   "abcd1234abcd",
                                                   "abc123abc123",
                                                   "password1234",
                                                   "password12345",
                                                   "password123456",
                                                   "password123!",
                                                   "passwordpassword",
                                                   "p@ssw0rd1234",
                                                   "p@ssword1234",
                                                   "mypassword123",
                                                   "administrator",
                                                   "administrator1",
                                                   "admin1234567",
                                                   "admin12345678",
                                                   "adminadminadmin",
                                                   "letmeinletmein",
                                                   "welcome12345",
                                                   "welcome123456",
                                                   "iloveyou1234",
                                                   "changeme1234",
                                                   "changemechangeme",
                                                   "formulary123",
                                                   "formulary1234",
                                                   "correcthorsebatterystaple",
                                                   "trustno1trustno1"};
constexpr std::array<std::string_view, 10> kCommonElsewhere{
    "йцукенгшщзхъ", "йцукенгшщзхъ123", "йцукен123456",  "фывапролджэ1", "пароль123456",
    "парольпароль", "құпиясөз1234",    "құпиясөз12345", "казахстан123", "қазақстан123"};

// Code points, as NIST counts; a byte that continues another is none.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string lower(std::string_view text) {  // of ASCII letters, to compare only
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

bool is_common(const std::string& folded) {
  const auto listed = [&](const auto& list) {
    return std::find(list.begin(), list.end(), folded) != list.end();
  };
  return std::set<char>(folded.begin(), folded.end()).size() < kFewestDifferent ||
         listed(kCommon) || listed(kCommonElsewhere);
}

}  // namespace

Reasons check_password(const std::string& person, std::string_view password) {
  if (password.size() > kMostBytes) return {because(Refusal::password_long)};
  Reasons reasons;
  const std::string folded = lower(password);
  if (characters(password) < kFewestCharacters) reasons.push_back(because(Refusal::password_short));
  if (folded == lower(person)) reasons.push_back(because(Refusal::password_is_id));
  if (is_common(folded)) reasons.push_back(because(Refusal::password_common));
  return reasons;
}

Allowed<NewPassword> NewPassword::make(const PasswordHasher& hasher, const std::string& person,
                                       std::string_view password, ChosenBy chosen_by) {
  Reasons reasons = check_password(person, password);
  if (!reasons.empty()) return otherwise(std::move(reasons));
  return NewPassword(person, hasher.hash(password), chosen_by);
}

}  // namespace formulary::accounts
