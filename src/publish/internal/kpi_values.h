// Which firm brought which value to which cell? Verified values of awards, as of a day.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "publish/internal/shelf.h"
#include "publish/sum_table.h"

namespace formulary::publish {

// The figures that belong together: one KPI and period, of demonstrations or of real programmes.
struct KpiKey {
  bool demonstration = false;
  std::string kpi;
  Date from;
  Date to;

  auto order() const { return std::tie(demonstration, kpi, from, to); }
  bool operator<(const KpiKey& other) const { return order() < other.order(); }
  std::string text() const;  // stands in the ids of hidden cells
};

// Where a figure stands; kTotal = all.
struct KpiPlace {
  std::string programme, measure, region, sector, company_type;

  std::string id() const;
};

// The cells that an award falls in, from its measure to the total, and how they add up.
std::vector<KpiPlace> places_of(const PlacedAward& award);
void add_award(Tally& tally, const PlacedAward& award, Millionths value);

// One verified value with its award.
struct KpiValue {
  const PlacedAward* award = nullptr;
  double value = 0;
  double weight = 1;
};
using KpiValues = std::map<KpiKey, std::vector<KpiValue>>;

// Collect the values that held at the end of a day.
KpiValues kpi_values(const Shelf& shelf, Date day);

}  // namespace formulary::publish
