#include "store/totals.h"

#include "base/must.h"
#include "store/internal/nouns.h"

namespace formulary::store {
namespace {

constexpr const char* kColumns =
    "axis, id, kpi, from_day, to_day, kind, numerator, denominator, leaves";

// A 128-bit sum as text: both databases have integers of 64 bits only.
std::string text_of(Millionths number) {
  const bool negative = number < 0;
  std::string digits;
  do {
    const int digit = static_cast<int>(number % 10);
    digits.insert(digits.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    number /= 10;
  } while (number != 0);
  return negative ? "-" + digits : digits;
}

bool read_sum(const Value& cell, Millionths& number) {
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr || text->empty() || text->size() > 39) return false;
  const bool negative = text->front() == '-';
  number = 0;
  for (std::size_t i = negative ? 1 : 0; i < text->size(); ++i) {
    const char digit = (*text)[i];
    if (digit < '0' || digit > '9') return false;
    number = number * 10 + (negative ? -(digit - '0') : digit - '0');
  }
  return true;
}

Stored<RollUpEntry> read_entry(const Row& row) {
  RollUpEntry entry;
  const auto* leaves = std::get_if<std::int64_t>(&row.at(8));
  const bool sound =
      leaves != nullptr && from_cell(row[0], entry.key.axis) && from_cell(row[1], entry.key.id) &&
      from_cell(row[2], entry.key.kpi) && from_cell(row[3], entry.key.from) &&
      from_cell(row[4], entry.key.to) && from_cell(row[5], entry.total.kind) &&
      read_sum(row[6], entry.total.numerator) && read_sum(row[7], entry.total.denominator);
  if (!sound) {
    return fail(trouble(TroubleKind::damaged, "", "a total is not as the program writes it"));
  }
  entry.total.leaves = *leaves;
  return entry;
}

Row key_row(const RollUpKey& key) {
  return {to_cell(key.axis), key.id, key.kpi, to_cell(key.from), to_cell(key.to)};
}

constexpr const char* kWhere =
    " where axis = $1 and id = $2 and kpi = $3 and from_day = $4 and to_day = $5";

Stored<void> write(Session& session, const RollUpEntry& entry) {
  if (entry.total.leaves == 0) {
    const auto gone = session.run(std::string("delete from total") + kWhere, key_row(entry.key));
    if (!gone) return fail(gone.error());
    return {};
  }
  Row row = key_row(entry.key);
  row.push_back(to_cell(entry.total.kind));
  row.emplace_back(text_of(entry.total.numerator));
  row.emplace_back(text_of(entry.total.denominator));
  row.emplace_back(entry.total.leaves);
  const auto put =
      session.run(std::string("insert into total (") + kColumns + ") values (" + places(9) +
                      ") on conflict (axis, kpi, from_day, to_day, id) do update set "
                      "numerator = excluded.numerator, denominator = excluded.denominator, "
                      "leaves = excluded.leaves",
                  row);
  if (!put) return fail(put.error());
  return {};
}

}  // namespace

Stored<void> move_totals(Session& session, const std::vector<RollUpEntry>& leaves,
                         TotalsMove move) {
  const int sign = move == TotalsMove::add ? 1 : -1;
  for (const RollUpEntry& change : leaves) {
    if (change.key.axis == RollUpAxis::award) continue;
    TRY(found, session.run(std::string("select ") + kColumns + " from total" + kWhere,
                           key_row(change.key)));
    RollUpEntry entry{change.key, {}};
    entry.total.kind = change.total.kind;
    if (!found.rows.empty()) {
      TRY(there, read_entry(found.rows[0]));
      entry = there;
    }
    if (entry.total.kind != change.total.kind) {
      return fail(trouble(TroubleKind::breaks_a_rule, "",
                          "the KPI '" + change.key.kpi + "' is summed here and averaged there"));
    }
    entry.total.numerator += sign * change.total.numerator;
    entry.total.denominator += sign * change.total.denominator;
    entry.total.leaves += sign * change.total.leaves;
    if (entry.total.leaves < 0) {
      return fail(trouble(TroubleKind::breaks_a_rule, "", "more is taken out than a total holds"));
    }
    const Stored<void> done = write(session, entry);
    if (!done) return done;
  }
  return {};
}

Stored<std::vector<RollUpEntry>> totals(Session& session, const TotalFilter& filter, int limit,
                                        int skip) {
  Where where;
  where.is("axis", filter.axis).is("kpi", filter.kpi).is("id", filter.id);
  if (filter.from) where.compare("from_day", " = ", to_cell(*filter.from));
  if (filter.to) where.compare("to_day", " = ", to_cell(*filter.to));
  Row row = where.row();
  row.emplace_back(std::int64_t{limit});
  row.emplace_back(std::int64_t{skip});
  TRY(found,
      session.run(std::string("select ") + kColumns + " from total " + where.sql() +
                      " order by axis, kpi, from_day, to_day, id limit $" +
                      std::to_string(row.size() - 1) + " offset $" + std::to_string(row.size()),
                  row));
  std::vector<RollUpEntry> all;
  for (const Row& one : found.rows) {
    TRY(entry, read_entry(one));
    all.push_back(std::move(entry));
  }
  return all;
}

}  // namespace formulary::store
