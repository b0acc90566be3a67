#include <algorithm>
#include <set>

#include "report/internal/assumptions.h"
#include "report/internal/page_parts.h"

namespace formulary::report {

namespace {

void put_assumptions(Page& page) {
  const Voice& voice = page.voice;
  page.html.element("h3", voice.say(Phrase::assumed_title));
  const std::vector<Assumption> list = assumptions_of(page.in, voice);
  if (list.empty()) {
    put_paragraph(page, voice.say(Phrase::assumed_none));
    return;
  }
  const auto count = static_cast<long long>(list.size());
  put_paragraph(
      page, voice.say(Phrase::assumed_note, {{"figures", voice.count(count, Phrase::n_figures)}}));
  Table table;
  table.caption = voice.say(Phrase::assumed_caption);
  table.columns = {{voice.say(Phrase::col_what)},
                   {voice.say(Phrase::col_value), true},
                   {voice.say(Phrase::col_unit)},
                   {voice.say(Phrase::col_why)}};
  for (const Assumption& one : list) {
    table.rows.push_back(
        {one.what, voice.figure(one.value), Cell::english(one.unit), Cell::english(one.why)});
  }
  put_folded(page, table.caption, table);
}

void add_studies(const Voice& voice, const Instrument& card, Table& table) {
  const std::string tool = voice.instrument(card.id);
  if (card.evidence.empty()) {
    table.rows.push_back({tool, "", "", "", "", {voice.say(Phrase::no_evidence), Mark::warn}});
  }
  for (const Evidence& one : card.evidence) {
    const bool is_confirmed = one.status == EvidenceStatus::confirmed;
    table.rows.push_back({tool, Cell::english(one.study), Cell::english(one.outcome),
                          Cell::english(one.effect + (one.unit.empty() ? "" : " " + one.unit)),
                          Cell::english(one.design),
                          is_confirmed ? Cell{voice.say(Phrase::confirmed), Mark::good}
                                       : Cell{voice.say(Phrase::unverified), Mark::warn}});
  }
}

void put_studies(Page& page) {
  const Voice& voice = page.voice;
  Table table;
  table.caption = voice.say(Phrase::evidence_tools_caption);
  table.columns = {{voice.say(Phrase::col_tool)},    {voice.say(Phrase::col_study)},
                   {voice.say(Phrase::col_outcome)}, {voice.say(Phrase::col_effect)},
                   {voice.say(Phrase::col_design)},  {voice.say(Phrase::col_status)}};
  for (const Total& tool : by_instrument(page.in.package.measures)) {
    const Instrument* card = voice.toolbox().instrument(tool.id);
    if (card != nullptr) add_studies(voice, *card, table);
  }
  if (table.rows.empty()) return;
  page.html.element("h3", voice.say(Phrase::evidence_title));
  put_paragraph(page, voice.say(Phrase::evidence_note), "muted");
  put_table(page.html, table, voice.language());
}

}  // namespace

void put_evidence(Page& page) {
  open_section(page, 10, "evidence", Phrase::s_evidence);
  put_assumptions(page);
  put_studies(page);
  close_section(page);
}

void put_reproduction(Page& page) {
  const Voice& voice = page.voice;
  const Provenance& made = page.in.package.provenance;
  const Provenance& tested = page.in.forecast.provenance;
  Html& html = page.html;
  open_section(page, 11, "reproduce", Phrase::s_reproduce);
  put_paragraph(page, voice.say(Phrase::reproduce_note));
  html.open("dl", {{"class", "reproduce"}});
  const auto put = [&](Phrase label, const std::string& value, bool is_code) {
    if (value.empty()) return;
    html.open("div").element("dt", voice.say(label)).open("dd");
    if (is_code) {
      html.element("code", value);
    } else {
      html.text(value);
    }
    html.close("dd").close("div");
  };
  put(Phrase::r_configure, made.command, true);
  put(Phrase::r_pretest, tested.command, true);
  put(Phrase::r_engine, "Formulary " + tested.engine, false);
  put(Phrase::r_toolbox, tested.toolbox_hash, true);
  put(Phrase::r_country, tested.country_hash, true);
  put(Phrase::r_seed, std::to_string(tested.seed), false);
  put(Phrase::r_draws, voice.number(page.in.forecast.draws, 0), false);
  put(Phrase::r_firms, voice.number(static_cast<double>(page.in.forecast.firms), 0), false);
  put(Phrase::r_gap, voice.percent(page.in.package.gap, 2), false);
  html.close("dl");
  close_section(page);
}

}  // namespace formulary::report
