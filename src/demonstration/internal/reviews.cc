#include "demonstration/internal/reviews.h"

#include <algorithm>
#include <memory>
#include <set>

#include "office/applications.h"
#include "office/awards.h"

namespace formulary::demonstration {
namespace {

constexpr std::size_t kAtOnce = 100;     // decisions in one transaction
constexpr std::size_t kLeftUnpaid = 12;  // orders that wait for the treasury
constexpr int kMostAppeals = 4;
constexpr std::size_t kCompleted = 60;
constexpr std::size_t kTerminated = 3;

// What the sittings know of the tranches.
struct Docket {
  std::map<std::string, Date> waiting;  // not decided on yet, with the day they fall due
  std::set<std::string> open;           // held, partly paid or in cure
  std::vector<std::string> appealable;  // stopped or reduced
  std::set<std::string> ended;          // awards
  std::size_t known = 0;                // grants of the book that are in it
  int appeals = 0;
};

std::string award_of(const std::string& tranche) {
  return tranche.substr(0, tranche.rfind('.'));
}

void enter_new(Docket& docket, const Book& book) {
  for (; docket.known < book.grants.size(); ++docket.known) {
    for (const Tranche& one : book.grants[docket.known].award.tranches) {
      docket.waiting.emplace(one.id, one.due);
    }
  }
}

// A person may decide otherwise, with a reason: the first of a sitting that would lose money for
// good gets more time.
office::Verdict verdict_on(const Proposal& proposal, std::size_t turn) {
  office::Verdict verdict;
  if (turn == 0 && proposal.give_up > Money()) {
    verdict.kind = DecisionKind::force_majeure;
    verdict.action = ReviewAction::cure;
    verdict.cure_until = proposal.day.plus_months(6);
    verdict.why =
        "A flood closed the plant for two months; the firm sent the report of the "
        "emergency service.";
  }
  return verdict;
}

// Decide on some tranches in one transaction; returns how they stand afterwards. A tranche that
// waits as it did is left alone.
office::Outcome<std::vector<Tranche>> decide_some(office::Call& call,
                                                  const std::vector<std::string>& tranches,
                                                  const Docket& docket) {
  std::vector<Tranche> decided;
  for (const std::string& id : tranches) {
    office::Verdict verdict;
    if (docket.open.contains(id)) {
      TRY(review, office::review_tranche(call, id));
      if (!review.proposal || review.proposal->action == ReviewAction::hold) continue;
      verdict = verdict_on(*review.proposal, decided.size());
    }
    TRY(done, office::decide(call, id, {}, verdict));
    decided.push_back(done.tranche);
  }
  return decided;
}

void note(Docket& docket, const std::vector<Tranche>& decided) {
  for (const Tranche& one : decided) {
    docket.waiting.erase(one.id);
    docket.open.erase(one.id);
    switch (one.state) {
      case TrancheState::held:
      case TrancheState::cure:
      case TrancheState::partly_released:
        docket.open.insert(one.id);
        break;
      case TrancheState::stopped:
      case TrancheState::reduced:
        docket.appealable.push_back(one.id);
        break;
      default:
        break;
    }
  }
}

// What was decided on before is taken up again once a quarter, when there are new figures.
enum class Agenda { all, new_ones };

Step sit(Story& story, const Book& book, Docket& docket, Date day, Agenda agenda) {
  enter_new(docket, book);
  std::vector<std::string> tranches;
  if (agenda == Agenda::all) tranches.assign(docket.open.begin(), docket.open.end());
  for (const auto& [id, due] : docket.waiting) {
    if (due <= day) tranches.push_back(id);
  }
  std::erase_if(tranches,
                [&](const std::string& id) { return docket.ended.contains(award_of(id)); });
  for (std::size_t i = 0; i < tranches.size(); i += kAtOnce) {
    const std::vector<std::string> some(
        tranches.begin() + static_cast<std::ptrdiff_t>(i),
        tranches.begin() + static_cast<std::ptrdiff_t>(std::min(i + kAtOnce, tranches.size())));
    TRY(decided, story.act(story.cast().approver,
                           [&](office::Call& call) { return decide_some(call, some, docket); }));
    note(docket, decided);
  }
  return Done{};
}

// The treasury is always some orders behind.
Step pay(Story& story) {
  return story.act(story.cast().manager, [&](office::Call& call) -> Step {
    TRY(orders, office::payment_orders(call));
    const std::size_t count = orders.size() - std::min(orders.size(), kLeftUnpaid);
    for (std::size_t i = 0; i < count; ++i) {
      TRY(paid, office::pay(call, orders[i].decision));
    }
    return Done{};
  });
}

// The firm appeals; another approver than the one who decided answers, in turns for and against.
Step hear_appeal(Story& story, Docket& docket) {
  if (docket.appealable.empty() || docket.appeals >= kMostAppeals) return Done{};
  const std::string tranche = docket.appealable.back();
  docket.appealable.clear();
  office::Verdict verdict;
  const bool upheld = docket.appeals++ % 2 == 0;
  verdict.kind = upheld ? DecisionKind::appeal_upheld : DecisionKind::appeal_rejected;
  verdict.action = ReviewAction::hold;
  verdict.why = upheld ? "The firm's auditor found sales that the report had left out."
                       : "The appeal names nothing that the review did not know.";
  TRY(decided, story.act(story.cast().appeals, [&](office::Call& call) {
    return office::decide(call, tranche, {}, verdict);
  }));
  if (upheld) docket.open.insert(tranche);
  return Done{};
}

// Awards of which everything is paid or given up are completed, so many of them.
Step complete(Story& story, const Book& book, Docket& docket) {
  std::vector<std::string> over;
  for (const Grant& grant : book.grants) {
    if (over.size() == kCompleted) break;
    const auto& tranches = grant.award.tranches;
    const bool done = std::none_of(tranches.begin(), tranches.end(), [&](const Tranche& one) {
      return docket.waiting.contains(one.id) || docket.open.contains(one.id);
    });
    if (done && grant.conduct == Conduct::good) over.push_back(grant.award.id);
  }
  docket.ended.insert(over.begin(), over.end());
  return story.act(story.cast().manager, [&](office::Call& call) -> Step {
    for (const std::string& id : over) {
      TRY(completed, office::complete_award(call, id, {}));
    }
    return Done{};
  });
}

// Firms that closed: what was not paid to them comes free for those who wait.
Step terminate(Story& story, const Book& book, Docket& docket) {
  std::vector<const Grant*> closed;
  for (const Grant& grant : book.grants) {
    if (closed.size() == kTerminated) break;
    if (grant.conduct == Conduct::silent && !docket.ended.contains(grant.award.id)) {
      closed.push_back(&grant);
    }
  }
  for (const Grant* grant : closed) docket.ended.insert(grant->award.id);
  return story.act(story.cast().approver, [&](office::Call& call) -> Step {
    for (const Grant* grant : closed) {
      TRY(ended, office::terminate_award(call, grant->award.id, {},
                                         "The firm was wound up by the court."));
    }
    return Done{};
  });
}

}  // namespace

void plan_reviews(Story& story, Book& book, Date first_day) {
  const auto docket = std::make_shared<Docket>();
  int sitting = 0;
  for (Date day = story.today().plus_days(-7); day > first_day; day = day.plus_days(-30)) {
    const Agenda agenda = sitting++ % 3 == 0 ? Agenda::all : Agenda::new_ones;
    story.on(day, 150, [&story, &book, docket, day, agenda] {
      return sit(story, book, *docket, day, agenda);
    });
    story.on(day.plus_days(2), 150, [&story] { return pay(story); });
    story.on(day.plus_days(4), 150, [&story, docket] { return hear_appeal(story, *docket); });
  }
  story.on(story.today().plus_days(-20), 200,
           [&story, &book, docket] { return complete(story, book, *docket); });
  story.on(story.today().plus_days(-19), 200,
           [&story, &book, docket] { return terminate(story, book, *docket); });
}

}  // namespace formulary::demonstration
