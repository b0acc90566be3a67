// What does a JSON document say? For the scripts beside it, on machines without jq.
//
//   json_probe validate SCHEMA FILE    one document, and it keeps the schema
//   json_probe get FILE POINTER        the value there; text without its quotes
//   json_probe has FILE POINTER...     all are there; * stands for every element, at least one
//   json_probe patch FILE PATCH        the document after an RFC 6902 patch
//   json_probe equal-but-run A B       the same documents apart from the key `run`
//
// Exit codes: 0 yes, 1 no (with the reason on stderr), 2 wrong use or no JSON.
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace {

using nlohmann::json;
constexpr int kYes = 0;
constexpr int kNo = 1;
constexpr int kCannot = 2;

json read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return json::parse(text);  // throws on anything before or after the one document
}

int validate(const std::string& schema_path, const std::string& path) {
  const json schema_json = read(schema_path);
  const json document = read(path);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter target(document);
  if (validator.validate(schema, target, &results)) return kYes;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& step : error.context) std::cerr << step;
    std::cerr << ": " << error.description << "\n";
  }
  return kNo;
}

int get(const std::string& path, const std::string& pointer) {
  const json document = read(path);
  const json::json_pointer at(pointer);
  if (!document.contains(at)) {
    std::cerr << pointer << " is missing\n";
    return kNo;
  }
  const json& value = document.at(at);
  std::cout << (value.is_string() ? value.get<std::string>() : value.dump()) << "\n";
  return kYes;
}

std::vector<std::string> steps_of(const std::string& pointer) {
  std::vector<std::string> steps;
  std::size_t at = 1;
  while (at <= pointer.size()) {
    const std::size_t end = std::min(pointer.find('/', at), pointer.size());
    steps.push_back(pointer.substr(at, end - at));
    at = end + 1;
  }
  return steps;
}

bool has(const json& value, const std::vector<std::string>& steps, std::size_t at) {
  if (at == steps.size()) return true;
  if (steps[at] != "*") {
    return value.is_object() && value.contains(steps[at]) && has(value[steps[at]], steps, at + 1);
  }
  if (!value.is_array() || value.empty()) return false;
  for (const json& element : value) {
    if (!has(element, steps, at + 1)) return false;
  }
  return true;
}

int has_all(const std::string& path, const std::vector<std::string>& pointers) {
  const json document = read(path);
  int answer = kYes;
  for (const std::string& pointer : pointers) {
    if (has(document, steps_of(pointer), 0)) continue;
    std::cerr << pointer << " is missing\n";
    answer = kNo;
  }
  return answer;
}

int equal_but_run(const std::string& path, const std::string& other_path) {
  json document = read(path);
  json other = read(other_path);
  document.erase("run");
  other.erase("run");
  const json difference = json::diff(document, other);
  if (difference.empty()) return kYes;
  constexpr std::size_t kMostShown = 5;
  for (std::size_t i = 0; i < difference.size() && i < kMostShown; ++i) {
    std::cerr << difference[i].dump().substr(0, 300) << "\n";
  }
  return kNo;
}

int answer(const std::vector<std::string>& words) {
  const std::string question = words.empty() ? "" : words[0];
  if (question == "validate" && words.size() == 3) return validate(words[1], words[2]);
  if (question == "get" && words.size() == 3) return get(words[1], words[2]);
  if (question == "has" && words.size() > 2) {
    return has_all(words[1], {words.begin() + 2, words.end()});
  }
  if (question == "patch" && words.size() == 3) {
    std::cout << read(words[1]).patch(json::parse(words[2])).dump(2) << "\n";
    return kYes;
  }
  if (question == "equal-but-run" && words.size() == 3) return equal_but_run(words[1], words[2]);
  std::cerr << "json_probe: see the top of tests/cli/json_probe.cc\n";
  return kCannot;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return answer({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "json_probe: " << error.what() << "\n";
    return kCannot;
  }
}
