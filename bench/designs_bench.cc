// How long do a synthetic design with its placebos and a discontinuity take? Measured runs; figures
// in docs/benchmarks.md. The first argument is the number of threads (0 = all).
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "evaluate/rdd.h"
#include "evaluate/synthetic.h"
#include "math/philox.h"

namespace {

using namespace formulary;
using namespace formulary::evaluate;

template <typename Work>
double median_seconds(const Work& work) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    times.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  }
  std::sort(times.begin(), times.end());
  return times[2];
}

double normal(std::uint64_t subject, std::uint32_t year, std::uint32_t draw) {
  return normal_quantile(uniform(philox(7, draw, subject, year, Purpose::sample)[0]));
}

void time_synthetic(int threads) {
  constexpr std::uint32_t kUnits = 200;
  constexpr std::uint32_t kPeriods = 40;
  std::vector<double> unit, time, outcome, treated;
  for (std::uint32_t i = 0; i < kUnits; ++i) {
    for (std::uint32_t t = 0; t < kPeriods; ++t) {
      const bool on = i >= 190 && t >= 30;
      unit.push_back(i + 1);
      time.push_back(t + 1);
      treated.push_back(on ? 1 : 0);
      outcome.push_back(10 + normal(i, 0, 1) + normal(i, 0, 2) * normal(0, t, 4) + normal(i, t, 3) +
                        (on ? 2 : 0));
    }
  }
  Panel panel(unit.size());
  panel.add_numbers("unit", unit);
  panel.add_numbers("time", time);
  panel.add_numbers("outcome", outcome);
  panel.add_numbers("treated", treated);
  SyntheticOptions options;
  options.outcome = "outcome";
  options.unit = "unit";
  options.time = "time";
  options.treated = "treated";
  options.threads = threads;
  for (const WeightSolver solver : {WeightSolver::reference, WeightSolver::exact}) {
    options.solver = solver;
    const double seconds = median_seconds([&] { return synthetic(panel, options)->has_value(); });
    std::printf("synthetic DiD, 200 x 40, 200 placebos, %s: %.3f s\n", id_of(solver), seconds);
  }
}

void time_rdd(int threads) {
  constexpr std::size_t kRows = 1'000'000;
  std::vector<double> score, outcome;
  for (std::size_t i = 0; i < kRows; ++i) {
    const double x = 2 * uniform(philox(3, 0, i, 0, Purpose::sample)[0]) - 1;
    score.push_back(x);
    outcome.push_back(std::sin(2 * x) + (x >= 0 ? 1 : 0) + normal(i, 0, 5));
  }
  Panel panel(kRows);
  panel.add_numbers("score", std::move(score));
  panel.add_numbers("outcome", std::move(outcome));
  RddOptions options;
  options.outcome = "outcome";
  options.running = "score";
  options.threads = threads;
  for (const Noise noise : {Noise::nearest, Noise::hc1}) {
    options.noise = noise;
    const double seconds = median_seconds([&] { return rdd(panel, options)->has_value(); });
    std::printf("discontinuity, 1e6 rows, %s, with its density test: %.3f s\n", id_of(noise),
                seconds);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 0;
  time_synthetic(threads);
  time_rdd(threads);
}
