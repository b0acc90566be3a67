// Who would get the measure, and how would they have fared? A logit and a regression.
#pragma once

#include <optional>

#include <Eigen/Core>

namespace formulary::evaluate {

struct Logit {
  Eigen::VectorXd b;
  Eigen::MatrixXd inverse;  // of the information
};

// Fit P(d = 1) = 1 / (1 + exp(-x b)). Nothing where no maximum exists: the columns decide d.
std::optional<Logit> fit_logit(const Eigen::VectorXd& d, const Eigen::MatrixXd& x);

Eigen::VectorXd chances(const Logit& logit, const Eigen::MatrixXd& x);

// Regress y on x with weights not below 0. Nothing where x has columns that follow from others.
std::optional<Eigen::VectorXd> regress(const Eigen::VectorXd& y, const Eigen::MatrixXd& x,
                                       const Eigen::VectorXd& weight);

}  // namespace formulary::evaluate
