#include "treasury/bank_account.h"

#include <algorithm>

#include "treasury/internal/refusals.h"
#include "treasury/internal/text.h"

namespace formulary {
namespace {

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_either(char c) {
  return is_capital(c) || is_digit(c);
}

}  // namespace

std::string compact(std::string_view typed) {
  std::string text;
  for (const char c : typed) {
    if (c == ' ' || c == '\t') continue;
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

bool is_iban(std::string_view iban) {
  constexpr std::size_t kShortest = 15;  // Norway's, the shortest of the registry
  constexpr std::size_t kLongest = 34;
  if (iban.size() < kShortest || iban.size() > kLongest) return false;
  if (!is_capital(iban[0]) || !is_capital(iban[1])) return false;
  if (!is_digit(iban[2]) || !is_digit(iban[3])) return false;
  // Check digits run from 02 to 98: 00, 01 and 99 leave the same remainders.
  const int digits = (iban[2] - '0') * 10 + (iban[3] - '0');
  if (digits < 2 || digits > 98) return false;
  if (!std::all_of(iban.begin(), iban.end(), is_either)) return false;
  int rest = 0;
  for (std::size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];  // the first four go to the end
    rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest == 1;
}

bool is_bic(std::string_view bic) {
  if (bic.size() != 8 && bic.size() != 11) return false;
  return std::all_of(bic.begin(), bic.end(), is_either) && is_capital(bic[4]) && is_capital(bic[5]);
}

Reasons faults_of(const BankAccount& account) {
  using treasury::Refusal;
  constexpr std::size_t kMostOfName = 140;  // Max140Text of ISO 20022
  Reasons reasons;
  const bool blank = account.name.find_first_not_of(' ') == std::string::npos;
  if (blank || treasury::characters(account.name) > kMostOfName ||
      treasury::xml_text(account.name, kMostOfName, treasury::Escape::no) != account.name) {
    reasons.push_back(treasury::refusal(Refusal::name_unfit));
  }
  if (!is_iban(account.iban)) {
    reasons.push_back(treasury::refusal(Refusal::iban_wrong, account.iban));
  }
  if (!account.bic.empty() && !is_bic(account.bic)) {
    reasons.push_back(treasury::refusal(Refusal::bic_wrong, account.bic));
  }
  return reasons;
}

}  // namespace formulary
