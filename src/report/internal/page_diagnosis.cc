#include <algorithm>
#include <cmath>

#include "report/internal/page_parts.h"
#include "report/internal/sentences.h"

namespace formulary::report {

namespace {

std::string names(const Voice& voice, const std::vector<std::string>& ids,
                  std::string (Voice::*name)(const std::string&) const) {
  std::vector<std::string> list;
  for (const std::string& id : ids) list.push_back((voice.*name)(id));
  return voice.join(list);
}

void put_components(Page& page) {
  const Voice& voice = page.voice;
  std::vector<Bar> bars;
  std::string spoken = voice.say(Phrase::d_components);
  for (const ComponentState& state : page.in.diagnosis.components) {
    Bar bar;
    bar.label = capital(voice.word(state.component));
    bar.value = state.access * 100;
    bar.shown = voice.number(bar.value, 0);
    bar.mark = state.benchmark * 100;
    if (state.binding) bar.note = "▲ " + voice.say(Phrase::holds_back_mark);
    spoken += " " +
              voice.say(Phrase::component_figure, {{"component", bar.label},
                                                   {"access", bar.shown},
                                                   {"peers", voice.number(bar.mark, 0)}}) +
              ".";
    bars.push_back(std::move(bar));
  }
  const Card card{
      voice.say(Phrase::q_components), components_finding(voice, page.in.diagnosis),
      voice.say(Phrase::unit_access), voice.say(Phrase::period_latest),
      voice.say(Phrase::source_diagnosis, {{"engine", page.in.package.provenance.engine}})};
  const std::string chart =
      bar_chart({page.next_chart(), card.question, spoken}, bars, 100,
                {voice.say(Phrase::legend_access), voice.say(Phrase::legend_peers)});
  put_card(page, card, chart, component_table(voice, page.in.diagnosis), Figures::beside);
}

// Sources of assumed readings often open with the word that the cell already says.
std::string without_prefix(const std::string& source) {
  constexpr std::string_view kPrefix = "assumed: ";
  return source.rfind(kPrefix, 0) == 0 ? source.substr(kPrefix.size()) : source;
}

Table sign_table(const Voice& voice, const RankedProblem& problem) {
  Table table;
  table.caption = voice.say(Phrase::signs_caption, {{"problem", voice.problem(problem.problem)}});
  table.columns = {{voice.say(Phrase::col_indicator)},       {voice.say(Phrase::col_value), true},
                   {voice.say(Phrase::col_peers), true},     {voice.say(Phrase::col_unit)},
                   {voice.say(Phrase::col_deviation), true}, {voice.say(Phrase::col_year), true},
                   {voice.say(Phrase::col_source)}};
  for (const IndicatorSign& sign : problem.signs) {
    const Indicator* indicator = voice.toolbox().indicator(sign.indicator);
    Cell source = Cell::english(sign.source);
    if (sign.assumed) {
      source = Cell(voice.say(Phrase::assumed), Mark::warn)
                   .with_english_note(without_prefix(sign.source));
    }
    table.rows.push_back({voice.indicator(sign.indicator), voice.figure(sign.value),
                          voice.figure(sign.benchmark),
                          indicator == nullptr ? "" : voice.say(indicator->unit),
                          voice.change(sign.goodness), std::to_string(sign.year), source});
  }
  return table;
}

void put_problem(Page& page, const RankedProblem& problem) {
  const Voice& voice = page.voice;
  Html& html = page.html;
  html.open("li").element("h4", voice.problem(problem.problem));
  if (const Problem* card = voice.toolbox().problem(problem.problem)) {
    put_paragraph(page, voice.say(card->statement));
  }
  html.open("dl", {{"class", "facts"}});
  const auto put = [&](Phrase label, const std::string& value) {
    if (value.empty()) return;
    html.open("div").element("dt", voice.say(label)).element("dd", value).close("div");
  };
  put(Phrase::problem_component, voice.word(problem.component));
  put(Phrase::problem_tools, names(voice, problem.instruments, &Voice::instrument));
  put(Phrase::problem_kpis, names(voice, problem.kpis, &Voice::kpi));
  html.close("dl");
  if (!problem.signs.empty()) put_table(html, sign_table(voice, problem), voice.language());
  if (!problem.unknown.empty()) {
    put_paragraph(page,
                  voice.say(Phrase::unknown,
                            {{"indicators", names(voice, problem.unknown, &Voice::indicator)}}),
                  "note");
  }
  html.close("li");
}

// The first few problems in full, the others on demand; the numbers run on.
void put_problems(Page& page) {
  constexpr std::size_t kShown = 3;
  const std::vector<RankedProblem>& problems = page.in.diagnosis.problems;
  const std::size_t shown = std::min(kShown, problems.size());
  page.html.open("ol", {{"class", "problems"}});
  for (std::size_t i = 0; i < shown; ++i) put_problem(page, problems[i]);
  page.html.close("ol");
  if (shown == problems.size()) return;
  page.html.open("details", {{"class", "group"}});
  page.html.element(
      "summary",
      page.voice.say(Phrase::more_problems, {{"count", std::to_string(problems.size() - shown)}}));
  page.html.open("ol", {{"class", "problems"}, {"start", std::to_string(shown + 1)}});
  for (std::size_t i = shown; i < problems.size(); ++i) put_problem(page, problems[i]);
  page.html.close("ol").close("details");
}

std::string strength(const Voice& voice, double log_odds) {
  if (std::fabs(log_odds) < 0.05 || !std::isfinite(log_odds)) {
    return voice.say(Phrase::says_nothing);
  }
  return voice.say(log_odds > 0 ? Phrase::says_for : Phrase::says_against) + " (" +
         voice.change(log_odds) + ")";
}

Table stage_evidence_table(const Voice& voice, const SectorStage& stage) {
  Table table;
  table.caption = voice.say(Phrase::evidence_caption, {{"year", std::to_string(stage.year)}});
  table.columns = {{voice.say(Phrase::col_feature)},
                   {voice.say(Phrase::col_value), true},
                   {voice.say(Phrase::col_says)}};
  for (const StageEvidence& one : stage.evidence) {
    table.rows.push_back({capital(voice.feature(one.feature)), voice.percent(one.value, 1),
                          strength(voice, one.log_odds)});
  }
  return table;
}

Table path_table(const Voice& voice, const SectorStage& stage) {
  Table table;
  table.caption = voice.say(Phrase::path_caption);
  table.columns = {{voice.say(Phrase::col_year)}};
  for (std::size_t k = 0; k < kStages; ++k) {
    table.columns.push_back({capital(voice.word(static_cast<Stage>(k))), true});
  }
  for (const StageYear& year : stage.path) {
    std::vector<Cell> row{std::to_string(year.year)};
    for (const double share : year.smoothed) row.push_back(voice.percent(share));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string path_finding(const Voice& voice, const SectorStage& stage) {
  const auto likeliest = [&](const StageYear& year) {
    const auto at = std::max_element(year.smoothed.begin(), year.smoothed.end());
    return std::pair{voice.word(static_cast<Stage>(at - year.smoothed.begin())),
                     voice.percent(*at)};
  };
  const auto [first, first_share] = likeliest(stage.path.front());
  const auto [last, last_share] = likeliest(stage.path.back());
  return voice.say(Phrase::f_path, {{"from", std::to_string(stage.path.front().year)},
                                    {"to", std::to_string(stage.path.back().year)},
                                    {"first", first},
                                    {"first_share", first_share},
                                    {"last", last},
                                    {"last_share", last_share}});
}

std::string stage_chart(Page& page, const std::string& title, const std::string& finding) {
  const Voice& voice = page.voice;
  const SectorStage& stage = page.in.stage;
  std::vector<std::string> kinds;
  for (std::size_t k = 0; k < kStages; ++k) {
    kinds.push_back(capital(voice.word(static_cast<Stage>(k))));
  }
  std::vector<std::string> years;
  std::vector<std::vector<double>> shares;
  for (const StageYear& year : stage.path) {
    years.push_back(std::to_string(year.year));
    shares.emplace_back(year.smoothed.begin(), year.smoothed.end());
  }
  return stack_chart({page.next_chart(), title, finding}, kinds, years, shares);
}

}  // namespace

void put_diagnosis(Page& page) {
  open_section(page, 1, "diagnosis", Phrase::s_diagnosis);
  put_paragraph(page, holds_back(page.voice, page.in.diagnosis), "lead");
  put_components(page);
  page.html.element("h3", page.voice.say(Phrase::problems_title));
  if (page.in.diagnosis.problems.empty()) {
    put_paragraph(page, page.voice.say(Phrase::no_problems));
  } else {
    put_problems(page);
  }
  close_section(page);
}

void put_stage(Page& page) {
  const Voice& voice = page.voice;
  const SectorStage& stage = page.in.stage;
  open_section(page, 2, "stage", Phrase::s_stage);
  const std::string finding = voice.say(
      Phrase::f_stage, {{"stage", voice.word(stage.stage)},
                        {"share", voice.percent(stage.filtered[index_of(stage.stage)])},
                        {"next", voice.word(stage.next_best)},
                        {"next_share", voice.percent(stage.filtered[index_of(stage.next_best)])}});
  put_paragraph(page, finding, "lead");
  if (stage.no_data) put_warning(page, voice.say(Phrase::stage_no_data));
  if (stage.from_assumed_data) put_warning(page, voice.say(Phrase::stage_assumed));
  if (!stage.path.empty()) {
    const std::string period =
        voice.say(Phrase::years_range, {{"from", std::to_string(stage.path.front().year)},
                                        {"to", std::to_string(stage.path.back().year)}});
    const Card card{
        voice.say(Phrase::q_path), path_finding(voice, stage), voice.say(Phrase::unit_probability),
        period, voice.say(Phrase::source_stage, {{"engine", page.in.package.provenance.engine}})};
    put_card(page, card, stage_chart(page, card.question, card.finding), path_table(voice, stage),
             Figures::beside);
  }
  if (!stage.evidence.empty()) {
    put_table(page.html, stage_evidence_table(voice, stage), voice.language());
  }
  close_section(page);
}

}  // namespace formulary::report
