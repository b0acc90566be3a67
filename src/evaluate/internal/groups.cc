#include "evaluate/internal/groups.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "evaluate/internal/designs.h"
#include "evaluate/internal/least_squares.h"
#include "evaluate/internal/nuisance.h"
#include "evaluate/internal/reasons.h"

namespace formulary::evaluate {

namespace {

constexpr double kCollinear = 1e-9;  // share of a covariate that the others leave

struct Read {
  std::span<const double> outcome;
  std::span<const double> treatment;
  std::vector<std::span<const double>> covariates;
  std::vector<std::string> names;
  std::vector<std::size_t> rows;  // that are complete
  std::vector<Dropped> dropped;
};

Result<Read> read(const Panel& panel, const MatchOptions& options) {
  Read found;
  TRY(outcome, panel.numbers(options.outcome));
  TRY(treatment, panel.numbers(options.treatment));
  found.outcome = outcome;
  found.treatment = treatment;
  for (const std::string& name : options.covariates) {
    TRY(column, panel.numbers(name));
    found.covariates.push_back(column);
    found.names.push_back(name);
  }
  Dropped missing{reason(Says::missing_value), 0, ""};
  for (std::size_t row = 0; row < panel.rows(); ++row) {
    const double d = treatment[row];
    if (!std::isnan(d) && d != 0 && d != 1) {
      return fail(panel.fault(row, options.treatment + " is neither 0 nor 1"));
    }
    std::string lacks = std::isnan(outcome[row]) ? options.outcome : "";
    if (std::isnan(d)) lacks = options.treatment;
    for (std::size_t j = 0; j < found.names.size(); ++j) {
      if (std::isnan(found.covariates[j][row])) lacks = found.names[j];
    }
    if (lacks.empty()) {
      found.rows.push_back(row);
    } else if (missing.count++ == 0) {
      missing.which = lacks;
    }
  }
  if (missing.count > 0) found.dropped.push_back(std::move(missing));
  // Covariates that do not vary say nothing.
  for (std::size_t j = 0; j < found.names.size();) {
    const auto& column = found.covariates[j];
    const bool varies = std::any_of(found.rows.begin(), found.rows.end(), [&](std::size_t row) {
      return column[row] != column[found.rows[0]];
    });
    if (varies) {
      ++j;
      continue;
    }
    found.dropped.push_back({reason(Design::same_value_everywhere), 1, found.names[j]});
    found.covariates.erase(found.covariates.begin() + static_cast<std::ptrdiff_t>(j));
    found.names.erase(found.names.begin() + static_cast<std::ptrdiff_t>(j));
  }
  // By their values, so that folds and sums do not depend on the order of rows.
  std::sort(found.rows.begin(), found.rows.end(), [&](std::size_t a, std::size_t b) {
    for (const auto& column : found.covariates) {
      if (column[a] != column[b]) return column[a] < column[b];
    }
    if (treatment[a] != treatment[b]) return treatment[a] < treatment[b];
    return outcome[a] != outcome[b] ? outcome[a] < outcome[b] : a < b;
  });
  return found;
}

// Leave out covariates that follow from those before them.
void drop_collinear(Read& found) {
  std::vector<std::vector<double>> centred;
  std::vector<double> around;
  std::vector<double> squares;
  for (const auto& column : found.covariates) {
    double mean = 0;
    for (const std::size_t row : found.rows) mean += column[row];
    mean /= static_cast<double>(found.rows.size());
    std::vector<double> values;
    squares.push_back(0);
    for (const std::size_t row : found.rows) {
      values.push_back(column[row] - mean);
      squares.back() += column[row] * column[row];
    }
    centred.push_back(std::move(values));
  }
  const std::vector<ColumnView> views(centred.begin(), centred.end());
  const Eigen::MatrixXd cross = cross_products(views, {}, 1);
  for (Eigen::Index j = 0; j < cross.rows(); ++j) around.push_back(cross(j, j));
  const Choice choice = independent(cross, around, squares, kCollinear);
  for (auto j = choice.dropped.rbegin(); j != choice.dropped.rend(); ++j) {
    found.dropped.push_back({reason(Says::collinear), 1, found.names[*j]});
    found.covariates.erase(found.covariates.begin() + static_cast<std::ptrdiff_t>(*j));
    found.names.erase(found.names.begin() + static_cast<std::ptrdiff_t>(*j));
  }
}

void take(const Read& found, Groups& groups) {
  const auto n = static_cast<Eigen::Index>(found.rows.size());
  groups.outcome.resize(n);
  groups.treated.resize(n);
  groups.x.resize(n, static_cast<Eigen::Index>(found.names.size()) + 1);
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::size_t row = found.rows[static_cast<std::size_t>(i)];
    groups.outcome(i) = found.outcome[row];
    groups.treated(i) = found.treatment[row];
    groups.x(i, 0) = 1;
    for (Eigen::Index j = 1; j < groups.x.cols(); ++j) {
      groups.x(i, j) = found.covariates[static_cast<std::size_t>(j - 1)][row];
    }
  }
}

Groups kept(const Groups& all, const std::vector<Eigen::Index>& rows) {
  Groups some = all;
  const auto n = static_cast<Eigen::Index>(rows.size());
  some.outcome.resize(n);
  some.treated.resize(n);
  some.x.resize(n, all.x.cols());
  for (Eigen::Index i = 0; i < n; ++i) {
    const Eigen::Index from = rows[static_cast<std::size_t>(i)];
    some.outcome(i) = all.outcome(from);
    some.treated(i) = all.treated(from);
    some.x.row(i) = all.x.row(from);
  }
  return some;
}

}  // namespace

Evaluated<Groups> groups_of(const Panel& panel, const MatchOptions& options) {
  TRY(found, read(panel, options));
  if (found.rows.empty()) return otherwise(unidentified(Says::no_rows, Says::give_rows));
  drop_collinear(found);
  Groups all;
  take(found, all);
  all.names = found.names;
  all.dropped = found.dropped;
  const auto enough = [&](const Groups& groups) {
    const double treated = groups.treated.sum();
    const double least = static_cast<double>(groups.x.cols()) + 2;
    return treated >= least && static_cast<double>(groups.rows()) - treated >= least;
  };
  if (all.treated.minCoeff() == all.treated.maxCoeff()) {
    return otherwise(unidentified(Design::one_arm, Design::give_both_arms, options.treatment));
  }
  if (all.outcome.minCoeff() == all.outcome.maxCoeff()) {
    return otherwise(unidentified(Says::constant_outcome, Says::give_outcome));
  }
  if (!enough(all)) {
    return otherwise(unidentified(Design::few_in_arm, Design::give_both_arms, options.treatment));
  }
  const Unidentified apart = unidentified(Says::no_overlap, Says::give_overlap);
  const auto logit = fit_logit(all.treated, all.x);
  if (!logit) return otherwise(apart);
  all.chance = chances(*logit, all.x);
  // For an effect on the treated, rows that would hardly be treated do no harm.
  const double low = options.estimand == Estimand::ate ? options.trim : 0;
  std::vector<Eigen::Index> rows;
  double alike = 0;
  double asked = 0;
  for (Eigen::Index i = 0; i < all.rows(); ++i) {
    const bool good = all.chance(i) > low && all.chance(i) < 1 - options.trim;
    const bool counts = options.estimand == Estimand::ate || all.treated(i) == 1;
    if (good) rows.push_back(i);
    asked += counts ? 1 : 0;
    alike += counts && good ? 1 : 0;
  }
  if (!(alike >= asked / 2)) return otherwise(apart);
  const std::size_t gone = static_cast<std::size_t>(all.rows()) - rows.size();
  if (gone == 0) return all;
  Groups some = kept(all, rows);
  some.dropped.push_back({reason(Design::beyond_overlap), gone, options.treatment});
  if (!enough(some)) return otherwise(apart);
  const auto again = fit_logit(some.treated, some.x);
  if (!again) return otherwise(apart);
  some.chance = chances(*again, some.x);
  return some;
}

}  // namespace formulary::evaluate
