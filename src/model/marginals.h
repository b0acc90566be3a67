// What do a pack's marginals say of its firms before any is drawn? Their places, sizes and ages.
#pragma once

#include <string>
#include <vector>

#include "domain/country.h"

namespace formulary {

// Count a sector's firms of one size class, over the country.
double firms_in(const CountryPack& pack, const std::string& sector, const std::string& size_class);

// Weigh the regions for a sector's firms: each region's share of all firms times the sector's
// tilt. They do not sum to 1.
std::vector<double> region_weights(const CountryPack& pack, const std::string& sector);

// Expected number of large firms in a region, over all sectors.
double large_firms_in(const CountryPack& pack, std::size_t region);

// Ages of a stationary population, up to 40 years: their density is proportional to survival
// S(a) = exp(-(a / scale)^shape), from a least age on.
class AgeLaw {
 public:
  // The law for a size class: medium and large firms are established.
  AgeLaw(const PopulationMarginals& marginals, const SizeClass& size);
  double quantile(double u) const;
  double share_below(double age) const;

 private:
  static constexpr std::size_t kSteps = 400;
  static constexpr double kStep = 0.1;  // years
  double from_age_;
  std::vector<double> cumulative_;
};

// Employees inside a size class follow a Pareto law cut off at both ends.
double pareto_quantile(double u, double low, double high, double exponent);
// The share of that law above a size.
double pareto_share_above(double size, double low, double high, double exponent);
// Its mean.
double pareto_mean(double low, double high, double exponent);

// Firms of one sector that are alike in what the marginals tell.
struct ExpectedFirms {
  double firms = 0;      // of the country
  double employees = 0;  // mean
  CompanyType type = CompanyType::sme;
  bool rd_active = false;
};

// List a sector's expected firms by size class, company type and research: what a drawn population
// comes to on average.
std::vector<ExpectedFirms> expected_firms(const CountryPack& pack, const Sector& sector);

}  // namespace formulary
