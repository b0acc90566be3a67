// Poisson pseudo maximum likelihood by iteratively reweighted least squares, each step of which is
// a weighted regression with the fixed effects taken out.
#include <algorithm>
#include <cmath>

#include "evaluate/fixed_effects.h"
#include "evaluate/internal/reasons.h"
#include "evaluate/internal/regression.h"

namespace formulary::evaluate {

namespace {

constexpr int kMostSteps = 200;
constexpr double kConverged = 1e-13;  // relative change of the deviance
constexpr double kHeavy = 1e6;        // weight of rows that must not move, in the rectifier
constexpr double kCertain = 1e-3;

std::vector<std::size_t> all_of(std::size_t count) {
  std::vector<std::size_t> list(count);
  for (std::size_t i = 0; i < count; ++i) list[i] = i;
  return list;
}

// A weighted regression of changing outcomes and weights on the same columns.
class Regressions {
 public:
  Regressions(Sample sample, bool intercept, const RegressionOptions& options)
      : intercept_(intercept), options_(options), given_(sample.weights) {
    for (const ModelColumn& one : sample.exogenous) columns_.push_back(one.values);
    outcome_ = sample.outcome;
    reduced_.sample = std::move(sample);
  }

  const std::vector<double>& outcome() const { return outcome_; }
  double given_weight(std::size_t i) const { return given_.empty() ? 1 : given_[i]; }
  Reduced& reduced() { return reduced_; }
  const Fitted& fitted() const { return fitted_; }
  const std::vector<std::size_t>& dropped() const { return dropped_; }

  // Fit z by weights, and return z minus its residual.
  std::vector<double> fit(const std::vector<double>& z, std::vector<double> weights) {
    Sample sample = std::move(reduced_.sample);
    for (std::size_t j = 0; j < columns_.size(); ++j) sample.exogenous[j].values = columns_[j];
    sample.outcome = z;
    sample.weights = std::move(weights);
    reduced_ = reduce(std::move(sample), intercept_, options_);
    const auto columns = all_of(columns_.size());
    const Eigen::MatrixXd cross =
        cross_products(reduced_.views(columns), reduced_.sample.weights, options_.threads);
    std::vector<double> around(reduced_.absorbed.around.begin(),
                               reduced_.absorbed.around.end() - 1);
    std::vector<double> squares(reduced_.absorbed.squares.begin(),
                                reduced_.absorbed.squares.end() - 1);
    const Choice choice = independent(cross, around, squares, options_.collinear);
    dropped_ = choice.dropped;
    const std::vector<ColumnView> x = reduced_.views(choice.kept);
    fitted_ =
        solve_for(reduced_, choice.kept, x, x, part_of(cross, choice.kept, choice.kept), options_);
    std::vector<double> values(z.size());
    for (std::size_t i = 0; i < z.size(); ++i) values[i] = z[i] - fitted_.residual[i];
    return values;
  }

 private:
  bool intercept_;
  const RegressionOptions& options_;
  std::vector<double> given_;
  std::vector<std::vector<double>> columns_;
  std::vector<double> outcome_;
  Reduced reduced_;
  Fitted fitted_;
  std::vector<std::size_t> dropped_;
};

// The rows that some combination of columns and effects tells to be 0 with certainty: it is 0
// where the outcome is above 0, not below 0 elsewhere, and above 0 for them.
std::vector<std::size_t> separated_rows(Regressions& regressions) {
  const std::vector<double>& y = regressions.outcome();
  std::vector<double> u(y.size());
  std::vector<double> weights(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    u[i] = y[i] == 0 ? 1 : 0;
    weights[i] = y[i] == 0 ? 1 : kHeavy;
  }
  if (*std::max_element(u.begin(), u.end()) == 0) return {};
  std::vector<double> fit;
  for (int step = 0; step < kMostSteps; ++step) {
    fit = regressions.fit(u, weights);
    double wrong = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      wrong = std::max(wrong, y[i] > 0 ? std::fabs(fit[i]) : -fit[i]);
      u[i] = y[i] == 0 ? std::max(fit[i], 0.0) : 0;
    }
    if (wrong < kCertain / 10) break;
  }
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (y[i] == 0 && fit[i] > kCertain) found.push_back(i);
  }
  return found;
}

double deviance_of(const std::vector<double>& y, const std::vector<double>& mean,
                   const Regressions& regressions) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double log_part = y[i] > 0 ? y[i] * std::log(y[i] / mean[i]) : 0;
    sum += 2 * regressions.given_weight(i) * (log_part - (y[i] - mean[i]));
  }
  return sum;
}

// Iterate to the maximum; the number of steps, or 0 when there was none.
int maximise(Regressions& regressions, double& deviance) {
  const std::vector<double>& y = regressions.outcome();
  double total = 0;
  for (const double value : y) total += value;
  std::vector<double> mean(y.size());
  std::vector<double> eta(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    mean[i] = (y[i] + total / static_cast<double>(y.size())) / 2;
    eta[i] = std::log(mean[i]);
  }
  deviance = deviance_of(y, mean, regressions);
  for (int step = 1; step <= kMostSteps; ++step) {
    std::vector<double> z(y.size());
    std::vector<double> weights(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) {
      z[i] = eta[i] + (y[i] - mean[i]) / mean[i];
      weights[i] = std::max(regressions.given_weight(i) * mean[i], 1e-300);
    }
    eta = regressions.fit(z, std::move(weights));
    for (std::size_t i = 0; i < y.size(); ++i) mean[i] = std::exp(std::min(eta[i], 600.0));
    const double next = deviance_of(y, mean, regressions);
    if (!std::isfinite(next)) return 0;
    const bool still = std::fabs(next - deviance) <= kConverged * (std::fabs(next) + 1e-8);
    deviance = next;
    if (still) return step;
  }
  return 0;
}

Result<bool> check_outcome(const Panel& panel, const Formula& formula,
                           const RegressionOptions& options) {
  if (const std::string wrong = options.mistake(); !wrong.empty()) {
    return fail(Fault{"", 0, wrong, ""});
  }
  if (!formula.endogenous.empty()) {
    return fail(Fault{"formula", 0, "instruments go with least squares, not with Poisson", ""});
  }
  TRY(outcome, panel.numbers(formula.outcome.column));
  for (std::size_t i = 0; i < outcome.size() && !formula.outcome.log; ++i) {
    if (outcome[i] < 0) {
      return fail(panel.fault(i, formula.outcome.column + " is below 0", "Poisson counts from 0"));
    }
  }
  return true;
}

}  // namespace

Evaluated<Finding> poisson(const Panel& panel, const Formula& formula,
                           const RegressionOptions& options) {
  TRY(checked, check_outcome(panel, formula, options));
  std::vector<char> leave_out;
  for (;;) {
    TRY(sample, take_sample(panel, formula, options, leave_out));
    if (sample.rows == 0) return otherwise(unidentified(Says::no_rows, Says::give_rows));
    if (std::all_of(sample.outcome.begin(), sample.outcome.end(),
                    [](double y) { return y == 0; })) {
      return otherwise(unidentified(Says::constant_outcome, Says::give_outcome));
    }
    Reasons alone = one_cluster_columns(sample);
    Regressions regressions(std::move(sample), formula.intercept, options);
    const std::vector<std::size_t> certain = separated_rows(regressions);
    if (!certain.empty()) {
      leave_out.resize(panel.rows(), 0);
      const auto& rows = regressions.reduced().sample.panel_row;
      for (const std::size_t i : certain) leave_out[rows.empty() ? i : rows[i]] = 1;
      continue;
    }
    double deviance = 0;
    const int steps = maximise(regressions, deviance);
    if (steps == 0) {
      return otherwise(unidentified(Says::no_convergence, Says::give_other_model));
    }
    Reduced& reduced = regressions.reduced();
    if (regressions.fitted().terms.empty() && !reduced.has_constant()) {
      return otherwise(unidentified(Says::nothing_to_estimate, Says::give_variation));
    }
    note_dropped(reduced, regressions.dropped());
    auto finding = written(reduced, regressions.fitted(), options, "poisson", 1.0);
    if (!finding) return finding;
    finding->diagnostics.push_back({"deviance", deviance});
    finding->diagnostics.push_back({"steps", static_cast<double>(steps)});
    test_pre_trend(reduced, regressions.fitted(), *finding);
    finding->notes.insert(finding->notes.end(), alone.begin(), alone.end());
    return finding;
  }
}

}  // namespace formulary::evaluate
