#include "evaluate/internal/synthetic_cohort.h"

#include <cmath>

namespace formulary::evaluate {

namespace {

// Regularisation that only tells equal mixtures apart (synthdid's eta.lambda).
constexpr double kHardly = 1e-6;
constexpr double kLeastGain = 1e-5;  // of the noise, below which a walk ends

// The standard deviation of all controls' first differences before treatment.
double noise_of(const Donors& donors, Eigen::Index before) {
  if (before < 2) return 0;
  double sum = 0;
  double count = 0;
  const auto each = [&](const auto& use) {
    for (const std::size_t unit : donors.controls) {
      const auto row = static_cast<Eigen::Index>(unit);
      for (Eigen::Index t = 1; t < before; ++t) {
        use(donors.outcome(row, t) - donors.outcome(row, t - 1));
      }
    }
  };
  each([&](double d) {
    sum += d;
    ++count;
  });
  const double mean = sum / count;
  double squares = 0;
  each([&](double d) { squares += (d - mean) * (d - mean); });
  return count > 1 ? std::sqrt(squares / (count - 1)) : 0;
}

Eigen::VectorXd mean_of(const Eigen::MatrixXd& outcome, const Units& units) {
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(outcome.cols());
  for (const Eigen::Index unit : units) mean += outcome.row(unit).transpose();
  return mean / static_cast<double>(units.size());
}

}  // namespace

SyntheticCohort::SyntheticCohort(const Donors& donors, const Adopters& adopters,
                                 const SyntheticOptions& options)
    : outcome_(donors.outcome), options_(options), before_(adopters.before) {
  noise_ = noise_of(donors, before_);
  const double cells = static_cast<double>(adopters.units.size()) * static_cast<double>(after());
  const bool control = options.method == SyntheticMethod::sc;
  zeta_unit_ = (control ? kHardly : std::pow(cells, 0.25)) * noise_;
  zeta_time_ = kHardly * noise_;
  if (options.method == SyntheticMethod::did) return;
  Eigen::MatrixXd earlier = outcome_.leftCols(before_);
  if (!control) earlier.colwise() -= earlier.rowwise().mean().eval();
  alike_ = earlier * earlier.transpose();
}

Mixture SyntheticCohort::of_units(const Units& controls, const Units& treated) const {
  const auto size = static_cast<Eigen::Index>(controls.size());
  const auto share = 1 / static_cast<double>(treated.size());
  Mixture mixture;
  mixture.rows = static_cast<double>(before_);
  mixture.zeta = zeta_unit_;
  mixture.gram.resize(size, size);
  mixture.aim = Eigen::VectorXd::Zero(size);
  for (Eigen::Index j = 0; j < size; ++j) {
    const auto column = alike_.col(controls[static_cast<std::size_t>(j)]);
    for (Eigen::Index i = 0; i < size; ++i) {
      mixture.gram(i, j) = column(controls[static_cast<std::size_t>(i)]);
    }
    for (const Eigen::Index one : treated) mixture.aim(j) += share * column(one);
  }
  for (const Eigen::Index a : treated) {
    for (const Eigen::Index b : treated) mixture.own += share * share * alike_(a, b);
  }
  return mixture;
}

Mixture SyntheticCohort::of_periods(const Units& controls) const {
  const auto rows = static_cast<Eigen::Index>(controls.size());
  Eigen::MatrixXd a(rows, before_ + 1);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const auto unit = outcome_.row(controls[static_cast<std::size_t>(i)]);
    a.row(i).head(before_) = unit.head(before_);
    a(i, before_) = unit.tail(after()).mean();
  }
  a.rowwise() -= a.colwise().mean().eval();
  Mixture mixture;
  mixture.rows = static_cast<double>(rows);
  mixture.zeta = zeta_time_;
  mixture.gram = a.leftCols(before_).transpose() * a.leftCols(before_);
  mixture.aim = a.leftCols(before_).transpose() * a.col(before_);
  mixture.own = a.col(before_).squaredNorm();
  return mixture;
}

Eigen::VectorXd SyntheticCohort::weights_of(const Mixture& mixture,
                                            const Eigen::VectorXd& start) const {
  const Eigen::VectorXd walked = reference_weights(mixture, start, kLeastGain * noise_);
  return options_.solver == WeightSolver::exact ? exact_weights(mixture, walked) : walked;
}

SyntheticWeights SyntheticCohort::solve(const Units& controls, const Units& treated,
                                        const SyntheticWeights& start) const {
  SyntheticWeights found = start;
  if (options_.method == SyntheticMethod::did) return found;
  found.unit = weights_of(of_units(controls, treated), start.unit);
  if (options_.method == SyntheticMethod::sdid) {
    found.time = weights_of(of_periods(controls), start.time);
  }
  return found;
}

SyntheticWeights SyntheticCohort::solve(const Units& controls, const Units& treated) const {
  const auto size = static_cast<Eigen::Index>(controls.size());
  SyntheticWeights start;
  start.unit = Eigen::VectorXd::Constant(size, 1 / static_cast<double>(size));
  start.time = Eigen::VectorXd::Constant(before_, 1 / static_cast<double>(before_));
  if (options_.method == SyntheticMethod::sc) start.time.setZero();
  return solve(controls, treated, start);
}

Eigen::VectorXd SyntheticCohort::curve(const Units& controls, const Units& treated,
                                       const SyntheticWeights& weights) const {
  Eigen::VectorXd gap = mean_of(outcome_, treated);
  for (std::size_t i = 0; i < controls.size(); ++i) {
    const double weight = weights.unit(static_cast<Eigen::Index>(i));
    if (weight != 0) gap -= weight * outcome_.row(controls[i]).transpose();
  }
  const double earlier = weights.time.dot(gap.head(before_));
  return (gap.array() - earlier).matrix();
}

double SyntheticCohort::effect(const Units& controls, const Units& treated,
                               const SyntheticWeights& weights) const {
  return curve(controls, treated, weights).tail(after()).mean();
}

}  // namespace formulary::evaluate
