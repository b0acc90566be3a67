// What does the reader of formulas do with any bytes? It must refuse with a place, or give a
// formula whose text reads back as itself.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/must.h"
#include "evaluate/formula.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace formulary;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = evaluate::parse_formula(text);
  if (!read) {
    MUST(read.error().size() == 1 && read.error()[0].what.starts_with("character "));
    return 0;
  }
  const auto again = evaluate::parse_formula(read->text());
  MUST(again && again->text() == read->text());
  return 0;
}
