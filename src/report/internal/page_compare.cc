#include <algorithm>
#include <cmath>

#include "report/internal/page_parts.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

double largest_of(const std::vector<IntervalRow>& rows) {
  double largest = 0;
  for (const IntervalRow& row : rows) {
    largest = std::max({largest, std::fabs(row.value.p50), std::fabs(row.value.p95)});
  }
  return largest;
}

// The rows as a table, in the scale of the largest.
Table interval_table(const Voice& voice, const std::vector<IntervalRow>& rows, Phrase caption) {
  const Scale scale = scale_for(largest_of(rows), voice.country(), voice.language());
  Table table;
  table.caption = voice.say(caption, {{"unit", scale.name}});
  table.columns = {{""}, {voice.say(Phrase::col_median), true}, {"", true}, {"", true}};
  table.columns[0].head = voice.say(Phrase::col_what);
  table.columns[2].head = voice.percent(0.05);
  table.columns[3].head = voice.percent(0.95);
  for (const IntervalRow& row : rows) {
    const auto amount = [&](double value) { return voice.estimate(value / scale.unit); };
    table.rows.push_back({row.label, amount(row.value.p50),
                          row.is_point ? std::string(kNoNumber) : amount(row.value.p5),
                          row.is_point ? std::string(kNoNumber) : amount(row.value.p95)});
  }
  return table;
}

IntervalRow row_of(const Voice& voice, Phrase label, const Spread& value) {
  return {voice.say(label), value, voice.money(value.p50)};
}

IntervalRow point_of(const Voice& voice, Phrase label, double value) {
  Spread spread;
  spread.p50 = value;
  return {voice.say(label), spread, voice.money(value), true};
}

void put_rows(Page& page, Phrase question, const std::string& finding,
              const std::vector<IntervalRow>& rows, Phrase caption) {
  const Voice& voice = page.voice;
  const Scale scale = scale_for(largest_of(rows), voice.country(), voice.language());
  const Card card{voice.say(question), finding,
                  voice.say(Phrase::unit_benefit, {{"unit", scale.name}}), period_of(page),
                  simulation_source(page)};
  std::string spoken = finding;
  for (const IntervalRow& row : rows) spoken += " " + row.label + ": " + row.shown + ".";
  put_card(page, card, interval_chart({page.next_chart(), card.question, spoken}, rows),
           interval_table(voice, rows, caption), Figures::beside);
}

void put_planner(Page& page) {
  const Voice& voice = page.voice;
  const Forecast& forecast = page.in.forecast;
  const double planner = forecast.mean_field_benefit;
  const bool is_inside = planner >= forecast.benefit.p5 && planner <= forecast.benefit.p95;
  const std::string finding = voice.say(
      is_inside ? Phrase::planner_inside : Phrase::planner_outside,
      {{"planner", voice.money(planner)}, {"interval", voice.money_interval(forecast.benefit)}});
  put_rows(page, Phrase::planner_title, finding,
           {point_of(voice, Phrase::planner, planner),
            row_of(voice, Phrase::simulation, forecast.benefit)},
           Phrase::planner_caption);
}

void put_front(Page& page) {
  const Voice& voice = page.voice;
  const std::vector<Alternative>& all = page.in.package.alternatives;
  const Alternative& low = all.front();
  const Alternative& high = all.back();
  const double step = high.budget.major() - low.budget.major();
  const std::string finding =
      step > 0 ? voice.say(Phrase::f_pareto,
                           {{"low", voice.money(low.budget.major())},
                            {"high", voice.money(high.budget.major())},
                            {"one", voice.one()},
                            {"ratio", voice.ratio((high.benefit - low.benefit) / step)}})
               : voice.say(Phrase::f_pareto_one, {{"low", voice.money(low.budget.major())},
                                                  {"benefit", voice.money(low.benefit)}});
  double largest = 0;
  for (const Alternative& one : all) largest = std::max({largest, one.benefit, one.budget.major()});
  const Scale scale = scale_for(largest, voice.country(), voice.language());
  std::vector<FrontPoint> points;
  std::string spoken = finding;
  for (const Alternative& one : all) {
    points.push_back({one.budget.major(), voice.figure(one.budget.major() / scale.unit),
                      one.benefit / scale.unit, one.worst_tenth / scale.unit,
                      one.budget == page.in.package.envelope.budget});
    spoken += " " + voice.money(one.budget.major()) + ": " + voice.money(one.benefit) + ".";
  }
  const Card card{voice.say(Phrase::q_pareto), finding, scale.name, period_of(page),
                  package_source(page)};
  const std::string chart = front_chart(
      {page.next_chart(), card.question, spoken}, points,
      {voice.say(Phrase::legend_mean), voice.say(Phrase::legend_worst)}, voice.language());
  put_card(page, card, chart, alternative_table(voice, page.in.package), Figures::below);
}

}  // namespace

void put_comparison(Page& page) {
  const Voice& voice = page.voice;
  const Package& package = page.in.package;
  const Forecast& forecast = page.in.forecast;
  open_section(page, 7, "compare", Phrase::s_compare);
  if (!package.blanket.empty()) {
    std::vector<std::string> tools;
    for (const Total& tool : by_instrument(package.blanket)) {
      tools.push_back(voice.instrument(tool.id));
    }
    const auto count = static_cast<long long>(package.blanket.size());
    put_paragraph(
        page,
        voice.say(Phrase::blanket_text, {{"measures", voice.count(count, Phrase::n_measures)},
                                         {"tools", voice.join(tools)}}),
        "muted");
  }
  const std::string finding = comparison_sentence(voice, package, forecast);
  if (forecast.comparison) {
    put_rows(page, Phrase::q_compare, finding,
             {row_of(voice, Phrase::tailored, forecast.comparison->tailored),
              row_of(voice, Phrase::blanket, forecast.comparison->blanket),
              row_of(voice, Phrase::gain, forecast.comparison->gain)},
             Phrase::compare_caption);
  } else {
    put_paragraph(page, finding, "lead");
  }
  put_planner(page);
  close_section(page);
}

void put_choices(Page& page) {
  const Voice& voice = page.voice;
  open_section(page, 8, "choices", Phrase::s_choices);
  if (!page.in.package.alternatives.empty()) put_front(page);
  if (!page.in.package.prices.empty()) {
    page.html.element("h3", voice.say(Phrase::prices_title));
    put_paragraph(page, voice.say(Phrase::prices_note), "muted");
    put_table(page.html, price_table(voice, page.in.package), voice.language());
  }
  close_section(page);
}

}  // namespace formulary::report
