#include "evaluate/internal/cutoff.h"

#include <algorithm>
#include <cmath>

#include "evaluate/internal/reasons.h"
#include "math/parallel.h"

namespace formulary::evaluate {

namespace {

struct Place {
  double distance;
  std::uint32_t row;
};

Side side_of(std::vector<Place> places, double sign,
             const std::vector<std::span<const double>>& columns, const Key* cluster) {
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.row < b.row;
  });
  Side side;
  side.sign = sign;
  side.distance.reserve(places.size());
  for (const Place& place : places) {
    if (side.distance.empty() || side.distance.back() != place.distance) {
      side.starts.push_back(side.distance.size());
    }
    side.distance.push_back(place.distance);
  }
  side.starts.push_back(places.size());
  for (const auto& column : columns) {
    std::vector<double> values;
    values.reserve(places.size());
    for (const Place& place : places) values.push_back(column[place.row]);
    side.columns.push_back(std::move(values));
  }
  if (cluster == nullptr) return side;
  for (const Place& place : places) side.cluster.push_back(cluster->level[place.row]);
  return side;
}

}  // namespace

Result<Sides> sides_of(const Panel& panel, const RddOptions& options) {
  TRY(running, panel.numbers(options.running));
  std::vector<std::string> names{options.outcome};
  if (!options.treatment.empty()) names.push_back(options.treatment);
  names.insert(names.end(), options.covariates.begin(), options.covariates.end());
  std::vector<std::span<const double>> columns;
  for (const std::string& name : names) {
    TRY(column, panel.numbers(name));
    columns.push_back(column);
  }
  const Key* cluster = nullptr;
  if (!options.cluster.empty()) {
    TRY(key, panel.key(options.cluster));
    cluster = key;
  }
  std::vector<Place> left;
  std::vector<Place> right;
  Dropped missing{reason(Says::missing_value), 0, ""};
  for (std::size_t row = 0; row < panel.rows(); ++row) {
    std::size_t gap = std::isnan(running[row]) ? 0 : columns.size() + 1;
    for (std::size_t j = 0; j < columns.size() && gap > columns.size(); ++j) {
      if (std::isnan(columns[j][row])) gap = j + 1;
    }
    if (gap > columns.size() && cluster != nullptr && cluster->level[row] == kNoLevel) {
      gap = columns.size() + 2;
    }
    if (gap != columns.size() + 1) {
      if (missing.count++ == 0) {
        missing.which = gap == 0              ? options.running
                        : gap <= names.size() ? names[gap - 1]
                                              : options.cluster;
      }
      continue;
    }
    if (!options.treatment.empty() && !(columns[1][row] >= 0 && columns[1][row] <= 1)) {
      return fail(panel.fault(row, options.treatment + " is not between 0 and 1",
                              "it says who took the award up"));
    }
    const double x = running[row] - options.cutoff;
    const Place place{std::fabs(x), static_cast<std::uint32_t>(row)};
    (x < 0 ? left : right).push_back(place);
  }
  Sides sides;
  in_parallel(2, options.threads, [&](std::size_t i) {
    if (i == 0) sides.left = side_of(std::move(left), -1, columns, cluster);
    if (i == 1) sides.right = side_of(std::move(right), 1, columns, cluster);
  });
  if (cluster != nullptr) sides.clusters = cluster->levels;
  if (missing.count > 0) sides.dropped.push_back(std::move(missing));
  return sides;
}

Result<Sides> all_sides_of(const Panel& panel, const RddOptions& options) {
  RddOptions alone;
  alone.outcome = alone.running = options.running;
  alone.cutoff = options.cutoff;
  alone.threads = options.threads;
  return sides_of(panel, alone);
}

double spread_of(const Sides& sides) {
  const std::size_t n = sides.rows();
  const std::size_t before = sides.left.rows();
  const auto sorted = [&](std::size_t i) {  // the running variable less the cut-off, ascending
    return i < before ? -sides.left.distance[before - 1 - i] : sides.right.distance[i - before];
  };
  double mean = 0;
  for (std::size_t i = 0; i < n; ++i) mean += sorted(i);
  mean /= static_cast<double>(n);
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i) squares += (sorted(i) - mean) * (sorted(i) - mean);
  const double sd = std::sqrt(squares / static_cast<double>(n - 1));
  const auto quantile = [&](std::size_t quarters) {  // type 2 of Hyndman & Fan 1996
    const std::size_t j = n * quarters / 4;
    if (n * quarters % 4 != 0) return sorted(j);
    return (sorted(j - 1) + sorted(j)) / 2;
  };
  const double range = (quantile(3) - quantile(1)) / 1.349;
  return range > 0 ? std::min(sd, range) : sd;
}

}  // namespace formulary::evaluate
