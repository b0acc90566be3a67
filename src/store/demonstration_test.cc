#include "store/demonstration.h"

#include <doctest/doctest.h>

#include <sstream>

#include "store/archive.h"
#include "support/databases.h"
#include "support/sample_register.h"

namespace formulary::store {
namespace {

using support::on_each_database;

std::string marked(Database& database) {
  return reason(
      database.write([](Session& session) { return mark_demonstration(session, sample_act()); }));
}
RegisterKind kind(Database& database) {
  return good(database.read(kind_of_register));
}
std::string exported(Database& database) {
  std::ostringstream out;
  good(export_register(database, out));
  return out.str();
}
TroubleKind trouble_of(const std::string& text) {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/in.db");
  std::istringstream in(text);
  const auto done = import_register(*database, in);
  REQUIRE(!done.has_value());
  CHECK(kind(*database) == RegisterKind::empty);  // nothing was taken in
  return done.error().kind;
}
std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("an empty register is marked as a demonstration, and stays one") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    CHECK(kind(*database) == RegisterKind::empty);
    CHECK(marked(*database) == "");
    CHECK(kind(*database) == RegisterKind::demonstration);
    CHECK(marked(*database) == "not_empty");
    fill(*database);
    CHECK(kind(*database) == RegisterKind::demonstration);
    CHECK(kind(*opened(url)) == RegisterKind::demonstration);  // also for who opens it anew
  });
}

TEST_CASE("a register that has data is never marked") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    fill(*database);
    CHECK(kind(*database) == RegisterKind::real);
    CHECK(marked(*database) == "not_empty");
    CHECK(kind(*database) == RegisterKind::real);
    CHECK(exported(*database).find("demonstration\":1}") == std::string::npos);
  });
}

TEST_CASE("the mark goes through export, import and backup") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    CHECK(marked(*database) == "");
    fill(*database);
    const std::string text = exported(*database);
    CHECK(text.substr(0, text.find('\n')).ends_with(",\"demonstration\":1}"));
    on_each_database([&](const std::string& other) {
      auto copy = opened(other);
      std::istringstream in(text);
      good(import_register(*copy, in));
      CHECK(kind(*copy) == RegisterKind::demonstration);
      CHECK(exported(*copy) == text);
    });
    if (database->dialect() != Dialect::sqlite) return;
    const support::TemporaryFolder folder;
    REQUIRE(database->back_up(folder.path() + "/copy.db").has_value());
    CHECK(kind(*opened("sqlite:" + folder.path() + "/copy.db")) == RegisterKind::demonstration);
  });
}

// Expected: what is made up is never taken for real, nor the other way round, by editing an export.
TEST_CASE("an export whose mark was forged is not taken in") {
  const support::TemporaryFolder folder;
  auto demonstration = opened("sqlite:" + folder.path() + "/demo.db");
  CHECK(marked(*demonstration) == "");
  fill(*demonstration);
  const std::string demo = exported(*demonstration);
  CHECK(trouble_of(with(demo, ",\"demonstration\":1}", "}")) == TroubleKind::damaged);
  CHECK(trouble_of(with(demo, "\"demonstration\":1}", "\"demonstration\":0}")) ==
        TroubleKind::damaged);
  // Without the mark in the chain too, the chain does not hold.
  const std::string unmarked = with(demo, ",\"demonstration\":1}", "}");
  CHECK(trouble_of(with(unmarked, "mark_demonstration", "mark_demonstratioM")) ==
        TroubleKind::damaged);

  auto real = opened("sqlite:" + folder.path() + "/real.db");
  fill(*real);
  const std::string text = exported(*real);
  const std::size_t end = text.find("}\n");
  CHECK(trouble_of(text.substr(0, end) + ",\"demonstration\":1" + text.substr(end)) ==
        TroubleKind::damaged);
}

}  // namespace formulary::store
