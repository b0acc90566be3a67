// How does a member of a noun become a cell of a table, and back?
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "domain/words.h"
#include "store/database.h"

namespace formulary::store {

// Days and moments are RFC 3339 text, money is minor units, members of an enumeration their id.
Value to_cell(const std::string& text);
Value to_cell(double number);
Value to_cell(int number);
Value to_cell(std::uint32_t number);
Value to_cell(bool yes);
Value to_cell(Money money);
Value to_cell(Date day);
Value to_cell(Instant moment);
Value to_cell(const std::vector<Money>& amounts);      // "1200,3400"
Value to_cell(const std::vector<std::string>& words);  // one a line
template <typename E>
requires std::is_enum_v<E> Value to_cell(E member) {
  return std::string(id_of(member));
}
template <typename T>
Value to_cell(const std::optional<T>& maybe) {
  return maybe ? to_cell(*maybe) : Value(Null{});
}

// Read a cell; false when it holds nothing that to_cell writes.
bool from_cell(const Value& cell, std::string& text);
bool from_cell(const Value& cell, double& number);
bool from_cell(const Value& cell, int& number);
bool from_cell(const Value& cell, std::uint32_t& number);
bool from_cell(const Value& cell, bool& yes);
bool from_cell(const Value& cell, Money& money);
bool from_cell(const Value& cell, Date& day);
bool from_cell(const Value& cell, Instant& moment);
bool from_cell(const Value& cell, std::vector<Money>& amounts);
bool from_cell(const Value& cell, std::vector<std::string>& words);
template <typename E>
requires std::is_enum_v<E>
bool from_cell(const Value& cell, E& member) {
  const auto* id = std::get_if<std::string>(&cell);
  const auto found = id == nullptr ? std::nullopt : member_of<E>(*id);
  if (found) member = *found;
  return found.has_value();
}
template <typename T>
bool from_cell(const Value& cell, std::optional<T>& maybe) {
  if (std::holds_alternative<Null>(cell)) {
    maybe.reset();
    return true;
  }
  T value{};
  if (!from_cell(cell, value)) return false;
  maybe = std::move(value);
  return true;
}

}  // namespace formulary::store
