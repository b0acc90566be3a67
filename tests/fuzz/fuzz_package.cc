// Does decode_package hold against any bytes, and does what it accepts survive a round trip?
//
//   cmake --preset fuzz && cmake --build build/fuzz --target fuzz_package
//   build/fuzz/tests/fuzz/fuzz_package tests/fuzz/corpus/package -max_total_time=60
//
// The toolbox and the country are tiny, so that a mutated document can name what is in them.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "report/documents.h"

namespace {

using namespace formulary;

const Toolbox& toolbox() {
  static const Toolbox box = [] {
    Toolbox tiny;
    Instrument card;
    card.id = "t";
    card.variants.resize(1);
    card.variants[0].id = "v";
    tiny.instruments = {card};
    tiny.kpis.resize(1);
    tiny.kpis[0].id = "k";
    tiny.problems.resize(1);
    tiny.problems[0].id = "p";
    tiny.roles = {{"r", {}}};
    tiny.hash = "a";
    return tiny;
  }();
  return box;
}

const CountryPack& country() {
  static const CountryPack pack = [] {
    CountryPack tiny;
    tiny.id = "c";
    tiny.sectors.resize(1);
    tiny.sectors[0].id = "s";
    tiny.regions.resize(1);
    tiny.regions[0].id = "A";
    tiny.offices = {{"o", {}, {"r"}, ""}};
    tiny.hash = "b";
    return tiny;
  }();
  return pack;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto named = country_of_package(text);
  const auto package = decode_package(text, toolbox(), country());
  if (!package) {
    if (package.error().empty()) std::abort();
    return 0;
  }
  if (!named || *named != package->envelope.country) std::abort();
  const std::string once = encode_configuration(*package);
  const auto again = decode_package(once, toolbox(), country());
  if (!again || encode_configuration(*again) != once) std::abort();
  return 0;
}
