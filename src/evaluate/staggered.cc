#include "evaluate/staggered.h"

#include <algorithm>
#include <cmath>

#include "evaluate/internal/aggregate.h"
#include "evaluate/internal/reasons.h"
#include "evaluate/internal/wald.h"

namespace formulary::evaluate {

std::string StaggeredOptions::mistake() const {
  if (!(level > 0 && level < 1)) return "the level of the interval lies between 0 and 1";
  if (!(anticipation >= 0) || !std::isfinite(anticipation)) return "anticipation is not below 0";
  if (draws < 0 || draws > 1'000'000) return "draws lie between 0 and 1000000";
  if (draws > 0 && draws < 50) return "fewer than 50 draws say nothing of an error";
  if (threads < 0) return "the number of threads is not below 0";
  return "";
}

namespace {

constexpr std::size_t kSmallCohort = 5;

void put_variance(const std::vector<Combined>& all, const GroupTime& found, const Cohorts& cohorts,
                  const StaggeredOptions& options, Finding& finding) {
  const Eigen::MatrixXd covariance = covariance_of(all, found, cohorts);
  const std::size_t band_from = options.aggregate == Aggregate::none ? 0 : 1;
  Bootstrapped drawn;
  if (options.draws > 0) drawn = bootstrap(all, found, cohorts, options, band_from);
  for (std::size_t j = 0; j < all.size(); ++j) {
    const auto place = static_cast<Eigen::Index>(j);
    const double analytic = std::sqrt(std::max(covariance(place, place), 0.0));
    const double se = all[j].fixed ? 0 : options.draws > 0 ? drawn.se[j] : analytic;
    Estimate one = estimate_of(all[j].term, all[j].effect, se, std::nullopt, options.level);
    one.effect.horizon = all[j].horizon;
    if (options.draws > 0 && j >= band_from) {
      one.effect.low = all[j].effect - drawn.critical * se;
      one.effect.high = all[j].effect + drawn.critical * se;
    }
    finding.estimates.push_back(std::move(one));
    for (Eigen::Index i = 0; i < covariance.cols(); ++i) {
      finding.covariance.push_back(covariance(place, i));
    }
  }
  const std::string count = std::to_string(options.draws);
  finding.summary.variance =
      options.draws == 0
          ? Text{"influence functions, sqrt(mean(psi^2) / n)",
                 "функции влияния, sqrt(mean(psi^2) / n)",
                 "ықпал функциялары, sqrt(mean(psi^2) / n)"}
          : Text{"multiplier bootstrap, " + count + " draws, IQR / 1.349",
                 "мультипликативный бутстреп, прогонов " + count + ", IQR / 1.349",
                 "мультипликативті бутстреп, есептеу саны " + count + ", IQR / 1.349"};
  if (options.draws == 0 || all.size() <= band_from) return;
  finding.summary.variance.en += "; intervals hold for all terms at once";
  finding.summary.variance.ru += "; интервалы верны для всех показателей сразу";
  finding.summary.variance.kk += "; аралықтар барлық көрсеткіш үшін бір мезгілде дұрыс";
  finding.diagnostics.push_back({"band_critical", drawn.critical});
}

// Test that all effects before treatment are 0.
void test_before(const GroupTime& found, const Cohorts& cohorts, Finding& finding) {
  std::vector<Combined> before;
  const std::vector<Combined> cells = aggregated(found, cohorts, Aggregate::none);
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (!found.cells[k].after && !found.cells[k].reference) before.push_back(cells[k]);
  }
  if (before.empty()) {
    finding.notes.push_back(reason(Says::no_pre_trend_test));
    return;
  }
  Eigen::VectorXd effects(static_cast<Eigen::Index>(before.size()));
  for (std::size_t j = 0; j < before.size(); ++j) {
    effects(static_cast<Eigen::Index>(j)) = before[j].effect;
  }
  const auto test = wald(effects, covariance_of(before, found, cohorts));
  if (!test) return;
  finding.diagnostics.push_back({"wald_pre", test->statistic});
  finding.diagnostics.push_back({"wald_pre_df", static_cast<double>(before.size())});
  finding.diagnostics.push_back({"wald_pre_p", test->p});
  if (test->p < 0.05) finding.notes.push_back(reason(Says::failed_pre_trend));
}

void put_summary(const Cohorts& cohorts, const GroupTime& found, const StaggeredOptions& options,
                 Finding& finding) {
  finding.method = "staggered";
  finding.summary.n = cohorts.units();
  finding.dropped = cohorts.dropped;
  finding.dropped.insert(finding.dropped.end(), found.dropped.begin(), found.dropped.end());
  std::size_t treated = 0;
  for (std::size_t c = 0; c < cohorts.first.size(); ++c) {
    const double first = cohorts.first[c];
    const std::string name = first == kNever ? "never" : key_of(std::vector<double>{first}).name(0);
    finding.summary.groups.push_back({name, cohorts.size_of(c)});
    if (cohorts.only_control[c]) continue;
    ++treated;
    if (cohorts.size_of(c) < kSmallCohort) {
      finding.notes.push_back(
          reason(Says::small_cohort, name + " (" + std::to_string(cohorts.size_of(c)) + ")"));
    }
  }
  finding.diagnostics.push_back({"periods", static_cast<double>(cohorts.periods.size())});
  finding.diagnostics.push_back({"cohorts", static_cast<double>(treated)});
  finding.diagnostics.push_back({"cells", static_cast<double>(found.cells.size())});
  finding.diagnostics.push_back({"control", std::string(id_of(options.control))});
  finding.diagnostics.push_back(
      {"method",
       std::string(options.covariates.empty() ? "difference of means" : id_of(options.adjust))});
  if (found.largest_score > 0) {
    finding.diagnostics.push_back({"largest_score", found.largest_score});
  }
}

}  // namespace

Evaluated<Finding> staggered(const Panel& panel, const StaggeredOptions& options) {
  if (const std::string wrong = options.mistake(); !wrong.empty()) {
    return fail(Fault{"", 0, wrong, ""});
  }
  TRY(collected, cohorts_of(panel, options));
  if (!collected) return otherwise(std::move(collected.error()));
  const GroupTime found = group_time(*collected, options);
  const bool any = std::any_of(found.cells.begin(), found.cells.end(),
                               [](const Cell& cell) { return cell.after; });
  if (!any) {
    const bool overlap = !found.dropped.empty() && found.dropped[0].reason.id == "no_overlap";
    return otherwise(overlap ? unidentified(Says::no_overlap, Says::give_overlap)
                             : unidentified(Says::no_controls, Says::give_controls));
  }
  Finding finding;
  put_summary(*collected, found, options, finding);
  put_variance(aggregated(found, *collected, options.aggregate), found, *collected, options,
               finding);
  test_before(found, *collected, finding);
  return finding;
}

Result<std::vector<double>> first_treated(const Panel& panel, const std::string& unit,
                                          const std::string& time, const std::string& treated) {
  TRY(units, panel.key(unit));
  TRY(times, panel.key(time));
  TRY(values, panel.numbers(treated));
  Faults faults;
  if (times->levels > 0 && times->values.empty()) {
    return fail(panel.fault("the periods in " + time + " are no numbers"));
  }
  std::vector<double> first(units->levels, 0.0);
  const auto known = [&](std::size_t row) {
    return units->level[row] != kNoLevel && times->level[row] != kNoLevel &&
           !std::isnan(values[row]);
  };
  constexpr std::size_t kShown = 20;
  for (std::size_t row = 0; row < panel.rows() && faults.size() < kShown; ++row) {
    if (!known(row)) continue;
    if (values[row] != 0 && values[row] != 1) {
      faults.push_back(panel.fault(row, treated + " is neither 0 nor 1"));
    }
    const double now = times->values[times->level[row]];
    double& of_unit = first[units->level[row]];
    if (values[row] == 1 && (of_unit == 0 || now < of_unit)) of_unit = now;
  }
  for (std::size_t row = 0; row < panel.rows() && faults.size() < kShown; ++row) {
    if (!known(row) || values[row] != 0) continue;
    const double start = first[units->level[row]];
    if (start == 0 || times->values[times->level[row]] < start) continue;
    faults.push_back(panel.fault(
        row, treated + " switches off again in " + unit + " " + units->name(units->level[row]),
        "staggered adoption is for measures that stay"));
  }
  if (!faults.empty()) return fail(std::move(faults));
  std::vector<double> of_row;
  for (std::size_t row = 0; row < panel.rows(); ++row) {
    const std::uint32_t level = units->level[row];
    of_row.push_back(level == kNoLevel ? std::nan("") : first[level]);
  }
  return of_row;
}

}  // namespace formulary::evaluate
