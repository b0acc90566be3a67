#include <algorithm>

#include "report/internal/page_parts.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

constexpr std::size_t kChartsShown = 6;  // the others open on demand

Table kpi_table(const Voice& voice, const KpiForecast& kpi, int base_year) {
  Table table;
  table.caption = voice.say(Phrase::kpi_caption, {{"kpi", voice.kpi(kpi.kpi)}});
  table.columns = {{voice.say(Phrase::col_year)},
                   {voice.say(Phrase::col_no_policy), true},
                   {voice.say(Phrase::col_with_policy), true},
                   {voice.say(Phrase::col_difference), true}};
  if (has_base(kpi)) {
    const std::string base = voice.estimate(kpi.base);
    table.rows.push_back({std::to_string(base_year), base, base, voice.figure(0)});
  }
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

// The KPIs that the package is answerable for: the goal's first, then by the money behind them.
std::vector<const KpiForecast*> charted_kpis(const Page& page) {
  const Forecast& forecast = page.in.forecast;
  const KpiForecast* lead = leading_kpi(page.in.package, forecast, page.voice.toolbox());
  std::vector<const KpiForecast*> list;
  if (lead != nullptr) list.push_back(lead);
  for (const std::string& id : targeted_kpis(page.in.package.measures)) {
    const KpiForecast* kpi = forecast_of(forecast, id);
    if (kpi != nullptr && kpi != lead) list.push_back(kpi);
  }
  return list;
}

}  // namespace

void put_results(Page& page) {
  const Voice& voice = page.voice;
  const Forecast& forecast = page.in.forecast;
  open_section(page, 6, "results", Phrase::s_results);
  put_paragraph(page, result_sentence(voice, page.in.package, forecast), "lead");
  put_paragraph(page, voice.say(Phrase::results_note), "muted");
  const std::vector<const KpiForecast*> kpis = charted_kpis(page);
  const std::size_t shown = std::min(kpis.size(), kChartsShown);
  page.html.open("div", {{"class", "small-cards"}});
  for (std::size_t i = 0; i < shown; ++i) put_kpi(page, *kpis[i]);
  page.html.close("div");
  if (shown < kpis.size()) {
    page.html.open("details", {{"class", "group"}});
    page.html.element(
        "summary", voice.say(Phrase::more_kpis, {{"count", std::to_string(kpis.size() - shown)}}));
    page.html.open("div", {{"class", "small-cards"}});
    for (std::size_t i = shown; i < kpis.size(); ++i) put_kpi(page, *kpis[i]);
    page.html.close("div").close("details");
  }
  if (!forecast.kpis.empty()) {
    put_table(page.html, impact_table(voice, forecast), voice.language());
    put_paragraph(page, voice.say(Phrase::impact_note), "note");
  }
  close_section(page);
}

}  // namespace formulary::report
