#include "report/documents.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include <doctest/doctest.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // std::regex in sanitizer builds, g++ 12
#endif
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "report/internal/example.h"
#include "report/internal/json.h"

namespace formulary::report {

namespace {

using Plain = nlohmann::json;  // valijson's adapter wants the sorted kind

Plain read_schema(const std::string& name) {
  std::ifstream file(std::string(FORMULARY_ROOT) + "/docs/schema/" + name + ".schema.json");
  REQUIRE_MESSAGE(file.good(), name);
  return Plain::parse(file);
}

// Validate a document; the first complaint, or nothing.
std::string complaint(const std::string& name, const std::string& text) {
  const Plain schema_json = read_schema(name);
  const Plain document = Plain::parse(text);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter target(document);
  if (validator.validate(schema, target, &results)) return "";
  valijson::ValidationResults::Error error;
  std::string all = "invalid";
  while (results.popError(error)) {
    for (const std::string& step : error.context) all += step;
    all += ": " + error.description + "\n";
  }
  return all;
}

// The keywords of draft-07 that the validator knows; others would be ignored in silence.
const std::set<std::string> kKeywords{"$schema",     "$id",         "title",
                                      "description", "definitions", "$ref",
                                      "type",        "const",       "enum",
                                      "required",    "properties",  "minimum",
                                      "maximum",     "items",       "oneOf",
                                      "anyOf",       "minLength",   "pattern",
                                      "minItems",    "maxItems",    "additionalProperties"};

void check_keywords(const Plain& schema, const std::string& where) {
  if (!schema.is_object()) return;
  for (const auto& entry : schema.items()) {  // clang 14 captures no structured bindings
    const std::string& key = entry.key();
    const Plain& value = entry.value();
    CHECK_MESSAGE(kKeywords.count(key) == 1, where << "/" << key);
    if (key == "properties" || key == "definitions") {
      for (const auto& [name, inner] : value.items()) check_keywords(inner, where + "/" + name);
    } else if (key == "oneOf" || key == "anyOf") {
      for (const Plain& inner : value) check_keywords(inner, where + "/" + key);
    } else if (key == "items" || key == "additionalProperties") {
      check_keywords(value, where + "/" + key);
    }
  }
}

struct Named {
  const char* schema;
  std::string text;
};

std::vector<Named> every_document() {
  const Example& all = example();
  return {{"check", encode_check(all.faults)},
          {"toolbox", encode_toolbox(all.toolbox)},
          {"toolbox", *encode_toolbox(all.toolbox, "tax_incentive")},
          {"stages", encode_stages({all.stage})},
          {"diagnosis", encode_diagnosis(all.diagnosis, all.toolbox, all.country)},
          {"sensitivity", encode_sensitivity(all.sensitivity)},
          {"package", encode_configuration(all.package)},
          {"package", encode_configuration(all.infeasible)},
          {"forecast", encode_forecast(all.forecast, all.toolbox)}};
}

}  // namespace

// Expected: the published schema is the contract.
TEST_CASE("every document keeps its published schema") {
  for (const Named& document : every_document()) {
    CHECK_MESSAGE(complaint(document.schema, document.text).empty(),
                  document.schema << ": " << complaint(document.schema, document.text));
  }
}

// Expected: the published schema is the contract.
TEST_CASE("every reason of a refusal and every hint is in the published schema") {
  Package package = example().package;
  package.refused.resize(Ids<RefusalReason>::names.size(), package.refused[0]);
  for (std::size_t r = 0; r < package.refused.size(); ++r) {
    package.refused[r].reason = static_cast<RefusalReason>(r);
  }
  const std::string text = encode_configuration(package);
  CHECK_MESSAGE(complaint("package", text).empty(), complaint("package", text));
  CHECK(Json::parse(text)["refused"][4]["reason"] == "too_few_would_come");
  CHECK(decode_package(text, example().toolbox, example().country));
  Infeasible infeasible = example().infeasible;
  std::set<std::string> hints;
  for (std::size_t r = 0; r < Ids<Remedy>::names.size(); ++r) {
    infeasible.remedy = static_cast<Remedy>(r);
    const std::string no = encode_configuration(infeasible);
    CHECK_MESSAGE(complaint("package", no).empty(), complaint("package", no));
    const Json json = Json::parse(no);
    for (const char* language : Ids<Language>::names) {
      hints.insert(json["hint"][language].get<std::string>());
    }
  }
  CHECK(hints.size() == Ids<Remedy>::names.size() * Ids<Language>::names.size());
  CHECK(hints.count("") == 0);
}

// Expected: by construction, one key more or one less than the contract breaks it.
TEST_CASE("the schemas are closed at the top and ask for every key of interfaces.md") {
  for (const Named& document : every_document()) {
    Plain more = Plain::parse(document.text);
    more["surprise"] = 1;
    CHECK_MESSAGE(!complaint(document.schema, more.dump()).empty(), document.schema);
    Plain less = Plain::parse(document.text);
    less.erase("engine");
    CHECK_MESSAGE(!complaint(document.schema, less.dump()).empty(), document.schema);
  }
}

// Expected: the list of keywords that the probes of design/dependencies.md found to work.
TEST_CASE("schemas use only keywords of draft-07 that the validator knows") {
  for (const char* name :
       {"check", "toolbox", "stages", "diagnosis", "sensitivity", "package", "forecast"}) {
    const Plain schema = read_schema(name);
    CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
    CHECK(schema["additionalProperties"] == false);
    check_keywords(schema, name);
  }
}

// Expected: invariance, the same value gives the same bytes and only `run` holds the speed.
TEST_CASE("two runs that differ only in speed give the same bytes outside the key run") {
  const Example& all = example();
  Forecast slower = all.forecast;
  slower.run = {120, 1000, 64};
  Json a = Json::parse(encode_forecast(all.forecast, all.toolbox));
  Json b = Json::parse(encode_forecast(slower, all.toolbox));
  CHECK(a != b);
  a.erase("run");
  b.erase("run");
  CHECK(print(a) == print(b));
  Package busy = all.package;
  busy.summary = {1, 2, 3, 4, 5};
  Json c = Json::parse(encode_configuration(all.package));
  Json d = Json::parse(encode_configuration(busy));
  c.erase("run");
  d.erase("run");
  CHECK(print(c) == print(d));
}

// Expected: by hand.
TEST_CASE("numbers print in the shortest form that reads back") {
  CHECK(print_number(0.1) == "0.1");
  CHECK(print_number(25000000000.0) == "25000000000");
  CHECK(print_number(1234567.89) == "1234567.89");
  CHECK(print_number(-0.0) == "0");
  CHECK(print_number(1.0 / 3) == "0.3333333333333333");
  CHECK(print_number(1e-7) == "1e-07");
  CHECK(print_number(std::nan("")) == "null");
  CHECK(print_number(std::numeric_limits<double>::infinity()) == "null");
}

// Expected: by hand; a document never holds NaN, and bytes that are not UTF-8 become U+FFFD.
TEST_CASE("what is not a number is null and what is not text is replaced") {
  Forecast odd = example().forecast;
  odd.benefit.mean = std::nan("");
  odd.sector = "a\xff";
  const Json json = Json::parse(encode_forecast(odd, example().toolbox));
  CHECK(json["benefit"]["mean"].is_null());
  CHECK(json["per_cost"].is_null());
  CHECK(json["sector"] == "a\xEF\xBF\xBD");
}

// Expected: by hand from the example; the key names are those of design/interfaces.md.
TEST_CASE("documents carry the figures of the answer under the agreed names") {
  const Example& all = example();
  const Json package = Json::parse(encode_configuration(all.package));
  CHECK(package["status"] == "optimal");
  CHECK(package["package"]["measures"].size() == 37);
  const Json& first = package["package"]["measures"][0];
  CHECK(first["budget_minor"] == std::to_string(all.package.measures[0].budget.minor()));
  CHECK(first["stakeholders"][0]["office"] == "ministry_of_ai");
  const Json forecast = Json::parse(encode_forecast(all.forecast, all.toolbox));
  CHECK(forecast["measures"][2]["money_runs_out"]["day"] == 214);
  CHECK(forecast["measures"][0]["money_runs_out"]["day"].is_null());
  CHECK(forecast["kpis"][0]["p50"].get<double>() == all.forecast.kpis[0].impact.back().p50);
  const Json check = Json::parse(encode_check(all.faults));
  CHECK(check["ok"] == false);
  CHECK(check["problems"][0]["line"] == 7);
  CHECK(Json::parse(encode_check({}))["ok"] == true);
}

// Expected: by hand, one letter is missing.
TEST_CASE("a mistyped instrument names the nearest one") {
  const auto missing = encode_toolbox(example().toolbox, "tax_incentve");
  REQUIRE(!missing);
  CHECK(missing.error()[0].hint == "did you mean 'tax_incentive'?");
  CHECK(encode_toolbox(example().toolbox, "zzzzzz").error()[0].hint ==
        "`formulary toolbox` lists them");
}

}  // namespace formulary::report
