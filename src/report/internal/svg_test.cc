#include "report/internal/svg.h"

#include <cmath>

#include <doctest/doctest.h>

#include "report/internal/charts.h"

namespace formulary::report {

// Expected: by hand.
TEST_CASE("ticks are round numbers inside the range") {
  CHECK(ticks(0, 100, 4) == std::vector<double>{0, 20, 40, 60, 80, 100});
  CHECK(ticks(3, 17, 3) == std::vector<double>{5, 10, 15});
  CHECK(ticks(-1, 1, 4) == std::vector<double>{-1, -0.5, 0, 0.5, 1});
  CHECK(ticks(5, 5, 4) == std::vector<double>{5});
  CHECK(ticks(0, std::nan(""), 4).size() == 1);
}

// Expected: by hand, no word is lost unless lines run out, and then an ellipsis says so.
TEST_CASE("words wrap at spaces and count letters") {
  CHECK(wrap("наука и кадры", 7, 3) == std::vector<std::string>{"наука и", "кадры"});
  CHECK(wrap("one two three", 3, 2) == std::vector<std::string>{"one", "two …"});
  CHECK(wrap("", 5, 2).empty());
  CHECK(wrap("longword", 3, 2) == std::vector<std::string>{"longword"});
}

// Expected: by hand, an axis of no length maps to its beginning.
TEST_CASE("an axis maps its ends to its places") {
  CHECK(Axis{0, 10, 100, 200}.at(5) == 150);
  CHECK(Axis{0, 10, 200, 100}.at(10) == 100);
  CHECK(Axis{3, 3, 100, 200}.at(3) == 100);
}

// Expected: by definition; a chart is an image with a name and a description.
TEST_CASE("charts escape their words and leave out what is not a number") {
  const double nan = std::nan("");
  Bar odd;
  odd.label = "x<y";
  odd.value = nan;
  odd.high = nan;
  const std::string chart = bar_chart({"c", "a < b", "d & e"}, {odd}, 0, {});
  CHECK(chart.find("role=\"img\" aria-labelledby=\"c-title c-desc\"") != std::string::npos);
  CHECK(chart.find("a &lt; b</title>") != std::string::npos);
  CHECK(chart.find("x&lt;y") != std::string::npos);
  CHECK(chart.find("nan") == std::string::npos);
  KpiForecast empty;
  CHECK(fan_chart({"f", "t", "d"}, empty, 2025, {"a", "b"}, Language::en).find("nan") ==
        std::string::npos);
  CHECK(tile_chart({"t", "t", "d"}, {}).find("nan") == std::string::npos);
  CHECK(
      front_chart({"p", "t", "d"}, {{0, "0", 0, 0, true}}, {"a", "b"}, Language::kk).find("nan") ==
      std::string::npos);
}

}  // namespace formulary::report
