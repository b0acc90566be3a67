#include <algorithm>
#include <map>

#include "report/internal/page_parts.h"

namespace formulary::report {

namespace {

constexpr const char* kKinds[] = {"set_up", "call", "awards", "review", "close"};

// One step of a tool over all its measures: earliest start, latest end, everyone responsible.
struct JoinedStep {
  int from = 0;
  int to = 0;
  std::vector<std::string> who;
};

struct JoinedTool {
  std::string instrument;
  std::map<int, JoinedStep> steps;  // by kind
};

int kind_of(const std::string& what) {
  for (int kind = 0; kind < static_cast<int>(std::size(kKinds)); ++kind) {
    if (what == kKinds[kind]) return kind;
  }
  return -1;
}

void join_step(const Voice& voice, const Step& step, JoinedTool& tool) {
  const int kind = kind_of(step.what);
  if (kind < 0) return;
  const auto [at, is_new] =
      tool.steps.try_emplace(kind, JoinedStep{step.from_month, step.to_month, {}});
  JoinedStep& joined = at->second;
  joined.from = std::min(joined.from, step.from_month);
  joined.to = std::max(joined.to, step.to_month);
  const std::string who = voice.office(step.office, step.role);
  if (std::find(joined.who.begin(), joined.who.end(), who) == joined.who.end()) {
    joined.who.push_back(who);
  }
}

std::vector<JoinedTool> joined_tools(const Page& page) {
  std::vector<JoinedTool> tools;
  for (const Total& total : by_instrument(page.in.package.measures)) {
    JoinedTool tool{total.id, {}};
    for (const PlannedMeasure& measure : page.in.package.measures) {
      if (measure.instrument != total.id) continue;
      for (const Step& step : measure.schedule) join_step(page.voice, step, tool);
    }
    tools.push_back(std::move(tool));
  }
  return tools;
}

// Name a few, and say how many more there are.
std::string people(const Voice& voice, const std::vector<std::string>& who) {
  constexpr std::size_t kNamed = 3;
  if (who.size() <= kNamed) return voice.join(who);
  std::string text;
  for (std::size_t i = 0; i < kNamed; ++i) text += (i == 0 ? "" : ", ") + who[i];
  return text + " (+" + std::to_string(who.size() - kNamed) + ")";
}

std::string months(int from, int to) {
  return from == to ? std::to_string(from) : std::to_string(from) + "–" + std::to_string(to);
}

// The months of each step, then who leads, who delivers and who takes part.
std::vector<Cell> row_of(const Voice& voice, const JoinedTool& tool) {
  std::vector<Cell> row{voice.instrument(tool.instrument)};
  const auto step_at = [&](int kind) {
    const auto at = tool.steps.find(kind);
    return at == tool.steps.end() ? nullptr : &at->second;
  };
  for (int kind = 0; kind < static_cast<int>(std::size(kKinds)); ++kind) {
    const JoinedStep* step = step_at(kind);
    row.emplace_back(step == nullptr ? std::string(kNoNumber) : months(step->from, step->to));
  }
  for (const int kind : {0, 2}) {
    const JoinedStep* step = step_at(kind);
    row.emplace_back(step == nullptr ? std::string(kNoNumber) : people(voice, step->who));
  }
  std::vector<std::string> partners;
  if (const Instrument* card = voice.toolbox().instrument(tool.instrument)) {
    for (const std::string& role : card->stakeholders.partners) {
      partners.push_back(voice.role(role));
    }
  }
  row.emplace_back(partners.empty() ? std::string(kNoNumber) : voice.join(partners));
  return row;
}

void put_spans(Page& page, const std::vector<JoinedTool>& tools) {
  const Voice& voice = page.voice;
  int first = page.in.package.envelope.years * 12;
  int last = 0;
  std::vector<SpanLine> lines;
  Table table;
  table.caption = voice.say(Phrase::schedule_caption);
  table.columns = {{voice.say(Phrase::col_tool)}};
  for (const char* kind : kKinds) table.columns.push_back({capital(voice.step(kind)), true});
  table.columns.push_back({voice.say(Phrase::col_leads)});
  table.columns.push_back({voice.say(Phrase::col_delivers)});
  table.columns.push_back({voice.say(Phrase::col_partners)});
  std::string spoken;
  for (const JoinedTool& tool : tools) {
    SpanLine line{voice.instrument(tool.instrument), {}};
    for (const auto& [kind, step] : tool.steps) {
      line.spans.push_back({kind, step.from, step.to});
      if (kind == 2) first = std::min(first, step.from);
      last = std::max(last, step.to);
      spoken +=
          line.label + ", " + voice.step(kKinds[kind]) + ": " + months(step.from, step.to) + ". ";
    }
    table.rows.push_back(row_of(voice, tool));
    lines.push_back(std::move(line));
  }
  const Card card{voice.say(Phrase::q_schedule),
                  voice.say(Phrase::f_schedule,
                            {{"first", std::to_string(first)}, {"last", std::to_string(last)}}),
                  voice.say(Phrase::unit_months), period_of(page), package_source(page)};
  std::vector<std::string> kinds;
  for (const char* kind : kKinds) kinds.push_back(voice.step(kind));
  const std::string chart =
      span_chart({page.next_chart(), card.question, spoken}, lines, last, kinds);
  put_card(page, card, chart, table, Figures::below);
}

void put_continuation(Page& page, const std::vector<JoinedTool>& tools) {
  const Voice& voice = page.voice;
  Table table;
  table.caption = voice.say(Phrase::continuation_caption);
  table.columns = {{voice.say(Phrase::col_tool)},          {voice.say(Phrase::col_release), true},
                   {voice.say(Phrase::col_partial), true}, {voice.say(Phrase::col_cure), true},
                   {voice.say(Phrase::col_failure)},       {voice.say(Phrase::col_promise)}};
  for (const JoinedTool& tool : tools) {
    const Instrument* card = voice.toolbox().instrument(tool.instrument);
    if (card == nullptr) continue;
    const Continuation& rule = card->continuation;
    table.rows.push_back({voice.instrument(tool.instrument), voice.percent(rule.release_at),
                          voice.percent(rule.partial_from),
                          voice.count(rule.cure_months, Phrase::n_months),
                          voice.word(rule.on_failure), voice.say(rule.counter_obligation)});
  }
  page.html.element("h3", voice.say(Phrase::continuation_title));
  put_table(page.html, table, voice.language());
}

}  // namespace

void put_schedule(Page& page) {
  open_section(page, 9, "schedule", Phrase::s_schedule);
  const std::vector<JoinedTool> tools = joined_tools(page);
  if (tools.empty()) {
    put_paragraph(page, page.voice.say(Phrase::package_empty));
  } else {
    put_spans(page, tools);
    put_continuation(page, tools);
  }
  close_section(page);
}

}  // namespace formulary::report
