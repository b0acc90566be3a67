#include "configure/internal/explain.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace formulary::configuring {

namespace {

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Money floor_money(double major) {
  return Money::from_minor(static_cast<std::int64_t>(std::floor(major * 100 + 1e-6)));
}

bool applies(const InstrumentKpi& kpi, Stage stage, CompanyType type) {
  const auto in = [](const auto& list, auto item) {
    return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
  };
  return in(kpi.stages, stage) && in(kpi.company_types, type);
}

// The card's KPIs that apply to the cell, with the values expected without and with `chosen`. A
// tool used outside its indications answers by all of its KPIs.
std::vector<PlannedKpi> kpis_of(const CountryPack& pack, const SectorView& view,
                                const Instrument& card, const Cell& cell,
                                const std::vector<Chosen>& chosen) {
  const Totals base = cell.base_totals();
  const Totals trend = cell.trend_totals(view.years);
  const Totals response = cell.response_totals(chosen, view.years);
  double support = 0;
  double own = 0;
  for (const Chosen& one : chosen) {
    support += one.option->cost;
    own += one.option->own_money;
  }
  const double induced =
      own + (response[Metric::investment] - trend[Metric::investment]) * (view.years + 1) / 2.0;
  const bool indicated = std::any_of(card.kpis.begin(), card.kpis.end(), [&](const auto& kpi) {
    return applies(kpi, view.stage, cell.key().type);
  });
  std::vector<PlannedKpi> kpis;
  for (const InstrumentKpi& wanted : card.kpis) {
    if (indicated && !applies(wanted, view.stage, cell.key().type)) continue;
    const Kpi* kpi = view.toolbox.kpi(wanted.kpi);
    if (kpi == nullptr) continue;
    const auto value = [&](const Totals& now, int year, double money, double extra) {
      return kpi_value(kpi->measure, now, base, year, view.facts, pack, money, extra);
    };
    kpis.push_back({kpi->id, value(base, 0, 0, 0), value(trend, view.years, 0, 0),
                    value(response, view.years, support, induced), pack.base_year + view.years});
  }
  // A KPI that reads nothing here, such as survival where no firm is young, promises nothing.
  const auto silent = [](const PlannedKpi& kpi) {
    return kpi.baseline == 0 && kpi.no_policy == 0 && kpi.target == 0;
  };
  if (!std::all_of(kpis.begin(), kpis.end(), silent)) std::erase_if(kpis, silent);
  return kpis;
}

Step step(const CountryPack& pack, const std::string& what, int from, int to,
          const std::string& role, const std::string& region) {
  const Office* office = pack.office_for(role, region);
  return {what, from, std::max(from, to), role, office != nullptr ? office->id : ""};
}

std::vector<Step> schedule_of(const CountryPack& pack, const Instrument& card,
                              const Variant& variant, bool is_public, int years,
                              const std::string& region) {
  const int end = 12 * years;
  const int ready =
      std::min(end, static_cast<int>(std::lround(12 * opening_years(pack, card, variant))));
  const std::string& owner = card.stakeholders.owner;
  const std::string& delivery = card.stakeholders.delivery;
  std::vector<Step> steps;
  if (ready > 0) steps.push_back(step(pack, "set_up", 0, ready, owner, region));
  if (!is_public) steps.push_back(step(pack, "call", ready, end, delivery, region));
  steps.push_back(step(pack, "awards", std::min(end, ready + 3), end, delivery, region));
  steps.push_back(step(pack, "review", std::min(end, ready + 12), end, owner, region));
  steps.push_back(
      step(pack, "close", end, end + 12 * (variant.dose.years > 1 ? 1 : 0), owner, region));
  return steps;
}

Justification reasons_of(const Candidates& candidates, const Diagnosis& diagnosis,
                         const Column& column, std::size_t option) {
  const SectorView& view = *candidates.view;
  const Choice& choice = candidates.choices[column.choice];
  const Form& form = view.forms()[choice.options[option].form];
  Justification why;
  std::vector<std::size_t> rest;
  for (const std::size_t o : column.options) {
    if (o != option) rest.push_back(o);
  }
  const Column without = make_column(choice, column.choice, rest, view.draws());
  why.gain_if_kept = (mean_of(column.benefit) - mean_of(without.benefit)) * kMillion;
  why.benefit_per_cost = why.gain_if_kept / std::max(1.0, choice.options[option].cost);
  why.assumed_effect = form.variant->mechanism.response.assumed;
  const ByComponent shadow = choice.cell->mean_shadow_returns();
  double most = -1;
  for (std::size_t k = 0; k < kComponents; ++k) {
    const double relief = form.variant->mechanism.share[k] * shadow[k];
    if (relief > most) {
      most = relief;
      why.component = static_cast<Component>(k);
    }
  }
  for (const RankedProblem& problem : diagnosis.problems) {
    const auto& tools = problem.instruments;
    if (std::find(tools.begin(), tools.end(), form.instrument->id) != tools.end()) {
      why.problem = problem.problem;
      break;
    }
  }
  for (const Evidence& evidence : form.instrument->evidence) {
    if (evidence.status == EvidenceStatus::confirmed &&
        std::find(why.evidence.begin(), why.evidence.end(), evidence.study) == why.evidence.end()) {
      why.evidence.push_back(evidence.study);
    }
  }
  return why;
}

// Fill what a measure has in common wherever it comes from.
PlannedMeasure base_measure(const CountryPack& pack, const Candidates& candidates,
                            const Choice& choice, const Option& option) {
  const Form& form = candidates.view->forms()[option.form];
  const CellKey key = choice.cell->key();
  PlannedMeasure measure;
  measure.instrument = form.instrument->id;
  measure.variant = form.variant->id;
  measure.sector = pack.sectors[key.sector].id;
  measure.region = pack.regions[key.region].id;
  measure.company_type = key.type;
  measure.id = measure.instrument + "." + measure.region + "." + id_of(key.type);
  measure.dose = option.dose;
  measure.dose_unit = id_of(form.variant->dose.unit);
  measure.coverage = option.coverage;
  measure.facility_share = option.facility_share;
  measure.expected_awards = option.awards;
  return measure;
}

}  // namespace

std::vector<PlannedMeasure> measures_of(const CountryPack& pack, const Candidates& candidates,
                                        const Diagnosis& diagnosis, const Envelope& envelope,
                                        const Column& column) {
  const Choice& choice = candidates.choices[column.choice];
  std::vector<PlannedMeasure> measures;
  for (const std::size_t o : column.options) {
    const Option& option = choice.options[o];
    const Form& form = candidates.view->forms()[option.form];
    PlannedMeasure measure = base_measure(pack, candidates, choice, option);
    measure.budget = floor_money(option.cost);
    measure.budget_by_year = split(measure.budget, option.cost_by_year);
    measure.kpis = kpis_of(pack, *candidates.view, *form.instrument, *choice.cell,
                           chosen_of(choice, column.options));
    measure.schedule = schedule_of(pack, *form.instrument, *form.variant, form.is_public(),
                                   envelope.years, measure.region);
    measure.why = reasons_of(candidates, diagnosis, column, o);
    measures.push_back(std::move(measure));
  }
  return measures;
}

namespace {

// Refusals of one form, one reason.
struct Tally {
  std::set<CompanyType> types;
  int cells = 0;
  Text text;
  double reduced_cost = 0;
  ByComponent shadow{};
};
using Tallies = std::map<std::tuple<std::size_t, RefusalReason>, Tally>;

void note(Tallies& tallies, const Choice& choice, std::size_t form, RefusalReason reason,
          const Text& text, double reduced_cost) {
  Tally& tally = tallies[{form, reason}];
  tally.types.insert(choice.cell->key().type);
  ++tally.cells;
  if (!text.en.empty()) tally.text = text;
  if (tally.cells == 1 || reduced_cost > tally.reduced_cost) tally.reduced_cost = reduced_cost;
  const ByComponent shadow = choice.cell->mean_shadow_returns();
  for (std::size_t k = 0; k < kComponents; ++k) tally.shadow[k] += shadow[k];
}

// Why an open form is not in a cell's package: how much the package would lose by taking it.
void note_unused(Tallies& tallies, const Candidates& candidates, const Choice& choice,
                 std::size_t number, const std::vector<std::size_t>& package, const Prices& prices,
                 int most_instruments) {
  const std::size_t draws = candidates.view->draws();
  const double now = value_at(candidates, make_column(choice, number, package, draws), prices);
  std::map<std::size_t, std::pair<double, bool>> best;  // form -> value change, excluded
  for (std::size_t o = 0; o < choice.options.size(); ++o) {
    const std::size_t form = choice.options[o].form;
    const bool used = std::any_of(package.begin(), package.end(), [&](std::size_t p) {
      return candidates.view->forms()[choice.options[p].form].instrument ==
             candidates.view->forms()[form].instrument;
    });
    if (used) continue;
    std::vector<std::size_t> trial;
    bool excluded = false;
    for (const std::size_t p : package) {
      if (choice.excludes[o][p]) {
        excluded = true;
      } else {
        trial.push_back(p);
      }
    }
    trial.push_back(o);
    if (trial.size() > static_cast<std::size_t>(most_instruments)) trial.erase(trial.begin());
    const double change =
        value_at(candidates, make_column(choice, number, trial, draws), prices) - now;
    const auto at = best.find(form);
    if (at == best.end() || change > at->second.first) best[form] = {change, excluded};
  }
  for (const auto& [form, entry] : best) {
    note(tallies, choice, form, entry.second ? RefusalReason::excluded : RefusalReason::no_gain, {},
         entry.first * kMillion);
  }
}

}  // namespace

std::vector<Refusal> refusals_of(const Candidates& candidates, const std::vector<Column>& pool,
                                 const Plan& plan, const Prices& prices, int most_instruments) {
  Tallies tallies;
  for (std::size_t c = 0; c < candidates.choices.size(); ++c) {
    const Choice& choice = candidates.choices[c];
    for (const CellRefusal& refusal : choice.cell->refusals()) {
      note(tallies, choice, refusal.form, refusal.reason, refusal.text, 0);
    }
    for (const std::size_t form : choice.too_dear) {
      note(tallies, choice, form, RefusalReason::no_budget, {}, 0);
    }
    for (const std::size_t form : choice.unwanted) {
      note(tallies, choice, form, RefusalReason::too_few_would_come, {}, 0);
    }
    const std::vector<std::size_t> package =
        plan.column[c] == kNone ? std::vector<std::size_t>{} : pool[plan.column[c]].options;
    note_unused(tallies, candidates, choice, c, package, prices, most_instruments);
  }
  std::vector<Refusal> refusals;
  for (const auto& [key, tally] : tallies) {
    const auto& [form, reason] = key;
    const Form& tool = candidates.view->forms()[form];
    Refusal refusal;
    refusal.instrument = tool.instrument->id;
    if (tool.instrument->variants.size() > 1) refusal.variant = tool.variant->id;
    refusal.company_types.assign(tally.types.begin(), tally.types.end());
    refusal.cells = tally.cells;
    refusal.reason = reason;
    refusal.text = tally.text;
    refusal.reduced_cost = tally.reduced_cost;
    if (reason == RefusalReason::no_gain) {
      const auto most = std::max_element(tally.shadow.begin(), tally.shadow.end());
      refusal.binding = id_of(static_cast<Component>(most - tally.shadow.begin()));
    }
    refusals.push_back(std::move(refusal));
  }
  return refusals;
}

namespace {

// The option of a form and dose whose coverage spends the budget, or covers everyone.
Option affordable(const Cell& cell, std::size_t form, double dose, double budget) {
  Option all = cell.option(form, dose, 1);
  if (all.cost <= budget) return all;
  double low = 0.001;
  double high = 1;
  for (int i = 0; i < 20; ++i) {
    const double middle = (low + high) / 2;
    (cell.option(form, dose, middle).cost > budget ? high : low) = middle;
  }
  return cell.option(form, dose, low);
}

}  // namespace

std::vector<PlannedMeasure> blanket_of(const CountryPack& pack, const Candidates& candidates,
                                       const Envelope& envelope, Benefit& benefit) {
  const SectorView& view = *candidates.view;
  std::set<std::string> usual;
  for (const ExistingProgramme& programme : pack.programmes) usual.insert(programme.instrument);
  std::vector<std::size_t> forms;
  for (std::size_t f = 0; f < view.forms().size(); ++f) {
    const Instrument& card = *view.forms()[f].instrument;
    const bool first_form = view.forms()[f].variant == &card.variants.front();
    const bool wanted = usual.empty() ? card.family == Family::financial : usual.count(card.id) > 0;
    if (wanted && first_form && !view.forms()[f].is_public()) forms.push_back(f);
  }
  double firms = 0;
  for (const Choice& choice : candidates.choices) firms += choice.cell->firms();
  std::vector<double> weights;
  for (const Choice& choice : candidates.choices) {
    weights.insert(weights.end(), forms.size(), choice.cell->firms() / firms);
  }
  std::vector<PlannedMeasure> measures;
  if (forms.empty() || weights.empty()) return measures;
  const std::vector<Money> budgets = split(envelope.budget, weights);
  std::vector<double> total(view.draws(), 0);
  std::size_t at = 0;
  for (const Choice& choice : candidates.choices) {
    std::vector<Option> options;
    for (const std::size_t form : forms) {
      const Money budget = budgets[at++];
      const double dose = view.forms()[form].variant->dose.reference.value;
      options.push_back(affordable(*choice.cell, form, dose, budget.major()));
      PlannedMeasure measure = base_measure(pack, candidates, choice, options.back());
      measure.budget = budget;
      measure.budget_by_year =
          split(budget, std::vector<double>(static_cast<std::size_t>(envelope.years), 1));
      const Form& tool = view.forms()[form];
      const std::vector<Chosen> alone{{&options.back(), 1}};
      measure.kpis = kpis_of(pack, view, *tool.instrument, *choice.cell, alone);
      measure.schedule =
          schedule_of(pack, *tool.instrument, *tool.variant, false, envelope.years, measure.region);
      if (budget.minor() > 0) measures.push_back(std::move(measure));
    }
    std::vector<const Option*> pointers;
    for (const Option& option : options) pointers.push_back(&option);
    std::vector<double> cell(view.draws());
    choice.cell->respond(choice.cell->with_interactions(pointers), cell);
    for (std::size_t w = 0; w < cell.size(); ++w) total[w] += cell[w];
  }
  benefit.mean_field = mean_of(total);
  benefit.worst_tenth = *std::min_element(total.begin(), total.end());
  benefit.per_cost = benefit.mean_field / std::max(1.0, envelope.budget.major());
  return measures;
}

}  // namespace formulary::configuring
