#include "evaluate/effect.h"

#include <cmath>

#include "base/must.h"
#include "evaluate/internal/distributions.h"

namespace formulary::evaluate {

Estimate estimate_of(std::string term, double value, double se, std::optional<double> df,
                     double level) {
  MUST(level > 0 && level < 1);
  Estimate one;
  one.term = std::move(term);
  const double reach = evaluate::t_quantile(0.5 + level / 2, df) * se;
  one.effect = {value, se, value - reach, value + reach, level, "", std::nullopt};
  one.statistic = se > 0 ? value / se : 0;
  one.p = se > 0 ? evaluate::t_two_sided(one.statistic, df) : 1;
  return one;
}

std::optional<double> diagnostic(const Finding& finding, const std::string& id) {
  for (const Diagnostic& one : finding.diagnostics) {
    if (one.id != id) continue;
    if (const double* value = std::get_if<double>(&one.value)) return *value;
  }
  return std::nullopt;
}

}  // namespace formulary::evaluate
