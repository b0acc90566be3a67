// What did it cause, how sure is that, and what can nobody know from these data?
//
// Every estimator of this room answers with a Finding, or with Unidentified: there is no number
// without its interval, and no interval without the count of rows, the variance and the degrees of
// freedom it stands on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/reason.h"

namespace formulary::evaluate {

// An outcome with the measure minus the outcome without it.
struct Effect {
  double estimate = 0;
  double se = 0;
  double low = 0;  // of the interval
  double high = 0;
  double level = 0.95;            // that the interval covers, between 0 and 1
  std::string unit;               // of the outcome; empty = the outcome's own
  std::optional<double> horizon;  // periods since the start of treatment; nothing = all of them
};

// One line of an answer.
struct Estimate {
  std::string term;
  Effect effect;
  double statistic = 0;  // estimate / se
  double p = 1;          // two-sided, of no effect
};

struct Count {
  std::string name;
  std::size_t count = 0;
};

// What the numbers stand on.
struct Summary {
  std::size_t n = 0;           // rows (or units) that were used
  double k = 0;                // parameters counted in the small-sample correction
  std::optional<double> df;    // of the t distribution; nothing = normal
  std::vector<Count> effects;  // levels of each fixed effect, after dropping
  std::vector<Count> groups;   // G of each cluster variable, or firms of each cohort
  Text variance;               // which variance, and with which small-sample factor
  double tolerance = 0;        // reached: the largest cosine between a residual and a dummy
};

// Rows or units that were left out, never silently.
struct Dropped {
  Reason reason;
  std::size_t count = 0;
  std::string which;  // the first of them, or the column
};

struct Diagnostic {
  std::string id;
  std::variant<double, std::string> value;
};

struct Finding {
  std::string method;
  std::vector<Estimate> estimates;
  std::vector<double> covariance;  // of the estimates, row-major; empty where there is none
  Summary summary;
  std::vector<Dropped> dropped;
  std::vector<Diagnostic> diagnostics;
  Reasons notes;  // what a reader must know before believing it
};

// The data cannot tell: why, and what data would.
struct Unidentified {
  Reason why;
  Reason remedy;
};

template <typename T>
using Identified = Either<T, Unidentified>;

// What an estimator returns: faults of the input, or that the data cannot tell, or the answer.
template <typename T>
using Evaluated = Result<Identified<T>>;

// Make an estimate with its interval and p-value from Student's t with `df` degrees of freedom, or
// the normal where there are none. `level` is between 0 and 1; an se of 0 gives no p below 1.
Estimate estimate_of(std::string term, double value, double se, std::optional<double> df,
                     double level);

// The value of a diagnostic; nothing when there is no such number.
std::optional<double> diagnostic(const Finding& finding, const std::string& id);

}  // namespace formulary::evaluate
