#include "report/internal/nearest.h"

#include <algorithm>
#include <numeric>

namespace formulary::report {

namespace {

constexpr std::size_t kLongestWord = 100;  // longer words are compared by their beginning

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  word = word.substr(0, kLongestWord);
  std::string best;
  std::size_t fewest = std::max<std::size_t>(word.size() / 3, 1) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t changes = distance(word, candidate);
    if (changes < fewest) {
      fewest = changes;
      best = candidate;
    }
  }
  return best;
}

Fault no_such_instrument(const Toolbox& toolbox, const std::string& id) {
  std::vector<std::string> ids;
  for (const Instrument& one : toolbox.instruments) ids.push_back(one.id);
  const std::string near = nearest(id, ids);
  return Fault{"", 0, "there is no instrument '" + id.substr(0, kLongestWord) + "'",
               near.empty() ? "`formulary toolbox` lists them" : "did you mean '" + near + "'?"};
}

}  // namespace formulary::report
