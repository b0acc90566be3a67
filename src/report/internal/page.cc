#include "report/page.h"

#include "report/internal/page_parts.h"
#include "report/internal/sentences.h"

namespace formulary {

namespace report {

void put_paragraph(Page& page, const std::string& text, const char* style) {
  if (text.empty()) return;
  Attributes attributes;
  if (*style != '\0') attributes.emplace_back("class", style);
  page.html.element("p", text, attributes);
}

void put_warning(Page& page, const std::string& text) {
  page.html.open("p", {{"class", "warning"}});
  page.html.element("span", "!", {{"class", "warning-sign"}, {"aria-hidden", "true"}});
  page.html.text(text).close("p");
}

void put_folded(Page& page, const std::string& summary, const Table& table) {
  page.html.open("details").element("summary", summary);
  put_table(page.html, table, page.voice.language());
  page.html.close("details");
}

constexpr std::size_t kBeside = 4;  // columns that fit beside a chart

void put_card(Page& page, const Card& card, const std::string& chart, const Table& table,
              Figures figures) {
  Html& html = page.html;
  html.open("div", {{"class", "card"}}).element("h3", card.question);
  put_paragraph(page, card.finding, "finding");
  // A wide table would hide its last columns beside a chart.
  const bool below = figures == Figures::below || table.columns.size() > kBeside;
  html.open("div", {{"class", below ? "card-body stacked" : "card-body"}});
  if (!chart.empty()) html.open("div", {{"class", "chart"}}).raw(chart).close("div");
  Attributes folded;
  if (figures != Figures::folded) folded.emplace_back("open", "open");
  html.open("details", folded).element("summary", page.voice.say(Phrase::figures_label));
  put_table(html, table, page.voice.language());
  html.close("details").close("div");
  html.open("dl", {{"class", "meta"}});
  const auto put = [&](Phrase label, const std::string& value) {
    if (value.empty()) return;
    html.open("div").element("dt", page.voice.say(label)).element("dd", value).close("div");
  };
  put(Phrase::unit_label, card.unit);
  put(Phrase::period_label, card.period);
  put(Phrase::source_label, card.source);
  html.close("dl").close("div");
}

void open_section(Page& page, int number, const char* id, Phrase title) {
  page.html.open("section", {{"id", id}, {"aria-labelledby", std::string(id) + "-title"}});
  page.html.open("h2", {{"id", std::string(id) + "-title"}});
  page.html.element("span", std::to_string(number), {{"class", "section-number"}});
  page.html.text(" ").element("span", page.voice.say(title)).close("h2");
}

void close_section(Page& page) {
  page.html.close("section");
}

std::string period_of(const Page& page) {
  const int first = page.voice.country().base_year + 1;
  const int last = page.voice.country().base_year + page.in.package.envelope.years;
  return page.voice.say(Phrase::years_range,
                        {{"from", std::to_string(first)}, {"to", std::to_string(last)}});
}

std::string simulation_source(const Page& page) {
  return page.voice.say(Phrase::source_simulation,
                        {{"engine", page.in.forecast.provenance.engine},
                         {"draws", page.voice.number(page.in.forecast.draws, 0)}});
}

std::string package_source(const Page& page) {
  return page.voice.say(Phrase::source_package, {{"engine", page.in.package.provenance.engine}});
}

namespace {

std::string title_of(const Page& page) {
  return page.voice.sector(page.in.package.envelope.sector);
}

void put_head(Page& page) {
  Html& html = page.html;
  html.open("head").empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.element("title", title_of(page) + " – Formulary");
  html.open("style").raw(style_sheet()).close("style").close("head");
}

void put_body(Page& page) {
  Html& html = page.html;
  html.open("body");
  html.element("a", page.voice.say(Phrase::skip), {{"class", "skip"}, {"href", "#content"}});
  put_opening(page);
  put_diagnosis(page);
  put_stage(page);
  put_package(page);
  put_budget(page);
  put_take_up(page);
  put_results(page);
  put_comparison(page);
  put_choices(page);
  put_schedule(page);
  put_evidence(page);
  put_reproduction(page);
  html.close("main");
  html.open("footer").open("div", {{"class", "wide"}});
  put_paragraph(page,
                page.voice.say(Phrase::footer, {{"engine", page.in.forecast.provenance.engine}}));
  html.close("div").close("footer").close("body");
}

}  // namespace
}  // namespace report

std::string page(const PageInput& input, Language language) {
  report::Page page{input, report::Voice(input.toolbox, input.country, language), {}, 0};
  page.html.open("html", {{"lang", id_of(language)}});
  report::put_head(page);
  report::put_body(page);
  page.html.close("html");
  return "<!DOCTYPE html>\n" + page.html.take();
}

}  // namespace formulary
