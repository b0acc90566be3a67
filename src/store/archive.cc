#include "store/archive.h"

#include <array>
#include <istream>
#include <ostream>

#include "store/audit.h"
#include "store/demonstration.h"
#include "store/internal/json_row.h"
#include "store/internal/json_text.h"
#include "store/internal/migrations.h"
#include "store/internal/rows.h"

namespace formulary::store {
namespace {

constexpr std::size_t kAtATime = 1000;  // rows in memory
constexpr const char* kFormat = "formulary register";
constexpr const char* kMark = "demonstration";  // of the first line: 1, or it is not there

// The tables that travel, owners before what belongs to them. schema_version does not, nor what
// lets anyone in: passwords, sessions, tokens, attempts and pending sign-ins stay where they are.
struct TableKey {
  const char* name;
  std::vector<std::string> key;
};
const std::vector<TableKey>& tables() {
  static const std::vector<TableKey> kTables{
      {"programme", {"id"}},
      {"measure", {"programme", "id"}},
      {"measure_kpi", {"programme", "measure", "kpi"}},
      {"target_version", {"programme", "measure", "kpi", "position"}},
      {"application", {"id"}},
      {"application_fact", {"application", "field"}},
      {"application_reason", {"application", "position"}},
      {"award", {"id"}},
      {"obligation", {"award", "position"}},
      {"tranche", {"id"}},
      {"observation", {"id"}},
      {"decision", {"id"}},
      {"payment", {"id"}},
      {"payee", {"firm", "number"}},
      {"payment_batch", {"id"}},
      {"transfer", {"id"}},
      {"reconciliation", {"id"}},
      {"reconciliation_exception", {"reconciliation", "position"}},
      {"idempotency", {"key"}},
      {"artefact", {"hash"}},
      {"lottery", {"programme", "measure", "published_at"}},
      {"proposal", {"decision"}},
      {"quality_flag", {"id"}},
      {"flag_resolution", {"flag"}},
      {"scorecard", {"id"}},
      {"scorecard_reply", {"scorecard"}},
      {"total", {"axis", "kpi", "from_day", "to_day", "id"}},
      {"account", {"id"}},
      {"audit", {"seq"}},
      {"audit_head", {"one"}},
  };
  return kTables;
}

std::int64_t schema() {
  return static_cast<std::int64_t>(migrations().size());
}

void write_row(std::ostream& out, const char* table, const std::vector<std::string>& columns,
               const Row& row) {
  std::string line = "{\"table\":\"" + std::string(table) + "\"";
  for (std::size_t i = 0; i < row.size(); ++i) {
    line += ",\"" + columns[i] + "\":";
    append_json(line, row[i]);
  }
  out << line << "}\n";
}

Row key_of(const TableKey& table, const Rows& rows) {
  Row key;
  for (const std::string& column : table.key) {
    const auto at = std::find(rows.columns.begin(), rows.columns.end(), column);
    key.push_back(rows.rows.back().at(static_cast<std::size_t>(at - rows.columns.begin())));
  }
  return key;
}

Stored<std::int64_t> export_table(Session& session, const TableKey& table, std::ostream& out) {
  const std::string start = std::string("select * from ") + table.name;
  const std::string key = joined(table.key);
  const std::string end = " order by " + key + " limit " + std::to_string(kAtATime);
  const std::string next =
      start + " where (" + key + ") > (" + places(table.key.size()) + ")" + end;
  std::int64_t written = 0;
  TRY(rows, session.run(start + end));
  while (true) {
    for (const Row& row : rows.rows) write_row(out, table.name, rows.columns, row);
    written += static_cast<std::int64_t>(rows.rows.size());
    if (rows.rows.size() < kAtATime) return written;
    TRY(more, session.run(next, key_of(table, rows)));
    rows = std::move(more);
  }
}

Trouble bad_line(int line, const std::string& what) {
  return {TroubleKind::damaged,
          {"", line, what, "nothing was imported; export the register again"}};
}

// Rows as they come in, put into their table a thousand at a time.
class Import {
 public:
  explicit Import(Session& session) : session_(session) {}

  Stored<void> start(const NamedValues& header) {
    is_marked_ = header.size() == 3 && header[2].first == kMark &&
                 header[2].second == Value(std::int64_t{1});
    if (header.size() != (is_marked_ ? 3U : 2U) || header[0].second != Value(kFormat) ||
        !std::holds_alternative<std::int64_t>(header[1].second)) {
      return fail(bad_line(1, "this is not the export of a register"));
    }
    const std::int64_t theirs = std::get<std::int64_t>(header[1].second);
    if (theirs != schema()) {
      return fail(trouble(theirs > schema() ? TroubleKind::newer_schema : TroubleKind::damaged, "",
                          "the export has schema " + std::to_string(theirs) +
                              ", this program writes " + std::to_string(schema())));
    }
    for (const TableKey& table : tables()) {
      if (std::string_view(table.name) == "audit_head") continue;
      TRY(found, session_.run(std::string("select count(*) from ") + table.name));
      if (std::get<std::int64_t>(found.rows[0][0]) == 0) continue;
      return fail(Trouble{TroubleKind::breaks_a_rule,
                          {"", 0, "the register is not empty", "import into a new database"}});
    }
    const auto gone = session_.run("delete from audit_head");
    if (!gone) return fail(gone.error());
    return {};
  }

  Stored<void> add(const NamedValues& line, int number) {
    const auto* name = std::get_if<std::string>(&line[0].second);
    if (name == nullptr) return fail(bad_line(number, "the line names no table"));
    if (*name != table_) {
      Stored<void> done = flush();
      if (done) done = turn_to(*name, number);
      if (!done) return done;
    }
    Row row;
    for (std::size_t i = 1; i < line.size(); ++i) {
      if (i > columns_.size() || line[i].first != columns_[i - 1]) break;
      row.push_back(line[i].second);
    }
    if (row.size() != columns_.size() || line.size() != columns_.size() + 1) {
      return fail(bad_line(number, "the columns are not those of the table " + table_));
    }
    rows_.push_back(std::move(row));
    ++count_;
    return rows_.size() < kAtATime ? Stored<void>() : flush();
  }

  Stored<std::int64_t> finish(std::int64_t said, int line) {
    Stored<void> done = flush();
    if (!done) return fail(done.error());
    if (said != count_) return fail(bad_line(line, "rows are missing"));
    TRY(kind, kind_of_register(session_));
    if ((kind == RegisterKind::demonstration) != is_marked_) {
      return fail(bad_line(1,
                           "it says of itself whether it is a demonstration, its chain does not "
                           "say the same"));
    }
    TRY(check, verify_audit(session_));
    if (check.faults.empty()) return count_;
    const AuditFault& first = check.faults.front();
    return fail(bad_line(0, "the audit chain does not hold at number " + std::to_string(first.seq) +
                                ": " + first.what));
  }

 private:
  Stored<void> turn_to(const std::string& name, int line) {
    for (const TableKey& table : tables()) {
      if (name != table.name) continue;
      TRY(empty, session_.run("select * from " + name + " limit 0"));
      table_ = name;
      columns_ = std::move(empty.columns);
      return {};
    }
    return fail(bad_line(line, "there is no table '" + name + "'"));
  }

  Stored<void> flush() {
    if (rows_.empty()) return {};
    const Stored<Changes> done = session_.run_many(insert_into(table_, columns_), rows_);
    rows_.clear();
    if (!done) return fail(done.error());
    return {};
  }

  Session& session_;
  std::string table_;
  std::vector<std::string> columns_;
  std::vector<Row> rows_;
  std::int64_t count_ = 0;
  bool is_marked_ = false;
};

Stored<std::int64_t> import_lines(Session& session, std::istream& in) {
  Import import(session);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const auto row = read_json_row(line);
    if (!row || row->empty()) return fail(bad_line(number, "this line is not of an export"));
    const std::string& first = row->front().first;
    if (number == 1) {
      const Stored<void> started = import.start(*row);
      if (!started) return fail(started.error());
    } else if (first == "table") {
      const Stored<void> added = import.add(*row, number);
      if (!added) return fail(added.error());
    } else if (const auto* said = std::get_if<std::int64_t>(&row->front().second);
               first == "end" && said != nullptr) {
      return import.finish(*said, number);
    } else {
      return fail(bad_line(number, "this line is not of an export"));
    }
  }
  return fail(bad_line(0, "the export was cut off: its last line is missing"));
}

}  // namespace

Stored<std::int64_t> export_register(Database& database, std::ostream& out) {
  return database.read([&](Session& session) -> Stored<std::int64_t> {
    TRY(kind, kind_of_register(session));
    out << "{\"format\":\"" << kFormat << "\",\"schema\":" << schema();
    if (kind == RegisterKind::demonstration) out << ",\"" << kMark << "\":1";
    out << "}\n";
    std::int64_t rows = 0;
    for (const TableKey& table : tables()) {
      TRY(written, export_table(session, table, out));
      rows += written;
    }
    out << "{\"end\":" << rows << "}\n";
    if (!out.flush()) {
      return fail(trouble(TroubleKind::full, "", "the export could not be written"));
    }
    return rows;
  });
}

Stored<std::int64_t> import_register(Database& database, std::istream& in) {
  const std::istream::pos_type start = in.tellg();
  return database.write([&](Session& session) {
    if (start != std::istream::pos_type(-1)) {  // the work may be done again after a lost race
      in.clear();
      in.seekg(start);
    }
    return import_lines(session, in);
  });
}

}  // namespace formulary::store
