#include <algorithm>

#include "report/internal/page_parts.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

constexpr Phrase kSteps[] = {Phrase::eligible, Phrase::aware, Phrase::applied, Phrase::awarded,
                             Phrase::completed};

std::string share_of_firms(const Voice& voice, double share) {
  return voice.percent(share, share > 0 && share < 0.1 ? 1 : 0);
}

Cell firms(const Voice& voice, const Spread& spread) {
  const std::string low = voice.number(spread.p5, 0);
  const std::string high = voice.number(spread.p95, 0);
  Cell cell(voice.number(spread.p50, 0));
  if (low == high) return cell;
  return std::move(cell).with_note(voice.between(low, high));
}

Cell shares(const Voice& voice, const Spread& spread) {
  return Cell(share_of_firms(voice, spread.p50))
      .with_note(
          voice.between(share_of_firms(voice, spread.p5), share_of_firms(voice, spread.p95)));
}

std::string runs_out(const Voice& voice, const TakeUp& one) {
  if (!one.money_runs_out_day) return voice.say(Phrase::no);
  return voice.say(Phrase::t_day, {{"day", voice.number(*one.money_runs_out_day, 0)},
                                   {"share", voice.percent(one.runs_out_share)}});
}

Table step_table(const Voice& voice, const std::vector<const TakeUp*>& tools,
                 const std::string& type) {
  Table table;
  table.caption = voice.say(Phrase::funnel_caption, {{"type", type}});
  table.columns = {{voice.say(Phrase::col_tool)}};
  for (const Phrase step : kSteps) table.columns.push_back({capital(voice.say(step)), true});
  table.columns.push_back({voice.say(Phrase::take_up_share), true});
  table.columns.push_back({voice.say(Phrase::deadweight), true});
  table.columns.push_back({voice.say(Phrase::t_runs_out)});
  for (const TakeUp* one : tools) {
    table.rows.push_back({tool_cell(voice, one->instrument, one->variant),
                          firms(voice, one->eligible), firms(voice, one->aware),
                          firms(voice, one->applied), firms(voice, one->awarded),
                          firms(voice, one->completed), shares(voice, one->take_up_share),
                          shares(voice, one->deadweight), runs_out(voice, *one)});
  }
  return table;
}

std::string finding_of(const Voice& voice, const std::vector<const TakeUp*>& tools) {
  const auto less = [](const TakeUp* a, const TakeUp* b) {
    return a->take_up_share.p50 < b->take_up_share.p50;
  };
  const TakeUp& least = **std::min_element(tools.begin(), tools.end(), less);
  const TakeUp& most = **std::max_element(tools.begin(), tools.end(), less);
  if (tools.size() == 1) {
    return voice.say(Phrase::f_funnel_one,
                     {{"tool", voice.tool(most.instrument, most.variant)},
                      {"eligible", voice.number(most.eligible.p50, 0)},
                      {"applied", voice.number(most.applied.p50, 0)},
                      {"awarded", voice.number(most.awarded.p50, 0)},
                      {"share", share_of_firms(voice, most.take_up_share.p50)}});
  }
  return voice.say(Phrase::f_funnel,
                   {{"most", voice.tool(most.instrument, most.variant)},
                    {"most_share", share_of_firms(voice, most.take_up_share.p50)},
                    {"least", voice.tool(least.instrument, least.variant)},
                    {"least_share", share_of_firms(voice, least.take_up_share.p50)}});
}

void put_type(Page& page, CompanyType type, const std::vector<const TakeUp*>& tools) {
  const Voice& voice = page.voice;
  const std::string who = capital(voice.word(type));
  std::vector<FunnelRow> rows;
  std::string spoken;
  for (const TakeUp* one : tools) {
    FunnelRow row;
    row.label = voice.tool(one->instrument, one->variant);
    row.shown = voice.say(Phrase::of_total, {{"part", voice.number(one->awarded.p50, 0)},
                                             {"all", voice.number(one->eligible.p50, 0)}});
    row.eligible = one->eligible.p50;
    row.aware = one->aware.p50;
    row.applied = one->applied.p50;
    row.awarded = one->awarded;
    row.completed = one->completed.p50;
    spoken += row.label + ": " + row.shown + ". ";
    rows.push_back(std::move(row));
  }
  std::vector<std::string> legend;
  for (std::size_t i = 1; i < std::size(kSteps); ++i) legend.push_back(voice.say(kSteps[i]));
  const Card card{voice.say(Phrase::q_funnel, {{"type", who}}), finding_of(voice, tools),
                  voice.say(Phrase::unit_firms), period_of(page), simulation_source(page)};
  put_card(page, card, funnel_chart({page.next_chart(), card.question, spoken}, rows, legend),
           step_table(voice, tools, who), Figures::below);
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
  for (std::size_t type = 0; type < kCompanyTypes; ++type) {
    std::vector<const TakeUp*> tools;
    for (const TakeUp& one : forecast.take_up) {
      if (index_of(one.company_type) == type) tools.push_back(&one);
    }
    std::stable_sort(tools.begin(), tools.end(),
                     [](const auto* a, const auto* b) { return a->budget > b->budget; });
    if (!tools.empty()) put_type(page, static_cast<CompanyType>(type), tools);
  }
  close_section(page);
}

}  // namespace formulary::report
