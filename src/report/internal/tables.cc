#include <algorithm>
#include <cmath>

#include "report/internal/digest.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

std::string doses(const Voice& voice, const ToolGroup& group) {
  double low = group.measures[0]->dose;
  double high = low;
  for (const PlannedMeasure* measure : group.measures) {
    low = std::min(low, measure->dose);
    high = std::max(high, measure->dose);
  }
  const std::string& unit = group.measures[0]->dose_unit;
  const std::string shown = voice.dose(high, unit);
  if (low == high) return shown;
  // The range stands where the number stood.
  const std::string number = voice.amount(high);
  const std::size_t at = shown.find(number);
  if (at == std::string::npos) return voice.dose(low, unit) + " – " + shown;
  return shown.substr(0, at) + voice.amount(low) + "–" + shown.substr(at);
}

std::string kpi_names(const Voice& voice, const ToolGroup& group) {
  std::vector<std::string> names;
  for (const PlannedMeasure* measure : group.measures) {
    for (const PlannedKpi& kpi : measure->kpis) {
      const std::string name = voice.kpi(kpi.kpi);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : "; ") + name;
  return out;
}

Cell evidence(const Voice& voice, const ToolGroup& group) {
  if (group.assumed_effect) return {voice.say(Phrase::assumed_effect), Mark::warn};
  std::vector<std::string> studies;
  for (const PlannedMeasure* measure : group.measures) {
    for (const std::string& study : measure->why.evidence) {
      if (std::find(studies.begin(), studies.end(), study) == studies.end()) {
        studies.push_back(study);
      }
    }
  }
  return voice.count(static_cast<long long>(studies.size()), Phrase::n_studies);
}

// Shadow prices of budgets are money per money, those of capacities money per award.
bool is_money_limit(const std::string& limit) {
  return limit.rfind("budget", 0) == 0 || limit.rfind("region.", 0) == 0;
}

}  // namespace

Table component_table(const Voice& voice, const Diagnosis& diagnosis) {
  Table table;
  table.caption = voice.say(Phrase::t_components_caption);
  table.columns = {{voice.say(Phrase::col_component)},    {voice.say(Phrase::col_access), true},
                   {voice.say(Phrase::col_peers), true},  {voice.say(Phrase::col_gap), true},
                   {voice.say(Phrase::col_return), true}, {voice.say(Phrase::col_binding)}};
  for (const ComponentState& state : diagnosis.components) {
    const double gap = std::round(state.access * 100) - std::round(state.benchmark * 100);
    table.rows.push_back(
        {capital(voice.word(state.component)), voice.number(state.access * 100, 0),
         voice.number(state.benchmark * 100, 0), (gap > 0 ? "+" : "") + voice.number(gap, 0),
         voice.number(state.shadow_return, 2),
         state.binding ? Cell{voice.say(Phrase::yes), Mark::warn} : Cell{voice.say(Phrase::no)}});
  }
  return table;
}

Table package_table(const Voice& voice, const Package& package) {
  const std::vector<ToolGroup> groups = groups_of(package.measures);
  const double largest = groups.empty() ? 0 : groups[0].budget.major();
  const Scale scale = scale_for(largest, voice.country(), voice.language());
  Table table;
  table.caption = voice.say(Phrase::package_caption);
  table.columns = {{voice.say(Phrase::col_tool)},
                   {voice.say(Phrase::col_for_whom)},
                   {voice.say(Phrase::col_regions), true},
                   {voice.say(Phrase::col_dose)},
                   {voice.say(Phrase::col_awards), true},
                   {voice.say(Phrase::col_budget, {{"unit", scale.name}}), true},
                   {voice.say(Phrase::col_per_unit, {{"one", voice.one()}}), true},
                   {voice.say(Phrase::col_kpis)},
                   {voice.say(Phrase::col_evidence)}};
  for (const ToolGroup& group : groups) {
    table.rows.push_back(
        {voice.tool(group.instrument, group.variant), voice.word(group.company_type),
         voice.number(static_cast<double>(group.measures.size()), 0), doses(voice, group),
         voice.number(group.awards, 0), voice.figure(group.budget.major() / scale.unit),
         voice.ratio(group.benefit_per_cost), kpi_names(voice, group), evidence(voice, group)});
  }
  return table;
}

Table refusal_table(const Voice& voice, const Package& package) {
  Table table;
  table.caption = voice.say(Phrase::refused_caption);
  table.columns = {{voice.say(Phrase::col_tool)},
                   {voice.say(Phrase::col_for_whom)},
                   {voice.say(Phrase::col_reason)},
                   {voice.say(Phrase::col_explanation)}};
  std::vector<const Refusal*> refusals;
  for (const Refusal& refusal : package.refused) refusals.push_back(&refusal);
  std::stable_sort(refusals.begin(), refusals.end(),
                   [](const auto* a, const auto* b) { return a->reason < b->reason; });
  for (const Refusal* refusal : refusals) {
    const std::string text = refusal_text(voice, *refusal);
    table.rows.push_back({voice.tool(refusal->instrument, refusal->variant),
                          voice.words(refusal->company_types), voice.word(refusal->reason),
                          text.empty() ? std::string(kNoNumber) : text});
  }
  return table;
}

Table take_up_table(const Voice& voice, const Forecast& forecast) {
  Table table;
  table.caption = voice.say(Phrase::take_up_caption);
  table.columns = {{voice.say(Phrase::col_tool)}, {voice.say(Phrase::col_for_whom)}};
  for (const Phrase head : {Phrase::eligible, Phrase::aware, Phrase::applied, Phrase::awarded,
                            Phrase::completed, Phrase::take_up_share, Phrase::deadweight}) {
    table.columns.push_back({capital(voice.say(head)), true});
  }
  table.columns.push_back({voice.say(Phrase::t_runs_out)});
  for (const TakeUp& one : forecast.take_up) {
    const auto firms = [&](const Spread& spread) { return voice.number(spread.p50, 0); };
    const std::string day =
        one.money_runs_out_day
            ? voice.say(Phrase::t_day, {{"day", voice.number(*one.money_runs_out_day, 0)},
                                        {"share", voice.percent(one.runs_out_share)}})
            : voice.say(Phrase::no);
    table.rows.push_back({voice.tool(one.instrument, one.variant), voice.word(one.company_type),
                          firms(one.eligible), firms(one.aware), firms(one.applied),
                          firms(one.awarded), firms(one.completed),
                          voice.percent(one.take_up_share.p50, one.take_up_share.p50 < 0.1 ? 1 : 0),
                          voice.percent(one.deadweight.p50), day});
  }
  return table;
}

Table impact_table(const Voice& voice, const Forecast& forecast) {
  const std::string year = std::to_string(forecast.base_year + forecast.years);
  Table table;
  table.caption = voice.say(Phrase::impact_caption, {{"year", year}});
  table.columns = {{voice.say(Phrase::col_kpi)},
                   {std::to_string(forecast.base_year), true},
                   {voice.say(Phrase::col_no_policy), true},
                   {voice.say(Phrase::col_with_policy), true},
                   {voice.say(Phrase::col_difference), true},
                   {voice.say(Phrase::interval_90, {{"interval", ""}}), true},
                   {voice.say(Phrase::col_verdict)},
                   {voice.say(Phrase::col_additionality), true},
                   {voice.say(Phrase::col_cost_per_unit), true}};
  std::string& head = table.columns[5].head;
  head = head.substr(0, head.find(':'));
  for (const KpiForecast& kpi : forecast.kpis) {
    if (kpi.impact.empty() || kpi.no_policy.empty() || kpi.with_policy.empty()) continue;
    const Spread& impact = kpi.impact.back();
    table.rows.push_back(
        {Cell(voice.kpi(kpi.kpi)).with_note(voice.kpi_unit(kpi.kpi)), voice.estimate(kpi.base),
         voice.estimate(kpi.no_policy.back().p50), voice.estimate(kpi.with_policy.back().p50),
         voice.change(impact.p50), voice.interval_of(impact),
         verdict(voice, voice.toolbox().kpi(kpi.kpi), impact),
         kpi.additionality ? voice.percent(kpi.additionality->p50) : std::string(kNoNumber),
         kpi.cost_per_unit ? voice.money(kpi.cost_per_unit->p50) : std::string(kNoNumber)});
  }
  return table;
}

Table price_table(const Voice& voice, const Package& package) {
  Table table;
  table.caption = voice.say(Phrase::prices_caption);
  table.columns = {{voice.say(Phrase::col_limit)},
                   {voice.say(Phrase::col_used), true},
                   {voice.say(Phrase::col_limit_value), true},
                   {voice.say(Phrase::col_price)}};
  for (const ShadowPrice& price : package.prices) {
    const bool is_money = is_money_limit(price.limit);
    const auto amount = [&](double value) {
      return is_money ? voice.money(value) : voice.figure(value);
    };
    const std::string worth =
        !(price.price > 0) ? voice.say(Phrase::price_zero)
        : is_money         ? voice.say(Phrase::price_money,
                                       {{"price", voice.ratio(price.price)}, {"one", voice.one()}})
                           : voice.say(Phrase::price_unit, {{"price", voice.money(price.price)}});
    table.rows.push_back({capital(voice.limit(price.limit, voice.country().base_year)),
                          amount(price.used), amount(price.limit_value), worth});
  }
  return table;
}

Table alternative_table(const Voice& voice, const Package& package) {
  double largest = 0;
  for (const Alternative& one : package.alternatives) {
    largest = std::max({largest, one.budget.major(), one.benefit});
  }
  const Scale scale = scale_for(largest, voice.country(), voice.language());
  Table table;
  table.caption = voice.say(Phrase::pareto_caption, {{"unit", scale.name}});
  table.columns = {{voice.say(Phrase::col_budget, {{"unit", scale.name}})},
                   {voice.say(Phrase::col_benefit), true},
                   {voice.say(Phrase::col_worst), true},
                   {voice.say(Phrase::col_measures), true},
                   {voice.say(Phrase::t_families)}};
  for (const Alternative& one : package.alternatives) {
    std::vector<std::string> tools;
    for (const std::string& id : one.instruments) tools.push_back(voice.instrument(id));
    table.rows.push_back({voice.figure(one.budget.major() / scale.unit),
                          voice.estimate(one.benefit / scale.unit),
                          voice.estimate(one.worst_tenth / scale.unit),
                          voice.number(one.measures, 0), voice.join(tools)});
  }
  return table;
}

}  // namespace formulary::report
