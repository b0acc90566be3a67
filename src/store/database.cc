#include "store/database.h"

#include <chrono>
#include <thread>

#include "store/internal/migrations.h"
#include "store/internal/postgres_session.h"
#include "store/internal/sqlite_session.h"

namespace formulary::store {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

bool is_postgres(const std::string& url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

// A short, growing pause, so that those who lost a race do not meet again at once.
void pause_after(int attempt) {
  std::this_thread::sleep_for(std::chrono::milliseconds(1LL << std::min(attempt, 6)));
}

}  // namespace

Stored<std::unique_ptr<Database>> Database::open(const std::string& url,
                                                 const DatabaseOptions& options) {
  Dialect dialect = Dialect::sqlite;
  Opener opener;
  if (url.starts_with(kSqlite) && url.size() > kSqlite.size()) {
    const std::string path = url.substr(kSqlite.size());
    opener = [path, options] { return open_sqlite(path, options.wait_ms); };
  } else if (is_postgres(url)) {
    dialect = Dialect::postgresql;
    opener = [url, options] { return open_postgres(url, options.wait_ms); };
  } else {
    return fail(Trouble{TroubleKind::wrong_url,
                        {"", 0, "this is not the address of a database",
                         "write sqlite:PATH or postgresql://USER@HOST/NAME"}});
  }
  std::unique_ptr<Database> database(new Database(dialect, std::move(opener), options));
  TRY(session, database->opener_());
  Stored<void> ready = migrate(*session);
  if (!ready) return fail(ready.error());
  database->give_back(std::move(session));
  return database;
}

Stored<std::unique_ptr<Session>> Database::take(Access access) {
  while (true) {  // idle connections may have died with their server: go on to the next
    std::unique_ptr<Session> session;
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        session = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    const bool fresh = session == nullptr;
    if (fresh) {
      TRY(opened, opener_());
      session = std::move(opened);
    }
    Stored<void> begun = session->begin(access);
    if (begun) return session;
    if (session->usable()) give_back(std::move(session));
    if (fresh || begun.error().kind != TroubleKind::disconnected) return fail(begun.error());
  }
}

void Database::give_back(std::unique_ptr<Session> session) {
  if (!session->usable()) return;
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(session));
}

Stored<void> Database::attempt(Session& session, const std::function<Stored<End>(Session&)>& work) {
  Stored<End> end;
  try {
    end = work(session);
  } catch (...) {
    session.roll_back();
    throw;
  }
  if (end && *end == End::commit) {
    Stored<void> committed = session.commit();
    if (!committed) session.roll_back();
    return committed;
  }
  session.roll_back();
  if (!end) return fail(end.error());
  return {};
}

Stored<void> Database::transact(Access access, const std::function<Stored<End>(Session&)>& work) {
  for (int attempt_number = 1;; ++attempt_number) {
    Stored<std::unique_ptr<Session>> session = take(access);
    Stored<void> done;
    if (session) {
      done = attempt(**session, work);
      give_back(std::move(*session));
    } else {
      done = fail(session.error());
    }
    if (done || done.error().kind != TroubleKind::lost_race) return done;
    if (attempt_number >= options_.attempts) return done;
    pause_after(attempt_number);
  }
}

Stored<void> Database::back_up(const std::string& path) {
  TRY(session, opener_());
  return session->back_up(path);
}

}  // namespace formulary::store
