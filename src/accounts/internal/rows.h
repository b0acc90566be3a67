// How is an account read from its tables, and what do its cells hold?
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "base/date.h"
#include "store/database.h"

namespace formulary::accounts {

// The columns of `account a`, as account_at reads them. Whether there is a password is another
// table's to say: select_accounts asks it, who() has no need to.
inline constexpr const char* kAccountColumns =
    "a.id, a.name, a.role, a.office, a.firm, a.language, a.disabled, a.oidc_issuer, "
    "a.oidc_subject";
inline constexpr std::size_t kAccountWidth = 9;

// Read an account from a row, from column `at` on.
// Errors: damaged where the row holds what the program never writes.
Stored<Account> account_at(const store::Row& row, std::size_t at);

// Read the accounts of which `rest` is true ("where a.id = $1").
Stored<std::vector<Account>> select_accounts(Session& session, const std::string& rest,
                                             const store::Row& parameters);

// A cell of a type that the schema promises.
const std::string& text_at(const store::Row& row, std::size_t at);
std::int64_t number_at(const store::Row& row, std::size_t at);
Stored<Instant> moment_at(const store::Row& row, std::size_t at);

store::Trouble damaged(const std::string& table);

Instant later(Instant moment, std::int64_t seconds);

// Run a statement that returns nothing of interest.
Stored<void> change(Session& session, const std::string& sql, const store::Row& parameters);

// What an account's id may look like; other ids are in no table.
bool is_account_id(const std::string& id);

// Shown names: not empty, at most 200 bytes, no control characters, none that turn the direction
// of writing.
bool is_shown_name(const std::string& name);

// End every session of a person. Returns how many there were.
Stored<std::int64_t> end_sessions(Session& session, const std::string& person);

// Write a password's hash over the earlier one, if any.
Stored<void> write_password(Session& session, const NewPassword& password, Instant at);

}  // namespace formulary::accounts
