// Which JSON does the service speak? One type, keys in the order they were put.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/money.h"
#include "domain/reason.h"
#include "domain/words.h"

namespace formulary::server {

using Json = nlohmann::ordered_json;

inline Json json_of(const Text& text) {
  return {{"en", text.en}, {"ru", text.ru}, {"kk", text.kk}};
}
inline Json json_of(Money amount) {
  return amount.text();
}
inline Json json_of(Date day) {
  return day.text();
}
inline Json json_of(Instant moment) {
  return moment.text();
}
inline Json json_of(const Reason& reason) {
  return {{"id", reason.id}, {"text", json_of(reason.text)}};
}
inline Json json_of(const std::optional<double>& maybe) {
  return maybe ? Json(*maybe) : Json();
}
inline Json json_of(const std::optional<int>& maybe) {
  return maybe ? Json(*maybe) : Json();
}
}  // namespace formulary::server
