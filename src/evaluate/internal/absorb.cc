#include "evaluate/internal/absorb.h"

#include <algorithm>
#include <cmath>

#include "base/must.h"
#include "evaluate/internal/cholesky.h"

namespace formulary::evaluate {

namespace {

constexpr int kRefinements = 4;

std::vector<std::uint32_t> starts_of(std::span<const std::uint32_t> level, std::size_t levels) {
  std::vector<std::uint32_t> starts(levels + 1, 0);
  for (std::size_t row = 0; row < level.size(); ++row) {
    MUST(row == 0 || level[row - 1] <= level[row]);
    starts[level[row] + 1] = static_cast<std::uint32_t>(row + 1);
  }
  for (std::size_t g = 0; g < levels; ++g) MUST(starts[g + 1] > starts[g]);
  return starts;
}

}  // namespace

Absorber::Absorber(std::vector<Factor> factors, std::span<const double> weights, int threads)
    : factors_(std::move(factors)), weights_(weights), threads_(threads) {
  MUST(!factors_.empty());
  rows_ = factors_[0].level.size();
  starts_ = starts_of(factors_[0].level, factors_[0].levels);
  for (std::size_t q = 1; q < factors_.size(); ++q) {
    MUST(factors_[q].level.size() == rows_);
    offset_.push_back(others_);
    others_ += factors_[q].levels;
  }
  dense_ = others_ <= kDenseLevels;
  if (others_ > 0) eliminate();
}

// Whether two groups have the same levels of all other sets, row by row, as firms of a balanced
// panel have the same years.
bool Absorber::alike(std::size_t g, std::size_t h) const {
  const std::size_t size = starts_[g + 1] - starts_[g];
  if (!weights_.empty() || starts_[h + 1] - starts_[h] != size) return false;
  for (std::size_t q = 1; q < factors_.size(); ++q) {
    const std::uint32_t* level = factors_[q].level.data();
    if (!std::equal(level + starts_[g], level + starts_[g] + size, level + starts_[h])) {
      return false;
    }
  }
  return true;
}

// What `times` groups like this one bring to S (or its diagonal) and to the weight of each level.
// `of_group` is 0 before and after.
void Absorber::add_group(std::size_t g, double times, double* s, double* level_weight,
                         std::vector<double>& of_group, std::vector<std::size_t>& touched) const {
  double sum = 0;
  touched.clear();
  for (std::size_t row = starts_[g]; row < starts_[g + 1]; ++row) {
    const double w = weight(row);
    sum += w;
    for (std::size_t q = 0; q < offset_.size(); ++q) {
      const std::size_t c = offset_[q] + factors_[q + 1].level[row];
      level_weight[c] += times * w;
      if (of_group[c] == 0) touched.push_back(c);
      of_group[c] += w;
      if (!dense_) continue;
      for (std::size_t p = 0; p < q; ++p) {  // c is below it: factors stand in order
        s[c * others_ + offset_[p] + factors_[p + 1].level[row]] += times * w;
      }
    }
  }
  for (const std::size_t c : touched) {
    const double share = times * of_group[c] / sum;
    if (!dense_) {
      s[c] -= share * of_group[c];
      continue;
    }
    double* row = s + c * others_;
    for (const std::size_t d : touched) {
      if (d <= c) row[d] -= share * of_group[d];
    }
  }
  for (const std::size_t c : touched) of_group[c] = 0;
}

// Sum up S (dense) or its diagonal, and the weight of each level.
void Absorber::eliminate() {
  const std::size_t cells = dense_ ? others_ * others_ : others_;
  const auto lanes = lanes_of_groups(starts_, (cells + 2 * others_) * sizeof(double));
  LaneSums schur(lanes.size(), cells);
  LaneSums weights(lanes.size(), others_);
  each_lane(lanes, threads_, [&](Lane lane, std::size_t at) {
    std::vector<double> of_group(others_, 0.0);
    std::vector<std::size_t> touched;
    for (std::size_t g = lane.begin; g < lane.end;) {
      std::size_t next = g + 1;
      while (next < lane.end && alike(g, next)) ++next;
      add_group(g, static_cast<double>(next - g), schur.of(at), weights.of(at), of_group, touched);
      g = next;
    }
  });
  level_weight_ = weights.total();
  std::vector<double> total = schur.total();
  diagonal_.resize(others_);
  for (std::size_t c = 0; c < others_; ++c) {
    double& on = dense_ ? total[c * others_ + c] : total[c];
    on += level_weight_[c];
    diagonal_[c] = on;
  }
  if (!dense_) {
    dependent_ = offset_.size();  // each further set holds at least the constant once more
    return;
  }
  lower_ = std::move(total);
  dependent_ = factorise_skipping(lower_, level_weight_);
}

// Take the groups' means out, and sum up what is left by level of the others (others x columns).
// `answer` gets each column's sums of squares.
std::vector<double> Absorber::centre(const std::vector<double*>& columns, Absorbed& answer) const {
  const std::size_t width = columns.size();
  const auto lanes = lanes_of_groups(starts_, others_ * width * sizeof(double));
  LaneSums sums(lanes.size(), others_ * width);
  LaneSums moments(lanes.size(), 3 * width);
  each_lane(lanes, threads_, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    double* moment = moments.of(at);
    for (std::size_t g = lane.begin; g < lane.end; ++g) {
      const std::size_t from = starts_[g];
      const std::size_t to = starts_[g + 1];
      double total = 0;
      for (std::size_t row = from; row < to; ++row) total += weight(row);
      for (std::size_t j = 0; j < width; ++j) {
        double* v = columns[j];
        double mean = 0;
        double squares = 0;
        for (std::size_t row = from; row < to; ++row) {
          const double wv = weight(row) * v[row];
          mean += wv;
          squares += wv * v[row];
        }
        moment[3 * j] += mean;
        moment[3 * j + 1] += squares;
        moment[3 * j + 2] += j == 0 ? total : 0;
        mean /= total;
        for (std::size_t row = from; row < to; ++row) v[row] -= mean;
        for (std::size_t q = 0; q < offset_.size(); ++q) {
          const std::uint32_t* level = factors_[q + 1].level.data();
          double* into = sum + offset_[q] * width + j;
          for (std::size_t row = from; row < to; ++row) {
            into[level[row] * width] += weight(row) * v[row];
          }
        }
      }
    }
  });
  const std::vector<double> moment = moments.total();
  for (std::size_t j = 0; j < width; ++j) {
    answer.squares.push_back(moment[3 * j + 1]);
    answer.around.push_back(
        std::max(moment[3 * j + 1] - moment[3 * j] * moment[3 * j] / moment[2], 0.0));
  }
  return sums.total();
}

// Take the others' effects out, re-centre the groups, and sum up again by level of the others.
std::vector<double> Absorber::subtract(const std::vector<double*>& columns,
                                       const std::vector<double>& solution) const {
  const std::size_t width = columns.size();
  const auto lanes = lanes_of_groups(starts_, others_ * width * sizeof(double));
  LaneSums sums(lanes.size(), others_ * width);
  each_lane(lanes, threads_, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    for (std::size_t g = lane.begin; g < lane.end; ++g) {
      const std::size_t from = starts_[g];
      const std::size_t to = starts_[g + 1];
      for (std::size_t j = 0; j < width; ++j) {
        double* v = columns[j];
        double mean = 0;
        double total = 0;
        for (std::size_t q = 0; q < offset_.size(); ++q) {
          const std::uint32_t* level = factors_[q + 1].level.data();
          const double* b = solution.data() + offset_[q] * width + j;
          for (std::size_t row = from; row < to; ++row) v[row] -= b[level[row] * width];
        }
        for (std::size_t row = from; row < to; ++row) {
          mean += weight(row) * v[row];
          total += weight(row);
        }
        mean /= total;
        for (std::size_t row = from; row < to; ++row) v[row] -= mean;
        for (std::size_t q = 0; q < offset_.size(); ++q) {
          const std::uint32_t* level = factors_[q + 1].level.data();
          double* into = sum + offset_[q] * width + j;
          for (std::size_t row = from; row < to; ++row) {
            into[level[row] * width] += weight(row) * v[row];
          }
        }
      }
    }
  });
  return sums.total();
}

// S b for several b at once (others x width), by one pass over the rows.
std::vector<double> Absorber::times(const std::vector<double>& b, std::size_t width) const {
  const auto lanes = lanes_of_groups(starts_, others_ * width * sizeof(double));
  LaneSums sums(lanes.size(), others_ * width);
  each_lane(lanes, threads_, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    std::vector<double> mean(width);
    std::vector<double> of_row;
    for (std::size_t g = lane.begin; g < lane.end; ++g) {
      const std::size_t from = starts_[g];
      const std::size_t to = starts_[g + 1];
      of_row.assign((to - from) * width, 0.0);
      std::fill(mean.begin(), mean.end(), 0.0);
      double total = 0;
      for (std::size_t row = from; row < to; ++row) {
        double* values = of_row.data() + (row - from) * width;
        for (std::size_t q = 0; q < offset_.size(); ++q) {
          const double* add = b.data() + (offset_[q] + factors_[q + 1].level[row]) * width;
          for (std::size_t j = 0; j < width; ++j) values[j] += add[j];
        }
        for (std::size_t j = 0; j < width; ++j) mean[j] += weight(row) * values[j];
        total += weight(row);
      }
      for (std::size_t row = from; row < to; ++row) {
        const double* values = of_row.data() + (row - from) * width;
        for (std::size_t q = 0; q < offset_.size(); ++q) {
          double* into = sum + (offset_[q] + factors_[q + 1].level[row]) * width;
          for (std::size_t j = 0; j < width; ++j) {
            into[j] += weight(row) * (values[j] - mean[j] / total);
          }
        }
      }
    }
  });
  return sums.total();
}

std::vector<double> Absorber::solve(std::vector<double> right, const std::vector<double>& scale,
                                    double tolerance, int& iterations) const {
  if (dense_) {
    ++iterations;
    solve_skipping(lower_, right, scale.size());
    return right;
  }
  std::vector<double> targets;
  for (const double squares : scale) targets.push_back(tolerance * std::sqrt(squares) + 1e-300);
  return conjugate_gradients([&](const std::vector<double>& b) { return times(b, scale.size()); },
                             diagonal_, std::move(right), targets, iterations);
}

double Absorber::largest_cosine(const std::vector<double>& sums,
                                const std::vector<double>& scale) const {
  double largest = 0;
  const std::size_t width = scale.size();
  for (std::size_t c = 0; c < others_; ++c) {
    for (std::size_t j = 0; j < width; ++j) {
      if (scale[j] == 0) continue;
      const double cosine = std::fabs(sums[c * width + j]) / std::sqrt(level_weight_[c] * scale[j]);
      largest = std::max(largest, cosine);
    }
  }
  return largest;
}

Absorbed Absorber::absorb(const std::vector<double*>& columns, double tolerance) const {
  Absorbed answer;
  std::vector<double> sums = centre(columns, answer);
  if (others_ == 0) return answer;
  std::vector<double> scale;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    scale.push_back(std::max(answer.around[j], 1e-16 * answer.squares[j]));
  }
  answer.cosine = largest_cosine(sums, scale);
  for (int step = 0; step < kRefinements && answer.cosine > tolerance; ++step) {
    sums = subtract(columns, solve(std::move(sums), scale, tolerance, answer.iterations));
    const double before = answer.cosine;
    answer.cosine = largest_cosine(sums, scale);
    if (answer.cosine > 0.5 * before && step > 0) break;  // rounding is all that is left
  }
  answer.converged = answer.cosine <= std::max(tolerance, 1e-9);
  return answer;
}

double Absorber::cosine_of(const double* column) const {
  const auto lanes = lanes_of_groups(starts_, (others_ + 2) * sizeof(double));
  LaneSums sums(lanes.size(), others_ + 1);
  std::vector<double> largest(lanes.size(), 0.0);
  each_lane(lanes, threads_, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    for (std::size_t g = lane.begin; g < lane.end; ++g) {
      double of_group = 0;
      double total = 0;
      for (std::size_t row = starts_[g]; row < starts_[g + 1]; ++row) {
        const double wv = weight(row) * column[row];
        total += weight(row);
        of_group += wv;
        sum[others_] += wv * column[row];
        for (std::size_t q = 0; q < offset_.size(); ++q) {
          sum[offset_[q] + factors_[q + 1].level[row]] += wv;
        }
      }
      largest[at] = std::max(largest[at], std::fabs(of_group) / std::sqrt(total));
    }
  });
  const std::vector<double> sum = sums.total();
  const double squares = sum[others_];
  if (!(squares > 0)) return 0;
  double most = *std::max_element(largest.begin(), largest.end());
  for (std::size_t c = 0; c < others_; ++c) {
    most = std::max(most, std::fabs(sum[c]) / std::sqrt(level_weight_[c]));
  }
  return most / std::sqrt(squares);
}

}  // namespace formulary::evaluate
