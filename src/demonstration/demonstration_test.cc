// Does the demonstration show what it promises, and does it keep every rule of a real register?
#include "demonstration/demonstration.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "accounts/sign_in.h"
#include "monitor/review.h"
#include "office/applications.h"
#include "office/awards.h"
#include "office/programmes.h"
#include "office/scorecards.h"
#include "office/values.h"
#include "report/documents.h"
#include "store/archive.h"
#include "store/demonstration.h"
#include "support/databases.h"
#include "support/sample_accounts.h"

namespace formulary::demonstration {
namespace {

using store::good;
using support::on_each_database;

const Installation& kazakhstan() {
  static const Installation kInstallation = [] {
    const std::string root = FORMULARY_ROOT;
    auto opened = open_installation(root + "/content", root + "/countries/kazakhstan");
    REQUIRE(opened.has_value());
    return std::move(*opened);
  }();
  return kInstallation;
}

std::uint32_t word_of_chance() {
  static std::uint32_t next = 7;
  return next = next * 1'664'525U + 1'013'904'223U;
}

Options small(const char* today, int awards = 400) {
  Options options;
  options.today = *Date::parse(today);
  options.awards = awards;
  options.pretest_draws = 2;
  return options;
}

office::Outcome<Filled> filled_in(store::Database& database, const Options& options) {
  return fill(database, kazakhstan(), accounts::quick(), word_of_chance, options);
}
Filled must_fill(store::Database& database, const Options& options) {
  auto filled = filled_in(database, options);
  std::string why;
  if (!filled) {
    for (const Reason& reason : filled.error().reasons) why += reason.id + ": " + reason.text.en;
    if (filled.error().trouble) why = describe(filled.error().trouble->fault);
  }
  REQUIRE_MESSAGE(filled.has_value(), why);
  return std::move(*filled);
}

// A register as somebody sees it on the day that it was filled for.
struct View {
  store::Database& database;
  office::Ground ground{kazakhstan().toolbox, kazakhstan().country,
                        [](const Programme&, const ProgrammeMeasure&) { return Facts(); }};
  Instant now = *Instant::parse("2026-11-24T09:00:00Z");

  template <typename Work>
  auto as(const Actor& actor, Work work) {
    auto done = office::perform(database, store::Access::write, ground, {actor, now}, work);
    std::string why;
    if (!done) {
      for (const Reason& reason : done.error().reasons) why += reason.id + ": " + reason.text.en;
    }
    REQUIRE_MESSAGE(done.has_value(), why);
    return std::move(*done);
  }
};

const Actor kAuditor{"demo.auditor", UserRole::auditor, "", ""};

// Expected: what the brief of a demonstration asks for: every state and every kind at least once.
void shows_everything(const Filled& filled) {
  CHECK(filled.programmes ==
        std::map<ProgrammeState, int>{{ProgrammeState::pretested, 1}, {ProgrammeState::open, 2}});
  for (const ApplicationState state :
       {ApplicationState::eligible, ApplicationState::ineligible, ApplicationState::ranked,
        ApplicationState::awarded, ApplicationState::waitlisted}) {
    CAPTURE(id_of(state));
    CHECK(filled.applications.contains(state));
  }
  int awards = 0;
  for (std::size_t i = 0; i < Ids<AwardState>::names.size(); ++i) {
    CAPTURE(Ids<AwardState>::names[i]);
    REQUIRE(filled.awards.contains(static_cast<AwardState>(i)));
    awards += filled.awards.at(static_cast<AwardState>(i));
  }
  CHECK(awards == doctest::Approx(400).epsilon(0.1));
  for (const TrancheState state :
       {TrancheState::planned, TrancheState::released, TrancheState::partly_released,
        TrancheState::held, TrancheState::cure, TrancheState::reduced, TrancheState::stopped}) {
    CAPTURE(id_of(state));
    CHECK(filled.tranches.contains(state));
  }
  for (std::size_t i = 0; i < Ids<FlagKind>::names.size(); ++i) {
    CAPTURE(Ids<FlagKind>::names[i]);
    CHECK(filled.flags.contains(static_cast<FlagKind>(i)));
  }
  int flags = 0;
  for (const auto& [kind, count] : filled.flags) flags += count;
  CHECK(filled.flags_resolved > 0);
  CHECK(filled.flags_resolved < flags);
  CHECK(filled.due_now >= 10);
  CHECK(filled.payments > 400);
}

// All names begin with the word of their language, no firm's id can be a business number.
void is_marked_everywhere(View& view) {
  CHECK(good(view.database.read(store::kind_of_register)) == store::RegisterKind::demonstration);
  const auto programmes = view.as(kAuditor, [](office::Call& call) {
    return office::list_programmes(call, std::nullopt, {"", 100});
  });
  REQUIRE(programmes.items.size() == 3);
  for (const auto& kept : programmes.items) {
    CHECK(kept.value.demonstration);
    CHECK(kept.value.name.en.starts_with("Demonstration: "));
    CHECK(kept.value.name.ru.starts_with("Демонстрация: "));
    CHECK(kept.value.name.kk.starts_with("Көрсетілім: "));
  }
  const auto awards = view.as(kAuditor, [](office::Call& call) {
    return office::list_awards(call, {}, {"", 1000});
  });
  REQUIRE(awards.items.size() > 300);
  for (const auto& kept : awards.items) CHECK(kept.value.firm.starts_with("DEMO-"));
  const auto accounts =
      good(view.database.read([](store::Session& s) { return accounts::accounts(s, "", 100); }));
  for (const auto& one : accounts) CHECK(one.name.starts_with("Demonstration: "));
}

// Every kept proposal is what the record gives again, byte for byte.
void recomputes(View& view) {
  int count = 0;
  const auto awards = view.as(kAuditor, [](office::Call& call) {
    return office::list_awards(call, {}, {"", 60});
  });
  for (const auto& award : awards.items) {
    for (const Tranche& tranche : award.value.tranches) {
      if (tranche.last_decision.empty()) continue;
      const office::Recomputed again = view.as(kAuditor, [&](office::Call& call) {
        return office::recompute(call, tranche.last_decision);
      });
      CHECK(text_of(again.proposal) == again.kept);
      ++count;
    }
  }
  CHECK(count > 60);
}

bool sees_drafts(View& view, const Actor& actor) {
  const auto programmes = view.as(actor, [](office::Call& call) {
    return office::list_programmes(call, std::nullopt, {"", 100});
  });
  return programmes.items.size() == 3;
}

// What each role of the rights table finds, once it has signed in with the password it was given.
void each_role_comes_in(View& view, const Filled& filled) {
  std::map<UserRole, Actor> actors;
  for (const Person& person : filled.people) {
    const auto in = good(accounts::sign_in(view.database, accounts::quick(),
                                           {person.id, person.password, "127.0.0.1"}, view.now));
    REQUIRE_MESSAGE(in.has_value(), person.id);
    CHECK(!in->must_change_password);
    CHECK(in->account.post.role == person.role);
    CHECK(person.password.size() == 24);
    actors[person.role] = in->account.actor();
  }
  REQUIRE(actors.size() == Ids<UserRole>::names.size());  // one account a role
  for (const UserRole role :
       {UserRole::analyst, UserRole::manager, UserRole::approver, UserRole::auditor}) {
    CHECK(sees_drafts(view, actors.at(role)));
  }
  CHECK(!sees_drafts(view, actors.at(UserRole::company)));
  CHECK(!sees_drafts(view, actors.at(UserRole::official)));
  const auto own = view.as(actors.at(UserRole::company), [](office::Call& call) {
    return office::list_awards(call, {}, {"", 1000});
  });
  REQUIRE(own.items.size() == 1);
  const auto due = view.as(actors.at(UserRole::approver), [&](office::Call& call) {
    return office::due_reviews(call, view.now.date(), {"", 1000});
  });
  CHECK(due.items.size() >= static_cast<std::size_t>(filled.due_now));
  const auto& award = own.items[0].value;
  CHECK(std::any_of(award.tranches.begin(), award.tranches.end(),
                    [&](const Tranche& one) { return one.due == view.now.date(); }));
  const auto orders = view.as(actors.at(UserRole::manager),
                              [](office::Call& call) { return office::payment_orders(call); });
  CHECK(!orders.empty());
  // The official was shown the own scorecard and may still reply, once.
  const auto cards = view.as(actors.at(UserRole::official), [](office::Call& call) {
    return office::list_scorecards(call, {}, {"", 100});
  });
  REQUIRE(cards.items.size() == 1);
  CHECK(!cards.items[0].value.reply);
  view.as(actors.at(UserRole::official), [&](office::Call& call) {
    return office::reply_to_scorecard(call, cards.items[0].value.id, {}, "Two plants moved away.");
  });
  const auto flags = view.as(actors.at(UserRole::analyst), [](office::Call& call) {
    return office::list_flags(call, store::FlagState::open, {"", 1000});
  });
  CHECK(!flags.items.empty());
}

void the_chain_holds(View& view) {
  const auto check =
      good(view.database.read([](store::Session& s) { return store::verify_audit(s); }));
  CHECK(check.faults.empty());
  CHECK(check.records > 5000);
}

std::string exported(store::Database& database) {
  std::ostringstream out;
  good(store::export_register(database, out));
  return out.str();
}

// A programme that a visitor drafts is marked too, though nobody asked for it.
void a_draft_is_marked(View& view) {
  const auto kept = view.as(kAuditor, [](office::Call& call) {
    return office::list_programmes(call, ProgrammeState::pretested, {"", 1});
  });
  office::Adopted adopted;
  adopted.package_text = view.as(kAuditor, [&](office::Call& call) {
    return office::read_document(call, kept.items[0].value.package_hash);
  });
  const auto package =
      decode_package(adopted.package_text, kazakhstan().toolbox, kazakhstan().country);
  REQUIRE(package.has_value());
  adopted.package = *package;
  PretestOptions options;
  options.draws = 2;
  adopted.forecast = pretest_package(
      kazakhstan(), population_for(kazakhstan(), package->envelope.sector, 0), *package, options);
  Mandate mandate;
  mandate.programme = "mine";
  mandate.name = {"My own", "Моя", "Менікі"};
  mandate.owner = kept.items[0].value.owner;
  mandate.first_day = Date::of(2027, 6, 1);
  const Actor visitor{"demo.manager", UserRole::manager, mandate.owner, ""};
  const Programme drafted =
      view.as(visitor,
              [&](office::Call& call) { return office::draft_programme(call, adopted, mandate); })
          .value;
  CHECK(drafted.demonstration);
  CHECK(drafted.name.en == "Demonstration: My own");
  CHECK(drafted.name.ru == "Демонстрация: Моя");
  CHECK(drafted.name.kk == "Көрсетілім: Менікі");
}

}  // namespace

TEST_CASE("a demonstration shows every state and keeps every rule, on both databases") {
  on_each_database([](const std::string& url) {
    auto database = store::opened(url);
    const Filled filled = must_fill(*database, small("2026-11-24"));
    shows_everything(filled);
    View view{*database};
    is_marked_everywhere(view);
    recomputes(view);
    each_role_comes_in(view, filled);
    a_draft_is_marked(view);
    the_chain_holds(view);
    // What has data is not filled once more.
    const std::string before = exported(*database);
    const auto again = filled_in(*database, small("2026-11-24"));
    REQUIRE(!again.has_value());
    CHECK(again.error().reasons.at(0).id == "not_empty");
    CHECK(exported(*database) == before);
  });
}

// Expected: an invariance; passwords are no part of an export.
TEST_CASE("the same seed and day give the same register, another seed another") {
  const support::TemporaryFolder folder;
  std::vector<std::string> texts;
  for (const std::uint32_t seed : {5U, 5U, 6U}) {
    auto database =
        store::opened("sqlite:" + folder.path() + "/" + std::to_string(texts.size()) + ".db");
    Options options = small("2027-03-31", 200);
    options.seed = seed;
    must_fill(*database, options);
    texts.push_back(exported(*database));
  }
  CHECK(texts[0] == texts[1]);
  CHECK(texts[0] != texts[2]);
}

// The first day of a quarter, when its reports are not due yet, and a day that few years have.
TEST_CASE("the demonstration is current on any day") {
  for (const char* today : {"2027-01-01", "2028-02-29"}) {
    CAPTURE(today);
    const support::TemporaryFolder folder;
    auto database = store::opened("sqlite:" + folder.path() + "/register.db");
    const Filled filled = must_fill(*database, small(today, 200));
    CHECK(filled.due_now > 0);
    CHECK(filled.programmes.at(ProgrammeState::open) == 2);
    const auto late = good(database->read([&](store::Session& session) {
      return session.run("select count(*) from audit where at > $1",
                         {std::string(today) + "T00:00:00.000Z"});
    }));
    CHECK(std::get<std::int64_t>(late.rows.at(0).at(0)) == 0);  // nothing happened in the future
  }
}

TEST_CASE("a country without the sectors of the demonstration is told so") {
  Installation other = kazakhstan();
  std::erase_if(other.country.sectors, [](const Sector& one) { return one.id == "food"; });
  const support::TemporaryFolder folder;
  auto database = store::opened("sqlite:" + folder.path() + "/register.db");
  const auto filled =
      fill(*database, other, accounts::quick(), word_of_chance, small("2026-11-24"));
  REQUIRE(!filled.has_value());
  CHECK(filled.error().reasons.at(0).id == "no_package");
  CHECK(good(database->read(store::kind_of_register)) == store::RegisterKind::empty);
}

}  // namespace formulary::demonstration
