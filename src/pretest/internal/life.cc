#include "pretest/internal/life.h"

#include <algorithm>
#include <cmath>

namespace formulary::pretesting {

namespace {

constexpr double kLeastEmployees = 0.05;  // full-time equivalents: a firm on the side
constexpr double kMostHazard = 0.95;
constexpr double kMostIntensity = 0.98;  // a firm sells something at home

double rate(const Standing& standing, Outcome outcome) {
  return standing.rate[static_cast<std::size_t>(outcome)];
}

double hazard_of(const Setting& s, const Standing& standing, const Life& life) {
  const double quality =
      std::exp(-s.c->kappa_exit * (standing.log_index - s.base->means.log_index));
  return std::min(kMostHazard,
                  s.base->exit_factor * exit_shape(life.age, std::exp(life.log_n), *s.c) * quality);
}

// Add what a living firm of n employees and this revenue yields in a year.
void add_results(const Setting& s, const Standing& standing, bool rd_active, double gain, double n,
                 double revenue, double patents, Life& life, Totals& totals) {
  totals[Metric::firms] += 1;
  totals[Metric::employees] += n;
  totals[Metric::revenue] += revenue;
  if (life.exporter) {
    totals[Metric::exporters] += 1;
    totals[Metric::exports] +=
        revenue * std::min(kMostIntensity, rate(standing, Outcome::export_intensity));
  }
  if (rd_active) {
    totals[Metric::patents] += patents;
    totals[Metric::patents_before] += life.patents_before;
    totals[Metric::commercialised] +=
        life.patents_before * std::min(1.0, rate(standing, Outcome::commercialisation));
    totals[Metric::rd_outputs] += s.c->rd_output_per_patent * rate(standing, Outcome::patents) *
                                  std::pow(n, s.c->patent_size_exponent);
    life.patents_before = patents;
  }
  totals[Metric::investment] += revenue * rate(standing, Outcome::investment);
  totals[Metric::new_product_revenue] +=
      revenue * std::min(0.95, rate(standing, Outcome::new_product));
  totals[Metric::local_revenue] +=
      revenue * std::min(0.98, rate(standing, Outcome::local_sourcing));
  const double cost =
      std::exp(-s.c->unit_cost_productivity * (life.log_y - s.base->mean_log_output));
  totals[Metric::cost_revenue] += revenue * cost * rate(standing, Outcome::unit_cost);
  totals[Metric::compliant] += life.compliant ? 1 : 0;
  const double drift = s.base->employment_growth + s.c->theta * gain;
  const double hires = n * (std::max(0.0, drift) + s.c->turnover_rate);
  totals[Metric::graduates] += hires * std::min(1.0, rate(standing, Outcome::graduates));
}

}  // namespace

Chance chance_of(std::uint32_t seed, std::uint32_t draw, std::uint64_t id, int year) {
  const auto y = static_cast<std::uint32_t>(year);
  const auto a = philox(seed, draw, id, y, Purpose::dynamics);
  const auto b = philox(seed, draw, id, y, Purpose::outcomes);
  return {laplace_quantile(uniform(a[0])),
          laplace_quantile(uniform(a[1])),
          uniform(a[2]),
          uniform(a[3]),
          uniform(b[0]),
          uniform(b[1]),
          uniform(b[2]),
          uniform(b[3])};
}

Standing standing_of(const Setting& setting, const ByComponent& odds) {
  Standing standing;
  const SectorBase& base = *setting.base;
  standing.log_index = log_index(base.ecosystem, odds);
  const ByComponent a = log_access(odds);
  for (std::size_t o = 0; o < kOutcomes; ++o) {
    standing.rate[o] = base.level[o] == 0
                           ? 0
                           : base.level[o] * relative_outcome(setting.c->outcome[o], base.means,
                                                              standing.log_index, a);
  }
  return standing;
}

void live(const Setting& s, const Standing& standing, double own_index, CompanyType type,
          bool rd_active, bool incumbent, const Chance& chance, Life& life, Totals& totals) {
  if (!life.alive) return;
  const SectorBase& base = *s.base;
  const Coefficients& c = *s.c;
  const std::size_t young = life.age < 1 ? 0 : life.age < 2 ? 1 : life.age < 3 ? 2 : 3;
  if (young < 3) totals.sum[static_cast<std::size_t>(Metric::young_0) + young] += 1;
  if (chance.exit < hazard_of(s, standing, life)) {
    life.alive = false;
    return;
  }
  if (young < 3) totals.sum[static_cast<std::size_t>(Metric::survived_0) + young] += 1;
  const double gain = standing.log_index - own_index;
  // Laplace shocks of sd s have mean growth factor 1 / (1 - s^2/2): take it out again.
  const double sd = std::min(
      1.0, c.growth_sd[index_of(type)] * std::exp(-c.size_sd_exponent * std::max(0.0, life.log_n)));
  life.log_n += base.incumbent_growth + c.theta * gain -
                c.kappa_size * (life.log_n - base.usual_log_size[index_of(type)]) +
                sd * chance.growth + std::log1p(-sd * sd / 2);
  life.log_n = std::max(life.log_n, std::log(kLeastEmployees));
  const double sd_y = std::min(1.0, c.productivity_sd);
  life.log_y += base.incumbent_productivity + c.theta_y * gain + sd_y * chance.productivity +
                std::log1p(-sd_y * sd_y / 2);
  life.age += 1;
  const double n = std::exp(life.log_n);
  const double revenue = n * std::exp(life.log_y);
  const double usual_log_y = base.mean_log_output + base.productivity_growth * s.year;
  if (life.exporter) {
    life.exporter = chance.exporting >= rate(standing, Outcome::export_exit);
  } else {
    const double entry = rate(standing, Outcome::export_entry) *
                         std::exp(c.export_size_exponent * life.log_n +
                                  c.export_productivity * (life.log_y - usual_log_y));
    life.exporter = chance.exporting < std::min(0.5, entry);
  }
  if (!life.compliant && chance.compliance < rate(standing, Outcome::compliance)) {
    life.compliant = true;
    totals[Metric::newly_compliant] += 1;
  }
  const double patents =
      rd_active ? poisson_quantile(chance.patents, rate(standing, Outcome::patents) *
                                                       std::pow(n, c.patent_size_exponent))
                : 0;
  if (life.exporter) {
    totals[Metric::new_markets] +=
        poisson_quantile(chance.markets, rate(standing, Outcome::new_markets));
  }
  if (type != CompanyType::large) {
    totals[Metric::pilots] += poisson_quantile(chance.pilots, rate(standing, Outcome::pilots));
  }
  if (incumbent) totals[Metric::incumbent_employees] += n;
  add_results(s, standing, rd_active, gain, n, revenue, patents, life, totals);
}

void add_base_year(const Setting& s, const Standing& standing, CompanyType type, bool rd_active,
                   Life& life, Totals& totals) {
  const double n = std::exp(life.log_n);
  const double patents =
      rd_active ? rate(standing, Outcome::patents) * std::pow(n, s.c->patent_size_exponent) : 0;
  life.patents_before = patents;
  const std::size_t young = life.age < 1 ? 0 : life.age < 2 ? 1 : life.age < 3 ? 2 : 3;
  if (young < 3) {
    totals.sum[static_cast<std::size_t>(Metric::young_0) + young] += 1;
    totals.sum[static_cast<std::size_t>(Metric::survived_0) + young] +=
        1 - hazard_of(s, standing, life);
  }
  if (life.exporter) totals[Metric::new_markets] += rate(standing, Outcome::new_markets);
  if (!life.compliant) totals[Metric::newly_compliant] += rate(standing, Outcome::compliance);
  if (type != CompanyType::large) totals[Metric::pilots] += rate(standing, Outcome::pilots);
  totals[Metric::incumbent_employees] += n;
  add_results(s, standing, rd_active, 0, n, n * std::exp(life.log_y), patents, life, totals);
}

}  // namespace formulary::pretesting
