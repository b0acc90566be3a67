#include "evaluate/internal/compare.h"

#include <cmath>

#include <Eigen/Cholesky>

namespace formulary::evaluate {

namespace {

constexpr double kTrim = 0.995;
constexpr double kMostChance = 1 - 1e-6;
constexpr double kNoOverlap = 0.999;
constexpr int kMostSteps = 100;

// A regression or logit, with each row's influence on its coefficients (rows x k).
struct Nuisance {
  bool found = false;
  Eigen::VectorXd fitted;
  Eigen::MatrixXd influence;
};

bool invert(const Eigen::MatrixXd& gram, Eigen::MatrixXd& inverse) {
  const Eigen::VectorXd diagonal = gram.diagonal();
  if (!(diagonal.minCoeff() > 0)) return false;
  const Eigen::VectorXd scale = diagonal.cwiseSqrt().cwiseInverse();
  const Eigen::MatrixXd unit = scale.asDiagonal() * gram * scale.asDiagonal();
  const Eigen::LDLT<Eigen::MatrixXd> factor(unit);
  if (factor.info() != Eigen::Success || !(factor.vectorD().minCoeff() > 1e-9)) return false;
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(gram.rows(), gram.cols());
  inverse = scale.asDiagonal() * factor.solve(identity) * scale.asDiagonal();
  return true;
}

Nuisance regression_of_controls(const Eigen::VectorXd& change, const Eigen::VectorXd& control,
                                const Eigen::MatrixXd& x) {
  Nuisance answer;
  Eigen::MatrixXd inverse;
  const Eigen::MatrixXd kept = control.asDiagonal() * x;
  if (!invert(kept.transpose() * x, inverse)) return answer;
  Eigen::VectorXd b = inverse * (kept.transpose() * change);
  b += inverse * (kept.transpose() * (change - x * b));  // once more, for rounding
  answer.fitted = x * b;
  const Eigen::VectorXd rest = control.cwiseProduct(change - answer.fitted);
  answer.influence = static_cast<double>(x.rows()) * (rest.asDiagonal() * x * inverse);
  answer.found = true;
  return answer;
}

Nuisance logit(const Eigen::VectorXd& treated, const Eigen::MatrixXd& x) {
  Nuisance answer;
  Eigen::VectorXd b = Eigen::VectorXd::Zero(x.cols());
  Eigen::MatrixXd inverse;
  for (int step = 0; step < kMostSteps; ++step) {
    answer.fitted = (1 + (-(x * b)).array().exp()).inverse().matrix();
    const Eigen::VectorXd weight = answer.fitted.array() * (1 - answer.fitted.array());
    const Eigen::MatrixXd weighted = weight.asDiagonal() * x;
    if (!invert(weighted.transpose() * x, inverse)) return answer;
    const Eigen::VectorXd move = inverse * (x.transpose() * (treated - answer.fitted));
    b += move;
    if (!b.allFinite()) return answer;
    if (move.cwiseAbs().maxCoeff() <= 1e-12 * (1 + b.cwiseAbs().maxCoeff())) {
      answer.found = true;
      break;
    }
  }
  const Eigen::VectorXd score = treated - answer.fitted;
  answer.influence = static_cast<double>(x.rows()) * (score.asDiagonal() * x * inverse);
  answer.fitted = answer.fitted.cwiseMin(kMostChance);
  return answer;
}

Eigen::VectorXd mean_rows(const Eigen::VectorXd& weight, const Eigen::MatrixXd& x) {
  return (x.transpose() * weight) / static_cast<double>(x.rows());
}

}  // namespace

Comparison compare(const Eigen::VectorXd& change, const Eigen::VectorXd& treated,
                   const Eigen::MatrixXd& x, Adjust adjust) {
  Comparison answer;
  const auto fail = [&](Comparison::Trouble trouble) {
    answer.trouble = trouble;
    return answer;
  };
  const double share = treated.size() > 0 ? treated.mean() : 0;
  if (!(share > 0) || !(share < 1)) return fail(Comparison::Trouble::no_controls);
  const Eigen::VectorXd control = (1 - treated.array()).matrix();
  const bool alone = x.cols() == 1;  // no covariates: all methods are a difference of means
  const bool by_outcome = alone || adjust != Adjust::weighting;
  const bool by_chance = !alone && adjust != Adjust::outcome_regression;
  Nuisance outcome{true, Eigen::VectorXd::Zero(x.rows()), {}};
  if (by_outcome) outcome = regression_of_controls(change, control, x);
  if (!outcome.found) return fail(Comparison::Trouble::no_controls);
  Nuisance chance;
  Eigen::VectorXd of_control = alone ? control : treated;
  if (by_chance) {
    chance = logit(treated, x);
    if (!chance.found) return fail(Comparison::Trouble::no_overlap);
    answer.largest_score = chance.fitted.maxCoeff();
    if (answer.largest_score >= kNoOverlap) return fail(Comparison::Trouble::no_overlap);
    const auto p = chance.fitted.array();
    of_control = ((p < kTrim).cast<double>() * control.array() * p / (1 - p)).matrix();
  }
  // The outcome regression predicts the treated's change; weighting compares what it left.
  const Eigen::VectorXd rest = change - outcome.fitted;
  const double of_treated = (treated.cwiseProduct(rest)).mean() / share;
  const Eigen::VectorXd influence_treated =
      treated.cwiseProduct((rest.array() - of_treated).matrix()) / share;
  if (!by_chance) {
    answer.effect = of_treated;
    answer.influence = influence_treated - outcome.influence * mean_rows(treated, x) / share;
    return answer;
  }
  const double weight = of_control.mean();
  const double level = of_control.dot(rest) / static_cast<double>(x.rows()) / weight;
  const Eigen::VectorXd left = (rest.array() - level).matrix();
  answer.effect = of_treated - level;
  Eigen::VectorXd influence_control = of_control.cwiseProduct(left);
  influence_control += chance.influence * mean_rows(of_control.cwiseProduct(left), x);
  answer.influence = influence_treated;
  if (by_outcome) {
    influence_control -= outcome.influence * mean_rows(of_control, x);
    answer.influence -= outcome.influence * mean_rows(treated, x) / share;
  }
  answer.influence -= influence_control / weight;
  return answer;
}

}  // namespace formulary::evaluate
