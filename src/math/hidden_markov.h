// Which hidden state was a sequence in, step by step, and how sure can one be?
//
// A hidden Markov model with Gaussian emissions: a chain z_1..z_T over a few states, and at each
// step independent features given the state, x_tf ~ N(mean[z_t, f], spread[z_t, f]^2). A feature
// that was not observed (NaN) is integrated out, so it says nothing. Method: Rabiner 1989
// (Proc. IEEE 77(2)), the smoother in the form of Kim 1994 (J. Econometrics 60), which needs no
// backward emissions and so cannot overflow. Matrices are row-major.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace formulary {

struct HiddenMarkov {
  std::size_t states = 0;
  std::size_t features = 0;
  std::vector<double> initial;     // states; sums to 1
  std::vector<double> transition;  // states x states, from row to column; rows sum to 1; 0 = never
  std::vector<double> mean;        // states x features
  std::vector<double> spread;      // states x features, standard deviations > 0
  double power = 1;  // emissions count as p^power; below 1 where neighbouring steps share data
};

// Say whether sizes agree, probabilities sum to 1 and spreads are positive.
bool is_sound(const HiddenMarkov& model);

// Compute log p(observed | state), missing (NaN) features integrated out.
double log_emission(const HiddenMarkov& model, std::size_t state, std::span<const double> observed);

// What a sequence of `steps` observations says of its states; each table is steps x states.
struct StateProbabilities {
  std::size_t steps = 0;
  double log_likelihood = 0;      // log p(x_1..x_T)
  std::vector<double> log_score;  // steps: log p(x_t | x_1..x_t-1); adds up to log_likelihood
  std::vector<double> predicted;  // p(z_t | x_1..x_t-1)
  std::vector<double> filtered;   // p(z_t | x_1..x_t)
  std::vector<double> smoothed;   // p(z_t | x_1..x_T)
};

// Infer the states of one sequence. `observed` is steps x features, NaN = missing.
StateProbabilities state_probabilities(const HiddenMarkov& model, std::span<const double> observed);

// Compute p(z_t = i, z_t+1 = j | x_1..x_T) summed over t: expected moves, states x states.
std::vector<double> expected_moves(const HiddenMarkov& model, const StateProbabilities& inferred);

// Find the single most probable path of states (Viterbi); ties go to the lower state.
std::vector<std::size_t> most_probable_path(const HiddenMarkov& model,
                                            std::span<const double> observed);

// Prior knowledge as pseudo-observations, so that every update has a closed form:
//   mean    `mean_weight` observations that lie at `mean`, per state and feature
//   spread  `spread_weight` observations whose squared deviation is spread^2
//   moves, starts   extra counts; a move whose transition starts at 0 stays forbidden
struct HiddenMarkovPrior {
  std::vector<double> mean, mean_weight;      // states x features
  std::vector<double> spread, spread_weight;  // states x features, > 0
  std::vector<double> moves;                  // states x states
  std::vector<double> starts;                 // states
};

struct HiddenMarkovFitOptions {
  int max_iterations = 2000;
  double tolerance = 1e-10;  // stop when an iteration gains less than this, per observed step
};

struct HiddenMarkovFit {
  HiddenMarkov model;
  bool converged = false;
  std::vector<double> penalised_log_likelihood;  // before each iteration, and at the end
  std::vector<double> observations;              // states x features: expected number that spoke
  std::vector<double> moves;                     // states x states: expected number
  std::vector<double> starts;                    // states: expected number
};

// Fit by expectation-maximisation from `start` to several sequences (each steps x features), to
// the mode of the penalised likelihood
//   log L + sum moves log transition + sum starts log initial
//         - 1/2 sum [ spread_weight (log s^2 + spread^2 / s^2) + mean_weight (m - mean)^2 / s^2 ].
// Each iteration raises it or leaves it (Dempster, Laird & Rubin 1977).
HiddenMarkovFit fit_hidden_markov(const HiddenMarkov& start, const HiddenMarkovPrior& prior,
                                  std::span<const std::vector<double>> sequences,
                                  const HiddenMarkovFitOptions& options = {});

}  // namespace formulary
