// How far out is this number? Tail probabilities of t, F and chi-squared, by Boost.Math.
#pragma once

#include <optional>

namespace formulary::evaluate {

// Student's t with df > 0 degrees of freedom; nothing = the standard normal.
double t_quantile(double probability, std::optional<double> df);
double t_two_sided(double statistic, std::optional<double> df);

double f_upper(double statistic, double df1, double df2);
double chi_squared_upper(double statistic, double df);

}  // namespace formulary::evaluate
