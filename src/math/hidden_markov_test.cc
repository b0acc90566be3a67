#include "math/hidden_markov.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <doctest/doctest.h>

#include "math/philox.h"

using namespace formulary;

namespace {

const double kMissing = std::nan("");

// Three states, left to right with a way back, two features; small enough to enumerate.
HiddenMarkov small_chain(double power) {
  HiddenMarkov model;
  model.states = 3;
  model.features = 2;
  model.initial = {0.6, 0.4, 0.0};
  model.transition = {0.7, 0.3, 0.0, 0.0, 0.8, 0.2, 0.1, 0.0, 0.9};
  model.mean = {-1.0, 0.5, 0.3, 0.0, 2.0, -0.5};
  model.spread = {1.0, 0.7, 0.8, 1.2, 1.5, 0.4};
  model.power = power;
  return model;
}

const std::vector<double> kObserved{-0.4,     0.2, 0.9, kMissing, kMissing,
                                    kMissing, 1.8, 0.1, 2.5,      -0.6};

double density(double x, double mean, double spread) {
  const double z = (x - mean) / spread;
  return std::exp(-0.5 * z * z) / (spread * std::sqrt(2 * M_PI));
}

// p(path, first `steps` observations), straight from the definition.
double joint(const HiddenMarkov& model, const std::vector<std::size_t>& path, std::size_t steps) {
  double p = model.initial[path[0]];
  for (std::size_t t = 0; t < steps; ++t) {
    if (t > 0) p *= model.transition[path[t - 1] * model.states + path[t]];
    for (std::size_t f = 0; f < model.features; ++f) {
      const double x = kObserved[t * model.features + f];
      const std::size_t at = path[t] * model.features + f;
      if (!std::isnan(x)) p *= std::pow(density(x, model.mean[at], model.spread[at]), model.power);
    }
  }
  return p;
}

// Call for every path of `steps` states.
void for_each_path(std::size_t states, std::size_t steps,
                   const std::function<void(const std::vector<std::size_t>&)>& call) {
  std::vector<std::size_t> path(steps, 0);
  for (;;) {
    call(path);
    std::size_t t = 0;
    while (t < steps && ++path[t] == states) path[t++] = 0;
    if (t == steps) return;
  }
}

// Draw sequences from a model; subject = sequence, year = step.
std::vector<std::vector<double>> draw(const HiddenMarkov& model, std::uint64_t sequences,
                                      std::uint32_t steps) {
  const auto pick = [&](std::span<const double> shares, double u) {
    std::size_t s = 0;
    while (s + 1 < shares.size() && u > shares[s]) u -= shares[s++];
    return s;
  };
  std::vector<std::vector<double>> all;
  for (std::uint64_t i = 0; i < sequences; ++i) {
    std::vector<double> sequence;
    std::size_t state = 0;
    for (std::uint32_t t = 0; t < steps; ++t) {
      const auto words = philox(7, 0, i, t, Purpose::sample);
      const std::span shares = t == 0 ? std::span<const double>(model.initial)
                                      : std::span<const double>(model.transition)
                                            .subspan(state * model.states, model.states);
      state = pick(shares, uniform(words[0]));
      for (std::size_t f = 0; f < model.features; ++f) {
        const std::size_t at = state * model.features + f;
        sequence.push_back(model.mean[at] +
                           model.spread[at] * normal_quantile(uniform(words[f + 1])));
      }
    }
    all.push_back(std::move(sequence));
  }
  return all;
}

HiddenMarkovPrior weak_prior(const HiddenMarkov& model, double weight) {
  HiddenMarkovPrior prior;
  prior.mean = model.mean;
  prior.spread = model.spread;
  prior.mean_weight.assign(model.mean.size(), weight);
  prior.spread_weight = prior.mean_weight;
  for (const double p : model.transition) prior.moves.push_back(weight * p);
  for (const double p : model.initial) prior.starts.push_back(weight * p);
  return prior;
}

}  // namespace

// Expected: brute force over all 3^5 paths, with and without a power on the emissions.
TEST_CASE("likelihood, smoothed states and expected moves equal the sums over all paths") {
  for (const double power : {1.0, 0.2}) {
    const HiddenMarkov model = small_chain(power);
    const StateProbabilities inferred = state_probabilities(model, kObserved);
    const std::vector<double> moves = expected_moves(model, inferred);
    REQUIRE(inferred.steps == 5);
    double total = 0;
    std::vector<double> smoothed(15, 0.0);
    std::vector<double> moved(9, 0.0);
    for_each_path(3, 5, [&](const std::vector<std::size_t>& path) {
      const double p = joint(model, path, 5);
      total += p;
      for (std::size_t t = 0; t < 5; ++t) smoothed[t * 3 + path[t]] += p;
      for (std::size_t t = 0; t < 4; ++t) moved[path[t] * 3 + path[t + 1]] += p;
    });
    CHECK(inferred.log_likelihood == doctest::Approx(std::log(total)).epsilon(1e-12));
    for (std::size_t k = 0; k < 15; ++k) {
      CHECK(inferred.smoothed[k] == doctest::Approx(smoothed[k] / total).epsilon(1e-12));
    }
    for (std::size_t k = 0; k < 9; ++k) {
      CHECK(moves[k] == doctest::Approx(moved[k] / total).epsilon(1e-12));
    }
  }
}

// Expected: brute force over all paths of the first t steps.
TEST_CASE("filtered states and log scores equal the sums over all paths up to each step") {
  const HiddenMarkov model = small_chain(1);
  const StateProbabilities inferred = state_probabilities(model, kObserved);
  double before = 1;
  for (std::size_t steps = 1; steps <= 5; ++steps) {
    double total = 0;
    std::vector<double> last(3, 0.0);
    for_each_path(3, steps, [&](const std::vector<std::size_t>& path) {
      const double p = joint(model, path, steps);
      total += p;
      last[path.back()] += p;
    });
    for (std::size_t s = 0; s < 3; ++s) {
      CHECK(inferred.filtered[(steps - 1) * 3 + s] ==
            doctest::Approx(last[s] / total).epsilon(1e-12));
    }
    CHECK(inferred.log_score[steps - 1] == doctest::Approx(std::log(total / before)));
    before = total;
  }
}

// Expected: brute force, the best of all 3^5 paths.
TEST_CASE("the most probable path is the best of all paths") {
  const HiddenMarkov model = small_chain(1);
  double best = 0;
  std::vector<std::size_t> expected;
  for_each_path(3, 5, [&](const std::vector<std::size_t>& path) {
    const double p = joint(model, path, 5);
    if (p > best) {
      best = p;
      expected = path;
    }
  });
  CHECK(most_probable_path(model, kObserved) == expected);
}

// Expected: invariance, what is not observed says nothing; what the data decide is unchanged.
TEST_CASE("a feature that is missing throughout changes nothing") {
  const HiddenMarkov model = small_chain(1);
  HiddenMarkov wider = model;
  wider.features = 3;
  wider.mean = {-1.0, 0.5, 9.0, 0.3, 0.0, -9.0, 2.0, -0.5, 4.0};
  wider.spread = {1.0, 0.7, 0.1, 0.8, 1.2, 3.0, 1.5, 0.4, 2.0};
  std::vector<double> observed;
  for (std::size_t t = 0; t < 5; ++t) {
    observed.insert(observed.end(), {kObserved[t * 2], kObserved[t * 2 + 1], kMissing});
  }
  const StateProbabilities narrow = state_probabilities(model, kObserved);
  const StateProbabilities wide = state_probabilities(wider, observed);
  CHECK(wide.log_likelihood == narrow.log_likelihood);
  CHECK(wide.smoothed == narrow.smoothed);
  CHECK(most_probable_path(wider, observed) == most_probable_path(model, kObserved));
}

// Expected: by hand, with nothing observed the states follow the chain: p0 A^t.
TEST_CASE("without any observation the states follow the chain") {
  const HiddenMarkov model = small_chain(1);
  const StateProbabilities inferred = state_probabilities(model, std::vector<double>(6, kMissing));
  CHECK(inferred.log_likelihood == doctest::Approx(0));
  CHECK(inferred.smoothed[3] == doctest::Approx(0.6 * 0.7));
  CHECK(inferred.smoothed[4] == doctest::Approx(0.6 * 0.3 + 0.4 * 0.8));
  CHECK(inferred.smoothed[8] == doctest::Approx(0.4 * 0.2 * 0.9 + 0.2 * (0.6 * 0.3 + 0.4 * 0.8)));
}

// Expected: by hand, a value 10,000 spreads away leaves finite probabilities that sum to 1.
TEST_CASE("an absurd outlier breaks nothing") {
  const HiddenMarkov model = small_chain(1);
  const StateProbabilities inferred =
      state_probabilities(model, std::vector<double>{0, 0, 1e4, -1e4, 0, 0});
  for (std::size_t t = 0; t < 3; ++t) {
    double sum = 0;
    for (std::size_t s = 0; s < 3; ++s) sum += inferred.smoothed[t * 3 + s];
    CHECK(sum == doctest::Approx(1));
  }
  CHECK(std::isfinite(inferred.log_likelihood));
}

// Expected: by hand, one state makes the fit a weighted mean and variance with pseudo-data:
// data 1, 2, 6 and two pseudo-observations at 0: mean 9/5; squares about it 16.76 + 2 * 3.24,
// three pseudo-squares of 2^2, over 3 + 3.
TEST_CASE("one state is fitted to the mean and spread of data and prior together") {
  HiddenMarkov start;
  start.states = 1;
  start.features = 1;
  start.initial = {1};
  start.transition = {1};
  start.mean = {0.5};
  start.spread = {1};
  HiddenMarkovPrior prior{{0.0}, {2.0}, {2.0}, {3.0}, {0.0}, {0.0}};
  const std::vector<std::vector<double>> data{{1.0, 2.0}, {kMissing, 6.0}};
  const HiddenMarkovFit fit = fit_hidden_markov(start, prior, data);
  const double squares = 0.8 * 0.8 + 0.2 * 0.2 + 4.2 * 4.2 + 2 * 1.8 * 1.8 + 3 * 2.0 * 2.0;
  CHECK(fit.converged);
  CHECK(fit.model.mean[0] == doctest::Approx(1.8).epsilon(1e-12));
  CHECK(fit.model.spread[0] == doctest::Approx(std::sqrt(squares / 6)).epsilon(1e-12));
  CHECK(fit.observations[0] == doctest::Approx(3));
}

// Expected: known truth, 200 drawn sequences of 50 steps; tolerances of a few standard errors.
TEST_CASE("the fit recovers the chain that the data were drawn from") {
  HiddenMarkov truth = small_chain(1);
  truth.mean = {-2.0, 0.5, 0.0, 0.0, 2.0, -0.5};
  const auto data = draw(truth, 200, 50);
  HiddenMarkov start = truth;
  start.mean = {-1.0, 0.2, 0.2, 0.2, 1.0, 0.2};
  start.spread.assign(6, 1.5);
  start.transition = {0.5, 0.5, 0.0, 0.0, 0.5, 0.5, 0.5, 0.0, 0.5};
  const HiddenMarkovFit fit = fit_hidden_markov(start, weak_prior(start, 1), data);
  CHECK(fit.converged);
  for (std::size_t k = 0; k < 6; ++k) {
    CHECK(std::abs(fit.model.mean[k] - truth.mean[k]) < 0.1);
    CHECK(std::abs(fit.model.spread[k] - truth.spread[k]) < 0.1);
  }
  for (std::size_t k = 0; k < 9; ++k) {
    CHECK(std::abs(fit.model.transition[k] - truth.transition[k]) < 0.03);
    if (truth.transition[k] == 0) CHECK(fit.model.transition[k] == 0);
  }
}

// Expected: theory (Dempster, Laird & Rubin 1977), checked at every step of awkward starts, with
// missing data and tempered emissions.
TEST_CASE("no iteration lowers the penalised likelihood") {
  auto data = draw(small_chain(1), 12, 20);
  for (std::size_t i = 0; i < data.size(); ++i) {
    for (std::size_t k = i % 3; k < data[i].size(); k += 4) data[i][k] = kMissing;
  }
  for (const double power : {1.0, 0.2}) {
    for (const double weight : {0.01, 1.0, 25.0}) {
      HiddenMarkov start = small_chain(power);
      start.mean = {3.0, -1.0, 0.0, 2.0, -3.0, 0.0};
      const HiddenMarkovFit fit = fit_hidden_markov(start, weak_prior(start, weight), data);
      const auto& trace = fit.penalised_log_likelihood;
      REQUIRE(trace.size() > 2);
      CHECK(fit.converged);
      CHECK(std::is_sorted(trace.begin(), trace.end() - 1));
      CHECK(trace.back() > trace[trace.size() - 2] - 1e-9);
    }
  }
}

// Expected: invariance, without data the mode is the prior's.
TEST_CASE("a fit to nothing returns the prior") {
  const HiddenMarkov start = small_chain(1);
  const HiddenMarkovFit fit = fit_hidden_markov(start, weak_prior(start, 5), {});
  for (std::size_t k = 0; k < 6; ++k) {
    CHECK(fit.model.mean[k] == doctest::Approx(start.mean[k]).epsilon(1e-12));
    CHECK(fit.model.spread[k] == doctest::Approx(start.spread[k]).epsilon(1e-12));
  }
  for (std::size_t k = 0; k < 9; ++k) {
    CHECK(fit.model.transition[k] == doctest::Approx(start.transition[k]).epsilon(1e-12));
  }
}
