// Which regression is asked for? A formula as fixest writes it: y ~ x1 + x2 | firm + year | d ~ z.
//
// Accepted: names (letters, digits, _ and ., bytes beyond ASCII, or anything in `backticks`); + ;
// products a:b and a*b; log(x); i(key), i(key, ref = v), i(key, x, ref = v), dummies of a key's
// levels, times x; 0 or -1 for no intercept, 1 for one. Fixed effects are names or crossed names
// firm^year. Refused, with the place: all else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace formulary::evaluate {

struct Variable {
  std::string column;
  bool log = false;

  std::string text() const;
  bool operator==(const Variable&) const = default;
};

// A product of variables, or the dummies of a key, each times the product (if there is one).
struct Term {
  std::vector<Variable> product;
  std::string dummies;  // the key; empty = none
  std::optional<double> reference;

  std::string text() const;
  bool operator==(const Term&) const = default;
};

struct FixedEffect {
  std::vector<std::string> keys;  // more than one = crossed

  std::string text() const;
  bool operator==(const FixedEffect&) const = default;
};

struct Formula {
  Variable outcome;
  std::vector<Term> terms;
  bool intercept = true;  // means nothing beside fixed effects
  std::vector<FixedEffect> effects;
  std::vector<Variable> endogenous;
  std::vector<Term> instruments;

  std::string text() const;
  bool operator==(const Formula&) const = default;
};

// Read a formula. Faults name the character, counted from 1, under the file name "formula".
Result<Formula> parse_formula(std::string_view text);

// Read `d1 + d2 ~ z1 + z2` into the formula's third part.
Result<Formula> with_instruments(Formula formula, std::string_view text);

}  // namespace formulary::evaluate
