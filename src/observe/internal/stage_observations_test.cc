#include "observe/internal/stage_observations.h"

#include <cmath>

#include <doctest/doctest.h>

#include "observe/internal/sample_panel.h"

using namespace formulary;

namespace {

const StageFeature kFeature{"real_output_growth", 0.02, 0.03, {}, {}};

}  // namespace

// Expected: by hand, v = (3 * 0.0009 + 0) / (3 + 2 - 1) = 0.000675 is below the usual 0.0009.
TEST_CASE("a steady sector keeps its average") {
  const std::vector<double> window{0.05, 0.05};
  CHECK(discounted_average(window, kFeature, 2, 3) == doctest::Approx(0.05));
}

// Expected: by hand, v = (3 * 0.0009 + 2 * 0.01) / 4 = 0.005675;
// 0.05 * (0.0004 + 0.00045) / (0.0004 + 0.0028375).
TEST_CASE("a volatile sector's average is discounted") {
  const std::vector<double> window{-0.05, 0.15};
  CHECK(discounted_average(window, kFeature, 2, 3) ==
        doctest::Approx(0.05 * 0.00085 / 0.0032375).epsilon(1e-12));
}

// Expected: by hand, n = 1, v = 0.0009: 0.05 * 0.00085 / 0.0013.
TEST_CASE("a window with a single year is discounted") {
  const std::vector<double> window{0.05};
  CHECK(discounted_average(window, kFeature, 2, 3) ==
        doctest::Approx(0.05 * 0.00085 / 0.0013).epsilon(1e-12));
}

// Expected: by hand, growth less the economy's; the entry rate as it is; a year that nobody
// knows stays missing while its window still has the year before.
TEST_CASE("growth is compared with the economy and levels are not") {
  const EconomySeries economy{{"real_output_growth", {{2001, 0.03}, {2002, 0.01}}}};
  const std::vector<SeriesPoint> series{
      point("a", "real_output_growth", 2001, 0.05), point("a", "real_output_growth", 2002, 0.03),
      point("a", "real_output_growth", 2003, 0.09), point("a", "net_entry_rate", 2001, 0.04),
      point("a", "net_entry_rate", 2003, 0.06)};
  const StageObservations seen = observe_sector(plain_model(), series, economy);
  REQUIRE(seen.first_year == 2001);
  REQUIRE(seen.years == 3);
  CHECK(seen.values[3] == doctest::Approx(0.02));                     // 2002: mean of 2 pp
  CHECK(seen.values[6] == doctest::Approx(0.02 * 0.00085 / 0.0013));  // 2003: 2002 alone
  CHECK(std::isnan(seen.values[1]));
  CHECK(seen.values[2] == doctest::Approx(0.04));
  CHECK(seen.values[5] == doctest::Approx(0.04));
  CHECK(seen.values[8] == doctest::Approx(0.06));
}

// Expected: by hand, 0.05 - 0.01 of output less 0.03 - 0.02 of productivity.
TEST_CASE("employment that is not given follows from output and productivity") {
  const EconomySeries economy{{"real_output_growth", {{2001, 0.01}}},
                              {"productivity_growth", {{2001, 0.02}}}};
  const std::vector<SeriesPoint> series{point("a", "real_output_growth", 2001, 0.05),
                                        point("a", "productivity_growth", 2001, 0.03)};
  const auto values = yearly_values("employment_growth", series, economy, 2001, 1);
  CHECK(values[0] == doctest::Approx(0.03));
}

// Expected: by hand, a series that the model does not use makes neither years nor assumptions.
TEST_CASE("series that the model does not use are ignored") {
  const std::vector<SeriesPoint> series{point("a", "net_entry_rate", 2001, 0.05),
                                        point("a", "price_growth", 2009, 0.05, true)};
  const StageObservations seen = observe_sector(plain_model(), series, {});
  CHECK(seen.years == 1);
  CHECK_FALSE(seen.assumed);
}
