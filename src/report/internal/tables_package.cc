#include <algorithm>
#include <map>
#include <set>

#include "report/internal/digest.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

std::string doses(const Voice& voice, const ToolGroup& group) {
  double low = group.measures[0]->dose;
  double high = low;
  for (const PlannedMeasure* measure : group.measures) {
    low = std::min(low, measure->dose);
    high = std::max(high, measure->dose);
  }
  const std::string& unit = group.measures[0]->dose_unit;
  const std::string shown = voice.dose(high, unit);
  if (low == high) return shown;
  // The range stands where the number stood.
  const std::string number = voice.figure(high);
  const std::size_t at = shown.find(number);
  if (at == std::string::npos) return voice.dose(low, unit) + " – " + shown;
  return shown.substr(0, at) + voice.figure(low) + "–" + shown.substr(at);
}

std::string kpi_names(const Voice& voice, const ToolGroup& group) {
  std::vector<std::string> names;
  for (const PlannedMeasure* measure : group.measures) {
    for (const PlannedKpi& kpi : measure->kpis) {
      const std::string name = voice.kpi(kpi.kpi);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  constexpr std::size_t kNamed = 2;  // the fold below the table names them all
  std::string out;
  for (std::size_t i = 0; i < std::min(kNamed, names.size()); ++i) {
    out += (out.empty() ? "" : "; ") + names[i];
  }
  if (names.size() > kNamed) out += "; +" + std::to_string(names.size() - kNamed);
  return out;
}

Cell evidence(const Voice& voice, const ToolGroup& group) {
  if (group.assumed_effect) return {voice.say(Phrase::assumed_effect), Mark::warn};
  std::vector<std::string> studies;
  for (const PlannedMeasure* measure : group.measures) {
    for (const std::string& study : measure->why.evidence) {
      if (std::find(studies.begin(), studies.end(), study) == studies.end()) {
        studies.push_back(study);
      }
    }
  }
  return voice.count(static_cast<long long>(studies.size()), Phrase::n_studies);
}

// What a refusal says, and for whom where that is not everyone the package asks about.
std::string why_not(const Voice& voice, const Refusal& refusal, std::size_t all_types) {
  std::string text = capital(voice.word(refusal.reason));
  if (refusal.company_types.size() < all_types) {
    text += " (" + voice.words(refusal.company_types) + ")";
  }
  const std::string more = refusal_text(voice, refusal);
  return more.empty() ? text : text + ": " + more;
}

std::set<std::string> chosen_tools(const Package& package) {
  std::set<std::string> ids;
  for (const PlannedMeasure& measure : package.measures) ids.insert(measure.instrument);
  return ids;
}

}  // namespace

Table package_table(const Voice& voice, const Package& package, Detail detail) {
  const std::vector<ToolGroup> groups = groups_of(package.measures);
  const double largest = groups.empty() ? 0 : groups[0].budget.major();
  const Scale scale = scale_for(largest, voice.country(), voice.language());
  const bool is_full = detail == Detail::full;
  Table table;
  table.caption = voice.say(Phrase::package_caption);
  table.columns = {{voice.say(Phrase::col_tool)},
                   {voice.say(Phrase::col_for_whom)},
                   {voice.say(Phrase::col_regions), true},
                   {voice.say(Phrase::col_awards), true},
                   {voice.say(Phrase::col_budget, {{"unit", scale.name}}), true},
                   {voice.say(Phrase::col_per_unit, {{"one", voice.one()}}), true},
                   {voice.say(Phrase::col_evidence)}};
  if (is_full) {
    table.columns.insert(table.columns.begin() + 3, {voice.say(Phrase::col_dose)});
    table.columns.insert(table.columns.end() - 1, {voice.say(Phrase::col_kpis)});
  }
  for (const ToolGroup& group : groups) {
    std::vector<Cell> row{tool_cell(voice, group.instrument, group.variant),
                          voice.word(group.company_type),
                          voice.number(static_cast<double>(group.measures.size()), 0)};
    if (is_full) row.emplace_back(doses(voice, group));
    row.emplace_back(voice.number(group.awards, 0));
    row.emplace_back(voice.figure(group.budget.major() / scale.unit));
    row.emplace_back(voice.ratio(group.benefit_per_cost));
    if (is_full) row.emplace_back(kpi_names(voice, group));
    row.push_back(evidence(voice, group));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table absent_table(const Voice& voice, const Package& package) {
  const std::set<std::string> chosen = chosen_tools(package);
  std::map<std::string, std::vector<std::string>> reasons;
  for (const Refusal& refusal : package.refused) {
    if (chosen.count(refusal.instrument) == 1) continue;
    const std::string reason = why_not(voice, refusal, package.envelope.company_types.size());
    std::vector<std::string>& list = reasons[refusal.instrument];
    if (std::find(list.begin(), list.end(), reason) == list.end()) list.push_back(reason);
  }
  Table table;
  table.caption = voice.say(Phrase::refused_caption);
  table.columns = {{voice.say(Phrase::col_tool)}, {voice.say(Phrase::col_why_not)}};
  for (const auto& [instrument, list] : reasons) {
    std::string text;
    for (const std::string& reason : list) {
      const bool ends = text.empty() || text.back() == '.';
      text += (text.empty() ? "" : ends ? " " : ". ") + reason;
    }
    if (text.back() != '.') text += '.';
    table.rows.push_back({voice.instrument(instrument), text});
  }
  return table;
}

Table refused_elsewhere_table(const Voice& voice, const Package& package) {
  const std::set<std::string> chosen = chosen_tools(package);
  Table table;
  table.caption = voice.say(Phrase::refused_elsewhere);
  table.columns = {{voice.say(Phrase::col_tool)},
                   {voice.say(Phrase::col_for_whom)},
                   {voice.say(Phrase::col_reason)},
                   {voice.say(Phrase::col_explanation)}};
  std::vector<const Refusal*> refusals;
  for (const Refusal& refusal : package.refused) {
    if (chosen.count(refusal.instrument) == 1) refusals.push_back(&refusal);
  }
  std::stable_sort(refusals.begin(), refusals.end(),
                   [](const auto* a, const auto* b) { return a->reason < b->reason; });
  for (const Refusal* refusal : refusals) {
    const std::string text = refusal_text(voice, *refusal);
    table.rows.push_back({tool_cell(voice, refusal->instrument, refusal->variant),
                          voice.words(refusal->company_types), voice.word(refusal->reason),
                          text.empty() ? std::string(kNoNumber) : text});
  }
  return table;
}

}  // namespace formulary::report
