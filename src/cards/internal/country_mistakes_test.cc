// Expected values are known by construction: one thing is broken in a country pack that is right,
// and the line is that of the broken text.
#include <doctest/doctest.h>

#include <string>

#include "cards/cards.h"
#include "cards/internal/sample_folders.h"

using namespace formulary;
using namespace formulary::cards;

namespace {

const std::string kHome = "countries/atlantis/";

std::string list_of(const Faults& faults) {
  std::string text;
  for (const Fault& fault : faults) text += "\n  " + describe(fault);
  return text;
}

// Expect exactly one mistake, in this file and line, whose reason or hint holds the phrase.
void expect(const Files& files, const std::string& file, int line, const std::string& phrase) {
  const SampleFolder folder(files);
  const Faults faults = check(folder.content(), folder.countries());
  CAPTURE(phrase);
  CAPTURE(list_of(faults));
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].file == kHome + file);
  CHECK(faults[0].line == line);
  CHECK((faults[0].what + " | " + faults[0].hint).find(phrase) != std::string::npos);
}

void breaks(const std::string& file, const std::string& from, const std::string& to,
            const std::string& phrase) {
  Files files = sample_files();
  replace(files.at(kHome + file), from, to);
  expect(files, file, line_of(files.at(kHome + file), to), phrase);
}

// Mistakes that only the whole file shows have no line.
void breaks_whole(const std::string& file, const std::string& from, const std::string& to,
                  const std::string& phrase) {
  Files files = sample_files();
  replace(files.at(kHome + file), from, to);
  expect(files, file, 0, phrase);
}

void adds_row(const std::string& file, const std::string& row, const std::string& phrase) {
  Files files = sample_files();
  files.at(kHome + file) += row + "\n";
  expect(files, file, line_of(files.at(kHome + file), row), phrase);
}

}  // namespace

TEST_CASE("country.yaml: codes, rates and languages") {
  breaks("country.yaml", "id: atlantis", "id: atlantic", "is not the name of the folder");
  breaks("country.yaml", "iso3: ATL", "iso3: atl", "three capitals (ISO 3166-1)");
  breaks("country.yaml", "currency: ATD", "currency: AT", "three capitals (ISO 4217)");
  breaks("country.yaml", "usd_rate: {value: 450", "usd_rate: {value: 0", "must be above 0");
  breaks("country.yaml", "languages: [en, ru]", "languages: [en, de]", "'de' is not in the closed");
  breaks("country.yaml", "base_year: 2023", "base_year: 23", "not a whole number from 1900");
  breaks("country.yaml", "company_types: {large_employees_over: 250,", "company_types: {",
         "company_types.large_employees_over: the key is missing");
}

TEST_CASE("regions.yaml and sectors.yaml: ids stand once, shares are shares") {
  breaks("regions.yaml", "tile: [0, 1]", "tile: [0, 0, 1]", "must be two numbers");
  Files files = sample_files();
  replace(files[kHome + "regions.yaml"], "tile: [0, 1]", "tile: [0, 0]");
  // Both tiles now read the same; the second is the mistake, on the last line.
  expect(files, "regions.yaml", 10, "another region has the same tile");

  files = sample_files();
  std::string& sectors = files[kHome + "sectors.yaml"];
  const std::size_t second = sectors.find("- id: steel");
  sectors.replace(sectors.find("profile: science_based", second), 22, "profile: craft        ");
  expect(files, "sectors.yaml", line_of(sectors, "craft"), "no profile has the id 'craft");

  files = sample_files();
  std::string& shares = files[kHome + "sectors.yaml"];
  shares.replace(shares.find("default_risk: {value: 0.1"), 25, "default_risk: {value: 1.1");
  expect(files, "sectors.yaml", line_of(shares, "1.1"), "default_risk.value: 1.1 is out of range");
}

TEST_CASE("offices.yaml, budgets.yaml, programmes.yaml, local_terms.yaml: roles and instruments") {
  breaks("offices.yaml", "region: AT-1", "region: AT-9", "no region has the id 'AT-9'");
  breaks_whole("offices.yaml", "[ministry]", "[agency]", "no office holds the role 'ministry'");
  breaks("budgets.yaml", "role: agency", "role: treasury", "no role has the id 'treasury'");
  breaks("budgets.yaml", "{value: 100", "{value: -100", "must be at least 0");
  breaks("programmes.yaml", "instrument: grant", "instrument: grants", "did you mean 'grant'?");
  breaks("local_terms.yaml", "instrument: grant", "instrument: gift", "no instrument has the id");
  breaks("local_terms.yaml", "steps: [10, 20]", "steps: [20, 10]", "the doses do not ascend");
  breaks("local_terms.yaml", "{days: {", "{weeks: {", "application: unknown key 'weeks'");
}

TEST_CASE("population.yaml: shares sum to one, ids exist, classes are ranges") {
  breaks_whole("population.yaml", "AT-1: 0.7", "AT-1: 0.69", "the shares sum to 0.99");
  breaks_whole("population.yaml", "  AT-1: 0.7\n  AT-2: 0.3", "  AT-1: 1",
               "the region 'AT-2' has no share");
  breaks("population.yaml", "software: {AT-1: 1.5}", "software: {AT-7: 1.5}",
         "no region has the id 'AT-7'");
  breaks("population.yaml", "software: {AT-1: 1.5}", "farms: {AT-1: 1.5}",
         "no sector has the id 'farms'");
  breaks("population.yaml", "software: {AT-1: 1.5}", "software: {AT-1: -1.5}",
         "must be at least 0");
  breaks("population.yaml", "employees: [1, 49]", "employees: [49, 1]", "the smaller first");
  breaks("population.yaml", "pareto_exponent: {value: 1.06", "pareto_exponent: {value: .inf",
         "not a finite number");
  breaks_whole("population.yaml", "  large: {value: 0.4, unit: of firms, source: Survey}\n", "",
               "the size class 'large' has no share");
}

TEST_CASE("indicators.csv: what is measured, of whom, against whom") {
  adds_row("indicators.csv", "paper,ATL,2020,1,,,S,false", "no indicator has the id 'paper'");
  adds_row("indicators.csv", "papers,AT-1,2020,1,,,S,false", "not a country (three capitals)");
  adds_row("indicators.csv", "roads,ATL,2020,1,,,S,false", "subject: no region has the id 'ATL'");
  adds_row("indicators.csv", "labs,AT-1,2020,1,1,1,S,false", "no sector has the id 'AT-1'");
  adds_row("indicators.csv", "labs,steel,2020,1,1,0,S,false", "spread of its peers, above 0");
  adds_row("indicators.csv", "labs,steel,2020,1,,1,S,false", "needs the mean of its peers");
  adds_row("indicators.csv", "papers,ATL,2020,1,1,1,S,false", "benchmark columns are for sectors");
  adds_row("indicators.csv", "papers,ATL,2020,nan,,,S,false", "'nan' is not a finite number");
  adds_row("indicators.csv", "papers,ATL,2020,,,,S,false", "value is empty");
  adds_row("indicators.csv", "papers,ATL,1820,1,,,S,false", "not a whole number from 1900");
  adds_row("indicators.csv", "papers,ATL,2020,1,,,,false", "source is empty");
  adds_row("indicators.csv", "papers,ATL,2020,1,,,S,no", "'no' is not true or false");
  adds_row("indicators.csv", "papers,ATL,2022,99,,,S,false", "stands twice | first in line 2");
  adds_row("indicators.csv", "papers,ATL,2020,1,,S,false", "the row has 7 fields, the header 8");
}

TEST_CASE("series.csv, firms.csv, thresholds.csv: rows are known, once and in range") {
  adds_row("series.csv", "steel,real_outptu_growth,2020,1,S,false", "did you mean 'real_output_g");
  adds_row("series.csv", "iron,export_growth,2020,1,S,false", "no sector has the id 'iron'");
  adds_row("series.csv", "software,real_output_growth,2021,1,S,false", "first in line 2");
  adds_row("firms.csv", "steel,small,-1,S,false", "firms is negative");
  adds_row("firms.csv", "steel,tiny,1,S,false", "no size_class has the id 'tiny'");
  adds_row("firms.csv", "steel,large,1,S,false", "first in line 4");
  breaks_whole("firms.csv", "steel,large,3,", "steel,large,0,", "'steel' has no firms");
  adds_row("thresholds.csv", "vat,2025,10,0,Law", "mci_value must be above 0");
  adds_row("thresholds.csv", "vat,2024,10,1,Law", "first in line 2");

  Files files = sample_files();
  replace(files[kHome + "firms.csv"], "firms,source", "count,source");
  const SampleFolder folder(files);
  const Faults faults = check(folder.content(), folder.countries());
  CAPTURE(list_of(faults));
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].what == "the column 'firms' is missing");
  CHECK(faults[1].what == "unknown column 'count'");
}

TEST_CASE("data/: every table names its source") {
  Files files = sample_files();
  files[kHome + "data/raw.csv"] = "year,index\n2022,1\n";
  expect(files, "data/raw.csv", 1, "names no source");
  files[kHome + "data/raw.md"] = "Statistics office, table 3";
  const SampleFolder folder(files);
  CHECK(check(folder.content(), folder.countries()).empty());
  files[kHome + "data/raw.csv"] = "year,index\n2022\n";
  expect(files, "data/raw.csv", 2, "the row has 1 fields");
}

TEST_CASE("files: what a pack must have is reported when missing, what it may have is not") {
  for (const char* name : {"country.yaml", "offices.yaml", "budgets.yaml", "series.csv"}) {
    Files files = sample_files();
    files.erase(kHome + name);
    expect(files, name, 0, "the file is missing");
  }
  Files files = sample_files();
  files.erase(kHome + "programmes.yaml");
  files.erase(kHome + "local_terms.yaml");
  files.erase(kHome + "thresholds.csv");
  files.erase(kHome + "data/prices.csv");
  const SampleFolder folder(files);
  CHECK(check(folder.content(), folder.countries()).empty());
}
