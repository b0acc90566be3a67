// Who may sign in? One account a role, each with a password that was just made.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "accounts/passwords.h"
#include "demonstration/internal/story.h"

namespace formulary::demonstration {

// Make 24 letters and digits out of chance, 120 bits; none of them is mistaken for another.
std::string password_of(const std::function<std::uint32_t()>& chance);

// Make the accounts; the company's is bound to this firm.
office::Outcome<std::vector<Person>> make_people(Story& story, const std::string& firm,
                                                 const accounts::PasswordHasher& hasher,
                                                 const std::function<std::uint32_t()>& chance);

}  // namespace formulary::demonstration
