#include "publish/internal/json.h"

#include <algorithm>

namespace formulary::publish {

std::string print(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string readable(const std::string& text) {
  std::string clean;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    const bool control = (code < 0x20 && c != '\n' && c != '\t') || code == 0x7F;
    if (!control) clean += c;
  }
  const bool ascii = std::all_of(clean.begin(), clean.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return clean;
  return Json::parse(Json(clean).dump(-1, ' ', false, Json::error_handler_t::replace))
      .get<std::string>();
}

Json list_of(Json element) {
  Json list = Json::array();
  list.push_back(std::move(element));
  return list;
}

Json number_of(Money amount) {
  if (amount.minor() % 100 == 0) return amount.minor() / 100;
  return amount.major();
}

}  // namespace formulary::publish
