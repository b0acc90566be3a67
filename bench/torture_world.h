// On which register is the torture done? The small world with many awards, and three acts on it.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "office/applications.h"
#include "office/awards.h"
#include "office/programmes.h"
#include "office/values.h"
#include "support/adopted_world.h"

namespace formulary::torture {

using office::Call;
using office::Denial;
using office::Outcome;

constexpr int kAwards = 150;
inline const pid_t kParent = getpid();

// Stop with a word. A child must not run what the parent has to do at its end.
[[noreturn]] inline void give_up(const std::string& why) {
  std::fprintf(stderr, "torture: %s\n", why.c_str());
  if (getpid() != kParent) _exit(9);
  std::exit(1);
}

inline std::string text_of(const Denial& denial) {
  if (denial.trouble) return describe(denial.trouble->fault);
  std::string all;
  for (const Reason& reason : denial.reasons) all += reason.id + " ";
  return all;
}
inline std::string text_of(const store::Trouble& trouble) {
  return describe(trouble.fault);
}
template <typename T, typename E>
T sure(Either<T, E> answer) {
  if (!answer) give_up(text_of(answer.error()));
  return std::move(*answer);
}

class World {
 public:
  World() {
    for (Instrument& card : toolbox_.instruments) {
      card.application.selection = Selection::lottery;
    }
  }

  // What `work(Call&)` answers, as one transaction by this person.
  template <typename Work>
  auto act(store::Database& database, const char* name, UserRole role, const char* when,
           Work work) const {
    const Actor actor{name, role, "the_ministry", ""};
    return perform(database, store::Access::write, ground_, {actor, *Instant::parse(when)}, work);
  }

  // A programme that is open, with an award for each of many firms; every tranche is due in 2030.
  void fill(store::Database& database) const;

  // So many values of one day that no other batch has.
  Outcome<office::Reported> import(store::Database& database, int batch, int rows) const;
  // Release a part of a tranche, or all that is left of it.
  Outcome<office::Decided> release(store::Database& database, const std::string& tranche,
                                   office::Seen seen, Money pay, bool all) const {
    return act(database, "approver", UserRole::approver, kNow, [&](Call& call) {
      office::Verdict verdict;
      verdict.kind = DecisionKind::override_rule;
      verdict.action = all ? ReviewAction::release : ReviewAction::release_part;
      verdict.pay = pay;
      verdict.why = "under torture";
      return decide(call, tranche, seen, verdict);
    });
  }
  Outcome<store::Payment> pay(store::Database& database, const std::string& decision) const {
    return act(database, "manager", UserRole::manager, kNow,
               [&](Call& call) { return office::pay(call, decision); });
  }

 private:
  static constexpr const char* kNow = "2030-06-01T09:00:00Z";

  void adopt(store::Database& database, const Package& package) const;
  void award(store::Database& database, const std::string& measure) const;

  Toolbox toolbox_ = small_world::toolbox();
  CountryPack pack_ = small_world::country();
  office::Ground ground_{toolbox_, pack_,
                         [](const Programme&, const ProgrammeMeasure&) { return Facts(); }};
};

inline void World::adopt(store::Database& database, const Package& package) const {
  const Forecast forecast = small_world::forecast_of(package.measures, 3);
  const auto draft = [&](Call& call) {
    return draft_programme(call, {package, "the package", forecast}, small_world::mandate());
  };
  sure(act(database, "drafter", UserRole::manager, "2025-11-01T09:00:00Z", draft));
  sure(act(database, "analyst", UserRole::analyst, "2025-11-03T09:00:00Z", [&](Call& call) {
    return record_pretest(call, "p1", {}, {1, forecast, "the forecast"});
  }));
  sure(act(database, "approver", UserRole::approver, "2025-11-04T09:00:00Z",
           [](Call& call) { return approve_programme(call, "p1", {}); }));
  sure(act(database, "manager", UserRole::manager, "2025-12-01T09:00:00Z",
           [](Call& call) { return open_programme(call, "p1", {}); }));
}

inline void World::award(store::Database& database, const std::string& measure) const {
  for (int i = 0; i < kAwards; ++i) {
    const std::string firm = "f" + std::to_string(i);
    const Application wish = small_world::application("", firm, 20'000);
    const auto submit = [&](Call& call) {
      return submit_application(call, {"p1", measure, firm, wish.facts, wish.requested, {}});
    };
    sure(perform(database, store::Access::write, ground_,
                 {{"clerk", UserRole::company, "", firm}, wish.submitted}, submit));
  }
  sure(act(database, "manager", UserRole::manager, "2026-03-01T09:00:00Z",
           [&](Call& call) { return publish_seed(call, "p1", measure, 77); }));
  sure(act(database, "manager", UserRole::manager, "2026-03-01T10:00:00Z",
           [&](Call& call) { return rank_applications(call, "p1", measure); }));
  const auto moved = sure(act(database, "approver", UserRole::approver, "2026-03-02T09:00:00Z",
                              [&](Call& call) { return select_awards(call, "p1", measure, {}); }));
  int awards = 0;
  for (const Application& one : moved) {
    if (one.state != ApplicationState::awarded) continue;
    Agreement agreement;
    agreement.day = Date::of(2026, 3, 10);
    agreement.shares = {{"net_jobs", 20, 0.001, 1}};
    sure(act(database, "manager", UserRole::manager, "2026-03-10T09:00:00Z",
             [&](Call& call) { return make_award(call, one.id, agreement); }));
    ++awards;
  }
  if (awards != kAwards) give_up("only " + std::to_string(awards) + " awards were made");
}

inline void World::fill(store::Database& database) const {
  const Package package = small_world::package();
  adopt(database, package);
  award(database, package.measures[0].id);
}

inline Outcome<office::Reported> World::import(store::Database& database, int batch,
                                               int rows) const {
  constexpr int kDays = 1500;
  const auto work = [&](Call& call) -> Outcome<office::Reported> {
    TRY(awards, call.record().awards({}, {"", kAwards}));
    std::vector<Observation> all;
    for (int i = 0; i < rows; ++i) {
      Observation one;
      one.subject = awards.at(static_cast<std::size_t>(i)).value.id;
      one.kpi = "net_jobs";
      one.to = Date::of(2026, 1, 1).plus_days(batch % kDays);
      one.from = one.to.plus_days(-(batch / kDays));
      one.value = 20 + 0.37 * ((i * 31 + batch * 7) % 101);
      one.source = std::to_string(rows) + " rows";  // whoever finds fewer has found half a batch
      all.push_back(one);
    }
    return report_values(call, all, office::BadRows::refuse_all);
  };
  return act(database, "manager", UserRole::manager, kNow, work);
}

}  // namespace formulary::torture
