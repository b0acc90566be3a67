// How are names and places written into a statement?
#pragma once

#include <string>
#include <vector>

namespace formulary::store {

std::string joined(const std::vector<std::string>& names);
std::string places(std::size_t count);  // "$1, $2, $3"
std::string insert_into(const std::string& table, const std::vector<std::string>& names);

}  // namespace formulary::store
