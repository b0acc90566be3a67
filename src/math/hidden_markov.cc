#include "math/hidden_markov.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/must.h"

namespace formulary {
namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

bool sums_to_one(std::span<const double> probabilities) {
  double sum = 0;
  for (const double p : probabilities) {
    if (!(p >= 0)) return false;
    sum += p;
  }
  return std::abs(sum - 1) < 1e-9;
}

double log_or_minus_infinity(double p) {
  return p > 0 ? std::log(p) : kMinusInfinity;
}

std::size_t steps_of(const HiddenMarkov& model, std::span<const double> observed) {
  MUST(is_sound(model));
  MUST(observed.size() % model.features == 0);
  return observed.size() / model.features;
}

// Emissions of one step, scaled by the largest among states that can be reached, so that none of
// these underflows together. Returns the log of the scale.
double scaled_emissions(const HiddenMarkov& model, std::span<const double> observed,
                        std::span<const double> predicted, std::span<double> emissions) {
  double largest = kMinusInfinity;
  for (std::size_t s = 0; s < model.states; ++s) {
    emissions[s] = predicted[s] > 0 ? log_emission(model, s, observed) : kMinusInfinity;
    largest = std::max(largest, emissions[s]);
  }
  for (double& e : emissions) e = std::exp(e - largest);
  return largest;
}

// Kim's backward pass: p(z_t | all) from filtered and predicted probabilities alone.
void smooth(const HiddenMarkov& model, StateProbabilities& inferred) {
  const std::size_t n = model.states;
  inferred.smoothed = inferred.filtered;
  for (std::size_t t = inferred.steps - 1; t-- > 0;) {
    const double* ahead = &inferred.smoothed[(t + 1) * n];
    const double* predicted = &inferred.predicted[(t + 1) * n];
    for (std::size_t i = 0; i < n; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < n; ++j) {
        if (predicted[j] > 0) sum += model.transition[i * n + j] * (ahead[j] / predicted[j]);
      }
      inferred.smoothed[t * n + i] = inferred.filtered[t * n + i] * sum;
    }
  }
}

// Expected counts of one pass over the sequences, and the penalised log likelihood before it.
struct Counts {
  std::vector<double> weight;  // states x features
  std::vector<double> sum;     // of x
  std::vector<double> square;  // of (x - current mean)^2
  std::vector<double> moves;
  std::vector<double> starts;
  double log_likelihood = 0;
};

void count_sequence(const HiddenMarkov& model, std::span<const double> observed, Counts& counts) {
  const StateProbabilities inferred = state_probabilities(model, observed);
  if (inferred.steps == 0) return;
  counts.log_likelihood += inferred.log_likelihood;
  for (std::size_t t = 0; t < inferred.steps; ++t) {
    for (std::size_t s = 0; s < model.states; ++s) {
      const double p = inferred.smoothed[t * model.states + s];
      if (t == 0) counts.starts[s] += p;
      for (std::size_t f = 0; f < model.features; ++f) {
        const double x = observed[t * model.features + f];
        if (std::isnan(x)) continue;
        const std::size_t at = s * model.features + f;
        const double weight = model.power * p;
        counts.weight[at] += weight;
        counts.sum[at] += weight * x;
        counts.square[at] += weight * (x - model.mean[at]) * (x - model.mean[at]);
      }
    }
  }
  const std::vector<double> moves = expected_moves(model, inferred);
  for (std::size_t k = 0; k < moves.size(); ++k) counts.moves[k] += moves[k];
}

Counts count(const HiddenMarkov& model, std::span<const std::vector<double>> sequences) {
  Counts counts;
  counts.weight.assign(model.states * model.features, 0);
  counts.sum = counts.square = counts.weight;
  counts.moves.assign(model.states * model.states, 0);
  counts.starts.assign(model.states, 0);
  for (const std::vector<double>& sequence : sequences) count_sequence(model, sequence, counts);
  return counts;
}

double log_prior(const HiddenMarkov& model, const HiddenMarkovPrior& prior) {
  double sum = 0;
  for (std::size_t k = 0; k < model.transition.size(); ++k) {
    if (prior.moves[k] > 0) sum += prior.moves[k] * std::log(model.transition[k]);
  }
  for (std::size_t s = 0; s < model.states; ++s) {
    if (prior.starts[s] > 0) sum += prior.starts[s] * std::log(model.initial[s]);
  }
  for (std::size_t k = 0; k < model.mean.size(); ++k) {
    const double variance = model.spread[k] * model.spread[k];
    const double shift = model.mean[k] - prior.mean[k];
    const double square = prior.spread_weight[k] * prior.spread[k] * prior.spread[k] +
                          prior.mean_weight[k] * shift * shift;
    sum -= 0.5 * (prior.spread_weight[k] * std::log(variance) + square / variance);
  }
  return sum;
}

// Shares in proportion to counts plus extra; zero stays zero, an empty row keeps what it was.
void update_shares(std::span<const double> counts, std::span<const double> extra,
                   std::span<double> shares) {
  double total = 0;
  for (std::size_t k = 0; k < shares.size(); ++k) {
    if (shares[k] > 0) total += counts[k] + extra[k];
  }
  if (!(total > 0)) return;
  for (std::size_t k = 0; k < shares.size(); ++k) {
    if (shares[k] > 0) shares[k] = (counts[k] + extra[k]) / total;
  }
}

void maximise(const HiddenMarkovPrior& prior, const Counts& counts, HiddenMarkov& model) {
  const std::size_t n = model.states;
  update_shares(counts.starts, prior.starts, model.initial);
  for (std::size_t i = 0; i < n; ++i) {
    update_shares(std::span(counts.moves).subspan(i * n, n),
                  std::span(prior.moves).subspan(i * n, n),
                  std::span(model.transition).subspan(i * n, n));
  }
  for (std::size_t k = 0; k < model.mean.size(); ++k) {
    const double weight = counts.weight[k];
    const double old = model.mean[k];
    if (!(weight + prior.mean_weight[k] > 0)) continue;
    const double mean =
        (counts.sum[k] + prior.mean_weight[k] * prior.mean[k]) / (weight + prior.mean_weight[k]);
    // Deviations were summed about the old mean; move them to the new one.
    const double square = counts.square[k] - 2 * (mean - old) * (counts.sum[k] - weight * old) +
                          weight * (mean - old) * (mean - old);
    const double shift = mean - prior.mean[k];
    const double total = std::max(square, 0.0) + prior.mean_weight[k] * shift * shift +
                         prior.spread_weight[k] * prior.spread[k] * prior.spread[k];
    model.mean[k] = mean;
    model.spread[k] = std::sqrt(total / (weight + prior.spread_weight[k]));
  }
}

bool is_sound(const HiddenMarkovPrior& prior, const HiddenMarkov& model) {
  const std::size_t emissions = model.states * model.features;
  for (const auto* table : {&prior.mean, &prior.mean_weight, &prior.spread}) {
    if (table->size() != emissions) return false;
  }
  if (prior.spread_weight.size() != emissions || prior.starts.size() != model.states) return false;
  if (prior.moves.size() != model.states * model.states) return false;
  for (std::size_t k = 0; k < prior.moves.size(); ++k) {
    if (prior.moves[k] > 0 && !(model.transition[k] > 0)) return false;
  }
  return std::all_of(prior.spread_weight.begin(), prior.spread_weight.end(),
                     [](double weight) { return weight > 0; });
}

}  // namespace

bool is_sound(const HiddenMarkov& model) {
  const std::size_t n = model.states;
  if (n == 0 || model.features == 0 || model.initial.size() != n) return false;
  if (model.transition.size() != n * n || model.mean.size() != n * model.features) return false;
  if (model.spread.size() != model.mean.size() || !sums_to_one(model.initial)) return false;
  for (std::size_t i = 0; i < n; ++i) {
    if (!sums_to_one(std::span(model.transition).subspan(i * n, n))) return false;
  }
  const bool finite =
      std::all_of(model.mean.begin(), model.mean.end(), [](double m) { return std::isfinite(m); });
  return finite && std::all_of(model.spread.begin(), model.spread.end(),
                               [](double s) { return s > 0 && std::isfinite(s); });
}

double log_emission(const HiddenMarkov& model, std::size_t state,
                    std::span<const double> observed) {
  double sum = 0;
  for (std::size_t f = 0; f < model.features; ++f) {
    if (std::isnan(observed[f])) continue;
    const double spread = model.spread[state * model.features + f];
    const double z = (observed[f] - model.mean[state * model.features + f]) / spread;
    sum -= 0.5 * z * z + std::log(spread) + 0.5 * std::log(2 * M_PI);
  }
  return model.power * sum;
}

StateProbabilities state_probabilities(const HiddenMarkov& model,
                                       std::span<const double> observed) {
  const std::size_t n = model.states;
  StateProbabilities inferred;
  inferred.steps = steps_of(model, observed);
  if (inferred.steps == 0) return inferred;
  inferred.predicted.assign(inferred.steps * n, 0);
  inferred.filtered = inferred.predicted;
  std::vector<double> emissions(n);
  for (std::size_t t = 0; t < inferred.steps; ++t) {
    const std::span predicted(&inferred.predicted[t * n], n);
    const std::span filtered(&inferred.filtered[t * n], n);
    for (std::size_t j = 0; j < n; ++j) {
      if (t == 0) predicted[j] = model.initial[j];
      for (std::size_t i = 0; t > 0 && i < n; ++i) {
        predicted[j] += inferred.filtered[(t - 1) * n + i] * model.transition[i * n + j];
      }
    }
    const double scale = scaled_emissions(
        model, observed.subspan(t * model.features, model.features), predicted, emissions);
    double total = 0;
    for (std::size_t s = 0; s < n; ++s) total += (filtered[s] = predicted[s] * emissions[s]);
    for (double& p : filtered) p /= total;
    inferred.log_score.push_back(scale + std::log(total));
    inferred.log_likelihood += inferred.log_score.back();
  }
  smooth(model, inferred);
  return inferred;
}

std::vector<double> expected_moves(const HiddenMarkov& model, const StateProbabilities& inferred) {
  const std::size_t n = model.states;
  std::vector<double> moves(n * n, 0);
  for (std::size_t t = 0; t + 1 < inferred.steps; ++t) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        const double predicted = inferred.predicted[(t + 1) * n + j];
        if (!(predicted > 0)) continue;
        moves[i * n + j] += inferred.filtered[t * n + i] * model.transition[i * n + j] *
                            (inferred.smoothed[(t + 1) * n + j] / predicted);
      }
    }
  }
  return moves;
}

std::vector<std::size_t> most_probable_path(const HiddenMarkov& model,
                                            std::span<const double> observed) {
  const std::size_t n = model.states;
  const std::size_t steps = steps_of(model, observed);
  std::vector<std::size_t> path(steps, 0);
  if (steps == 0) return path;
  std::vector<double> best(n);
  std::vector<double> next(n);
  std::vector<std::size_t> from(steps * n, 0);
  for (std::size_t t = 0; t < steps; ++t) {
    const auto at = observed.subspan(t * model.features, model.features);
    for (std::size_t j = 0; j < n; ++j) {
      double reach = t == 0 ? log_or_minus_infinity(model.initial[j]) : kMinusInfinity;
      for (std::size_t i = 0; t > 0 && i < n; ++i) {
        const double via = best[i] + log_or_minus_infinity(model.transition[i * n + j]);
        if (via > reach) {
          reach = via;
          from[t * n + j] = i;
        }
      }
      next[j] = reach + log_emission(model, j, at);
    }
    best.swap(next);
  }
  path.back() = static_cast<std::size_t>(std::max_element(best.begin(), best.end()) - best.begin());
  for (std::size_t t = steps - 1; t > 0; --t) path[t - 1] = from[t * n + path[t]];
  return path;
}

HiddenMarkovFit fit_hidden_markov(const HiddenMarkov& start, const HiddenMarkovPrior& prior,
                                  std::span<const std::vector<double>> sequences,
                                  const HiddenMarkovFitOptions& options) {
  MUST(is_sound(start) && is_sound(prior, start));
  HiddenMarkovFit fit;
  fit.model = start;
  std::size_t steps = 0;
  for (const auto& sequence : sequences) steps += steps_of(start, sequence);
  for (int iteration = 0;; ++iteration) {
    Counts counts = count(fit.model, sequences);
    auto& trace = fit.penalised_log_likelihood;
    trace.push_back(counts.log_likelihood + log_prior(fit.model, prior));
    const double gain = trace.size() < 2 ? 1e300 : trace.back() - trace[trace.size() - 2];
    fit.converged = gain < options.tolerance * static_cast<double>(std::max<std::size_t>(steps, 1));
    if (fit.converged || iteration == options.max_iterations) {
      fit.observations = std::move(counts.weight);
      fit.moves = std::move(counts.moves);
      fit.starts = std::move(counts.starts);
      return fit;
    }
    maximise(prior, counts, fit.model);
  }
}

}  // namespace formulary
