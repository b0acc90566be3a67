#include "publish/internal/kpi_values.h"

#include <cmath>

#include "monitor/observations.h"

namespace formulary::publish {

std::string KpiKey::text() const {
  return (demonstration ? "demonstration|" : "|") + kpi + "|" + from.text() + "|" + to.text();
}

std::string KpiPlace::id() const {
  return crossed_id({programme, measure, region, sector, company_type});
}

std::vector<KpiPlace> places_of(const PlacedAward& award) {
  const ProgrammeMeasure& m = *award.measure;
  const std::string type = id_of(m.company_type);
  return {{award.programme->id, m.id, m.region, m.sector, type},
          {award.programme->id, kTotal, kTotal, kTotal, kTotal},
          {kTotal, kTotal, m.region, m.sector, kTotal},
          {kTotal, kTotal, m.region, kTotal, kTotal},
          {kTotal, kTotal, kTotal, m.sector, kTotal},
          {kTotal, kTotal, kTotal, kTotal, type},
          {kTotal, kTotal, kTotal, kTotal, kTotal}};
}

void add_award(Tally& tally, const PlacedAward& award, Millionths value) {
  std::vector<std::string> ids;
  for (const KpiPlace& place : places_of(award)) {
    ids.push_back(place.id());
    tally.add(ids.back(), award.award->firm, value);
  }
  const std::string &measure = ids[0], &programme = ids[1], &cell = ids[2], &region = ids[3],
                    &sector = ids[4], &type = ids[5], &all = ids[6];
  tally.tie(programme, "measures", measure);
  tally.tie(cell, "measures", measure);
  tally.tie(type, "measures", measure);
  tally.tie(region, "sectors", cell);
  tally.tie(sector, "regions", cell);
  tally.tie(all, "programmes", programme);
  tally.tie(all, "regions", region);
  tally.tie(all, "sectors", sector);
  tally.tie(all, "types", type);
}

namespace {

constexpr double kLargest = 1e18;  // as in monitor/rollup.h: sums stay inside 128 bits

// A share of nothing, or a value beyond all measure, is no reading.
bool can_be_summed(const KpiValue& one) {
  return std::isfinite(one.weight) && one.weight * 1e6 >= 1 && one.weight <= kLargest &&
         std::fabs(one.value) <= kLargest && std::fabs(one.value * one.weight) <= kLargest;
}

}  // namespace

KpiValues kpi_values(const Shelf& shelf, Date day) {
  // By award and KPI, so that each chain is read among few.
  std::map<std::pair<std::string, std::string>, std::vector<Observation>> series;
  for (const Observation& one : shelf.record().observations) {
    if (one.subject_kind != SubjectKind::award || shelf.award(one.subject) == nullptr) continue;
    series[{one.subject, one.kpi}].push_back(one);
  }
  KpiValues values;
  for (const auto& [key, record] : series) {
    const PlacedAward* award = shelf.award(key.first);
    for (const Holding& holding :
         history_of(record_as_of(record, day), SubjectKind::award, key.first, key.second)) {
      if (holding.standing != Standing::verified) continue;
      const Observation& one = *holding.observation;
      const auto weight = shelf.record().denominators.find(one.id);
      KpiValue value{award, *one.value, 1};
      if (weight != shelf.record().denominators.end()) value.weight = weight->second;
      if (!can_be_summed(value)) continue;
      values[{award->programme->demonstration, one.kpi, one.from, one.to}].push_back(value);
    }
  }
  return values;
}

}  // namespace formulary::publish
