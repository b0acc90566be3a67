#include "store/internal/postgres_session.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <unordered_set>

#include <libpq-fe.h>

#include "base/must.h"
#include "store/internal/postgres_values.h"
#include "store/internal/statements.h"
#include "store/internal/values.h"

namespace formulary::store {
namespace {

constexpr std::size_t kPipelined = 1000;  // statements between two synchronisations
constexpr const char* kPlace = "postgresql";

// Types of result columns, from pg_type.dat; they never change.
constexpr Oid kBoolean = 16, kBytes = 17, kInt8 = 20, kInt2 = 21, kInt4 = 23, kReal = 700,
              kDouble = 701;

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;
struct Disconnect {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Disconnect>;

// Appendix A of PostgreSQL's manual.
TroubleKind kind_of(std::string_view state) {
  if (state == "40001" || state == "40P01") return TroubleKind::lost_race;
  if (state == "55P03" || state == "57014") return TroubleKind::locked;
  if (state == "53100") return TroubleKind::full;
  if (state == "25006" || state == "42501") return TroubleKind::read_only;
  if (state.starts_with("08") || state.starts_with("57P") || state == "53300") {
    return TroubleKind::disconnected;
  }
  if (state.starts_with("23") || state == "P0001") return TroubleKind::breaks_a_rule;
  if (state.starts_with("XX")) return TroubleKind::damaged;
  return TroubleKind::other;
}

std::string one_line(const char* text) {
  std::string line(text == nullptr ? "" : text);
  for (char& c : line) c = c == '\n' ? ' ' : c;
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

class PostgresSession final : public Session {
 public:
  explicit PostgresSession(Connection connection) : connection_(std::move(connection)) {}

  Dialect dialect() const override { return Dialect::postgresql; }
  Stored<Rows> run(const std::string& sql, const Row& parameters) override;
  Stored<Changes> run_many(const std::string& sql, const std::vector<Row>& lists) override;
  Stored<std::vector<std::size_t>> insert_new(const std::string& table,
                                              const std::vector<std::string>& columns,
                                              const std::vector<Row>& rows) override;
  Stored<void> script(const std::string& sql) override;
  Stored<void> begin(Access access) override;
  Stored<void> commit() override;
  void roll_back() override {
    const PGTransactionStatusType state = PQtransactionStatus(connection_.get());
    if (state == PQTRANS_INTRANS || state == PQTRANS_INERROR) (void)script("rollback");
  }
  bool usable() const override { return !lost_ && PQstatus(connection_.get()) == CONNECTION_OK; }
  Stored<void> back_up(const std::string&) override;

 private:
  Trouble trouble_of(const PGresult* result);
  Stored<std::string> prepared(const std::string& sql);
  Stored<void> run_piece(const std::string& name, const Row* first, const Row* last,
                         Changes& changes);
  Stored<void> drain(std::size_t sent, Changes& changes);
  Stored<void> copy_in(const std::string& table, const std::vector<std::string>& columns,
                       const std::vector<Row>& rows);

  Connection connection_;
  bool lost_ = false;
  std::map<std::string, std::string> statements_;  // the name of each text
};

// What has no code of the server was said by the library: it lost the server.
Trouble PostgresSession::trouble_of(const PGresult* result) {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* words =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  lost_ = lost_ || state == nullptr;
  const TroubleKind kind = usable() ? kind_of(state) : TroubleKind::disconnected;
  return trouble(kind, kPlace,
                 one_line(words != nullptr ? words : PQerrorMessage(connection_.get())));
}

Stored<std::string> PostgresSession::prepared(const std::string& sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) return known->second;
  const std::string name = "s" + std::to_string(statements_.size() + 1);
  const Result result(PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return fail(trouble_of(result.get()));
  statements_.emplace(sql, name);
  return name;
}

template <typename T>
T number_of(std::string_view text) {
  T number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Value value_of(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return Null{};
  const char* text = PQgetvalue(result, row, column);
  const std::string_view view(text, static_cast<std::size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case kInt8:
    case kInt4:
    case kInt2:
      return number_of<std::int64_t>(view);
    case kBoolean:
      return std::int64_t{view == "t"};
    case kReal:
    case kDouble:
      return number_of<double>(view);
    case kBytes: {
      Bytes bytes;  // "\x0a0b"
      for (std::size_t i = 2; i + 1 < view.size(); i += 2) {
        int byte = 0;
        std::from_chars(view.data() + i, view.data() + i + 2, byte, 16);
        bytes.push_back(static_cast<unsigned char>(byte));
      }
      return bytes;
    }
    default:
      return std::string(view);
  }
}

Stored<Rows> PostgresSession::run(const std::string& sql, const Row& parameters) {
  for (const Value& value : parameters) {
    if (auto bad = check_value(value)) return fail(std::move(*bad));
  }
  TRY(name, prepared(sql));
  const Bound bound(parameters);
  const Result result(PQexecPrepared(connection_.get(), name.c_str(), bound.count(), bound.values(),
                                     bound.lengths(), bound.formats(), 0));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    return fail(trouble_of(result.get()));
  }
  Rows rows;
  const int columns = PQnfields(result.get());
  for (int i = 0; i < columns; ++i) rows.columns.emplace_back(PQfname(result.get(), i));
  rows.rows.reserve(static_cast<std::size_t>(PQntuples(result.get())));
  for (int r = 0; r < PQntuples(result.get()); ++r) {
    Row row;
    row.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) row.push_back(value_of(result.get(), r, i));
    rows.rows.push_back(std::move(row));
  }
  if (columns == 0) rows.changed = number_of<std::int64_t>(PQcmdTuples(result.get()));
  return rows;
}

// Read what the server says to `sent` statements and one synchronisation.
Stored<void> PostgresSession::drain(std::size_t sent, Changes& changes) {
  std::optional<Trouble> first;
  for (std::size_t i = 0; i <= sent; ++i) {
    for (Result result(PQgetResult(connection_.get())); result != nullptr;
         result.reset(PQgetResult(connection_.get()))) {
      const ExecStatusType status = PQresultStatus(result.get());
      if (status == PGRES_PIPELINE_SYNC) break;  // is followed by no empty result
      const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
      if (good) changes.push_back(number_of<std::int64_t>(PQcmdTuples(result.get())));
      if (!good && !first) first = trouble_of(result.get());
      if (!usable()) return fail(first ? *first : trouble_of(nullptr));
    }
  }
  if (first) return fail(std::move(*first));
  return {};
}

Stored<void> PostgresSession::run_piece(const std::string& name, const Row* first, const Row* last,
                                        Changes& changes) {
  PGconn* connection = connection_.get();
  if (PQenterPipelineMode(connection) != 1) return fail(trouble_of(nullptr));
  std::size_t sent = 0;
  bool good = true;
  for (const Row* row = first; good && row != last; ++row) {
    const Bound bound(*row);
    good = PQsendQueryPrepared(connection, name.c_str(), bound.count(), bound.values(),
                               bound.lengths(), bound.formats(), 0) == 1;
    if (good) ++sent;
  }
  const std::string words = good ? "" : one_line(PQerrorMessage(connection));
  if (PQpipelineSync(connection) != 1) return fail(trouble_of(nullptr));
  Stored<void> done = drain(sent, changes);
  if (usable() && PQexitPipelineMode(connection) != 1) return fail(trouble_of(nullptr));
  if (done && !good) return fail(trouble(TroubleKind::other, kPlace, words));
  return done;
}

Stored<Changes> PostgresSession::run_many(const std::string& sql, const std::vector<Row>& lists) {
  for (const Row& row : lists) {
    for (const Value& value : row) {
      if (auto bad = check_value(value)) return fail(std::move(*bad));
    }
  }
  TRY(name, prepared(sql));
  Changes changes;
  changes.reserve(lists.size());
  for (std::size_t at = 0; at < lists.size(); at += kPipelined) {
    const std::size_t end = std::min(at + kPipelined, lists.size());
    Stored<void> done = run_piece(name, lists.data() + at, lists.data() + end, changes);
    if (!done) return fail(done.error());
  }
  return changes;
}

Stored<void> PostgresSession::copy_in(const std::string& table,
                                      const std::vector<std::string>& columns,
                                      const std::vector<Row>& rows) {
  PGconn* connection = connection_.get();
  const Result begun(
      PQexec(connection, ("copy " + table + " (" + joined(columns) + ") from stdin").c_str()));
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return fail(trouble_of(begun.get()));
  constexpr std::size_t kPiece = 1 << 16;  // bytes
  std::string text;
  bool good = true;
  for (std::size_t i = 0; good && i < rows.size(); ++i) {
    for (std::size_t at = 0; at < rows[i].size(); ++at) {
      if (at > 0) text += '\t';
      append_copied(text, rows[i][at]);
    }
    text += '\n';
    if (text.size() < kPiece && i + 1 < rows.size()) continue;
    good = PQputCopyData(connection, text.data(), static_cast<int>(text.size())) == 1;
    text.clear();
  }
  if (PQputCopyEnd(connection, good ? nullptr : "the rows were not sent") != 1) {
    return fail(trouble_of(nullptr));
  }
  std::optional<Trouble> wrong;
  for (Result result(PQgetResult(connection)); result != nullptr;
       result.reset(PQgetResult(connection))) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK && !wrong)
      wrong = trouble_of(result.get());
  }
  if (wrong) return fail(std::move(*wrong));
  return {};
}

Stored<std::vector<std::size_t>> PostgresSession::insert_new(
    const std::string& table, const std::vector<std::string>& columns,
    const std::vector<Row>& rows) {
  constexpr std::size_t kFew = 50;  // below, one pipeline is faster than a copy
  std::vector<std::size_t> refused;
  if (rows.size() < kFew) {
    TRY(changes, run_many(insert_into(table, columns) + " on conflict do nothing", rows));
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (changes[i] == 0) refused.push_back(i);
    }
    return refused;
  }
  for (const Row& row : rows) {
    for (const Value& value : row) {
      if (auto bad = check_value(value)) return fail(std::move(*bad));
    }
  }
  const std::string incoming = "incoming_" + table;
  Stored<void> done = script("create temporary table if not exists " + incoming + " (like " +
                             table + ") on commit delete rows; truncate " + incoming);
  if (done) done = copy_in(incoming, columns, rows);
  if (!done) return fail(done.error());
  TRY(added, run("insert into " + table + " (" + joined(columns) + ") select " + joined(columns) +
                     " from " + incoming + " on conflict do nothing returning id",
                 {}));
  std::unordered_set<std::string> there;
  for (const Row& row : added.rows) there.insert(std::get<std::string>(row.at(0)));
  const auto id =
      static_cast<std::size_t>(std::find(columns.begin(), columns.end(), "id") - columns.begin());
  MUST(id < columns.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // The first row of an id takes its place; a second one of the same batch is refused.
    if (there.erase(std::get<std::string>(rows[i].at(id))) == 0) refused.push_back(i);
  }
  return refused;
}

Stored<void> PostgresSession::script(const std::string& sql) {
  const Result result(PQexec(connection_.get(), sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    return fail(trouble_of(result.get()));
  }
  return {};
}

// The lock is taken before the transaction's first look at the data, so a writer that waited sees
// what the one before it wrote, and no work is lost to a failed serialisation.
Stored<void> PostgresSession::begin(Access access) {
  if (access == Access::read) return script("begin isolation level repeatable read, read only");
  Stored<void> begun =
      script("begin isolation level serializable; lock table audit_head in exclusive mode");
  if (!begun) roll_back();
  return begun;
}

// A commit of a transaction that failed earlier says ROLLBACK and yet is no error.
Stored<void> PostgresSession::commit() {
  const Result result(PQexec(connection_.get(), "commit"));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return fail(trouble_of(result.get()));
  if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
    return fail(trouble(TroubleKind::other, kPlace, "the transaction had failed"));
  }
  return {};
}

Stored<void> PostgresSession::back_up(const std::string&) {
  return fail(Trouble{TroubleKind::other,
                      {kPlace, 0, "PostgreSQL is backed up by its own program",
                       "pg_dump --format=custom --file=FILE URL, and pg_restore to restore"}});
}

}  // namespace

Stored<std::unique_ptr<Session>> open_postgres(const std::string& url, int wait_ms) {
  const std::string seconds = std::to_string(std::max(2, (wait_ms + 999) / 1000));
  const char* const names[] = {"connect_timeout", "application_name", "client_encoding", "dbname",
                               nullptr};
  const char* const values[] = {seconds.c_str(), "formulary", "UTF8", url.c_str(), nullptr};
  Connection connection(PQconnectdbParams(names, values, 1));
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    return fail(
        trouble(TroubleKind::disconnected, kPlace, one_line(PQerrorMessage(connection.get()))));
  }
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);  // a room does not print
  auto session = std::make_unique<PostgresSession>(std::move(connection));
  Stored<void> set =
      session->script("set synchronous_commit = on; set lock_timeout = " + std::to_string(wait_ms) +
                      "; set idle_in_transaction_session_timeout = '60s'");
  if (!set) return fail(set.error());
  return session;
}

}  // namespace formulary::store
