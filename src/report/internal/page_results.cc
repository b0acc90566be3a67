#include <algorithm>

#include "report/internal/page_parts.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

constexpr Phrase kSteps[] = {Phrase::eligible, Phrase::aware, Phrase::applied, Phrase::awarded,
                             Phrase::completed};

const Spread& step_of(const TakeUp& one, std::size_t step) {
  const Spread* steps[] = {&one.eligible, &one.aware, &one.applied, &one.awarded, &one.completed};
  return *steps[step];
}

void put_funnel(Page& page, const TakeUp& one) {
  const Voice& voice = page.voice;
  const std::string tool = voice.tool(one.instrument, one.variant);
  Table table;
  table.caption =
      voice.say(Phrase::funnel_caption, {{"tool", tool}, {"type", voice.word(one.company_type)}});
  table.columns = {{voice.say(Phrase::col_step)},
                   {voice.say(Phrase::col_median), true},
                   {"5 %", true},
                   {"95 %", true}};
  table.columns[2].head = voice.percent(0.05);
  table.columns[3].head = voice.percent(0.95);
  std::vector<Bar> bars;
  std::string spoken;
  for (std::size_t i = 0; i < std::size(kSteps); ++i) {
    const Spread& firms = step_of(one, i);
    Bar bar;
    bar.label = capital(voice.say(kSteps[i]));
    bar.value = firms.p50;
    bar.shown = voice.number(firms.p50, 0);
    bar.low = firms.p5;
    bar.high = firms.p95;
    bars.push_back(bar);
    spoken += bar.label + ": " + bar.shown + ". ";
    table.rows.push_back(
        {bar.label, bar.shown, voice.number(firms.p5, 0), voice.number(firms.p95, 0)});
  }
  const double share = one.take_up_share.p50;
  const Card card{voice.say(Phrase::q_funnel, {{"tool", tool}}),
                  voice.say(Phrase::f_funnel, {{"eligible", voice.number(one.eligible.p50, 0)},
                                               {"applied", voice.number(one.applied.p50, 0)},
                                               {"awarded", voice.number(one.awarded.p50, 0)},
                                               {"share", voice.percent(share, share < 0.1)}}),
                  voice.say(Phrase::unit_firms), period_of(page), simulation_source(page)};
  put_card(page, card, bar_chart({page.next_chart(), card.question, spoken}, bars, 0, {}), table,
           Figures::folded);
}

Table kpi_table(const Voice& voice, const KpiForecast& kpi, int base_year) {
  Table table;
  table.caption = voice.say(Phrase::kpi_caption, {{"kpi", voice.kpi(kpi.kpi)}});
  table.columns = {{voice.say(Phrase::col_year)},
                   {voice.say(Phrase::col_no_policy), true},
                   {voice.say(Phrase::col_with_policy), true},
                   {voice.say(Phrase::col_difference), true}};
  const std::string base = voice.figure(kpi.base);
  table.rows.push_back({std::to_string(base_year), base, base, voice.figure(0)});
  const std::size_t years =
      std::min({kpi.no_policy.size(), kpi.with_policy.size(), kpi.impact.size()});
  for (std::size_t i = 0; i < years; ++i) {
    table.rows.push_back(
        {std::to_string(base_year + 1 + static_cast<int>(i)), voice.estimate(kpi.no_policy[i].p50),
         voice.estimate(kpi.with_policy[i].p50),
         voice.change(kpi.impact[i].p50) + " (" + voice.interval_of(kpi.impact[i]) + ")"});
  }
  return table;
}

void put_kpi(Page& page, const KpiForecast& kpi) {
  const Voice& voice = page.voice;
  const Forecast& forecast = page.in.forecast;
  const Spread& last = kpi.impact.back();
  const bool is_sure = last.p5 > 0 || last.p95 < 0;
  const int year = forecast.base_year + static_cast<int>(kpi.impact.size());
  const Card card{voice.say(Phrase::q_kpi, {{"kpi", voice.kpi(kpi.kpi)}}),
                  voice.say(is_sure ? Phrase::f_kpi : Phrase::f_kpi_unsure,
                            {{"year", std::to_string(year)},
                             {"change", voice.change(last.p50)},
                             {"interval", voice.interval_of(last)}}),
                  voice.kpi_unit(kpi.kpi), period_of(page), simulation_source(page)};
  const std::string chart = fan_chart(
      {page.next_chart(), card.question, card.finding}, kpi, forecast.base_year,
      {voice.say(Phrase::legend_with), voice.say(Phrase::legend_without)}, voice.language());
  put_card(page, card, chart, kpi_table(voice, kpi, forecast.base_year), Figures::folded);
}

}  // namespace

void put_take_up(Page& page) {
  const Voice& voice = page.voice;
  const Forecast& forecast = page.in.forecast;
  open_section(page, 5, "take-up", Phrase::s_take_up);
  put_paragraph(page, voice.say(Phrase::take_up_note), "muted");
  page.html.element("h3", voice.say(Phrase::warnings_title));
  const std::vector<std::string> list = warnings(voice, forecast);
  if (list.empty()) put_paragraph(page, voice.say(Phrase::no_warnings));
  for (const std::string& warning : list) put_warning(page, warning);
  if (!forecast.take_up.empty()) {
    put_table(page.html, take_up_table(voice, forecast), voice.language());
  }
  for (std::size_t type = 0; type < kCompanyTypes; ++type) {
    bool is_open = false;
    for (const TakeUp& one : forecast.take_up) {
      if (index_of(one.company_type) != type) continue;
      if (!is_open) {
        page.html.element("p", capital(voice.word(one.company_type)), {{"class", "group-name"}});
        page.html.open("div", {{"class", "small-cards"}});
        is_open = true;
      }
      put_funnel(page, one);
    }
    if (is_open) page.html.close("div");
  }
  close_section(page);
}

void put_results(Page& page) {
  const Voice& voice = page.voice;
  const Forecast& forecast = page.in.forecast;
  open_section(page, 6, "results", Phrase::s_results);
  put_paragraph(page, result_sentence(voice, page.in.package, forecast), "lead");
  put_paragraph(page, voice.say(Phrase::results_note), "muted");
  page.html.open("div", {{"class", "small-cards"}});
  for (const std::string& id : targeted_kpis(page.in.package.measures)) {
    const KpiForecast* kpi = forecast_of(forecast, id);
    if (kpi != nullptr) put_kpi(page, *kpi);
  }
  page.html.close("div");
  if (!forecast.kpis.empty()) {
    put_table(page.html, impact_table(voice, forecast), voice.language());
    put_paragraph(page, voice.say(Phrase::impact_note), "note");
  }
  close_section(page);
}

}  // namespace formulary::report
