// How far from the cut-off should a discontinuity be looked at? Bandwidths that balance bias
// against variance (Calonico, Cattaneo & Farrell 2020, Econometrics Journal 23), as in rdrobust 4.
#pragma once

#include <optional>

#include "evaluate/internal/cutoff.h"
#include "evaluate/internal/local_polynomial.h"

namespace formulary::evaluate {

struct Bandwidths {
  double h_left = 0;
  double h_right = 0;
  double b_left = 0;  // for the bias
  double b_right = 0;
};

// The weights with which the columns make up the outcome whose variance counts: the outcome itself,
// less what covariates explain, linearised where it is a ratio. `gamma` has a row for each
// covariate and a column for the outcome (and the treatment); `outcome` and `treatment` are jumps
// or levels.
Eigen::VectorXd mix_of(bool fuzzy, const Eigen::MatrixXd& gamma, const Eigen::VectorXd& values);

// The regression of outcome (and treatment) on the covariates, polynomials taken out of all:
// cross products of what is left, the sum over the fits given.
Eigen::MatrixXd covariate_effects(const std::vector<const Side*>& sides,
                                  const std::vector<const LocalFit*>& fits, Kernel kernel,
                                  bool fuzzy, int threads);

// Choose by the rule. Nothing where the sides have too few distinct values for the pilot fits.
std::optional<Bandwidths> choose_bandwidths(const Sides& sides, const RddOptions& options,
                                            const Residuals& left, const Residuals& right,
                                            bool fuzzy);

// The least distinct share of a side's rows from which on values count as mass points.
bool has_mass_points(const Sides& sides);

}  // namespace formulary::evaluate
