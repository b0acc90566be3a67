#include <algorithm>
#include <cmath>
#include <set>

#include "report/internal/digest.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

// Shadow prices of budgets are money per money, those of capacities money per award.
bool is_money_limit(const std::string& limit) {
  return limit.rfind("budget", 0) == 0 || limit.rfind("region.", 0) == 0 ||
         limit.rfind("role.", 0) == 0;
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
    table.rows.push_back({tool_cell(voice, one.instrument, one.variant),
                          voice.word(one.company_type), firms(one.eligible), firms(one.aware),
                          firms(one.applied), firms(one.awarded), firms(one.completed),
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
        {Cell(voice.kpi(kpi.kpi)).with_note(voice.kpi_unit(kpi.kpi)),
         has_base(kpi) ? voice.estimate(kpi.base) : std::string(kNoNumber),
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

namespace {

// Say how the tools of another package differ from the proposal's.
std::string tools_against(const Voice& voice, const std::vector<std::string>& tools,
                          const std::set<std::string>& proposed) {
  std::vector<std::string> also;
  std::vector<std::string> without;
  const std::set<std::string> these(tools.begin(), tools.end());
  for (const std::string& id : these) {
    if (proposed.count(id) == 0) also.push_back(voice.instrument(id));
  }
  for (const std::string& id : proposed) {
    if (these.count(id) == 0) without.push_back(voice.instrument(id));
  }
  std::string text;
  if (!also.empty()) text = voice.say(Phrase::also_tools, {{"tools", voice.join(also)}});
  if (!without.empty()) {
    text += (text.empty() ? "" : "; ") +
            voice.say(Phrase::without_tools, {{"tools", voice.join(without)}});
  }
  return text.empty() ? voice.say(Phrase::same_tools) : text;
}

}  // namespace

Table alternative_table(const Voice& voice, const Package& package) {
  double largest = 0;
  for (const Alternative& one : package.alternatives) {
    largest = std::max({largest, one.budget.major(), one.benefit});
  }
  const Scale scale = scale_for(largest, voice.country(), voice.language());
  std::set<std::string> proposed;
  for (const PlannedMeasure& measure : package.measures) proposed.insert(measure.instrument);
  Table table;
  table.caption = voice.say(Phrase::pareto_caption, {{"unit", scale.name}});
  table.columns = {{voice.say(Phrase::col_budget, {{"unit", scale.name}})},
                   {voice.say(Phrase::col_benefit), true},
                   {voice.say(Phrase::col_worst), true},
                   {voice.say(Phrase::col_measures), true},
                   {voice.say(Phrase::col_tools_change)}};
  for (const Alternative& one : package.alternatives) {
    table.rows.push_back(
        {voice.figure(one.budget.major() / scale.unit), voice.estimate(one.benefit / scale.unit),
         voice.estimate(one.worst_tenth / scale.unit), voice.number(one.measures, 0),
         tools_against(voice, one.instruments, proposed)});
  }
  return table;
}

}  // namespace formulary::report
