#include "monitor/internal/shift_share.h"

namespace formulary {

namespace {

// Levels of one year summed over the regions but one, and over sectors where none is named.
double elsewhere(const std::vector<RegionFigures>& regions, std::size_t but, std::size_t year,
                 std::optional<std::size_t> sector) {
  double sum = 0;
  for (std::size_t q = 0; q < regions.size(); ++q) {
    if (q == but) continue;
    for (std::size_t s = 0; s < regions[q].sectors.size(); ++s) {
      if (!sector || *sector == s) sum += regions[q].sectors[s].level[year];
    }
  }
  return sum;
}

}  // namespace

std::vector<YearlyShift> shift_share(const std::vector<RegionFigures>& regions) {
  std::vector<YearlyShift> result(regions.size());
  for (std::size_t r = 0; r < regions.size(); ++r) {
    const std::vector<SectorLevels>& sectors = regions[r].sectors;
    const std::size_t years = sectors.front().level.size();
    for (std::size_t t = 1; t < years; ++t) {
      double before = 0;
      double after = 0;
      double expected = 0;
      const double all =
          elsewhere(regions, r, t, std::nullopt) / elsewhere(regions, r, t - 1, std::nullopt);
      for (std::size_t s = 0; s < sectors.size(); ++s) {
        const double base = elsewhere(regions, r, t - 1, s);
        const double factor = base > 0 ? elsewhere(regions, r, t, s) / base : all;
        before += sectors[s].level[t - 1];
        after += sectors[s].level[t];
        expected += sectors[s].level[t - 1] * factor;
      }
      result[r].growth.push_back(after / before - 1);
      result[r].mix.push_back(expected / before - 1);
    }
  }
  return result;
}

}  // namespace formulary
