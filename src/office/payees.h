// Where does a firm's money go, and did a second person look at it?
#pragma once

#include <optional>
#include <string>

#include "office/call.h"
#include "office/rights.h"
#include "store/transfers.h"

namespace formulary::office {

// Set a firm's bank details: by a manager of an office that made it an award. From here on no money
// goes to the firm until they are confirmed. Reasons: those of treasury's faults_of.
Outcome<Payee> set_payee(Call& call, const std::string& firm, BankAccount account);

// Confirm them, by another person who says which they have seen.
Outcome<Payee> confirm_payee(Call& call, const std::string& firm, int number);

// Read the last ones of a firm.
Outcome<Payee> read_payee(Call& call, const std::string& firm);

struct ListedPayees {
  std::vector<Payee> items;
  std::string next;
};
Outcome<ListedPayees> list_payees(Call& call, std::optional<store::PayeeState> state,
                                  const store::Page& page);

}  // namespace formulary::office
