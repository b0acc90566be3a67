#include "evaluate/panel.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "base/must.h"

namespace formulary::evaluate {

namespace {

std::string written(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return {text, end.ptr};
}

std::optional<double> number_in(const std::string& text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

// Whole numbers of a narrow range find their level by an index: the case of years and firm ids.
template <typename Number>
std::optional<Key> key_by_index(std::span<const Number> numbers) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const Number x : numbers) {
    const auto value = static_cast<double>(x);
    if (std::isnan(value)) continue;
    if (value != std::floor(value) || std::fabs(value) > 9e15) return std::nullopt;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return std::nullopt;
  if (high - low > 4 * static_cast<double>(numbers.size()) + 1024) return std::nullopt;
  const auto at = [low](Number x) {
    return static_cast<std::size_t>(static_cast<double>(x) - low);
  };
  std::vector<std::uint32_t> level(static_cast<std::size_t>(high - low) + 1, 0);
  for (const Number x : numbers) {
    if (!std::isnan(static_cast<double>(x))) level[at(x)] = 1;
  }
  Key key;
  for (std::size_t i = 0; i < level.size(); ++i) {
    if (level[i] == 0) continue;
    level[i] = static_cast<std::uint32_t>(key.values.size());
    key.values.push_back(low + static_cast<double>(i));
  }
  key.levels = key.values.size();
  key.level.resize(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool missing = std::isnan(static_cast<double>(numbers[i]));
    key.level[i] = missing ? kNoLevel : level[at(numbers[i])];
  }
  return key;
}

Key key_by_sorting(std::span<const double> numbers) {
  Key key;
  for (const double x : numbers) {
    if (!std::isnan(x)) key.values.push_back(x);
  }
  std::sort(key.values.begin(), key.values.end());
  key.values.erase(std::unique(key.values.begin(), key.values.end()), key.values.end());
  key.levels = key.values.size();
  key.level.reserve(numbers.size());
  for (const double x : numbers) {
    const auto at = std::lower_bound(key.values.begin(), key.values.end(), x);
    key.level.push_back(std::isnan(x) ? kNoLevel
                                      : static_cast<std::uint32_t>(at - key.values.begin()));
  }
  return key;
}

}  // namespace

std::string Key::name(std::uint32_t of_level) const {
  if (of_level == kNoLevel) return "";
  return names.empty() ? written(values.at(of_level)) : names.at(of_level);
}

Key key_of(std::span<const double> numbers) {
  if (auto key = key_by_index(numbers)) return std::move(*key);
  return key_by_sorting(numbers);
}

Key key_of(std::span<const std::int32_t> numbers) {
  if (auto key = key_by_index(numbers)) return std::move(*key);
  return key_by_sorting(std::vector<double>(numbers.begin(), numbers.end()));
}

Key key_of(std::vector<std::uint32_t> level, std::vector<std::string> names) {
  std::vector<double> values;
  for (const std::string& name : names) {
    const auto value = number_in(name);
    if (!value) break;
    values.push_back(*value);
  }
  const bool numeric = values.size() == names.size();
  std::vector<std::uint32_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (numeric && values[a] != values[b]) return values[a] < values[b];
    return names[a] < names[b];
  });
  Key key;
  key.levels = names.size();
  std::vector<std::uint32_t> place(names.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    key.names.push_back(names[order[i]]);
    if (numeric) key.values.push_back(values[order[i]]);
  }
  for (std::uint32_t& one : level) {
    if (one != kNoLevel) one = place.at(one);
  }
  key.level = std::move(level);
  return key;
}

Key crossed(const Key& a, const Key& b) {
  MUST(a.level.size() == b.level.size());
  std::vector<std::uint64_t> pairs;
  const auto pair_of = [&](std::size_t i) {
    return std::uint64_t{a.level[i]} * b.levels + b.level[i];
  };
  const auto known = [&](std::size_t i) {
    return a.level[i] != kNoLevel && b.level[i] != kNoLevel;
  };
  for (std::size_t i = 0; i < a.level.size(); ++i) {
    if (known(i)) pairs.push_back(pair_of(i));
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  Key key;
  key.levels = pairs.size();
  for (const std::uint64_t pair : pairs) {
    key.names.push_back(a.name(static_cast<std::uint32_t>(pair / b.levels)) + "^" +
                        b.name(static_cast<std::uint32_t>(pair % b.levels)));
  }
  for (std::size_t i = 0; i < a.level.size(); ++i) {
    const auto at =
        known(i) ? std::lower_bound(pairs.begin(), pairs.end(), pair_of(i)) : pairs.end();
    key.level.push_back(known(i) ? static_cast<std::uint32_t>(at - pairs.begin()) : kNoLevel);
  }
  return key;
}

Panel::Panel(std::size_t rows, std::string file, std::vector<int> lines)
    : rows_(rows), file_(std::move(file)), lines_(std::move(lines)) {
  MUST(rows < kNoLevel);
  MUST(lines_.empty() || lines_.size() == rows);
}

void Panel::add_numbers(const std::string& name, std::vector<double> values) {
  MUST(values.size() == rows_);
  MUST(numbers_.emplace(name, std::move(values)).second);
}

void Panel::add_key(const std::string& name, Key key) {
  MUST(key.level.size() == rows_);
  MUST(keys_.emplace(name, std::move(key)).second);
}

Result<std::span<const double>> Panel::numbers(const std::string& name) const {
  const auto found = numbers_.find(name);
  if (found == numbers_.end()) {
    const bool text = keys_.contains(name);
    return fail(
        fault(text ? "the column " + name + " holds no numbers" : "there is no column " + name));
  }
  const std::vector<double>& values = found->second;
  const auto bad =
      std::find_if(values.begin(), values.end(), [](double x) { return std::isinf(x); });
  if (bad != values.end()) {
    return fail(fault(static_cast<std::size_t>(bad - values.begin()), name + " is infinite",
                      "leave the cell empty where the value is not known"));
  }
  return std::span<const double>(values);
}

Result<const Key*> Panel::key(const std::string& name) const {
  auto found = keys_.find(name);
  if (found == keys_.end()) {
    const auto numbers = numbers_.find(name);
    if (numbers == numbers_.end()) return fail(fault("there is no column " + name));
    found = keys_.emplace(name, key_of(std::span<const double>(numbers->second))).first;
  }
  return &found->second;
}

Fault Panel::fault(std::size_t row, std::string what, std::string hint) const {
  return {file_, lines_.empty() ? static_cast<int>(row) + 1 : lines_.at(row), std::move(what),
          std::move(hint)};
}

Fault Panel::fault(std::string what, std::string hint) const {
  return {file_, 0, std::move(what), std::move(hint)};
}

}  // namespace formulary::evaluate
