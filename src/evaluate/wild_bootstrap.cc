// The wild cluster bootstrap. In every drawn world the outcome is the fit under the null plus the
// null's residuals, those of a cluster times one random weight; what would come out of a whole
// regression there needs only the columns that are already without their effects:
//
//   numerator     x' (v u)                         x: the tested column, all others taken out
//   cluster score x_g' M (v u) = x_g' d - x_g' X c     d: v u without effects, c = (X'X)^-1 X' d
#include <algorithm>
#include <array>
#include <cmath>

#include "evaluate/fixed_effects.h"
#include "evaluate/internal/reasons.h"
#include "evaluate/internal/regression.h"
#include "math/philox.h"

namespace formulary::evaluate {

namespace {

constexpr std::size_t kBatch = 16;  // worlds whose effects are taken out together

class WildWorlds {
 public:
  WildWorlds(Reduced& reduced, std::size_t tested, std::vector<std::size_t> kept,
             const RegressionOptions& options)
      : reduced_(reduced), cluster_(reduced.sample.clusters[0]), options_(options) {
    const auto& weights = reduced.sample.weights;
    x_ = reduced.views(kept);
    const Eigen::MatrixXd gram = cross_products(x_, weights, options.threads);
    bread_ = inverse_of(gram);
    const std::size_t place =
        static_cast<std::size_t>(std::find(kept.begin(), kept.end(), tested) - kept.begin());
    std::vector<std::size_t> rest = kept;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(place));
    const std::vector<ColumnView> others = reduced.views(rest);
    std::vector<std::size_t> places;
    for (std::size_t j = 0; j < kept.size(); ++j) {
      if (j != place) places.push_back(j);
    }
    const ColumnView x = reduced.column(tested);
    const ColumnView y = reduced.column(reduced.width() - 1);
    Eigen::VectorXd of_x(0);
    Eigen::VectorXd of_y(0);
    if (!rest.empty()) {
      const Eigen::MatrixXd inverse = inverse_of(part_of(gram, places, places));
      of_x = inverse * part_of(gram, places, {place});
      std::vector<double> unused;
      of_y = inverse * subtract_fit(y, {}, Eigen::VectorXd(0), others, weights, unused, 1).products;
    }
    const double squares =
        subtract_fit(x, others, of_x, {}, weights, alone_, options.threads).squares;
    null_squares_ =
        subtract_fit(y, others, of_y, {}, weights, null_residual_, options.threads).squares;
    (void)squares;
    if (!weights.empty()) {
      for (std::size_t i = 0; i < alone_.size(); ++i) alone_[i] *= weights[i];
    }
    scores_of_x_ = cluster_sums(x_, alone_, cluster_, options.threads);
  }

  double null_squares() const { return null_squares_; }

  // The t ratios (without their common factor) of worlds whose clusters have these weights.
  std::vector<double> ratios(const std::vector<std::vector<double>>& worlds) {
    std::vector<std::vector<double>> drawn(worlds.size(), null_residual_);
    for (std::size_t b = 0; b < worlds.size(); ++b) {
      for (std::size_t i = 0; i < drawn[b].size(); ++i) {
        drawn[b][i] *= worlds[b][cluster_.level[i]];
      }
    }
    return ratios_of(drawn);
  }

  // The ratio in the world there is: the outcome itself.
  double observed() {
    std::vector<std::vector<double>> one{reduced_.column(reduced_.width() - 1)};
    return ratios_of(one)[0];
  }

 private:
  std::vector<double> ratios_of(std::vector<std::vector<double>>& drawn) {
    take_effects_out(drawn);
    std::vector<ColumnView> views(drawn.begin(), drawn.end());
    const Eigen::MatrixXd sums = cluster_sums(views, alone_, cluster_, options_.threads);
    std::vector<double> found;
    for (std::size_t b = 0; b < drawn.size(); ++b) {
      std::vector<double> unused;
      const Eigen::VectorXd products =
          subtract_fit(drawn[b], {}, Eigen::VectorXd(0), x_, reduced_.sample.weights, unused,
                       options_.threads)
              .products;
      const Eigen::VectorXd coefficients = bread_ * products;
      const Eigen::VectorXd of_draw = sums.col(static_cast<Eigen::Index>(b));
      const Eigen::VectorXd score = of_draw - scores_of_x_ * coefficients;
      found.push_back(of_draw.sum() / std::sqrt(score.squaredNorm()));
    }
    return found;
  }

  void take_effects_out(std::vector<std::vector<double>>& columns) const {
    if (reduced_.absorber) {
      std::vector<double*> pointers;
      for (auto& column : columns) pointers.push_back(column.data());
      reduced_.absorber->absorb(pointers, options_.tolerance);
      return;
    }
    if (!reduced_.has_constant()) return;
    const auto& weights = reduced_.sample.weights;
    for (auto& column : columns) {
      double sum = 0;
      double total = 0;
      for (std::size_t i = 0; i < column.size(); ++i) {
        const double w = weights.empty() ? 1 : weights[i];
        sum += w * column[i];
        total += w;
      }
      for (double& value : column) value -= sum / total;
    }
  }

  Reduced& reduced_;
  const Factor& cluster_;
  const RegressionOptions& options_;
  std::vector<ColumnView> x_;
  Eigen::MatrixXd bread_;
  std::vector<double> alone_;  // the tested column, all others taken out, times the weight
  std::vector<double> null_residual_;
  double null_squares_ = 0;
  Eigen::MatrixXd scores_of_x_;  // clusters x columns
};

double webb_point(std::uint32_t word) {
  static const std::array<double, 6> points{-std::sqrt(1.5), -1.0, -std::sqrt(0.5),
                                            std::sqrt(0.5),  1.0,  std::sqrt(1.5)};
  return points[static_cast<std::size_t>(uniform(word) * 6)];
}

// The weights of one world. With all sign patterns asked for, world b has the bits of b.
std::vector<double> weights_of(std::size_t world, std::size_t clusters, bool every,
                               const WildOptions& wild) {
  std::vector<double> weights(clusters);
  for (std::size_t g = 0; g < clusters; ++g) {
    if (every) {
      weights[g] = (world >> g & 1) == 0 ? 1 : -1;
      continue;
    }
    const auto words =
        philox(wild.seed, static_cast<std::uint32_t>(world), g, 0, Purpose::bootstrap);
    weights[g] = wild.weights == WildWeights::webb ? webb_point(words[0])
                 : (words[0] & 1) == 0             ? 1
                                                   : -1;
  }
  return weights;
}

struct Tested {
  double p = 1;
  double t = 0;
  std::size_t worlds = 0;
  bool every = false;
};

Tested test_worlds(WildWorlds& worlds, std::size_t clusters, const WildOptions& wild) {
  Tested answer;
  const auto draws = static_cast<std::size_t>(wild.draws);
  answer.every = wild.weights == WildWeights::rademacher && clusters < 31 &&
                 (std::size_t{1} << clusters) <= draws;
  answer.worlds = answer.every ? std::size_t{1} << clusters : draws;
  answer.t = worlds.observed();
  const double size = std::fabs(answer.t) * (1 - 1e-10);  // equal worlds differ by rounding
  std::size_t beyond = 0;
  for (std::size_t from = 0; from < answer.worlds; from += kBatch) {
    std::vector<std::vector<double>> batch;
    for (std::size_t b = from; b < std::min(from + kBatch, answer.worlds); ++b) {
      batch.push_back(weights_of(b, clusters, answer.every, wild));
    }
    for (const double t : worlds.ratios(batch)) beyond += std::fabs(t) >= size ? 1 : 0;
  }
  answer.p = static_cast<double>(beyond) / static_cast<double>(answer.worlds);
  return answer;
}

Result<bool> check(const Formula& formula, const RegressionOptions& options,
                   const WildOptions& wild) {
  const auto wrong = [](const std::string& what) { return fail(Fault{"", 0, what, ""}); };
  if (const std::string mistake = options.mistake(); !mistake.empty()) return wrong(mistake);
  if (options.clusters.size() != 1) return wrong("the wild bootstrap wants one cluster column");
  if (!formula.endogenous.empty()) return wrong("the wild bootstrap knows no instruments");
  if (wild.draws < 1 || wild.draws > 1'000'000) return wrong("draws lie between 1 and 1000000");
  return true;
}

}  // namespace

Evaluated<Finding> wild_bootstrap(const Panel& panel, const Formula& formula,
                                  const RegressionOptions& options, const WildOptions& wild) {
  TRY(sound, check(formula, options, wild));
  TRY(fitted, fixed_effects(panel, formula, options));
  if (!fitted) return fitted;
  Finding finding = std::move(*fitted);
  TRY(sample, take_sample(panel, formula, options));
  Reduced reduced = reduce(std::move(sample), formula.intercept, options);
  std::vector<std::size_t> kept;
  std::size_t tested = kNoLevel;
  for (std::size_t j = 0; j < reduced.sample.exogenous.size(); ++j) {
    const std::string& term = reduced.sample.exogenous[j].term;
    const bool there = std::any_of(finding.estimates.begin(), finding.estimates.end(),
                                   [&](const Estimate& one) { return one.term == term; });
    if (!there) continue;
    kept.push_back(j);
    if (tested == kNoLevel && (wild.term.empty() || wild.term == term)) tested = j;
  }
  if (tested == kNoLevel) {
    return fail(Fault{"", 0, "the regression has no term " + wild.term, "it may be collinear"});
  }
  WildWorlds worlds(reduced, tested, kept, options);
  const Tested answer = test_worlds(worlds, reduced.sample.clusters[0].levels, wild);
  finding.diagnostics.push_back({"wild_term", reduced.term(tested)});
  finding.diagnostics.push_back({"wild_p", answer.p});
  finding.diagnostics.push_back({"wild_draws", static_cast<double>(answer.worlds)});
  finding.diagnostics.push_back(
      {"wild_weights", std::string(wild.weights == WildWeights::webb ? "webb"
                                   : answer.every                    ? "rademacher, every one"
                                                                     : "rademacher")});
  return finding;
}

}  // namespace formulary::evaluate
