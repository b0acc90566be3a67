// The mission's own examples. None is written into the engine: each also changes an input and sees
// the answer change. Expected answers are those of the mission statement.
#include "shipped.h"

using namespace formulary;
using namespace formulary::facts;

namespace {

const SensitivityCell& cell_of(const Sensitivity& answer, const std::string& sector,
                               const std::string& variant, CompanyType type) {
  const auto at = std::find_if(answer.cells.begin(), answer.cells.end(), [&](const auto& cell) {
    return cell.sector == sector && cell.instrument == "tax_incentive" && cell.variant == variant &&
           cell.company_type == type;
  });
  REQUIRE(at != answer.cells.end());
  return *at;
}

Sensitivity tax_answers(const Installation& installation) {
  SensitivityOptions options;
  options.sectors = {"biotech_pharma", "basic_metals"};
  options.draws = 20;
  auto answer = sensitivity_of(installation, options);
  REQUIRE(answer.has_value());
  return *answer;
}

Forecast forecast_of(const Installation& installation, const Package& package, int draws) {
  const DrawnPopulation firms = population_for(installation, package.envelope.sector, 0);
  PretestOptions options;
  options.draws = draws;
  return pretest_package(installation, firms, package, options);
}

double awarded(const Forecast& forecast) {
  double sum = 0;
  for (const TakeUp& use : forecast.take_up) sum += use.awarded.mean;
  return sum;
}

bool refused_as(const Package& package, const std::string& instrument, RefusalReason reason) {
  return std::any_of(package.refused.begin(), package.refused.end(), [&](const Refusal& refusal) {
    return refusal.instrument == instrument && refusal.reason == reason;
  });
}

}  // namespace

TEST_CASE("talent drain holds the AI sector back, and campuses with tax breaks answer it") {
  const Diagnosis diagnosis = diagnosis_of(kazakhstan(), "ai_software");
  REQUIRE(!diagnosis.problems.empty());
  CHECK(diagnosis.problems.front().problem == "ai_talent_drain");
  CHECK(diagnosis.problems.front().component == Component::workforce);
  CHECK(diagnosis.components[index_of(Component::workforce)].binding);

  const Package package =
      package_for(kazakhstan(), envelope_for("ai_software", Goal::technology_leadership));
  bool tax_for_startups = false;
  for (const PlannedMeasure& measure : package.measures) {
    tax_for_startups |=
        measure.instrument == "tax_incentive" && measure.company_type == CompanyType::startup;
  }
  CHECK(instruments_of(package).count("joint_campus") == 1);
  CHECK(tax_for_startups);
  CHECK(kpis_of(package).count("graduates_hired") == 1);
  CHECK(kpis_of(package).count("new_firms") == 1);
}

TEST_CASE("with talent as plentiful as among peers, talent drain is no longer the problem") {
  Installation changed = kazakhstan();
  set_readings(changed, "ai_software", Component::workforce, 0.5);
  const Diagnosis diagnosis = diagnosis_of(changed, "ai_software");
  for (const RankedProblem& problem : diagnosis.problems) {
    CHECK(problem.problem != "ai_talent_drain");
  }
  CHECK_FALSE(diagnosis.components[index_of(Component::workforce)].binding);
}

TEST_CASE("a tax incentive moves biotech and hardly moves basic metals") {
  const Sensitivity answer = tax_answers(kazakhstan());
  for (const char* variant : {"refundable_credit", "payroll_tax"}) {
    const auto& biotech = cell_of(answer, "biotech_pharma", variant, CompanyType::sme);
    const auto& metals = cell_of(answer, "basic_metals", variant, CompanyType::sme);
    CAPTURE(variant);
    CHECK(biotech.response.mean > 3 * metals.response.mean);
    CHECK(metals.reason == SensitivityReason::binds_elsewhere);
    const bool named =
        metals.binding == Component::demand || metals.binding == Component::infrastructure;
    CHECK(named);
  }
}

TEST_CASE("the profit-tax form is contraindicated where there is no profit, other forms are not") {
  const Sensitivity answer = tax_answers(kazakhstan());
  const auto reason = [&](const char* variant) {
    return cell_of(answer, "biotech_pharma", variant, CompanyType::startup).reason;
  };
  CHECK(reason("profit_tax") == SensitivityReason::contraindicated);
  CHECK(reason("refundable_credit") != SensitivityReason::contraindicated);
  CHECK(reason("payroll_tax") != SensitivityReason::contraindicated);
}

TEST_CASE("metals starved of finance answer a tax incentive more") {
  const double before =
      cell_of(tax_answers(kazakhstan()), "basic_metals", "refundable_credit", CompanyType::sme)
          .response.mean;
  Installation changed = kazakhstan();
  set_readings(changed, "basic_metals", Component::finance, -2.5);
  const double after =
      cell_of(tax_answers(changed), "basic_metals", "refundable_credit", CompanyType::sme)
          .response.mean;
  CHECK(after > 1.5 * before);
}

namespace {

Package new_materials(const Installation& installation) {
  return package_for(installation, envelope_for("new_materials", Goal::exports, "100bn"));
}

Mechanism& park_of(Installation& installation) {
  auto& cards = installation.toolbox.instruments;
  const auto at = std::find_if(cards.begin(), cards.end(),
                               [](const Instrument& card) { return card.id == "tech_park"; });
  REQUIRE(at != cards.end());
  return at->variants.front().mechanism;
}

bool educates_engineers(const std::set<std::string>& tools) {
  return tools.count("joint_campus") > 0 || tools.count("campus_in_industrial_zone") > 0;
}

}  // namespace

// The park is open to all research-active small firms of a region. The plan holds what new
// materials use of it, and counts on the programmes of the other sectors for the rest (decision
// 0012).
TEST_CASE("new materials get engineers, laboratories, raw material and large buyers together") {
  const Package package = new_materials(kazakhstan());
  const auto tools = instruments_of(package);
  CHECK(educates_engineers(tools));
  CHECK(tools.count("tech_park") == 1);
  CHECK(tools.count("raw_material_preference") == 1);
  CHECK(tools.count("purchase_agreement") == 1);
  CHECK(kpis_of(package).count("export_growth") == 1);
  CHECK(kpis_of(package).count("local_sourcing_share") == 1);
  for (const PlannedMeasure& measure : package.measures) {
    if (measure.instrument == "tech_park") CHECK(measure.facility_share < 0.1);
  }
}

// Then the plan holds the whole cost of a park, as it did before decision 0012.
TEST_CASE("where new materials must pay for a park alone, only access to science is left") {
  Installation changed = kazakhstan();
  park_of(changed).open_to = OpenTo::sector;
  const Package package = new_materials(changed);
  const auto tools = instruments_of(package);
  CHECK(educates_engineers(tools));
  CHECK(tools.count("tech_park") == 0);
  CHECK(refused_as(package, "tech_park", RefusalReason::no_gain));
  CHECK(tools.count("applied_science_access") == 1);
  CHECK(tools.count("raw_material_preference") == 1);
  CHECK(tools.count("purchase_agreement") == 1);
}

// What it would leave after the programme (decision 0009) does not carry it.
TEST_CASE("a park that does nothing for firms is not built") {
  Installation changed = kazakhstan();
  park_of(changed).response.percent = 0;
  park_of(changed).response.sd_percent = 0;
  const Package package = new_materials(changed);
  CHECK(instruments_of(package).count("tech_park") == 0);
  CHECK(refused_as(package, "tech_park", RefusalReason::no_gain));
}

TEST_CASE("a country that moves no world price gets no raw-material preference") {
  Installation changed = kazakhstan();
  Sector& sector = changed.country.sectors[changed.country.sector_index("new_materials")];
  sector.resource_price_maker = 0;
  const Package package = new_materials(changed);
  CHECK(instruments_of(package).count("raw_material_preference") == 0);
  CHECK(refused_as(package, "raw_material_preference", RefusalReason::contraindicated));
}

TEST_CASE("mining and biotech get different packages for the same goal and money") {
  const auto mining =
      instruments_of(package_for(kazakhstan(), envelope_for("mining", Goal::exports, "20bn")));
  const auto biotech = instruments_of(
      package_for(kazakhstan(), envelope_for("biotech_pharma", Goal::exports, "20bn")));
  std::set<std::string> both;
  std::set<std::string> either = mining;
  for (const std::string& id : biotech) {
    if (mining.count(id) > 0) both.insert(id);
    either.insert(id);
  }
  CHECK(static_cast<double>(both.size()) < 0.7 * static_cast<double>(either.size()));
}

TEST_CASE("emerging and declining sectors get different tools and KPIs") {
  const Package young =
      package_for(kazakhstan(), envelope_for("ai_software", Goal::technology_leadership, "10bn"));
  const Package old = package_for(kazakhstan(), envelope_for("refining", Goal::exports, "10bn"));
  CHECK(young.stage == Stage::emerging);
  CHECK(old.stage == Stage::decline);
  for (const std::string& id : instruments_of(old)) {
    CAPTURE(id);
    CHECK(instruments_of(young).count(id) == 0);
  }
  CHECK(kpis_of(young) != kpis_of(old));
}

TEST_CASE("heavier forms or less outreach mean fewer awards, reported with intervals") {
  const Package package =
      package_for(kazakhstan(), envelope_for("biotech_pharma", Goal::technology_leadership));
  const Forecast usual = forecast_of(kazakhstan(), package, 8);
  REQUIRE(!usual.take_up.empty());
  for (const TakeUp& use : usual.take_up) {
    CHECK(use.awarded.p5 <= use.awarded.p50);
    CHECK(use.awarded.p50 <= use.awarded.p95);
    CHECK(use.awarded.mean <= use.applied.mean);
    CHECK(use.applied.mean <= use.aware.mean);
    CHECK(use.aware.mean <= use.eligible.mean);
  }
  Installation heavier = kazakhstan();
  for (Instrument& card : heavier.toolbox.instruments) {
    card.application.days.value *= 2;
    card.application.compliance_days.value *= 2;
  }
  CHECK(awarded(forecast_of(heavier, package, 8)) < awarded(usual));
  Installation quieter = kazakhstan();
  for (auto& [key, quantity] : quieter.toolbox.parameters) {
    if (key.rfind("take_up.awareness.", 0) == 0) quantity.value /= 2;
  }
  CHECK(awarded(forecast_of(quieter, package, 8)) < awarded(usual));
}

TEST_CASE("a grant that nobody wants is flagged before launch") {
  const Package package =
      package_for(kazakhstan(), envelope_for("biotech_pharma", Goal::technology_leadership));
  Installation hopeless = kazakhstan();
  for (Instrument& card : hopeless.toolbox.instruments) card.application.days.value = 1e6;
  bool any_private = false;
  for (const TakeUp& use : forecast_of(hopeless, package, 4).take_up) {
    const bool facility =
        hopeless.toolbox.instrument(use.instrument)->variants.front().mechanism.scope ==
        Scope::public_part;
    if (facility) continue;
    any_private = true;
    CAPTURE(use.instrument);
    CHECK(use.unwanted);
  }
  CHECK(any_private);
}

TEST_CASE("tailored is compared with blanket on the same draws, whatever comes out") {
  for (const char* sector : {"textiles", "refining"}) {
    const Package package = package_for(kazakhstan(), envelope_for(sector, Goal::exports));
    const Forecast forecast = forecast_of(kazakhstan(), package, 8);
    REQUIRE(forecast.comparison.has_value());
    const Comparison& c = *forecast.comparison;
    CAPTURE(sector);
    CHECK(c.gain.p5 <= c.gain.p50);
    CHECK(c.gain.p50 <= c.gain.p95);
    CHECK(c.gain.mean == doctest::Approx(c.tailored.mean - c.blanket.mean).epsilon(1e-9));
    CHECK(c.share_of_draws_better >= 0);
    CHECK(c.share_of_draws_better <= 1);
  }
}
