// Every row of the mission's tables is answered by a card. Expected: the tables themselves, whose
// rows stand here.
#include <vector>

#include "shipped.h"

using namespace formulary;
using namespace formulary::facts;

namespace {

bool has(const auto& list, const auto& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

const Instrument& tool(const std::string& id) {
  const Instrument* card = kazakhstan().toolbox.instrument(id);
  REQUIRE_MESSAGE(card != nullptr, id);
  return *card;
}

// Whether a card lists a KPI for this stage (or type); an empty list means all.
bool lists(const Instrument& card, const std::string& kpi, const auto& member, auto field) {
  return std::any_of(card.kpis.begin(), card.kpis.end(), [&](const InstrumentKpi& one) {
    return one.kpi == kpi && ((one.*field).empty() || has(one.*field, member));
  });
}

}  // namespace

TEST_CASE("tools by family") {
  const std::vector<std::pair<Family, std::vector<std::string>>> table{
      {Family::financial,
       {"rd_subsidy", "concessional_lending", "risk_based_lending", "credit_guarantee",
        "prototype_grant", "tech_risk_insurance"}},
      {Family::regulatory,
       {"fast_track_certification", "public_procurement_preference", "export_standards_support"}},
      {Family::institutional,
       {"tech_park", "accelerator", "regional_venture_fund", "export_accelerator"}},
      {Family::infrastructure, {"industrial_cluster", "campus_in_industrial_zone"}},
  };
  for (const auto& [family, ids] : table) {
    for (const std::string& id : ids) {
      CAPTURE(id);
      CHECK(tool(id).family == family);
    }
  }
  CHECK(kazakhstan().toolbox.instruments.size() >= 25);
}

TEST_CASE("tools and KPIs by stage") {
  struct Row {
    Stage stage;
    std::vector<std::string> tools;
    std::vector<std::string> kpis;
  };
  const std::vector<Row> table{
      {Stage::emerging, {"rd_subsidy", "accelerator"}, {"patents_filed", "private_investment"}},
      {Stage::growth,
       {"industrial_cluster", "concessional_lending", "credit_guarantee"},
       {"revenue_growth", "export_value"}},
      {Stage::maturity,
       {"export_subsidy", "export_standards_support"},
       {"global_market_share", "labour_productivity"}},
      {Stage::decline,
       {"diversification_support", "retraining"},
       {"new_product_share", "unit_cost", "jobs_retained"}},
  };
  for (const Row& row : table) {
    CAPTURE(id_of(row.stage));
    for (const std::string& id : row.tools) {
      CAPTURE(id);
      CHECK(has(tool(id).stages, row.stage));
    }
    for (const std::string& id : row.kpis) {
      CAPTURE(id);
      const Kpi* kpi = kazakhstan().toolbox.kpi(id);
      REQUIRE(kpi != nullptr);
      CHECK(has(kpi->stages, row.stage));
      const auto& cards = kazakhstan().toolbox.instruments;
      CHECK(std::any_of(cards.begin(), cards.end(), [&](const Instrument& card) {
        return has(card.stages, row.stage) && lists(card, id, row.stage, &InstrumentKpi::stages);
      }));
    }
  }
}

TEST_CASE("tools and KPIs by company type") {
  struct Row {
    CompanyType type;
    std::vector<std::string> tools;
    std::vector<std::string> kpis;
  };
  const std::vector<Row> table{
      {CompanyType::large,
       {"industrial_cluster", "export_standards_support"},
       {"export_value", "standards_compliance", "rd_output"}},
      {CompanyType::sme, {"applied_science_access"}, {"labour_productivity", "revenue_growth"}},
      {CompanyType::startup,
       {"regional_venture_fund", "accelerator", "tech_park"},
       {"survival_3y", "large_client_pilots"}},
      {CompanyType::newcomer,
       {"newcomer_training", "microgrant"},
       {"new_firms", "survival_3y", "net_jobs"}},
  };
  for (const Row& row : table) {
    CAPTURE(id_of(row.type));
    for (const std::string& id : row.tools) {
      CAPTURE(id);
      CHECK(has(tool(id).company_types, row.type));
    }
    for (const std::string& id : row.kpis) {
      CAPTURE(id);
      const auto& cards = kazakhstan().toolbox.instruments;
      CHECK(std::any_of(cards.begin(), cards.end(), [&](const Instrument& card) {
        return has(card.company_types, row.type) &&
               lists(card, id, row.type, &InstrumentKpi::company_types);
      }));
    }
  }
}

TEST_CASE("KPIs by family exist") {
  for (const char* id : {"patents_filed", "commercialisation_rate", "export_growth", "new_markets",
                         "net_jobs", "private_capital_per_support"}) {
    CAPTURE(id);
    CHECK(kazakhstan().toolbox.kpi(id) != nullptr);
  }
  CHECK(kazakhstan().toolbox.kpis.size() >= 21);
}

TEST_CASE("each of the five components is treated, and has problems at each of the four stages") {
  const Toolbox& toolbox = kazakhstan().toolbox;
  CHECK(toolbox.problems.size() >= 25);
  for (std::size_t k = 0; k < kComponents; ++k) {
    const auto component = static_cast<Component>(k);
    CAPTURE(id_of(component));
    CHECK(std::any_of(toolbox.instruments.begin(), toolbox.instruments.end(),
                      [&](const Instrument& card) { return has(card.components, component); }));
    for (std::size_t s = 0; s < kStages; ++s) {
      const auto stage = static_cast<Stage>(s);
      CAPTURE(id_of(stage));
      CHECK(std::any_of(toolbox.problems.begin(), toolbox.problems.end(), [&](const Problem& p) {
        return p.component == component && (p.stages.empty() || has(p.stages, stage));
      }));
    }
  }
}

TEST_CASE("a card without a confirmed study says that its effect is assumed") {
  for (const Instrument& card : kazakhstan().toolbox.instruments) {
    const bool confirmed = std::any_of(
        card.evidence.begin(), card.evidence.end(),
        [](const Evidence& evidence) { return evidence.status == EvidenceStatus::confirmed; });
    for (const Variant& variant : card.variants) {
      CAPTURE(card.id);
      const bool honest = confirmed || variant.mechanism.response.assumed;
      CHECK(honest);
    }
  }
}

TEST_CASE("the Kazakhstan pack covers the regions and sectors it must") {
  const CountryPack& pack = kazakhstan().country;
  CHECK(pack.regions.size() == 20);
  for (const char* id : {"ai_software", "biotech_pharma", "new_materials", "basic_metals", "mining",
                         "machinery", "food", "textiles", "chemicals", "construction_materials",
                         "refining", "vehicles", "electronics", "agro_processing"}) {
    CAPTURE(id);
    REQUIRE(pack.sector(id) != nullptr);
    CHECK(pack.sector(id)->analysed);
  }
  for (const Region& region : pack.regions) {
    CAPTURE(region.id);
    const Office* office = pack.office_for("regional_administration", region.id);
    REQUIRE(office != nullptr);
    CHECK(office->region == region.id);
  }
}
