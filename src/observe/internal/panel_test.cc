#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "observe/internal/sample_panel.h"
#include "observe/observe.h"

using namespace formulary;

namespace {

PanelColumns wide_panel() {
  PanelColumns panel;
  panel.file = "panel.csv";
  panel.header = {"sector", "year", "real_output_growth", "net_entry_rate"};
  for (const char* sector : {"a", "b", "c", "d", "e"}) {
    panel.rows.push_back({sector, "2001", "0.05", ""});
  }
  return panel;
}

// Five industries over two years; their output doubles, prices stand still.
PanelColumns index_panel() {
  PanelColumns panel;
  panel.file = "indices.csv";
  panel.header = {
      "industry",    "year", "output_index", "output_price_index", "value_production_bn_usd",
      "is_aggregate"};
  for (const char* sector : {"a", "b", "c", "d", "e"}) {
    panel.rows.push_back({sector, "2001", "50", "100", "1", "0"});
    panel.rows.push_back({sector, "2002", "100", "100", "1", "0"});
  }
  return panel;
}

double value_of(const std::vector<SeriesPoint>& points, const std::string& sector,
                const std::string& feature, int year) {
  for (const SeriesPoint& p : points) {
    if (p.sector == sector && p.feature == feature && p.year == year) return p.value;
  }
  return std::nan("");
}

bool complains_of(const PanelColumns& panel, const std::string& words, int line) {
  const auto points = series_of_panel(panel);
  if (points) return false;
  return std::any_of(points.error().begin(), points.error().end(), [&](const Fault& fault) {
    return fault.line == line && fault.what.find(words) != std::string::npos;
  });
}

}  // namespace

// Expected: by hand, one point for each cell that is not empty.
TEST_CASE("a panel of features becomes series") {
  PanelColumns panel = wide_panel();
  panel.rows[0][3] = "-0.01";
  const auto points = series_of_panel(panel);
  REQUIRE(points);
  CHECK(points->size() == 6);
  CHECK(value_of(*points, "a", "net_entry_rate", 2001) == -0.01);
  CHECK(value_of(*points, "e", "real_output_growth", 2001) == 0.05);
}

// Expected: by hand, the layout of a pack's series.csv reads as it stands.
TEST_CASE("a pack's own series read as a panel") {
  PanelColumns panel;
  panel.header = {"sector", "feature", "year", "value", "source", "assumed"};
  panel.rows = {{"a", "real_output_growth", "2001", "0.05", "office", "true"},
                {"economy", "real_output_growth", "2001", "0.03", "", "false"}};
  const auto points = series_of_panel(panel);
  REQUIRE(points);
  CHECK(points->size() == 2);
  CHECK(points->front().assumed);
  CHECK(points->front().source == "office");
}

// Expected: by hand, log 2 for each; the economy is weighted by production, aggregates are left
// out: industry a weighs (1 + 5) / 2 and grows by log 4.
TEST_CASE("indices become log differences and the rest of the panel the economy") {
  PanelColumns panel = index_panel();
  panel.rows[1][2] = "200";
  panel.rows[1][4] = "5";
  panel.rows.push_back({"all", "2001", "50", "100", "9", "1"});
  panel.rows.push_back({"all", "2002", "60", "100", "9", "1"});
  const auto points = series_of_panel(panel);
  REQUIRE(points);
  CHECK(value_of(*points, "b", "real_output_growth", 2002) == doctest::Approx(std::log(2.0)));
  CHECK(value_of(*points, "b", "price_growth", 2002) == 0);
  CHECK(std::isnan(value_of(*points, "b", "real_output_growth", 2001)));
  CHECK(std::isnan(value_of(*points, "all", "real_output_growth", 2002)));
  CHECK(value_of(*points, kEconomy, "real_output_growth", 2002) ==
        doctest::Approx((3 * std::log(4.0) + 4 * std::log(2.0)) / 7));
}

// Expected: invariance, an index has no unit.
TEST_CASE("the base of an index does not matter") {
  PanelColumns panel = index_panel();
  const auto before = series_of_panel(panel);
  for (auto& row : panel.rows) row[2] += "0";
  const auto after = series_of_panel(panel);
  REQUIRE(before);
  REQUIRE(after);
  for (std::size_t i = 0; i < before->size(); ++i) {
    CHECK((*after)[i].value == doctest::Approx((*before)[i].value));
  }
}

// Expected: by hand, the line is the row's (header = 1) or the one given.
TEST_CASE("mistakes in a panel are named with their line") {
  PanelColumns panel = wide_panel();
  panel.rows[1][2] = "5 %";
  CHECK(complains_of(panel, "real_output_growth is no number", 3));
  panel.lines = {10, 20, 30, 40, 50};
  CHECK(complains_of(panel, "real_output_growth is no number", 20));
  panel = wide_panel();
  panel.rows[0][1] = "x";
  CHECK(complains_of(panel, "year", 2));
  panel = wide_panel();
  panel.header[2] = "growth";
  CHECK(complains_of(panel, "unknown column growth", 1));
  panel = wide_panel();
  panel.rows.push_back(panel.rows[0]);
  CHECK(complains_of(panel, "twice", 0));
  panel = wide_panel();
  panel.rows.resize(4);
  CHECK(complains_of(panel, "fewer than five sectors", 0));
  panel = wide_panel();
  panel.rows[0].pop_back();
  CHECK(complains_of(panel, "too few cells", 2));
  panel = wide_panel();
  panel.header[0] = "branch";
  CHECK(complains_of(panel, "neither sector nor industry", 1));
  panel = index_panel();
  panel.rows[2][2] = "0";
  CHECK(complains_of(panel, "output_index must be above 0", 4));
  panel = index_panel();
  panel.rows[3][1] = "2001";
  CHECK(complains_of(panel, "two rows for 2001", 5));
}
