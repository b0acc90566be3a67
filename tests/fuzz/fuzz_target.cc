// What does the reader of request targets do with any bytes? It must refuse, or give a path in
// normal form that is read back as itself.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/must.h"
#include "http/target.h"

namespace {

using namespace formulary::http;

// Write a path again as it would be asked for.
std::string written(std::string_view path) {
  std::string text;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    text += '/' + percent_encoded(path.substr(0, end));
    path.remove_prefix(end);
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto target = read_target({reinterpret_cast<const char*>(data), size});
  if (!target) {
    MUST(!target.error().empty());
    return 0;
  }
  const std::string around = target->path + "/";
  MUST(target->path.starts_with('/'));
  MUST(target->path.find("//") == std::string::npos);
  MUST(around.find("/./") == std::string::npos && around.find("/../") == std::string::npos);
  MUST(target->path.find('\\') == std::string::npos);
  std::string again = written(target->path) + "?";
  for (const auto& [name, value] : target->query) {
    MUST(name.find('\0') == std::string::npos && value.find('\0') == std::string::npos);
    again += percent_encoded(name) + "=" + percent_encoded(value) + "&";
  }
  const auto second = read_target(again);
  MUST(second && second->path == target->path && second->query == target->query);
  return 0;
}
