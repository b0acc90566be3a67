#include "publish/publication.h"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "publish/internal/hash.h"
#include "publish/internal/sample_record.h"

using namespace formulary;
using namespace formulary::publish;
using namespace formulary::publish::sample;
using nlohmann::json;

namespace {

const OpenFile& file(const Publication& publication, const std::string& path) {
  const auto at = std::find_if(publication.files.begin(), publication.files.end(),
                               [&](const OpenFile& one) { return one.path == path; });
  REQUIRE(at != publication.files.end());
  return *at;
}

template <typename T>
void shuffle(std::vector<T>& list, std::mt19937& chance) {
  std::shuffle(list.begin(), list.end(), chance);
}

}  // namespace

// Expected: an invariance.
TEST_CASE("the same record gives the same bytes, whatever the order of the input") {
  World w = world();
  const Publication before = publish::publish(w.record(), options());
  std::mt19937 chance(7);
  for (int i = 0; i < 3; ++i) {
    shuffle(w.programmes, chance);
    shuffle(w.awards, chance);
    for (Award& one : w.awards) shuffle(one.tranches, chance);
    for (Programme& one : w.programmes) shuffle(one.measures, chance);
    shuffle(w.decisions, chance);
    shuffle(w.payments, chance);
    shuffle(w.observations, chance);
    shuffle(w.applications, chance);
    shuffle(w.country.regions, chance);
    const Publication after = publish::publish(w.record(), options());
    REQUIRE(after.files.size() == before.files.size());
    for (std::size_t f = 0; f < after.files.size(); ++f) {
      CAPTURE(after.files[f].path);
      CHECK(after.files[f].path == before.files[f].path);
      CHECK(after.files[f].bytes == before.files[f].bytes);
    }
    CHECK(encode_release(after.release) == encode_release(before.release));
  }
}

// Expected: names of persons and of what is not public, as sample_record.h has them.
TEST_CASE("no file names a person, a draft or what belongs to it") {
  const Publication publication = publish::publish(world().record(), options());
  CHECK(publication.tables.size() == 11);
  for (const OpenFile& one : publication.files) {
    for (const char* word : {"aigerim", "saule", "daniyar", "dinara", "marat", "secret_draft",
                             "w900", "firm900", "application-of"}) {
      CAPTURE(one.path);
      CAPTURE(word);
      CHECK(one.bytes.find(word) == std::string::npos);
    }
  }
}

// Expected: an attack: the hidden 17 jobs of two firms, or either firm's 9, stand in no KPI file.
TEST_CASE("no file tells a hidden figure") {
  World w = world();
  w.observations[0].value = 4711.25;  // of w100, one of two firms under m1
  const Publication publication = publish::publish(w.record(), options());
  for (const OpenFile& one : publication.files) {
    CAPTURE(one.path);
    CHECK(one.bytes.find("4711.25") == std::string::npos);
    CHECK(one.bytes.find("4719.25") == std::string::npos);
  }
  for (const OpenTable& table : publication.tables) {
    if (table.name != "kpi_totals") continue;
    for (const auto& row : table.rows) {
      if (text_of(row[table.column("status")]) != "c") continue;
      CHECK(text_of(row[table.column("value")]).empty());
      CHECK(text_of(row[table.column("firms")]).empty());
    }
  }
}

TEST_CASE("recipients are pseudonyms in every file where that is chosen") {
  PublishOptions hidden = options();
  hidden.recipients = Recipients::pseudonyms;
  hidden.pseudonym_key = "0123456789abcdef0123456789abcdef";
  World w = world();
  for (Award& one : w.awards) one.terminated_why = one.firm + " left";
  const Publication publication = publish::publish(w.record(), hidden);
  for (const OpenFile& one : publication.files) {
    CAPTURE(one.path);
    CHECK(one.bytes.find("firm1") == std::string::npos);
    CHECK(one.bytes.find("Company ") == std::string::npos);
  }
}

// Expected: required properties of the Data Package 2.0 and Table Schema profiles.
TEST_CASE("the data package describes every table, with hash and size") {
  const Publication publication = publish::publish(world().record(), options());
  const json package = json::parse(file(publication, "datapackage.json").bytes);
  CHECK(package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json");
  CHECK(package["licenses"][0]["name"] == "CC-BY-4.0");
  CHECK(package["sources"][0]["title"].is_string());
  CHECK(package["as_of"] == "2028-03-01T12:00:00.000Z");
  CHECK(package["contributors"][0]["roles"][0] == "publisher");
  REQUIRE(package["resources"].size() == publication.tables.size());
  for (const json& resource : package["resources"]) {
    const std::string name = resource["name"];
    CAPTURE(name);
    const OpenFile& csv = file(publication, resource["path"]);
    CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos);
    CHECK(resource["bytes"] == csv.bytes.size());
    CHECK(resource["hash"] == "sha256:" + sha256_of(csv.bytes));
    CHECK(resource["mediatype"] == "text/csv");
    const json& schema = resource["schema"];
    CHECK(schema["missingValues"] == json::array({""}));
    CHECK(schema["primaryKey"].is_array());
    std::string header;
    for (const json& field : schema["fields"]) {
      header += (header.empty() ? "" : ",") + field["name"].get<std::string>();
      const std::string type = field["type"];
      CHECK((type == "string" || type == "number" || type == "integer" || type == "date" ||
             type == "boolean"));
      for (const char* language : {"ru", "kk"}) {
        CHECK_FALSE(field["translations"][language].get<std::string>().empty());
      }
    }
    CHECK(csv.bytes.starts_with(header + "\r\n"));
  }
}

// Expected: mandatory properties of DCAT-AP 3.0.1: catalogue title, description and publisher,
// dataset title and description, distribution access URL.
TEST_CASE("the catalogue has what DCAT-AP asks for, in three languages") {
  const Publication publication = publish::publish(world().record(), options());
  const json catalogue = json::parse(file(publication, "catalogue.jsonld").bytes);
  CHECK(catalogue["@type"] == "dcat:Catalog");
  CHECK(catalogue["dct:publisher"]["foaf:name"][1]["@value"] == "Агентство");
  CHECK(catalogue["dcat:dataset"].size() == 14);
  std::set<std::string> files;
  std::vector<json> described{catalogue};
  for (const json& dataset : catalogue["dcat:dataset"]) {
    described.push_back(dataset);
    CHECK(dataset["@type"] == "dcat:Dataset");
    CHECK(dataset["dcat:distribution"].is_array());
    for (const json& distribution : dataset["dcat:distribution"]) {
      CHECK(distribution["@type"] == "dcat:Distribution");
      const std::string url = distribution["dcat:accessURL"]["@id"];
      const OpenFile& one = file(publication, url.substr(options().site.size()));
      files.insert(one.path);
      CHECK(distribution["spdx:checksum"]["spdx:checksumValue"]["@value"] == sha256_of(one.bytes));
      CHECK(distribution["dcat:byteSize"]["@value"] == std::to_string(one.bytes.size()));
      CHECK(distribution["dct:license"]["@id"].is_string());
    }
  }
  CHECK(files.size() == publication.files.size() - 2);  // all but the package and itself
  for (const json& one : described) {
    for (const char* property : {"dct:title", "dct:description"}) {
      REQUIRE(one[property].size() == 3);
      for (std::size_t i = 0; i < 3; ++i) {
        CHECK(one[property][i]["@language"] == std::array{"en", "ru", "kk"}[i]);
        CHECK_FALSE(one[property][i]["@value"].get<std::string>().empty());
      }
    }
  }
}

TEST_CASE("an empty record is published too") {
  World w;
  w.country.iso3 = "KAZ";
  w.country.currency = "KZT";
  const Publication publication = publish::publish(w.record(), options());
  CHECK(publication.tables.size() == 11);
  for (const OpenFile& one : publication.files) {
    CHECK(one.path != "grants-360giving.json");
    CHECK(one.path != "contracting-ocds.json");
    CHECK_FALSE(one.bytes.empty());
  }
}

// Expected: what goes in comes out; anything else is refused.
TEST_CASE("a kept release is read back, another text is not") {
  const EarlierRelease release{
      noon(kToday), {"|net_jobs|2027-01-01|2027-12-31|a|b"}, {{"|net_jobs|x", "hash"}}};
  const auto back = decode_release(encode_release(release));
  REQUIRE(back.has_value());
  CHECK(back->as_of == release.as_of);
  CHECK(back->hidden == release.hidden);
  CHECK(back->states == release.states);
  const std::string open = R"({"schema":"formulary/release/2","as_of":"2028-03-01T12:00:00Z",)";
  REQUIRE(decode_release(open + R"("hidden":[],"states":{}})").has_value());
  for (const std::string& text : std::vector<std::string>{
           "", "{}", "[]", "nonsense", R"({"schema":"formulary/release/2"})",
           R"({"schema":"formulary/release/2","as_of":"yesterday","hidden":[],"states":{}})",
           R"({"schema":"another","as_of":"2028-03-01T12:00:00Z","hidden":[],"states":{}})",
           open + R"("hidden":[1],"states":{}})", open + R"("hidden":{},"states":{}})",
           open + R"("hidden":[],"states":{"a":1}})", open + R"("hidden":[],"states":[]})"}) {
    CAPTURE(text);
    CHECK_FALSE(decode_release(text).has_value());
  }
}
