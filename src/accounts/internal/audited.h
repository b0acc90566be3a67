// What does the audit chain learn of an account? All but what lets someone in.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/account.h"

namespace formulary::accounts {

// An account as one line of JSON. Of a password it says whether there is one.
std::string json_of(const Account& account);

// Names and texts as one line of JSON.
std::string json_of(const std::vector<std::pair<std::string, std::string>>& texts);

Stored<void> note(Session& session, const Act& act, const store::AuditEntry& entry);

}  // namespace formulary::accounts
