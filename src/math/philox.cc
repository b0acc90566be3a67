#include "math/philox.h"

#include <algorithm>
#include <cmath>

#include <Random123/philox.h>

namespace formulary {

std::array<std::uint32_t, 4> philox(std::uint32_t seed, std::uint32_t draw, std::uint64_t subject,
                                    std::uint32_t year, Purpose purpose) {
  const r123::Philox4x32::ctr_type counter{{static_cast<std::uint32_t>(subject),
                                            static_cast<std::uint32_t>(subject >> 32), year,
                                            static_cast<std::uint32_t>(purpose)}};
  const r123::Philox4x32::key_type key{{seed, draw}};
  const auto words = r123::Philox4x32()(counter, key);
  return {words[0], words[1], words[2], words[3]};
}

double normal_quantile(double u) {
  // Acklam's rational approximation, refined by one Halley step with erfc.
  static constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,
                                 -2.759285104469687e+02, 1.383577518672690e+02,
                                 -3.066479806614716e+01, 2.506628277459239e+00};
  static constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02,
                                 -1.556989798598866e+02, 6.680131188771972e+01,
                                 -1.328068155288572e+01};
  static constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01,
                                 -2.400758277161838e+00, -2.549732539343734e+00,
                                 4.374664141464968e+00,  2.938163982698783e+00};
  static constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01,
                                 2.445134137142996e+00, 3.754408661907416e+00};
  constexpr double low = 0.02425;
  double x = 0;
  if (u < low || u > 1 - low) {
    const double q = std::sqrt(-2 * std::log(u < low ? u : 1 - u));
    x = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
        ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    if (u > 0.5) x = -x;
  } else {
    const double q = u - 0.5;
    const double r = q * q;
    x = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
        (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
  }
  const double error = 0.5 * std::erfc(-x / std::sqrt(2.0)) - u;
  const double step = error * std::sqrt(2 * M_PI) * std::exp(x * x / 2);
  return x - step / (1 + x * step / 2);
}

double laplace_quantile(double u) {
  const double scaled = u < 0.5 ? std::log(2 * u) : -std::log(2 * (1 - u));
  return scaled * M_SQRT1_2;
}

unsigned poisson_quantile(double u, double mean) {
  if (!(mean > 0)) return 0;
  // Means of hundreds are far beyond any firm; the normal limit is exact enough there.
  if (mean > 200) {
    const double k = mean + std::sqrt(mean) * normal_quantile(u) + 0.5;
    return k > 0 ? static_cast<unsigned>(k) : 0;
  }
  double term = std::exp(-mean);
  double sum = term;
  unsigned k = 0;
  while (sum < u && k < 1000) {
    ++k;
    term *= mean / k;
    sum += term;
  }
  return k;
}

}  // namespace formulary
