#include "evaluate/rdd.h"

#include <algorithm>
#include <cmath>

#include "evaluate/internal/cutoff.h"
#include "evaluate/internal/designs.h"
#include "evaluate/internal/local_polynomial.h"
#include "evaluate/internal/rd_bandwidth.h"
#include "evaluate/internal/rd_density.h"
#include "evaluate/internal/reasons.h"

namespace formulary::evaluate {

std::string RddOptions::mistake() const {
  if (!std::isfinite(cutoff)) return "the cut-off is a number";
  if (order < 0 || order > 4) return "the order lies between 0 and 4";
  if (bias_order != 0 && (bias_order <= order || bias_order > 5)) {
    return "the order for the bias is above the order, and not above 5";
  }
  if (h && !(*h > 0 && std::isfinite(*h))) return "the bandwidth is above 0";
  if (b && !(*b > 0 && std::isfinite(*b))) return "the bandwidth for the bias is above 0";
  if (b && !h) return "a bandwidth for the bias goes with one for the estimate";
  if (neighbours < 1 || neighbours > 100) return "neighbours lie between 1 and 100";
  if (!(regularise >= 0) || !std::isfinite(regularise)) return "regularise is not below 0";
  if (!(level > 0 && level < 1)) return "the level of the interval lies between 0 and 1";
  if (threads < 0) return "the number of threads is not below 0";
  return "";
}

namespace {

constexpr std::size_t kLeastRows = 20;
constexpr std::size_t kFewValues = 10;

// One side's fits: the estimate's within h, the bias's within b.
struct Fits {
  LocalFit estimate;
  LocalFit bias;
  double carried = 0;            // of the bias coefficient that reaches the level
  Eigen::VectorXd conventional;  // levels of all columns
  Eigen::VectorXd corrected;
};

Fits fits_of(const Side& side, const RddOptions& options, double h, double b) {
  Fits fits;
  fits.estimate = local_fit(side, options.kernel, h, options.order, options.threads);
  fits.bias = local_fit(side, options.kernel, b, options.bias_order, options.threads);
  if (!fits.estimate.solved || !fits.bias.solved) return fits;
  const int next = options.order + 1;
  fits.carried = fits.estimate.inverse.row(0).dot(fits.estimate.next) * std::pow(h / b, next);
  fits.conventional = fits.estimate.beta.row(0).transpose();
  fits.corrected = fits.conventional - fits.carried * fits.bias.beta.row(next).transpose();
  return fits;
}

struct Variances {
  double conventional = 0;
  double robust = 0;
};

// Of a mix of columns. Rows up to the larger bandwidth are the sample of both.
std::optional<Variances> variances_of(const Side& side, std::size_t clusters, const Fits& fits,
                                      const Residuals& residuals, const RddOptions& options,
                                      const Eigen::VectorXd& mix) {
  const std::size_t rows = std::max(fits.estimate.rows, fits.bias.rows);
  std::vector<double> parts = parts_in(fits.estimate, side, options.kernel, 0);
  const auto conventional =
      variance_of(side, clusters, parts, residuals.of(rows, mix, fits.estimate), options.order + 1);
  const std::vector<double> of_bias = parts_in(fits.bias, side, options.kernel, options.order + 1);
  parts.resize(rows, 0.0);
  for (std::size_t i = 0; i < of_bias.size(); ++i) parts[i] -= fits.carried * of_bias[i];
  const auto robust = variance_of(side, clusters, parts, residuals.of(rows, mix, fits.bias),
                                  options.bias_order + 1);
  if (!conventional || !robust) return std::nullopt;
  return Variances{*conventional, *robust};
}

bool constant(const std::vector<double>& column) {
  return std::all_of(column.begin(), column.end(), [&](double x) { return x == column[0]; });
}

Sides without_treatment(const Sides& sides) {
  Sides sharp = sides;
  for (Side* side : {&sharp.left, &sharp.right}) side->columns.erase(side->columns.begin() + 1);
  return sharp;
}

std::optional<Bandwidths> bandwidths_of(const Sides& sides, const RddOptions& options,
                                        const Residuals& left, const Residuals& right) {
  if (options.h) {
    const double b = options.b.value_or(*options.h);
    return Bandwidths{*options.h, *options.h, b, b};
  }
  const bool fuzzy = !options.treatment.empty();
  // Where nobody (or everybody) on a side is treated the ratio's variance is not estimated.
  const bool one_sided =
      fuzzy && (constant(sides.left.columns[1]) || constant(sides.right.columns[1]));
  if (!one_sided) {
    const auto found = choose_bandwidths(sides, options, left, right, fuzzy);
    if (found || !fuzzy) return found;  // else nobody takes part near the cut-off on one side
  }
  const Sides sharp = without_treatment(sides);
  return choose_bandwidths(sharp, options, Residuals(sharp.left, options),
                           Residuals(sharp.right, options), false);
}

void put_density(const Sides& sides, Finding& finding) {
  const auto test = density_test(sides);
  if (!test) return;
  const auto put = [&](const char* id, double value) {
    finding.diagnostics.push_back({id, value});
  };
  put("density_t", test->statistic);
  put("density_p", test->p);
  put("density_left", test->left);
  put("density_right", test->right);
  put("density_h_left", test->h_left);
  put("density_h_right", test->h_right);
  if (test->p < 0.05) finding.notes.push_back(reason(Design::sorted_across));
}

void put_diagnostics(const Sides& sides, const Bandwidths& chosen, const Fits& left,
                     const Fits& right, const RddOptions& options, Finding& finding) {
  const auto put = [&](const char* id, double value) {
    finding.diagnostics.push_back({id, value});
  };
  const auto count = [&](const char* id, std::size_t n) { put(id, static_cast<double>(n)); };
  put("h_left", chosen.h_left);
  put("h_right", chosen.h_right);
  put("b_left", chosen.b_left);
  put("b_right", chosen.b_right);
  count("n_left", sides.left.rows());
  count("n_right", sides.right.rows());
  count("n_h_left", left.estimate.rows);
  count("n_h_right", right.estimate.rows);
  count("n_b_left", left.bias.rows);
  count("n_b_right", right.bias.rows);
  count("distinct_left", sides.left.distinct());
  count("distinct_right", sides.right.distinct());
  finding.diagnostics.push_back({"kernel", std::string(id_of(options.kernel))});
  finding.diagnostics.push_back(
      {"bandwidth", options.h ? std::string("given") : std::string(id_of(options.bandwidth))});
  put("order", options.order);
  put("bias_order", options.bias_order);
  if (has_mass_points(sides)) finding.notes.push_back(reason(Design::mass_points));
  if (std::min(left.estimate.distinct, right.estimate.distinct) < kFewValues) {
    finding.notes.push_back(reason(Design::few_values));
  }
}

void put_variance_words(const Sides& sides, const RddOptions& options, Finding& finding) {
  if (sides.clusters > 0) {
    finding.summary.groups.push_back({options.cluster, sides.clusters});
    finding.summary.variance = {"cluster (CR1 on each side)", "кластерная (CR1 с каждой стороны)",
                                "кластерлік (әр жақта CR1)"};
    return;
  }
  if (options.noise == Noise::nearest) {
    const std::string n = std::to_string(options.neighbours);
    finding.summary.variance = {"nearest neighbours, " + n, "ближайшие соседи, " + n,
                                "ең жақын көршілер, " + n};
    return;
  }
  const std::string name = id_of(options.noise);
  finding.summary.variance = {name, name, name};
}

// The three terms of a jump, from levels on both sides.
struct Jump {
  double conventional = 0;
  double corrected = 0;
  double se = 0;
  double robust_se = 0;
};

// Both sides within their bandwidths.
struct Joined {
  const Sides& sides;
  const RddOptions& options;
  const Residuals& left_noise;
  const Residuals& right_noise;
  Fits left;
  Fits right;
  Eigen::MatrixXd gamma;  // what covariates explain, taken out alike on both sides

  Eigen::VectorXd jump() const { return right.conventional - left.conventional; }
  Eigen::VectorXd corrected() const { return right.corrected - left.corrected; }

  // A column less what the covariates explain of it: the outcome is 0, the treatment 1.
  Eigen::VectorXd alone(Eigen::Index column) const {
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(left.conventional.size());
    weights(column) = 1;
    if (gamma.rows() > 0) weights.tail(gamma.rows()) = -gamma.col(column);
    return weights;
  }

  // The jump of a mix of columns, of which `level` is the conventional one.
  std::optional<Jump> of(const Eigen::VectorXd& mix, double level) const {
    const auto on_left = variances_of(sides.left, sides.clusters, left, left_noise, options, mix);
    const auto on_right =
        variances_of(sides.right, sides.clusters, right, right_noise, options, mix);
    if (!on_left || !on_right) return std::nullopt;
    Jump found;
    found.conventional = level;
    found.corrected = level - mix.dot(jump() - corrected());
    found.se = std::sqrt(on_left->conventional + on_right->conventional);
    found.robust_se = std::sqrt(on_left->robust + on_right->robust);
    return found;
  }
};

// Why these rows cannot tell, before any is looked at near the cut-off.
std::optional<Unidentified> hopeless(const Sides& sides, const RddOptions& options) {
  if (sides.left.rows() == 0 || sides.right.rows() == 0) {
    return unidentified(Design::nothing_at_cutoff, Design::give_rows_at_cutoff, options.running);
  }
  if (sides.rows() < kLeastRows) {
    return unidentified(Design::few_rows, Design::give_rows_at_cutoff);
  }
  const auto& left = sides.left.columns;
  const auto& right = sides.right.columns;
  if (constant(left[0]) && constant(right[0]) && left[0][0] == right[0][0]) {
    return unidentified(Says::constant_outcome, Says::give_outcome);
  }
  if (!options.treatment.empty() && constant(left[1]) && constant(right[1]) &&
      left[1][0] == right[1][0]) {
    return unidentified(Design::no_jump_of_treatment, Design::give_take_up, options.treatment);
  }
  return std::nullopt;
}

// The effect and, in a fuzzy design, the jump of the treatment.
Identified<Finding> estimated(const Joined& joined) {
  const RddOptions& options = joined.options;
  const bool fuzzy = !options.treatment.empty();
  const Eigen::VectorXd jump = joined.jump();
  double level = joined.alone(0).dot(jump);
  if (fuzzy) {
    const double taken = joined.alone(1).dot(jump);
    if (!(std::fabs(taken) > 1e-12)) {
      return otherwise(
          unidentified(Design::no_jump_of_treatment, Design::give_take_up, options.treatment));
    }
    level /= taken;
  }
  const auto effect = joined.of(mix_of(fuzzy, joined.gamma, jump), level);
  if (!effect) {
    return otherwise(unidentified(Design::one_cluster_on_side, Design::give_clusters_on_sides));
  }
  Finding finding;
  finding.method = fuzzy ? "fuzzy regression discontinuity" : "regression discontinuity";
  const auto add = [&](const char* term, double value, double se) {
    finding.estimates.push_back(estimate_of(term, value, se, std::nullopt, options.level));
  };
  add("conventional", effect->conventional, effect->se);
  add("bias_corrected", effect->corrected, effect->se);
  add("robust", effect->corrected, effect->robust_se);
  if (!fuzzy) return finding;
  const Eigen::VectorXd treatment = joined.alone(1);
  const auto taken = joined.of(treatment, treatment.dot(jump));
  if (!taken) return finding;
  add("first_stage", taken->corrected, taken->robust_se);
  finding.diagnostics.push_back({"first_stage_conventional", taken->conventional});
  finding.diagnostics.push_back({"first_stage_conventional_se", taken->se});
  if (taken->se > 0) {  // 0 where all winners and no others take part
    const double f = std::pow(taken->conventional / taken->se, 2);
    finding.diagnostics.push_back({"first_stage_f", f});
    if (f < 10) finding.notes.push_back(reason(Says::weak_instrument));
  }
  return finding;
}

}  // namespace

Evaluated<Finding> rdd(const Panel& panel, const RddOptions& given) {
  if (const std::string wrong = given.mistake(); !wrong.empty()) {
    return fail(Fault{"", 0, wrong, ""});
  }
  RddOptions options = given;
  if (options.bias_order == 0) options.bias_order = options.order + 1;
  TRY(sides, sides_of(panel, options));
  if (auto why = hopeless(sides, options)) return otherwise(std::move(*why));
  const Residuals left_noise(sides.left, options);
  const Residuals right_noise(sides.right, options);
  const Unidentified few =
      unidentified(Design::few_values_at_cutoff, Design::give_finer_running, options.running);
  const auto chosen = bandwidths_of(sides, options, left_noise, right_noise);
  if (!chosen) return otherwise(few);
  const double near_left = sides.left.distance[0];
  const double near_right = sides.right.distance[0];
  if (near_left >= chosen->h_left || near_right >= chosen->h_right) {
    return otherwise(
        unidentified(Design::nothing_at_cutoff, Design::give_rows_at_cutoff, options.running));
  }
  Joined joined{sides,
                options,
                left_noise,
                right_noise,
                fits_of(sides.left, options, chosen->h_left, chosen->b_left),
                fits_of(sides.right, options, chosen->h_right, chosen->b_right),
                {}};
  for (const Fits* fits : {&joined.left, &joined.right}) {
    const auto spare = static_cast<std::size_t>(options.bias_order) + 2;  // a value left for noise
    if (!fits->estimate.solved || !fits->bias.solved) return otherwise(few);
    if (std::max(fits->estimate.distinct, fits->bias.distinct) < spare) return otherwise(few);
  }
  joined.gamma = covariate_effects({&sides.left, &sides.right},
                                   {&joined.left.estimate, &joined.right.estimate}, options.kernel,
                                   !options.treatment.empty(), options.threads);
  auto finding = estimated(joined);
  if (!finding) return otherwise(std::move(finding.error()));
  finding->summary.n = sides.rows();
  finding->summary.k = options.order + 1;
  finding->dropped = sides.dropped;
  put_variance_words(sides, options, *finding);
  put_diagnostics(sides, *chosen, joined.left, joined.right, options, *finding);
  if (sides.dropped.empty()) {
    put_density(sides, *finding);
  } else {
    TRY(all, all_sides_of(panel, options));
    put_density(all, *finding);
  }
  if (2 * near_left > chosen->h_left || 2 * near_right > chosen->h_right) {
    finding->notes.push_back(reason(Design::wide_extrapolation));
  }
  return std::move(*finding);
}

}  // namespace formulary::evaluate
