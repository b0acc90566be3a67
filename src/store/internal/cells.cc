#include "store/internal/cells.h"

#include <charconv>
#include <limits>
#include <string_view>

namespace formulary::store {
namespace {

// The pieces of a list; an empty text is an empty list.
std::vector<std::string> split_at(const std::string& text, char mark) {
  std::vector<std::string> pieces;
  if (text.empty()) return pieces;
  std::size_t from = 0;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, from)) {
    pieces.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  pieces.push_back(text.substr(from));
  return pieces;
}

template <typename T>
bool from_text(const Value& cell, T& into) {
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr) return false;
  const Result<T> read = T::parse(*text);
  if (read) into = *read;
  return read.has_value();
}

}  // namespace

Value to_cell(const std::string& text) {
  return text;
}
Value to_cell(double number) {
  return number;
}
Value to_cell(int number) {
  return std::int64_t{number};
}
Value to_cell(std::uint32_t number) {
  return std::int64_t{number};
}
Value to_cell(bool yes) {
  return std::int64_t{yes};
}
Value to_cell(Money money) {
  return money.minor();
}
Value to_cell(Date day) {
  return day.text();
}
Value to_cell(Instant moment) {
  return moment.text();
}
Value to_cell(const std::vector<Money>& amounts) {
  std::string text;
  for (const Money amount : amounts) {
    text += (text.empty() ? "" : ",") + std::to_string(amount.minor());
  }
  return text;
}
Value to_cell(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "\n") + word;
  return text;
}

bool from_cell(const Value& cell, std::string& text) {
  const auto* stored = std::get_if<std::string>(&cell);
  if (stored != nullptr) text = *stored;
  return stored != nullptr;
}
bool from_cell(const Value& cell, double& number) {
  const auto* stored = std::get_if<double>(&cell);
  if (stored != nullptr) number = *stored;
  return stored != nullptr;
}
bool from_cell(const Value& cell, int& number) {
  const auto* stored = std::get_if<std::int64_t>(&cell);
  if (stored == nullptr || *stored > std::numeric_limits<int>::max() ||
      *stored < std::numeric_limits<int>::min()) {
    return false;
  }
  number = static_cast<int>(*stored);
  return true;
}
bool from_cell(const Value& cell, std::uint32_t& number) {
  const auto* stored = std::get_if<std::int64_t>(&cell);
  if (stored == nullptr || *stored < 0 || *stored > std::numeric_limits<std::uint32_t>::max()) {
    return false;
  }
  number = static_cast<std::uint32_t>(*stored);
  return true;
}
bool from_cell(const Value& cell, bool& yes) {
  const auto* stored = std::get_if<std::int64_t>(&cell);
  if (stored != nullptr) yes = *stored != 0;
  return stored != nullptr;
}
bool from_cell(const Value& cell, Money& money) {
  const auto* stored = std::get_if<std::int64_t>(&cell);
  if (stored != nullptr) money = Money::from_minor(*stored);
  return stored != nullptr;
}
bool from_cell(const Value& cell, Date& day) {
  return from_text(cell, day);
}
bool from_cell(const Value& cell, Instant& moment) {
  return from_text(cell, moment);
}
bool from_cell(const Value& cell, std::vector<Money>& amounts) {
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr) return false;
  amounts.clear();
  for (const std::string& piece : split_at(*text, ',')) {
    std::int64_t minor = 0;
    const auto read = std::from_chars(piece.data(), piece.data() + piece.size(), minor);
    if (read.ec != std::errc() || read.ptr != piece.data() + piece.size()) return false;
    amounts.push_back(Money::from_minor(minor));
  }
  return true;
}
bool from_cell(const Value& cell, std::vector<std::string>& words) {
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr) return false;
  words = split_at(*text, '\n');
  return true;
}

}  // namespace formulary::store
