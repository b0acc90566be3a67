#include "demonstration/demonstration.h"

#include <algorithm>

#include "base/must.h"
#include "demonstration/internal/calls.h"
#include "demonstration/internal/people.h"
#include "demonstration/internal/programmes.h"
#include "demonstration/internal/reports.h"
#include "demonstration/internal/reviews.h"
#include "demonstration/internal/scores.h"
#include "office/awards.h"
#include "store/demonstration.h"
#include "store/ledger.h"
#include "store/oversight.h"

namespace formulary::demonstration {
namespace {

constexpr int kQuarters = 6;           // of the running programme that are over
constexpr double kFirstCall = 0.7;     // of the awards
constexpr int kSecondCallMonths = 12;  // after the first day
constexpr int kSecondFirm = 10'001;    // numbers of the firms of the second call
constexpr int kDrawnFirm = 20'001;     // and of the lottery

Date quarter_of(Date day) {
  return Date::of(day.year(), (day.month() - 1) / 3 * 3 + 1, 1);
}

std::vector<Money> money_of(const Programme& programme, std::size_t year) {
  std::vector<Money> money;
  for (const ProgrammeMeasure& measure : programme.measures) {
    const auto& years = measure.budget_by_year;
    money.push_back(year < years.size() ? years[year] : Money());
  }
  return money;
}

// Two calls of the running programme; each award is entered in the book.
Step run_calls(Story& story, Book& book, const Programme& programme, Date first_day) {
  const auto agreed = [&story, &book](const Award& award, Date day) {
    Grant grant;
    grant.award = award;
    grant.number = static_cast<int>(book.grants.size());
    grant.conduct = conduct_of(story, grant.number);
    grant.reports_itself = grant.number % 20 == 0;
    grant.from = day;
    book.grants.push_back(std::move(grant));
  };
  const int awards = story.options().awards;
  const int first = static_cast<int>(kFirstCall * awards);
  TRY(one, Round::open(story, {programme, money_of(programme, 0), first_day, first, awards, 1}));
  Round::hold(story, one, agreed);
  TRY(two, Round::open(story,
                       {programme, money_of(programme, 1), first_day.plus_months(kSecondCallMonths),
                        awards - first, awards, kSecondFirm}));
  Round::hold(story, two, agreed);
  return Done{};
}

Step draw_lots(Story& story, const Programme& programme, Date first_day) {
  const int awards = std::max(20, story.options().awards / 20);
  TRY(round, Round::open(story, {programme, money_of(programme, 0), first_day, awards, awards,
                                 kDrawnFirm}));
  Round::hold_until_drawn(story, round);
  return Done{};
}

// The firm that a visitor speaks for: one that has a decision before it today and did well.
std::string shown_firm(const Story& story, const Book& book) {
  const Grant* found = nullptr;
  for (const Grant& grant : book.grants) {
    const auto& tranches = grant.award.tranches;
    const bool due = std::any_of(tranches.begin(), tranches.end(),
                                 [&](const Tranche& one) { return one.due == story.today(); });
    if (grant.conduct != Conduct::good) continue;
    if (due) return grant.award.firm;
    if (found == nullptr) found = &grant;
  }
  MUST(found != nullptr);
  return found->award.firm;
}

template <typename Noun, typename List>
office::Outcome<std::vector<Noun>> all_of(List list) {
  constexpr int kAtATime = 1000;
  std::vector<Noun> all;
  store::Page page{"", kAtATime};
  while (true) {
    auto found = list(page);
    if (!found) return otherwise(office::Denial(found.error()));
    for (auto& kept : *found) all.push_back(std::move(kept.value));
    if (static_cast<int>(found->size()) < kAtATime) return all;
    page.after = all.back().id;
  }
}

office::Outcome<Filled> counted(office::Call& call, Date today) {
  Filled filled;
  store::Register record = call.record();
  using store::Page;
  TRY(programmes,
      all_of<Programme>([&](const Page& page) { return record.programmes(std::nullopt, page); }));
  for (const Programme& one : programmes) ++filled.programmes[one.state];
  TRY(applications,
      all_of<Application>([&](const Page& page) { return record.applications({}, page); }));
  for (const Application& one : applications) ++filled.applications[one.state];
  TRY(awards, all_of<Award>([&](const Page& page) { return record.awards({}, page); }));
  for (const Award& award : awards) {
    ++filled.awards[award.state];
    for (const Tranche& one : award.tranches) {
      ++filled.tranches[one.state];
      const bool fresh = one.state == TrancheState::planned || one.state == TrancheState::due;
      if (fresh && award.state == AwardState::active && one.due <= today) ++filled.due_now;
      TRY(payments, store::payments(call.session, one.id));
      filled.payments += static_cast<int>(payments.size());
    }
  }
  TRY(values, all_of<Observation>([&](const Page& page) { return record.observations({}, page); }));
  filled.values = static_cast<int>(values.size());
  Page page{"", 1000};
  TRY(flags, store::flags(call.session, std::nullopt, page));
  for (const QualityFlag& flag : flags) {
    ++filled.flags[flag.kind];
    filled.flags_resolved += flag.resolution ? 1 : 0;
  }
  return filled;
}

}  // namespace

bool Options::is_valid() const {
  return awards >= 200 && awards <= 5000 && pretest_draws >= 2 && pretest_draws <= 1000;
}

office::Outcome<Filled> fill(store::Database& database, const Installation& installation,
                             const accounts::PasswordHasher& hasher,
                             const std::function<std::uint32_t()>& chance, const Options& options) {
  MUST(options.is_valid());
  Story story(database, installation, options);
  const Date first_day = quarter_of(options.today).plus_months(-3 * kQuarters);
  story.on(first_day.plus_days(-80), 0, [&story]() -> Step {
    TRY(mark, story.act(story.cast().admin, [](office::Call& call) {
      return office::flat(store::mark_demonstration(call.session, call.act));
    }));
    return Done{};
  });
  story.show("packages", 0);
  TRY(running, prepare(story, running_plan()));
  story.show("packages", 0.4);
  TRY(drawing, prepare(story, drawing_plan()));
  story.show("packages", 0.7);
  TRY(waiting, prepare(story, waiting_plan()));
  Book book;
  plan_opened(story, running_plan(), running, first_day, [&](const Programme& programme) {
    return run_calls(story, book, programme, first_day);
  });
  const Date draws_from = options.today.plus_days(-45);
  plan_opened(story, drawing_plan(), drawing, draws_from,
              [&](const Programme& programme) { return draw_lots(story, programme, draws_from); });
  plan_waiting(story, waiting_plan(), waiting);
  plan_reports(story, book, first_day, kQuarters);
  plan_reviews(story, book, first_day.plus_months(2));
  plan_scores(story);
  TRY(over, story.run());
  TRY(people, make_people(story, shown_firm(story, book), hasher, chance));
  TRY(filled, story.look([&](office::Call& call) { return counted(call, options.today); }));
  filled.people = std::move(people);
  return filled;
}

}  // namespace formulary::demonstration
