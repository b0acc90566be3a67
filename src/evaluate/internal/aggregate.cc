#include "evaluate/internal/aggregate.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/must.h"
#include "evaluate/internal/distributions.h"
#include "math/parallel.h"
#include "math/philox.h"

namespace formulary::evaluate {

namespace {

std::string written(double number) {
  return key_of(std::vector<double>{number}).name(0);
}

class Summing {
 public:
  Summing(const GroupTime& found, const Cohorts& cohorts) : found_(found), cohorts_(cohorts) {}

  Combined cell(std::size_t k) const {
    const Cell& one = found_.cells[k];
    Combined single =
        nothing("ATT(" + written(one.first) + "," + written(cohorts_.periods[one.period]) + ")");
    single.effect = one.effect;
    single.horizon = cohorts_.periods[one.period] - one.first;
    single.fixed = one.reference;
    for (std::size_t c = 0; c < single.loadings.size(); ++c) {
      single.loadings[c] = found_.parts[c].loadings.col(static_cast<Eigen::Index>(k));
    }
    return single;
  }

  // The mean of estimates, each weighted by the share of its cohort among all units. A share is an
  // estimate too: a unit of the cohort raises it by (1 - share) / n, any other lowers it.
  Combined by_share(const std::string& term, const std::vector<Combined>& parts,
                    const std::vector<std::size_t>& cohort_of) const {
    Combined whole = nothing(term);
    const auto n = static_cast<double>(cohorts_.units());
    double total = 0;
    std::vector<double> share;
    for (const std::size_t c : cohort_of) {
      share.push_back(static_cast<double>(cohorts_.size_of(c)) / n);
      total += share.back();
    }
    for (std::size_t k = 0; k < parts.size(); ++k) add(whole, parts[k], share[k] / total);
    for (std::size_t c = 0; c < whole.loadings.size(); ++c) {
      double moved = 0;  // of the sum of shares
      for (std::size_t k = 0; k < parts.size(); ++k)
        moved += (cohort_of[k] == c ? 1 : 0) - share[k];
      for (std::size_t k = 0; k < parts.size(); ++k) {
        const double own = (cohort_of[k] == c ? 1 : 0) - share[k];
        whole.loadings[c](0) +=
            parts[k].effect * (own / total - moved * share[k] / (total * total));
      }
    }
    return whole;
  }

  Combined evenly(const std::string& term, const std::vector<Combined>& parts) const {
    Combined whole = nothing(term);
    for (const Combined& one : parts) add(whole, one, 1 / static_cast<double>(parts.size()));
    return whole;
  }

  // Cells grouped by a number of theirs, each group summed by the cohorts' shares.
  template <typename Number, typename Keep>
  std::vector<Combined> grouped(const std::string& name, const Number& number,
                                const Keep& keep) const {
    std::map<double, std::vector<std::size_t>> groups;
    for (std::size_t k = 0; k < found_.cells.size(); ++k) {
      if (keep(found_.cells[k])) groups[number(found_.cells[k])].push_back(k);
    }
    std::vector<Combined> all;
    for (const auto& [value, members] : groups) {
      std::vector<Combined> parts;
      std::vector<std::size_t> cohort_of;
      for (const std::size_t k : members) {
        parts.push_back(cell(k));
        cohort_of.push_back(found_.cells[k].cohort);
      }
      all.push_back(by_share(name + "::" + written(value), parts, cohort_of));
      all.back().fixed =
          std::all_of(parts.begin(), parts.end(), [](const Combined& one) { return one.fixed; });
    }
    return all;
  }

 private:
  Combined nothing(const std::string& term) const {
    Combined empty;
    empty.term = term;
    for (const Part& part : found_.parts) {
      empty.loadings.push_back(Eigen::VectorXd::Zero(part.loadings.rows()));
    }
    return empty;
  }

  static void add(Combined& whole, const Combined& one, double weight) {
    whole.effect += weight * one.effect;
    for (std::size_t c = 0; c < whole.loadings.size(); ++c) {
      whole.loadings[c] += weight * one.loadings[c];
    }
  }

  const GroupTime& found_;
  const Cohorts& cohorts_;
};

bool treated(const Cell& cell) {
  return cell.after;
}

std::vector<Combined> by_event(const Summing& summing, const Cohorts& cohorts) {
  const auto since = [&](const Cell& cell) { return cohorts.periods[cell.period] - cell.first; };
  std::vector<Combined> all = summing.grouped("event", since, [](const Cell&) { return true; });
  std::vector<Combined> later =
      summing.grouped("event", since, [](const Cell& cell) { return cell.after; });
  // A period before treatment and one after are never the same distance from it.
  for (Combined& one : all) one.horizon = std::stod(one.term.substr(7));
  all.insert(all.begin(), summing.evenly("ATT", later));
  return all;
}

std::vector<Combined> by_group(const GroupTime& found, const Summing& summing) {
  std::map<double, std::vector<Combined>> groups;
  std::map<double, std::size_t> cohort;
  for (std::size_t k = 0; k < found.cells.size(); ++k) {
    if (!treated(found.cells[k])) continue;
    groups[found.cells[k].first].push_back(summing.cell(k));
    cohort[found.cells[k].first] = found.cells[k].cohort;
  }
  std::vector<Combined> all;
  std::vector<std::size_t> cohort_of;
  for (const auto& [first, parts] : groups) {
    all.push_back(summing.evenly("group::" + written(first), parts));
    cohort_of.push_back(cohort[first]);
  }
  all.insert(all.begin(), summing.by_share("ATT", all, cohort_of));
  return all;
}

// The value of sorted numbers at a probability, as R's type 1: the inverse of their distribution.
double inverse_of_distribution(const std::vector<double>& sorted, double probability) {
  const double place = std::ceil(probability * static_cast<double>(sorted.size()) - 1e-9);
  const auto at = static_cast<std::size_t>(std::max(place, 1.0)) - 1;
  return sorted[std::min(at, sorted.size() - 1)];
}

constexpr Eigen::Index kWorlds = 128;  // as many signs as one address of the stream has bits
constexpr Eigen::Index kUnits = 256;   // taken at a time

// The errors of 128 worlds (worlds x estimates): the mean over units of sign times influence.
Eigen::MatrixXd worlds_of(std::uint32_t block, const std::vector<Eigen::MatrixXd>& loadings,
                          const GroupTime& found, const Cohorts& cohorts, unsigned seed) {
  Eigen::MatrixXd errors = Eigen::MatrixXd::Zero(kWorlds, loadings[0].cols());
  Eigen::MatrixXd signs(kWorlds, kUnits);
  for (std::size_t c = 0; c < found.parts.size(); ++c) {
    const Eigen::MatrixXd& features = found.parts[c].features;
    Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(kWorlds, features.cols());
    for (Eigen::Index from = 0; from < features.rows(); from += kUnits) {
      const Eigen::Index size = std::min(kUnits, features.rows() - from);
      for (Eigen::Index i = 0; i < size; ++i) {
        const std::size_t unit = cohorts.starts[c] + static_cast<std::size_t>(from + i);
        const auto words = philox(seed, block, cohorts.id[unit], 0, Purpose::bootstrap);
        double* column = signs.col(i).data();
        for (std::size_t bit = 0; bit < 128; ++bit) {
          column[bit] = (words[bit / 32] >> (bit % 32) & 1) == 0 ? 1 : -1;
        }
      }
      sums.noalias() += signs.leftCols(size) * features.middleRows(from, size);
    }
    errors.noalias() += sums * loadings[c];
  }
  return errors / static_cast<double>(cohorts.units());
}

std::vector<Eigen::MatrixXd> loadings_of(const std::vector<Combined>& all, const GroupTime& found) {
  std::vector<Eigen::MatrixXd> loadings;
  for (std::size_t c = 0; c < found.parts.size(); ++c) {
    Eigen::MatrixXd matrix(found.parts[c].loadings.rows(), static_cast<Eigen::Index>(all.size()));
    for (std::size_t j = 0; j < all.size(); ++j) {
      matrix.col(static_cast<Eigen::Index>(j)) = all[j].loadings[c];
    }
    loadings.push_back(std::move(matrix));
  }
  return loadings;
}

}  // namespace

std::vector<Combined> aggregated(const GroupTime& found, const Cohorts& cohorts,
                                 Aggregate aggregate) {
  const Summing summing(found, cohorts);
  std::vector<Combined> all;
  std::vector<std::size_t> cohort_of;
  switch (aggregate) {
    case Aggregate::none:
      for (std::size_t k = 0; k < found.cells.size(); ++k) all.push_back(summing.cell(k));
      return all;
    case Aggregate::simple:
      for (std::size_t k = 0; k < found.cells.size(); ++k) {
        if (!treated(found.cells[k])) continue;
        all.push_back(summing.cell(k));
        cohort_of.push_back(found.cells[k].cohort);
      }
      return {summing.by_share("ATT", all, cohort_of)};
    case Aggregate::dynamic:
      return by_event(summing, cohorts);
    case Aggregate::group:
      return by_group(found, summing);
    case Aggregate::calendar:
      break;
  }
  all = summing.grouped(
      "time", [&](const Cell& cell) { return cohorts.periods[cell.period]; }, treated);
  all.insert(all.begin(), summing.evenly("ATT", all));
  return all;
}

Eigen::MatrixXd covariance_of(const std::vector<Combined>& all, const GroupTime& found,
                              const Cohorts& cohorts) {
  const std::vector<Eigen::MatrixXd> loadings = loadings_of(all, found);
  const auto width = static_cast<Eigen::Index>(all.size());
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(width, width);
  for (std::size_t c = 0; c < loadings.size(); ++c) {
    const Eigen::MatrixXd& features = found.parts[c].features;
    const Eigen::MatrixXd gram = features.transpose() * features;
    sum += loadings[c].transpose() * gram * loadings[c];
  }
  const auto n = static_cast<double>(cohorts.units());
  return sum / (n * n);
}

Bootstrapped bootstrap(const std::vector<Combined>& all, const GroupTime& found,
                       const Cohorts& cohorts, const StaggeredOptions& options,
                       std::size_t band_from) {
  const std::vector<Eigen::MatrixXd> loadings = loadings_of(all, found);
  const auto draws = static_cast<std::size_t>(options.draws);
  const std::size_t blocks = (draws + kWorlds - 1) / kWorlds;
  std::vector<Eigen::MatrixXd> errors(blocks);
  in_parallel(blocks, options.threads, [&](std::size_t b) {
    errors[b] = worlds_of(static_cast<std::uint32_t>(b), loadings, found, cohorts, options.seed);
  });
  const auto error = [&](std::size_t draw, std::size_t j) {
    return errors[draw / kWorlds](static_cast<Eigen::Index>(draw % kWorlds),
                                  static_cast<Eigen::Index>(j));
  };
  Bootstrapped answer;
  const double range = t_quantile(0.75, std::nullopt) - t_quantile(0.25, std::nullopt);
  for (std::size_t j = 0; j < all.size(); ++j) {
    std::vector<double> of_term;
    for (std::size_t draw = 0; draw < draws; ++draw) of_term.push_back(error(draw, j));
    std::sort(of_term.begin(), of_term.end());
    answer.se.push_back(
        (inverse_of_distribution(of_term, 0.75) - inverse_of_distribution(of_term, 0.25)) / range);
  }
  std::vector<double> largest;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    double most = 0;
    for (std::size_t j = band_from; j < all.size(); ++j) {
      if (answer.se[j] > 0) most = std::max(most, std::fabs(error(draw, j)) / answer.se[j]);
    }
    largest.push_back(most);
  }
  std::sort(largest.begin(), largest.end());
  answer.critical = inverse_of_distribution(largest, options.level);
  return answer;
}

}  // namespace formulary::evaluate
