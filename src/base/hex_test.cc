#include "base/hex.h"

#include <array>

#include <doctest/doctest.h>

// Expected: by hand, at both ends of a byte and of a digit.
TEST_CASE("bytes are written as two digits each") {
  const std::array<unsigned char, 5> bytes{0x00, 0x0f, 0x10, 0xa9, 0xff};
  CHECK(formulary::hex(bytes) == "000f10a9ff");
  CHECK(formulary::hex({}).empty());
}
