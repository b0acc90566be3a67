#include "evaluate/fixed_effects.h"

#include <algorithm>
#include <cmath>

#include "evaluate/internal/distributions.h"
#include "evaluate/internal/reasons.h"
#include "evaluate/internal/regression.h"

namespace formulary::evaluate {

std::string RegressionOptions::mistake() const {
  if (!(level > 0 && level < 1)) return "the level of the interval lies between 0 and 1";
  if (!(tolerance > 0 && tolerance < 1)) return "the tolerance lies between 0 and 1";
  if (!(collinear >= 0 && collinear < 1)) return "the limit of collinearity lies between 0 and 1";
  if ((variance == Variance::cluster) != !clusters.empty()) {
    return "cluster columns go with the clustered variance, and no other";
  }
  if (clusters.size() > 2) return "one or two cluster columns, not more";
  if (clusters.size() == 2 && clusters[0] == clusters[1]) return "a cluster column is given twice";
  if (threads < 0) return "the number of threads is not below 0";
  return "";
}

namespace {

constexpr double kWeakF = 10;  // Staiger & Stock 1997

std::vector<std::size_t> counting(std::size_t from, std::size_t to) {
  std::vector<std::size_t> list;
  for (std::size_t i = from; i < to; ++i) list.push_back(i);
  return list;
}

std::vector<double> at(const std::vector<double>& all, const std::vector<std::size_t>& places) {
  std::vector<double> some;
  for (const std::size_t place : places) some.push_back(all[place]);
  return some;
}

std::vector<std::size_t> chosen(const std::vector<std::size_t>& from,
                                const std::vector<std::size_t>& places) {
  std::vector<std::size_t> some;
  for (const std::size_t place : places) some.push_back(from[place]);
  return some;
}

// Which of these columns of the reduced sample are independent, in this order.
Choice choose(const Reduced& reduced, const Eigen::MatrixXd& cross,
              const std::vector<std::size_t>& columns, double collinear) {
  const Choice found =
      independent(part_of(cross, columns, columns), at(reduced.absorbed.around, columns),
                  at(reduced.absorbed.squares, columns), collinear);
  return {chosen(columns, found.kept), chosen(columns, found.dropped)};
}

// The first stages of two-stage least squares: the endogenous columns as the instruments see them.
struct FirstStages {
  std::vector<std::vector<double>> seen;
  std::vector<Diagnostic> diagnostics;
  Reasons notes;
};

FirstStages first_stages(Reduced& reduced, const Eigen::MatrixXd& cross,
                         const std::vector<std::size_t>& exogenous,
                         const std::vector<std::size_t>& instruments,
                         const RegressionOptions& options) {
  FirstStages answer;
  std::vector<std::size_t> all = exogenous;
  all.insert(all.end(), instruments.begin(), instruments.end());
  const std::vector<ColumnView> views = reduced.views(all);
  const Eigen::MatrixXd inverse = inverse_of(part_of(cross, all, all));
  const std::size_t first = reduced.sample.exogenous.size();
  const Dimensions size{reduced.sample.rows, all.size() + (reduced.has_constant() ? 1 : 0),
                        reduced.sample.effects, reduced.sample.clusters, std::nullopt};
  RegressionOptions plain = options;
  plain.variance = Variance::iid;
  const double left = static_cast<double>(reduced.sample.rows) - count_parameters(size, plain);
  for (std::size_t d = first; d < first + reduced.sample.endogenous.size(); ++d) {
    const Eigen::VectorXd pi = inverse * part_of(cross, all, {d});
    std::vector<double> rest;
    const Residual whole = subtract_fit(reduced.column(d), views, pi, {}, reduced.sample.weights,
                                        rest, options.threads);
    const std::vector<double>& own = reduced.column(d);
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] = own[i] - rest[i];
    answer.seen.push_back(std::move(rest));
    double without = cross(static_cast<Eigen::Index>(d), static_cast<Eigen::Index>(d));
    if (!exogenous.empty()) {
      const Eigen::VectorXd products = part_of(cross, exogenous, {d});
      without -= products.dot(inverse_of(part_of(cross, exogenous, exogenous)) * products);
    }
    const auto q = static_cast<double>(instruments.size());
    const double f = left > 0 && whole.squares > 0
                         ? (without - whole.squares) / q / (whole.squares / left)
                         : std::numeric_limits<double>::infinity();
    const std::string& name = reduced.term(d);
    answer.diagnostics.push_back({"first_stage_f." + name, f});
    if (left > 0) answer.diagnostics.push_back({"first_stage_p." + name, f_upper(f, q, left)});
    if (f < kWeakF) answer.notes.push_back(reason(Says::weak_instrument, name));
  }
  return answer;
}

Identified<Finding> two_stages(Reduced& reduced, const Eigen::MatrixXd& cross,
                               const RegressionOptions& options) {
  const std::size_t p = reduced.sample.exogenous.size();
  const std::size_t d = reduced.sample.endogenous.size();
  std::vector<std::size_t> order = counting(0, p);
  const auto instruments = counting(p + d, p + d + reduced.sample.instruments.size());
  order.insert(order.end(), instruments.begin(), instruments.end());
  const Choice outside = choose(reduced, cross, order, options.collinear);
  note_dropped(reduced, outside.dropped);
  std::vector<std::size_t> exogenous;
  std::vector<std::size_t> useful;
  for (const std::size_t column : outside.kept) (column < p ? exogenous : useful).push_back(column);
  if (useful.size() < d) {
    return otherwise(unidentified(Says::too_few_instruments, Says::give_instruments));
  }
  const FirstStages stages = first_stages(reduced, cross, exogenous, useful, options);
  std::vector<ColumnView> x(stages.seen.begin(), stages.seen.end());
  std::vector<std::size_t> terms = counting(p, p + d);
  for (const std::size_t column : exogenous) {
    x.emplace_back(reduced.column(column));
    terms.push_back(column);
  }
  const Eigen::MatrixXd gram = cross_products(x, reduced.sample.weights, options.threads);
  const Choice told = independent(gram, at(reduced.absorbed.around, terms),
                                  at(reduced.absorbed.squares, terms), options.collinear);
  if (!told.dropped.empty()) {
    return otherwise(unidentified(Says::too_few_instruments, Says::give_instruments,
                                  reduced.term(terms[told.dropped[0]])));
  }
  const Fitted fitted = solve_for(reduced, terms, x, reduced.views(terms), gram, options);
  auto finding = written(reduced, fitted, options, "two_stage_least_squares");
  if (!finding) return finding;
  for (const auto& one : stages.diagnostics) finding->diagnostics.push_back(one);
  for (const auto& one : stages.notes) finding->notes.push_back(one);
  test_pre_trend(reduced, fitted, *finding);
  return finding;
}

Identified<Finding> one_stage(Reduced& reduced, const Eigen::MatrixXd& cross,
                              const RegressionOptions& options) {
  const Choice choice =
      choose(reduced, cross, counting(0, reduced.sample.exogenous.size()), options.collinear);
  note_dropped(reduced, choice.dropped);
  if (choice.kept.empty() && !reduced.has_constant()) {
    return otherwise(unidentified(Says::nothing_to_estimate, Says::give_variation));
  }
  const std::vector<ColumnView> x = reduced.views(choice.kept);
  const Fitted fitted =
      solve_for(reduced, choice.kept, x, x, part_of(cross, choice.kept, choice.kept), options);
  auto finding = written(reduced, fitted, options, "least_squares");
  if (finding) test_pre_trend(reduced, fitted, *finding);
  return finding;
}

}  // namespace

Evaluated<Finding> fixed_effects(const Panel& panel, const Formula& formula,
                                 const RegressionOptions& options) {
  if (const std::string wrong = options.mistake(); !wrong.empty())
    return fail(Fault{"", 0, wrong, ""});
  TRY(sample, take_sample(panel, formula, options));
  if (sample.rows == 0) return otherwise(unidentified(Says::no_rows, Says::give_rows));
  const Reasons alone = one_cluster_columns(sample);
  Reduced reduced = reduce(std::move(sample), formula.intercept, options);
  std::vector<ColumnView> columns = reduced.views(counting(0, reduced.width()));
  const Eigen::MatrixXd cross = cross_products(columns, reduced.sample.weights, options.threads);
  const Eigen::Index last = cross.rows() - 1;
  if (!(cross(last, last) > 1e-18 * reduced.absorbed.around.back()) ||
      !(cross(last, last) > 1e-26 * reduced.absorbed.squares.back())) {
    return otherwise(unidentified(Says::constant_outcome, Says::give_outcome));
  }
  Identified<Finding> finding = reduced.sample.endogenous.empty()
                                    ? one_stage(reduced, cross, options)
                                    : two_stages(reduced, cross, options);
  if (finding) finding->notes.insert(finding->notes.end(), alone.begin(), alone.end());
  return finding;
}

}  // namespace formulary::evaluate
