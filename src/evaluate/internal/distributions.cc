#include "evaluate/internal/distributions.h"

#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "base/must.h"

namespace formulary::evaluate {

namespace bm = boost::math;

double t_quantile(double probability, std::optional<double> df) {
  MUST(probability > 0 && probability < 1);
  if (!df) return bm::quantile(bm::normal(), probability);
  return bm::quantile(bm::students_t(*df), probability);
}

double t_two_sided(double statistic, std::optional<double> df) {
  const double size = std::fabs(statistic);
  if (!std::isfinite(size)) return std::isnan(size) ? 1 : 0;
  if (!df) return 2 * bm::cdf(bm::complement(bm::normal(), size));
  return 2 * bm::cdf(bm::complement(bm::students_t(*df), size));
}

double f_upper(double statistic, double df1, double df2) {
  if (!std::isfinite(statistic)) return std::isnan(statistic) ? 1 : 0;
  return bm::cdf(bm::complement(bm::fisher_f(df1, df2), statistic < 0 ? 0 : statistic));
}

double chi_squared_upper(double statistic, double df) {
  if (!std::isfinite(statistic)) return std::isnan(statistic) ? 1 : 0;
  return bm::cdf(bm::complement(bm::chi_squared(df), statistic < 0 ? 0 : statistic));
}

}  // namespace formulary::evaluate
