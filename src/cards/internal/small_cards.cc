#include "cards/internal/small_cards.h"

#include <algorithm>
#include <filesystem>

#include "cards/internal/instrument_card.h"

namespace formulary::cards {

Kpi read_kpi(const YamlNode& tree, Page& page) {
  Reader reader(tree, tree.line, "", page);
  Kpi kpi;
  kpi.file = page.file;
  kpi.id = read_card_id(reader);
  kpi.name = reader.text("name");
  kpi.definition = reader.text("definition");
  kpi.unit = reader.text("unit");
  kpi.direction = reader.choice<Direction>("direction");
  kpi.level = reader.one_of("level", {"firm", "sector", "region", "programme"});
  kpi.period = reader.one_of("period", {"year", "quarter"});
  kpi.family =
      reader.one_of("family", {"rd", "exports", "jobs", "investment", "growth", "quality"});
  kpi.measure = reader.choice<KpiMeasure>("measure");
  kpi.moved_by = reader.choices<Component>("moved_by", Need::optional);
  kpi.stages = reader.choices<Stage>("stages", Need::optional);
  kpi.company_types = reader.choices<CompanyType>("company_types", Need::optional);
  kpi.source = reader.text("source");
  kpi.verification = reader.text("verification");
  return kpi;
}

Problem read_problem(const YamlNode& tree, Page& page) {
  Reader reader(tree, tree.line, "", page);
  Problem problem;
  problem.file = page.file;
  problem.id = read_card_id(reader);
  problem.name = reader.text("name");
  problem.statement = reader.text("statement");
  problem.component = reader.choice<Component>("component");
  problem.stages = reader.choices<Stage>("stages", Need::optional);
  problem.profiles = reader.references("profiles", IdKind::profile, Need::optional);
  reader.each("signs", Need::required, [&](Reader& item) {
    ProblemSign sign;
    sign.indicator = item.reference("indicator", IdKind::indicator);
    sign.threshold_z = item.number("threshold_z", Range{-10, 10, false, false});
    problem.signs.push_back(std::move(sign));
  });
  problem.instruments = reader.references("instruments", IdKind::instrument, Need::required);
  problem.kpis = reader.references("kpis", IdKind::kpi, Need::required);
  return problem;
}

void check_new_id(Reader& item, const std::string& id, std::vector<std::string>& seen) {
  if (id.empty()) return;
  if (std::find(seen.begin(), seen.end(), id) != seen.end()) {
    item.fault("id", quote(id) + " stands twice in the file");
  }
  seen.push_back(id);
}

std::vector<Indicator> read_indicators(const YamlNode& tree, Page& page) {
  std::vector<Indicator> list;
  std::vector<std::string> seen;
  each_item(tree, page, [&](Reader& item) {
    Indicator indicator;
    indicator.id = item.string("id");
    check_new_id(item, indicator.id, seen);
    indicator.name = item.text("name");
    indicator.unit = item.text("unit");
    indicator.component = item.choice<Component>("component");
    indicator.better = item.choice<Direction>("better");
    indicator.level = item.choice<Level>("level");
    indicator.weight = item.number_or("weight", 1, kNotNegative);
    indicator.log_scale = item.flag_or("log_scale", false);
    indicator.source = item.string("source");
    list.push_back(std::move(indicator));
  });
  return list;
}

std::vector<Role> read_roles(const YamlNode& tree, Page& page) {
  std::vector<Role> list;
  std::vector<std::string> seen;
  each_item(tree, page, [&](Reader& item) {
    Role role;
    role.id = item.string("id");
    check_new_id(item, role.id, seen);
    role.name = item.text("name");
    list.push_back(std::move(role));
  });
  return list;
}

std::vector<ProductionProfile> read_profiles(const YamlNode& tree, Page& page) {
  std::vector<ProductionProfile> list;
  std::vector<std::string> seen;
  each_item(tree, page, [&](Reader& item) {
    ProductionProfile profile;
    profile.id = item.string("id");
    check_new_id(item, profile.id, seen);
    profile.name = item.text("name");
    Reader tilt = item.map("weight_tilt");
    profile.weight_tilt = read_weight_tilt(tilt);
    profile.source = item.string("source");
    list.push_back(std::move(profile));
  });
  return list;
}

void read_parameters(const YamlNode& tree, Page& page, Parameters& parameters) {
  const std::string group = std::filesystem::path(page.file).stem().string();
  Reader reader(tree, tree.line, "", page);
  for (const std::string& key : reader.keys()) {
    parameters[group + "." + key] = reader.quantity(key);
  }
}

}  // namespace formulary::cards
