// Expected values are known by construction: one thing is broken in a toolbox that is right, and
// the line is that of the broken text.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cards/cards.h"
#include "cards/internal/sample_folders.h"

using namespace formulary;
using namespace formulary::cards;

namespace {

const std::string kGrant = "content/instruments/grant.yaml";
const std::string kLoan = "content/instruments/loan.yaml";
const std::string kPrize = "content/instruments/prize.yaml";
const std::string kKpi = "content/kpis/patents_filed.yaml";
const std::string kProblem = "content/problems/no_labs.yaml";

Faults faults_of(const Files& files) {
  const SampleFolder folder(files);
  const Result<Toolbox> toolbox = load_toolbox(folder.content());
  return toolbox ? Faults{} : toolbox.error();
}

std::string list_of(const Faults& faults) {
  std::string text;
  for (const Fault& fault : faults) text += "\n  " + describe(fault);
  return text;
}

// Expect exactly one mistake, in this file and line, whose reason or hint holds the phrase.
void expect(const Files& files, const std::string& file, int line, const std::string& phrase) {
  const Faults faults = faults_of(files);
  CAPTURE(phrase);
  CAPTURE(list_of(faults));
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].file == file);
  CHECK(faults[0].line == line);
  CHECK((faults[0].what + " | " + faults[0].hint).find(phrase) != std::string::npos);
}

// Replace a text in a file and expect the mistake on the line of `marker` (or of the new text).
void breaks(const std::string& file, const std::string& from, const std::string& to,
            const std::string& phrase, std::string marker = "") {
  Files files = sample_files();
  replace(files.at(file), from, to);
  if (marker.empty()) marker = to;
  expect(files, file, line_of(files.at(file), marker), phrase);
}

// Replace `interactions: []` of an instrument by these entries.
void interact(Files& files, const std::string& file, const std::vector<std::string>& entries) {
  std::string text = "interactions:";
  for (const std::string& entry : entries) {
    text += "\n  - {" + entry + ", why: {en: Why., ru: Почему., kk: Неге.}, source: Author 2020}";
  }
  replace(files.at(file), "interactions: []", text);
}

}  // namespace

TEST_CASE("keys: unknown, missing, twice, and empty ones are told apart") {
  breaks(kGrant, "family: financial", "family: financial\ncolour: red", "unknown key 'colour'",
         "colour");
  breaks(kGrant, "  selection: merit\n", "", "application.selection: the key is missing",
         "application:");
  breaks(kGrant, "  cure_months: 6", "  cure_months: 6\n  cure_months: 7",
         "the key 'cure_months' stands twice", "cure_months: 7");
  breaks(kGrant, "family: financial", "family:", "family: is empty");
}

TEST_CASE("keys: a misspelt required key is reported as unknown and as missing") {
  Files files = sample_files();
  replace(files[kGrant], "lag:", "lags:");
  const Faults faults = faults_of(files);
  CAPTURE(list_of(faults));
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].what == "lag: the key is missing");
  CHECK(faults[1].what == "unknown key 'lags'");
  CHECK(faults[1].hint == "did you mean 'lag'?");
  CHECK(faults[1].line == line_of(files[kGrant], "lags:"));
}

TEST_CASE("quantities: value, unit and source are required and finite") {
  const std::string days = "days: {value: 15, sd: 5, unit: working days, source: Author 2020}";
  breaks(kGrant, days, "days: {sd: 5, unit: working days, source: Author 2020}",
         "application.days.value: the key is missing");
  breaks(kGrant, days, "days: {value: 15, source: Author 2020}",
         "application.days.unit: the key is missing");
  breaks(kGrant, days, "days: {value: 15, unit: working days}",
         "application.days.source: the key is missing");
  breaks(kGrant, days, "days: {value: 15, unit: working days, source: ''}",
         "application.days.source: is empty");
  breaks(kGrant, days, "days: 15", "neither unit nor source");
  breaks(kGrant, days, "days: {value: .nan, unit: d, source: S}", "not a finite number");
  breaks(kGrant, days, "days: {value: inf, unit: d, source: S}", "not a finite number");
  breaks(kGrant, days, "days: {value: 1e999, unit: d, source: S}", "not a finite number");
  breaks(kGrant, days, "days: {value: '15', unit: d, source: S}", "remove the quotes");
  breaks(kGrant, days, "days: {value: 1 500, unit: d, source: S}", "not a finite number");
  breaks(kGrant, days, "days: {value: 15, sd: -1, unit: d, source: S}", "must be at least 0");
  breaks(kGrant, days, "days: {value: -15, unit: d, source: S}", "must be at least 0");
  breaks(kGrant, days, "days: {value: 15, unit: d, source: S, assumed: yes}", "not true or false");
}

TEST_CASE("numbers: shares stay in their range") {
  breaks(kGrant, "{value: 0.35,", "{value: 1.35,", "must be at least 0 and at most 1");
  breaks(kGrant, "{value: 0.08,", "{value: 1,", "must be at least 0 and below 1");
  breaks(kGrant, "{value: 0.25,", "{value: -0.25,", "must be at least 0");
  breaks(kGrant, "release_at: 0.9", "release_at: 0.5", "lies above release_at", "partial_from");
  breaks("content/indicators.yaml", "level: region\n  weight: 1", "level: region\n  weight: -1",
         "must be at least 0", "weight: -1");
}

TEST_CASE("texts: all three languages must be there and not empty") {
  breaks(kGrant, "name: {en: Grant, ru: Грант, kk: Грант}", "name: {en: Grant, ru: Грант}",
         "name.kk: the key is missing");
  breaks(kGrant, "name: {en: Grant, ru: Грант, kk: Грант}", "name: {en: Grant, ru: ' ', kk: Г}",
         "name.ru: is empty");
  breaks(kKpi, "source: {en: Survey, ru: Опрос, kk: Сауалнама}", "source: Survey",
         "source must be a map, not a single value");
}

TEST_CASE("ids: what does not exist is reported with what was meant") {
  breaks(kGrant, "{id: revenue_growth}", "{id: revenue_grwth}",
         "kpis.id: no kpi has the id 'revenue_grwth' | did you mean 'revenue_growth'?");
  breaks(kGrant, "delivery: agency", "delivery: agencies", "no role has the id 'agencies'");
  breaks(kGrant, "partners: [ministry]", "partners: [ministers]", "no role has the id");
  breaks(kProblem, "indicator: papers", "indicator: paper", "no indicator has the id 'paper'");
  breaks(kProblem, "profiles: [science_based]", "profiles: [science_base]",
         "no profile has the id 'science_base'");
  breaks(kProblem, "instruments: [grant, loan]", "instruments: [grant, lone]",
         "no instrument has the id 'lone' | did you mean 'loan'?");
  breaks(kProblem, "kpis: [patents_filed]", "kpis: [patents]", "no kpi has the id 'patents'");
  breaks(kGrant, "components: [science, finance]", "components: [science, finances]",
         "'finances' is not in the closed list | did you mean 'finance'?");
}

TEST_CASE("ids: an id is the name of its file and stands once in a list") {
  breaks(kKpi, "id: patents_filed", "id: patents_field", "is not the name of the file");
  Files files = sample_files();
  files["content/roles.yaml"] += "- {id: agency, name: {en: A, ru: А, kk: А}}\n";
  expect(files, "content/roles.yaml", 3, "'agency' stands twice");
}

TEST_CASE("mechanism: the shares sum to one") {
  breaks(kGrant, "{science: 0.6, finance: 0.4}", "{science: 0.6, finance: 0.5}",
         "the shares sum to 1.1");
}

TEST_CASE("mechanism: only a facility is open to a sector or a region") {
  breaks(kGrant, "  scope: private", "  scope: private\n  open_to: region",
         "only a facility (scope: public)", "open_to");
  breaks(kGrant, "  scope: private", "  scope: private\n  open_to: sector",
         "only a facility (scope: public)", "open_to");
  breaks(kGrant, "  scope: private", "  scope: public\n  open_to: regions",
         "'regions' is not in the closed list | did you mean 'region'?", "open_to");
  breaks(kGrant, "  scope: private", "  scope: pubic\n  open_to: region",
         "'pubic' is not in the closed list", "scope");
}

TEST_CASE("dose: the steps ascend, are positive, and the reference lies among them") {
  const std::string steps = "steps: [50, 100, 150, 300]";
  breaks(kGrant, steps, "steps: [50, 150, 100, 300]", "the doses do not ascend");
  breaks(kGrant, steps, "steps: [50, 150, 150, 300]", "the doses do not ascend");
  breaks(kGrant, steps, "steps: []", "dose.steps: the list is empty");
  breaks(kGrant, steps, "steps: [0, 150, 300]", "0 is out of range | must be above 0");
  breaks(kGrant, steps, "steps: [200, 300]", "lies outside the steps", "reference:");
  breaks(kGrant, "unit: thousand_usd_per_firm", "unit: million_usd_per_facility",
         "needs scope: public", "mechanism:");
}

TEST_CASE("criteria: one bound, of the kind that the field takes") {
  const std::string active = "- {field: rd_active, is: true}";
  breaks(kGrant, active, "- {field: rd_active}", "the criterion has no bound");
  breaks(kGrant, active, "- {field: stage, is: growth, not_in: [decline]}",
         "more than one kind of bound");
  breaks(kGrant, active, "- {field: rd_active, min: 1}", "takes is: true or is: false");
  breaks(kGrant, active, "- {field: rd_active, is: 1}", "'1' is not true or false");
  breaks(kGrant, active, "- {field: stage, min: 1}", "takes is, in or not_in");
  breaks(kGrant, active, "- {field: default_risk, is: true}", "takes min or max");
  breaks(kGrant, active, "- {field: employees, min: 10, max: 5}", "lies below min");
  breaks(kGrant, active, "- {field: stage, is: growing}", "'growing' is not in the closed list");
  breaks(kGrant, active, "- {field: company_type, in: []}", "the list is empty");
  breaks(kGrant, active, "- {field: production_profile, is: craft}", "no profile has the id");
  breaks(kGrant, active, "- {field: rd_activ, is: true}", "did you mean 'rd_active'?");
  breaks(kGrant, "  - when: [{field: stage, is: decline}]", "  - when: []", "needs a criterion");
}

TEST_CASE("KPIs: each can be moved, and every indicated stage and company type has one") {
  breaks(kGrant, "components: {science: 0.6, finance: 0.4}",
         "components: {workforce: 0.6, finance: 0.4}", "moves 'patents_filed'",
         "{id: patents_filed");
  breaks(kGrant, "  - {id: revenue_growth}\n", "", "meant for the stage 'growth'", "  stages:");
  breaks(kGrant, "{id: revenue_growth}", "{id: revenue_growth, stages: [emerging]}",
         "meant for the stage 'growth'", "  stages:");
  Files files = sample_files();
  replace(files[kGrant], "stages: [emerging], company_types: []",
          "stages: [emerging], company_types: [sme]");
  replace(files[kGrant], "{id: revenue_growth}", "{id: revenue_growth, company_types: [sme]}");
  expect(files, kGrant, line_of(files[kGrant], "company_types: [sme, startup]"),
         "meant for the company type 'startup'");
  files = sample_files();
  replace(files[kGrant], "{id: revenue_growth}",
          "{id: revenue_growth, stages: [growth], company_types: [sme]}");
  expect(files, kGrant, line_of(files[kGrant], "  stages:"),
         "meant for startup firms at the stage 'growth'");
  files = sample_files();
  replace(files[kGrant], "  - {id: revenue_growth}",
          "  - {id: revenue_growth}\n  - {id: revenue_growth, stages: [growth]}");
  expect(files, kGrant, line_of(files[kGrant], "{id: revenue_growth, stages"), "stands twice");
}

TEST_CASE("evidence: a card without a confirmed study must call its response assumed") {
  breaks(kGrant, "status: confirmed", "status: unverified", "claims evidence it does not have",
         "mechanism:");
  breaks(kGrant, "status: confirmed", "status: sure", "'sure' is not in the closed list",
         "status: sure");
}

TEST_CASE("evidence: a row names its study and its status") {
  breaks(kGrant, "{study: Author 2020, outcome", "{outcome", "evidence.study: the key is missing",
         "{outcome: revenue, effect");
  Files files = sample_files();
  replace(files[kGrant], ", status: confirmed", "");
  replace(files[kGrant], "after_years: 3, source: Author 2020}",
          "after_years: 3, source: none found, assumed: true}");
  expect(files, kGrant, line_of(files[kGrant], "  - {study:"), "status: the key is missing");
}

TEST_CASE("problems: their instruments work on their component") {
  Files files = sample_files();
  replace(files[kGrant], "components: [science, finance]", "components: [finance]");
  expect(files, kProblem, line_of(files[kProblem], "instruments:"),
         "'grant' does not work on the science component");
}

TEST_CASE("interactions: none with itself, factors on the right side of one") {
  const auto one = [](const std::string& entry, const std::string& phrase) {
    Files files = sample_files();
    interact(files, kGrant, {entry});
    expect(files, kGrant, line_of(files[kGrant], entry), phrase);
  };
  one("with: grant, kind: strengthens, factor: 1.2", "names itself");
  one("with: loan, kind: strengthens, factor: 0.8", "must be above 1");
  one("with: loan, kind: weakens, factor: 1.3", "must be above 0 and below 1");
  one("with: loan, kind: weakens", "factor: the key is missing");
  one("with: loan, kind: excludes, factor: 2", "only strengthens and weakens have a factor");
  one("with: laon, kind: excludes", "did you mean 'loan'?");
  one("with: loan, kind: supports, factor: 2", "'supports' is not in the closed list");
}

TEST_CASE("interactions: one card does not contradict itself, where company types overlap") {
  const std::string up = "with: loan, kind: strengthens, factor: 1.2, company_types: [sme]";
  const std::string down = "with: loan, kind: weakens, factor: 0.8";
  Files files = sample_files();
  interact(files, kGrant, {up, down});
  expect(files, kGrant, line_of(files[kGrant], down), "weakens 'loan' contradicts strengthens");

  files = sample_files();
  interact(files, kGrant, {up, down + ", company_types: [startup]"});
  CHECK(faults_of(files).empty());

  files = sample_files();
  interact(files, kGrant, {up, "with: loan, kind: strengthens, factor: 1.5"});
  expect(files, kGrant, line_of(files[kGrant], "factor: 1.5"), "stands twice for sme");
}

TEST_CASE("interactions: what is required is not excluded, by either side or through others") {
  Files files = sample_files();
  interact(files, kGrant, {"with: loan, kind: requires"});
  CHECK(faults_of(files).empty());
  interact(files, kLoan, {"with: grant, kind: excludes"});
  expect(files, kGrant, line_of(files[kGrant], "kind: requires"), "requires 'loan', which is");

  files = sample_files();
  interact(files, kGrant, {"with: loan, kind: requires", "with: loan, kind: excludes"});
  expect(files, kGrant, line_of(files[kGrant], "kind: requires"), "requires 'loan', which is");

  files = sample_files();
  interact(files, kGrant,
           {"with: loan, kind: requires, company_types: [sme]",
            "with: loan, kind: excludes, company_types: [startup]"});
  CHECK(faults_of(files).empty());

  files = sample_files();
  interact(files, kGrant, {"with: loan, kind: requires"});
  interact(files, kLoan, {"with: prize, kind: requires"});
  interact(files, kPrize, {"with: grant, kind: excludes"});
  expect(files, kGrant, line_of(files[kGrant], "kind: requires"),
         "requires 'prize' through others");

  files = sample_files();
  interact(files, kGrant, {"with: loan, kind: requires", "with: prize, kind: requires"});
  interact(files, kLoan, {"with: prize, kind: excludes"});
  expect(files, kGrant, line_of(files[kGrant], "with: loan"), "which exclude each other");
}

TEST_CASE("interactions: two cards say the same of one pair") {
  Files files = sample_files();
  interact(files, kGrant, {"with: loan, kind: excludes, company_types: [sme]"});
  interact(files, kLoan, {"with: grant, kind: excludes, company_types: [startup]"});
  const Faults faults = faults_of(files);
  CAPTURE(list_of(faults));
  REQUIRE(faults.size() == 2);  // both authors are told
  CHECK(faults[0].file == kGrant);
  CHECK(faults[0].line == line_of(files[kGrant], "kind: excludes"));
  CHECK(faults[0].what.find("for sme, but 'loan' excludes 'grant' for startup") !=
        std::string::npos);
  CHECK(faults[1].file == kLoan);

  files = sample_files();
  interact(files, kGrant, {"with: loan, kind: strengthens, factor: 1.2"});
  interact(files, kLoan, {"with: grant, kind: excludes"});
  expect(files, kGrant, line_of(files[kGrant], "kind: strengthens"), "excludes 'grant' for all");

  files = sample_files();
  interact(files, kGrant, {"with: loan, kind: excludes, company_types: [sme, startup]"});
  interact(files, kLoan, {"with: grant, kind: excludes, company_types: [startup, sme]"});
  CHECK(faults_of(files).empty());
}

TEST_CASE("files: what is missing, misplaced or unreadable is reported") {
  Files files = sample_files();
  files.erase("content/roles.yaml");
  expect(files, "content/roles.yaml", 0, "the file is missing");

  files = sample_files();
  files["content/kpis/notes.txt"] = "x";
  expect(files, "content/kpis/notes.txt", 0, "is not a card");

  files = sample_files();
  files["content/kpis/README.md"] = "how to write a KPI";
  CHECK(faults_of(files).empty());

  files = sample_files();
  files[kKpi] = "";  // its id is known by the name of the file, so no other card is wrong
  expect(files, kKpi, 1, "the file is empty");

  files = sample_files();
  replace(files[kKpi], "period: year", "period: \xff");
  expect(files, kKpi, line_of(files[kKpi], "period:"), "0xff is not valid UTF-8");

  files = sample_files();
  files["content/parameters/dynamics.yaml"] = "- theta\n";
  expect(files, "content/parameters/dynamics.yaml", 1, "the card must be a map, not a list");

  files = sample_files();
  files["content/roles.yaml"] = "agency: {}\n";
  const Faults faults = faults_of(files);
  REQUIRE_FALSE(faults.empty());
  CHECK(faults.back().what == "the file must be a list");
}
