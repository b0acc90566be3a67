#include "report/internal/format.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace formulary::report {

namespace {

constexpr const char* kNoBreak = "\xC2\xA0";
constexpr const char* kMinus = "\xE2\x88\x92";

struct Magnitude {
  double unit;
  const char* en;
  const char* ru;
  const char* kk;
};
constexpr Magnitude kMagnitudes[] = {{1e12, "trn", "трлн", "трлн"},
                                     {1e9, "bn", "млрд", "млрд"},
                                     {1e6, "m", "млн", "млн"},
                                     {1e3, "thousand", "тыс.", "мың"}};

const char* word(const Magnitude& magnitude, Language language) {
  return language == Language::ru   ? magnitude.ru
         : language == Language::kk ? magnitude.kk
                                    : magnitude.en;
}

// The magnitude in which 999.95 and more is already the next one up, as it would round to 1000.
const Magnitude* magnitude_of(double value) {
  for (const Magnitude& magnitude : kMagnitudes) {
    if (std::fabs(value) >= magnitude.unit * 0.99995) return &magnitude;
  }
  return nullptr;
}

int decimals_for(double value) {
  const double size = std::fabs(value);
  if (size >= 99.95 || size == std::floor(size)) return 0;
  if (size >= 0.995) return 1;
  if (size >= 0.0995) return 2;
  return size >= 0.00995 ? 3 : 4;
}

std::string with_currency(const std::string& amount, const char* magnitude,
                          const CountryPack& country, Language language) {
  const std::string& symbol =
      country.currency_symbol.empty() ? country.currency : country.currency_symbol;
  const std::string tail = magnitude == nullptr ? "" : std::string(kNoBreak) + magnitude;
  if (language != Language::en) return amount + tail + kNoBreak + symbol;
  const std::size_t sign = amount.rfind(kMinus, 0) == 0 ? 3 : 0;
  return amount.substr(0, sign) + symbol + amount.substr(sign) + tail;
}

}  // namespace

std::string number(double value, int decimals, Language language) {
  if (!std::isfinite(value)) return kNoNumber;
  std::string digits = fmt::format("{:.{}f}", std::fabs(value), decimals);
  const bool negative = value < 0 && digits.find_first_not_of("0.") != std::string::npos;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string out = negative ? kMinus : "";
  for (std::size_t i = 0; i < point; ++i) {
    if (i > 0 && (point - i) % 3 == 0) out += language == Language::en ? "," : kNoBreak;
    out += digits[i];
  }
  if (point == digits.size()) return out;
  return out + (language == Language::en ? '.' : ',') + digits.substr(point + 1);
}

std::string figure(double value, Language language) {
  std::string text = number(value, decimals_for(value), language);
  if (std::fabs(value) < 0.0995 && value != 0 && text.back() == '0') text.pop_back();
  return text;
}

std::string estimate(double value, Language language) {
  const double size = std::fabs(value);
  if (!std::isfinite(value) || size < 1000) return figure(value, language);
  const double unit = std::pow(10, std::floor(std::log10(size)) - 2);
  return number(std::round(value / unit) * unit, 0, language);
}

std::string change(double value, Language language) {
  const std::string text = estimate(value, language);
  return value > 0 && text != kNoNumber ? "+" + text : text;
}

std::string percent(double share, int decimals, Language language) {
  if (!std::isfinite(share)) return kNoNumber;
  return number(share * 100, decimals, language) + (language == Language::ru ? kNoBreak : "") + "%";
}

std::string money(double major, const CountryPack& country, Language language) {
  if (!std::isfinite(major)) return kNoNumber;
  const Magnitude* magnitude = magnitude_of(major);
  if (magnitude == nullptr) {
    return with_currency(number(major, 0, language), nullptr, country, language);
  }
  const double scaled = major / magnitude->unit;
  const std::string amount = number(scaled, std::fabs(scaled) >= 99.95 ? 0 : 1, language);
  return with_currency(amount, word(*magnitude, language), country, language);
}

std::string money_ratio(double ratio, const CountryPack& country, Language language) {
  if (!std::isfinite(ratio)) return kNoNumber;
  return with_currency(number(ratio, 2, language), nullptr, country, language);
}

Scale scale_for(double largest_major, const CountryPack& country, Language language) {
  const std::string& symbol =
      country.currency_symbol.empty() ? country.currency : country.currency_symbol;
  // One step below the largest amount's own, so that its smaller neighbours keep their digits.
  const Magnitude* magnitude = magnitude_of(largest_major / 100);
  if (magnitude == nullptr) return {1, symbol};
  const std::string name = word(*magnitude, language);
  return {magnitude->unit,
          language == Language::en ? symbol + kNoBreak + name : name + kNoBreak + symbol};
}

std::string interval(const std::string& low, const std::string& high, Language language) {
  if (language == Language::en) return low + " to " + high;
  if (language == Language::ru) return "от " + low + " до " + high;
  return low + kNoBreak + "… " + high;
}

std::string join(const std::vector<std::string>& parts, Language language) {
  constexpr std::array<const char*, 3> kAnd{" and ", " и ", " және "};
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? kAnd[index_of(language)] : ", ";
    out += parts[i];
  }
  return out;
}

std::string_view plural(long long count, std::string_view forms, Language language) {
  std::vector<std::string_view> list;
  for (std::size_t from = 0;;) {
    const std::size_t bar = forms.find('|', from);
    list.push_back(forms.substr(from, bar - from));
    if (bar == std::string_view::npos) break;
    from = bar + 1;
  }
  const long long size = count < 0 ? -count : count;
  std::size_t form = 0;
  if (language == Language::en) {
    form = size == 1 ? 0 : 1;
  } else if (language == Language::ru) {
    const bool teen = size % 100 >= 11 && size % 100 <= 14;
    form = !teen && size % 10 == 1 ? 0 : !teen && size % 10 >= 2 && size % 10 <= 4 ? 1 : 2;
  }
  return list[std::min(form, list.size() - 1)];
}

std::string counted(long long count, std::string_view forms, Language language) {
  return number(static_cast<double>(count), 0, language) + kNoBreak +
         std::string(plural(count, forms, language));
}

std::string fill(std::string_view text, const Values& values) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    out += text.substr(0, open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.first == name; });
    out += found != values.end() ? found->second : std::string(text.substr(open, close - open + 1));
    text.remove_prefix(close + 1);
  }
  return out += text;
}

std::string capital(std::string text) {
  if (text.empty()) return text;
  const auto first = static_cast<unsigned char>(text[0]);
  if (first >= 'a' && first <= 'z') {
    text[0] = static_cast<char>(first - 'a' + 'A');
  } else if (text.size() > 1) {
    // Cyrillic: а-п are D0 B0-BF, capitals D0 90-9F; р-я are D1 80-8F, capitals D0 A0-AF.
    // Kazakh letters come in pairs, capital then small: D2 90-BF (ғ қ ң ү ұ һ), D3 98/99 (ә),
    // D3 A8/A9 (ө); і is D1 96, capital D0 86.
    auto second = static_cast<unsigned char>(text[1]);
    if (first == 0xD0 && second >= 0xB0) {
      text[1] = static_cast<char>(second - 0x20);
    } else if (first == 0xD1 && second <= 0x8F) {
      text[0] = static_cast<char>(0xD0);
      text[1] = static_cast<char>(second + 0x20);
    } else if (first == 0xD1 && second == 0x96) {
      text[0] = static_cast<char>(0xD0);
      text[1] = static_cast<char>(0x86);
    } else if ((first == 0xD2 || first == 0xD3) && second % 2 == 1) {
      text[1] = static_cast<char>(second - 1);
    }
  }
  return text;
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool continues = (byte & 0xC0) == 0x80;
    const bool combines = byte == 0xCC || (byte == 0xCD && i + 1 < text.size() &&
                                           static_cast<unsigned char>(text[i + 1]) < 0xB0);
    if (!continues && !combines) ++columns;
  }
  return columns;
}

}  // namespace formulary::report
