#include "evaluate/match.h"

#include <cmath>

#include "evaluate/internal/designs.h"
#include "evaluate/internal/groups.h"
#include "evaluate/internal/reasons.h"

namespace formulary::evaluate {

std::string MatchOptions::mistake() const {
  if (covariates.empty()) return "name the covariates that make firms alike";
  if (!(trim >= 0 && trim < 0.5)) return "trim lies between 0 and 0.5";
  if (folds < 2 || folds > 100) return "folds lie between 2 and 100";
  if (neighbours < 1 || neighbours > 100) return "neighbours lie between 1 and 100";
  if (!(level > 0 && level < 1)) return "the level of the interval lies between 0 and 1";
  if (threads < 0) return "the number of threads is not below 0";
  return "";
}

namespace {

constexpr double kBalanced = 0.1;  // standard deviations (Austin 2009)

double mean(const Eigen::VectorXd& of, const Eigen::VectorXd& weight) {
  return of.dot(weight) / weight.sum();
}

// Differences of means in standard deviations (of both groups before weighting, pooled).
void put_balance(const Groups& groups, const Eigen::VectorXd& weight, Finding& finding) {
  const Eigen::VectorXd& treated = groups.treated;
  const Eigen::VectorXd control = (1 - treated.array()).matrix();
  const auto variance = [](const Eigen::VectorXd& of, const Eigen::VectorXd& who) {
    const double centre = mean(of, who);
    return (of.array() - centre).square().matrix().dot(who) / (who.sum() - 1);
  };
  bool poor = false;
  for (std::size_t j = 0; j < groups.names.size(); ++j) {
    const Eigen::VectorXd column = groups.x.col(static_cast<Eigen::Index>(j) + 1);
    const double unit = std::sqrt((variance(column, treated) + variance(column, control)) / 2);
    const auto apart = [&](const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
      return unit > 0 ? (mean(column, a) - mean(column, b)) / unit : 0;
    };
    const double after = apart(treated.cwiseProduct(weight), control.cwiseProduct(weight));
    finding.diagnostics.push_back({"balance_before." + groups.names[j], apart(treated, control)});
    finding.diagnostics.push_back({"balance_after." + groups.names[j], after});
    poor = poor || std::fabs(after) > kBalanced;
  }
  if (poor) finding.notes.push_back(reason(Design::poor_balance));
  const Eigen::VectorXd of_controls = control.cwiseProduct(weight);
  finding.diagnostics.push_back(
      {"effective_controls", std::pow(of_controls.sum(), 2) / of_controls.squaredNorm()});
}

void put_variance_words(const MatchOptions& options, Finding& finding) {
  const std::string folds = std::to_string(options.folds);
  switch (options.estimator) {
    case MatchEstimator::ipw:
      finding.summary.variance = {"influence functions, chances fitted",
                                  "функции влияния, вероятности оценены",
                                  "ықпал функциялары, ықтималдықтар бағаланған"};
      return;
    case MatchEstimator::aipw:
      finding.summary.variance = {"doubly robust scores, " + folds + " folds",
                                  "двойне устойчивые вклады, частей: " + folds,
                                  "екі жақты орнықты үлестер, бөлік саны: " + folds};
      return;
    case MatchEstimator::nearest:
      finding.summary.variance = {"Abadie-Imbens", "Абади — Имбенс", "Абади — Имбенс"};
      return;
  }
}

std::optional<Compared> compared(const Groups& groups, const MatchOptions& options) {
  if (options.estimator == MatchEstimator::ipw) return weighted(groups, options.estimand);
  if (options.estimator == MatchEstimator::aipw) return doubly_robust(groups, options);
  return matched(groups, options);
}

}  // namespace

Evaluated<Finding> match(const Panel& panel, const MatchOptions& options) {
  if (const std::string wrong = options.mistake(); !wrong.empty()) {
    return fail(Fault{"", 0, wrong, ""});
  }
  TRY(groups, groups_of(panel, options));
  if (!groups) return otherwise(std::move(groups.error()));
  const auto found = compared(*groups, options);
  if (!found) return otherwise(unidentified(Says::no_overlap, Says::give_overlap));
  Finding finding;
  finding.method = std::string("matching ") + id_of(options.estimator);
  finding.estimates.push_back(estimate_of(options.estimand == Estimand::att ? "ATT" : "ATE",
                                          found->effect, found->se, std::nullopt, options.level));
  finding.summary.n = static_cast<std::size_t>(groups->rows());
  finding.summary.k = static_cast<double>(groups->x.cols());
  finding.dropped = groups->dropped;
  put_variance_words(options, finding);
  const double treated = groups->treated.sum();
  finding.diagnostics.push_back({"treated", treated});
  finding.diagnostics.push_back({"controls", static_cast<double>(groups->rows()) - treated});
  finding.diagnostics.push_back({"lowest_score", groups->chance.minCoeff()});
  finding.diagnostics.push_back({"highest_score", groups->chance.maxCoeff()});
  put_balance(*groups, found->weight, finding);
  for (const Dropped& one : groups->dropped) {
    if (one.reason.id == "beyond_overlap") {
      finding.notes.push_back(reason(Design::trimmed_scores));
    }
  }
  return finding;
}

}  // namespace formulary::evaluate
