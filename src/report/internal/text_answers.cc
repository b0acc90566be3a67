#include <algorithm>

#include "report/internal/digest.h"
#include "report/internal/sentences.h"
#include "report/internal/text_table.h"
#include "report/text.h"

namespace formulary {

namespace report {
namespace {

Voice voice_of(const Reader& reader) {
  return {reader.toolbox, reader.country, reader.language};
}

Table problem_table(const Voice& voice, const Diagnosis& diagnosis) {
  Table table;
  table.caption = voice.say(Phrase::problems_title);
  table.columns = {{voice.say(Phrase::t_col_problem)},
                   {voice.say(Phrase::col_component)},
                   {voice.say(Phrase::t_col_score), true},
                   {voice.say(Phrase::problem_tools)}};
  for (const RankedProblem& problem : diagnosis.problems) {
    std::string tools;
    for (const std::string& id : problem.instruments) {
      tools += (tools.empty() ? "" : ", ") + voice.instrument(id);
    }
    table.rows.push_back({voice.problem(problem.problem), voice.word(problem.component),
                          voice.number(problem.score, 2), tools});
  }
  return table;
}

std::string reproduce(const Voice& voice, const Provenance& provenance) {
  if (provenance.command.empty()) return "";
  return "\n" + voice.say(Phrase::t_reproduce, {{"command", provenance.command}}) + "\n";
}

std::string text_of_package(const Package& package, const Reader& reader) {
  const Voice voice = voice_of(reader);
  std::string out = strong(paragraph(package_sentence(voice, package)), reader.colour);
  if (package.measures.empty()) return out;
  out += paragraph(
      voice.say(Phrase::t_blanket, {{"blanket", voice.money(package.blanket_benefit.mean_field)},
                                    {"tailored", voice.money(package.benefit.mean_field)}}));
  out += paragraph(voice.say(Phrase::t_proof, {{"gap", voice.percent(package.gap, 2)}}));
  out += "\n" + text_of_table(package_table(voice, package, Detail::brief), reader.colour);
  for (const ToolGroup& group : groups_of(package.measures)) {
    const std::string shared = shared_text(voice, group);
    if (shared.empty()) continue;
    out += paragraph(voice.tool(group.instrument, group.variant) + ", " +
                     voice.word(group.company_type) + ". " + shared);
  }
  const Table absent = absent_table(voice, package);
  if (!absent.rows.empty()) out += "\n" + text_of_table(absent, reader.colour);
  if (!package.prices.empty()) {
    out += "\n" + text_of_table(price_table(voice, package), reader.colour);
  }
  if (!package.alternatives.empty()) {
    out += "\n" + text_of_table(alternative_table(voice, package), reader.colour);
  }
  return out + reproduce(voice, package.provenance);
}

std::string text_of_infeasible(const Infeasible& infeasible, const Reader& reader) {
  const Voice voice = voice_of(reader);
  std::vector<std::string> limits;
  for (const std::string& id : infeasible.limits) {
    limits.push_back(voice.limit(id, reader.country.base_year));
  }
  std::string out = strong(voice.say(Phrase::t_infeasible), reader.colour) + "\n";
  if (!limits.empty()) {
    out += paragraph(voice.say(Phrase::t_limits, {{"limits", voice.join(limits)}}));
  }
  return out + paragraph(voice.say(Phrase::t_hint, {{"hint", voice.word(infeasible.remedy)}}));
}

Table sensitivity_table(const Voice& voice, const Sensitivity& sensitivity) {
  Table table;
  table.caption = voice.say(Phrase::t_sensitivity_caption);
  table.columns = {{voice.say(Phrase::t_col_sector)},
                   {voice.say(Phrase::col_tool)},
                   {voice.say(Phrase::col_for_whom)},
                   {voice.say(Phrase::t_response), true},
                   {voice.percent(0.05), true},
                   {voice.percent(0.95), true},
                   {voice.say(Phrase::col_per_unit, {{"one", voice.one()}}), true},
                   {voice.say(Phrase::col_reason)}};
  for (const SensitivityCell& cell : sensitivity.cells) {
    const bool responds = cell.reason == SensitivityReason::treats_binding;
    std::string reason = voice.word(cell.reason);
    if (cell.reason == SensitivityReason::binds_elsewhere) {
      reason += ": " + voice.word(cell.binding);
    } else if (!voice.say(cell.text).empty()) {
      reason += ": " + voice.say(cell.text);
    }
    table.rows.push_back({voice.sector(cell.sector), voice.tool(cell.instrument, cell.variant),
                          voice.word(cell.company_type), voice.change(cell.response.mean),
                          voice.figure(cell.response.p5), voice.figure(cell.response.p95),
                          voice.ratio(cell.per_cost),
                          responds ? Cell{reason, Mark::good} : Cell{reason}});
  }
  return table;
}

}  // namespace
}  // namespace report

std::string text_of(const Diagnosis& diagnosis, const Reader& reader) {
  using namespace report;
  const Voice voice = voice_of(reader);
  std::string where = voice.sector(diagnosis.sector);
  if (!diagnosis.region.empty()) where += ", " + voice.region(diagnosis.region);
  std::string out = strong(where, reader.colour) + "\n";
  out += strong(paragraph(holds_back(voice, diagnosis)), reader.colour);
  const double sure = diagnosis.stage_probability[index_of(diagnosis.stage)];
  out += voice.say(Phrase::key_stage) + ": " + voice.word(diagnosis.stage) + " (" +
         voice.say(Phrase::key_stage_note, {{"share", voice.percent(sure)}}) + ")\n";
  if (diagnosis.stage_without_data) out += voice.say(Phrase::stage_no_data) + "\n";
  out += "\n" + text_of_table(component_table(voice, diagnosis), reader.colour);
  if (diagnosis.problems.empty()) return out + "\n" + voice.say(Phrase::no_problems) + "\n";
  return out + "\n" + text_of_table(problem_table(voice, diagnosis), reader.colour);
}

std::string text_of(const Sensitivity& sensitivity, const Reader& reader) {
  using namespace report;
  const Voice voice = voice_of(reader);
  const auto responds = std::count_if(
      sensitivity.cells.begin(), sensitivity.cells.end(),
      [](const auto& cell) { return cell.reason == SensitivityReason::treats_binding; });
  const std::string all = voice.number(static_cast<double>(sensitivity.cells.size()), 0);
  const std::string first =
      voice.say(Phrase::t_sensitivity,
                {{"yes", voice.number(static_cast<double>(responds), 0)}, {"all", all}});
  return strong(paragraph(first), reader.colour) + "\n" +
         text_of_table(sensitivity_table(voice, sensitivity), reader.colour, 120) +
         reproduce(voice, sensitivity.provenance);
}

std::string text_of(const Configuration& configuration, const Reader& reader) {
  const auto* package = std::get_if<Package>(&configuration);
  return package != nullptr
             ? report::text_of_package(*package, reader)
             : report::text_of_infeasible(std::get<Infeasible>(configuration), reader);
}

std::string text_of(const Package& package, const Forecast& forecast, const Reader& reader) {
  using namespace report;
  const Voice voice = voice_of(reader);
  std::string out = strong(paragraph(result_sentence(voice, package, forecast)), reader.colour);
  out += paragraph(comparison_sentence(voice, package, forecast));
  for (const std::string& warning : warnings(voice, forecast)) out += paragraph("! " + warning);
  out += "\n" + text_of_table(take_up_table(voice, forecast), reader.colour, 120);
  out += "\n" + text_of_table(impact_table(voice, forecast), reader.colour, 120);
  const auto firms = static_cast<long long>(forecast.firms);
  out += "\n" + paragraph(voice.say(Phrase::simulated_note,
                                    {{"firms", voice.count(firms, Phrase::n_firms)},
                                     {"draws", voice.number(forecast.draws, 0)}}));
  return out + reproduce(voice, forecast.provenance);
}

}  // namespace formulary
