// The three estimators of groups.h.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/LU>

#include "evaluate/internal/alike.h"
#include "evaluate/internal/groups.h"
#include "evaluate/internal/nuisance.h"
#include "math/philox.h"

namespace formulary::evaluate {

namespace {

constexpr double kLeastChance = 1e-3;  // of a fold's own logit
constexpr std::size_t kNoiseNeighbours = 2;

// Weights that make both groups look like those the effect is asked for.
Eigen::ArrayXd weights_of(const Eigen::ArrayXd& d, const Eigen::ArrayXd& p, Estimand estimand) {
  if (estimand == Estimand::att) return d + (1 - d) * p / (1 - p);
  return d / p + (1 - d) / (1 - p);
}

double se_of(const Eigen::ArrayXd& influence) {
  return std::sqrt(influence.square().mean() / static_cast<double>(influence.size()));
}

// Deal rows to folds by lot, each group apart, so that every fold has its share of both.
std::vector<int> folds_of(const Groups& groups, const MatchOptions& options) {
  std::vector<int> fold(static_cast<std::size_t>(groups.rows()), 0);
  for (const double group : {0.0, 1.0}) {
    std::vector<std::pair<std::uint64_t, std::size_t>> lots;
    for (std::size_t i = 0; i < fold.size(); ++i) {
      if (groups.treated(static_cast<Eigen::Index>(i)) != group) continue;
      const auto words = philox(options.seed, 0, i, 0, Purpose::sample);
      lots.emplace_back(std::uint64_t{words[0]} << 32U | words[1], i);
    }
    std::sort(lots.begin(), lots.end());
    for (std::size_t k = 0; k < lots.size(); ++k) {
      fold[lots[k].second] = static_cast<int>(k % static_cast<std::size_t>(options.folds));
    }
  }
  return fold;
}

std::vector<std::uint32_t> rows_of(const Groups& groups, double group) {
  std::vector<std::uint32_t> rows;
  for (Eigen::Index i = 0; i < groups.rows(); ++i) {
    if (groups.treated(i) == group) rows.push_back(static_cast<std::uint32_t>(i));
  }
  return rows;
}

}  // namespace

Compared weighted(const Groups& groups, Estimand estimand) {
  const Eigen::ArrayXd d = groups.treated.array();
  const Eigen::ArrayXd p = groups.chance.array();
  const Eigen::ArrayXd y = groups.outcome.array();
  const Eigen::MatrixXd& x = groups.x;
  const auto n = static_cast<double>(groups.rows());
  Compared found;
  const Eigen::ArrayXd w = weights_of(d, p, estimand);
  found.weight = w.matrix();
  // How each weight moves with the logit's index.
  Eigen::ArrayXd move_treated = Eigen::ArrayXd::Zero(d.size());
  if (estimand == Estimand::ate) move_treated = -d * (1 - p) / p;
  const Eigen::ArrayXd move_control = (1 - d) * p / (1 - p);
  const Eigen::MatrixXd information = (x.transpose() * (p * (1 - p)).matrix().asDiagonal() * x) / n;
  const Eigen::MatrixXd score = (d - p).matrix().asDiagonal() * x;
  const Eigen::MatrixXd of_logit = score * information.inverse();
  const auto mean = [&](const Eigen::ArrayXd& who, const Eigen::ArrayXd& moves,
                        Eigen::ArrayXd& influence) {
    const Eigen::ArrayXd own = who * w;
    const double level = (own * y).sum() / own.sum();
    const Eigen::VectorXd shift = x.transpose() * (moves * (y - level)).matrix() / n;
    influence = (own * (y - level) + (of_logit * shift).array()) / own.mean();
    return level;
  };
  Eigen::ArrayXd treated;
  Eigen::ArrayXd control;
  found.effect = mean(d, move_treated, treated) - mean(1 - d, move_control, control);
  found.se = se_of(treated - control);
  return found;
}

std::optional<Compared> doubly_robust(const Groups& groups, const MatchOptions& options) {
  const Eigen::Index n = groups.rows();
  const std::vector<int> fold = folds_of(groups, options);
  Eigen::ArrayXd p(n);
  Eigen::ArrayXd without(n);
  Eigen::ArrayXd with(n);
  for (int f = 0; f < options.folds; ++f) {
    std::vector<Eigen::Index> rest;
    for (Eigen::Index i = 0; i < n; ++i) {
      if (fold[static_cast<std::size_t>(i)] != f) rest.push_back(i);
    }
    const Eigen::MatrixXd x = groups.x(rest, Eigen::all);
    const Eigen::VectorXd d = groups.treated(rest);
    const Eigen::VectorXd y = groups.outcome(rest);
    const auto logit = fit_logit(d, x);
    const auto below = regress(y, x, (1 - d.array()).matrix());
    const auto above = regress(y, x, d);
    if (!logit || !below || !above) return std::nullopt;
    for (Eigen::Index i = 0; i < n; ++i) {
      if (fold[static_cast<std::size_t>(i)] != f) continue;
      const double index = groups.x.row(i).dot(logit->b);
      p(i) = std::clamp(1 / (1 + std::exp(-index)), kLeastChance, 1 - kLeastChance);
      without(i) = groups.x.row(i).dot(*below);
      with(i) = groups.x.row(i).dot(*above);
    }
  }
  const Eigen::ArrayXd d = groups.treated.array();
  const Eigen::ArrayXd y = groups.outcome.array();
  Compared found;
  found.weight = weights_of(d, p, options.estimand).matrix();
  if (options.estimand == Estimand::ate) {
    const Eigen::ArrayXd scores =
        with - without + d * (y - with) / p - (1 - d) * (y - without) / (1 - p);
    found.effect = scores.mean();
    found.se = se_of(scores - found.effect);
    return found;
  }
  const double share = d.mean();
  const Eigen::ArrayXd scores = (d - (1 - d) * p / (1 - p)) * (y - without);
  found.effect = scores.mean() / share;
  found.se = se_of((scores - d * found.effect) / share);
  return found;
}

std::optional<Compared> matched(const Groups& groups, const MatchOptions& options) {
  const Eigen::MatrixXd points = whitened(groups.covariates());
  if (!points.allFinite()) return std::nullopt;
  const std::array<std::vector<std::uint32_t>, 2> rows{rows_of(groups, 0), rows_of(groups, 1)};
  const auto wanted = static_cast<std::size_t>(options.neighbours);
  Eigen::ArrayXd used = Eigen::ArrayXd::Zero(groups.rows());     // how often, in shares
  Eigen::ArrayXd squared = Eigen::ArrayXd::Zero(groups.rows());  // sum of the shares squared
  std::array<std::vector<std::vector<std::uint32_t>>, 2> like;
  for (const std::size_t group : {1U, 0U}) {
    if (group == 0 && options.estimand == Estimand::att) continue;
    like[group] = neighbours_of(points, rows[group], rows[1 - group], wanted, options.threads);
    for (const auto& neighbours : like[group]) {
      const double share = 1 / static_cast<double>(neighbours.size());
      for (const std::uint32_t one : neighbours) {
        used(one) += share;
        squared(one) += share * share;
      }
    }
  }
  std::vector<double> differences;
  for (const std::size_t group : {1U, 0U}) {
    if (like[group].empty()) continue;
    // What is left of the distance between neighbours is bridged by a regression of those used.
    Eigen::ArrayXd other = groups.treated.array();
    if (group == 1) other = 1 - other;
    const auto b = regress(groups.outcome, groups.x, (other * used).matrix());
    if (!b) return std::nullopt;
    for (std::size_t i = 0; i < rows[group].size(); ++i) {
      const std::uint32_t row = rows[group][i];
      double counterpart = 0;
      for (const std::uint32_t one : like[group][i]) {
        counterpart += groups.outcome(one) + (groups.x.row(row) - groups.x.row(one)).dot(*b);
      }
      counterpart /= static_cast<double>(like[group][i].size());
      const double difference = groups.outcome(row) - counterpart;
      differences.push_back(group == 1 ? difference : -difference);
    }
  }
  const auto count = static_cast<double>(differences.size());
  Compared found;
  found.effect = std::accumulate(differences.begin(), differences.end(), 0.0) / count;
  double variance = 0;
  for (const double one : differences) variance += (one - found.effect) * (one - found.effect);
  for (const std::size_t group : {0U, 1U}) {
    if (group == 1 && options.estimand == Estimand::att) continue;
    const auto near =
        neighbours_of(points, rows[group], rows[group], kNoiseNeighbours, options.threads);
    for (std::size_t i = 0; i < rows[group].size(); ++i) {
      const std::uint32_t row = rows[group][i];
      double mean = 0;
      for (const std::uint32_t one : near[i]) mean += groups.outcome(one);
      const auto size = static_cast<double>(near[i].size());
      const double rest = groups.outcome(row) - mean / size;
      const double noise = size / (size + 1) * rest * rest;
      const double own = options.estimand == Estimand::ate ? 2 * used(row) : 0;
      variance += (used(row) * used(row) + own - squared(row)) * noise;
    }
  }
  found.se = std::sqrt(variance) / count;
  const Eigen::ArrayXd d = groups.treated.array();
  Eigen::ArrayXd weight = used + d * (1 - used);  // of the treated 1, of controls their use
  if (options.estimand == Estimand::ate) weight = 1 + used;
  found.weight = weight.matrix();
  return found;
}

}  // namespace formulary::evaluate
