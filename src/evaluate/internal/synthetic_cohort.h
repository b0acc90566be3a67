// Which mixture of controls and of earlier periods stands for the treated of one cohort?
#pragma once

#include <vector>

#include <Eigen/Core>

#include "evaluate/internal/donors.h"
#include "evaluate/internal/simplex.h"

namespace formulary::evaluate {

struct SyntheticWeights {
  Eigen::VectorXd unit;  // of the controls that were used
  Eigen::VectorXd time;  // of the periods before
};

// A set of units, by place in the table; a resampled one may hold a unit twice.
using Units = std::vector<Eigen::Index>;

class SyntheticCohort {
 public:
  SyntheticCohort(const Donors& donors, const Adopters& adopters, const SyntheticOptions& options);

  // Find weights for these controls and treated; the walks begin at `start`.
  SyntheticWeights solve(const Units& controls, const Units& treated,
                         const SyntheticWeights& start) const;
  SyntheticWeights solve(const Units& controls, const Units& treated) const;

  // The effect in each period, those before included, less the mean of those before by weight.
  Eigen::VectorXd curve(const Units& controls, const Units& treated,
                        const SyntheticWeights& weights) const;
  double effect(const Units& controls, const Units& treated, const SyntheticWeights& weights) const;

  Eigen::Index before() const { return before_; }
  Eigen::Index after() const { return outcome_.cols() - before_; }
  double noise() const { return noise_; }
  double zeta_unit() const { return zeta_unit_; }
  double zeta_time() const { return zeta_time_; }

 private:
  Mixture of_units(const Units& controls, const Units& treated) const;
  Mixture of_periods(const Units& controls) const;
  Eigen::VectorXd weights_of(const Mixture& mixture, const Eigen::VectorXd& start) const;

  const Eigen::MatrixXd& outcome_;
  const SyntheticOptions& options_;
  Eigen::Index before_ = 0;
  double noise_ = 0;
  double zeta_unit_ = 0;
  double zeta_time_ = 0;
  Eigen::MatrixXd alike_;  // products of all units' outcomes before, about their means for sdid
};

}  // namespace formulary::evaluate
