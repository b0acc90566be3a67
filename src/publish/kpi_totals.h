// What did KPIs add up to, by measure, programme, region, sector and company type, as far as it may
// be shown?
#pragma once

#include <set>
#include <string>

#include "publish/open_table.h"
#include "publish/public_record.h"

namespace formulary::publish {

// How a figure stands.
inline constexpr const char* kShown = "A";
inline constexpr const char* kSuppressed = "c";
inline constexpr const char* kMissing = "L";  // firms owe the figure, none has a verified one

struct KpiTotals {
  OpenTable table;                // kpi_totals
  EarlierRelease release;         // to be kept for the next time
  std::set<std::string> exposed;  // cells that earlier releases gave away (disclosure.h)
};

// Total the verified values of awards as they stood at the end of the day before the record's
// moment, and hide what must be. Counts are summed; all other KPIs are means over firms, weighted
// by the denominators where there are any. Demonstration programmes are totalled by themselves.
//
// A period whose total was shown in the last release and would have to be hidden now (few firms
// changed since) keeps the figures of that release: `as_of` says which day they are of.
KpiTotals kpi_totals(const PublicRecord& record, const PublishOptions& options);

// Say whether the values of a KPI of this measure are summed; the others are averaged.
bool adds_up(KpiMeasure measure);

}  // namespace formulary::publish
