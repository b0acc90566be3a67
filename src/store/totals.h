// What do the verified values add up to, the moment they are verified? Totals kept in the register.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/rollup.h"
#include "store/database.h"
#include "store/register.h"

namespace formulary::store {

// Add leaves to their totals, or take them out, inside the transaction that verifies or supersedes
// their values: whoever reads a total sees every verified value. Awards are no totals and are left
// out. Errors: breaks_a_rule when a KPI is summed here and averaged there, or more is taken out
// than is in.
enum class TotalsMove { add, take_out };
Stored<void> move_totals(Session& session, const std::vector<RollUpEntry>& leaves, TotalsMove move);

struct TotalFilter {
  std::optional<RollUpAxis> axis;
  std::string id;
  std::string kpi;
  std::optional<Date> from;
  std::optional<Date> to;
};
// List totals by axis, KPI, period and id; at most `limit`, after the first `skip`.
Stored<std::vector<RollUpEntry>> totals(Session& session, const TotalFilter& filter, int limit,
                                        int skip = 0);

}  // namespace formulary::store
