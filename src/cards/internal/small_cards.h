// What do the short cards say? KPIs, problems, indicators, roles, profiles and parameters.
#pragma once

#include "cards/internal/reader.h"
#include "domain/toolbox.h"

namespace formulary::cards {

// Read one card of content/kpis or content/problems from its tree.
Kpi read_kpi(const YamlNode& tree, Page& page);
Problem read_problem(const YamlNode& tree, Page& page);

// Read content/indicators.yaml, roles.yaml, profiles.yaml: lists, in the order of the file.
std::vector<Indicator> read_indicators(const YamlNode& tree, Page& page);
std::vector<Role> read_roles(const YamlNode& tree, Page& page);
std::vector<ProductionProfile> read_profiles(const YamlNode& tree, Page& page);

// Read one file of content/parameters; its keys are prefixed with the file's name and a dot.
void read_parameters(const YamlNode& tree, Page& page, Parameters& parameters);

// Report an id that an earlier entry of the same list has.
void check_new_id(Reader& item, const std::string& id, std::vector<std::string>& seen);

}  // namespace formulary::cards
