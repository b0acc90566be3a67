// How do values of the domain look in JSON? Shared pieces of all documents.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/money.h"
#include "domain/criteria.h"
#include "domain/forecast.h"
#include "domain/provenance.h"
#include "domain/quantity.h"
#include "domain/words.h"

namespace formulary::report {

using Json = nlohmann::ordered_json;  // keeps the order in which keys are written

// Print a document: two spaces a level, shortest numbers, null for what is not finite,
// U+FFFD for bytes that are not UTF-8, a newline at the end.
std::string print(const Json& json);

// Print one number in the shortest form that reads back as the same double; "null" when not finite.
std::string print_number(double value);

// Open a document with its schema and the version of the engine.
Json open_document(const char* schema);

Json json_of(const Text& text);
Json json_of(const Quantity& quantity);
Json json_of(const Spread& spread);
Json json_of(const std::vector<Spread>& spreads);
Json json_of(const std::optional<Spread>& spread);
Json json_of(const Criteria& criteria);
Json json_of(const Provenance& provenance);
Json json_of(const std::vector<std::string>& strings);

template <typename E>
Json ids_of(const std::vector<E>& members) {
  Json list = Json::array();
  for (const E member : members) list.push_back(id_of(member));
  return list;
}

// Write one number per member of an enumeration, keyed by its id.
template <typename E, std::size_t N>
Json by_id(const std::array<double, N>& values) {
  Json object = Json::object();
  for (std::size_t i = 0; i < N; ++i) object[Ids<E>::names[i]] = values[i];
  return object;
}

// Add an amount twice: in major units for reading, in minor units, exactly, for counting.
void put_money(Json& object, const std::string& key, Money amount);

}  // namespace formulary::report
