#include "report/documents.h"
#include "report/internal/decode_measure.h"
#include "report/internal/reader.h"

namespace formulary {

namespace report {
namespace {

constexpr std::size_t kDeepest = 16;  // a sound package nests eight levels
constexpr const char* kSchema = "formulary/package/1";
constexpr const char* kAgain = "configure it again with this version";
constexpr int kMostYears = 50;

Envelope decode_envelope(ObjectReader reader, const CountryPack& country) {
  Envelope envelope;
  envelope.country = reader.string("country");
  envelope.sector = reader.string("sector");
  if (country.sector(envelope.sector) == nullptr) {
    reader.fault("sector", "there is no sector '" + ObjectReader::shorten(envelope.sector) + "'");
  }
  envelope.goal = reader.member<Goal>("goal");
  envelope.budget = reader.money("budget", 0);
  envelope.years = static_cast<int>(reader.integer("years", 1, kMostYears));
  envelope.regions = reader.strings("regions");
  std::set<std::string> seen;
  for (std::size_t i = 0; i < envelope.regions.size(); ++i) {
    const std::string at = "regions/" + std::to_string(i);
    check_region(reader, at, envelope.regions[i], country);
    if (!seen.insert(envelope.regions[i]).second) reader.fault(at, "is listed twice");
  }
  envelope.company_types = reader.members<CompanyType>("company_types");
  envelope.risk_aversion = reader.number("risk_aversion", kPositive);
  envelope.minimum_region_share = reader.number("minimum_region_share", kShare);
  envelope.most_instruments = static_cast<int>(reader.integer("most_instruments", 0, 1000));
  envelope.gap = reader.number("gap", kPositive);
  reader.close();
  return envelope;
}

Benefit decode_benefit(ObjectReader reader) {
  Benefit benefit;
  benefit.mean_field = reader.number("mean_field", kAnyNumber);
  benefit.worst_tenth = reader.number("worst_tenth", kAnyNumber);
  benefit.per_cost = reader.number("per_cost", kAnyNumber);
  reader.close();
  return benefit;
}

Refusal decode_refusal(ObjectReader& reader, const Toolbox& toolbox) {
  Refusal refusal;
  refusal.instrument = reader.string("instrument");
  check_instrument(reader, "instrument", refusal.instrument, toolbox);
  refusal.variant = reader.string("variant");
  refusal.company_types = reader.members<CompanyType>("company_types");
  refusal.cells = static_cast<int>(reader.integer("cells", 0, 1'000'000));
  refusal.reason = reader.member<RefusalReason>("reason");
  refusal.text = reader.text("text");
  refusal.binding = reader.string("binding");
  if (!refusal.binding.empty() && !member_of<Component>(refusal.binding)) {
    reader.fault("binding", "there is no component of this name");
  }
  refusal.reduced_cost = reader.number("reduced_cost", kAnyNumber);
  reader.close();
  return refusal;
}

ShadowPrice decode_price(ObjectReader& reader) {
  ShadowPrice price;
  price.limit = reader.string("limit");
  price.price = reader.number("price", kAnyNumber);
  price.used = reader.number("used", kAnyNumber);
  price.limit_value = reader.number("limit_value", kAnyNumber);
  reader.close();
  return price;
}

Alternative decode_alternative(ObjectReader& reader, const Toolbox& toolbox) {
  Alternative alternative;
  alternative.budget = reader.money("budget", 0);
  alternative.benefit = reader.number("benefit", kAnyNumber);
  alternative.worst_tenth = reader.number("worst_tenth", kAnyNumber);
  alternative.measures = static_cast<int>(reader.integer("measures", 0, 1'000'000));
  alternative.instruments = reader.strings("instruments");
  for (std::size_t i = 0; i < alternative.instruments.size(); ++i) {
    check_instrument(reader, "instruments/" + std::to_string(i), alternative.instruments[i],
                     toolbox);
  }
  reader.close();
  return alternative;
}

Provenance decode_provenance(ObjectReader reader) {
  Provenance provenance;
  provenance.engine = reader.string("engine");
  provenance.toolbox_hash = reader.string("toolbox_hash");
  provenance.country_hash = reader.string("country_hash");
  provenance.seed = static_cast<std::uint32_t>(reader.integer("seed", 0, UINT32_MAX));
  provenance.command = reader.string("command");
  reader.close();
  return provenance;
}

Package::Summary decode_run(ObjectReader reader) {
  Package::Summary run;
  run.cells = static_cast<int>(reader.integer("cells", 0, INT32_MAX));
  run.columns = static_cast<int>(reader.integer("columns", 0, INT32_MAX));
  run.rounds = static_cast<int>(reader.integer("rounds", 0, INT32_MAX));
  run.packages_priced = reader.integer("packages_priced", 0, INT64_MAX);
  run.seconds = reader.number("seconds", kPositive);
  reader.close();
  return run;
}

// Say why this is no package of this version; empty when it may be read on.
Faults strangeness(const Json& json) {
  Faults faults;
  ObjectReader reader(json, "", faults);
  const std::string schema = reader.string("schema");
  if (faults.empty() && schema != kSchema) {
    reader.fault("schema", "is '" + ObjectReader::shorten(schema) + "', not '" + kSchema + "'",
                 "give the document that `formulary configure --json` wrote");
  }
  if (!faults.empty()) return faults;
  const std::string engine = reader.string("engine");
  if (faults.empty() && engine != kEngineVersion) {
    reader.fault(
        "engine",
        "is '" + ObjectReader::shorten(engine) + "', this program is '" + kEngineVersion + "'",
        kAgain);
  }
  if (faults.empty() && reader.string("status") == "infeasible") {
    reader.fault("status", "there is no package here: the limits were infeasible",
                 "loosen one of the limits it names and configure it again");
  }
  return faults;
}

// The text at /outer/inner; null where there is none, which `decode` tells with its place.
const std::string* text_at(const Json& json, const char* outer, const char* inner) {
  const auto object = json.find(outer);
  if (object == json.end() || !object->is_object()) return nullptr;
  const auto text = object->find(inner);
  return text == object->end() ? nullptr : text->get_ptr<const std::string*>();
}

// Say which of the inputs it was made with are not those at hand. All of its ids and figures come
// from them, so it may be read on only when this is empty.
Faults other_content(const Json& json, const Toolbox& toolbox, const CountryPack& country) {
  Faults faults;
  const auto differs = [&](const char* outer, const char* inner, const std::string& here) {
    const std::string* made_with = text_at(json, outer, inner);
    return made_with != nullptr && *made_with != here;
  };
  if (differs("provenance", "toolbox_hash", toolbox.hash)) {
    faults.push_back({"", 0,
                      "/provenance/toolbox_hash: it was made with another toolbox than this one",
                      "configure it again, or pretest with --content as it was then"});
  }
  if (differs("envelope", "country", country.id)) {
    faults.push_back({"", 0,
                      "/envelope/country: is '" +
                          ObjectReader::shorten(*text_at(json, "envelope", "country")) +
                          "', the country pack is '" + country.id + "'",
                      "name the country pack it was configured for"});
  } else if (differs("provenance", "country_hash", country.hash)) {
    faults.push_back({"", 0,
                      "/provenance/country_hash: it was made with another state of the country "
                      "pack '" +
                          country.id + "' than this one",
                      "configure it again, or pretest with --countries as it was then"});
  }
  return faults;
}

void decode_lists(ObjectReader& reader, const Toolbox& toolbox, Package& package) {
  for (ObjectReader& one : reader.objects("refused")) {
    package.refused.push_back(decode_refusal(one, toolbox));
  }
  for (ObjectReader& one : reader.objects("prices")) {
    package.prices.push_back(decode_price(one));
  }
  for (ObjectReader& one : reader.objects("alternatives")) {
    package.alternatives.push_back(decode_alternative(one, toolbox));
  }
}

Package decode(const Json& json, const Toolbox& toolbox, const CountryPack& country,
               Faults& faults) {
  Package package;
  ObjectReader reader(json, "", faults);
  reader.string("schema");
  reader.string("engine");
  package.gap = reader.number("gap", kAnyNumber);
  package.bound = reader.number("bound", kAnyNumber);
  package.envelope = decode_envelope(reader.object("envelope"), country);
  const std::string status = reader.string("status");
  if (status != (package.gap <= package.envelope.gap ? "optimal" : "feasible")) {
    reader.fault("status", "does not agree with the two gaps");
  }
  package.stage = reader.member<Stage>("stage");
  package.binding = reader.members<Component>("binding");
  package.unaddressed = reader.strings("unaddressed");
  const Ground ground{toolbox, country, package.envelope};
  ObjectReader chosen = reader.object("package");
  package.measures = decode_measures(chosen, "measures", ground);
  chosen.close();
  package.benefit = decode_benefit(reader.object("benefit"));
  ObjectReader blanket = reader.object("blanket");
  package.blanket_benefit = decode_benefit(blanket.object("benefit"));
  package.blanket = decode_measures(blanket, "measures", ground);
  blanket.close();
  decode_lists(reader, toolbox, package);
  package.provenance = decode_provenance(reader.object("provenance"));
  if (reader.optional("run") != nullptr) package.summary = decode_run(reader.object("run"));
  reader.close();
  return package;
}

}  // namespace
}  // namespace report

Result<Package> decode_package(std::string_view json, const Toolbox& toolbox,
                               const CountryPack& country) {
  TRY(document, report::parse_strictly(json, report::kDeepest));
  Faults faults = report::strangeness(document);
  if (faults.empty()) faults = report::other_content(document, toolbox, country);
  if (!faults.empty()) return fail(std::move(faults));
  Package package = report::decode(document, toolbox, country, faults);
  if (!faults.empty()) return fail(std::move(faults));
  return package;
}

}  // namespace formulary
