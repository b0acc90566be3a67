#include "publish/internal/kpi_figures.h"

#include <algorithm>
#include <cmath>

#include "base/must.h"
#include "publish/internal/hash.h"

namespace formulary::publish {

namespace {

constexpr double kMillion = 1e6;
constexpr double kLargest = 1e18;  // as in monitor/rollup.h: sums stay inside 128 bits

Millionths scaled(double value) {
  MUST(std::isfinite(value) && std::fabs(value) <= kLargest);
  return static_cast<Millionths>(std::nearbyint(value * kMillion));
}

double unscaled(Millionths value) {
  return static_cast<double>(value) / kMillion;
}

// Where all values are whole, everybody can see that they are.
Millionths step_of(const std::vector<KpiValue>& values) {
  const bool whole = std::all_of(values.begin(), values.end(), [](const KpiValue& one) {
    return one.value == std::floor(one.value);
  });
  return whole ? static_cast<Millionths>(kMillion) : 0;
}

std::string digits(Millionths value) {
  const bool negative = value < 0;
  std::string text;
  do {
    const int digit = static_cast<int>(value % 10);
    text += static_cast<char>('0' + (negative ? -digit : digit));
    value /= 10;
  } while (value != 0);
  if (negative) text += '-';
  return {text.rbegin(), text.rend()};
}

// Each word with its length, so that no two tables read alike.
void write(std::string& text, const SumTable& table) {
  const auto add = [&](const std::string& word) {
    text += std::to_string(word.size()) + ":" + word;
  };
  for (const TableCell& cell : table.cells) {
    add(cell.id);
    add(std::to_string(cell.parts.size()));
    for (const Part& part : cell.parts) {
      add(part.firm);
      add(digits(part.value));
    }
  }
}

void add_changed(const SumTable& before, const SumTable& after, std::set<std::string>& firms) {
  for (const TableCell& cell : after.cells) {
    const TableCell* was = before.cell(cell.id);
    for (const Part& part : cell.parts) {
      const bool same = was != nullptr &&
                        std::find(was->parts.begin(), was->parts.end(), part) != was->parts.end();
      if (!same) firms.insert(part.firm);
    }
  }
}

}  // namespace

double KpiFigures::figure(const std::string& cell) const {
  const TableCell* sum = values.cell(cell);
  const TableCell* weight = weights.cell(cell);
  MUST(sum != nullptr && weight != nullptr && weight->value() > 0);
  return is_sum ? unscaled(sum->value()) : unscaled(sum->value()) / unscaled(weight->value());
}

std::string KpiFigures::fingerprint() const {
  std::string text = is_sum ? "sum" : "mean";
  write(text, values);
  write(text, weights);
  return sha256_of(text);
}

KpiFigures figures_of(const std::vector<KpiValue>& values, bool is_sum, Date day) {
  Tally sums(is_sum ? step_of(values) : 0), weights;
  KpiFigures figures;
  figures.is_sum = is_sum;
  figures.day = day;
  for (const KpiValue& one : values) {
    const double weight = is_sum ? 1 : one.weight;
    add_award(sums, *one.award, scaled(one.value * weight));
    add_award(weights, *one.award, scaled(weight));
    figures.has_weights = figures.has_weights || weight != 1;
  }
  figures.values = sums.table();
  figures.weights = weights.table();
  return figures;
}

std::size_t changed_firms(const KpiFigures& before, const KpiFigures& after) {
  std::set<std::string> firms;
  add_changed(before.values, after.values, firms);
  add_changed(after.values, before.values, firms);
  add_changed(before.weights, after.weights, firms);
  add_changed(after.weights, before.weights, firms);
  return firms.size();
}

}  // namespace formulary::publish
