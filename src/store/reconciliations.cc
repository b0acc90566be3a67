// What the treasury's files did to the record, kept for whoever looks at what they left open.
#include "store/internal/columns_treasury.h"
#include "store/internal/rows.h"
#include "store/transfers.h"

namespace formulary::store {
namespace {

Stored<std::vector<Reconciliation>> read_all(Session& session, const std::string& rest,
                                             const Row& row) {
  TRY(found, select_rows<Reconciliation>(session, {}, rest, row));
  std::vector<Reconciliation> all;
  for (auto& one : found) all.push_back(std::move(one.noun));
  return all;
}

Stored<std::optional<Reconciliation>> whole(Stored<std::vector<Reconciliation>> stored,
                                            Session& session) {
  TRY(found, std::move(stored));
  if (found.empty()) return std::nullopt;
  TRY(exceptions, select_rows<StatusException>(
                      session, {}, "where reconciliation = $1 order by position", {found[0].id}));
  for (auto& one : exceptions) found[0].exceptions.push_back(std::move(one.noun));
  return std::optional(std::move(found[0]));
}

}  // namespace

Stored<void> keep_reconciliation(Session& session, const Act& act,
                                 const Reconciliation& reconciliation) {
  RowsOf<Reconciliation> rows({});
  rows.add({}, reconciliation);
  Stored<void> done = rows.insert(session);
  RowsOf<StatusException> exceptions({"reconciliation", "position"});
  for (std::size_t i = 0; i < reconciliation.exceptions.size(); ++i) {
    exceptions.add({reconciliation.id, static_cast<std::int64_t>(i)}, reconciliation.exceptions[i]);
  }
  if (done) done = exceptions.insert(session);
  if (!done) return done;
  JsonObject json;
  columns(json, reconciliation);
  const auto noted =
      append_audit(session, act,
                   {"reconcile", "reconciliation", reconciliation.id, std::nullopt, json.finish()});
  if (!noted) return fail(noted.error());
  return {};
}

Stored<std::optional<Reconciliation>> reconciliation(Session& session, const std::string& id) {
  return whole(read_all(session, "where id = $1", {id}), session);
}

Stored<std::optional<Reconciliation>> reconciliation_of(Session& session, const std::string& file) {
  return whole(read_all(session, "where file = $1 order by id desc limit 1", {file}), session);
}

Stored<std::vector<Reconciliation>> reconciliations(Session& session, const Page& page) {
  return read_all(session, "where id > $1 order by id limit $2",
                  {page.after, std::int64_t{page.limit}});
}

}  // namespace formulary::store
