#include "model/marginals.h"

#include <algorithm>
#include <cmath>

namespace formulary {

namespace {

constexpr double kEstablishedOver = 100;  // employees: a class above it holds established firms
constexpr double kEstablishedAge = 5;     // which are at least this old

// A slice of a size class.
struct Slice {
  double share = 1;  // of the class's firms
  double employees = 0;
};

// Cut a class where firms become large ones, and at one employee, the least that a firm has.
std::vector<Slice> slices_of(const SizeClass& size, double large_over, double exponent) {
  std::vector<double> cuts{size.employees_min};
  for (const double cut : {1.0, large_over}) {
    if (cut > cuts.back() && cut < size.employees_max) cuts.push_back(cut);
  }
  cuts.push_back(size.employees_max);
  std::vector<Slice> slices;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const auto above = [&](double at) {
      return pareto_share_above(at, size.employees_min, size.employees_max, exponent);
    };
    const double share = cuts.size() == 2 ? 1 : above(cuts[i]) - above(cuts[i + 1]);
    slices.push_back({share, std::max(1.0, pareto_mean(cuts[i], cuts[i + 1], exponent))});
  }
  return slices;
}

}  // namespace

double firms_in(const CountryPack& pack, const std::string& sector, const std::string& size_class) {
  double firms = 0;
  for (const FirmCount& row : pack.marginals.firms) {
    if (row.sector == sector && row.size_class == size_class) firms += row.firms.value;
  }
  return firms;
}

std::vector<double> region_weights(const CountryPack& pack, const std::string& sector) {
  std::vector<double> weights;
  const auto tilt = pack.marginals.sector_region_tilt.find(sector);
  for (const Region& region : pack.regions) {
    const auto share = pack.marginals.region_share.find(region.id);
    double w = share == pack.marginals.region_share.end() ? 0 : share->second;
    if (tilt != pack.marginals.sector_region_tilt.end()) {
      const auto factor = tilt->second.find(region.id);
      if (factor != tilt->second.end()) w *= factor->second;
    }
    weights.push_back(w);
  }
  return weights;
}

double large_firms_in(const CountryPack& pack, std::size_t region) {
  const auto share = pack.marginals.region_share.find(pack.regions[region].id);
  if (share == pack.marginals.region_share.end()) return 0;
  double count = 0;
  for (const FirmCount& row : pack.marginals.firms) {
    for (const SizeClass& size : pack.marginals.size_classes) {
      if (size.id == row.size_class &&
          size.employees_min >= pack.company_types.large_employees_over) {
        count += row.firms.value * share->second;
      }
    }
  }
  return count;
}

AgeLaw::AgeLaw(const PopulationMarginals& marginals, const SizeClass& size)
    : from_age_(size.employees_min > kEstablishedOver ? kEstablishedAge : 0) {
  const double shape = marginals.age_weibull_shape.value;
  const double scale = marginals.age_weibull_scale_years.value;
  cumulative_.push_back(0);
  for (std::size_t i = 0; i < kSteps; ++i) {
    const double age = from_age_ + (static_cast<double>(i) + 0.5) * kStep;
    cumulative_.push_back(cumulative_.back() + std::exp(-std::pow(age / scale, shape)));
  }
}

double AgeLaw::quantile(double u) const {
  const double target = u * cumulative_.back();
  const auto above = std::upper_bound(cumulative_.begin() + 1, cumulative_.end() - 1, target);
  const std::size_t i = static_cast<std::size_t>(above - cumulative_.begin());
  const double part = (target - cumulative_[i - 1]) / (cumulative_[i] - cumulative_[i - 1]);
  return from_age_ + (static_cast<double>(i - 1) + part) * kStep;
}

double AgeLaw::share_below(double age) const {
  const double steps = std::clamp((age - from_age_) / kStep, 0.0, static_cast<double>(kSteps));
  const auto i = std::min(static_cast<std::size_t>(steps), kSteps - 1);
  const double part = steps - static_cast<double>(i);
  return (cumulative_[i] + part * (cumulative_[i + 1] - cumulative_[i])) / cumulative_.back();
}

double pareto_quantile(double u, double low, double high, double exponent) {
  if (high <= low) return low;
  const double a = std::pow(low, -exponent);
  const double b = std::pow(high, -exponent);
  return std::pow(a - u * (a - b), -1 / exponent);
}

double pareto_share_above(double size, double low, double high, double exponent) {
  if (low >= size) return 1;
  if (high < size) return 0;
  const double a = std::pow(low, -exponent);
  const double b = std::pow(high, -exponent);
  return (std::pow(size, -exponent) - b) / (a - b);
}

double pareto_mean(double low, double high, double exponent) {
  if (high <= low) return low;
  const double mass = std::pow(low, -exponent) - std::pow(high, -exponent);
  // At an exponent of 1 the general form is 0 / 0.
  if (std::fabs(exponent - 1) < 1e-6) return std::log(high / low) / mass;
  return exponent / (exponent - 1) * (std::pow(low, 1 - exponent) - std::pow(high, 1 - exponent)) /
         mass;
}

std::vector<ExpectedFirms> expected_firms(const CountryPack& pack, const Sector& sector) {
  const PopulationMarginals& marginals = pack.marginals;
  const CompanyTypeRule& rule = pack.company_types;
  std::vector<ExpectedFirms> list;
  for (const SizeClass& size : marginals.size_classes) {
    const double firms = firms_in(pack, sector.id, size.id);
    if (!(firms > 0)) continue;
    const AgeLaw age(marginals, size);
    const double newcomers = age.share_below(rule.newcomer_age_below);
    const double young = std::max(0.0, age.share_below(rule.startup_age_below) - newcomers);
    for (const Slice& slice :
         slices_of(size, rule.large_employees_over, marginals.pareto_exponent.value)) {
      for (const bool rd_active : {true, false}) {
        const double rd = sector.rd_active_share.value;
        const auto put = [&](CompanyType type, double share) {
          const double count = firms * slice.share * (rd_active ? rd : 1 - rd) * share;
          if (count > 0) list.push_back({count, slice.employees, type, rd_active});
        };
        if (slice.employees > rule.large_employees_over) {
          put(CompanyType::large, 1);
          continue;
        }
        put(CompanyType::newcomer, newcomers);
        put(CompanyType::startup, rd_active ? young : 0);
        put(CompanyType::sme, 1 - newcomers - (rd_active ? young : 0));
      }
    }
  }
  return list;
}

}  // namespace formulary
