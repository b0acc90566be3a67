// evaluate fe, evaluate staggered: what a measure caused, from a panel in a file.
#include <algorithm>

#include "answer.h"
#include "commands.h"
#include "evaluate/fixed_effects.h"
#include "evaluate/staggered.h"
#include "finding_answer.h"
#include "panel_file.h"

namespace formulary::app {

using namespace evaluate;

namespace {

PanelColumnsWanted wanted_of(const Formula& formula, const RegressionOptions& options) {
  PanelColumnsWanted wanted;
  wanted.numbers.push_back(formula.outcome.column);
  for (const Variable& one : formula.endogenous) wanted.numbers.push_back(one.column);
  for (const auto* terms : {&formula.terms, &formula.instruments}) {
    for (const Term& term : *terms) {
      for (const Variable& one : term.product) wanted.numbers.push_back(one.column);
      if (!term.dummies.empty()) wanted.keys.push_back(term.dummies);
    }
  }
  if (!options.weights.empty()) wanted.numbers.push_back(options.weights);
  for (const FixedEffect& effect : formula.effects) {
    wanted.keys.insert(wanted.keys.end(), effect.keys.begin(), effect.keys.end());
  }
  wanted.keys.insert(wanted.keys.end(), options.clusters.begin(), options.clusters.end());
  return wanted;
}

Result<RegressionOptions> options_of(const Common& common, const RegressionArguments& arguments) {
  RegressionOptions options;
  options.clusters = arguments.clusters;
  const bool clustered =
      arguments.variance.empty() ? !arguments.clusters.empty() : arguments.variance == "cluster";
  options.variance = clustered                     ? Variance::cluster
                     : arguments.variance == "hc1" ? Variance::hc1
                                                   : Variance::iid;
  options.weights = arguments.weights;
  options.level = arguments.level;
  options.threads = common.threads;
  if (const std::string wrong = options.mistake(); !wrong.empty()) {
    return fail(Fault{"", 0, wrong, "see --cluster and --vcov"});
  }
  return options;
}

Result<Formula> formula_of(const RegressionArguments& arguments) {
  TRY(formula, parse_formula(arguments.formula));
  if (arguments.instruments.empty()) return formula;
  return with_instruments(std::move(formula), arguments.instruments);
}

}  // namespace

int regression_command(const Common& common, const RegressionArguments& arguments) {
  const auto formula = formula_of(arguments);
  if (!formula) return tell(formula.error(), kWrongUse);
  const auto options = options_of(common, arguments);
  if (!options) return tell(options.error(), kWrongUse);
  const bool poisson_family = arguments.family == "poisson";
  if (poisson_family && (!formula->endogenous.empty() || !arguments.wild.empty())) {
    return tell({{"", 0, "--family poisson goes without --iv and --wild", ""}}, kWrongUse);
  }
  if (!arguments.wild.empty() && (options->clusters.size() != 1 || !formula->endogenous.empty())) {
    return tell({{"", 0, "--wild goes with one --cluster column and without --iv", ""}}, kWrongUse);
  }
  const auto panel = read_panel_file(arguments.panel, wanted_of(*formula, *options));
  if (!panel) return tell(panel.error(), kBadInput);
  if (poisson_family) return answer(common, poisson(*panel, *formula, *options));
  if (arguments.wild.empty()) return answer(common, fixed_effects(*panel, *formula, *options));
  WildOptions wild;
  wild.term = arguments.wild;
  wild.draws = arguments.draws;
  wild.seed = arguments.seed;
  return answer(common, wild_bootstrap(*panel, *formula, *options, wild));
}

int staggered_command(const Common& common, const StaggeredArguments& arguments) {
  const auto covariates = columns_in(arguments.covariates, "--covariates");
  if (!covariates) return tell(covariates.error(), kWrongUse);
  StaggeredOptions options;
  options.outcome = arguments.outcome;
  options.unit = arguments.unit;
  options.time = arguments.time;
  options.covariates = *covariates;
  options.control = *member_of<Control>(arguments.control);
  options.adjust = *member_of<Adjust>(arguments.method);
  options.aggregate = *member_of<Aggregate>(arguments.aggregate);
  options.base = arguments.universal ? BasePeriod::universal : BasePeriod::varying;
  options.incomplete = arguments.by_pair ? Incomplete::by_pair : Incomplete::drop;
  options.anticipation = arguments.anticipation;
  options.level = arguments.level;
  options.draws = arguments.draws;
  options.seed = arguments.seed;
  options.threads = common.threads;
  if (const std::string wrong = options.mistake(); !wrong.empty()) {
    return tell({{"", 0, wrong, ""}}, kWrongUse);
  }
  const bool derived = arguments.first.empty();
  options.first = derived ? arguments.treated : arguments.first;
  PanelColumnsWanted wanted{{options.outcome, options.first}, {options.unit, options.time}};
  wanted.numbers.insert(wanted.numbers.end(), covariates->begin(), covariates->end());
  auto panel = read_panel_file(arguments.panel, wanted);
  if (!panel) return tell(panel.error(), kBadInput);
  if (derived) {
    auto first = first_treated(*panel, options.unit, options.time, arguments.treated);
    if (!first) return tell(first.error(), kBadInput);
    options.first = "first year of " + arguments.treated;
    panel->add_numbers(options.first, std::move(*first));
  }
  return answer(common, staggered(*panel, options));
}

}  // namespace formulary::app
