#include <algorithm>

#include "report/internal/page_parts.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

std::string reasons_of(const Voice& voice, const ToolGroup& group) {
  const Justification& why = group.measures[0]->why;
  std::string text;
  const auto add = [&](const std::string& sentence) {
    text += (text.empty() ? "" : " ") + sentence;
  };
  if (!why.problem.empty()) {
    add(voice.say(Phrase::why_problem, {{"problem", voice.problem(why.problem)}}));
  }
  add(voice.say(Phrase::why_component, {{"component", voice.word(why.component)}}));
  add(voice.say(Phrase::why_gain, {{"gain", voice.money(group.gain)}}));
  add(voice.say(Phrase::why_ratio,
                {{"one", voice.one()}, {"ratio", voice.ratio(group.benefit_per_cost)}}));
  const std::string shared = shared_text(voice, group);
  if (!shared.empty()) add(shared);
  if (group.assumed_effect) add(voice.say(Phrase::why_assumed));
  std::string studies;
  for (const std::string& study : why.evidence) studies += (studies.empty() ? "" : "; ") + study;
  if (!studies.empty()) add(voice.say(Phrase::why_studies, {{"studies", studies}}));
  return text;
}

Table region_table(const Voice& voice, const ToolGroup& group, const Values& who) {
  const Scale scale =
      scale_for(group.measures[0]->budget.major(), voice.country(), voice.language());
  Table table;
  table.caption = voice.say(Phrase::regions_caption, who);
  table.columns = {{voice.say(Phrase::col_region)},
                   {voice.say(Phrase::col_dose)},
                   {voice.say(Phrase::col_coverage), true},
                   {voice.say(Phrase::col_awards), true},
                   {voice.say(Phrase::col_budget, {{"unit", scale.name}}), true},
                   {voice.say(Phrase::col_per_unit, {{"one", voice.one()}}), true},
                   {voice.say(Phrase::col_office)}};
  for (const PlannedMeasure* measure : group.measures) {
    const std::string office = measure->schedule.empty() ? std::string(kNoNumber)
                                                         : voice.office(measure->schedule[0].office,
                                                                        measure->schedule[0].role);
    table.rows.push_back(
        {voice.region(measure->region), voice.dose(measure->dose, measure->dose_unit),
         voice.percent(measure->coverage), voice.number(measure->expected_awards, 0),
         voice.figure(measure->budget.major() / scale.unit),
         voice.ratio(measure->why.benefit_per_cost), office});
  }
  return table;
}

Table target_table(const Voice& voice, const ToolGroup& group, const Values& who) {
  Table table;
  table.caption = voice.say(Phrase::targets_caption, who);
  table.columns = {{voice.say(Phrase::col_region)},        {voice.say(Phrase::col_kpi)},
                   {voice.say(Phrase::unit_label)},        {voice.say(Phrase::col_base), true},
                   {voice.say(Phrase::col_without), true}, {voice.say(Phrase::col_target), true},
                   {voice.say(Phrase::col_by), true}};
  for (const PlannedMeasure* measure : group.measures) {
    for (const PlannedKpi& kpi : measure->kpis) {
      table.rows.push_back({voice.region(measure->region), voice.kpi(kpi.kpi),
                            voice.kpi_unit(kpi.kpi), voice.estimate(kpi.baseline),
                            voice.estimate(kpi.no_policy), voice.estimate(kpi.target),
                            std::to_string(kpi.period)});
    }
  }
  return table;
}

void put_group(Page& page, const ToolGroup& group) {
  const Voice& voice = page.voice;
  const Values who{{"tool", voice.tool(group.instrument, group.variant)},
                   {"type", voice.word(group.company_type)}};
  page.html.open("details", {{"class", "group"}});
  page.html.element("summary", voice.say(Phrase::reasons_summary, who));
  if (const Instrument* card = voice.toolbox().instrument(group.instrument)) {
    put_paragraph(page, voice.say(card->summary), "muted");
  }
  put_paragraph(page, reasons_of(voice, group));
  put_table(page.html, region_table(voice, group, who), voice.language());
  put_table(page.html, target_table(voice, group, who), voice.language());
  page.html.close("details");
}

void put_tool_budget(Page& page) {
  const Voice& voice = page.voice;
  const std::vector<PlannedMeasure>& measures = page.in.package.measures;
  const std::vector<Total> tools = by_instrument(measures);
  const Money whole = total_of(measures);
  const Scale scale = scale_for(tools[0].budget.major(), voice.country(), voice.language());
  Table table;
  table.caption = voice.say(Phrase::q_tools);
  table.columns = {{voice.say(Phrase::col_tool)},
                   {voice.say(Phrase::col_budget, {{"unit", scale.name}}), true},
                   {voice.say(Phrase::col_share), true},
                   {voice.say(Phrase::col_measures), true}};
  std::vector<Bar> bars;
  std::string spoken;
  for (const Total& tool : tools) {
    const std::string name = voice.instrument(tool.id);
    const std::string share = voice.percent(share_of(tool.budget, whole));
    Bar bar;
    bar.label = name;
    bar.value = tool.budget.major();
    bar.shown = voice.money(bar.value) + " · " + share;
    bars.push_back(bar);
    spoken += name + ": " + bar.shown + ". ";
    table.rows.push_back(
        {name, voice.figure(bar.value / scale.unit), share, voice.number(tool.measures, 0)});
  }
  const Card card{
      table.caption,
      voice.say(Phrase::f_tools, {{"share", voice.percent(share_of(tools[0].budget, whole))},
                                  {"tool", voice.instrument(tools[0].id)}}),
      scale.name, period_of(page), package_source(page)};
  put_card(page, card, bar_chart({page.next_chart(), card.question, spoken}, bars, 0, {}), table,
           Figures::beside);
}

void put_year_budget(Page& page) {
  const Voice& voice = page.voice;
  const std::vector<Money> years = by_year(page.in.package.measures);
  if (years.empty()) return;
  const auto most = std::max_element(years.begin(), years.end());
  const Scale scale = scale_for(most->major(), voice.country(), voice.language());
  Table table;
  table.caption = voice.say(Phrase::q_years);
  table.columns = {{voice.say(Phrase::col_year)},
                   {voice.say(Phrase::col_budget, {{"unit", scale.name}}), true}};
  std::vector<YearColumn> columns;
  std::string spoken;
  int year = voice.country().base_year;
  for (const Money amount : years) {
    const std::string shown = voice.figure(amount.major() / scale.unit);
    columns.push_back({std::to_string(++year), amount.major(), shown});
    table.rows.push_back({std::to_string(year), shown});
    spoken += std::to_string(year) + ": " + voice.money(amount.major()) + ". ";
  }
  const auto at = voice.country().base_year + 1 + (most - years.begin());
  const Card card{table.caption,
                  voice.say(Phrase::f_years,
                            {{"year", std::to_string(at)}, {"amount", voice.money(most->major())}}),
                  scale.name, period_of(page), package_source(page)};
  put_card(page, card, column_chart({page.next_chart(), card.question, spoken}, columns), table,
           Figures::beside);
}

}  // namespace

void put_package(Page& page) {
  const Voice& voice = page.voice;
  const Package& package = page.in.package;
  open_section(page, 3, "package", Phrase::s_package);
  put_paragraph(page, package_sentence(voice, package), "lead");
  if (!package.unaddressed.empty()) {
    std::vector<std::string> components;
    for (const std::string& id : package.unaddressed) {
      const auto component = member_of<Component>(id);
      components.push_back(component ? voice.word(*component) : id);
    }
    put_warning(page, voice.say(Phrase::unaddressed, {{"components", voice.join(components)}}));
  }
  if (!package.measures.empty()) {
    put_table(page.html, package_table(voice, package, Detail::full), voice.language());
    for (const ToolGroup& group : groups_of(package.measures)) put_group(page, group);
  }
  if (!package.refused.empty()) {
    page.html.element("h3", voice.say(Phrase::refused_title));
    const Table absent = absent_table(voice, package);
    if (!absent.rows.empty()) put_table(page.html, absent, voice.language());
    const Table elsewhere = refused_elsewhere_table(voice, package);
    if (!elsewhere.rows.empty()) put_folded(page, elsewhere.caption, elsewhere);
  }
  close_section(page);
}

void put_budget(Page& page) {
  open_section(page, 4, "budget", Phrase::s_budget);
  if (page.in.package.measures.empty()) {
    put_paragraph(page, page.voice.say(Phrase::package_empty));
  } else {
    put_tool_budget(page);
    put_year_budget(page);
    put_region_budget(page);
  }
  close_section(page);
}

}  // namespace formulary::report
