// Which tables are open? Programmes, money and decisions as they stand on the record.
#pragma once

#include <vector>

#include "publish/open_table.h"
#include "publish/public_record.h"

namespace formulary::publish {

// Make the tables that need no disclosure control: codes, programmes, measures, measure_kpis,
// awards, tranches, payments, decisions, scorecards. What belongs to no public programme is left
// out. No person is named anywhere.
std::vector<OpenTable> record_tables(const PublicRecord& record, const PublishOptions& options);

// Count applications by measure and state. Awarded ones are counted with the awards, which are
// public; the rest would tell who asked in vain, so small counts are hidden (disclosure.h).
OpenTable application_table(const PublicRecord& record, const PublishOptions& options);

}  // namespace formulary::publish
