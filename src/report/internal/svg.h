// How is a chart drawn so that everyone can read it? Shapes in a small frame, with a title and a
// description for those who hear it, classes for those who see it in a light or a dark theme.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace formulary::report {

// Maps values to places along one axis; a range of no length maps to its beginning.
struct Axis {
  double from = 0;
  double to = 1;
  double begin = 0;  // place of `from`
  double end = 1;    // place of `to`
  double at(double value) const;
};

// Round values that cover a range, about `wanted` of them: 0, 500, 1000.
std::vector<double> ticks(double from, double to, int wanted);

enum class Anchor { start, middle, end };

struct Point {
  double x = 0;
  double y = 0;
};

// Charts are drawn 360 units wide, so that at 320 pixels their letters stay readable. Classes are
// those of style.cc. Values that are not finite are not drawn.
class Svg {
 public:
  // id: unique on the page; title and description: read aloud in place of the drawing.
  Svg(std::string id, double width, double height, std::string title, std::string description);

  void rect(double x, double y, double width, double height, std::string_view style);
  void line(Point from, Point to, std::string_view style);
  void text(Point at, std::string_view words, std::string_view style, Anchor anchor);
  void circle(Point at, double radius, std::string_view style);
  void path(const std::vector<Point>& points, std::string_view style);  // a line
  void band(const std::vector<Point>& upper, const std::vector<Point>& lower,
            std::string_view style);  // between two
  // Diagonal lines that a class may fill with: url(#ID-hatch).
  void hatch();
  // A rectangle, or a band, filled with them.
  void hatched_rect(double x, double y, double width, double height);
  void hatched_band(const std::vector<Point>& upper, const std::vector<Point>& lower);

  std::string take();

 private:
  void area(const std::vector<Point>& upper, const std::vector<Point>& lower);
  std::string id_;
  std::string out_;
};

// Say in how many columns, 2 or 1, a legend fits over a chart of 360 units.
std::size_t legend_columns(const std::vector<std::string>& words);

// Break words into lines of at most `columns` letters, at spaces; at most `lines` of them, the
// last one cut with an ellipsis.
std::vector<std::string> wrap(std::string_view words, std::size_t columns, std::size_t lines);

}  // namespace formulary::report
