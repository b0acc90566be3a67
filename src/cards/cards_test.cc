#include "cards/cards.h"
#include <doctest/doctest.h>
TEST_CASE("shipped") {
  for (auto& f : formulary::check(FORMULARY_ROOT "/content", FORMULARY_ROOT "/countries"))
    MESSAGE(formulary::describe(f));
}
