// Does an answer keep what the OpenAPI document promises?
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace formulary::api_world {

using nlohmann::json;

// Whether a value is as a schema of the document says; where it is not, `where` tells.
inline bool fits(const json& document, const json& schema, const json& value, std::string& where) {
  if (schema.contains("$ref")) {
    const std::string name = schema["$ref"].get<std::string>().substr(21);
    return fits(document, document["components"]["schemas"][name], value, where);
  }
  if (schema.contains("anyOf")) {
    for (const json& one : schema["anyOf"]) {
      if (fits(document, one, value, where)) return true;
    }
    return false;
  }
  const std::string type = schema["type"];
  if (type == "null") return value.is_null();
  if (type == "string") return value.is_string();
  if (type == "number") return value.is_number();
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  if (type == "array") {
    if (!value.is_array()) return false;
    for (const json& one : value) {
      if (!fits(document, schema["items"], one, where)) return false;
    }
    return true;
  }
  if (!value.is_object()) return false;
  if (!schema.contains("properties")) return true;
  for (const json& key : schema["required"]) {
    if (!value.contains(key.get<std::string>())) return where = key, false;
  }
  for (const auto& [key, inner] : value.items()) {
    if (!schema["properties"].contains(key)) {
      if (schema["additionalProperties"] == true) continue;
      return where = key, false;
    }
    if (!fits(document, schema["properties"][key], inner, where)) return where += "<" + key, false;
  }
  return true;
}

// What an answer breaks of what the document says about it; "" = nothing.
inline std::string broken(const json& document, const std::string& method,
                          const std::string& pattern, int status, const json& body) {
  const json& operation = document["paths"][pattern][method];
  const json& responses = operation["responses"];
  std::string where;
  if (status >= 400) {
    const json problem{{"$ref", "#/components/schemas/Problem"}};
    return fits(document, problem, body, where) ? "" : "no problem: " + where + body.dump();
  }
  if (status == 304) return "";
  const auto promised = responses.find(std::to_string(status));
  if (promised == responses.end()) return "status " + std::to_string(status);
  const auto content = promised->find("content");
  if (content == promised->end() || !content->contains("application/json")) return "";
  return fits(document, (*content)["application/json"]["schema"], body, where)
             ? ""
             : "shape: " + where + " in " + body.dump().substr(0, 400);
}

}  // namespace formulary::api_world
