#include "evaluate/internal/rd_bandwidth.h"

#include <algorithm>
#include <cmath>

#include <Eigen/QR>

namespace formulary::evaluate {

namespace {

constexpr double kMassShare = 0.2;     // of repeated values on a side: mass points (rdrobust)
constexpr std::size_t kMassRows = 10;  // distinct values that a bandwidth then takes in
constexpr double kMassMargin = 1e-8;   // added to reach them

double pilot_constant(Kernel kernel) {
  return kernel == Kernel::triangular ? 2.576 : kernel == Kernel::epanechnikov ? 2.34 : 1.843;
}

// Of an estimated derivative on one side: its variance, bias and regularisation, per power of h.
struct Trade {
  double variance = 0;
  double bias = 0;
  double regular = 0;
  double rate = 0;
};

struct Search {
  const Side& side;
  const Residuals& residuals;
  const RddOptions& options;
  std::size_t clusters;
  bool fuzzy;
  double pilot;  // the bandwidth of all variances

  double signed_power(int degree) const { return degree % 2 != 0 ? side.sign : 1; }

  // For the derivative `of` from a polynomial of `order`, whose bias a polynomial of `bias_order`
  // with bandwidth h shows.
  std::optional<Trade> trade(int order, int of, int bias_order, double h, double regularise) const {
    const Kernel kernel = options.kernel;
    const LocalFit fit = local_fit(side, kernel, pilot, order, options.threads);
    const LocalFit wide = local_fit(side, kernel, h, bias_order, options.threads);
    if (!fit.solved || !wide.solved) return std::nullopt;
    double factorial = 1;
    for (int k = 2; k <= of; ++k) factorial *= k;
    const double unit = factorial * signed_power(of) * std::pow(pilot, -of);
    const Eigen::MatrixXd gamma =
        covariate_effects({&side}, {&fit}, kernel, fuzzy, options.threads);
    const Eigen::VectorXd mix = mix_of(fuzzy, gamma, unit * fit.beta.row(of).transpose());
    const auto spread = variance_of(side, clusters, parts_in(fit, side, kernel, of),
                                    residuals.of(fit.rows, mix, fit), order + 1);
    if (!spread) return std::nullopt;
    const double constant = fit.inverse.row(of).dot(fit.next) * signed_power(order + 1 + of);
    const double next =
        signed_power(order + 1) * std::pow(h, -(order + 1)) * wide.beta.row(order + 1).dot(mix);
    Trade found;
    found.rate = 1.0 / (2 * order + 3);
    found.variance = (2 * of + 1) * pilot * *spread;
    found.bias = std::sqrt(2.0 * (order + 1 - of)) * constant * next;
    if (!(regularise > 0)) return found;
    const auto uncertain = variance_of(side, clusters, parts_in(wide, side, kernel, order + 1),
                                       residuals.of(wide.rows, mix, wide), bias_order + 1);
    if (!uncertain) return std::nullopt;
    const double of_next = *uncertain * std::pow(h, -2 * (order + 1));
    found.regular = regularise * 2 * (order + 1 - of) * 3 * constant * constant * of_next;
    return found;
  }
};

enum class Join { difference, sum, left, right };

double best(const Trade& left, const Trade& right, Join join) {
  const auto ratio = [&](double variance, double bias, double regular) {
    return std::pow(variance / (bias * bias + regular), left.rate);
  };
  if (join == Join::left) return ratio(left.variance, left.bias, left.regular);
  if (join == Join::right) return ratio(right.variance, right.bias, right.regular);
  const double bias = join == Join::sum ? right.bias + left.bias : right.bias - left.bias;
  return ratio(left.variance + right.variance, bias, left.regular + right.regular);
}

struct Bounds {  // that a bandwidth keeps to, on each side
  double most_left = 0;
  double most_right = 0;
  double least_left = 0;
  double least_right = 0;

  double most(Join join) const {
    return join == Join::left    ? most_left
           : join == Join::right ? most_right
                                 : std::max(most_left, most_right);
  }
  double least(Join join) const {
    return join == Join::left    ? least_left
           : join == Join::right ? least_right
                                 : std::max(least_left, least_right);
  }
};

struct Pair {
  double h = 0;
  double b = 0;
};

class Chooser {
 public:
  Chooser(Search left, Search right, const RddOptions& options, Bounds bounds)
      : left_(left), right_(right), options_(options), bounds_(bounds) {}

  // The bandwidths for one way to join the sides, in three steps.
  std::optional<Pair> pair(Join join) {
    const int p = options_.order;
    const int q = options_.bias_order;
    if (!first_left_) {
      first_left_ = left_.trade(q + 1, q + 1, q + 2, left_.side.farthest(), 0);
      first_right_ = right_.trade(q + 1, q + 1, q + 2, right_.side.farthest(), 0);
    }
    if (!first_left_ || !first_right_) return std::nullopt;
    double d = std::min(best(*first_left_, *first_right_, join), bounds_.most(join));
    d = std::max(d, bounds_.least(join));
    const auto b = step(q, p + 1, q + 1, d, join);
    if (!b) return std::nullopt;
    const auto h = step(p, 0, q, *b, join);
    if (!h) return std::nullopt;
    return Pair{*h, *b};
  }

 private:
  std::optional<double> step(int order, int of, int bias_order, double wide, Join join) const {
    if (!(wide > 0) || !std::isfinite(wide)) return std::nullopt;
    Trade none;
    none.rate = 1.0 / (2 * order + 3);
    std::optional<Trade> left = none;
    std::optional<Trade> right = none;
    const double c = options_.regularise;
    if (join != Join::right) left = left_.trade(order, of, bias_order, wide, c);
    if (join != Join::left) right = right_.trade(order, of, bias_order, wide, c);
    if (!left || !right) return std::nullopt;
    const double found = std::min(best(*left, *right, join), bounds_.most(join));
    if (!(found > 0) || !std::isfinite(found)) return std::nullopt;
    return found;
  }

  Search left_;
  Search right_;
  const RddOptions& options_;
  Bounds bounds_;
  std::optional<Trade> first_left_;
  std::optional<Trade> first_right_;
};

double middle(double a, double b, double c) {
  return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

std::optional<Bandwidths> by_rule(Chooser& chooser, Bandwidth rule) {
  const auto kind = static_cast<Bandwidth>(static_cast<int>(rule) % 5);  // cer* follows mse*
  const bool combined = kind == Bandwidth::msecomb1 || kind == Bandwidth::msecomb2;
  std::optional<Pair> difference;
  std::optional<Pair> sum;
  if (kind == Bandwidth::mserd || combined) {
    if (!(difference = chooser.pair(Join::difference))) return std::nullopt;
  }
  if (kind == Bandwidth::msesum || combined) {
    if (!(sum = chooser.pair(Join::sum))) return std::nullopt;
  }
  if (kind == Bandwidth::mserd) {
    return Bandwidths{difference->h, difference->h, difference->b, difference->b};
  }
  if (kind == Bandwidth::msesum) return Bandwidths{sum->h, sum->h, sum->b, sum->b};
  if (kind == Bandwidth::msecomb1) {
    const double h = std::min(difference->h, sum->h);
    const double b = std::min(difference->b, sum->b);
    return Bandwidths{h, h, b, b};
  }
  const auto left = chooser.pair(Join::left);
  const auto right = chooser.pair(Join::right);
  if (!left || !right) return std::nullopt;
  if (kind == Bandwidth::msetwo) return Bandwidths{left->h, right->h, left->b, right->b};
  return Bandwidths{middle(difference->h, sum->h, left->h), middle(difference->h, sum->h, right->h),
                    middle(difference->b, sum->b, left->b),
                    middle(difference->b, sum->b, right->b)};
}

std::size_t clusters_on(const Side& side, std::size_t levels) {
  std::vector<char> present(levels, 0);
  for (const std::uint32_t one : side.cluster) present[one] = 1;
  return static_cast<std::size_t>(std::count(present.begin(), present.end(), 1));
}

}  // namespace

Eigen::VectorXd mix_of(bool fuzzy, const Eigen::MatrixXd& gamma, const Eigen::VectorXd& values) {
  Eigen::VectorXd mix = Eigen::VectorXd::Zero(values.size());
  mix(0) = 1;
  if (gamma.rows() > 0) mix.tail(gamma.rows()) = -gamma.col(0);
  if (!fuzzy) return mix;
  Eigen::VectorXd of_treatment = Eigen::VectorXd::Zero(values.size());
  of_treatment(1) = 1;
  if (gamma.rows() > 0) of_treatment.tail(gamma.rows()) = -gamma.col(1);
  const double outcome = mix.dot(values);
  const double treatment = of_treatment.dot(values);
  return mix / treatment - outcome / (treatment * treatment) * of_treatment;
}

Eigen::MatrixXd covariate_effects(const std::vector<const Side*>& sides,
                                  const std::vector<const LocalFit*>& fits, Kernel kernel,
                                  bool fuzzy, int threads) {
  const Eigen::Index first = fuzzy ? 2 : 1;
  const Eigen::Index covariates = static_cast<Eigen::Index>(sides[0]->columns.size()) - first;
  if (covariates == 0) return Eigen::MatrixXd(0, first);
  Eigen::MatrixXd left = Eigen::MatrixXd::Zero(covariates, covariates + first);
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const LocalFit& fit = *fits[i];
    Eigen::MatrixXd products = column_products(*sides[i], kernel, fit.h, threads);
    products -= fit.products.transpose() * fit.inverse * fit.products;
    left += products.bottomRows(covariates);
  }
  // A pseudo-inverse: covariates that follow from others share their part.
  return left.rightCols(covariates).completeOrthogonalDecomposition().solve(left.leftCols(first));
}

bool has_mass_points(const Sides& sides) {
  const auto repeated = [](const Side& side) {
    return 1 - static_cast<double>(side.distinct()) / static_cast<double>(side.rows());
  };
  return repeated(sides.left) >= kMassShare || repeated(sides.right) >= kMassShare;
}

std::optional<Bandwidths> choose_bandwidths(const Sides& sides, const RddOptions& options,
                                            const Residuals& left, const Residuals& right,
                                            bool fuzzy) {
  const bool adjust = options.mass_points == MassPoints::adjust;
  const std::size_t counted =
      adjust ? sides.left.distinct() + sides.right.distinct() : sides.rows();
  double pilot = pilot_constant(options.kernel) * spread_of(sides) *
                 std::pow(static_cast<double>(counted), -0.2);
  Bounds bounds;
  bounds.most_left = sides.left.farthest();
  bounds.most_right = sides.right.farthest();
  pilot = std::min(pilot, std::max(bounds.most_left, bounds.most_right));
  if (adjust && has_mass_points(sides)) {
    const auto reach = [](const Side& side) {
      return side.at(std::min(kMassRows, side.distinct()) - 1) + kMassMargin;
    };
    bounds.least_left = reach(sides.left);
    bounds.least_right = reach(sides.right);
    pilot = std::max({pilot, bounds.least_left, bounds.least_right});
  }
  Chooser chooser({sides.left, left, options, sides.clusters, fuzzy, pilot},
                  {sides.right, right, options, sides.clusters, fuzzy, pilot}, options, bounds);
  auto found = by_rule(chooser, options.bandwidth);
  if (!found || options.bandwidth < Bandwidth::cerrd) return found;
  const double p = options.order;
  double n = static_cast<double>(sides.rows());
  if (sides.clusters > 0) {
    n = static_cast<double>(clusters_on(sides.left, sides.clusters) +
                            clusters_on(sides.right, sides.clusters));
  }
  const double shrink = std::pow(n, -p / ((3 + p) * (3 + 2 * p)));
  found->h_left *= shrink;
  found->h_right *= shrink;
  return found;
}

}  // namespace formulary::evaluate
