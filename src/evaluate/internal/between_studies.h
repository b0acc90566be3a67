// How much do true effects differ between studies? Estimators of tau^2 and what follows from it.
#pragma once

#include <Eigen/Core>

#include "evaluate/pool.h"

namespace formulary::evaluate {

struct Studies {
  Eigen::VectorXd effect;
  Eigen::VectorXd variance;
  Eigen::MatrixXd x;  // the constant first
};

// A weighted fit with weights 1 / (variance + tau2).
struct StudyFit {
  Eigen::VectorXd b;
  Eigen::MatrixXd inverse;  // (X' W X)^-1
  Eigen::VectorXd weight;
  Eigen::VectorXd residual;
  double misfit = 0;         // y' P y = sum of weight * residual^2
  double pull = 0;           // y' P P y
  double trace = 0;          // of P
  double trace_squared = 0;  // of P P
  double log_det = 0;        // of X' W X
};

StudyFit fit_studies(const Studies& studies, double tau2);

// The log-likelihood at tau2 without constants, restricted or not.
double log_likelihood(const Studies& studies, double tau2, bool restricted);

// Whether every column says something of its own.
bool independent_columns(const Eigen::MatrixXd& x);

double between_variance(const Studies& studies, Between method);

}  // namespace formulary::evaluate
