// How does an answer look as a picture? The charts of the page, each in words as well.
#pragma once

#include <string>
#include <vector>

#include "domain/country.h"
#include "domain/forecast.h"
#include "domain/words.h"

namespace formulary::report {

// What a chart says to those who cannot see it; `id` is unique on the page.
struct ChartHead {
  std::string id;
  std::string title;
  std::string description;
};

struct Bar {
  std::string label;
  double value = 0;
  std::string shown;  // the value in words, at the right
  std::string note;   // under the label's end, e.g. "▲ holds back"; may be empty
  double mark = -1;   // a line across the bar (the peers); < 0: none
  double low = 0;     // whisker, where high > low
  double high = 0;
};

struct BarLegend {
  std::string bar;  // both empty: no legend
  std::string mark;
};

// Draw horizontal bars from 0 to `largest` (the largest value where it is 0).
std::string bar_chart(const ChartHead& head, const std::vector<Bar>& bars, double largest,
                      const BarLegend& legend);

// Draw, for each tool, nested bars on the firms that qualify: those that know of it, that apply and
// that receive support (with its interval), and a line at those that complete.
struct FunnelRow {
  std::string label;
  std::string shown;  // at the right, e.g. 152 of 4,024
  double eligible = 0;
  double aware = 0;
  double applied = 0;
  Spread awarded;
  double completed = 0;
};
std::string funnel_chart(const ChartHead& head, const std::vector<FunnelRow>& rows,
                         const std::vector<std::string>& legend);

// Draw one column a year with its value above it.
struct YearColumn {
  std::string year;
  double value = 0;
  std::string shown;
};
std::string column_chart(const ChartHead& head, const std::vector<YearColumn>& columns);

// Draw the shares of a few kinds, stacked by year; the kinds are named at the right.
std::string stack_chart(const ChartHead& head, const std::vector<std::string>& kinds,
                        const std::vector<std::string>& years,
                        const std::vector<std::vector<double>>& shares);

// Draw intervals: 5 to 95 percent thin, 25 to 75 thick, a dot at the median, a line at zero.
struct IntervalRow {
  std::string label;
  Spread value;
  std::string shown;
  bool is_point = false;  // only the median is known
};
std::string interval_chart(const ChartHead& head, const std::vector<IntervalRow>& rows);

// Draw two worlds year by year: bands and a solid line with the package, hatching and a dashed
// line without it.
struct FanLegend {
  std::string with_policy;
  std::string no_policy;
};
std::string fan_chart(const ChartHead& head, const KpiForecast& kpi, int base_year,
                      const FanLegend& legend, Language language);

// Draw the regions on the country's tile grid; the share of the largest value sets the shade.
struct Tile {
  int row = 0;
  int column = 0;
  std::string name;  // short, at the top of the tile
  double value = 0;
  std::string shown;
};
std::string tile_chart(const ChartHead& head, const std::vector<Tile>& tiles);

// Draw spans of months for several lines, each span with its short name.
struct Span {
  int kind = 0;  // 0..4: set-up, call, awards, review, close
  int from = 0;
  int to = 0;
};
struct SpanLine {
  std::string label;
  std::vector<Span> spans;
};
std::string span_chart(const ChartHead& head, const std::vector<SpanLine>& lines, int months,
                       const std::vector<std::string>& kinds);

// Draw two lines over the same amounts; the chosen point is ringed.
struct FrontPoint {
  double x = 0;
  std::string x_shown;
  double upper = 0;
  double lower = 0;
  bool chosen = false;
};
struct FrontLegend {
  std::string upper;
  std::string lower;
};
std::string front_chart(const ChartHead& head, const std::vector<FrontPoint>& points,
                        const FrontLegend& legend, Language language);

}  // namespace formulary::report
