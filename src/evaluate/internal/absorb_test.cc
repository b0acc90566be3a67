#include "evaluate/internal/absorb.h"

#include <cmath>
#include <map>

#include <doctest/doctest.h>
#include <Eigen/Dense>

#include "support/firm_panel.h"

using namespace formulary;
using namespace formulary::evaluate;

namespace {

// Rows of `firms` firms, each of which meets some of `others` offices, along a chain or at random.
struct Rows {
  std::vector<std::uint32_t> firm, office, year;
  std::vector<double> value, weight;
};
Rows rows_of(std::uint32_t firms, std::uint32_t offices, bool chain) {
  Rows rows;
  std::uint64_t i = 0;
  for (std::uint32_t f = 0; f < firms; ++f) {
    for (std::uint32_t t = 0; t < 6; ++t, ++i) {
      const double u = firm_panel::uniform_at(1, 1, i);
      const auto random = static_cast<std::uint32_t>(u * offices);
      const auto near = (f * offices / firms + (u < 0.05 ? 1 : 0)) % offices;
      rows.firm.push_back(f);
      rows.office.push_back(chain ? near : i < offices ? static_cast<std::uint32_t>(i) : random);
      rows.year.push_back(t);
      rows.value.push_back(firm_panel::normal(1, 2, i) + 0.01 * f + rows.office.back() % 7);
      rows.weight.push_back(0.1 + firm_panel::uniform_at(1, 3, i));
    }
  }
  return rows;
}

// The largest cosine of a column with any dummy, by sums taken row by row.
double largest_cosine(const std::vector<double>& column, const std::vector<double>& weight,
                      const std::vector<std::vector<std::uint32_t>>& keys) {
  double squares = 0;
  for (std::size_t i = 0; i < column.size(); ++i) squares += weight[i] * column[i] * column[i];
  double most = 0;
  for (const auto& key : keys) {
    std::map<std::uint32_t, std::pair<long double, double>> sums;
    for (std::size_t i = 0; i < key.size(); ++i) {
      sums[key[i]].first += static_cast<long double>(weight[i]) * column[i];
      sums[key[i]].second += weight[i];
    }
    for (const auto& [level, sum] : sums) {
      most = std::max(most,
                      static_cast<double>(std::fabs(sum.first)) / std::sqrt(sum.second * squares));
    }
  }
  return most;
}

}  // namespace

// Expected: a residual is orthogonal to every dummy; that and being in the rows' span defines it.
TEST_CASE("residuals are orthogonal to all dummies, by elimination and by conjugate gradients") {
  for (const std::uint32_t offices : {50u, 3000u}) {
    for (const bool chain : {false, true}) {
      CAPTURE(offices);
      CAPTURE(chain);
      const Rows rows = rows_of(4000, offices, chain);
      const Absorber absorber(
          {{"firm", rows.firm, 4000}, {"office", rows.office, offices}, {"year", rows.year, 6}},
          rows.weight, 2);
      CHECK(absorber.is_exact() == (offices < 2500));
      std::vector<double> column = rows.value;
      const Absorbed done = absorber.absorb({column.data()}, 1e-11);
      CHECK(done.converged);
      const double cosine =
          largest_cosine(column, rows.weight, {rows.firm, rows.office, rows.year});
      CHECK(cosine < 1e-9);
      CHECK(absorber.cosine_of(column.data()) == doctest::Approx(cosine).epsilon(1e-3));
      // What was taken out is a sum of effects: taking out again changes nothing.
      std::vector<double> again = column;
      (void)absorber.absorb({again.data()}, 1e-11);
      double moved = 0;
      for (std::size_t i = 0; i < again.size(); ++i) {
        moved = std::max(moved, std::fabs(again[i] - column[i]));
      }
      CHECK(moved < (chain ? 1e-6 : 1e-8));  // a chain is ill conditioned
    }
  }
}

// Expected: by hand. Two firms that share no office with the two others: two components, so
// 4 + 4 - 2 independent dummies; with a third set that tells the halves apart nothing is added.
TEST_CASE("dependent dummies are counted exactly") {
  const std::vector<std::uint32_t> firm{0, 0, 1, 1, 2, 2, 3, 3};
  const std::vector<std::uint32_t> office{0, 1, 0, 1, 2, 3, 2, 3};
  const std::vector<std::uint32_t> half{0, 0, 0, 0, 1, 1, 1, 1};
  CHECK(Absorber({{"firm", firm, 4}}, {}, 1).rank() == 4);
  CHECK(Absorber({{"firm", firm, 4}, {"office", office, 4}}, {}, 1).rank() == 6);
  CHECK(Absorber({{"firm", firm, 4}, {"office", office, 4}, {"half", half, 2}}, {}, 1).rank() == 6);
}

// Expected: brute force, the residual of dense dummies by QR.
TEST_CASE("a firm with very many rows and offices nested in firms are taken out exactly") {
  std::vector<std::uint32_t> firm;
  std::vector<std::uint32_t> office;
  std::vector<double> value;
  for (std::uint32_t i = 0; i < 300; ++i) {
    firm.push_back(i < 250 ? 0 : 1 + (i - 250) / 5);
    office.push_back(i < 250 ? i % 4 : 4 + (i - 250) / 10);
    value.push_back(std::sin(1.0 * i) + 1e3);
  }
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(300, 11 + 9);
  for (std::uint32_t i = 0; i < 300; ++i) {
    dense(i, firm[i]) = 1;
    dense(i, 11 + office[i]) = 1;
  }
  const Eigen::VectorXd y = firm_panel::vector_of(value);
  const Eigen::VectorXd expected = y - dense * dense.completeOrthogonalDecomposition().solve(y);
  const Absorber absorber({{"firm", firm, 11}, {"office", office, 9}}, {}, 1);
  (void)absorber.absorb({value.data()}, 1e-11);
  for (std::uint32_t i = 0; i < 300; ++i) {
    CHECK(value[i] == doctest::Approx(expected(i)).epsilon(1e-10));
  }
}
