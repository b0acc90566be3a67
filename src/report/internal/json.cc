#include "report/internal/json.h"

#include <charconv>
#include <cmath>

namespace formulary::report {

namespace {

void print_at(const Json& json, std::size_t indent, std::string& out);

void print_object(const Json& json, std::size_t indent, std::string& out) {
  bool first = true;
  for (const auto& [key, value] : json.items()) {
    out += first ? "{\n" : ",\n";
    first = false;
    out.append(indent + 2, ' ');
    out += Json(key).dump(-1, ' ', false, Json::error_handler_t::replace) + ": ";
    print_at(value, indent + 2, out);
  }
  out += '\n';
  out.append(indent, ' ');
  out += '}';
}

void print_array(const Json& json, std::size_t indent, std::string& out) {
  bool first = true;
  for (const Json& value : json) {
    out += first ? "[\n" : ",\n";
    first = false;
    out.append(indent + 2, ' ');
    print_at(value, indent + 2, out);
  }
  out += '\n';
  out.append(indent, ' ');
  out += ']';
}

void print_at(const Json& json, std::size_t indent, std::string& out) {
  if (json.is_object() && !json.empty()) {
    print_object(json, indent, out);
  } else if (json.is_array() && !json.empty()) {
    print_array(json, indent, out);
  } else if (json.is_number_float()) {
    out += print_number(json.get<double>());
  } else {
    out += json.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
}

}  // namespace

std::string print_number(double value) {
  if (!std::isfinite(value)) return "null";
  if (value == 0) return "0";  // also for -0, so that reading and writing again changes no byte
  const double size = std::fabs(value);
  const bool plain = size >= 1e-5 && size < 1e17;
  std::array<char, 64> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  return std::string(digits.data(), end.ptr);
}

std::string print(const Json& json) {
  std::string out;
  print_at(json, 0, out);
  out += '\n';
  return out;
}

Json open_document(const char* schema) {
  Json document;
  document["schema"] = schema;
  document["engine"] = kEngineVersion;
  return document;
}

Json json_of(const Text& text) {
  return {{"en", text.en}, {"ru", text.ru}, {"kk", text.kk}};
}

Json json_of(const Quantity& quantity) {
  return {{"value", quantity.value},
          {"sd", quantity.sd},
          {"unit", quantity.unit},
          {"source", quantity.source},
          {"assumed", quantity.assumed}};
}

Json json_of(const Spread& spread) {
  return {{"mean", spread.mean}, {"p5", spread.p5},   {"p25", spread.p25},
          {"p50", spread.p50},   {"p75", spread.p75}, {"p95", spread.p95}};
}

Json json_of(const std::vector<Spread>& spreads) {
  Json list = Json::array();
  for (const Spread& spread : spreads) list.push_back(json_of(spread));
  return list;
}

Json json_of(const std::optional<Spread>& spread) {
  return spread ? json_of(*spread) : Json(nullptr);
}

Json json_of(const Criteria& criteria) {
  Json groups = Json::array();
  for (const auto& group : criteria.all) {
    Json any = Json::array();
    for (const Criterion& criterion : group) {
      Json one{{"field", id_of(criterion.field)}};
      if (criterion.min) one["min"] = *criterion.min;
      if (criterion.max) one["max"] = *criterion.max;
      if (criterion.is) one["is"] = *criterion.is;
      if (!criterion.in.empty()) one["in"] = json_of(criterion.in);
      if (!criterion.not_in.empty()) one["not_in"] = json_of(criterion.not_in);
      any.push_back(std::move(one));
    }
    groups.push_back(std::move(any));
  }
  return groups;
}

Json json_of(const Provenance& provenance) {
  return {{"engine", provenance.engine},
          {"toolbox_hash", provenance.toolbox_hash},
          {"country_hash", provenance.country_hash},
          {"seed", provenance.seed},
          {"command", provenance.command}};
}

Json json_of(const std::vector<std::string>& strings) {
  Json list = Json::array();
  for (const std::string& string : strings) list.push_back(string);
  return list;
}

void put_money(Json& object, const std::string& key, Money amount) {
  object[key] = amount.major();
  object[key + "_minor"] = std::to_string(amount.minor());
}

}  // namespace formulary::report
