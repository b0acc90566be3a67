// What did an award cause for those who only just got it? Regression discontinuity at a cut-off,
// sharp or fuzzy, by local polynomials with robust bias correction (Calonico, Cattaneo & Titiunik
// 2014, Econometrica 82), with the conventions of rdrobust 4, which docs/methods/designs.md writes
// out.
//
// Nothing is assumed far from the cut-off; the answer says nothing of firms that are far from it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "domain/words.h"
#include "evaluate/effect.h"
#include "evaluate/panel.h"

namespace formulary::evaluate {

enum class Kernel { triangular, epanechnikov, uniform };

// How far from the cut-off to look: what is best for the estimate (mse) or for its interval (cer);
// one distance for the difference (rd) or the sum of the two sides, one for each side (two), or the
// smallest (comb1) or middle one (comb2) of these.
enum class Bandwidth {
  mserd,
  msetwo,
  msesum,
  msecomb1,
  msecomb2,
  cerrd,
  certwo,
  cersum,
  cercomb1,
  cercomb2
};

// Squared residuals: from each row's nearest neighbours, or of the regression (HC0 to HC3).
enum class Noise { nearest, hc0, hc1, hc2, hc3 };

// Whether a running variable with many equal values counts its distinct values.
enum class MassPoints { adjust, ignore };

struct RddOptions {
  std::string outcome;
  std::string running;
  double cutoff = 0;                    // rows at the cut-off and above are treated
  std::string treatment;                // taken up, for a fuzzy design; empty = sharp
  std::vector<std::string> covariates;  // to narrow the interval, never to identify
  std::string cluster;
  int order = 1;       // of the polynomial, 0 to 4
  int bias_order = 0;  // of the one for the bias; 0 = order + 1
  Kernel kernel = Kernel::triangular;
  Bandwidth bandwidth = Bandwidth::mserd;
  std::optional<double> h;  // given, on both sides
  std::optional<double> b;  // for the bias; nothing = h, where h is given
  Noise noise = Noise::nearest;
  int neighbours = 3;
  double regularise = 1;  // weight of the bandwidths' regularisation; 0 = none
  MassPoints mass_points = MassPoints::adjust;
  double level = 0.95;
  int threads = 0;

  // Say what is wrong with the options themselves; empty = nothing.
  std::string mistake() const;
};

// Estimate the jump at the cut-off. Terms: conventional; bias_corrected (with the conventional
// error); robust, the one to report; in a fuzzy design also first_stage (robust). Clusters take
// regression residuals summed by cluster (CR1). Diagnostics: h_, b_, n_, n_h_, n_b_, distinct_ and
// bias_ left and right; density_t, density_p, density_left and density_right, the test of
// manipulation (Cattaneo, Jansson & Ma 2020, J. American Statistical Association 115).
// Faults: unknown columns, infinite values, unsound options, a treatment other than 0 .. 1.
// Unidentified: fewer than 20 rows, nothing on one side or near the cut-off, too few distinct
// values within the bandwidth, a constant outcome, no jump of the treatment, one cluster on a side.
Evaluated<Finding> rdd(const Panel& panel, const RddOptions& options);

}  // namespace formulary::evaluate

namespace formulary {

template <>
struct Ids<evaluate::Kernel> {
  static constexpr std::array names{"tri", "epa", "uni"};
};
template <>
struct Ids<evaluate::Bandwidth> {
  static constexpr std::array names{"mserd", "msetwo", "msesum", "msecomb1", "msecomb2",
                                    "cerrd", "certwo", "cersum", "cercomb1", "cercomb2"};
};
template <>
struct Ids<evaluate::Noise> {
  static constexpr std::array names{"nn", "hc0", "hc1", "hc2", "hc3"};
};

}  // namespace formulary
