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
constexpr double kLabelLine = 12;   // from the top of a row to its label's baseline
constexpr double kLabelRoom = 18;   // from the top of a row to its bar, with a label of one line
constexpr double kLineHeight = 16;  // of a label that breaks
constexpr double kLetter = 8.8;     // no font is wider than that on a narrow screen
constexpr double kColumnsHeight = 190;
constexpr double kIntervalRow = 44;

// Where the second word of a legend begins; 0 where it needs a row of its own.
double second_at(const BarLegend& legend) {
  const double at = 40 + static_cast<double>(width(legend.bar)) * 8.4;
  const double end = at + 8 + static_cast<double>(width(legend.mark)) * 8.6;
  return end > kWidth ? 0 : at;
}

double legend_height(const BarLegend& legend) {
  return legend.bar.empty() ? 0 : second_at(legend) > 0 ? 24 : 42;
}

void draw_legend(Svg& svg, const BarLegend& legend) {
  if (legend.bar.empty()) return;
  svg.rect(0, 4, 18, 10, "bar");
  svg.text({24, 13}, legend.bar, "small", Anchor::start);
  const double at = second_at(legend);
  const double down = at > 0 ? 0 : 18;
  const double x = at > 0 ? at : 9;
  svg.line({x, 2 + down}, {x, 16 + down}, "mark-line");
  svg.text({at > 0 ? at + 8 : 24, 13 + down}, legend.mark, "small", Anchor::start);
}

// The lines that a label takes beside the words at the right.
std::vector<std::string> lines_of(const std::string& label, const std::string& shown) {
  const double room = kWidth / kLetter - static_cast<double>(width(shown)) - 1;
  return wrap(label, static_cast<std::size_t>(std::max(room, 8.0)), 3);
}

double row_height(const std::vector<std::string>& lines, double height) {
  return height + kLineHeight * static_cast<double>(lines.empty() ? 0 : lines.size() - 1);
}

// Write a label and what is shown at its right; the place below it, where the bar may begin.
double draw_label(Svg& svg, double y, const std::string& label, const std::string& shown,
                  bool is_strong) {
  const std::vector<std::string> lines = lines_of(label, shown);
  svg.text({kWidth, y + kLabelLine}, shown, is_strong ? "value strong" : "value", Anchor::end);
  double at = y + kLabelLine;
  for (const std::string& line : lines) {
    svg.text({0, at}, line, "label", Anchor::start);
    at += kLineHeight;
  }
  return row_height(lines, y + kLabelRoom);
}

std::string shown_of(const Bar& bar) {
  return bar.note.empty() ? bar.shown : bar.note + " · " + bar.shown;
}

// Draw the track, the bar, its mark and its whisker below `y`.
void draw_bar(Svg& svg, const Bar& bar, const Axis& axis, double y) {
  const auto at = [&](double value) { return axis.at(std::clamp(value, 0.0, axis.to)); };
  svg.rect(0, y, kWidth, kBarHeight, "track");
  svg.rect(0, y, at(bar.value), kBarHeight, bar.note.empty() ? "bar" : "bar binding");
  if (bar.mark >= 0) svg.line({at(bar.mark), y - 3}, {at(bar.mark), y + 16}, "mark-line");
  if (bar.high > bar.low) {
    const double middle = y + kBarHeight / 2;
    svg.line({at(bar.low), middle}, {at(bar.high), middle}, "whisker");
    svg.line({at(bar.low), middle - 4}, {at(bar.low), middle + 4}, "whisker");
    svg.line({at(bar.high), middle - 4}, {at(bar.high), middle + 4}, "whisker");
  }
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
  double height = top;
  for (const Bar& bar : bars) height += row_height(lines_of(bar.label, shown_of(bar)), kBarRow);
  Svg svg(head.id, kWidth, height, head.title, head.description);
  draw_legend(svg, legend);
  const Axis axis{0, largest > 0 ? largest : largest_of(bars), 0, kWidth};
  double y = top;
  for (const Bar& bar : bars) {
    const double under = draw_label(svg, y, bar.label, shown_of(bar), !bar.note.empty());
    draw_bar(svg, bar, axis, under);
    y = under + kBarRow - kLabelRoom;
  }
  return svg.take();
}

namespace {

// Draw the nested bars of one tool below `y`; widths are shares of the firms that qualify.
void draw_funnel(Svg& svg, const FunnelRow& row, double y) {
  const auto at = [&](double firms) {
    const double share = row.eligible > 0 ? firms / row.eligible : 0;
    return kWidth * std::clamp(std::isfinite(share) ? share : 0, 0.0, 1.0);
  };
  svg.rect(0, y, kWidth, 17, "track");
  svg.rect(0, y, at(row.aware), 17, "funnel-1");
  svg.rect(0, y + 3, at(row.applied), 11, "funnel-2");
  svg.rect(0, y + 6, at(row.awarded.p50), 5, "funnel-3");
  const double low = at(row.awarded.p5);
  const double high = at(row.awarded.p95);
  if (high > low) {
    svg.line({low, y + 8.5}, {high, y + 8.5}, "whisker");
    svg.line({high, y + 5}, {high, y + 12}, "whisker");
  }
  svg.line({at(row.completed), y - 2}, {at(row.completed), y + 19}, "complete-line");
}

}  // namespace

std::string funnel_chart(const ChartHead& head, const std::vector<FunnelRow>& rows,
                         const std::vector<std::string>& legend) {
  constexpr double kRow = 48;
  const std::size_t columns = legend_columns(legend);
  const double top = 18.0 * static_cast<double>((legend.size() + columns - 1) / columns) + 8;
  double height = top;
  for (const FunnelRow& row : rows) height += row_height(lines_of(row.label, row.shown), kRow);
  Svg svg(head.id, kWidth, height, head.title, head.description);
  for (std::size_t i = 0; i < legend.size(); ++i) {
    const double x = i % columns == 0 ? 0 : kWidth / 2;
    const double y = 2 + 18.0 * static_cast<double>(i / columns);
    if (i + 1 < legend.size()) {
      const double thick = 13 - 4 * static_cast<double>(i);
      svg.rect(x, y + (13 - thick) / 2, 18, thick, "funnel-" + std::to_string(i + 1));
    } else {
      svg.line({x + 9, y - 1}, {x + 9, y + 14}, "complete-line");
    }
    svg.text({x + 24, y + 11}, legend[i], "small", Anchor::start);
  }
  double y = top;
  for (const FunnelRow& row : rows) {
    const double under = draw_label(svg, y, row.label, row.shown, false);
    draw_funnel(svg, row, under);
    y = under + kRow - kLabelRoom;
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
    if (static_cast<double>(width(column.shown)) * kLetter < step + 4) {
      svg.text({x, top - 6}, column.shown, "value", Anchor::middle);
    }
    svg.text({x, kColumnsHeight - 6}, column.year, "small", Anchor::middle);
    x += step;
  }
  svg.line({0, floor}, {kWidth, floor}, "axis");
  return svg.take();
}

std::string stack_chart(const ChartHead& head, const std::vector<std::string>& kinds,
                        const std::vector<std::string>& years,
                        const std::vector<std::vector<double>>& shares) {
  constexpr double kNames = 122;  // at the right, for the kinds' names
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
  double low = 0;
  double high = 0;
  double height = 4;
  for (const IntervalRow& row : rows) {
    low = std::min(low, row.is_point ? row.value.p50 : row.value.p5);
    high = std::max(high, row.is_point ? row.value.p50 : row.value.p95);
    height += row_height(lines_of(row.label, row.shown), kIntervalRow);
  }
  Svg svg(head.id, kWidth, height, head.title, head.description);
  const Axis axis{low, high > low ? high : low + 1, 8, kWidth - 8};
  double y = 0;
  for (const IntervalRow& row : rows) {
    const double under = draw_label(svg, y, row.label, row.shown, false);
    const double middle = under + 11;
    svg.line({axis.at(0), middle - 9}, {axis.at(0), middle + 9}, "zero");
    if (!row.is_point) {
      svg.line({axis.at(row.value.p5), middle}, {axis.at(row.value.p95), middle}, "range-90");
      svg.line({axis.at(row.value.p25), middle}, {axis.at(row.value.p75), middle}, "range-50");
    }
    svg.circle({axis.at(row.value.p50), middle}, 5, "range-dot");
    y = under + kIntervalRow - kLabelRoom;
  }
  return svg.take();
}

}  // namespace formulary::report
