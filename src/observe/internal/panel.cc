#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "observe/internal/stage_priors.h"
#include "observe/observe.h"

namespace formulary {
namespace {

constexpr const char* kSource = "user's panel";

std::string feature_list() {
  std::string list;
  for (const FeaturePrior& prior : feature_priors()) {
    list.append(list.empty() ? "" : ", ").append(prior.name);
  }
  return list;
}

// Cells by column name, with faults that name the line.
class PanelReader {
 public:
  explicit PanelReader(const PanelColumns& panel) : panel_(panel) {
    for (std::size_t c = 0; c < panel.header.size(); ++c) columns_[panel.header[c]] = c;
    for (std::size_t r = 0; r < panel.rows.size(); ++r) {
      if (panel.rows[r].size() < panel.header.size()) fault(r, "the row has too few cells", "");
    }
  }

  bool has(const std::string& column) const { return columns_.contains(column); }

  const std::string& text(std::size_t row, const std::string& column) {
    static const std::string empty;
    const auto at = columns_.find(column);
    if (at == columns_.end() || at->second >= panel_.rows[row].size()) return empty;
    return panel_.rows[row][at->second];
  }

  std::string name(std::size_t row, const std::string& column) {
    const std::string& cell = text(row, column);
    if (cell.empty()) fault(row, column + " is empty", "");
    return cell;
  }

  // NaN for an empty cell and, with a fault, for one that is no number.
  double number(std::size_t row, const std::string& column) {
    const std::string& cell = text(row, column);
    if (cell.empty()) return std::nan("");
    double value = 0;
    const char* end = cell.data() + cell.size();
    const auto [stop, error] = std::from_chars(cell.data(), end, value);
    if (error == std::errc() && stop == end && std::isfinite(value)) return value;
    fault(row, column + " is no number: \"" + cell + "\"", "write 0.031, not 3,1 %");
    return std::nan("");
  }

  int year(std::size_t row) {
    const double value = number(row, "year");
    if (value >= 1000 && value <= 3000 && value == std::round(value)) {
      return static_cast<int>(value);
    }
    fault(row, "year is no year: \"" + text(row, "year") + "\"", "");
    return 0;
  }

  void fault(std::size_t row, std::string what, std::string hint) {
    const int line = row < panel_.lines.size() ? panel_.lines[row] : static_cast<int>(row) + 2;
    faults.push_back({panel_.file, line, std::move(what), std::move(hint)});
  }

  // Complain of columns beyond `known`.
  void check_header(const std::set<std::string>& known) {
    for (const auto& [column, at] : columns_) {
      if (known.contains(column)) continue;
      faults.push_back({panel_.file, 1, "unknown column " + column, "features: " + feature_list()});
    }
  }

  std::size_t rows() const { return panel_.rows.size(); }
  Faults faults;

 private:
  const PanelColumns& panel_;
  std::map<std::string, std::size_t> columns_;
};

std::vector<SeriesPoint> read_wide(PanelReader& reader) {
  std::set<std::string> known{"sector", "year"};
  for (const FeaturePrior& prior : feature_priors()) known.emplace(prior.name);
  reader.check_header(known);
  std::vector<SeriesPoint> points;
  for (std::size_t r = 0; r < reader.rows(); ++r) {
    const std::string sector = reader.name(r, "sector");
    const int year = reader.year(r);
    for (const FeaturePrior& prior : feature_priors()) {
      const std::string feature(prior.name);
      const double value = reader.number(r, feature);
      if (!std::isnan(value)) points.push_back({sector, feature, year, value, kSource, false});
    }
  }
  return points;
}

std::vector<SeriesPoint> read_long(PanelReader& reader) {
  reader.check_header({"sector", "feature", "year", "value", "source", "assumed"});
  std::vector<SeriesPoint> points;
  for (std::size_t r = 0; r < reader.rows(); ++r) {
    const std::string feature = reader.name(r, "feature");
    if (!feature.empty() && feature_prior(feature) == nullptr) {
      reader.fault(r, "unknown feature " + feature, "features: " + feature_list());
    }
    const std::string source = reader.text(r, "source");
    const std::string assumed = reader.text(r, "assumed");
    if (assumed != "" && assumed != "true" && assumed != "false") {
      reader.fault(r, "assumed must be true or false", "");
    }
    const double value = reader.number(r, "value");
    if (std::isnan(value)) continue;
    points.push_back({reader.name(r, "sector"), feature, reader.year(r), value,
                      source.empty() ? kSource : source, assumed == "true"});
  }
  return points;
}

// The index columns of the KLEMS layout, each with the feature its log differences are.
struct IndexColumn {
  const char* column;
  const char* feature;
};
constexpr IndexColumn kIndices[] = {{"output_index", "real_output_growth"},
                                    {"labor_input_index", "employment_growth"},
                                    {"labor_productivity_index", "productivity_growth"},
                                    {"output_price_index", "price_growth"}};

struct Levels {
  double index[std::size(kIndices)];
  double production;  // 1 where the panel does not say
};
using Industry = std::map<int, Levels>;

std::map<std::string, Industry> read_levels(PanelReader& reader, std::vector<std::string>& order) {
  std::map<std::string, Industry> industries;
  for (std::size_t r = 0; r < reader.rows(); ++r) {
    const std::string aggregate = reader.text(r, "is_aggregate");
    if (aggregate == "1" || aggregate == "true") continue;
    const std::string industry = reader.name(r, "industry");
    const int year = reader.year(r);
    Levels levels{};
    for (std::size_t k = 0; k < std::size(kIndices); ++k) {
      levels.index[k] = reader.number(r, kIndices[k].column);
      if (levels.index[k] <= 0) {
        reader.fault(r, std::string(kIndices[k].column) + " must be above 0", "");
      }
    }
    const double production = reader.number(r, "value_production_bn_usd");
    levels.production = reader.has("value_production_bn_usd") ? production : 1;
    if (!industries.contains(industry)) order.push_back(industry);
    if (!industries[industry].emplace(year, levels).second) {
      reader.fault(r, industry + " has two rows for " + std::to_string(year), "");
    }
  }
  return industries;
}

// Log differences of consecutive years, per industry and for the economy: the mean of industries
// weighted by their value of production, averaged over the two years.
std::vector<SeriesPoint> growth_of(const std::map<std::string, Industry>& industries,
                                   const std::vector<std::string>& order) {
  struct Sum {
    double value = 0;
    double weight = 0;
  };
  std::vector<SeriesPoint> points;
  std::map<std::pair<std::string, int>, Sum> sums;
  for (const std::string& name : order) {
    const Industry& industry = industries.at(name);
    for (const auto& [year, levels] : industry) {
      const auto before = industry.find(year - 1);
      if (before == industry.end()) continue;
      const double weight = 0.5 * (levels.production + before->second.production);
      for (std::size_t k = 0; k < std::size(kIndices); ++k) {
        const double growth = std::log(levels.index[k] / before->second.index[k]);
        if (!std::isfinite(growth)) continue;
        points.push_back({name, kIndices[k].feature, year, growth, kSource, false});
        if (!(weight > 0)) continue;
        Sum& sum = sums[{kIndices[k].feature, year}];
        sum.value += weight * growth;
        sum.weight += weight;
      }
    }
  }
  for (const auto& [key, sum] : sums) {
    points.push_back({kEconomy, key.first, key.second, sum.value / sum.weight, kSource, false});
  }
  return points;
}

std::vector<SeriesPoint> read_klems(PanelReader& reader) {
  std::set<std::string> known{"industry",     "year",  "value_production_bn_usd",
                              "is_aggregate", "naics", "capital_input_index",
                              "mfp_index"};
  for (const IndexColumn& index : kIndices) known.insert(index.column);
  reader.check_header(known);
  std::vector<std::string> order;
  const auto industries = read_levels(reader, order);
  if (order.size() < kFewSectors) return {};
  return growth_of(industries, order);
}

void check_points(const std::vector<SeriesPoint>& points, PanelReader& reader,
                  const std::string& file) {
  std::set<std::tuple<std::string, std::string, int>> seen;
  std::set<std::string> sectors;
  for (const SeriesPoint& point : points) {
    sectors.insert(point.sector);
    if (seen.emplace(point.sector, point.feature, point.year).second) continue;
    reader.faults.push_back(
        {file, 0,
         point.sector + " has " + point.feature + " twice for " + std::to_string(point.year),
         "leave one"});
  }
  if (!sectors.contains(kEconomy) && sectors.size() < kFewSectors) {
    reader.faults.push_back(
        {file, 0, "fewer than five sectors, so growth has no economy to compare with",
         std::string("add rows whose sector is \"") + kEconomy + "\": the whole economy's growth"});
  }
}

}  // namespace

Result<std::vector<SeriesPoint>> series_of_panel(const PanelColumns& panel) {
  PanelReader reader(panel);
  std::vector<SeriesPoint> points;
  if (!reader.has("year")) {
    return fail({panel.file, 1, "the panel has no column year", "see formulary stages --help"});
  }
  if (reader.has("industry") && reader.has("output_index")) {
    points = read_klems(reader);
  } else if (reader.has("sector") && reader.has("feature") && reader.has("value")) {
    points = read_long(reader);
  } else if (reader.has("sector")) {
    points = read_wide(reader);
  } else {
    return fail({panel.file, 1, "the panel has neither sector nor industry and output_index",
                 "columns: sector, year and any of " + feature_list()});
  }
  check_points(points, reader, panel.file);
  if (!reader.faults.empty()) return fail(std::move(reader.faults));
  return points;
}

}  // namespace formulary
