// Which panel do the tests of evaluate use? Firms, years and offices drawn from a seed, and the
// regression on dense dummies that every estimator is held against.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <Eigen/Dense>

#include "evaluate/effect.h"
#include "evaluate/panel.h"
#include "math/philox.h"

namespace firm_panel {

using Columns = std::map<std::string, std::vector<double>>;

// The i-th normal number of a stream.
inline double normal(unsigned seed, unsigned stream, std::uint64_t i) {
  return formulary::normal_quantile(
      formulary::uniform(formulary::philox(seed, stream, i, 0, formulary::Purpose::sample)[0]));
}
inline double uniform_at(unsigned seed, unsigned stream, std::uint64_t i) {
  return formulary::uniform(formulary::philox(seed, stream, i, 0, formulary::Purpose::sample)[1]);
}

// firm, year, office, x1, x2, weight and y = x1 - 0.5 x2 + firm + year + office + noise, with a
// part of the noise shared in a firm; about `missing` of the firm-years are not there.
inline Columns drawn(unsigned seed, int firms, int years, double missing = 0.2) {
  Columns panel;
  std::uint64_t i = 0;
  for (int f = 0; f < firms; ++f) {
    for (int t = 0; t < years; ++t, ++i) {
      if (uniform_at(seed, 9, i) < missing) continue;
      const double firm = normal(seed, 1, static_cast<std::uint64_t>(f));
      const double year = normal(seed, 2, static_cast<std::uint64_t>(t));
      const double office = std::floor(uniform_at(seed, 3, i) * 4 + f % 3);
      const double x1 = 0.5 * firm + 0.3 * year + normal(seed, 4, i);
      const double x2 = 0.3 * x1 - 0.4 * firm + normal(seed, 5, i);
      const double noise =
          normal(seed, 6, i) + 0.7 * normal(seed, 7, static_cast<std::uint64_t>(f));
      panel["firm"].push_back(100 + 3 * f);
      panel["year"].push_back(2010 + t);
      panel["office"].push_back(office);
      panel["x1"].push_back(x1);
      panel["x2"].push_back(x2);
      panel["weight"].push_back(0.5 + 2 * uniform_at(seed, 8, i));
      panel["y"].push_back(x1 - 0.5 * x2 + firm + year + 0.3 * office + noise * (1 + 0.3 * x1));
    }
  }
  return panel;
}

inline formulary::evaluate::Panel panel_of(const Columns& columns) {
  formulary::evaluate::Panel panel(columns.begin()->second.size(), "panel");
  for (const auto& [name, values] : columns) panel.add_numbers(name, values);
  return panel;
}

// The same rows in another order.
inline Columns shuffled(const Columns& columns, unsigned seed) {
  const std::size_t rows = columns.begin()->second.size();
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < rows; ++i) order.emplace_back(uniform_at(seed, 77, i), i);
  std::sort(order.begin(), order.end());
  Columns moved;
  for (const auto& [name, values] : columns) {
    for (const auto& [key, row] : order) moved[name].push_back(values[row]);
  }
  return moved;
}

inline Eigen::VectorXd vector_of(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

// X and all dummies of the named keys (the first level of each but the first left out), side by
// side; the columns of X first.
inline Eigen::MatrixXd dense(const Columns& columns, const std::vector<std::string>& x,
                             const std::vector<std::string>& keys) {
  std::vector<Eigen::VectorXd> parts;
  for (const std::string& name : x) parts.push_back(vector_of(columns.at(name)));
  for (std::size_t k = 0; k < keys.size(); ++k) {
    std::map<double, Eigen::VectorXd> dummies;
    const auto& level = columns.at(keys[k]);
    for (std::size_t i = 0; i < level.size(); ++i) {
      auto& dummy = dummies[level[i]];
      if (dummy.size() == 0) dummy = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(level.size()));
      dummy(static_cast<Eigen::Index>(i)) = 1;
    }
    for (auto& [value, dummy] : dummies) {
      if (k > 0 && value == dummies.begin()->first) continue;
      parts.push_back(dummy);
    }
  }
  Eigen::MatrixXd whole(parts[0].size(), static_cast<Eigen::Index>(parts.size()));
  for (std::size_t j = 0; j < parts.size(); ++j) whole.col(static_cast<Eigen::Index>(j)) = parts[j];
  return whole;
}

inline const formulary::evaluate::Effect* effect(const formulary::evaluate::Finding& finding,
                                                 const std::string& term) {
  for (const formulary::evaluate::Estimate& one : finding.estimates) {
    if (one.term == term) return &one.effect;
  }
  return nullptr;
}

}  // namespace firm_panel
