#include <algorithm>

#include "report/internal/nearest.h"
#include "report/internal/sentences.h"
#include "report/internal/text_table.h"
#include "report/text.h"

namespace formulary {

namespace report {
namespace {

Voice voice_of(const Reader& reader) {
  return {reader.toolbox, reader.country, reader.language};
}

Table tool_table(const Voice& voice, const Toolbox& toolbox) {
  Table table;
  table.columns = {{"id"},
                   {voice.say(Phrase::col_tool)},
                   {voice.say(Phrase::t_family)},
                   {voice.say(Phrase::t_indicated_stages)},
                   {voice.say(Phrase::t_indications)},
                   {voice.say(Phrase::t_conditions)}};
  for (const Instrument& card : toolbox.instruments) {
    table.rows.push_back({card.id, voice.instrument(card.id), voice.word(card.family),
                          voice.words(card.stages), voice.words(card.company_types),
                          voice.words(card.components)});
  }
  return table;
}

Table study_table(const Voice& voice, const Instrument& card) {
  Table table;
  table.caption = voice.say(Phrase::evidence_title);
  table.columns = {{voice.say(Phrase::col_study)},
                   {voice.say(Phrase::col_outcome)},
                   {voice.say(Phrase::col_effect)},
                   {voice.say(Phrase::col_status)}};
  for (const Evidence& one : card.evidence) {
    const bool is_confirmed = one.status == EvidenceStatus::confirmed;
    table.rows.push_back({one.study, one.outcome,
                          one.effect + (one.unit.empty() ? "" : " " + one.unit),
                          is_confirmed ? Cell{voice.say(Phrase::confirmed), Mark::good}
                                       : Cell{voice.say(Phrase::unverified), Mark::warn}});
  }
  return table;
}

// Name each form with what its effect rests on and for whom it is not.
std::string forms_text(const Voice& voice, const Instrument& card) {
  std::string out;
  for (const Variant& form : card.variants) {
    std::string line = "- " + voice.tool(card.id, form.id);
    if (form.mechanism.response.assumed) line += " (" + voice.say(Phrase::assumed_effect) + ")";
    out += line + "\n";
    if (form.mechanism.scope == Scope::public_part) {
      out +=
          paragraph(voice.say(form.mechanism.open_to == OpenTo::region ? Phrase::t_open_to_region
                                                                       : Phrase::t_open_to_sector));
    }
    for (const Contraindication& one : form.contraindications) {
      out += paragraph(voice.say(Phrase::t_contraindications) + ": " + voice.say(one.reason));
    }
  }
  return out;
}

}  // namespace
}  // namespace report

std::string text_of(const Faults& faults, Language language, Colour colour) {
  using namespace report;
  if (faults.empty()) return strong(words_of(Phrase::t_check_ok).in(language), colour) + "\n";
  const std::string count = counted(static_cast<long long>(faults.size()),
                                    words_of(Phrase::n_mistakes).in(language), language);
  const std::string first = fill(words_of(Phrase::t_check_bad).in(language), {{"mistakes", count}});
  std::string out = strong(first, colour) + "\n";
  for (const Fault& fault : faults) out += describe(fault) + "\n";
  return out;
}

std::string text_of(const Toolbox& toolbox, const Reader& reader) {
  using namespace report;
  const Voice voice = voice_of(reader);
  const auto count = static_cast<long long>(toolbox.instruments.size());
  const std::string first =
      voice.say(Phrase::t_toolbox, {{"tools", voice.count(count, Phrase::n_tools)}});
  return strong(first, reader.colour) + "\n\n" +
         text_of_table(tool_table(voice, toolbox), reader.colour, 120);
}

Result<std::string> text_of_instrument(const std::string& id, const Reader& reader) {
  using namespace report;
  const Instrument* card = reader.toolbox.instrument(id);
  if (card == nullptr) return fail(no_such_instrument(reader.toolbox, id));
  const Voice voice = voice_of(reader);
  std::string out = strong(voice.instrument(id), reader.colour) + "\n";
  out += paragraph(voice.say(card->summary)) + "\n";
  const auto put = [&](Phrase label, const std::string& value) {
    if (!value.empty()) out += paragraph(voice.say(label) + ": " + value);
  };
  std::string kpis;
  for (const InstrumentKpi& kpi : card->kpis) {
    kpis += (kpis.empty() ? "" : ", ") + voice.kpi(kpi.kpi);
  }
  put(Phrase::t_family, voice.word(card->family));
  put(Phrase::t_indicated_stages, voice.words(card->stages));
  put(Phrase::t_indications, voice.words(card->company_types));
  put(Phrase::t_conditions, voice.words(card->components));
  put(Phrase::col_kpis, kpis);
  put(Phrase::col_promise, voice.say(card->continuation.counter_obligation));
  out += paragraph(voice.say(Phrase::t_application,
                             {{"days", voice.figure(card->application.days.value)},
                              {"documents", voice.figure(card->application.documents.value)}}));
  out += "\n" + forms_text(voice, *card);
  if (card->evidence.empty()) return out + "\n" + voice.say(Phrase::no_evidence) + "\n";
  return out + "\n" + text_of_table(study_table(voice, *card), reader.colour);
}

std::string text_of(const std::vector<SectorStage>& sectors, const Reader& reader) {
  using namespace report;
  const Voice voice = voice_of(reader);
  Table table;
  table.columns = {{voice.say(Phrase::t_col_sector)},
                   {voice.say(Phrase::t_col_stage)},
                   {voice.say(Phrase::t_col_probability), true}};
  for (std::size_t k = 0; k < kStages; ++k) {
    table.columns.push_back({voice.word(static_cast<Stage>(k)), true});
  }
  table.columns.push_back({voice.say(Phrase::col_year), true});
  for (const SectorStage& sector : sectors) {
    std::vector<Cell> row{voice.sector(sector.sector), voice.word(sector.stage),
                          voice.percent(sector.filtered[index_of(sector.stage)])};
    for (const double share : sector.filtered) row.emplace_back(voice.percent(share));
    row.emplace_back(sector.no_data ? voice.say(Phrase::none) : std::to_string(sector.year));
    table.rows.push_back(std::move(row));
  }
  std::string out = strong(voice.say(Phrase::t_stages), reader.colour) + "\n\n" +
                    text_of_table(table, reader.colour);
  const bool is_assumed = std::any_of(sectors.begin(), sectors.end(),
                                      [](const auto& sector) { return sector.from_assumed_data; });
  if (is_assumed) out += "\n" + voice.say(Phrase::stage_assumed) + "\n";
  for (const SectorStage& sector : sectors) {
    if (!sector.no_data) continue;
    out += "\n" + voice.sector(sector.sector) + ": " + voice.say(Phrase::stage_no_data) + "\n";
  }
  return out;
}

}  // namespace formulary
