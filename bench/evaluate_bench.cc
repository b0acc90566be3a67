// How long do the estimators take, and how much memory? Measured runs; figures in
// docs/benchmarks.md. Panels as ../shared/tools/gen_panel.py draws them, from another stream.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "evaluate/fixed_effects.h"
#include "evaluate/staggered.h"
#include "math/philox.h"

namespace {

using namespace formulary;
using namespace formulary::evaluate;

double seconds_of(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

double median_seconds(int runs, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) times.push_back(seconds_of(work));
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

enum class Kind { balanced, unbalanced, hard };

double normal(std::uint64_t subject, std::uint32_t year, std::uint32_t draw) {
  return normal_quantile(uniform(philox(2024, draw, subject, year, Purpose::sample)[0]));
}
double share(std::uint64_t subject, std::uint32_t year, std::uint32_t draw) {
  return uniform(philox(2024, draw, subject, year, Purpose::sample)[1]);
}

struct Columns {
  std::vector<std::int32_t> firm, year, office;
  std::vector<double> y, x1, x2;
};

// y = x1 - 0.5 x2 + firm + year (+ office) + noise, the slope of x1 a little different by firm. In
// the hard panel firms rarely move (3 % a year), and only to a neighbouring office: a chain.
Columns drawn(std::int32_t firms, std::int32_t years, Kind kind) {
  Columns c;
  const std::int32_t offices = std::max(firms / 100, 2);
  for (std::int32_t f = 0; f < firms; ++f) {
    const auto subject = static_cast<std::uint64_t>(f);
    const double a = normal(subject, 0, 1);
    const double slope = 0.3 * normal(subject, 0, 2);
    auto office = static_cast<std::int32_t>(share(subject, 0, 3) * offices);
    for (std::int32_t t = 0; t < years; ++t) {
      const auto year = static_cast<std::uint32_t>(t + 1);
      if (share(subject, year, 4) < 0.03) {
        office = (office + (share(subject, year, 5) < 0.5 ? 1 : 2)) % offices;
      }
      if (kind != Kind::balanced && share(subject, year, 6) < 0.2) continue;
      const double b = normal(1u << 30, year, 7);
      const double g =
          kind == Kind::hard ? normal((1ull << 31) + static_cast<std::uint64_t>(office), 0, 8) : 0;
      const double x1 = 0.5 * a + 0.3 * b + normal(subject, year, 9);
      const double x2 = 0.3 * x1 - 0.4 * a + normal(subject, year, 10);
      c.firm.push_back(f + 1);
      c.year.push_back(2001 + t);
      c.office.push_back(office + 1);
      c.x1.push_back(x1);
      c.x2.push_back(x2);
      c.y.push_back(x1 - 0.5 * x2 + a + b + g + normal(subject, year, 11) + slope * x1);
    }
  }
  return c;
}

void bench_effects(const char* name, std::int32_t firms, Kind kind, int runs) {
  Columns c = drawn(firms, 10, kind);
  Panel panel(c.y.size());
  panel.add_numbers("y", std::move(c.y));
  panel.add_numbers("x1", std::move(c.x1));
  panel.add_numbers("x2", std::move(c.x2));
  panel.add_key("firm", key_of(std::span<const std::int32_t>(c.firm)));
  panel.add_key("year", key_of(std::span<const std::int32_t>(c.year)));
  if (kind == Kind::hard) {
    panel.add_key("office", key_of(std::span<const std::int32_t>(c.office)));
  }
  c = {};
  const double loaded = peak_mib();
  const Formula formula = *parse_formula(kind == Kind::hard ? "y ~ x1 + x2 | firm + year + office"
                                                            : "y ~ x1 + x2 | firm + year");
  RegressionOptions options;
  options.variance = Variance::cluster;
  options.clusters = {"firm"};
  for (const int threads : {1, 2}) {
    options.threads = threads;
    Finding finding;
    const double seconds =
        median_seconds(runs, [&] { finding = **fixed_effects(panel, formula, options); });
    std::printf("| %s, %d thread%s | %zu | %.3f | %.0f (%.0f) | %.1e | %.10f |\n", name, threads,
                threads == 1 ? "" : "s", panel.rows(), seconds, peak_mib(), loaded,
                finding.summary.tolerance, finding.estimates[0].effect.estimate);
  }
}

// 100,000 firms x 10 years, cohorts of years 4 to 9 and half the firms never treated.
Panel adoption(std::int32_t firms) {
  std::vector<double> firm, year, first, y, x;
  for (std::int32_t f = 0; f < firms; ++f) {
    const auto subject = static_cast<std::uint64_t>(f);
    const double cohort =
        share(subject, 0, 20) < 0.5 ? 0 : 4 + std::floor(share(subject, 0, 21) * 6);
    const double level = normal(subject, 0, 22);
    const double size = normal(subject, 0, 23);
    for (std::int32_t t = 1; t <= 10; ++t) {
      firm.push_back(f);
      year.push_back(t);
      first.push_back(cohort);
      x.push_back(size);
      const double effect = cohort > 0 && t >= cohort ? 0.1 * (t - cohort + 1) : 0;
      y.push_back(level + 0.1 * t + effect + normal(subject, static_cast<std::uint32_t>(t), 24));
    }
  }
  Panel panel(y.size());
  panel.add_key("firm", key_of(firm));
  panel.add_key("year", key_of(year));
  panel.add_numbers("first", std::move(first));
  panel.add_numbers("x", std::move(x));
  panel.add_numbers("y", std::move(y));
  return panel;
}

void bench_staggered() {
  const Panel panel = adoption(100'000);
  StaggeredOptions options;
  options.outcome = "y";
  options.unit = "firm";
  options.time = "year";
  options.first = "first";
  options.aggregate = Aggregate::dynamic;
  const auto line = [&](const char* name) {
    Finding finding;
    const double seconds = median_seconds(3, [&] { finding = **staggered(panel, options); });
    std::printf("| %s | %.3f | %.6f (%.6f) |\n", name, seconds,
                finding.estimates[0].effect.estimate, finding.estimates[0].effect.se);
  };
  std::printf("\nStaggered adoption, 100,000 firms x 10 years, dynamic:\n\n");
  std::printf("| what | s | ATT (se) |\n| --- | --- | --- |\n");
  line("analytic");
  options.draws = 1000;
  line("1000 draws");
  options.draws = 0;
  options.covariates = {"x"};
  line("doubly robust, one covariate");
}

}  // namespace

// With an argument, only the cases whose name holds it.
int main(int argc, char** argv) {
  const auto wanted = [&](const char* name) {
    return argc < 2 || std::strstr(name, argv[1]) != nullptr;
  };
  std::printf("Fixed effects, clustered by firm:\n\n");
  std::printf("| panel | rows | s | peak MiB (loaded) | largest cosine | x1 |\n");
  std::printf("| --- | --- | --- | --- | --- | --- |\n");
  if (wanted("1e6")) bench_effects("balanced 1e6", 100'000, Kind::balanced, 5);
  if (wanted("8e5")) bench_effects("20 % dropped 8e5", 100'000, Kind::unbalanced, 5);
  if (wanted("hard")) bench_effects("hard three-way", 100'000, Kind::hard, 3);
  if (wanted("1e7")) bench_effects("balanced 1e7", 1'000'000, Kind::balanced, 3);
  if (wanted("staggered")) bench_staggered();
  return 0;
}
