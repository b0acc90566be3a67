// What does an estimator know of its firms and years? Columns by name, as numbers or as keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace formulary::evaluate {

inline constexpr std::uint32_t kNoLevel = std::numeric_limits<std::uint32_t>::max();

// A column that tells rows apart (a firm, a year, an office), as levels 0 .. levels-1. Levels are
// in the order of their numbers where all are numbers, else in that of their bytes: the order of
// rows leaves no trace.
struct Key {
  std::vector<std::uint32_t> level;  // of each row; kNoLevel = missing
  std::size_t levels = 0;
  std::vector<double> values;      // of each level; empty unless all levels are finite numbers
  std::vector<std::string> names;  // of each level, as written; empty when made from numbers

  std::string name(std::uint32_t of_level) const;
};

// Make a key of numbers (NaN = missing), or of levels whose names are known already.
Key key_of(std::span<const double> numbers);
Key key_of(std::span<const std::int32_t> numbers);
Key key_of(std::vector<std::uint32_t> level, std::vector<std::string> names);

// Make the key whose levels are the pairs of levels that occur; missing where either is.
Key crossed(const Key& a, const Key& b);

class Panel {
 public:
  explicit Panel(std::size_t rows, std::string file = "", std::vector<int> lines = {});

  std::size_t rows() const { return rows_; }

  // Add a column of as many rows; the name MUST be new among columns of its kind.
  void add_numbers(const std::string& name, std::vector<double> values);  // NaN = missing
  void add_key(const std::string& name, Key key);

  // Faults: no column of this name, or infinite values in it.
  Result<std::span<const double>> numbers(const std::string& name) const;
  // A column of numbers serves as a key too; it is made at its first use, so not from several
  // threads at once.
  Result<const Key*> key(const std::string& name) const;

  // A fault of a row, with the file and line it was read from.
  Fault fault(std::size_t row, std::string what, std::string hint = "") const;
  Fault fault(std::string what, std::string hint = "") const;

 private:
  std::size_t rows_;
  std::string file_;
  std::vector<int> lines_;
  std::map<std::string, std::vector<double>> numbers_;
  mutable std::map<std::string, Key> keys_;
};

}  // namespace formulary::evaluate
