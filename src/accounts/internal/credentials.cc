#include "accounts/internal/credentials.h"

#include "accounts/internal/secrets.h"

namespace formulary::accounts {

namespace {

constexpr std::string_view kPrefix = "frm_";
constexpr std::size_t kSecretDigits = 2 * kSecretBytes;
constexpr std::size_t kCheckDigits = 8;
constexpr std::size_t kSessionCharacters = 43;  // of 32 bytes in base64url

std::string check_digits(std::string_view before) {
  return hex(sha256(before)).substr(0, kCheckDigits);
}

bool is_token(std::string_view text) {
  if (text.size() != kPrefix.size() + kSecretDigits + kCheckDigits) return false;
  const std::string_view before = text.substr(0, kPrefix.size() + kSecretDigits);
  return text.substr(before.size()) == check_digits(before);
}

bool is_session_secret(std::string_view text) {
  store::Bytes bytes;
  return text.size() == kSessionCharacters && read_base64url(text, bytes) &&
         bytes.size() == kSecretBytes;
}

}  // namespace

std::optional<KnownForm> form_of(const std::string& credential) {
  if (credential.starts_with(kPrefix) && is_token(credential)) {
    return KnownForm{Credential::token, sha256(credential)};
  }
  if (is_session_secret(credential)) return KnownForm{Credential::session, sha256(credential)};
  return std::nullopt;
}

std::string random_token() {
  const std::string before = std::string(kPrefix) + hex(random_bytes(kSecretBytes));
  return before + check_digits(before);
}

}  // namespace formulary::accounts
