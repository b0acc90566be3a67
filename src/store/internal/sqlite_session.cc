#include "store/internal/sqlite_session.h"

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <map>

#include <sqlite3.h>

#include "base/must.h"
#include "store/internal/statements.h"
#include "store/internal/values.h"

namespace formulary::store {
namespace {

constexpr int kPauseMs = 10;  // before a backup asks again for what is locked

TroubleKind kind_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return TroubleKind::locked;
    case SQLITE_FULL:
      return TroubleKind::full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return TroubleKind::read_only;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return TroubleKind::damaged;
    case SQLITE_CONSTRAINT:
      return TroubleKind::breaks_a_rule;
    default:
      return TroubleKind::other;
  }
}

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct Prepared {
  std::unique_ptr<sqlite3_stmt, Finalize> statement;
  std::vector<std::size_t> parameter;  // of each place, which of $1, $2 ... it is, from 0
};

class SqliteSession final : public Session {
 public:
  SqliteSession(std::string path, Connection connection)
      : path_(std::move(path)), connection_(std::move(connection)) {}

  Dialect dialect() const override { return Dialect::sqlite; }
  Stored<Rows> run(const std::string& sql, const Row& parameters) override;
  Stored<Changes> run_many(const std::string& sql, const std::vector<Row>& lists) override;
  Stored<std::vector<std::size_t>> insert_new(const std::string& table,
                                              const std::vector<std::string>& columns,
                                              const std::vector<Row>& rows) override;
  Stored<void> script(const std::string& sql) override;
  Stored<void> begin(Access access) override;
  Stored<void> commit() override { return script("commit"); }
  void roll_back() override {
    if (sqlite3_get_autocommit(connection_.get()) == 0) (void)script("rollback");
  }
  bool usable() const override { return true; }
  Stored<void> back_up(const std::string& path) override;

 private:
  Trouble last_trouble() const {
    const int system = errno;  // sqlite3_system_errno says nothing of a commit
    const int code = sqlite3_extended_errcode(connection_.get());
    // A quota or a limit on files stops a write as a full disk does, but SQLite has no word for it.
    const bool no_room = (code & 0xFF) == SQLITE_IOERR && (system == EDQUOT || system == EFBIG);
    return trouble(no_room ? TroubleKind::full : kind_of(code), path_,
                   sqlite3_errmsg(connection_.get()));
  }
  Stored<Prepared*> prepared(const std::string& sql);
  Stored<void> bind(const Prepared& prepared, const Row& parameters);
  Stored<Rows> finish(sqlite3_stmt* statement);
  Stored<std::int64_t> change(const Prepared& prepared, const Row& parameters);

  std::string path_;
  Connection connection_;
  std::map<std::string, Prepared> statements_;  // destroyed before the connection
};

Stored<Prepared*> SqliteSession::prepared(const std::string& sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) return &known->second;
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v3(connection_.get(), sql.c_str(), static_cast<int>(sql.size()) + 1,
                         SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) {
    return fail(last_trouble());
  }
  MUST(raw != nullptr);  // the statement is not empty
  Prepared fresh;
  fresh.statement.reset(raw);
  for (int i = 1; i <= sqlite3_bind_parameter_count(raw); ++i) {
    const char* name = sqlite3_bind_parameter_name(raw, i);
    MUST(name != nullptr && name[0] == '$');
    std::size_t number = 0;
    const std::string_view digits(name + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    MUST(number >= 1);
    fresh.parameter.push_back(number - 1);
  }
  return &statements_.emplace(sql, std::move(fresh)).first->second;
}

int bind_value(sqlite3_stmt* statement, int place, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, place, *integer);
  }
  if (const auto* number = std::get_if<double>(&value)) {
    return sqlite3_bind_double(statement, place, *number == 0 ? 0.0 : *number);  // no minus zero
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  if (const auto* bytes = std::get_if<Bytes>(&value)) {
    if (bytes->empty()) return sqlite3_bind_zeroblob(statement, place, 0);
    return sqlite3_bind_blob64(statement, place, bytes->data(), bytes->size(), SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, place);
}

Stored<void> SqliteSession::bind(const Prepared& prepared, const Row& parameters) {
  for (const Value& value : parameters) {
    if (auto bad = check_value(value)) return fail(std::move(*bad));
  }
  for (std::size_t i = 0; i < prepared.parameter.size(); ++i) {
    MUST(prepared.parameter[i] < parameters.size());
    if (bind_value(prepared.statement.get(), static_cast<int>(i) + 1,
                   parameters[prepared.parameter[i]]) != SQLITE_OK) {
      return fail(last_trouble());
    }
  }
  return {};
}

Value value_of(sqlite3_stmt* statement, int column) {
  const auto size = [&] {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      return std::string(text, size());
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement, column));
      return Bytes(bytes, bytes + size());
    }
    default:
      return Null{};
  }
}

Stored<Rows> SqliteSession::finish(sqlite3_stmt* statement) {
  Rows rows;
  const int columns = sqlite3_column_count(statement);
  for (int i = 0; i < columns; ++i) rows.columns.emplace_back(sqlite3_column_name(statement, i));
  const std::int64_t before = sqlite3_total_changes64(connection_.get());
  int code = sqlite3_step(statement);
  for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
    Row row;
    row.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) row.push_back(value_of(statement, i));
    rows.rows.push_back(std::move(row));
  }
  std::optional<Trouble> wrong;
  if (code != SQLITE_DONE) wrong = last_trouble();
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  if (wrong) return fail(std::move(*wrong));
  rows.changed = sqlite3_total_changes64(connection_.get()) - before;
  return rows;
}

Stored<Rows> SqliteSession::run(const std::string& sql, const Row& parameters) {
  TRY(statement, prepared(sql));
  MUST(parameters.size() == statement->parameter.size());
  Stored<void> bound = bind(*statement, parameters);
  if (!bound) return fail(bound.error());
  return finish(statement->statement.get());
}

// Run a statement that returns no rows; how many it changed.
Stored<std::int64_t> SqliteSession::change(const Prepared& prepared, const Row& parameters) {
  MUST(parameters.size() == prepared.parameter.size());
  Stored<void> bound = bind(prepared, parameters);
  if (!bound) return fail(bound.error());
  sqlite3_stmt* statement = prepared.statement.get();
  const std::int64_t before = sqlite3_total_changes64(connection_.get());
  std::optional<Trouble> wrong;
  if (sqlite3_step(statement) != SQLITE_DONE) wrong = last_trouble();
  sqlite3_reset(statement);
  if (wrong) return fail(std::move(*wrong));
  return sqlite3_total_changes64(connection_.get()) - before;
}

Stored<Changes> SqliteSession::run_many(const std::string& sql, const std::vector<Row>& lists) {
  TRY(statement, prepared(sql));
  Changes changes;
  changes.reserve(lists.size());
  for (const Row& parameters : lists) {
    TRY(changed, change(*statement, parameters));
    changes.push_back(changed);
  }
  sqlite3_clear_bindings(statement->statement.get());  // they point into the lists
  return changes;
}

Stored<std::vector<std::size_t>> SqliteSession::insert_new(const std::string& table,
                                                           const std::vector<std::string>& columns,
                                                           const std::vector<Row>& rows) {
  TRY(changes, run_many(insert_into(table, columns) + " on conflict do nothing", rows));
  std::vector<std::size_t> refused;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i] == 0) refused.push_back(i);
  }
  return refused;
}

Stored<void> SqliteSession::script(const std::string& sql) {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return fail(last_trouble());
  }
  return {};
}

Stored<void> SqliteSession::begin(Access access) {
  errno = 0;
  return script(access == Access::write ? "begin immediate" : "begin deferred");
}

Stored<void> SqliteSession::back_up(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    return fail(Trouble{TroubleKind::breaks_a_rule,
                        {path, 0, "there is a file of this name already",
                         "a backup never overwrites: name a new file"}});
  }
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Connection target(raw);
  const auto target_trouble = [&] {
    return fail(trouble(kind_of(sqlite3_extended_errcode(raw)), path, sqlite3_errmsg(raw)));
  };
  if (opened != SQLITE_OK) return target_trouble();
  sqlite3_backup* backup = sqlite3_backup_init(raw, "main", connection_.get(), "main");
  if (backup == nullptr) return target_trouble();
  // In one step, hence from one moment: steps would start over at each commit of others, and with
  // a write-ahead log a long read holds up no writer.
  int code = sqlite3_backup_step(backup, -1);
  for (; code == SQLITE_BUSY || code == SQLITE_LOCKED; code = sqlite3_backup_step(backup, -1)) {
    sqlite3_sleep(kPauseMs);
  }
  const int finished = sqlite3_backup_finish(backup);
  if (finished != SQLITE_OK || code != SQLITE_DONE) {
    const int first = code != SQLITE_DONE ? code : finished;
    target.reset();
    std::filesystem::remove(path, error);  // no half copies
    return fail(trouble(kind_of(first), path, sqlite3_errstr(first)));
  }
  return {};
}

}  // namespace

Stored<std::unique_ptr<Session>> open_sqlite(const std::string& path, int wait_ms) {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) {
    Trouble wrong =
        trouble(kind_of(code), path, raw != nullptr ? sqlite3_errmsg(raw) : sqlite3_errstr(code));
    if ((code & 0xFF) == SQLITE_CANTOPEN) {
      wrong.fault.hint = "see that the folder exists and may be written to";
    }
    return fail(std::move(wrong));
  }
  sqlite3_busy_timeout(raw, wait_ms);
  auto session = std::make_unique<SqliteSession>(path, std::move(connection));
  Stored<void> set = session->script(
      "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;"
      "pragma trusted_schema = off; pragma recursive_triggers = on;"
      // Room for what a bulk import touches: 32 MiB of pages, 16 MiB of log between check points.
      "pragma cache_size = -32768; pragma wal_autocheckpoint = 4096");
  if (!set) return fail(set.error());
  return session;
}

}  // namespace formulary::store
