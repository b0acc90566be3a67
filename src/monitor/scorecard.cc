#include "monitor/scorecard.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "math/philox.h"
#include "monitor/internal/reasons.h"
#include "monitor/internal/shift_share.h"
#include "monitor/internal/small_area.h"

namespace formulary {

namespace {

constexpr double kSmallestVariance = 1e-12;  // figures without any movement still have an error
constexpr std::size_t kFewestLevels = 3;     // two growth rates, so that they can differ
constexpr std::size_t kSpareRegions = 5;

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double one : values) sum += (one - mean) * (one - mean);
  return sum / static_cast<double>(values.size() - 1);
}

bool are_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

// Whether every year begins with something, here and in the sum of the sectors.
bool has_base(const RegionFigures& region) {
  const std::size_t years = region.sectors.front().level.size();
  for (std::size_t t = 0; t < years; ++t) {
    double sum = 0;
    for (const SectorLevels& one : region.sectors) sum += one.level[t];
    if (!(sum > 0)) return false;
  }
  return true;
}

void check_region(const RegionFigures& region, const RegionFigures& first, Reasons& reasons) {
  bool same = region.sectors.size() == first.sectors.size();
  for (std::size_t s = 0; same && s < first.sectors.size(); ++s) {
    same = region.sectors[s].sector == first.sectors[s].sector &&
           region.sectors[s].level.size() == first.sectors[s].level.size();
  }
  if (!same) return reasons.push_back(reason_of("sectors_do_not_match", region.region));
  bool sound = region.conditions.size() == first.conditions.size() &&
               are_finite(region.conditions) && !region.sectors.empty() &&
               first.sectors.front().level.size() >= kFewestLevels;
  for (const SectorLevels& one : region.sectors) {
    sound = sound && one.level.size() == first.sectors.front().level.size() &&
            are_finite(one.level) && *std::min_element(one.level.begin(), one.level.end()) >= 0;
  }
  if (!sound || !has_base(region)) {
    reasons.push_back(reason_of("figures_ill_formed", region.region));
  }
}

Reasons faults_of(const std::vector<RegionFigures>& regions) {
  Reasons reasons;
  const std::size_t needed = (regions.empty() ? 0 : regions.front().conditions.size());
  if (regions.size() < needed + kSpareRegions) {
    reasons.push_back(reason_of("too_few_regions", std::to_string(regions.size())));
  }
  for (const RegionFigures& region : regions) check_region(region, regions.front(), reasons);
  return reasons;
}

// The mean and the conditions, these brought to mean 0 and sd 1 over the regions.
std::vector<double> design_of(const std::vector<RegionFigures>& regions) {
  const std::size_t columns = regions.front().conditions.size() + 1;
  std::vector<double> x(regions.size() * columns, 1);
  for (std::size_t c = 1; c < columns; ++c) {
    std::vector<double> values;
    for (const RegionFigures& region : regions) values.push_back(region.conditions[c - 1]);
    const double mean = mean_of(values);
    const double sd = std::sqrt(variance_of(values));
    for (std::size_t r = 0; r < regions.size(); ++r) {
      x[r * columns + c] = sd > 0 ? (values[r] - mean) / sd : 0;
    }
  }
  return x;
}

// The variance of each region's mean: its own from year to year, pooled with that of all regions
// (as many prior degrees of freedom as the options say; Smyth 2004 fits them, here they are given).
// What moves all regions in a year alike is no noise of one region and is taken out first.
std::vector<double> sampling_variances(std::vector<std::vector<double>> yearly,
                                       double prior_degrees) {
  for (std::size_t t = 0; t < yearly.front().size(); ++t) {
    double mean = 0;
    for (const std::vector<double>& years : yearly) mean += years[t];
    mean /= static_cast<double>(yearly.size());
    for (std::vector<double>& years : yearly) years[t] -= mean;
  }
  std::vector<double> own;
  for (const std::vector<double>& years : yearly) own.push_back(variance_of(years));
  const double pooled = mean_of(own);
  std::vector<double> result;
  for (std::size_t r = 0; r < own.size(); ++r) {
    const double years = static_cast<double>(yearly[r].size());
    const double mixed =
        (prior_degrees * pooled + (years - 1) * own[r]) / (prior_degrees + years - 1);
    result.push_back(std::max(mixed / years, kSmallestVariance));
  }
  return result;
}

// Places that the data cannot tell apart: a region stands surely behind another only where the
// difference is significant among all its n - 1 comparisons (Bonferroni; the pairwise inversion of
// Mogstad, Romano, Shaikh & Wilhelm 2024, Review of Economic Studies 91).
void rank(const AreaEffects& effects, double confidence, std::vector<RegionScore>& scores) {
  const std::size_t n = scores.size();
  const double z = normal_quantile(
      1 - (1 - confidence) / (2 * static_cast<double>(std::max<std::size_t>(n, 2) - 1)));
  for (std::size_t i = 0; i < n; ++i) {
    int better = 0;
    int worse = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const double gap = effects.effect[j] - effects.effect[i];
      const double sd = std::sqrt(difference_variance(effects, i, j));
      better += gap > z * sd ? 1 : 0;
      worse += -gap > z * sd ? 1 : 0;
    }
    scores[i].rank_low = 1 + better;
    scores[i].rank_high = static_cast<int>(n) - worse;
  }
}

}  // namespace

Allowed<Scorecards> score_regions(const std::vector<RegionFigures>& regions,
                                  const ScorecardOptions& options) {
  Reasons faults = faults_of(regions);
  if (!(options.confidence > 0 && options.confidence < 1 && options.prior_degrees >= 0)) {
    faults.push_back(reason_of("options_ill_formed"));
  }
  if (!faults.empty()) return otherwise(std::move(faults));
  const std::vector<YearlyShift> shifts = shift_share(regions);
  std::vector<std::vector<double>> yearly;
  std::vector<double> y;
  for (const YearlyShift& shift : shifts) {
    std::vector<double> own;
    for (std::size_t t = 0; t < shift.growth.size(); ++t) {
      own.push_back(shift.growth[t] - shift.mix[t]);
    }
    y.push_back(mean_of(own));
    yearly.push_back(std::move(own));
  }
  const std::size_t columns = regions.front().conditions.size() + 1;
  const AreaEffects effects = area_effects(y, design_of(regions), columns,
                                           sampling_variances(yearly, options.prior_degrees));
  Scorecards result;
  result.between_sd = std::sqrt(effects.between_variance);
  result.coefficients = effects.coefficients;
  result.years = static_cast<int>(shifts.front().growth.size());
  const double z = normal_quantile(0.5 + options.confidence / 2);
  for (std::size_t r = 0; r < regions.size(); ++r) {
    RegionScore score;
    score.region = regions[r].region;
    score.office = regions[r].office;
    score.growth = mean_of(shifts[r].growth);
    score.mix = mean_of(shifts[r].mix);
    score.conditions = effects.fitted[r];
    score.raw = y[r] - effects.fitted[r];
    score.value_added = effects.effect[r];
    const double half = z * std::sqrt(effects.variance[r]);
    score.low = score.value_added - half;
    score.high = score.value_added + half;
    score.reliability = effects.reliability[r];
    result.scores.push_back(score);
  }
  rank(effects, options.confidence, result.scores);
  return result;
}

Allowed<Scorecard> reply_to(const Scorecard& scorecard, const Actor& actor, const std::string& text,
                            Instant at, const ScorecardOptions& options) {
  Reasons reasons;
  if (actor.role != UserRole::official) {
    reasons.push_back(reason_of("role_may_not", id_of(actor.role)));
  }
  if (actor.office.empty() || actor.office != scorecard.score.office) {
    reasons.push_back(reason_of("reply_by_another_office"));
  }
  if (actor.person.empty()) reasons.push_back(reason_of("nobody_named"));
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    reasons.push_back(reason_of("needs_written_reason"));
  }
  if (scorecard.reply) reasons.push_back(reason_of("replied_before"));
  if (!scorecard.shown || at.date() < *scorecard.shown) {
    reasons.push_back(reason_of("not_shown_yet"));
  } else if (at.date() > scorecard.shown->plus_days(options.silence_days)) {
    reasons.push_back(
        reason_of("reply_too_late", scorecard.shown->plus_days(options.silence_days).text()));
  }
  if (!reasons.empty()) return otherwise(std::move(reasons));
  Scorecard replied = scorecard;
  replied.reply = Reply{actor.person, text, at};
  return replied;
}

Allowed<Scorecard> publishable(const Scorecard& scorecard, Date day,
                               const ScorecardOptions& options) {
  if (!scorecard.shown) return otherwise(Reasons{reason_of("not_shown_yet")});
  if (scorecard.reply && day >= scorecard.reply->at.date()) return scorecard;
  const Date silent_until = scorecard.shown->plus_days(options.silence_days);
  if (day > silent_until) return scorecard;
  return otherwise(Reasons{reason_of("reply_before_publication", silent_until.text())});
}

}  // namespace formulary
