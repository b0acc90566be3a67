#include "tables/csv.h"
#include <doctest/doctest.h>
TEST_CASE("x") {
  CHECK(formulary::parse_csv("a\n1\n", "f"));
}
