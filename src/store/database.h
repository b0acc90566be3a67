// How does the program speak to a database, SQLite's or PostgreSQL's, in the same words?
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace formulary::store {

using Bytes = std::vector<unsigned char>;
using Null = std::monostate;
// What a column holds and a parameter says. Text is UTF-8 without NUL, a double is finite.
using Value = std::variant<Null, std::int64_t, double, std::string, Bytes>;
using Row = std::vector<Value>;

struct Rows {
  std::vector<std::string> columns;
  std::vector<Row> rows;
  std::int64_t changed = 0;  // rows that were inserted, updated or deleted
};

using Changes = std::vector<std::int64_t>;

enum class TroubleKind {
  wrong_url,
  locked,         // another holds the database for longer than the time-out
  lost_race,      // another transaction won; the same work may be tried again
  full,           // of disk
  read_only,      // or no right to write
  disconnected,   // the server cannot be reached or went away
  newer_schema,   // written by a later version of the program
  damaged,        // what is stored is not what the program writes
  breaks_a_rule,  // a constraint or a trigger of the schema refused
  other,
};

// Why the database did not do it, with a plain hint; becomes Faults wherever those are returned.
struct Trouble {
  TroubleKind kind = TroubleKind::other;
  Fault fault;

  operator Faults() const { return {fault}; }
};
template <typename T>
using Stored = Either<T, Trouble>;

enum class Dialect { sqlite, postgresql };
enum class Access { read, write };

// One connection, for one thread at a time, with a transaction open. Statements name their
// parameters $1, $2 ...; each text is prepared once.
class Session {
 public:
  virtual ~Session() = default;

  virtual Dialect dialect() const = 0;

  // Run one statement.
  virtual Stored<Rows> run(const std::string& sql, const Row& parameters) = 0;
  Stored<Rows> run(const std::string& sql) { return run(sql, {}); }

  // Run one statement that returns no rows once for each list of parameters, many in one round
  // trip; stops at the first that fails. Returns how many rows each of them changed.
  virtual Stored<Changes> run_many(const std::string& sql, const std::vector<Row>& lists) = 0;

  // Insert rows of a table that has a column `id`, but leave out those that one of its keys
  // refuses. Returns their places, in order. The table and the columns are the program's words.
  virtual Stored<std::vector<std::size_t>> insert_new(const std::string& table,
                                                      const std::vector<std::string>& columns,
                                                      const std::vector<Row>& rows) = 0;

  // Run several statements that have no parameters.
  virtual Stored<void> script(const std::string& sql) = 0;

  // What Database calls.
  virtual Stored<void> begin(Access access) = 0;
  virtual Stored<void> commit() = 0;
  virtual void roll_back() = 0;
  virtual bool usable() const = 0;  // no: the connection is gone
  virtual Stored<void> back_up(const std::string& path) = 0;
};

struct DatabaseOptions {
  int wait_ms = 10'000;  // for a lock or a server
  int attempts = 20;     // of work that lost a race
};

// A place of record. Safe to use from any number of threads; each transaction has a connection
// of its own, and connections are kept for the next.
//
// Writing transactions come one after another on both databases, so that each sees all that was
// acknowledged before it. What `write` acknowledged is on disk.
class Database {
 public:
  // Open sqlite:PATH (created on first use) or postgresql://..., and bring its schema up to date.
  // Errors: any TroubleKind.
  static Stored<std::unique_ptr<Database>> open(const std::string& url,
                                                const DatabaseOptions& options = {});

  // Do `work(Session&)` as one transaction and return its answer, a Stored<T>. A Trouble, or an
  // answer that is an Allowed<U> without its U, takes everything back. The work is done again
  // from its start after a lost race, so it must change nothing outside the database.
  template <typename Work>
  auto write(Work work) {
    return answer_of(Access::write, work);
  }
  // The same for work that only reads; it sees one moment.
  template <typename Work>
  auto read(Work work) {
    return answer_of(Access::read, work);
  }

  // Copy a SQLite database to a new file while others go on writing (its online backup).
  // Errors: PostgreSQL, whose backup is pg_dump; the hint says how.
  Stored<void> back_up(const std::string& path);

  Dialect dialect() const { return dialect_; }

 private:
  enum class End { commit, roll_back };
  using Opener = std::function<Stored<std::unique_ptr<Session>>()>;

  Database(Dialect dialect, Opener opener, DatabaseOptions options)
      : dialect_(dialect), opener_(std::move(opener)), options_(options) {}

  template <typename T>
  static constexpr bool refused(const T&) {
    return false;
  }
  template <typename T, typename E>
  static constexpr bool refused(const Either<T, E>& allowed) {
    return !allowed.has_value();
  }

  template <typename Work>
  std::invoke_result_t<Work&, Session&> answer_of(Access access, Work& work) {
    std::optional<std::invoke_result_t<Work&, Session&>> answer;
    Stored<void> done = transact(access, [&](Session& session) -> Stored<End> {
      answer.emplace(work(session));
      if (!answer->has_value()) return otherwise(answer->error());
      using Answer = typename std::invoke_result_t<Work&, Session&>::value_type;
      if constexpr (!std::is_void_v<Answer>) {
        if (refused(**answer)) return End::roll_back;
      }
      return End::commit;
    });
    if (!done) return otherwise(done.error());
    return std::move(*answer);
  }

  Stored<void> transact(Access access, const std::function<Stored<End>(Session&)>& work);
  Stored<void> attempt(Session& session, const std::function<Stored<End>(Session&)>& work);
  Stored<std::unique_ptr<Session>> take(Access access);
  void give_back(std::unique_ptr<Session> session);

  Dialect dialect_;
  Opener opener_;
  DatabaseOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_;
};

}  // namespace formulary::store

namespace formulary {

// Make a failed Stored, so that TRY passes a Trouble on.
inline tl::unexpected<store::Trouble> fail(store::Trouble trouble) {
  return tl::make_unexpected(std::move(trouble));
}

}  // namespace formulary
