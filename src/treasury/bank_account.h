// Can money be sent to this account? IBAN, BIC and name, checked before anyone pays.
#pragma once

#include <string>
#include <string_view>

#include "domain/transfer.h"

namespace formulary {

// Take the blanks out of an IBAN or BIC and write its letters as capitals.
std::string compact(std::string_view typed);

// Check an IBAN's form and its check digits (ISO 13616, ISO 7064 MOD 97-10): a mistyped character
// and two neighbouring digits that changed places are always found. Whether there is such an
// account, only its bank knows.
bool is_iban(std::string_view iban);

// Check a BIC's form (ISO 9362): 8 or 11 characters, bank, country, place, branch.
bool is_bic(std::string_view bic);

// Every reason why no money can be sent to it: name_unfit (empty, above 140 characters, control
// characters), iban_wrong, bic_wrong (an empty BIC is none).
Reasons faults_of(const BankAccount& account);

}  // namespace formulary
