// How long does the circle take, and how much memory? Measured runs; figures in docs/benchmarks.md.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "cycle/cycle.h"

namespace {

using namespace formulary;

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

Envelope envelope_for(const std::string& sector) {
  Envelope envelope;
  envelope.country = "kazakhstan";
  envelope.sector = sector;
  envelope.goal = Goal::exports;
  envelope.budget = *Money::parse("50bn");
  return envelope;
}

void bench_asking(const Installation& installation, const std::string& folder) {
  std::printf("| open the toolbox and the pack | %.2f |\n", median_seconds(5, [&] {
                (void)open_installation(folder + "/content", folder + "/countries/kazakhstan");
              }));
  std::printf("| stages of all sectors | %.4f |\n", median_seconds(5, [&] {
                (void)stages(installation.stage_model, installation.country);
              }));
  std::printf("| diagnose one sector, firms drawn | %.3f |\n", median_seconds(5, [&] {
                const DrawnPopulation firms = population_for(installation, "food", 0);
                (void)diagnose_sector(installation, firms.population, "food", std::nullopt);
              }));
}

void bench_configure(const Installation& installation) {
  std::printf(
      "\n| configure, 50 bn, 5 years, goal exports | s | proven gap %% | cells | measures |\n"
      "| --- | --- | --- | --- | --- |\n");
  for (const Sector& sector : installation.country.sectors) {
    if (!sector.analysed) continue;
    const DrawnPopulation firms = population_for(installation, sector.id, 0);
    Result<Configuration> answer = fail(Fault{});
    const double seconds = median_seconds(
        3, [&] { answer = configure_sector(installation, firms, envelope_for(sector.id), {}); });
    const Package* package = answer ? std::get_if<Package>(&*answer) : nullptr;
    if (package == nullptr) {
      std::printf("| %s | no package | | | |\n", sector.id.c_str());
      continue;
    }
    std::printf("| %s | %.2f | %.2f | %d | %zu |\n", sector.id.c_str(), seconds, 100 * package->gap,
                package->summary.cells, package->measures.size());
    std::fflush(stdout);
  }
}

void bench_pretest(const Installation& installation) {
  const DrawnPopulation sector = population_for(installation, "food", 0);
  auto answer = configure_sector(installation, sector, envelope_for("food"), {});
  const Package* package = answer ? std::get_if<Package>(&*answer) : nullptr;
  if (package == nullptr) return;
  PretestOptions options;
  options.draws = 20;
  std::printf(
      "\n| pretest of the food package, 5 years, 20 draws | s | firms | firm-years/s | peak "
      "MiB |\n| --- | --- | --- | --- | --- |\n");
  const auto row = [&](const char* what, const DrawnPopulation& firms) {
    const double seconds =
        seconds_of([&] { (void)pretest_package(installation, firms, *package, options); });
    const double years = static_cast<double>(firms.population.size()) * 5 * options.draws;
    std::printf("| %s | %.1f | %zu | %.3g | %.0f |\n", what, seconds, firms.population.size(),
                years / seconds, peak_mib());
    std::fflush(stdout);
  };
  row("the sector", sector);
  DrawnPopulation whole;
  const double drawing = seconds_of([&] { whole = population_for(installation, "", 0); });
  row("the whole country", whole);
  std::printf("| (drawing the whole country's firms) | %.1f | | | |\n", drawing);
}

}  // namespace

int main() {
  const std::string folder = FORMULARY_ROOT;
  auto installation = open_installation(folder + "/content", folder + "/countries/kazakhstan");
  if (!installation) {
    for (const Fault& fault : installation.error()) std::puts(describe(fault).c_str());
    return 3;
  }
  std::printf("%u processors\n\n| what | s |\n| --- | --- |\n",
              std::thread::hardware_concurrency());
  bench_asking(*installation, folder);
  bench_configure(*installation);
  bench_pretest(*installation);
  return 0;
}
