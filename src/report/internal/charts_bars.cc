#include <algorithm>
#include <cmath>

#include "report/internal/charts.h"
#include "report/internal/format.h"
#include "report/internal/svg.h"

namespace formulary::report {

namespace {

constexpr double kWidth = 360;
constexpr double kBarRow = 40;  // of a label and its bar
constexpr double kBarHeight = 13;
constexpr double kLabelLine = 12;  // from the top of a row to its label's baseline
constexpr double kColumnsHeight = 190;
constexpr double kIntervalRow = 44;

double legend_height(const BarLegend& legend) {
  return legend.bar.empty() ? 0 : 24;
}

void draw_legend(Svg& svg, const BarLegend& legend) {
  if (legend.bar.empty()) return;
  svg.rect(0, 4, 18, 10, "bar");
  svg.text({24, 13}, legend.bar, "small", Anchor::start);
  const double at = 40 + static_cast<double>(width(legend.bar)) * 6.4;
  svg.line({at, 2}, {at, 16}, "mark-line");
  svg.text({at + 8, 13}, legend.mark, "small", Anchor::start);
}

double largest_of(const std::vector<Bar>& bars) {
  double largest = 0;
  for (const Bar& bar : bars) largest = std::max({largest, bar.value, bar.mark, bar.high});
  return largest > 0 ? largest * 1.02 : 1;  // room for a whisker's end
}

}  // namespace

std::string bar_chart(const ChartHead& head, const std::vector<Bar>& bars, double largest,
                      const BarLegend& legend) {
  const double top = legend_height(legend);
  Svg svg(head.id, kWidth, top + kBarRow * static_cast<double>(bars.size()), head.title,
          head.description);
  draw_legend(svg, legend);
  const Axis axis{0, largest > 0 ? largest : largest_of(bars), 0, kWidth};
  double y = top;
  for (const Bar& bar : bars) {
    const double length = axis.at(std::clamp(bar.value, 0.0, axis.to));
    svg.text({0, y + kLabelLine}, bar.label, "label", Anchor::start);
    const std::string shown = bar.note.empty() ? bar.shown : bar.note + " · " + bar.shown;
    svg.text({kWidth, y + kLabelLine}, shown, bar.note.empty() ? "value" : "value strong",
             Anchor::end);
    svg.rect(0, y + 18, kWidth, kBarHeight, "track");
    svg.rect(0, y + 18, length, kBarHeight, bar.note.empty() ? "bar" : "bar binding");
    if (bar.mark >= 0) {
      const double at = axis.at(std::clamp(bar.mark, 0.0, axis.to));
      svg.line({at, y + 15}, {at, y + 34}, "mark-line");
    }
    if (bar.high > bar.low) {
      const double middle = y + 18 + kBarHeight / 2;
      const double low = axis.at(std::clamp(bar.low, 0.0, axis.to));
      const double high = axis.at(std::clamp(bar.high, 0.0, axis.to));
      svg.line({low, middle}, {high, middle}, "whisker");
      svg.line({low, middle - 4}, {low, middle + 4}, "whisker");
      svg.line({high, middle - 4}, {high, middle + 4}, "whisker");
    }
    y += kBarRow;
  }
  return svg.take();
}

std::string column_chart(const ChartHead& head, const std::vector<YearColumn>& columns) {
  Svg svg(head.id, kWidth, kColumnsHeight, head.title, head.description);
  double largest = 0;
  for (const YearColumn& column : columns) largest = std::max(largest, column.value);
  const double floor = kColumnsHeight - 22;
  const Axis axis{0, largest > 0 ? largest : 1, floor, 24};
  const double step = kWidth / static_cast<double>(std::max<std::size_t>(columns.size(), 1));
  const double thick = std::min(step * 0.62, 60.0);
  double x = step / 2;
  for (const YearColumn& column : columns) {
    const double top = axis.at(column.value);
    svg.rect(x - thick / 2, top, thick, floor - top, "bar");
    svg.text({x, top - 6}, column.shown, "value", Anchor::middle);
    svg.text({x, kColumnsHeight - 6}, column.year, "small", Anchor::middle);
    x += step;
  }
  svg.line({0, floor}, {kWidth, floor}, "axis");
  return svg.take();
}

std::string stack_chart(const ChartHead& head, const std::vector<std::string>& kinds,
                        const std::vector<std::string>& years,
                        const std::vector<std::vector<double>>& shares) {
  constexpr double kNames = 110;  // at the right, for the kinds' names
  Svg svg(head.id, kWidth, kColumnsHeight, head.title, head.description);
  svg.hatch();
  const double floor = kColumnsHeight - 22;
  const Axis axis{0, 1, floor, 8};
  const double step =
      (kWidth - kNames) / static_cast<double>(std::max<std::size_t>(years.size(), 1));
  for (std::size_t i = 0; i < years.size(); ++i) {
    double below = 0;
    const double x = step * static_cast<double>(i) + step * 0.1;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      const double share = std::isfinite(shares[i][k]) ? shares[i][k] : 0;
      const double top = axis.at(below + share);
      const double height = axis.at(below) - top;
      svg.rect(x, top, step * 0.8, height, "stack-" + std::to_string(k));
      if (k == 1) svg.hatched_rect(x, top, step * 0.8, height);
      below += share;
    }
    const bool is_named = years.size() <= 8 || i + 1 == years.size() ||
                          (i % ((years.size() + 5) / 6) == 0 && i + 3 < years.size());
    if (is_named) {
      svg.text({x + step * 0.4, kColumnsHeight - 6}, years[i], "small", Anchor::middle);
    }
  }
  double y = 24;
  for (std::size_t k = kinds.size(); k-- > 0;) {
    svg.rect(kWidth - kNames + 6, y - 10, 14, 12, "stack-" + std::to_string(k));
    if (k == 1) svg.hatched_rect(kWidth - kNames + 6, y - 10, 14, 12);
    svg.text({kWidth - kNames + 26, y}, kinds[k], "small", Anchor::start);
    y += 22;
  }
  svg.line({0, floor}, {kWidth - kNames, floor}, "axis");
  return svg.take();
}

std::string interval_chart(const ChartHead& head, const std::vector<IntervalRow>& rows) {
  Svg svg(head.id, kWidth, kIntervalRow * static_cast<double>(rows.size()) + 4, head.title,
          head.description);
  double low = 0;
  double high = 0;
  for (const IntervalRow& row : rows) {
    low = std::min(low, row.is_point ? row.value.p50 : row.value.p5);
    high = std::max(high, row.is_point ? row.value.p50 : row.value.p95);
  }
  const Axis axis{low, high > low ? high : low + 1, 8, kWidth - 8};
  double y = 0;
  for (const IntervalRow& row : rows) {
    const double middle = y + 29;
    svg.text({0, y + kLabelLine}, row.label, "label", Anchor::start);
    svg.text({kWidth, y + kLabelLine}, row.shown, "value", Anchor::end);
    svg.line({axis.at(0), middle - 9}, {axis.at(0), middle + 9}, "zero");
    if (!row.is_point) {
      svg.line({axis.at(row.value.p5), middle}, {axis.at(row.value.p95), middle}, "range-90");
      svg.line({axis.at(row.value.p25), middle}, {axis.at(row.value.p75), middle}, "range-50");
    }
    svg.circle({axis.at(row.value.p50), middle}, 5.5, "dot");
    y += kIntervalRow;
  }
  return svg.take();
}

}  // namespace formulary::report
