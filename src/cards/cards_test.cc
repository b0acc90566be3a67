// Expected values are known by construction: the sample folders are right, each test breaks one
// thing in them and finds the line that it broke by looking for its text.
#include "cards/cards.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "cards/internal/sample_folders.h"

using namespace formulary;
using namespace formulary::cards;

TEST_CASE("the sample toolbox loads, with its lists sorted and every value in its place") {
  const SampleFolder folder(sample_files());
  const Result<Toolbox> toolbox = load_toolbox(folder.content());
  REQUIRE(toolbox);
  REQUIRE(toolbox->instruments.size() == 3);
  CHECK(toolbox->instruments[0].id == "grant");
  CHECK(toolbox->instruments[2].id == "prize");
  CHECK(toolbox->indicators[0].id == "labs");  // stands last in its file
  const Instrument* grant = toolbox->instrument("grant");
  REQUIRE(grant != nullptr);
  CHECK(grant->file == "content/instruments/grant.yaml");
  CHECK(grant->name == Text{"Grant", "Грант", "Грант"});
  CHECK(grant->stages == std::vector{Stage::emerging, Stage::growth});
  REQUIRE(grant->variants.size() == 1);
  const Variant& standard = grant->variants[0];
  CHECK(standard.id == "standard");
  CHECK(standard.name == grant->name);
  CHECK(standard.dose.steps == std::vector<double>{50, 100, 150, 300});
  CHECK(standard.costs.own_share.value == 0.25);
  CHECK(standard.mechanism.share[index_of(Component::science)] == 0.6);
  CHECK(standard.mechanism.response.after_years == 3);
  CHECK(standard.mechanism.open_to == OpenTo::sector);
  REQUIRE(standard.eligibility.all.size() == 2);
  CHECK(standard.eligibility.all[0][0].is == true);
  REQUIRE(standard.eligibility.all[1].size() == 2);
  CHECK(standard.eligibility.all[1][1].max == 100);
  CHECK(standard.contraindications[0].when.all[0][0].in == std::vector<std::string>{"decline"});
  CHECK(grant->application.days.sd == 5);
  CHECK(grant->evidence[0].effect == "5");
  CHECK(toolbox->parameter("dynamics.theta").assumed);
  CHECK(toolbox->profile("science_based")->weight_tilt[1] == 1.8);
  CHECK(toolbox->problem("no_labs")->signs[0].threshold_z == -0.5);
}

TEST_CASE("a facility is open to whom its card says, and to one sector where it is silent") {
  const auto open_to = [](const std::string& line) {
    Files files = sample_files();
    replace(files.at("content/instruments/grant.yaml"), "  scope: private\n",
            "  scope: public\n" + line);
    const SampleFolder folder(files);
    const Result<Toolbox> toolbox = load_toolbox(folder.content());
    REQUIRE(toolbox);
    return toolbox->instrument("grant")->variants[0].mechanism.open_to;
  };
  CHECK(open_to("") == OpenTo::sector);
  CHECK(open_to("  open_to: sector\n") == OpenTo::sector);
  CHECK(open_to("  open_to: region\n") == OpenTo::region);
}

TEST_CASE("the sample country loads, with every table in its place") {
  const SampleFolder folder(sample_files());
  const Result<Toolbox> toolbox = load_toolbox(folder.content());
  REQUIRE(toolbox);
  const Result<CountryPack> pack = load_country(folder.country(), *toolbox);
  REQUIRE(pack);
  CHECK(pack->id == "atlantis");
  CHECK(pack->languages == std::vector{Language::en, Language::ru});
  CHECK(pack->usd_rate.value == 450);
  CHECK(pack->regions[1].tile_column == 1);
  CHECK(pack->sectors[0].default_risk.value == 0.1);
  CHECK(pack->sectors[0].overcapacity == 0.2);
  CHECK(pack->office_for("ministry", "AT-1")->id == "board");
  CHECK(pack->budgets[0].amount_million.value == 100);
  CHECK(pack->thresholds[0].mci == 20000);
  CHECK(pack->readings[3].benchmark_sd == 0.5);
  CHECK(pack->readings[3].assumed);
  CHECK(pack->series[1].value == 0.06);
  CHECK(pack->local_terms[0].application.at("days").value == 5);
  CHECK(pack->marginals.firms[0].firms.value == 900);
  CHECK(pack->marginals.region_share.at("AT-2") == 0.3);
  CHECK(pack->marginals.sector_region_tilt.at("software").at("AT-1") == 1.5);
  CHECK(check(folder.content(), folder.countries()).empty());
}

TEST_CASE("a form of an instrument replaces whole blocks and adds to the conditions") {
  Files files = sample_files();
  files["content/instruments/grant.yaml"] += R"(variants:
  - id: big
    name: {en: Big, ru: Большой, kk: Үлкен}
    eligibility: [{field: employees, min: 10}]
    contraindications:
      - when: [{field: default_risk, min: 0.5}]
        reason: {en: Risk., ru: Риск., kk: Тәуекел.}
        source: Author 2020
    dose:
      unit: percent_of_revenue
      reference: {value: 2, unit: percent, source: Author 2020}
      steps: [1, 2, 3]
      years: 2
  - id: plain
    name: {en: Plain, ru: Простой, kk: Жай}
)";
  const SampleFolder folder(files);
  const Result<Toolbox> toolbox = load_toolbox(folder.content());
  REQUIRE(toolbox);
  const auto& variants = toolbox->instrument("grant")->variants;
  REQUIRE(variants.size() == 2);
  CHECK(variants[0].dose.years == 2);
  CHECK(variants[0].eligibility.all.size() == 3);
  CHECK(variants[0].contraindications.size() == 2);
  CHECK(variants[1].dose.years == 1);
  CHECK(variants[1].eligibility.all.size() == 2);
  CHECK(variants[1].mechanism.response.percent == 5);
}

TEST_CASE("the hash is that of the bytes: equal for equal folders, other for one other byte") {
  Files files = sample_files();
  const SampleFolder first(files);
  const SampleFolder second(files);
  replace(files["content/roles.yaml"], "{en: Agency,", "{en: agency,");
  const SampleFolder third(files);
  const auto hash = [](const SampleFolder& folder) { return load_toolbox(folder.content())->hash; };
  CHECK(hash(first).size() == 64);
  CHECK(hash(first) == hash(second));
  CHECK(hash(first) != hash(third));
}

TEST_CASE("every mistake of all files is listed, ordered by file and line") {
  Files files = sample_files();
  replace(files["content/instruments/grant.yaml"], "family: financial", "family: magical");
  replace(files["content/instruments/grant.yaml"], "selection: merit", "selectoin: merit");
  replace(files["content/kpis/patents_filed.yaml"], "period: year", "period: week");
  replace(files["countries/atlantis/country.yaml"], "value: 450", "value: -450");
  const SampleFolder folder(files);
  const Faults faults = check(folder.content(), folder.countries());
  REQUIRE(faults.size() == 5);  // the misspelt key is unknown, and the right one is missing
  CHECK(faults[0].file == "content/instruments/grant.yaml");
  CHECK(faults[3].file == "content/kpis/patents_filed.yaml");
  CHECK(faults[4].file == "countries/atlantis/country.yaml");
  const auto in_order = [](const Fault& a, const Fault& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  };
  CHECK(std::is_sorted(faults.begin(), faults.end(), in_order));
}

TEST_CASE("a missing folder is a fault and no exception") {
  const SampleFolder folder(sample_files());
  const Result<Toolbox> none = load_toolbox(folder.content() + "/nowhere");
  REQUIRE_FALSE(none);
  CHECK(none.error().at(0).what == "the folder is missing");
  CHECK_FALSE(load_country(folder.countries() + "/nowhere", Toolbox{}));
  CHECK(check(folder.content(), folder.content() + "/nowhere").size() == 1);
}

TEST_CASE("a card may name a sector of some country, but not one of none") {
  Files files = sample_files();
  std::string& card = files["content/instruments/grant.yaml"];
  replace(card, "conditions: []", "conditions: [{field: sector, in: [steel]}]");
  CHECK(check(SampleFolder(files).content(), SampleFolder(files).countries()).empty());
  replace(card, "[steel]", "[stele]");
  const SampleFolder folder(files);
  CHECK(load_toolbox(folder.content()));  // the toolbox alone cannot know
  const Faults faults = check(folder.content(), folder.countries());
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].line == line_of(card, "[stele]"));
  CHECK(faults[0].what == "indications.conditions.in: no sector has the id 'stele'");
  CHECK(faults[0].hint == "did you mean 'steel'?");
}

TEST_CASE("a card can be checked on its own while it is being written") {
  CHECK(check_card(sample_kpi("net_jobs", "[]"), CardKind::kpi, "net_jobs.yaml").empty());
  const Faults faults = check_card("id: x\nname: {en: X}\n", CardKind::kpi, "content/kpis/x.yaml");
  CHECK(faults.size() > 5);
  CHECK(faults[0].file == "content/kpis/x.yaml");
}

TEST_CASE("the shipped toolbox and country packs have no mistakes") {
  const Faults faults = check(FORMULARY_ROOT "/content", FORMULARY_ROOT "/countries");
  for (const Fault& fault : faults) FAIL_CHECK(describe(fault));
}
