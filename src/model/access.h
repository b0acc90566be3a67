// What do firms of a cell have access to? Indicators against peers, mapped to five logits.
#pragma once

#include <string>
#include <vector>

#include "domain/country.h"
#include "domain/diagnosis.h"
#include "domain/population.h"
#include "domain/toolbox.h"
#include "model/coefficients.h"

namespace formulary {

// Goodness z-scores by component, weighted means of the indicators of each level; 0 = peers.
struct Readiness {
  ByComponent country{};
  std::vector<ByComponent> region;  // by region; centred on the country's mean
  std::vector<ByComponent> sector;  // by sector
};

// Every indicator reading of a subject against its peers, best year first come: the latest.
//   level country: subject is the pack's ISO3; peers are the other countries
//   level region:  subject is a region id; peers are all regions
//   level sector:  subject is a sector id; peers are the reading's own benchmark
// Missing readings are left out (never counted as bad).
std::vector<IndicatorSign> read_signs(const CountryPack& pack, const Toolbox& toolbox, Level level,
                                      const std::string& subject);

Readiness readiness_of(const CountryPack& pack, const Toolbox& toolbox);

// Logits of access without noise and shifts, by sector, region and company type:
//   benchmark + slope_country z + slope_sector z_s + slope_region z_r + offset of the type
class AccessMap {
 public:
  AccessMap(const Readiness& readiness, const Coefficients& coefficients);
  ByComponent logit(std::size_t sector, std::size_t region, CompanyType type) const;
  double access_sd() const { return coefficients_->access_sd; }
  // The same firm with peers' conditions everywhere.
  ByComponent benchmark_logit(CompanyType type) const;

 private:
  const Readiness* readiness_;
  const Coefficients* coefficients_;
};

// The weights of a sector at a stage: stage weights x profile tilt x sector tilt, rescaled to 1.
Ecosystem ecosystem_of(const Sector& sector, const Toolbox& toolbox, Stage stage,
                       const Coefficients& coefficients);

// Compute inverse odds exp(-logit - sd_u u) of a firm from its standard normal noise u.
ByComponent inverse_odds_of(const ByComponent& logit, const std::array<float, kComponents>& noise,
                            double access_sd);

// Sector means at baseline, over an evenly spaced sample of at most `most` of its firms.
struct SectorMeans {
  double log_index = 0;      // E0
  ByComponent log_access{};  // mean log a_k
  ByComponent access{};      // mean a_k
};
SectorMeans sector_means(const Population& population, std::size_t sector, const AccessMap& access,
                         const Ecosystem& ecosystem, std::size_t most);

}  // namespace formulary
