#include <algorithm>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "publish/internal/sample_record.h"
#include "publish/publication.h"

using namespace formulary;
using namespace formulary::publish;
using namespace formulary::publish::sample;
using nlohmann::json;

namespace {

json document(const Publication& publication, const std::string& path) {
  const auto at = std::find_if(publication.files.begin(), publication.files.end(),
                               [&](const OpenFile& one) { return one.path == path; });
  REQUIRE(at != publication.files.end());
  return json::parse(at->bytes);
}

bool begins(const json& text, const char* with) {
  return text.get<std::string>().starts_with(with);
}

// Every tagged text under these keys begins with the word of its language.
void check_tagged(const json& node, bool marked) {
  for (const char* key : {"dct:title", "dct:description"}) {
    if (!node.contains(key)) continue;
    for (const json& text : node[key]) {
      const std::string language = text["@language"];
      const char* word = language == "en"   ? "Demonstration:"
                         : language == "ru" ? "Демонстрация:"
                                            : "Көрсетілім:";
      CHECK(begins(text["@value"], word) == marked);
    }
  }
}

void check_catalogue(const json& catalogue, bool marked) {
  check_tagged(catalogue, marked);
  REQUIRE(catalogue["dcat:dataset"].size() > 5);
  for (const json& dataset : catalogue["dcat:dataset"]) {
    check_tagged(dataset, marked);
    for (const json& file : dataset["dcat:distribution"]) check_tagged(file, marked);
  }
}

void check_package(const json& package, bool marked) {
  CHECK(package["demonstration"] == marked);
  CHECK(begins(package["title"], "Demonstration:") == marked);
  CHECK(begins(package["description"], "Demonstration:") == marked);
  CHECK(begins(package["translations"]["ru"]["title"], "Демонстрация:") == marked);
  CHECK(begins(package["translations"]["kk"]["description"], "Көрсетілім:") == marked);
  REQUIRE(package["resources"].size() > 5);
  for (const json& file : package["resources"]) {
    CHECK(file["demonstration"] == marked);
    CHECK(begins(file["title"], "Demonstration:") == marked);
    CHECK(begins(file["translations"]["kk"]["title"], "Көрсетілім:") == marked);
  }
}

}  // namespace

// Expected: the words of domain/demonstration.h on every title where the record says so, and on
// none where it does not.
TEST_CASE("what is published of a demonstration says so of every file, in three languages") {
  World w = world();
  PublicRecord record = w.record();
  for (const bool marked : {false, true}) {
    record.demonstration = marked;
    const Publication publication = publish::publish(record, options());
    check_package(document(publication, "datapackage.json"), marked);
    check_catalogue(document(publication, "catalogue.jsonld"), marked);
  }
}
