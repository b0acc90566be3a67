#include "evaluate/internal/group_time.h"

#include <algorithm>
#include <cmath>

#include "base/must.h"
#include "evaluate/internal/compare.h"
#include "evaluate/internal/reasons.h"
#include "math/parallel.h"

namespace formulary::evaluate {

namespace {

std::string name_of(const Cell& cell, const Cohorts& cohorts) {
  const Key key = key_of(std::vector<double>{cell.first, cohorts.periods[cell.period]});
  return "ATT(" + key.name(key.level[0]) + "," + key.name(key.level[1]) + ")";
}

// The cells of all cohorts, in the order of cohorts and periods.
std::vector<Cell> cells_of(const Cohorts& cohorts, const StaggeredOptions& options) {
  std::vector<Cell> cells;
  const std::vector<double>& periods = cohorts.periods;
  for (std::size_t c = 0; c < cohorts.first.size(); ++c) {
    if (cohorts.only_control[c]) continue;
    const double first = cohorts.first[c];
    const double reaction = first - options.anticipation;
    const auto after = std::lower_bound(periods.begin(), periods.end(), reaction);
    MUST(after != periods.begin());
    const auto last_before = static_cast<std::size_t>(after - periods.begin()) - 1;
    const bool universal = options.base == BasePeriod::universal;
    for (std::size_t t = universal ? 0 : 1; t < periods.size(); ++t) {
      Cell cell{c, first, t, last_before, periods[t] >= first, false, 0};
      if (!universal && periods[t] < reaction) cell.base = t - 1;
      cell.reference = cell.base == t;
      cells.push_back(cell);
    }
  }
  return cells;
}

bool serves(const Cohorts& cohorts, std::size_t cohort, const Cell& cell,
            const StaggeredOptions& options) {
  if (cohort == cell.cohort) return false;
  const double first = cohorts.first[cohort];
  if (options.control == Control::never) return first == kNever;
  const double latest = cohorts.periods[std::max(cell.period, cell.base)];
  return first == kNever || first > latest + options.anticipation;
}

bool all_seen(const Cohorts& cohorts) {
  return std::none_of(cohorts.outcome.begin(), cohorts.outcome.end(),
                      [](double y) { return std::isnan(y); });
}

// Without covariates and gaps: means of outcomes, centred by cohort and by the unit's first period
// so that levels bring no rounding.
class ByOutcomes {
 public:
  ByOutcomes(const Cohorts& cohorts, const StaggeredOptions& options)
      : cohorts_(cohorts), options_(options) {}

  void estimate(GroupTime& all) {
    const auto width = static_cast<Eigen::Index>(cohorts_.periods.size());
    all.parts.resize(cohorts_.first.size());
    means_.resize(all.parts.size());
    in_parallel(all.parts.size(), options_.threads, [&](std::size_t c) {
      const auto units = static_cast<Eigen::Index>(cohorts_.size_of(c));
      Eigen::MatrixXd& features = all.parts[c].features;
      features.resize(units, width + 1);
      features.col(0).setOnes();
      for (Eigen::Index i = 0; i < units; ++i) {
        const std::size_t unit = cohorts_.starts[c] + static_cast<std::size_t>(i);
        const double from = cohorts_.seen(unit, 0);
        for (Eigen::Index t = 0; t < width; ++t) {
          features(i, t + 1) = cohorts_.seen(unit, static_cast<std::size_t>(t)) - from;
        }
      }
      means_[c] = features.rightCols(width).colwise().mean();
      features.rightCols(width).rowwise() -= means_[c].transpose();
    });
    std::vector<Cell> kept;
    for (const Cell& cell : cells_of(cohorts_, options_)) {
      if (cell.reference || has_controls(cell)) {
        kept.push_back(cell);
      } else {
        all.dropped.push_back({reason(Says::no_controls), 1, name_of(cell, cohorts_)});
      }
    }
    all.cells = std::move(kept);
    for (Part& part : all.parts) {
      part.loadings = Eigen::MatrixXd::Zero(width + 1, static_cast<Eigen::Index>(all.cells.size()));
    }
    for (std::size_t k = 0; k < all.cells.size(); ++k) fill(all, k);
  }

 private:
  bool has_controls(const Cell& cell) const {
    for (std::size_t c = 0; c < cohorts_.first.size(); ++c) {
      if (serves(cohorts_, c, cell, options_)) return true;
    }
    return false;
  }

  void fill(GroupTime& all, std::size_t k) const {
    Cell& cell = all.cells[k];
    if (cell.reference) return;
    const auto now = static_cast<Eigen::Index>(cell.period);
    const auto then = static_cast<Eigen::Index>(cell.base);
    const auto column = static_cast<Eigen::Index>(k);
    const auto n = static_cast<double>(cohorts_.units());
    double controls = 0;
    double change = 0;
    for (std::size_t c = 0; c < all.parts.size(); ++c) {
      if (!serves(cohorts_, c, cell, options_)) continue;
      const auto size = static_cast<double>(cohorts_.size_of(c));
      controls += size;
      change += size * (means_[c](now) - means_[c](then));
    }
    change /= controls;
    cell.effect = means_[cell.cohort](now) - means_[cell.cohort](then) - change;
    const auto load = [&](std::size_t c, double scale) {
      all.parts[c].loadings(now + 1, column) = scale;
      all.parts[c].loadings(then + 1, column) = -scale;
    };
    load(cell.cohort, n / static_cast<double>(cohorts_.size_of(cell.cohort)));
    for (std::size_t c = 0; c < all.parts.size(); ++c) {
      if (!serves(cohorts_, c, cell, options_)) continue;
      load(c, -n / controls);
      // The cohort's own mean change differs from that of all controls.
      all.parts[c].loadings(0, column) =
          -n / controls * (means_[c](now) - means_[c](then) - change);
    }
  }

  const Cohorts& cohorts_;
  const StaggeredOptions& options_;
  std::vector<Eigen::VectorXd> means_;
};

// With covariates, or with gaps: each cell is a comparison of its own, and the features are the
// influences themselves.
class ByComparison {
 public:
  ByComparison(const Cohorts& cohorts, const StaggeredOptions& options)
      : cohorts_(cohorts), options_(options), cells_(cells_of(cohorts, options)) {}

  void estimate(GroupTime& all) {
    std::vector<Comparison> done(cells_.size());
    std::vector<std::vector<std::size_t>> units(cells_.size());
    in_parallel(cells_.size(), options_.threads, [&](std::size_t k) {
      if (!cells_[k].reference) done[k] = compare_in(cells_[k], units[k]);
    });
    std::vector<std::size_t> kept;
    for (std::size_t k = 0; k < cells_.size(); ++k) {
      all.largest_score = std::max(all.largest_score, done[k].largest_score);
      if (cells_[k].reference || done[k].trouble == Comparison::Trouble::none) {
        kept.push_back(k);
        continue;
      }
      const bool overlap = done[k].trouble == Comparison::Trouble::no_overlap;
      all.dropped.push_back({reason(overlap ? Says::no_overlap : Says::no_controls), 1,
                             name_of(cells_[k], cohorts_)});
    }
    std::vector<std::vector<std::size_t>> used(cohorts_.first.size());
    for (std::size_t place = 0; place < kept.size(); ++place) {
      const Cell& cell = cells_[kept[place]];
      all.cells.push_back(cell);
      all.cells.back().effect = done[kept[place]].effect;
      for (std::size_t c = 0; c < used.size() && !cell.reference; ++c) {
        if (c == cell.cohort || serves(cohorts_, c, cell, options_)) used[c].push_back(place);
      }
    }
    for (std::size_t c = 0; c < used.size(); ++c) {
      all.parts.push_back(part_of(c, used[c], kept, done, units));
    }
  }

 private:
  Comparison compare_in(const Cell& cell, std::vector<std::size_t>& units) const {
    const std::size_t early = std::min(cell.period, cell.base);
    std::vector<double> treated;
    std::vector<double> change;
    for (std::size_t c = 0; c < cohorts_.first.size(); ++c) {
      if (c != cell.cohort && !serves(cohorts_, c, cell, options_)) continue;
      for (std::size_t u = cohorts_.starts[c]; u < cohorts_.starts[c + 1]; ++u) {
        const double difference = cohorts_.seen(u, cell.period) - cohorts_.seen(u, cell.base);
        if (std::isnan(difference)) continue;
        units.push_back(u);
        treated.push_back(c == cell.cohort ? 1 : 0);
        change.push_back(difference);
      }
    }
    const auto rows = static_cast<Eigen::Index>(units.size());
    Eigen::MatrixXd x(rows, static_cast<Eigen::Index>(cohorts_.covariates.size()) + 1);
    x.col(0).setOnes();
    for (std::size_t j = 0; j < cohorts_.covariates.size(); ++j) {
      for (Eigen::Index i = 0; i < rows; ++i) {
        const std::size_t at = units[static_cast<std::size_t>(i)] * cohorts_.periods.size() + early;
        x(i, static_cast<Eigen::Index>(j) + 1) = cohorts_.covariates[j][at];
      }
    }
    return compare(Eigen::Map<const Eigen::VectorXd>(change.data(), rows),
                   Eigen::Map<const Eigen::VectorXd>(treated.data(), rows), x, options_.adjust);
  }

  Part part_of(std::size_t cohort, const std::vector<std::size_t>& used,
               const std::vector<std::size_t>& kept, const std::vector<Comparison>& done,
               const std::vector<std::vector<std::size_t>>& units) const {
    Part part;
    const auto width = static_cast<Eigen::Index>(used.size());
    const std::size_t from = cohorts_.starts[cohort];
    const std::size_t to = cohorts_.starts[cohort + 1];
    part.features = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(to - from), width + 1);
    part.features.col(0).setOnes();
    part.loadings = Eigen::MatrixXd::Zero(width + 1, static_cast<Eigen::Index>(kept.size()));
    for (Eigen::Index j = 0; j < width; ++j) {
      const std::size_t place = used[static_cast<std::size_t>(j)];
      const std::vector<std::size_t>& rows = units[kept[place]];
      const Comparison& cell = done[kept[place]];
      const double scale = static_cast<double>(cohorts_.units()) / static_cast<double>(rows.size());
      part.loadings(j + 1, static_cast<Eigen::Index>(place)) = 1;
      const auto first = std::lower_bound(rows.begin(), rows.end(), from);
      for (auto row = first; row != rows.end() && *row < to; ++row) {
        part.features(static_cast<Eigen::Index>(*row - from), j + 1) =
            scale * cell.influence(row - rows.begin());
      }
    }
    return part;
  }

  const Cohorts& cohorts_;
  const StaggeredOptions& options_;
  std::vector<Cell> cells_;
};

}  // namespace

GroupTime group_time(const Cohorts& cohorts, const StaggeredOptions& options) {
  GroupTime all;
  if (cohorts.covariates.empty() && all_seen(cohorts)) {
    ByOutcomes(cohorts, options).estimate(all);
  } else {
    ByComparison(cohorts, options).estimate(all);
  }
  return all;
}

}  // namespace formulary::evaluate
