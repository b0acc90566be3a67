// How does a number, an amount, a list look in English, Russian and Kazakh? Own rules, because
// browsers and C libraries have none for Kazakh.
//
// English 1,234.5 and 5%; Russian 1 234,5 and 5 %; Kazakh 1 234,5 and 5%, with no-break spaces.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/country.h"
#include "domain/forecast.h"
#include "domain/words.h"

namespace formulary::report {

// Shown in place of what is not a number.
inline constexpr const char* kNoNumber = "–";

// Write with a fixed number of decimals, digits in groups of three, and the true minus sign.
std::string number(double value, int decimals, Language language);

// Write with about three significant digits, none after the point from 100 on.
std::string figure(double value, Language language);

// Write what a simulation gave: three significant digits, zeros after them (136,276 is 136,000).
std::string estimate(double value, Language language);

// Write an estimate with its sign, also when it is positive.
std::string change(double value, Language language);

// Write a share as percent: 0.256 is 25.6% with one decimal.
std::string percent(double share, int decimals, Language language);

// Write an amount with its order of magnitude and the currency: ₸25.0 bn, 25,0 млрд ₸.
std::string money(double major, const CountryPack& country, Language language);

// Write a small ratio of money to money: ₸2.1, 2,1 ₸.
std::string money_ratio(double ratio, const CountryPack& country, Language language);

// The power of ten in which a whole table of amounts is written, so that its rows compare.
struct Scale {
  double unit = 1;   // divide by it
  std::string name;  // as in "₸ bn", "млрд ₸"
};
Scale scale_for(double largest_major, const CountryPack& country, Language language);

// Write an interval: 2.1 to 5.4, от 2,1 до 5,4, 2,1 … 5,4.
std::string interval(const std::string& low, const std::string& high, Language language);

// Join as a sentence does: a, b and c; a, b и c; a, b және c.
std::string join(const std::vector<std::string>& parts, Language language);

// Choose the form that a counted noun takes. Forms stand with | between them: English one|other,
// Russian one|few|many; Kazakh nouns do not change after a number.
std::string_view plural(long long count, std::string_view forms, Language language);

// Write a count with its noun: 37 measures.
std::string counted(long long count, std::string_view forms, Language language);

// Replace every {name} of a text by its value. Names that the text lacks are ignored.
using Values = std::vector<std::pair<std::string_view, std::string>>;
std::string fill(std::string_view text, const Values& values);

// Make the first letter a capital (Latin and Cyrillic).
std::string capital(std::string text);

// How many columns a text takes on a terminal: one per code point, none for combining marks.
std::size_t width(std::string_view text);

}  // namespace formulary::report
