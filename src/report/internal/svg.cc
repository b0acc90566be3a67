#include "report/internal/svg.h"

#include <cmath>

#include <fmt/format.h>

#include "report/internal/format.h"
#include "report/internal/html.h"

namespace formulary::report {

namespace {

// Places are printed with one decimal: a tenth of a unit is less than a pixel.
std::string place(double value) {
  const double rounded = std::round(value * 10) / 10;
  return fmt::format("{}", rounded == 0 ? 0.0 : rounded);
}

bool finite(const std::vector<Point>& points) {
  for (const Point& point : points) {
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) return false;
  }
  return !points.empty();
}

const char* word(Anchor anchor) {
  return anchor == Anchor::start ? "start" : anchor == Anchor::end ? "end" : "middle";
}

}  // namespace

double Axis::at(double value) const {
  if (to == from) return begin;
  return begin + (value - from) / (to - from) * (end - begin);
}

std::vector<double> ticks(double from, double to, int wanted) {
  if (!std::isfinite(from) || !std::isfinite(to) || !(to > from)) return {from};
  const double rough = (to - from) / wanted;
  const double magnitude = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * magnitude;
  for (const double nice : {5.0, 2.0, 1.0}) {
    if (nice * magnitude >= rough * 0.7) step = nice * magnitude;
  }
  std::vector<double> list;
  for (double i = std::ceil(from / step - 1e-9); i * step <= to + step * 1e-9; ++i) {
    list.push_back(i == 0 ? 0 : i * step);
  }
  return list;
}

Svg::Svg(std::string id, double width, double height, std::string title, std::string description)
    : id_(std::move(id)) {
  out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + place(width) + " " +
         place(height) + "\" role=\"img\" aria-labelledby=\"" + id_ + "-title " + id_ +
         "-desc\">\n<title id=\"" + id_ + "-title\">" + escape(title) + "</title><desc id=\"" +
         id_ + "-desc\">" + escape(description) + "</desc>\n";
}

void Svg::rect(double x, double y, double width, double height, std::string_view style) {
  if (!std::isfinite(x + y + width + height) || width < 0 || height < 0) return;
  out_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n", style,
                      place(x), place(y), place(width), place(height));
}

void Svg::line(Point from, Point to, std::string_view style) {
  if (!finite({from, to})) return;
  out_ += fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n", style,
                      place(from.x), place(from.y), place(to.x), place(to.y));
}

void Svg::text(Point at, std::string_view words, std::string_view style, Anchor anchor) {
  if (!finite({at})) return;
  out_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n", style,
                      place(at.x), place(at.y), word(anchor), escape(words));
}

void Svg::circle(Point at, double radius, std::string_view style) {
  if (!finite({at})) return;
  out_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n", style, place(at.x),
                      place(at.y), place(radius));
}

void Svg::path(const std::vector<Point>& points, std::string_view style) {
  if (!finite(points)) return;
  out_ += fmt::format("<polyline class=\"{}\" points=\"", style);
  for (const Point& point : points) out_ += place(point.x) + "," + place(point.y) + " ";
  out_.back() = '"';
  out_ += "/>\n";
}

void Svg::area(const std::vector<Point>& upper, const std::vector<Point>& lower) {
  for (const Point& point : upper) out_ += place(point.x) + "," + place(point.y) + " ";
  for (auto at = lower.rbegin(); at != lower.rend(); ++at) {
    out_ += place(at->x) + "," + place(at->y) + " ";
  }
  out_.back() = '"';
  out_ += "/>\n";
}

void Svg::band(const std::vector<Point>& upper, const std::vector<Point>& lower,
               std::string_view style) {
  if (!finite(upper) || !finite(lower)) return;
  out_ += fmt::format("<polygon class=\"{}\" points=\"", style);
  area(upper, lower);
}

void Svg::hatch() {
  out_ += "<defs><pattern id=\"" + id_ +
          "-hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
          "patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" "
          "y2=\"5\"/></pattern></defs>\n";
}

void Svg::hatched_rect(double x, double y, double width, double height) {
  if (!std::isfinite(x + y + width + height) || width < 0 || height < 0) return;
  out_ +=
      fmt::format("<rect fill=\"url(#{}-hatch)\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                  id_, place(x), place(y), place(width), place(height));
}

void Svg::hatched_band(const std::vector<Point>& upper, const std::vector<Point>& lower) {
  if (!finite(upper) || !finite(lower)) return;
  out_ += fmt::format("<polygon fill=\"url(#{}-hatch)\" points=\"", id_);
  area(upper, lower);
}

std::string Svg::take() {
  return std::move(out_) + "</svg>\n";
}

std::size_t legend_columns(const std::vector<std::string>& words) {
  constexpr double kWidest = 8.6;  // of a small letter on a narrow screen
  for (const std::string& word : words) {
    if (static_cast<double>(width(word)) * kWidest + 24 > 180) return 1;
  }
  return 2;
}

std::vector<std::string> wrap(std::string_view words, std::size_t columns, std::size_t lines) {
  std::vector<std::string> out;
  std::string line;
  while (!words.empty()) {
    const std::size_t space = words.find(' ');
    const std::string word(words.substr(0, space));
    words.remove_prefix(space == std::string_view::npos ? words.size() : space + 1);
    if (!line.empty() && width(line) + 1 + width(word) > columns) {
      if (out.size() + 1 == lines) {
        out.push_back(line + " …");
        return out;
      }
      out.push_back(std::exchange(line, word));
    } else {
      line += (line.empty() ? "" : " ") + word;
    }
  }
  if (!line.empty()) out.push_back(line);
  return out;
}

}  // namespace formulary::report
