// What does the card reader do with any bytes? It must return a card or its mistakes. The first
// byte chooses the kind of card: i(nstrument), k(pi), p(roblem).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/must.h"
#include "cards/cards.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace formulary;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const CardKind kind = data[0] == 'i'   ? CardKind::instrument
                        : data[0] == 'k' ? CardKind::kpi
                                         : CardKind::problem;
  for (const Fault& fault : check_card(text, kind, "content/card.yaml")) {
    MUST(fault.file == "content/card.yaml" && !fault.what.empty() && fault.line >= 0);
  }
  return 0;
}
