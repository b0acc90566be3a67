#include "store/internal/migrations.h"

#include <array>
#include <utility>

#include "base/must.h"
#include "store/internal/values.h"

namespace formulary::store {
namespace {

struct Word {
  std::string_view word;
  const char* sqlite;
  const char* postgresql;
};
// Text is compared byte by byte on both, so that pages of a list have the same order.
constexpr std::array<Word, 5> kWords{{
    {"{int}", "integer", "bigint"},
    {"{real}", "real", "double precision"},
    {"{text}", "text", "text collate \"C\""},
    {"{bytes}", "blob", "bytea"},
    {"{strict}", "strict", ""},
}};

// Two programs that start at the same time migrate one after the other. The key is "formular".
constexpr const char* kPostgresLock = "select pg_advisory_xact_lock(7381240360305074546)";

Stored<void> apply(Session& session, const Migration& step) {
  const Dialect dialect = session.dialect();
  Stored<void> done = session.script(in_dialect(step.sql, dialect));
  if (!done) return done;
  const char* own = dialect == Dialect::sqlite ? step.sqlite : step.postgresql;
  if (own[0] != '\0') done = session.script(own);
  if (!done) return done;
  TRY(noted, session.run("insert into schema_version (number, name) values ($1, $2)",
                         {std::int64_t{step.number}, std::string(step.name)}));
  return {};
}

Stored<void> apply_missing(Session& session, std::span<const Migration> steps) {
  Stored<void> made = session.script(
      in_dialect("create table if not exists schema_version "
                 "(number {int} not null primary key, name {text} not null) {strict}",
                 session.dialect()));
  if (!made) return made;
  TRY(found, session.run("select coalesce(max(number), 0) from schema_version"));
  const std::int64_t there = std::get<std::int64_t>(found.rows.at(0).at(0));
  const auto known = static_cast<std::int64_t>(steps.size());
  if (there > known) {
    return fail(trouble(TroubleKind::newer_schema, "",
                        "the database has schema " + std::to_string(there) +
                            ", this program knows up to " + std::to_string(known)));
  }
  for (std::int64_t i = there; i < known; ++i) {
    MUST(steps[static_cast<std::size_t>(i)].number == i + 1);
    Stored<void> done = apply(session, steps[static_cast<std::size_t>(i)]);
    if (!done) return done;
  }
  return {};
}

// A database that is up to date is only read, so a replica or a full disk does not stop a start.
bool is_current(Session& session, std::size_t known) {
  if (!session.begin(Access::read)) return false;
  const Stored<Rows> found = session.run("select max(number) from schema_version");
  session.roll_back();
  if (!found || found->rows.empty()) return false;
  const auto* number = std::get_if<std::int64_t>(&found->rows[0][0]);
  return number != nullptr && *number == static_cast<std::int64_t>(known);
}

}  // namespace

std::string in_dialect(std::string_view sql, Dialect dialect) {
  std::string text(sql);
  for (const Word& word : kWords) {
    const std::string_view with = dialect == Dialect::sqlite ? word.sqlite : word.postgresql;
    for (std::size_t at = text.find(word.word); at != std::string::npos;
         at = text.find(word.word, at + with.size())) {
      text.replace(at, word.word.size(), with);
    }
  }
  MUST(text.find("{int") == std::string::npos);
  return text;
}

Stored<void> migrate(Session& session, std::span<const Migration> steps) {
  if (is_current(session, steps.size())) return {};
  Stored<void> done = session.dialect() == Dialect::sqlite ? session.script("begin immediate")
                                                           : session.script("begin");
  if (!done) return done;
  if (session.dialect() == Dialect::postgresql) done = session.script(kPostgresLock);
  if (done) done = apply_missing(session, steps);
  if (done) done = session.commit();
  if (!done) session.roll_back();
  return done;
}

Stored<void> migrate(Session& session) {
  return migrate(session, migrations());
}

}  // namespace formulary::store
