#include "model/sector_base.h"

#include <algorithm>
#include <cmath>

namespace formulary {

namespace {

constexpr std::size_t kMostSampled = 20000;  // firms that calibrate a sector

// Sums over the sample that the levels are calibrated with.
struct Sums {
  double firms = 0;
  double employees = 0;
  double revenue = 0;
  double log_output = 0;
  double exit = 0;
  double exit_jobs = 0;            // employees x relative hazard
  double exit_revenue = 0;         // revenue x relative hazard
  double entrant_jobs = 0;         // of entrants cut from these firms ...
  double entrant_jobs_hazard = 0;  // ... x their hazard shape in the first year
  double entrant_revenue = 0;
  double entrant_revenue_hazard = 0;
  double newcomer_index = 0;
  ByType type_revenue{};
  ByType type_revenue_log_size{};
  ByType type_jobs{};
  ByType type_jobs_log_size{};  // employees x log size
  double exporter_revenue = 0;  // x relative export intensity
  ByType type_exports{};        // the same by type ...
  ByType type_exports_log_size{};
  double exporter_deaths = 0;  // x relative hazard
  double starters = 0;         // what non-exporters would sell abroad x relative entry
  double patents = 0;          // n^xi x relative patents, R&D active
  double investment = 0;       // revenue x relative investment
  double new_product = 0;
  double local = 0;
  double graduates = 0;  // employees x relative
  double pilots = 0;
  ByType type_firms{};
  ByType type_log_size{};
};

Sums sum_sample(const Population& population, std::size_t sector, const AccessMap& access,
                const SectorBase& base, const Coefficients& c) {
  Sums sums;
  const std::size_t first = population.group(sector, 0).begin;
  const std::size_t last = population.group(sector, population.regions - 1).end;
  const std::size_t step = std::max<std::size_t>(1, (last - first) / kMostSampled);
  std::size_t region = 0;
  for (std::size_t i = first; i < last; i += step) {
    while (i >= population.group(sector, region).end) ++region;
    const auto type = static_cast<CompanyType>(population.type[i]);
    const double n = static_cast<double>(population.employees[i]);
    const double y = static_cast<double>(population.output_per_worker[i]);
    const ByComponent odds = inverse_odds_of(access.logit(sector, region, type),
                                             population.access_noise[i], c.access_sd);
    const double e = log_index(base.ecosystem, odds);
    const ByComponent a = log_access(odds);
    const auto relative = [&](Outcome o) {
      return relative_outcome(c.outcome[index_of(o)], base.means, e, a);
    };
    const double quality = std::exp(-c.kappa_exit * (e - base.means.log_index));
    sums.firms += 1;
    sums.employees += n;
    sums.revenue += n * y;
    sums.log_output += std::log(y);
    const double hazard = exit_shape(static_cast<double>(population.age_years[i]), n, c) * quality;
    sums.exit += hazard;
    sums.exit_jobs += n * hazard;
    sums.exit_revenue += n * y * hazard;
    const double start = std::min(n, kMostEntrantEmployees);
    const double first_year = exit_shape(0, start, c);
    sums.entrant_jobs += start;
    sums.entrant_jobs_hazard += start * first_year;
    sums.entrant_revenue += start * kEntrantOutput * y;
    sums.entrant_revenue_hazard += start * kEntrantOutput * y * first_year;
    if (type == CompanyType::newcomer) sums.newcomer_index += e;
    sums.type_revenue[index_of(type)] += n * y;
    sums.type_revenue_log_size[index_of(type)] += n * y * std::log(n);
    sums.type_jobs[index_of(type)] += n;
    sums.type_jobs_log_size[index_of(type)] += n * std::log(n);
    sums.type_firms[index_of(type)] += 1;
    sums.type_log_size[index_of(type)] += std::log(n);
    if (population.flags[i] & kExporter) {
      const double exports = n * y * relative(Outcome::export_intensity);
      sums.exporter_revenue += exports;
      sums.exporter_deaths += exports * hazard;
      sums.type_exports[index_of(type)] += exports;
      sums.type_exports_log_size[index_of(type)] += exports * std::log(n);
    } else {
      sums.starters += n * y * relative(Outcome::export_intensity) *
                       relative(Outcome::export_entry) * std::pow(n, c.export_size_exponent) *
                       std::pow(y, c.export_productivity);
    }
    if (population.flags[i] & kRdActive) {
      sums.patents += std::pow(n, c.patent_size_exponent) * relative(Outcome::patents);
    }
    sums.investment += n * y * relative(Outcome::investment);
    sums.new_product += n * y * relative(Outcome::new_product);
    sums.local += n * y * relative(Outcome::local_sourcing);
    sums.graduates += n * relative(Outcome::graduates);
    sums.pilots += relative(Outcome::pilots);
  }
  return sums;
}

double ratio(double a, double b) {
  return b > 0 ? a / b : 0;
}

// Growth of those that stay which, with exits, entrants and the pull to the usual size, makes the
// sum grow by `growth`:  exp(g) (1 - lost) + brought = exp(growth), then the pull is added.
double staying_growth(double growth, double lost, double brought, double pull) {
  return std::log(std::max(0.1, std::exp(growth) - brought) / (1 - lost)) + pull;
}

void set_incumbent_growth(SectorBase& base, const Sums& sums, const Sector& facts,
                          const Coefficients& c) {
  const double newcomers = sums.type_firms[index_of(CompanyType::newcomer)];
  const double behind = newcomers > 0 ? sums.newcomer_index / newcomers - base.means.log_index : 0;
  const double first_year = base.exit_factor * std::exp(-c.kappa_exit * behind);
  double pull_jobs = 0;
  double pull_revenue = 0;
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    pull_jobs += sums.type_jobs_log_size[g] - base.usual_log_size[g] * sums.type_jobs[g];
    pull_revenue += sums.type_revenue_log_size[g] - base.usual_log_size[g] * sums.type_revenue[g];
  }
  const double entry = facts.entry_rate.value;
  base.incumbent_growth = staying_growth(
      base.employment_growth, base.exit_factor * ratio(sums.exit_jobs, sums.employees),
      entry * ratio(sums.entrant_jobs - first_year * sums.entrant_jobs_hazard, sums.employees),
      c.kappa_size * ratio(pull_jobs, sums.employees));
  const double revenue_growth = staying_growth(
      base.employment_growth + base.productivity_growth,
      base.exit_factor * ratio(sums.exit_revenue, sums.revenue),
      entry * ratio(sums.entrant_revenue - first_year * sums.entrant_revenue_hazard, sums.revenue),
      c.kappa_size * ratio(pull_revenue, sums.revenue));
  base.incumbent_productivity = revenue_growth - base.incumbent_growth;
}

// What starters must bring in a year so that exports grow as revenue does: exporters stop and die,
// and those that stay grow at the pace of stayers less the pull on big firms.
double exports_to_make_good(const SectorBase& base, const Sums& sums, const Coefficients& c) {
  double pull = 0;
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    pull += sums.type_exports_log_size[g] - base.usual_log_size[g] * sums.type_exports[g];
  }
  const double staying = base.incumbent_growth + base.incumbent_productivity -
                         c.kappa_size * ratio(pull, sums.exporter_revenue);
  const double growth = base.employment_growth + base.productivity_growth;
  const double gone =
      c.export_exit_rate * sums.exporter_revenue + base.exit_factor * sums.exporter_deaths;
  return std::max(0.0, gone + sums.exporter_revenue * std::expm1(growth - staying));
}

void set_levels(SectorBase& base, const Sums& sums, const Sector& sector, const Coefficients& c) {
  const auto level = [&](Outcome o) -> double& { return base.level[index_of(o)]; };
  level(Outcome::export_intensity) =
      std::min(0.98, ratio(sector.export_share.value * sums.revenue, sums.exporter_revenue));
  level(Outcome::export_exit) = c.export_exit_rate;
  level(Outcome::export_entry) =
      std::min(0.5, ratio(exports_to_make_good(base, sums, c), sums.starters) *
                        std::exp(c.export_productivity * base.mean_log_output));
  level(Outcome::new_markets) = c.new_markets_per_exporter;
  level(Outcome::patents) =
      ratio(sector.patents_per_1000.value / 1000 * sums.employees, sums.patents);
  level(Outcome::commercialisation) = c.commercialised_share;
  level(Outcome::investment) = sector.investment_rate.value * ratio(sums.revenue, sums.investment);
  level(Outcome::new_product) =
      sector.new_product_share.value * ratio(sums.revenue, sums.new_product);
  level(Outcome::unit_cost) = 1;
  level(Outcome::compliance) = c.compliance_hazard;
  level(Outcome::local_sourcing) =
      sector.local_sourcing_share.value * ratio(sums.revenue, sums.local);
  level(Outcome::pilots) = sector.pilots_per_100.value / 100 * ratio(sums.firms, sums.pilots);
  level(Outcome::graduates) = sector.graduates_share.value * ratio(sums.employees, sums.graduates);
}

}  // namespace

double relative_outcome(const Elasticity& elasticity, const SectorMeans& means, double log_index,
                        const ByComponent& log_access) {
  double sum = elasticity.index * (log_index - means.log_index);
  for (std::size_t k = 0; k < kComponents; ++k) {
    sum += elasticity.access[k] * (log_access[k] - means.log_access[k]);
  }
  return std::exp(sum);
}

double exit_shape(double age_years, double employees, const Coefficients& c) {
  return std::pow(age_years + 0.5, c.exit_age_exponent) * std::pow(employees, c.exit_size_exponent);
}

SectorBase sector_base(const CountryPack& pack, const Toolbox& toolbox,
                       const Population& population, std::size_t sector, Stage stage,
                       const AccessMap& access, const Coefficients& c) {
  const Sector& facts = pack.sectors[sector];
  SectorBase base;
  base.sector = sector;
  base.ecosystem = ecosystem_of(facts, toolbox, stage, c);
  base.means = sector_means(population, sector, access, base.ecosystem, kMostSampled);
  const Sums sums = sum_sample(population, sector, access, base, c);
  if (!(sums.firms > 0)) return base;
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    base.usual_log_size[g] = ratio(sums.type_log_size[g], sums.type_firms[g]);
  }
  base.mean_log_output = sums.log_output / sums.firms;
  base.productivity_growth = facts.productivity_growth.value;
  base.employment_growth = facts.real_growth.value - facts.productivity_growth.value;
  base.exit_factor = ratio(facts.exit_rate.value * sums.firms, sums.exit);
  set_incumbent_growth(base, sums, facts, c);
  set_levels(base, sums, facts, c);
  return base;
}

}  // namespace formulary
