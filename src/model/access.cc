#include "model/access.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/must.h"

namespace formulary {

namespace {

constexpr double kWidestZ = 2.5;  // one outlying reading must not decide alone

double scaled(const Indicator& indicator, double value) {
  return indicator.log_scale ? std::log(std::max(value, 1e-9)) : value;
}

double goodness(const Indicator& indicator, double value, double mean, double sd) {
  if (!(sd > 0)) return 0;
  const double z = (value - mean) / sd;
  return std::clamp(indicator.better == Direction::increase ? z : -z, -kWidestZ, kWidestZ);
}

// The latest reading of each subject of one indicator.
std::vector<const Reading*> latest(const CountryPack& pack, const std::string& indicator) {
  std::vector<const Reading*> found;
  for (const Reading& reading : pack.readings) {
    if (reading.indicator != indicator) continue;
    const auto at = std::find_if(found.begin(), found.end(), [&](const Reading* other) {
      return other->subject == reading.subject;
    });
    if (at == found.end()) {
      found.push_back(&reading);
    } else if ((*at)->year < reading.year) {
      *at = &reading;
    }
  }
  return found;
}

// Mean and sample standard deviation over subjects, leaving one out (empty: none).
std::pair<double, double> spread(const Indicator& indicator,
                                 const std::vector<const Reading*>& readings,
                                 const std::string& leave_out) {
  double sum = 0;
  double squares = 0;
  double count = 0;
  for (const Reading* reading : readings) {
    if (reading->subject == leave_out) continue;
    const double value = scaled(indicator, reading->value);
    sum += value;
    squares += value * value;
    count += 1;
  }
  if (count < 3) return {0, 0};
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, (squares - count * mean * mean) / (count - 1)))};
}

ByComponent weighted_z(const Toolbox& toolbox, const std::vector<IndicatorSign>& signs) {
  ByComponent sum{};
  ByComponent weight{};
  for (const IndicatorSign& sign : signs) {
    const Indicator* indicator = toolbox.indicator(sign.indicator);
    MUST(indicator != nullptr);
    const std::size_t k = index_of(indicator->component);
    sum[k] += indicator->weight * sign.goodness;
    weight[k] += indicator->weight;
  }
  for (std::size_t k = 0; k < kComponents; ++k) sum[k] = weight[k] > 0 ? sum[k] / weight[k] : 0;
  return sum;
}

}  // namespace

std::vector<IndicatorSign> read_signs(const CountryPack& pack, const Toolbox& toolbox, Level level,
                                      const std::string& subject) {
  std::vector<IndicatorSign> signs;
  for (const Indicator& indicator : toolbox.indicators) {
    if (indicator.level != level) continue;
    const auto readings = latest(pack, indicator.id);
    const auto own = std::find_if(readings.begin(), readings.end(),
                                  [&](const Reading* r) { return r->subject == subject; });
    if (own == readings.end()) continue;
    const Reading& reading = **own;
    double mean = reading.benchmark_mean;
    double sd = reading.benchmark_sd;
    if (level == Level::sector && indicator.log_scale && mean > 0) {
      sd = sd / mean;  // delta method: the spread of the logs
      mean = std::log(mean);
    }
    if (level != Level::sector) {
      std::tie(mean, sd) = spread(indicator, readings, level == Level::country ? subject : "");
    }
    const double z = goodness(indicator, scaled(indicator, reading.value), mean, sd);
    signs.push_back({indicator.id, subject, reading.year, reading.value,
                     indicator.log_scale ? std::exp(mean) : mean, z, reading.source,
                     reading.assumed});
  }
  return signs;
}

Readiness readiness_of(const CountryPack& pack, const Toolbox& toolbox) {
  Readiness readiness;
  readiness.country = weighted_z(toolbox, read_signs(pack, toolbox, Level::country, pack.iso3));
  for (const Region& region : pack.regions) {
    readiness.region.push_back(
        weighted_z(toolbox, read_signs(pack, toolbox, Level::region, region.id)));
  }
  for (const Sector& sector : pack.sectors) {
    readiness.sector.push_back(
        weighted_z(toolbox, read_signs(pack, toolbox, Level::sector, sector.id)));
  }
  return readiness;
}

AccessMap::AccessMap(const Readiness& readiness, const Coefficients& coefficients)
    : readiness_(&readiness), coefficients_(&coefficients) {}

ByComponent AccessMap::logit(std::size_t sector, std::size_t region, CompanyType type) const {
  const Coefficients& c = *coefficients_;
  ByComponent result = benchmark_logit(type);
  for (std::size_t k = 0; k < kComponents; ++k) {
    result[k] += c.slope_country * readiness_->country[k] +
                 c.slope_region * readiness_->region[region][k] +
                 c.slope_sector * readiness_->sector[sector][k];
  }
  return result;
}

ByComponent AccessMap::benchmark_logit(CompanyType type) const {
  ByComponent result = coefficients_->type_offset[index_of(type)];
  for (double& logit : result) logit += coefficients_->benchmark_logit;
  return result;
}

Ecosystem ecosystem_of(const Sector& sector, const Toolbox& toolbox, Stage stage,
                       const Coefficients& coefficients) {
  const ProductionProfile* profile = toolbox.profile(sector.profile);
  MUST(profile != nullptr);
  Ecosystem ecosystem{coefficients.stage_weight[index_of(stage)], coefficients.rho};
  double sum = 0;
  for (std::size_t k = 0; k < kComponents; ++k) {
    ecosystem.weight[k] *= profile->weight_tilt[k] * sector.weight_tilt[k];
    sum += ecosystem.weight[k];
  }
  MUST(sum > 0);
  for (double& weight : ecosystem.weight) weight /= sum;
  return ecosystem;
}

ByComponent inverse_odds_of(const ByComponent& logit, const std::array<float, kComponents>& noise,
                            double access_sd) {
  ByComponent odds{};
  for (std::size_t k = 0; k < kComponents; ++k) {
    odds[k] = std::exp(-logit[k] - access_sd * static_cast<double>(noise[k]));
  }
  return odds;
}

SectorMeans sector_means(const Population& population, std::size_t sector, const AccessMap& access,
                         const Ecosystem& ecosystem, std::size_t most) {
  SectorMeans means;
  const std::size_t first = population.group(sector, 0).begin;
  const std::size_t last = population.group(sector, population.regions - 1).end;
  if (first == last) return means;
  const std::size_t step = std::max<std::size_t>(1, (last - first) / most);
  double count = 0;
  std::size_t region = 0;
  for (std::size_t i = first; i < last; i += step) {
    while (i >= population.group(sector, region).end) ++region;
    const auto type = static_cast<CompanyType>(population.type[i]);
    const ByComponent odds = inverse_odds_of(access.logit(sector, region, type),
                                             population.access_noise[i], access.access_sd());
    const ByComponent logs = log_access(odds);
    means.log_index += log_index(ecosystem, odds);
    for (std::size_t k = 0; k < kComponents; ++k) {
      means.log_access[k] += logs[k];
      means.access[k] += std::exp(logs[k]);
    }
    count += 1;
  }
  means.log_index /= count;
  for (std::size_t k = 0; k < kComponents; ++k) {
    means.log_access[k] /= count;
    means.access[k] /= count;
  }
  return means;
}

}  // namespace formulary
