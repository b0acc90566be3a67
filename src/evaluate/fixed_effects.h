// How does an outcome move with a measure, firms and years held fixed? Regressions with any number
// of fixed effects, with the conventions of fixest 0.13 and later, which docs/methods/evaluate.md
// writes out.
//
// Rows with a missing value are dropped, and so are singletons, again and again until none is
// left; columns that follow from others are dropped and named. The answer is the same for any
// order of the rows (up to rounding) and for any number of threads (bit by bit).
#pragma once

#include <string>
#include <vector>

#include "evaluate/effect.h"
#include "evaluate/formula.h"
#include "evaluate/panel.h"

namespace formulary::evaluate {

enum class Variance { iid, hc1, cluster };

// What counts as a parameter in N - K: fixed effects nested in a cluster do not (conventional),
// all do, all do and dependent dummies are told apart (exact), or none does.
enum class CountEffects { conventional, all, exact, none };

// How many clusters count in the two-way G / (G - 1): the fewest for all three matrices (fixest),
// or each matrix's own (Petersen 2009, Cameron, Gelbach & Miller 2011).
enum class TwoWay { fewest, own };

// No small-sample factor at all, for comparison with papers that have none.
enum class SmallSample { corrected, none };

enum class Singletons { drop, keep };

struct RegressionOptions {
  Variance variance = Variance::iid;
  std::vector<std::string> clusters;  // one or two columns; only with Variance::cluster
  std::string weights;                // column; empty = all 1
  CountEffects count_effects = CountEffects::conventional;
  TwoWay two_way = TwoWay::fewest;
  SmallSample small_sample = SmallSample::corrected;
  Singletons singletons = Singletons::drop;
  double level = 0.95;
  double tolerance = 1e-11;  // largest cosine between a residual and a dummy
  double collinear = 1e-9;   // share of a column that the others leave, below which it goes
  int threads = 0;           // 0 = all

  // Say what is wrong with the options themselves; empty = nothing.
  std::string mistake() const;
};

// Fit y = x b + fixed effects by least squares; with endogenous variables, by two-stage least
// squares. Terms are named as in the formula, dummies `key::level`, the constant "(Intercept)".
// Diagnostics: r2, r2_within, rss, sigma; per endogenous variable first_stage_f.NAME and
// first_stage_p.NAME; wald_pre and wald_pre_p, the joint test of dummies of levels below 0 and
// other than -1 (an event study's pre-trend).
// Faults: unknown columns, infinite values, negative weights, unsound options.
// Unidentified: no rows, no degrees of freedom, one cluster, nothing left of the columns,
// a constant outcome, too few instruments.
Evaluated<Finding> fixed_effects(const Panel& panel, const Formula& formula,
                                 const RegressionOptions& options = {});

// Fit E[y] = exp(x b + fixed effects) by Poisson pseudo maximum likelihood, for outcomes of 0 and
// above. Rows that a combination of columns predicts to be 0 with certainty are found by the
// iterative rectifier (Correia, Guimaraes & Zylkin 2019) and dropped. The iid variance is the
// inverse information without a correction. Faults also: outcomes below 0; endogenous variables.
Evaluated<Finding> poisson(const Panel& panel, const Formula& formula,
                           const RegressionOptions& options = {});

enum class WildWeights { rademacher, webb };

struct WildOptions {
  std::string term;  // whose effect is tested to be 0; empty = the first
  int draws = 999;
  WildWeights weights = WildWeights::webb;  // Webb's six points hold with few clusters
  unsigned seed = 1;
};

// Test one coefficient by the wild cluster bootstrap, the null imposed (Cameron, Gelbach &
// Miller 2008; Roodman et al. 2019), fixed effects taken out of every draw. The finding is that
// of fixed_effects with one cluster column; its diagnostics gain wild_term, wild_p, wild_draws and
// wild_weights. Where there are no more than `draws` different Rademacher worlds (2^G), all
// of them are taken, each once.
Evaluated<Finding> wild_bootstrap(const Panel& panel, const Formula& formula,
                                  const RegressionOptions& options, const WildOptions& wild);

}  // namespace formulary::evaluate
