#include "store/internal/statements.h"

namespace formulary::store {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string places(std::size_t count) {
  std::string text;
  for (std::size_t i = 1; i <= count; ++i) text += (i == 1 ? "$" : ", $") + std::to_string(i);
  return text;
}

std::string insert_into(const std::string& table, const std::vector<std::string>& names) {
  return "insert into " + table + " (" + joined(names) + ") values (" + places(names.size()) + ")";
}

}  // namespace formulary::store
