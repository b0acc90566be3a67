#include "http/fields.h"

#include <algorithm>

#include "http/internal/text.h"

namespace formulary::http {

void Fields::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void Fields::set(std::string name, std::string value) {
  remove(name);
  add(std::move(name), std::move(value));
}

void Fields::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Field& field) { return field.first == name; });
}

const std::string* Fields::find(std::string_view name) const {
  for (const auto& [each, value] : fields_) {
    if (each == name) return &value;
  }
  return nullptr;
}

std::string_view Fields::value(std::string_view name) const {
  const std::string* found = find(name);
  return found == nullptr ? std::string_view() : *found;
}

std::vector<std::string_view> Fields::values(std::string_view name) const {
  std::vector<std::string_view> all;
  for (const auto& [each, value] : fields_) {
    if (each == name) all.push_back(value);
  }
  return all;
}

Headers::Headers(std::initializer_list<Fields::Field> fields) {
  for (const auto& [name, value] : fields) add(name, value);
}

void Headers::add(std::string_view name, std::string value) {
  fields_.add(lower(name), std::move(value));
}

void Headers::set(std::string_view name, std::string value) {
  fields_.set(lower(name), std::move(value));
}

void Headers::set_default(std::string_view name, std::string value) {
  if (!has(name)) add(name, std::move(value));
}

void Headers::remove(std::string_view name) {
  fields_.remove(lower(name));
}

const std::string* Headers::find(std::string_view name) const {
  return fields_.find(lower(name));
}

std::string_view Headers::value(std::string_view name) const {
  return fields_.value(lower(name));
}

}  // namespace formulary::http
