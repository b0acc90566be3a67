#include "observe/population.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/must.h"
#include "math/philox.h"
#include "model/marginals.h"

namespace formulary {

namespace {

constexpr double kOutputSpread = 0.5;     // sd of log revenue per worker between firms of a sector
constexpr double kExporterPremium = 1.3;  // exporters' revenue per worker (Bernard et al. 2007: >1)

std::vector<std::size_t> by_region(const CountryPack& pack, const std::string& sector,
                                   double firms) {
  const std::vector<double> weight = region_weights(pack, sector);
  const double sum = std::accumulate(weight.begin(), weight.end(), 0.0);
  MUST(sum > 0);
  std::vector<std::size_t> counts;
  std::vector<std::pair<double, std::size_t>> rest;
  std::size_t given = 0;
  for (std::size_t r = 0; r < weight.size(); ++r) {
    const double exact = firms * weight[r] / sum;
    counts.push_back(static_cast<std::size_t>(exact));
    given += counts.back();
    rest.emplace_back(std::floor(exact) - exact, r);
  }
  std::sort(rest.begin(), rest.end());
  const auto total = static_cast<std::size_t>(std::llround(firms));
  for (std::size_t i = 0; given < total; ++i, ++given) ++counts[rest[i % rest.size()].second];
  return counts;
}

// One sector's plan: firms by size class and region, and the chance of exporting by class.
struct SectorPlan {
  std::vector<std::vector<std::size_t>> count;  // by size class, by region
  std::vector<double> exporter_chance;          // by size class
};

SectorPlan plan_sector(const CountryPack& pack, const Sector& sector) {
  const PopulationMarginals& marginals = pack.marginals;
  SectorPlan plan;
  plan.count.assign(marginals.size_classes.size(), std::vector<std::size_t>(pack.regions.size()));
  std::vector<double> raw(marginals.size_classes.size(), 0.05);
  double over_ten = 0;
  double exporters_over_ten = 0;
  for (std::size_t c = 0; c < marginals.size_classes.size(); ++c) {
    const SizeClass& size = marginals.size_classes[c];
    const double firms = firms_in(pack, sector.id, size.id);
    plan.count[c] = by_region(pack, sector.id, firms);
    const auto chance = marginals.exporter_share_by_size.find(size.id);
    if (chance != marginals.exporter_share_by_size.end()) raw[c] = chance->second.value;
    const double ten = firms * pareto_share_above(10, size.employees_min, size.employees_max,
                                                  marginals.pareto_exponent.value);
    over_ten += ten;
    exporters_over_ten += ten * raw[c];
  }
  const double factor =
      exporters_over_ten > 0 ? sector.exporter_share.value * over_ten / exporters_over_ten : 1;
  for (const double share : raw) {
    plan.exporter_chance.push_back(std::clamp(share * factor, 0.0, 0.98));
  }
  return plan;
}

class Drawing {
 public:
  Drawing(const CountryPack& pack, const PopulationOptions& options)
      : pack_(pack), options_(options) {
    for (const SizeClass& size : pack.marginals.size_classes) {
      age_.emplace_back(pack.marginals, size);
    }
    population_.seed = options.seed;
    population_.sectors = pack.sectors.size();
    population_.regions = pack.regions.size();
    population_.group_begin.push_back(0);
  }

  Population run(std::size_t step) {
    for (std::size_t s = 0; s < pack_.sectors.size(); ++s) {
      const Sector& sector = pack_.sectors[s];
      const bool wanted = options_.sectors.empty() ||
                          std::find(options_.sectors.begin(), options_.sectors.end(), sector.id) !=
                              options_.sectors.end();
      const std::size_t first = population_.size();
      if (wanted) {
        draw_sector(s, step);
      } else {
        population_.group_begin.insert(population_.group_begin.end(), pack_.regions.size(), first);
      }
      scale_revenue(sector, first, static_cast<double>(step));
    }
    return std::move(population_);
  }

 private:
  void draw_sector(std::size_t s, std::size_t step) {
    const SectorPlan plan = plan_sector(pack_, pack_.sectors[s]);
    for (std::size_t r = 0; r < pack_.regions.size(); ++r) {
      std::uint64_t ordinal = 0;
      for (std::size_t c = 0; c < plan.count.size(); ++c) {
        for (std::size_t i = 0; i < plan.count[c][r]; ++i, ++ordinal) {
          // An even sample keeps every step-th firm, counted across the whole population.
          if (counted_++ % step != 0) continue;
          draw_firm((static_cast<std::uint64_t>(s) << 40) | (static_cast<std::uint64_t>(r) << 32) |
                        ordinal,
                    pack_.sectors[s], c, plan.exporter_chance[c]);
        }
      }
      population_.group_begin.push_back(population_.size());
    }
  }

  void draw_firm(std::uint64_t id, const Sector& sector, std::size_t c, double exporter_chance) {
    const SizeClass& size = pack_.marginals.size_classes[c];
    const auto a = philox(options_.seed, 0, id, 0, Purpose::population);
    const auto b = philox(options_.seed, 1, id, 0, Purpose::population);
    const double employees =
        std::max(1.0, pareto_quantile(uniform(a[0]), size.employees_min, size.employees_max,
                                      pack_.marginals.pareto_exponent.value));
    const double age = age_[c].quantile(uniform(a[1]));
    const bool rd_active = uniform(a[2]) < sector.rd_active_share.value;
    const bool exporter = uniform(a[3]) < exporter_chance;
    const CompanyType type = type_of(employees, age, rd_active);
    // Young firms rarely have taxable profit or something to pledge yet.
    const double youth = type == CompanyType::newcomer  ? 0.4
                         : type == CompanyType::startup ? 0.5
                                                        : 1;
    std::uint8_t flags = 0;
    if (exporter) flags |= kExporter;
    if (rd_active) flags |= kRdActive;
    if (uniform(b[0]) < youth * sector.taxable_profit_share.value) flags |= kTaxableProfit;
    if (uniform(b[1]) < youth * sector.collateral_share.value) flags |= kCollateral;
    const double compliant = sector.compliance_share.value * (exporter ? 2 : 1);
    if (uniform(b[2]) < compliant) flags |= kCompliant;
    const double output = std::exp(kOutputSpread * normal_quantile(uniform(b[3]))) *
                          (exporter ? kExporterPremium : 1);
    population_.id.push_back(id);
    population_.size_class.push_back(static_cast<std::uint8_t>(c));
    population_.type.push_back(static_cast<std::uint8_t>(type));
    population_.flags.push_back(flags);
    population_.age_years.push_back(static_cast<float>(age));
    population_.employees.push_back(static_cast<float>(employees));
    population_.output_per_worker.push_back(static_cast<float>(output));
    population_.access_noise.push_back(noise_of(id));
  }

  std::array<float, kComponents> noise_of(std::uint64_t id) const {
    const auto a = philox(options_.seed, 0, id, 0, Purpose::access);
    const auto b = philox(options_.seed, 1, id, 0, Purpose::access);
    std::array<float, kComponents> noise{};
    for (std::size_t k = 0; k < kComponents; ++k) {
      noise[k] = static_cast<float>(normal_quantile(uniform(k < 4 ? a[k] : b[0])));
    }
    return noise;
  }

  CompanyType type_of(double employees, double age, bool rd_active) const {
    const CompanyTypeRule& rule = pack_.company_types;
    if (employees > rule.large_employees_over) return CompanyType::large;
    if (age < rule.newcomer_age_below) return CompanyType::newcomer;
    if (age < rule.startup_age_below && rd_active) return CompanyType::startup;
    return CompanyType::sme;
  }

  // Scale revenue per worker so that the sector's value added is the published one.
  void scale_revenue(const Sector& sector, std::size_t first, double weight) {
    double relative = 0;
    for (std::size_t i = first; i < population_.size(); ++i) {
      relative += static_cast<double>(population_.employees[i]) *
                  static_cast<double>(population_.output_per_worker[i]);
    }
    if (!(relative > 0)) return;
    const double revenue = sector.value_added.value * 1e6 / sector.value_added_share.value;
    const double factor = revenue / (relative * weight);
    for (std::size_t i = first; i < population_.size(); ++i) {
      population_.output_per_worker[i] =
          static_cast<float>(static_cast<double>(population_.output_per_worker[i]) * factor);
    }
  }

  const CountryPack& pack_;
  const PopulationOptions& options_;
  std::vector<AgeLaw> age_;  // by size class
  std::size_t counted_ = 0;
  Population population_;
};

double total_firms(const CountryPack& pack, const std::vector<std::string>& sectors) {
  double total = 0;
  for (const FirmCount& row : pack.marginals.firms) {
    if (sectors.empty() || std::find(sectors.begin(), sectors.end(), row.sector) != sectors.end()) {
      total += row.firms.value;
    }
  }
  return total;
}

}  // namespace

DrawnPopulation draw_population(const CountryPack& pack, const PopulationOptions& options) {
  std::size_t step = 1;
  if (options.most_firms > 0) {
    const double ratio =
        total_firms(pack, options.sectors) / static_cast<double>(options.most_firms);
    step = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(ratio - 1e-9)));
  }
  return {Drawing(pack, options).run(step), static_cast<double>(step)};
}

}  // namespace formulary
