#include "evaluate/internal/regression.h"

#include <algorithm>
#include <cmath>

#include "base/must.h"
#include "evaluate/internal/reasons.h"
#include "evaluate/internal/wald.h"

namespace formulary::evaluate {

namespace {

constexpr std::size_t kFewClusters = 30;
constexpr double kOrthogonal = 1e-13;
constexpr int kRefinements = 3;

// Take the weighted means out, or only measure the columns.
void take_means(Reduced& reduced, bool intercept, const RegressionOptions& options) {
  const std::size_t width = reduced.width();
  const std::vector<double> ones(reduced.sample.rows, 1.0);
  std::vector<ColumnView> columns{ones};
  for (std::size_t j = 0; j < width; ++j) columns.emplace_back(reduced.column(j));
  for (std::size_t j = 0; j < width; ++j) {
    const Eigen::MatrixXd cross =
        cross_products({columns[0], columns[j + 1]}, reduced.sample.weights, options.threads);
    const double mean = cross(0, 1) / cross(0, 0);
    reduced.absorbed.squares.push_back(cross(1, 1));
    const double around = std::max(cross(1, 1) - cross(0, 0) * mean * mean, 0.0);
    reduced.absorbed.around.push_back(intercept ? around : cross(1, 1));
    if (!intercept) continue;
    for (double& x : reduced.column(j)) x -= mean;
    // Once more: the first mean carries the rounding of large numbers.
    const Eigen::MatrixXd again =
        cross_products({columns[0], columns[j + 1]}, reduced.sample.weights, options.threads);
    const double rest = again(0, 1) / again(0, 0);
    for (double& x : reduced.column(j)) x -= rest;
    reduced.means.push_back(mean + rest);
  }
}

// The variance of (constant, b) from that of the centred equation, whose constant is the mean of
// the outcome: constant = mean(y) - means' b.
struct WithConstant {
  Eigen::VectorXd b;
  Eigen::MatrixXd transform;
};
WithConstant with_constant(const Reduced& reduced, const Fitted& fitted) {
  const Eigen::Index width = fitted.b.size();
  WithConstant answer;
  answer.transform = Eigen::MatrixXd::Identity(width + 1, width + 1);
  answer.b.resize(width + 1);
  answer.b(0) = reduced.means.back();
  answer.b.tail(width) = fitted.b;
  for (Eigen::Index j = 0; j < width; ++j) {
    const double mean = reduced.means[fitted.terms[static_cast<std::size_t>(j)]];
    answer.transform(0, j + 1) = -mean;
    answer.b(0) -= mean * fitted.b(j);
  }
  return answer;
}

double sum_of(std::span<const double> weights, std::size_t rows) {
  if (weights.empty()) return static_cast<double>(rows);
  double sum = 0;
  for (const double w : weights) sum += w;
  return sum;
}

void put_fit(Reduced& reduced, const Fitted& fitted, double k, Finding& finding) {
  const std::vector<double>& y = reduced.column(reduced.width() - 1);
  const double within = cross_products({y}, reduced.sample.weights, 1)(0, 0);
  const auto n = static_cast<double>(reduced.sample.rows);
  const double around = reduced.absorbed.around.back();
  finding.diagnostics.push_back({"rss", fitted.squares});
  finding.diagnostics.push_back({"sigma", std::sqrt(fitted.squares / (n - k))});
  if (around > 0) finding.diagnostics.push_back({"r2", 1 - fitted.squares / around});
  if (reduced.absorber && within > 0) {
    finding.diagnostics.push_back({"r2_within", 1 - fitted.squares / within});
  }
}

void put_effects(const Reduced& reduced, std::optional<std::size_t> rank, Finding& finding) {
  if (!reduced.absorber) return;
  if (rank) finding.diagnostics.push_back({"rank_of_effects", static_cast<double>(*rank)});
  finding.diagnostics.push_back(
      {"effects_solved_by",
       std::string(reduced.absorber->is_exact() ? "elimination" : "conjugate_gradients")});
  finding.diagnostics.push_back(
      {"effects_iterations", static_cast<double>(reduced.absorbed.iterations)});
}

}  // namespace

std::size_t Reduced::width() const {
  return sample.exogenous.size() + sample.endogenous.size() + sample.instruments.size() + 1;
}

std::vector<double>& Reduced::column(std::size_t at) {
  for (auto* list : {&sample.exogenous, &sample.endogenous, &sample.instruments}) {
    if (at < list->size()) return (*list)[at].values;
    at -= list->size();
  }
  MUST(at == 0);
  return sample.outcome;
}

const std::string& Reduced::term(std::size_t at) {
  for (auto* list : {&sample.exogenous, &sample.endogenous, &sample.instruments}) {
    if (at < list->size()) return (*list)[at].term;
    at -= list->size();
  }
  must_failed("at is a regressor", __FILE__, __LINE__);
}

std::vector<ColumnView> Reduced::views(const std::vector<std::size_t>& columns) {
  std::vector<ColumnView> found;
  for (const std::size_t at : columns) found.emplace_back(column(at));
  return found;
}

Reduced reduce(Sample sample, bool intercept, const RegressionOptions& options) {
  Reduced reduced;
  reduced.sample = std::move(sample);
  if (reduced.sample.effects.empty()) {
    take_means(reduced, intercept, options);
    return reduced;
  }
  reduced.absorber.emplace(reduced.sample.effects, reduced.sample.weights, options.threads);
  std::vector<double*> columns;
  for (std::size_t j = 0; j < reduced.width(); ++j) columns.push_back(reduced.column(j).data());
  reduced.absorbed = reduced.absorber->absorb(columns, options.tolerance);
  return reduced;
}

Fitted solve_for(Reduced& reduced, std::vector<std::size_t> terms, std::vector<ColumnView> x,
                 const std::vector<ColumnView>& actual, const Eigen::MatrixXd& gram,
                 const RegressionOptions& options) {
  Fitted fitted;
  fitted.terms = std::move(terms);
  fitted.x = std::move(x);
  const ColumnView y = reduced.column(reduced.width() - 1);
  const auto width = static_cast<Eigen::Index>(fitted.x.size());
  fitted.bread = inverse_of(gram);
  fitted.b = Eigen::VectorXd::Zero(width);
  for (int step = 0; step <= kRefinements; ++step) {
    // At the first step b is 0, so the products are those of y itself.
    const Residual found = subtract_fit(y, actual, fitted.b, fitted.x, reduced.sample.weights,
                                        fitted.residual, options.threads);
    fitted.squares = found.squares;
    const double length = std::sqrt(found.squares);
    const double before = step == 0 ? 1 : fitted.cosine;
    fitted.cosine = 0;
    for (Eigen::Index j = 0; j < width; ++j) {
      const double whole = std::sqrt(gram(j, j)) * length;
      if (whole > 0) fitted.cosine = std::max(fitted.cosine, std::fabs(found.products(j)) / whole);
    }
    if (step > 0 && (fitted.cosine <= kOrthogonal || step == kRefinements)) break;
    if (step > 1 && fitted.cosine > 0.5 * before) break;
    fitted.b += fitted.bread * found.products;
  }
  if (reduced.absorber) {
    fitted.cosine = std::max(fitted.cosine, reduced.absorber->cosine_of(fitted.residual.data()));
  }
  return fitted;
}

Identified<Finding> written(Reduced& reduced, const Fitted& fitted,
                            const RegressionOptions& options, std::string method,
                            std::optional<double> known_variance) {
  const Sample& sample = reduced.sample;
  const std::size_t rows = sample.rows;
  std::vector<double> weighted;
  if (!sample.weights.empty()) {
    weighted.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) weighted[i] = sample.weights[i] * fitted.residual[i];
  }
  Scores scores{fitted.x, weighted.empty() ? ColumnView(fitted.residual) : ColumnView(weighted),
                fitted.bread, fitted.squares, known_variance};
  Eigen::VectorXd b = fitted.b;
  std::vector<double> ones;
  if (reduced.has_constant()) {
    ones.assign(rows, 1.0);
    scores.x.insert(scores.x.begin(), ones);
    const Eigen::Index width = fitted.b.size();
    scores.bread = Eigen::MatrixXd::Zero(width + 1, width + 1);
    scores.bread(0, 0) = 1 / sum_of(sample.weights, rows);
    scores.bread.bottomRightCorner(width, width) = fitted.bread;
  }
  std::optional<std::size_t> rank;
  if (reduced.absorber && reduced.absorber->is_exact()) rank = reduced.absorber->rank();
  const Dimensions size{rows, scores.x.size(), sample.effects, sample.clusters, rank};
  auto found = sandwich(scores, size, options);
  if (!found) return otherwise(std::move(found.error()));
  if (reduced.has_constant()) {
    const WithConstant whole = with_constant(reduced, fitted);
    b = whole.b;
    found->variance = whole.transform * found->variance * whole.transform.transpose();
  }
  Finding finding;
  finding.method = std::move(method);
  for (Eigen::Index j = 0; j < b.size(); ++j) {
    const bool constant = reduced.has_constant() && j == 0;
    const auto place = static_cast<std::size_t>(reduced.has_constant() ? j - 1 : j);
    const double se = std::sqrt(std::max(found->variance(j, j), 0.0));
    finding.estimates.push_back(
        estimate_of(constant ? "(Intercept)" : reduced.term(fitted.terms[place]), b(j), se,
                    known_variance ? std::nullopt : found->df, options.level));
    for (Eigen::Index i = 0; i < b.size(); ++i) finding.covariance.push_back(found->variance(j, i));
  }
  finding.summary.n = rows;
  finding.summary.k = found->k;
  finding.summary.df = known_variance ? std::nullopt : found->df;
  for (const Factor& effect : sample.effects) {
    finding.summary.effects.push_back({effect.name, effect.levels});
  }
  finding.summary.groups = found->groups;
  finding.summary.variance = found->stated;
  finding.summary.tolerance = fitted.cosine;
  finding.dropped = sample.dropped;
  if (!known_variance) put_fit(reduced, fitted, found->k, finding);
  put_effects(reduced, rank, finding);
  if (!reduced.absorbed.converged) finding.notes.push_back(reason(Says::not_converged));
  if (found->corrected) finding.notes.push_back(reason(Says::negative_variance));
  for (const Count& one : found->groups) {
    if (one.count >= kFewClusters) continue;
    finding.notes.push_back(
        reason(Says::few_clusters, one.name + " (" + std::to_string(one.count) + ")"));
  }
  return finding;
}

void note_dropped(Reduced& reduced, const std::vector<std::size_t>& dropped) {
  for (const std::size_t at : dropped) {
    reduced.sample.dropped.push_back({reason(Says::collinear), 1, reduced.term(at)});
  }
}

Reasons one_cluster_columns(const Sample& sample) {
  Reasons found;
  for (const Factor& cluster : sample.clusters) {
    for (const auto* list : {&sample.exogenous, &sample.endogenous}) {
      for (const ModelColumn& column : *list) {
        std::uint32_t only = kNoLevel;
        bool several = false;
        for (std::size_t i = 0; i < sample.rows && !several; ++i) {
          if (column.values[i] == 0) continue;
          several = only != kNoLevel && only != cluster.level[i];
          only = cluster.level[i];
        }
        if (!several && only != kNoLevel) {
          found.push_back(reason(Says::one_treated_cluster, column.term));
        }
      }
    }
  }
  return found;
}

void test_pre_trend(const Reduced& reduced, const Fitted& fitted, Finding& finding) {
  const std::size_t first = reduced.has_constant() ? 1 : 0;
  const std::size_t width = finding.estimates.size();
  std::vector<std::size_t> early;
  for (std::size_t j = 0; j < fitted.terms.size(); ++j) {
    if (fitted.terms[j] >= reduced.sample.exogenous.size()) continue;
    const auto& event = reduced.sample.exogenous[fitted.terms[j]].event;
    if (event && *event < 0) early.push_back(first + j);
  }
  if (early.empty()) return;
  const auto q = static_cast<Eigen::Index>(early.size());
  Eigen::MatrixXd variance(q, q);
  Eigen::VectorXd b(q);
  for (Eigen::Index i = 0; i < q; ++i) {
    const std::size_t row = early[static_cast<std::size_t>(i)];
    b(i) = finding.estimates[row].effect.estimate;
    for (Eigen::Index j = 0; j < q; ++j) {
      variance(i, j) = finding.covariance[row * width + early[static_cast<std::size_t>(j)]];
    }
  }
  const auto test = wald(b, variance, finding.summary.df);
  if (!test) return;
  finding.diagnostics.push_back({"wald_pre", test->statistic / static_cast<double>(q)});
  finding.diagnostics.push_back({"wald_pre_p", test->p});
  if (test->p < 0.05) finding.notes.push_back(reason(Says::failed_pre_trend));
}

}  // namespace formulary::evaluate
