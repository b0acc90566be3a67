#include "server/internal/openapi.h"

#include <algorithm>
#include <sstream>

#include "domain/provenance.h"
#include "server/internal/shapes.h"

namespace formulary::server {
namespace {

constexpr const char* kMoneyPattern = "^-?[0-9]+(\\.[0-9]{1,2})?$";

Json schema_of(std::string_view type) {
  if (type.ends_with('?')) {
    Json inner = schema_of(type.substr(0, type.size() - 1));
    return {{"anyOf", Json::array({std::move(inner), Json{{"type", "null"}}})}};
  }
  if (type.starts_with('[')) {
    return {{"type", "array"}, {"items", schema_of(type.substr(1, type.size() - 2))}};
  }
  if (type == "text") return {{"type", "string"}};
  if (type == "number") return {{"type", "number"}};
  if (type == "integer") return {{"type", "integer"}};
  if (type == "flag") return {{"type", "boolean"}};
  if (type == "money") return {{"type", "string"}, {"pattern", kMoneyPattern}};
  if (type == "day") return {{"type", "string"}, {"format", "date"}};
  if (type == "moment") return {{"type", "string"}, {"format", "date-time"}};
  if (type == "object") return {{"type", "object"}};
  if (type == "Document") return {{"type", "object"}};
  return {{"$ref", "#/components/schemas/" + std::string(type)}};
}

Json schema_of(const Shape& shape) {
  Json properties = Json::object();
  Json required = Json::array();
  std::istringstream fields{std::string(shape.fields)};
  std::string field;
  while (fields >> field) {
    const std::size_t colon = field.find(':');
    std::string name = field.substr(0, colon);
    const bool may_miss = name.ends_with('?');
    if (may_miss) name.pop_back();
    properties[name] = schema_of(std::string_view(field).substr(colon + 1));
    if (!may_miss) required.push_back(name);
  }
  return {{"type", "object"},
          {"properties", properties},
          {"required", required},
          {"additionalProperties", shape.name == "Problem"}};
}

Json answer_schema(const std::string& gives) {
  if (!gives.starts_with('[')) return schema_of(gives);
  return {{"type", "object"},
          {"properties", {{"items", schema_of(gives)}}},
          {"required", Json::array({"items"})}};
}

Json parameters_of(const Endpoint& endpoint) {
  Json parameters = Json::array();
  for (std::size_t at = endpoint.pattern.find('{'); at != std::string::npos;
       at = endpoint.pattern.find('{', at + 1)) {
    const std::size_t end = endpoint.pattern.find('}', at);
    parameters.push_back({{"name", endpoint.pattern.substr(at + 1, end - at - 1)},
                          {"in", "path"},
                          {"required", true},
                          {"schema", {{"type", "string"}}}});
  }
  for (const std::string& name : endpoint.query) {
    parameters.push_back({{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}}}});
  }
  const bool writes = endpoint.access == Access::write;
  if (writes && endpoint.auth == Auth::person) {
    parameters.push_back(
        {{"name", "Idempotency-Key"}, {"in", "header"}, {"schema", {{"type", "string"}}}});
    parameters.push_back(
        {{"name", "If-Match"}, {"in", "header"}, {"schema", {{"type", "string"}}}});
  }
  return parameters;
}

Json responses_of(const Endpoint& endpoint) {
  Json good{{"description", "done"}};
  if (!endpoint.gives.empty()) {
    good["content"] = {{"application/json", {{"schema", answer_schema(endpoint.gives)}}}};
  } else if (endpoint.produces != "application/json") {
    good["content"] = {{endpoint.produces, {{"schema", {{"type", "string"}}}}}};
  }
  const Json problem{
      {"description", "not done; nothing was changed"},
      {"content",
       {{"application/problem+json", {{"schema", schema_of(std::string_view("Problem"))}}}}}};
  return {{std::to_string(endpoint.status), good}, {"default", problem}};
}

std::string_view lower(http::Method method) {
  switch (method) {
    case http::Method::get:
      return "get";
    case http::Method::post:
      return "post";
    case http::Method::put:
      return "put";
    case http::Method::remove:
      return "delete";
    default:
      return "head";
  }
}

// What an endpoint takes that is no JSON.
std::vector<const char*> files_of(const Endpoint& endpoint) {
  if (endpoint.operation == "importValues") return {"text/csv", "application/x-ndjson"};
  if (endpoint.operation == "reconcile") return {"text/csv", "application/xml"};
  return {};
}

Json body_of(const Endpoint& endpoint) {
  Json content = Json::object();
  for (const char* type : files_of(endpoint)) content[type] = {{"schema", {{"type", "string"}}}};
  if (!content.empty()) return {{"required", true}, {"content", content}};
  return {{"required", true},
          {"content",
           {{"application/json", {{"schema", schema_of(std::string_view(endpoint.takes))}}}}}};
}

}  // namespace

Json openapi_of(const std::vector<Endpoint>& endpoints, const CountryPack& country) {
  Json paths = Json::object();
  for (const Endpoint& endpoint : endpoints) {
    Json operation{{"operationId", endpoint.operation},
                   {"summary", endpoint.summary},
                   {"parameters", parameters_of(endpoint)},
                   {"responses", responses_of(endpoint)}};
    if (!endpoint.takes.empty() || !files_of(endpoint).empty()) {
      operation["requestBody"] = body_of(endpoint);
    }
    if (endpoint.auth == Auth::person) {
      operation["security"] =
          Json::array({Json{{"session", Json::array()}}, Json{{"token", Json::array()}}});
      operation["x-scope"] = id_of(endpoint.scope);
    }
    paths[endpoint.pattern][std::string(lower(endpoint.method))] = std::move(operation);
  }
  Json schemas = Json::object();
  for (const Shape& shape : shapes()) schemas[std::string(shape.name)] = schema_of(shape);
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "Formulary"},
            {"version", kEngineVersion},
            {"description",
             "Industrial policy as a service: diagnose, configure, pre-test, launch, "
             "monitor. Money is a text of major units of " +
                 country.currency + "."},
            {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
          {"paths", paths},
          {"components",
           {{"schemas", schemas},
            {"securitySchemes",
             {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", kSessionCookie}}},
              {"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

}  // namespace formulary::server
