#include "monitor/internal/projection.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "math/philox.h"

using namespace formulary;

namespace {

const Date kFrom = Date::of(2027, 1, 1);
const Obligation kPath{"k", 100, 200, kFrom, kFrom.plus_days(1461), 1};  // four years

double probability(const std::vector<TimedValue>& values, Direction direction) {
  return project(kPath, direction, values, {}).probability;
}

// Condition a joint Gaussian the long way: the level at times `t` has mean m + s t and covariance
// P + R t u + x min + v (u^2 t / 2 - u^3 / 6), u the smaller time; solved by elimination.
struct Joint {
  double baseline, slope, p, r;
  TrendNoise noise;

  double covariance(double a, double b) const {
    const double u = std::min(a, b);
    const double t = std::max(a, b);
    return p + r * a * b + noise.level_sd * noise.level_sd * u +
           noise.slope_sd * noise.slope_sd * (u * u * t / 2 - u * u * u / 6);
  }
  // Mean and variance of the level at `due` given the values.
  std::pair<double, double> given(const std::vector<TimedValue>& values, double due) const {
    const std::size_t n = values.size();
    std::array<std::array<double, 8>, 6> a{};
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) a[i][j] = covariance(values[i].time, values[j].time);
      a[i][i] += noise.reporting_sd * noise.reporting_sd;
      a[i][n] = values[i].value - (baseline + slope * values[i].time);
      a[i][n + 1] = covariance(values[i].time, due);
    }
    for (std::size_t k = 0; k < n; ++k) {
      for (std::size_t i = 0; i < n; ++i) {
        if (i == k) continue;
        const double f = a[i][k] / a[k][k];
        for (std::size_t j = k; j < n + 2; ++j) a[i][j] -= f * a[k][j];
      }
    }
    double mean = baseline + slope * due;
    double variance = covariance(due, due);
    for (std::size_t i = 0; i < n; ++i) {
      const double c = covariance(values[i].time, due);
      mean += c * a[i][n] / a[i][i];
      variance -= c * a[i][n + 1] / a[i][i];
    }
    return {mean, variance};
  }
};

}  // namespace

// Expected: brute force, the same Gaussian conditioned at once.
TEST_CASE("the filter agrees with conditioning the joint distribution") {
  const ProjectionOptions o;
  const TrendNoise noise{o.level_share * 100, o.slope_share * 25, o.reporting_share * 100};
  const Joint joint{100, 25, noise.reporting_sd * noise.reporting_sd,
                    o.prior_slope_share * 25 * o.prior_slope_share * 25, noise};
  const std::vector<TimedValue> values{{0.3, 104}, {1, 121}, {1.1, 119}, {2.5, 170}};
  for (std::size_t n = 0; n <= values.size(); ++n) {
    std::vector<TimedValue> some = values;
    while (some.size() > n) some.pop_back();
    const Projection filtered = project(kPath, Direction::increase, some, o);
    const auto [mean, variance] = joint.given(some, 4);
    CAPTURE(n);
    CHECK(filtered.at_due.level == doctest::Approx(mean).epsilon(1e-10));
    CHECK(filtered.at_due.level_variance == doctest::Approx(variance).epsilon(1e-10));
  }
}

// Expected: by symmetry one half without a value; then few points stay wide and more are surer.
TEST_CASE("few points are wide, more of the same are surer") {
  CHECK(probability({}, Direction::increase) == doctest::Approx(0.5));
  std::vector<TimedValue> ahead;
  double last = 1e9;
  double before = 0.5;
  for (const double time : {1.0, 2.0, 3.0}) {
    ahead.push_back({time, 100 + 35 * time});
    const Projection now = project(kPath, Direction::increase, ahead, {});
    CHECK(now.at_due.level_variance < last);
    CHECK(now.probability > before);
    CHECK(now.probability < 1);
    last = now.at_due.level_variance;
    before = now.probability;
  }
  CHECK(before > 0.95);
  CHECK(probability({{1, 100}, {2, 100}, {3, 100}}, Direction::increase) < 0.05);
}

// Expected: invariance: mirror the figures and the direction, or change the unit.
TEST_CASE("probabilities do not depend on sign or unit") {
  const std::vector<TimedValue> up{{1, 130}, {2, 141}};
  const Obligation down{"k", -100, -200, kPath.from, kPath.due, 1};
  CHECK(project(down, Direction::decrease, std::vector<TimedValue>{{1, -130}, {2, -141}}, {})
            .probability == doctest::Approx(probability(up, Direction::increase)));
  const Obligation big{"k", 1e8, 2e8, kPath.from, kPath.due, 1};
  CHECK(project(big, Direction::increase, std::vector<TimedValue>{{1, 1.3e8}, {2, 1.41e8}}, {})
            .probability == doctest::Approx(probability(up, Direction::increase)));
}

// Expected: a known truth. Paths drawn from the model itself reach the target as often as told:
// in each band of stated probability, within four standard errors.
TEST_CASE("stated probabilities come true on simulated awards") {
  const ProjectionOptions o;
  const TrendNoise noise{o.level_share * 100, o.slope_share * 25, o.reporting_share * 100};
  constexpr int kBands = 5;
  std::array<double, kBands> told{}, came{}, count{};
  for (std::uint32_t i = 0; i < 20000; ++i) {
    std::uint32_t at = 0;
    const auto draw = [&] {
      return normal_quantile(uniform(philox(7, i, 1, at++, Purpose::sample)[0]));
    };
    double level = 100 + noise.reporting_sd * draw();
    double slope = 25 + o.prior_slope_share * 25 * draw();
    std::vector<TimedValue> values;
    for (int year = 1; year <= 4; ++year) {
      const double a = draw();  // slope shock and its integral over the year, correlation sqrt(3)/2
      const double b = draw();
      level +=
          slope + noise.level_sd * draw() + noise.slope_sd * (a / 2 + b / (2 * std::sqrt(3.0)));
      slope += noise.slope_sd * a;
      if (year <= 2)
        values.push_back({static_cast<double>(year), level + noise.reporting_sd * draw()});
    }
    const double p = probability(values, Direction::increase);
    const auto band = static_cast<std::size_t>(std::min(p * kBands, kBands - 1.0));
    told[band] += p;
    came[band] += level >= 200 ? 1 : 0;
    ++count[band];
  }
  for (std::size_t b = 0; b < kBands; ++b) {
    CAPTURE(b);
    REQUIRE(count[b] > 500);
    const double mean = told[b] / count[b];
    CHECK(std::fabs(came[b] / count[b] - mean) < 4 * std::sqrt(mean * (1 - mean) / count[b]));
  }
}
