// What do several studies of a measure say together, and how much does its effect differ between
// places? Random-effects pooling and meta-regression, with the formulas of Viechtbauer 2010 (J.
// Statistical Software 36).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "domain/words.h"
#include "evaluate/effect.h"
#include "evaluate/panel.h"

namespace formulary::evaluate {

// How the variance between studies is estimated: restricted likelihood, DerSimonian & Laird 1986,
// Paule & Mandel 1982, likelihood, Hedges & Olkin 1985, Sidik & Jonkman 2005, empirical Bayes
// (Morris 1983), Hunter & Schmidt 2004, or taken to be 0 (fixed effect).
enum class Between { reml, dl, pm, ml, he, sj, eb, hs, fe };

// The normal distribution, which is too sure with few studies, or Knapp & Hartung 2003: t with the
// spread that the studies show.
enum class PoolTest { z, knapp_hartung };

struct PoolOptions {
  std::string effect;
  std::string variance;  // of each study's effect, the square of its standard error
  std::string study;     // names for leave-one-out; empty = the rows' numbers
  std::vector<std::string> moderators;
  Between between = Between::reml;
  PoolTest test = PoolTest::knapp_hartung;
  double level = 0.95;

  // Say what is wrong with the options themselves; empty = nothing.
  std::string mistake() const;
};

// Pool. Terms: "mean", or with moderators "(Intercept)" and each of them. Diagnostics: tau2 and,
// for ML and REML, tau2_se; i2 (percent), h2; q, q_df and q_p, the test of no difference; without
// moderators prediction_low and prediction_high (the effect in a new place, from the same
// distribution as the test), without.STUDY, without_se.STUDY and without_tau2.STUDY; with them
// moderators_statistic and moderators_p; egger_t and egger_p (Egger et al. 1997), three studies at
// least. The variance between studies is found to the last digit (it lies between two neighbouring
// numbers), never below 0.
// Faults: unknown columns, infinite values, a variance that is not above 0.
// Unidentified: fewer than two studies, or no more than parameters.
Evaluated<Finding> pool(const Panel& panel, const PoolOptions& options);

}  // namespace formulary::evaluate

namespace formulary {

template <>
struct Ids<evaluate::Between> {
  static constexpr std::array names{"REML", "DL", "PM", "ML", "HE", "SJ", "EB", "HS", "FE"};
};
template <>
struct Ids<evaluate::PoolTest> {
  static constexpr std::array names{"z", "knha"};
};

}  // namespace formulary
