#include "evaluate/pool.h"

#include <cmath>

#include "evaluate/internal/between_studies.h"
#include "evaluate/internal/designs.h"
#include "evaluate/internal/distributions.h"
#include "evaluate/internal/reasons.h"
#include "evaluate/internal/wald.h"

namespace formulary::evaluate {

std::string PoolOptions::mistake() const {
  if (!(level > 0 && level < 1)) return "the level of the interval lies between 0 and 1";
  return "";
}

namespace {

constexpr Eigen::Index kFewStudies = 5;
constexpr double kSmallStudyLevel = 0.1;  // Egger's test has little power

struct Collected {
  Studies studies;
  std::vector<std::string> names;
  std::vector<Dropped> dropped;
};

Result<Collected> collect(const Panel& panel, const PoolOptions& options) {
  TRY(effect, panel.numbers(options.effect));
  TRY(variance, panel.numbers(options.variance));
  std::vector<std::span<const double>> moderators;
  for (const std::string& name : options.moderators) {
    TRY(column, panel.numbers(name));
    moderators.push_back(column);
  }
  const Key* study = nullptr;
  if (!options.study.empty()) {
    TRY(key, panel.key(options.study));
    study = key;
  }
  Collected collected;
  Dropped missing{reason(Says::missing_value), 0, ""};
  std::vector<std::size_t> kept;
  for (std::size_t row = 0; row < panel.rows(); ++row) {
    if (!std::isnan(variance[row]) && !(variance[row] > 0)) {
      return fail(panel.fault(row, options.variance + " is not above 0",
                              "it is the square of the standard error"));
    }
    bool complete = !std::isnan(effect[row]) && !std::isnan(variance[row]);
    for (const auto& column : moderators) complete = complete && !std::isnan(column[row]);
    const std::string name =
        study != nullptr ? study->name(study->level[row]) : std::to_string(row + 1);
    if (complete) {
      kept.push_back(row);
      collected.names.push_back(name);
    } else if (missing.count++ == 0) {
      missing.which = name;
    }
  }
  if (missing.count > 0) collected.dropped.push_back(std::move(missing));
  const auto k = static_cast<Eigen::Index>(kept.size());
  const auto p = static_cast<Eigen::Index>(moderators.size()) + 1;
  Studies& studies = collected.studies;
  studies.effect.resize(k);
  studies.variance.resize(k);
  studies.x.resize(k, p);
  for (Eigen::Index i = 0; i < k; ++i) {
    const std::size_t row = kept[static_cast<std::size_t>(i)];
    studies.effect(i) = effect[row];
    studies.variance(i) = variance[row];
    studies.x(i, 0) = 1;
    for (Eigen::Index j = 1; j < p; ++j) {
      studies.x(i, j) = moderators[static_cast<std::size_t>(j - 1)][row];
    }
  }
  return collected;
}

struct Pooled {
  StudyFit fit;
  double tau2 = 0;
  Eigen::MatrixXd variance;
  std::optional<double> df;
};

Pooled pooled_of(const Studies& studies, const PoolOptions& options) {
  Pooled pooled;
  pooled.tau2 = between_variance(studies, options.between);
  pooled.fit = fit_studies(studies, pooled.tau2);
  pooled.variance = pooled.fit.inverse;
  if (options.test == PoolTest::z) return pooled;
  pooled.df = static_cast<double>(studies.effect.size() - studies.x.cols());
  pooled.variance *= pooled.fit.misfit / *pooled.df;
  return pooled;
}

void put(Finding& finding, const std::string& id, double value) {
  finding.diagnostics.push_back({id, value});
}

void put_heterogeneity(const Studies& studies, const Pooled& pooled, const PoolOptions& options,
                       Finding& finding) {
  const StudyFit fixed = fit_studies(studies, 0);
  const auto free = static_cast<double>(studies.effect.size() - studies.x.cols());
  const double typical = free / fixed.trace;  // variance within a study
  put(finding, "tau2", pooled.tau2);
  if (options.between == Between::reml) {
    put(finding, "tau2_se", std::sqrt(2 / pooled.fit.trace_squared));
  }
  if (options.between == Between::ml) {
    put(finding, "tau2_se", std::sqrt(2 / pooled.fit.weight.squaredNorm()));
  }
  put(finding, "i2", 100 * pooled.tau2 / (pooled.tau2 + typical));
  put(finding, "h2", (pooled.tau2 + typical) / typical);
  put(finding, "q", fixed.misfit);
  put(finding, "q_df", free);
  put(finding, "q_p", chi_squared_upper(fixed.misfit, free));
}

void put_leave_one_out(const Collected& collected, const PoolOptions& options, Finding& finding) {
  const Studies& all = collected.studies;
  const Eigen::Index k = all.effect.size();
  for (Eigen::Index gone = 0; gone < k && k > 2; ++gone) {
    Studies rest{Eigen::VectorXd(k - 1), Eigen::VectorXd(k - 1), Eigen::MatrixXd(k - 1, 1)};
    for (Eigen::Index i = 0; i + 1 < k; ++i) {
      const Eigen::Index from = i < gone ? i : i + 1;
      rest.effect(i) = all.effect(from);
      rest.variance(i) = all.variance(from);
      rest.x(i, 0) = 1;
    }
    const Pooled pooled = pooled_of(rest, options);
    const std::string& name = collected.names[static_cast<std::size_t>(gone)];
    put(finding, "without." + name, pooled.fit.b(0));
    put(finding, "without_se." + name, std::sqrt(pooled.variance(0, 0)));
    put(finding, "without_tau2." + name, pooled.tau2);
  }
}

// Egger's test: whether effects depend on their standard errors, weighted by 1 / variance, with the
// dispersion that the studies show.
void put_small_study_test(const Studies& studies, Finding& finding) {
  const Eigen::Index k = studies.effect.size();
  if (k < 3) return;
  Studies with_error{studies.effect, studies.variance, Eigen::MatrixXd(k, 2)};
  with_error.x << Eigen::VectorXd::Ones(k), studies.variance.cwiseSqrt();
  if (!independent_columns(with_error.x)) return;
  const StudyFit fit = fit_studies(with_error, 0);
  const double free = static_cast<double>(k - 2);
  const double t = fit.b(1) / std::sqrt(fit.inverse(1, 1) * fit.misfit / free);
  if (!std::isfinite(t)) return;
  const double p = t_two_sided(t, free);
  put(finding, "egger_t", t);
  put(finding, "egger_p", p);
  if (p < kSmallStudyLevel) finding.notes.push_back(reason(Design::small_study_effect));
}

void put_prediction(const Pooled& pooled, const PoolOptions& options, Finding& finding) {
  const double reach = t_quantile(0.5 + options.level / 2, pooled.df) *
                       std::sqrt(pooled.variance(0, 0) + pooled.tau2);
  put(finding, "prediction_low", pooled.fit.b(0) - reach);
  put(finding, "prediction_high", pooled.fit.b(0) + reach);
  finding.diagnostics.push_back({"prediction_from", std::string(pooled.df ? "t" : "normal")});
}

}  // namespace

Evaluated<Finding> pool(const Panel& panel, const PoolOptions& options) {
  if (const std::string wrong = options.mistake(); !wrong.empty()) {
    return fail(Fault{"", 0, wrong, ""});
  }
  TRY(collected, collect(panel, options));
  const Studies& studies = collected.studies;
  const Eigen::Index k = studies.effect.size();
  const Eigen::Index p = studies.x.cols();
  if (k == 0) return otherwise(unidentified(Says::no_rows, Says::give_rows));
  if (k < 2) return otherwise(unidentified(Design::one_study, Design::give_studies));
  if (k <= p || !independent_columns(studies.x)) {
    return otherwise(unidentified(Design::too_many_moderators, Design::drop_moderators));
  }
  const Pooled pooled = pooled_of(studies, options);
  Finding finding;
  finding.method = std::string("pooling ") + id_of(options.between);
  for (Eigen::Index j = 0; j < p; ++j) {
    const std::string term = p == 1   ? "mean"
                             : j == 0 ? "(Intercept)"
                                      : options.moderators[static_cast<std::size_t>(j - 1)];
    finding.estimates.push_back(estimate_of(term, pooled.fit.b(j), std::sqrt(pooled.variance(j, j)),
                                            pooled.df, options.level));
    for (Eigen::Index i = 0; i < p; ++i) finding.covariance.push_back(pooled.variance(j, i));
  }
  finding.summary.n = static_cast<std::size_t>(k);
  finding.summary.k = static_cast<double>(p);
  finding.summary.df = pooled.df;
  finding.dropped = collected.dropped;
  if (options.test == PoolTest::z) {
    finding.summary.variance = {"inverse of the weights, normal", "обратная весам, нормальное",
                                "салмақтарға кері, қалыпты"};
  } else {
    finding.summary.variance = {"Knapp-Hartung", "Кнапп — Хартунг", "Кнапп — Хартунг"};
  }
  put_heterogeneity(studies, pooled, options, finding);
  if (p == 1) {
    put_prediction(pooled, options, finding);
    put_leave_one_out(collected, options, finding);
  } else if (const auto test = wald(pooled.fit.b.tail(p - 1),
                                    pooled.variance.bottomRightCorner(p - 1, p - 1), pooled.df)) {
    const double count = pooled.df ? static_cast<double>(p - 1) : 1;  // F, or chi-squared
    put(finding, "moderators_statistic", test->statistic / count);
    put(finding, "moderators_p", test->p);
  }
  put_small_study_test(studies, finding);
  if (k < kFewStudies) finding.notes.push_back(reason(Design::few_studies));
  return finding;
}

}  // namespace formulary::evaluate
