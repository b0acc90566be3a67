#include <algorithm>
#include <cmath>

#include "report/internal/charts.h"
#include "report/internal/digest.h"
#include "report/internal/format.h"
#include "report/internal/svg.h"

namespace formulary::report {

namespace {

constexpr double kWidth = 360;
constexpr double kHeight = 236;
constexpr double kTop = 42;  // under the legend
constexpr double kFloor = kHeight - 24;
constexpr double kLetter = 8.6;  // of a small label: no font is wider on a narrow screen

struct Plane {
  Axis x;
  Axis y;
};

// Draw the horizontal lines with their values and give the place left for the curves.
Plane draw_grid(Svg& svg, double low, double high, const Axis& x_values, Language language) {
  if (!(high > low)) high = low + 1;
  const std::vector<double> values = ticks(low, high, 4);
  std::size_t longest = 1;
  // As many decimals as the step between the lines needs.
  const double step = values.size() > 1 ? values[1] - values[0] : 1;
  const int decimals = std::clamp(static_cast<int>(-std::floor(std::log10(step) + 1e-9)), 0, 6);
  const auto shown = [&](double value) { return number(value, decimals, language); };
  for (const double value : values) longest = std::max(longest, width(shown(value)));
  const double left = static_cast<double>(longest) * kLetter + 8;
  Plane plane{{x_values.from, x_values.to, left, kWidth - 15}, {low, high, kFloor, kTop}};
  for (const double value : values) {
    svg.line({left, plane.y.at(value)}, {kWidth, plane.y.at(value)}, "grid");
    svg.text({left - 6, plane.y.at(value) + 4}, shown(value), "small", Anchor::end);
  }
  return plane;
}

// Name the two lines above the curves; on two rows where one is too short.
void draw_legend(Svg& svg, const std::string& solid, const std::string& dashed, bool hatched) {
  const double beside = 46 + static_cast<double>(width(solid)) * kLetter;
  const bool is_wide = beside + 28 + static_cast<double>(width(dashed)) * kLetter > kWidth;
  const double x = is_wide ? 0 : beside;
  const double y = is_wide ? 26 : 10;
  svg.line({0, 10}, {22, 10}, "median");
  svg.text({28, 14}, solid, "small", Anchor::start);
  if (hatched) svg.hatched_rect(x, y - 7, 22, 14);
  svg.line({x, y}, {x + 22, y}, "dashed");
  svg.text({x + 28, y + 4}, dashed, "small", Anchor::start);
}

using Part = double Spread::*;

std::vector<Point> curve(const std::vector<Spread>& years, const KpiForecast& kpi,
                         const Plane& plane, Part part) {
  std::vector<Point> points;
  if (has_base(kpi)) points.push_back({plane.x.at(0), plane.y.at(kpi.base)});
  double year = 1;
  for (const Spread& spread : years) {
    points.push_back({plane.x.at(year++), plane.y.at(spread.*part)});
  }
  return points;
}

// Widen a range to hold the 5 and 95 percent quantiles.
void widen(const std::vector<Spread>& years, double& low, double& high) {
  for (const Spread& spread : years) {
    if (std::isfinite(spread.p5)) low = std::min(low, spread.p5);
    if (std::isfinite(spread.p95)) high = std::max(high, spread.p95);
  }
}

}  // namespace

std::string fan_chart(const ChartHead& head, const KpiForecast& kpi, int base_year,
                      const FanLegend& legend, Language language) {
  Svg svg(head.id, kWidth, kHeight, head.title, head.description);
  svg.hatch();
  const int first = has_base(kpi) ? 0 : 1;
  double low = first == 0 ? kpi.base : kpi.no_policy.front().p50;
  double high = low;
  widen(kpi.no_policy, low, high);
  widen(kpi.with_policy, low, high);
  const double margin = (high - low) * 0.06;
  const bool touches_zero = low >= 0 && low - margin < 0;
  const auto years = static_cast<double>(std::max(kpi.no_policy.size(), kpi.with_policy.size()));
  const Plane plane = draw_grid(svg, touches_zero ? 0 : low - margin, high + margin,
                                {1.0 * first, std::max(years, 1.0), 0, 1}, language);
  draw_legend(svg, legend.with_policy, legend.no_policy, true);
  const auto at = [&](const std::vector<Spread>& spreads, Part part) {
    return curve(spreads, kpi, plane, part);
  };
  svg.hatched_band(at(kpi.no_policy, &Spread::p95), at(kpi.no_policy, &Spread::p5));
  svg.band(at(kpi.with_policy, &Spread::p95), at(kpi.with_policy, &Spread::p5), "band-90");
  svg.band(at(kpi.with_policy, &Spread::p75), at(kpi.with_policy, &Spread::p25), "band-50");
  svg.path(at(kpi.no_policy, &Spread::p95), "edge");
  svg.path(at(kpi.no_policy, &Spread::p5), "edge");
  svg.path(at(kpi.no_policy, &Spread::p50), "dashed");
  svg.path(at(kpi.with_policy, &Spread::p50), "median");
  const int step = years > 8 ? 2 : 1;
  for (int year = first; year <= static_cast<int>(years); year += step) {
    svg.text({plane.x.at(year), kHeight - 6}, std::to_string(base_year + year), "small",
             Anchor::middle);
  }
  return svg.take();
}

std::string front_chart(const ChartHead& head, const std::vector<FrontPoint>& points,
                        const FrontLegend& legend, Language language) {
  Svg svg(head.id, kWidth, kHeight, head.title, head.description);
  double low = 0;
  double high = 0;
  double largest = 0;
  for (const FrontPoint& point : points) {
    low = std::min({low, point.upper, point.lower});
    high = std::max({high, point.upper, point.lower});
    largest = std::max(largest, point.x);
  }
  const Plane plane =
      draw_grid(svg, low, high * 1.08, {0, largest > 0 ? largest * 1.06 : 1, 0, 1}, language);
  draw_legend(svg, legend.upper, legend.lower, false);
  std::vector<Point> upper;
  std::vector<Point> lower;
  for (const FrontPoint& point : points) {
    upper.push_back({plane.x.at(point.x), plane.y.at(point.upper)});
    lower.push_back({plane.x.at(point.x), plane.y.at(point.lower)});
  }
  svg.path(lower, "dashed");
  svg.path(upper, "median");
  double free_from = 0;  // labels to the left of it would overlap
  for (std::size_t i = 0; i < points.size(); ++i) {
    svg.circle(lower[i], 3.5, "dot hollow");
    svg.circle(upper[i], points[i].chosen ? 7 : 4, points[i].chosen ? "dot chosen" : "dot");
    const double half = static_cast<double>(width(points[i].x_shown)) * kLetter / 2;
    if (upper[i].x - half < free_from) continue;
    const double x = std::min(upper[i].x, kWidth - half);
    svg.text({x, kHeight - 6}, points[i].x_shown, points[i].chosen ? "small strong" : "small",
             Anchor::middle);
    free_from = x + half + 6;
  }
  svg.line({plane.x.begin, kFloor}, {kWidth, kFloor}, "axis");
  return svg.take();
}

std::string tile_chart(const ChartHead& head, const std::vector<Tile>& tiles) {
  int rows = 0;
  int columns = 0;
  double largest = 0;
  for (const Tile& tile : tiles) {
    rows = std::max(rows, tile.row + 1);
    columns = std::max(columns, tile.column + 1);
    largest = std::max(largest, tile.value);
  }
  const double side = kWidth / std::max(columns, 1);
  Svg svg(head.id, kWidth, side * std::max(rows, 1), head.title, head.description);
  for (const Tile& tile : tiles) {
    const double x = side * tile.column;
    const double y = side * tile.row;
    // Five shades: the eye does not tell more of them apart.
    const int shade =
        tile.value > 0 ? 1 + std::min(4, static_cast<int>(std::sqrt(tile.value / largest) * 5)) : 0;
    svg.rect(x + 1.5, y + 1.5, side - 3, side - 3, "tile-" + std::to_string(shade));
    const std::string ink = shade >= 3 ? " on-dark" : "";
    svg.text({x + side / 2, y + side * 0.42}, tile.name, "tile-name" + ink, Anchor::middle);
    svg.text({x + side / 2, y + side * 0.74}, tile.shown, "tile-value" + ink, Anchor::middle);
  }
  return svg.take();
}

std::string span_chart(const ChartHead& head, const std::vector<SpanLine>& lines, int months,
                       const std::vector<std::string>& kinds) {
  constexpr double kRow = 42;
  const std::size_t columns = legend_columns(kinds);
  const double legend = 18.0 * static_cast<double>((kinds.size() + columns - 1) / columns) + 6;
  const double height = legend + kRow * static_cast<double>(lines.size()) + 20;
  Svg svg(head.id, kWidth, height, head.title, head.description);
  svg.hatch();
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    const double x = kind % columns == 0 ? 0 : kWidth / 2;
    const double y = 18.0 * static_cast<double>(kind / columns);
    svg.rect(x, y + 2, 16, 11, "span-" + std::to_string(kind));
    if (kind == 1) svg.hatched_rect(x, y + 2, 16, 11);
    svg.text({x + 22, y + 12}, kinds[kind], "small", Anchor::start);
  }
  const Axis axis{0, static_cast<double>(std::max(months, 1)), 0, kWidth};
  for (int month = 0; month <= months; month += 12) {
    svg.line({axis.at(month), legend}, {axis.at(month), height - 18}, "grid");
    svg.text({std::clamp(axis.at(month), 6.0, kWidth - 8), height - 4}, std::to_string(month),
             "small", Anchor::middle);
  }
  double y = legend;
  for (const SpanLine& line : lines) {
    const std::vector<std::string> words = wrap(line.label, 43, 1);
    svg.text({0, y + 13}, words.empty() ? "" : words[0], "label", Anchor::start);
    for (const Span& span : line.spans) {
      const double length = std::max(axis.at(span.to) - axis.at(span.from), 4.0);
      const double x = std::min(axis.at(span.from), kWidth - length);
      const bool is_review = span.kind == 3;  // runs while support is paid: a thinner line below
      const double top = is_review ? y + 33 : y + 19;
      svg.rect(x, top, length, is_review ? 4 : 12, "span-" + std::to_string(span.kind));
      if (span.kind == 1) svg.hatched_rect(x, top, length, 12);
    }
    y += kRow;
  }
  return svg.take();
}

}  // namespace formulary::report
