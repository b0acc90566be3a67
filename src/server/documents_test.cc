// Do the documents of `payments` keep the schemas that are published for them?
#include "server/documents.h"

#include <doctest/doctest.h>

#include <fstream>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "support/treasury_world.h"

namespace formulary::server {
namespace {

using nlohmann::json;

// Validate a document; the first complaint, or nothing.
std::string complaint(const std::string& name, const std::string& text) {
  std::ifstream file(std::string(FORMULARY_ROOT) + "/docs/schema/" + name + ".schema.json");
  REQUIRE_MESSAGE(file.good(), name);
  const json schema_json = json::parse(file);
  const json document = json::parse(text);
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

}  // namespace

TEST_CASE("what payments prints for a program keeps its schema") {
  constexpr auto kReal = store::RegisterKind::real;
  const support::TemporaryFolder folder;
  office::TreasuryWorld world("sqlite:" + folder.path() + "/r.db", 3);
  world.payee_of("firm-a1");
  world.payee_of("firm-a2");
  const std::string first = world.order("d1");
  const std::string second = world.order("d2");
  world.order("d3");  // has no payee
  const office::Batched batched = world.batch();
  REQUIRE(batched.left_out.size() == 1);
  CHECK(complaint("batch", encode_batch(batched, kReal)) == "");
  world.exported(batched.batch.value.id);
  const office::Reconciled reconciled = world.reconciled(
      office::kSecond, first + ",executed,3,2028-02-03,R1,\n" + second +
                           ",rejected,,,R2,AC04\nP-none,executed,1,2028-02-03,,\n");
  CHECK(reconciled.reconciliation.exceptions.size() == 1);
  CHECK(complaint("reconciliation", encode_reconciliation(reconciled, kReal)) == "");
  std::vector<Transfer> all;
  for (const auto& one :
       world
           .must(office::kAuditor,
                 [](office::Call& call) { return office::list_transfers(call, {}, {}); })
           .items) {
    all.push_back(one.value);
  }
  CHECK(all.size() == 3);
  CHECK(complaint("payments", encode_transfers(all, kReal)) == "");
  CHECK(complaint("payments", encode_batch(batched, kReal)) != "");  // the schemas tell them apart
}

}  // namespace formulary::server
