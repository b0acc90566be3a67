#include "base/money.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/must.h"

namespace formulary {

namespace {

__extension__ typedef __int128 Wide;

constexpr double kLargestMajor = 9.0e16;  // below 2^63 minor units

Result<Money> bad_amount(std::string_view text, std::string why) {
  return fail(Fault{"", 0, "'" + std::string(text.substr(0, 40)) + "' is not an amount: " + why,
                    "write it like 50bn, 1.5m or 12000000.50"});
}

double suffix_factor(std::string_view suffix) {
  if (suffix.empty()) return 1;
  if (suffix == "k") return 1e3;
  if (suffix == "m" || suffix == "mln") return 1e6;
  if (suffix == "bn" || suffix == "b") return 1e9;
  if (suffix == "trn" || suffix == "t") return 1e12;
  return 0;
}

}  // namespace

Money Money::from_major(double major) {
  MUST(std::isfinite(major) && std::fabs(major) < kLargestMajor);
  return Money(std::llround(major * 100.0));
}

Result<Money> Money::parse(std::string_view text) {
  std::string digits;
  std::size_t at = 0;
  bool negative = false;
  bool point = false;
  int decimals = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) negative = text[at++] == '-';
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c >= '0' && c <= '9') {
      digits += c;
      decimals += point ? 1 : 0;
    } else if (c == '.' && !point) {
      point = true;
    } else if (c == '_' ||
               (c == ' ' && at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9')) {
      continue;
    } else {
      break;
    }
  }
  while (at < text.size() && text[at] == ' ') ++at;
  const double factor = suffix_factor(text.substr(at));
  if (digits.empty()) return bad_amount(text, "no digits");
  if (factor == 0) return bad_amount(text, "unknown suffix");
  if (digits.size() > 18 || decimals > 9) return bad_amount(text, "too many digits");
  // Exact: digits is an integer below 10^18; scale by powers of ten in 128-bit integers.
  Wide minor = 0;
  for (const char c : digits) minor = minor * 10 + (c - '0');
  minor *= static_cast<std::int64_t>(factor) * 100;
  Wide divisor = 1;
  for (int i = 0; i < decimals; ++i) divisor *= 10;
  if (minor % divisor != 0) return bad_amount(text, "finer than the smallest coin");
  minor /= divisor;
  if (minor > static_cast<Wide>(kLargestMajor) * 100) return bad_amount(text, "too large");
  return Money(static_cast<std::int64_t>(negative ? -minor : minor));
}

Money operator+(Money a, Money b) {
  std::int64_t sum = 0;
  MUST(!__builtin_add_overflow(a.minor_, b.minor_, &sum));
  return Money(sum);
}

Money operator-(Money a, Money b) {
  std::int64_t difference = 0;
  MUST(!__builtin_sub_overflow(a.minor_, b.minor_, &difference));
  return Money(difference);
}

std::vector<Money> split(Money total, const std::vector<double>& weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  MUST(sum > 0 && total.minor() >= 0);
  std::vector<std::int64_t> parts(weights.size());
  std::vector<std::pair<double, std::size_t>> remainders;
  std::int64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    MUST(weights[i] >= 0);
    const long double exact = static_cast<long double>(total.minor()) * weights[i] / sum;
    parts[i] = static_cast<std::int64_t>(std::floor(exact));
    given += parts[i];
    remainders.emplace_back(-static_cast<double>(exact - static_cast<long double>(parts[i])), i);
  }
  std::sort(remainders.begin(), remainders.end());
  std::int64_t left = total.minor() - given;
  for (std::size_t i = 0; left > 0; i = (i + 1) % remainders.size(), --left) {
    ++parts[remainders[i].second];
  }
  std::vector<Money> result;
  for (const std::int64_t part : parts) result.push_back(Money::from_minor(part));
  return result;
}

std::string Money::text() const {
  const auto size =
      minor_ < 0 ? 0 - static_cast<std::uint64_t>(minor_) : static_cast<std::uint64_t>(minor_);
  std::string cents = std::to_string(size % 100);
  if (cents.size() < 2) cents.insert(0, "0");
  return (minor_ < 0 ? "-" : "") + std::to_string(size / 100) + "." + cents;
}

}  // namespace formulary
