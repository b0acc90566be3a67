#include "cards/internal/nearest.h"

#include <algorithm>
#include <numeric>

namespace formulary::cards {

namespace {

constexpr std::size_t kLongestWord = 64;   // longer ones are no slip of the pen
constexpr std::size_t kLongestList = 120;  // characters of known words that a hint may list

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  std::size_t best = std::max<std::size_t>(2, word.size() / 3) + 1;
  std::string_view nearest;
  for (const std::string& candidate : known) {
    if (word.size() > kLongestWord || candidate.size() > kLongestWord) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best && distance < candidate.size()) {
      best = distance;
      nearest = candidate;
    }
  }
  if (!nearest.empty()) return "did you mean " + quote(nearest) + "?";
  std::string list;
  for (const std::string& candidate : known) {
    list += (list.empty() ? "known are " : ", ") + candidate;
    if (list.size() > kLongestList) return "";
  }
  return list;
}

std::string quote(std::string_view word) {
  constexpr std::size_t longest = 60;
  if (word.size() <= longest) return "'" + std::string(word) + "'";
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(word[cut]) & 0xC0u) == 0x80u) --cut;
  return "'" + std::string(word.substr(0, cut)) + "...'";
}

}  // namespace formulary::cards
