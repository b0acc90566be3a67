// What does an answer come to in one sentence? Shared by the page and the text for a terminal.
#pragma once

#include <string>
#include <vector>

#include "domain/diagnosis.h"
#include "domain/forecast.h"
#include "domain/package.h"
#include "report/internal/digest.h"
#include "report/internal/html.h"
#include "report/internal/voice.h"

namespace formulary::report {

std::string holds_back(const Voice& voice, const Diagnosis& diagnosis);
std::string components_finding(const Voice& voice, const Diagnosis& diagnosis);
std::string package_sentence(const Voice& voice, const Package& package);
std::string result_sentence(const Voice& voice, const Package& package, const Forecast& forecast);
std::string comparison_sentence(const Voice& voice, const Package& package,
                                const Forecast& forecast);
// Say which part of a facility the budget holds, where it is open to the whole region; else
// nothing.
std::string shared_text(const Voice& voice, const ToolGroup& group);
std::string refusal_text(const Voice& voice, const Refusal& refusal);

// Say of every tool what a minister should be warned of: nobody comes, money short or left over.
std::vector<std::string> warnings(const Voice& voice, const Forecast& forecast);

// Judge an impact by the direction that is good and by its 90 percent interval.
Cell verdict(const Voice& voice, const Kpi* kpi, const Spread& impact);

// Name a tool, with its form as a second line where the card has several.
Cell tool_cell(const Voice& voice, const std::string& id, const std::string& variant);

// Tables that both the page and a terminal show.
enum class Detail { brief, full };  // brief: the columns that fit on a terminal
Table component_table(const Voice& voice, const Diagnosis& diagnosis);
Table package_table(const Voice& voice, const Package& package, Detail detail);
Table take_up_table(const Voice& voice, const Forecast& forecast);

// Why the tools that are nowhere in the package are not: one row a tool.
Table absent_table(const Voice& voice, const Package& package);
// Where the tools that are in the package were refused all the same.
Table refused_elsewhere_table(const Voice& voice, const Package& package);
Table impact_table(const Voice& voice, const Forecast& forecast);
Table price_table(const Voice& voice, const Package& package);
Table alternative_table(const Voice& voice, const Package& package);

}  // namespace formulary::report
