// Which values do people report, check and correct, and what do they add up to at once?
#pragma once

#include <string>
#include <vector>

#include "domain/flag.h"
#include "domain/observation.h"
#include "monitor/quality.h"
#include "office/call.h"
#include "office/rights.h"
#include "store/oversight.h"
#include "store/totals.h"

namespace formulary::office {

using KeptObservation = store::Kept<Observation>;

// One row that was left out, counted from 0, and why.
struct RowRefusal {
  std::size_t row = 0;
  Reasons reasons;
};
struct Reported {
  std::vector<std::string> ids;  // of the accepted, in their order
  std::vector<RowRefusal> refused;
  std::size_t flags = 0;  // raised
};
enum class BadRows { refuse_all, leave_out };

// Report values of awards, measures, programmes or regions. Ids are given by the register. Each row
// is checked: the subject is on the record and the actor's to report, the KPI exists (of an award:
// was promised), and monitor's rules of a report. With BadRows::refuse_all one bad row refuses all,
// and the reasons name the rows. Values that look wrong are flagged, not refused.
Outcome<Reported> report_values(Call& call, std::vector<Observation> drafts, BadRows bad);

// Verify values by id, all or none; each one is in every total when this returns.
Outcome<std::vector<KeptObservation>> verify_values(Call& call,
                                                    const std::vector<std::string>& ids);
Outcome<KeptObservation> dispute_value(Call& call, const std::string& id, const std::string& why);
// Replace a value by a later report of the same subject, KPI and period; it leaves the totals until
// the new one is verified.
Outcome<KeptObservation> correct_value(Call& call, const std::string& id, const Observation& draft);

Outcome<KeptObservation> read_value(Call& call, const std::string& id);
Outcome<Listed<KeptObservation>> list_values(Call& call, const store::ObservationFilter& filter,
                                             const store::Page& page);
Outcome<std::vector<RollUpEntry>> list_totals(Call& call, const store::TotalFilter& filter,
                                              int limit, int skip);

// Flags whose values are the actor's to look at; the next page starts after the last that was read.
struct ListedFlags {
  std::vector<QualityFlag> items;
  std::string next;
};
Outcome<ListedFlags> list_flags(Call& call, std::optional<store::FlagState> state,
                                const store::Page& page);
Outcome<QualityFlag> resolve_flag(Call& call, const std::string& flag, FlagFinding finding,
                                  const std::string& why);

}  // namespace formulary::office
