#include "monitor/internal/small_area.h"

#include <algorithm>
#include <cmath>

#include "base/must.h"

namespace formulary {

namespace {

constexpr double kSmallPivot = 1e-9;  // of the column's own square: then others determine it

// A weighted least-squares fit: coefficients and a generalised inverse of X'WX.
struct Fit {
  std::size_t columns = 0;
  std::size_t rank = 0;
  std::vector<double> inverse;  // columns x columns
  std::vector<double> coefficients;
};

double bilinear(const Fit& fit, const double* x, const double* z) {
  double sum = 0;
  for (std::size_t a = 0; a < fit.columns; ++a) {
    for (std::size_t b = 0; b < fit.columns; ++b) {
      sum += x[a] * fit.inverse[a * fit.columns + b] * z[b];
    }
  }
  return sum;
}

double dot(const std::vector<double>& b, const double* x) {
  double sum = 0;
  for (std::size_t a = 0; a < b.size(); ++a) sum += b[a] * x[a];
  return sum;
}

// Invert in place by sweeping (Goodnight 1979); a column that others determine is left out.
void sweep(Fit& fit, std::vector<double> m) {
  const std::size_t p = fit.columns;
  std::vector<double> first(p);
  for (std::size_t k = 0; k < p; ++k) first[k] = m[k * p + k];
  std::vector<char> in(p, 0);
  for (std::size_t k = 0; k < p; ++k) {
    const double pivot = m[k * p + k];
    if (pivot <= kSmallPivot * first[k]) continue;
    in[k] = 1;
    ++fit.rank;
    for (std::size_t j = 0; j < p; ++j) m[k * p + j] /= pivot;
    for (std::size_t i = 0; i < p; ++i) {
      if (i == k) continue;
      const double factor = m[i * p + k];
      for (std::size_t j = 0; j < p; ++j) {
        if (j != k) m[i * p + j] -= factor * m[k * p + j];
      }
      m[i * p + k] = -factor / pivot;
    }
    m[k * p + k] = 1 / pivot;
  }
  for (std::size_t i = 0; i < p; ++i) {
    for (std::size_t j = 0; j < p; ++j) {
      if (in[i] == 0 || in[j] == 0) m[i * p + j] = 0;
    }
  }
  fit.inverse = std::move(m);
}

Fit fitted_by(const std::vector<double>& y, const std::vector<double>& x, std::size_t p,
              const std::vector<double>& weight) {
  Fit fit;
  fit.columns = p;
  std::vector<double> square(p * p);
  std::vector<double> right(p);
  for (std::size_t i = 0; i < y.size(); ++i) {
    for (std::size_t a = 0; a < p; ++a) {
      right[a] += weight[i] * x[i * p + a] * y[i];
      for (std::size_t b = 0; b < p; ++b) {
        square[a * p + b] += weight[i] * x[i * p + a] * x[i * p + b];
      }
    }
  }
  sweep(fit, std::move(square));
  fit.coefficients.resize(p);
  for (std::size_t a = 0; a < p; ++a) fit.coefficients[a] = dot(right, &fit.inverse[a * p]);
  return fit;
}

// A = (sum e^2 - sum v (1 - h)) / (n - rank) over ordinary residuals e, not below zero.
double between_variance(const std::vector<double>& y, const std::vector<double>& x, std::size_t p,
                        const std::vector<double>& v) {
  const Fit plain = fitted_by(y, x, p, std::vector<double>(y.size(), 1));
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double residual = y[i] - dot(plain.coefficients, &x[i * p]);
    sum += residual * residual - v[i] * (1 - bilinear(plain, &x[i * p], &x[i * p]));
  }
  return std::max(0.0, sum / static_cast<double>(y.size() - plain.rank));
}

}  // namespace

AreaEffects area_effects(const std::vector<double>& y, const std::vector<double>& x,
                         std::size_t columns, const std::vector<double>& v) {
  const std::size_t n = y.size();
  MUST(columns > 0 && n > columns && x.size() == n * columns && v.size() == n);
  MUST(std::all_of(v.begin(), v.end(), [](double one) { return one > 0; }));
  AreaEffects result;
  const double between = between_variance(y, x, columns, v);
  result.between_variance = between;
  std::vector<double> weight(n);
  double squares = 0;  // sum (A + v)^2, for the error of A itself
  for (std::size_t i = 0; i < n; ++i) {
    weight[i] = 1 / (between + v[i]);
    squares += (between + v[i]) * (between + v[i]);
  }
  const double count = static_cast<double>(n);
  const double variance_of_between = 2 * squares / (count * count);
  const Fit fit = fitted_by(y, x, columns, weight);
  result.coefficients = fit.coefficients;
  for (std::size_t i = 0; i < n; ++i) {
    const double kept = between * weight[i];
    const double fitted = dot(fit.coefficients, &x[i * columns]);
    const double g1 = kept * v[i];
    const double g3 = v[i] * v[i] * weight[i] * weight[i] * weight[i] * variance_of_between;
    result.fitted.push_back(fitted);
    result.effect.push_back(kept * (y[i] - fitted));
    result.own_variance.push_back(g1 + 2 * g3);
    result.reliability.push_back(kept);
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      result.shared.push_back(result.reliability[i] * result.reliability[j] *
                              bilinear(fit, &x[i * columns], &x[j * columns]));
    }
    result.variance.push_back(result.own_variance[i] + result.shared[i * n + i]);
  }
  return result;
}

double difference_variance(const AreaEffects& effects, std::size_t i, std::size_t j) {
  const std::size_t n = effects.effect.size();
  MUST(i < n && j < n);
  if (i == j) return 0;
  return effects.variance[i] + effects.variance[j] - 2 * effects.shared[i * n + j];
}

}  // namespace formulary
