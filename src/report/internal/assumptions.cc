#include "report/internal/assumptions.h"

#include <set>

#include "report/internal/digest.h"

namespace formulary::report {

namespace {

struct SectorField {
  const char* id;
  Quantity Sector::*quantity;
};
constexpr SectorField kSectorFields[] = {
    {"value_added", &Sector::value_added},
    {"value_added_share", &Sector::value_added_share},
    {"employment", &Sector::employment},
    {"export_share", &Sector::export_share},
    {"exporter_share", &Sector::exporter_share},
    {"patents_per_1000", &Sector::patents_per_1000},
    {"investment_rate", &Sector::investment_rate},
    {"rd_active_share", &Sector::rd_active_share},
    {"taxable_profit_share", &Sector::taxable_profit_share},
    {"collateral_share", &Sector::collateral_share},
    {"new_product_share", &Sector::new_product_share},
    {"local_sourcing_share", &Sector::local_sourcing_share},
    {"compliance_share", &Sector::compliance_share},
    {"graduates_share", &Sector::graduates_share},
    {"pilots_per_100", &Sector::pilots_per_100},
    {"profit_margin", &Sector::profit_margin},
    {"payroll_share", &Sector::payroll_share},
    {"real_growth", &Sector::real_growth},
    {"productivity_growth", &Sector::productivity_growth},
    {"entry_rate", &Sector::entry_rate},
    {"exit_rate", &Sector::exit_rate},
    {"displacement", &Sector::displacement},
    {"world_market", &Sector::world_market},
    {"world_growth", &Sector::world_growth},
    {"default_risk", &Sector::default_risk},
};

struct RegionField {
  const char* id;
  Quantity Region::*quantity;
};
constexpr RegionField kRegionFields[] = {
    {"population", &Region::population},
    {"gross_product", &Region::gross_product},
    {"labour_market_density", &Region::labour_market_density},
};

void add(std::vector<Assumption>& list, const std::string& what, const Quantity& quantity) {
  if (quantity.assumed) list.push_back({what, quantity.value, quantity.unit, quantity.source});
}

void add_signs(std::vector<Assumption>& list, const Voice& voice, const Diagnosis& diagnosis) {
  std::set<std::pair<std::string, std::string>> seen;
  const auto add_all = [&](const std::vector<IndicatorSign>& signs) {
    for (const IndicatorSign& sign : signs) {
      if (!sign.assumed || !seen.insert({sign.indicator, sign.subject}).second) continue;
      const Indicator* indicator = voice.toolbox().indicator(sign.indicator);
      list.push_back({voice.indicator(sign.indicator), sign.value,
                      indicator == nullptr ? "" : indicator->unit.en, sign.source});
    }
  };
  for (const ComponentState& state : diagnosis.components) add_all(state.signs);
  for (const RankedProblem& problem : diagnosis.problems) add_all(problem.signs);
}

void add_effects(std::vector<Assumption>& list, const Voice& voice,
                 const std::vector<PlannedMeasure>& measures) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const PlannedMeasure& measure : measures) {
    const Instrument* card = voice.toolbox().instrument(measure.instrument);
    if (card == nullptr || !seen.insert({measure.instrument, measure.variant}).second) continue;
    for (const Variant& variant : card->variants) {
      const Response& response = variant.mechanism.response;
      if (variant.id != measure.variant || !response.assumed) continue;
      const std::string tool = voice.tool(measure.instrument, measure.variant);
      list.push_back({voice.say(Phrase::effect_of, {{"tool", tool}}), response.percent,
                      "percent of " + std::string(id_of(response.outcome)), response.source});
    }
  }
}

}  // namespace

std::vector<Assumption> assumptions_of(const PageInput& input, const Voice& voice) {
  std::vector<Assumption> list;
  add_effects(list, voice, input.package.measures);
  add_signs(list, voice, input.diagnosis);
  if (const Sector* sector = voice.country().sector(input.package.envelope.sector)) {
    for (const SectorField& field : kSectorFields) {
      add(list, capital(voice.field(field.id)), sector->*field.quantity);
    }
  }
  for (const Total& total : by_region(input.package.measures)) {
    const Region* region = voice.country().region(total.id);
    if (region == nullptr) continue;
    for (const RegionField& field : kRegionFields) {
      add(list, voice.region(total.id) + ": " + voice.field(field.id), region->*field.quantity);
    }
  }
  return list;
}

}  // namespace formulary::report
