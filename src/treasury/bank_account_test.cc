#include "treasury/bank_account.h"

#include <doctest/doctest.h>

#include <cctype>
#include <set>

namespace formulary {
namespace {

// Examples of the IBAN registry (ISO 13616, SWIFT), which its countries publish.
const std::vector<std::string> kPublished{"KZ86125KZT5004100100",
                                          "NO9386011117947",
                                          "DE89370400440532013000",
                                          "GB29NWBK60161331926819",
                                          "MT84MALT011000012345MTLCAST001S",
                                          "AE070331234567890123456"};

std::set<std::string> faults(const BankAccount& account) {
  std::set<std::string> ids;
  for (const Reason& reason : faults_of(account)) {
    ids.insert(reason.id);
    CHECK(reason.text.en != reason.text.ru);
    CHECK(reason.text.ru != reason.text.kk);
  }
  return ids;
}

}  // namespace

TEST_CASE("the IBANs of the registry hold") {
  for (const std::string& iban : kPublished) CHECK_MESSAGE(is_iban(iban), iban);
  CHECK(compact("kz86 125K ZT50 0410 0100") == kPublished[0]);
}

TEST_CASE("what is no IBAN is refused") {
  for (const char* text : {"", "KZ", "KZ86125KZT5004100101", "kz86125kzt5004100100",
                           "KZ86 125KZT5004100100", "8612KZ5KZT5004100100", "KZ86125KZT500410010-",
                           "KZ86125KZT50041001\n0", "KZ00125KZT5004100100",
                           "DE8937040044053201300000000000000000", "GB29NWBK6016133192681９"}) {
    CHECK_MESSAGE(!is_iban(text), text);
  }
}

// Expected: 97 is a prime and 10 no multiple of it, so neither can leave the same remainder. The
// fourth character goes to the end, so the fifth is no neighbour of it.
TEST_CASE("a mistyped character and two neighbouring digits that changed places are always found") {
  for (const std::string& iban : kPublished) {
    for (std::size_t i = 2; i < iban.size(); ++i) {
      for (char c = '0'; c <= 'Z'; c = c == '9' ? 'A' : static_cast<char>(c + 1)) {
        std::string other = iban;
        other[i] = c;
        const bool same_kind = (std::isdigit(c) != 0) == (std::isdigit(iban[i]) != 0);
        if (c != iban[i] && same_kind) CHECK_MESSAGE(!is_iban(other), other);
      }
      std::string swapped = iban;
      if (i + 1 == iban.size() || !std::isdigit(iban[i]) || !std::isdigit(iban[i + 1])) continue;
      std::swap(swapped[i], swapped[i + 1]);
      if (swapped != iban && i != 3) CHECK_MESSAGE(!is_iban(swapped), swapped);
    }
  }
}

TEST_CASE("an account tells everything that is wrong with it") {
  CHECK(faults({"TOO Alfa", kPublished[0], "HSBKKZKX"}).empty());
  CHECK(faults({"ТОО «Әлем»", kPublished[0], ""}).empty());
  CHECK(faults({"", "KZ1", "X"}) == std::set<std::string>{"name_unfit", "iban_wrong", "bic_wrong"});
  CHECK(faults({" ", kPublished[0], ""}) == std::set<std::string>{"name_unfit"});
  CHECK(faults({"a\nb", kPublished[0], ""}) == std::set<std::string>{"name_unfit"});
  CHECK(faults({std::string(141, 'x'), kPublished[0], ""}) == std::set<std::string>{"name_unfit"});
  std::string long_enough;  // 140 characters are 280 bytes here
  for (int i = 0; i < 140; ++i) long_enough += "Ж";
  CHECK(faults({long_enough, kPublished[0], ""}).empty());
  for (const char* bic : {"HSBKKZ", "HSBK1ZKX", "hsbkkzkx", "HSBKKZKXXXXX", "HSBKKZK\n"}) {
    CHECK(faults({"A", kPublished[0], bic}) == std::set<std::string>{"bic_wrong"});
  }
}

}  // namespace formulary
