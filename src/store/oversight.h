// Who looks at the record, and what do they say? Flags on values, and the scorecards of offices.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/flag.h"
#include "domain/reason.h"
#include "domain/scorecard.h"
#include "store/audit.h"
#include "store/database.h"
#include "store/register.h"

namespace formulary::store {

// Raise flags; each gets its id here. One audit record for all of them.
Stored<void> raise_flags(Session& session, const Act& act, const std::vector<QualityFlag>& flags);

// Keep what a person found. Refused: no such flag, or it was resolved already.
Stored<Allowed<QualityFlag>> resolve_flag(Session& session, const Act& act,
                                          const QualityFlag& resolved);

Stored<std::optional<QualityFlag>> flag(Session& session, const std::string& id);
enum class FlagState { open, resolved };
Stored<std::vector<QualityFlag>> flags(Session& session, std::optional<FlagState> state,
                                       const Page& page);

// Add scorecards; refused where one with that id is there.
Stored<Allowed<std::int64_t>> add_scorecards(Session& session, const Act& act,
                                             const std::vector<Scorecard>& scorecards);

// Write the day it was shown or published, or the office's reply, over the revision that was read.
Stored<Allowed<Revision>> change_scorecard(Session& session, const Act& act,
                                           const std::string& action, const Kept<Scorecard>& next);

Stored<std::optional<Kept<Scorecard>>> scorecard(Session& session, const std::string& id);
struct ScorecardFilter {
  std::string region;
  std::string kpi;
};
Stored<std::vector<Kept<Scorecard>>> scorecards(Session& session, const ScorecardFilter& filter,
                                                const Page& page);

}  // namespace formulary::store
