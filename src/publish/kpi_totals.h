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
inline constexpr const char* kWaiting = "O";  // not yet: too few of the firms that owe it have one

struct KpiTotals {
  OpenTable table;         // kpi_totals
  EarlierRelease release;  // to be kept for the next time
  // Cells that earlier releases gave away (disclosure.h), and periods of which the record no longer
  // says what it said when they were shown: these are hidden whole.
  std::set<std::string> exposed;
};

// Total the verified values of awards as they stood at the end of the day before the record's
// moment, or when their period was shown last (RevisionRules), and hide what must be. Counts are
// summed; all other KPIs are means over firms, weighted by the denominators where there are any.
// Demonstration programmes are totalled by themselves.
//
// A figure that must be hidden now but was shown before (few firms have changed since) stays as it
// was shown last; `as_of` says which day each figure is of.
KpiTotals kpi_totals(const PublicRecord& record, const PublishOptions& options);

}  // namespace formulary::publish
