#include "report/internal/page_parts.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

struct SectionLink {
  const char* target;
  Phrase title;
};
constexpr SectionLink kSections[] = {
    {"#diagnosis", Phrase::s_diagnosis}, {"#stage", Phrase::s_stage},
    {"#package", Phrase::s_package},     {"#budget", Phrase::s_budget},
    {"#take-up", Phrase::s_take_up},     {"#results", Phrase::s_results},
    {"#compare", Phrase::s_compare},     {"#choices", Phrase::s_choices},
    {"#schedule", Phrase::s_schedule},   {"#evidence", Phrase::s_evidence},
    {"#reproduce", Phrase::s_reproduce},
};

void put_masthead(Page& page) {
  Html& html = page.html;
  const Voice& voice = page.voice;
  html.open("header").open("div", {{"class", "wide"}}).open("p", {{"class", "brand"}});
  html.element("strong", "Formulary").text(" ");
  html.element("span", voice.say(Phrase::brand_line)).close("p");
  html.close("div").close("header");
}

void put_contents(Page& page) {
  Html& html = page.html;
  html.open("nav", {{"aria-labelledby", "contents-title"}});
  html.element("h2", page.voice.say(Phrase::contents), {{"id", "contents-title"}}).open("ol");
  for (const SectionLink& link : kSections) {
    html.open("li").element("a", page.voice.say(link.title), {{"href", link.target}}).close("li");
  }
  html.close("ol").close("nav");
}

void put_key(Page& page, const std::string& name, const std::string& value,
             const std::string& note) {
  Html& html = page.html;
  html.open("div", {{"class", "key"}}).element("dt", name).open("dd");
  html.element("span", value, {{"class", "key-value"}});
  if (!note.empty()) html.text(" ").element("span", note, {{"class", "key-note"}});
  html.close("dd").close("div");
}

void put_money_keys(Page& page) {
  const Voice& voice = page.voice;
  const Package& package = page.in.package;
  const Forecast& forecast = page.in.forecast;
  const Money cost = total_of(package.measures);
  put_key(page, voice.say(Phrase::key_cost), voice.money(cost.major()),
          voice.say(Phrase::key_cost_note,
                    {{"share", voice.percent(share_of(cost, package.envelope.budget))},
                     {"budget", voice.money(package.envelope.budget.major())}}));
  const double paid = forecast.disbursed.mean;
  if (paid > 0) {
    const Spread& benefit = forecast.benefit;
    put_key(page, voice.say(Phrase::key_return, {{"one", voice.one()}}),
            voice.ratio(benefit.mean / paid),
            voice.say(Phrase::interval_90,
                      {{"interval", voice.between(voice.ratio(benefit.p5 / paid),
                                                  voice.ratio(benefit.p95 / paid))}}));
  }
}

void put_result_keys(Page& page) {
  const Voice& voice = page.voice;
  const Forecast& forecast = page.in.forecast;
  double awarded = 0;
  for (const TakeUp& one : forecast.take_up) awarded += one.awarded.p50;
  if (!forecast.take_up.empty()) {
    put_key(page, voice.say(Phrase::key_awarded), voice.number(awarded, 0),
            voice.say(Phrase::key_awarded_note,
                      {{"years", voice.count(forecast.years, Phrase::n_years)}}));
  }
  const KpiForecast* lead = leading_kpi(page.in.package, forecast, voice.toolbox());
  for (const char* id : {lead == nullptr ? "" : lead->kpi.c_str(), "net_jobs"}) {
    const KpiForecast* kpi = forecast_of(forecast, id);
    if (kpi == nullptr || (kpi == lead && id == std::string("net_jobs"))) continue;
    const Spread& last = kpi->impact.back();
    const auto year = forecast.base_year + static_cast<int>(kpi->impact.size());
    put_key(
        page,
        voice.say(Phrase::key_jobs, {{"kpi", voice.kpi(kpi->kpi)}, {"year", std::to_string(year)}}),
        voice.change(last.p50),
        voice.kpi_unit(kpi->kpi) + "; " +
            voice.say(Phrase::interval_90, {{"interval", voice.interval_of(last)}}));
  }
  if (forecast.comparison) {
    put_key(page, voice.say(Phrase::key_better),
            voice.percent(forecast.comparison->share_of_draws_better),
            voice.say(Phrase::key_better_note));
  }
}

}  // namespace

void put_opening(Page& page) {
  Html& html = page.html;
  const Voice& voice = page.voice;
  const Envelope& envelope = page.in.package.envelope;
  put_masthead(page);
  html.open("main", {{"id", "content"}}).open("div", {{"class", "opening"}});
  put_paragraph(page,
                voice.say(Phrase::kicker, {{"country", voice.say(voice.country().name)},
                                           {"goal", voice.word(envelope.goal)},
                                           {"years", period_of(page)}}),
                "kicker");
  html.element("h1", voice.sector(envelope.sector));
  html.open("section", {{"class", "answer"}, {"aria-labelledby", "answer-title"}});
  html.element("h2", voice.say(Phrase::answer_title), {{"id", "answer-title"}}).open("ol");
  html.element("li", holds_back(voice, page.in.diagnosis));
  html.element("li", package_sentence(voice, page.in.package));
  html.element("li", result_sentence(voice, page.in.package, page.in.forecast));
  html.close("ol");
  const auto firms = static_cast<long long>(page.in.forecast.firms);
  put_paragraph(
      page,
      voice.say(Phrase::simulated_note, {{"firms", voice.count(firms, Phrase::n_firms)},
                                         {"draws", voice.number(page.in.forecast.draws, 0)}}) +
          " " + voice.say(Phrase::benefit_meaning),
      "note");
  html.close("section");
  html.open("section", {{"aria-labelledby", "key-title"}});
  html.element("h2", voice.say(Phrase::key_title), {{"id", "key-title"}});
  html.open("dl", {{"class", "keys"}});
  const double sure = page.in.stage.filtered[index_of(page.in.stage.stage)];
  put_key(page, voice.say(Phrase::key_stage), capital(voice.word(page.in.stage.stage)),
          voice.say(Phrase::key_stage_note, {{"share", voice.percent(sure)}}));
  put_money_keys(page);
  put_result_keys(page);
  html.close("dl").close("section").close("div");
  put_contents(page);
}

}  // namespace formulary::report
