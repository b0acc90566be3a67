#include "launch/selection.h"

#include <cmath>
#include <numeric>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "launch/awards.h"
#include "math/philox.h"
#include "support/adopted_world.h"

using namespace formulary;
using namespace formulary::small_world;
using enum ApplicationState;

namespace {

using Names = std::set<std::string>;
using Applications = std::vector<Application>;

const Date kDay = Date::of(2026, 3, 1);
const Instant kNow = *Instant::parse("2026-03-01T09:00:00Z");
const Lottery kLottery{2026, *Instant::parse("2026-02-20T09:00:00Z")};
const std::string kMeasure = "grant.north.sme";

// The open programme with `budgets` (major units) a year for the grant.
Programme programme(Selection selection, std::vector<double> budgets) {
  Programme p = programme_in(ProgrammeState::open);
  ProgrammeMeasure& grant = p.measures[0];
  grant.selection = selection;
  grant.budget = Money();
  grant.budget_by_year.clear();
  for (const double year : budgets) {
    grant.budget_by_year.push_back(Money::from_major(year));
    grant.budget = grant.budget + grant.budget_by_year.back();
  }
  return p;
}

Application asks(const std::string& id, double requested, double score) {
  Application a = application(id, "firm_" + id, requested);
  a.state = eligible;
  a.score = score;
  return a;
}

Allowed<Applications> ranked_of(const Programme& p, const Applications& all,
                                const std::optional<Lottery>& lottery = {}) {
  return rank_applications(p, kMeasure, all, lottery, who(UserRole::manager), kNow);
}
Allowed<Applications> selected(const Programme& p, const Applications& all,
                               const SelectionOptions& options = {}, Date day = kDay,
                               std::span<const Award> awards = {}) {
  return select_awards(p, kMeasure, all, awards, options, who(UserRole::approver), day);
}
std::map<std::string, std::string> states(const Applications& all) {
  std::map<std::string, std::string> by_id;
  for (const Application& one : all) by_id[one.id] = id_of(one.state);
  return by_id;
}
std::map<std::string, int> ranks(const Applications& all) {
  std::map<std::string, int> by_id;
  for (const Application& one : all) by_id[one.id] = one.rank.value_or(0);
  return by_id;
}

}  // namespace

// Expected: by hand; higher scores first, equal ones by id; another measure's stay as they were.
TEST_CASE("merit ranks by score and ties by id") {
  Application other = asks("z", 1, 99);
  other.measure = "loan.south.startup";
  const auto made = ranked_of(programme(Selection::merit, {10}),
                              {asks("c", 1, 5), asks("b", 1, 7), other, asks("a", 1, 5)});
  REQUIRE(made);
  CHECK(ranks(*made) == std::map<std::string, int>{{"a", 2}, {"b", 1}, {"c", 3}, {"z", 0}});
  CHECK(made->at(2).state == eligible);
  CHECK(made->at(0).id == "c");  // the order of the input stays
}

// Expected: by hand, in money of 10: b takes 6, c asks 5 and 4 is left, a asks 2.
TEST_CASE("awards go by rank as far as the money; then stop or pass over, as the call says") {
  const Programme p = programme(Selection::merit, {10});
  const Applications all =
      *ranked_of(p, {asks("a", 2, 1), asks("b", 6, 3), asks("c", 5, 2), asks("d", 3, 0)});
  using Map = std::map<std::string, std::string>;
  const Applications strict = *selected(p, all);
  CHECK(states(strict) ==
        Map{{"a", "waitlisted"}, {"b", "awarded"}, {"c", "waitlisted"}, {"d", "waitlisted"}});
  for (const Application& one : strict) {
    CHECK(one.reasons.empty() == (one.state == awarded));
    CHECK(is_told(one.reasons));
    CHECK_FALSE(one.control_group);
  }
  SelectionOptions options;
  options.rest = Rest::pass_over;
  options.waiting_places = 1;
  CHECK(states(*selected(p, all, options)) ==
        Map{{"a", "awarded"}, {"b", "awarded"}, {"c", "waitlisted"}, {"d", "declined"}});
  options.least_score = 2;
  const Applications choosy = *selected(p, all, options);
  CHECK(states(choosy) ==
        Map{{"a", "declined"}, {"b", "awarded"}, {"c", "waitlisted"}, {"d", "declined"}});
  CHECK(choosy[0].reasons[0].id == "score_low");
}

// Expected: by hand; a second person, and sound options.
TEST_CASE("a selection is refused with its reasons") {
  const Programme p = programme(Selection::merit, {10});
  Applications one = *ranked_of(p, {asks("a", 2, 1)});
  CHECK(
      ids_of(select_awards(p, kMeasure, one, {}, {}, {"drafter", UserRole::approver, "", ""}, kDay)
                 .error()) == Names{"second_person_draft", "second_person_target"});
  SelectionOptions options;
  options.waiting_places = -1;
  CHECK(ids_of(selected(p, one, options).error()) == Names{"options"});
  CHECK(ids_of(select_awards(p, "x", one, {}, {}, who(UserRole::approver), kDay).error()) ==
        Names{"measure_unknown", "nobody_ranked"});
  Application blank = asks("b", 1, 1);
  blank.score.reset();
  one.push_back(blank);
  const auto made = ranked_of(p, one);
  REQUIRE_FALSE(made);
  CHECK(ids_of(made.error()) == Names{"round_open", "score_missing"});
  CHECK(is_told(made.error()));
}

// Expected: the published FNV-1a 64 value of "a", and the address that the header states.
TEST_CASE("a draw number is philox at the hash of the application's id") {
  const auto words = philox(7, 0, 0xaf63dc4c8601ec8c, 0, Purpose::lottery);
  CHECK(draw_number(7, "a") == ((std::uint64_t{words[0]} << 32) | words[1]));
  CHECK(draw_number(7, "a") != draw_number(8, "a"));
  CHECK(draw_number(7, "a") != draw_number(7, "b"));
}

// Expected: invariance; the ranks are those of the draw numbers, the same twice and in any order of
// the input.
TEST_CASE("a lottery is reproducible and blind to the order of the input") {
  CHECK(rc::check([] {
    const Programme p = programme(Selection::lottery, {10});
    Applications all;
    const int n = *rc::gen::inRange(1, 30);
    for (int i = 0; i < n; ++i) {
      all.push_back(
          asks("a" + std::to_string(*rc::gen::inRange(0, 1000)) + "." + std::to_string(i), 1, 0));
    }
    Lottery lottery = kLottery;
    lottery.seed = *rc::gen::arbitrary<std::uint32_t>();
    const auto once = ranks(*ranked_of(p, all, lottery));
    std::rotate(all.begin(), all.begin() + *rc::gen::inRange(0, n), all.end());
    std::reverse(all.begin(), all.end());
    const Applications again = *ranked_of(p, all, lottery);
    RC_ASSERT(once == ranks(again));
    for (const Application& a : again) {
      for (const Application& b : again) {
        RC_ASSERT((*a.rank < *b.rank) ==
                  (draw_number(lottery.seed, a.id) < draw_number(lottery.seed, b.id)));
      }
    }
  }));
}

// Expected: theory; each of the 24 orders of four applications has chance 1/24. Chi-square with 23
// degrees of freedom stays below its 99.9 % quantile, 49.73, over seeds 1 to 4800; and so for who
// of ten comes first (9 degrees, 27.88).
TEST_CASE("a lottery is uniform") {
  const Programme p = programme(Selection::lottery, {10});
  const auto chi_square = [&](std::size_t n, auto outcome) {
    Applications all;
    for (std::size_t i = 0; i < n; ++i) all.push_back(asks("2026-" + std::to_string(i), 1, 0));
    std::map<std::vector<int>, int> counts;
    for (std::uint32_t seed = 1; seed <= 4800; ++seed) {
      std::vector<int> order;
      for (const auto& [id, rank] : ranks(*ranked_of(p, all, Lottery{seed, kLottery.published_at})))
        order.push_back(rank);
      ++counts[outcome(order)];
    }
    const double expected = 4800.0 / (n == 4 ? 24 : 10);
    double sum = 0;
    for (const auto& [order, count] : counts) sum += std::pow(count - expected, 2) / expected;
    CHECK(counts.size() == (n == 4 ? 24 : 10));
    return sum;
  };
  CHECK(chi_square(4, [](const std::vector<int>& order) { return order; }) < 49.73);
  CHECK(chi_square(10, [](const std::vector<int>& order) {
          const auto first = std::find(order.begin(), order.end(), 1);
          return std::vector{static_cast<int>(first - order.begin())};
        }) < 27.88);
}

// Expected: by hand; no seed, a seed of the future, one that applicants knew.
TEST_CASE("a lottery's seed is published after the last application and before the draw") {
  const Programme p = programme(Selection::lottery, {10});
  const Applications all{asks("a", 1, 0)};  // submitted on 2026-02-01 at nine
  CHECK(ids_of(ranked_of(p, all).error()) == Names{"lottery_missing"});
  CHECK(ids_of(ranked_of(p, all, Lottery{1, kNow}).error()) == Names{"seed_late"});
  const auto known = ranked_of(p, all, Lottery{1, all[0].submitted});
  CHECK(ids_of(known.error()) == Names{"seed_known"});
  CHECK(is_told(known.error()));
  CHECK(known.error()[0].text.en.find("came: a") != std::string::npos);
}

// Expected: by hand; money for one of three. Who comes in from the waiting list leaves the
// controls.
TEST_CASE("who is drawn and not awarded is the control group") {
  const Programme p = programme(Selection::lottery, {10, 10});
  const Applications all =
      *ranked_of(p, {asks("a", 8, 0), asks("b", 8, 0), asks("c", 8, 0)}, kLottery);
  SelectionOptions options;
  options.waiting_places = 1;
  const Applications done = *selected(p, all, options);
  for (const Application& one : done) {
    CHECK(one.control_group == (one.rank != 1));
    CHECK(one.state == (one.rank == 1 ? awarded : one.rank == 2 ? waitlisted : declined));
  }
  const Applications later = *award_from_waiting_list(
      p, kMeasure, done, {}, Rest::stop, who(UserRole::approver), Date::of(2027, 1, 1));
  for (const Application& one : later) {
    CHECK(one.control_group == (one.rank == 3));
    CHECK(one.state == (one.rank == 3 ? declined : awarded));
  }
}

// Expected: by hand; years of 10, 20, 30 open on their first day; bound are awards less what was
// given up, and what was awarded without an agreement yet.
TEST_CASE("money left is what the years so far hold less what is bound") {
  const Programme p = programme(Selection::merit, {10, 20, 30});
  const ProgrammeMeasure& grant = p.measures[0];
  const auto left = [&](Date day, const Applications& all, const std::vector<Award>& awards) {
    return money_left(p, grant, all, awards, day).major();
  };
  CHECK(left(Date::of(2025, 12, 31), {}, {}) == 0);
  CHECK(left(Date::of(2026, 1, 1), {}, {}) == 10);
  CHECK(left(Date::of(2026, 12, 31), {}, {}) == 10);
  CHECK(left(Date::of(2027, 1, 1), {}, {}) == 30);
  CHECK(left(Date::of(2040, 1, 1), {}, {}) == 60);
  Applications all{asks("a", 4, 1), asks("b", 3, 1), asks("c", 2, 1)};
  all[0].state = awarded;
  all[1].state = awarded;
  all[2].state = waitlisted;
  Award award;
  award.application = "a";
  award.programme = "p1";
  award.measure = kMeasure;
  award.amount = Money::from_major(4);
  award.tranches.resize(2);
  award.tranches[1].given_up = Money::from_major(1);
  CHECK(left(kDay, all, {}) == 3);
  CHECK(left(kDay, all, {award}) == 4);
  award.programme = "p2";
  CHECK(left(kDay, all, {award}) == 3);
}

// Expected: invariance; whatever is asked, year after year, with awards made, terminated and taken
// from the waiting list, what is bound never exceeds the budgets of the years so far, and never
// the measure's.
TEST_CASE("awards never exceed the measure's budget nor those of its years") {
  CHECK(rc::check([] {
    const auto amount = [] { return 0.01 * *rc::gen::inRange(1, 2000); };
    Programme p = programme(Selection::merit, {amount(), amount(), amount()});
    p.measures[0].tranches = 1;
    const auto rest = *rc::gen::element(Rest::stop, Rest::pass_over);
    Applications all;
    std::vector<Award> awards;
    const Actor manager = who(UserRole::manager);
    const Actor approver = who(UserRole::approver);
    Money most;
    for (int year = 0; year < 3; ++year) {
      const Date day = p.first_day.plus_months(12 * year + 3);
      most = most + p.measures[0].budget_by_year[static_cast<std::size_t>(year)];
      const auto check = [&] {
        RC_ASSERT(committed(p, kMeasure, all, awards) <= most);
        RC_ASSERT(committed(p, kMeasure, all, awards) <= p.measures[0].budget);
        RC_ASSERT(money_left(p, p.measures[0], all, awards, day) >= Money());
      };
      const int n = *rc::gen::inRange(1, 6);
      for (int i = 0; i < n; ++i) {
        all.push_back(asks(std::to_string(year) + std::to_string(i), amount(), amount()));
      }
      all = *ranked_of(p, all);
      all = *selected(p, all, {{}, {}, rest}, day, awards);
      check();
      for (const Application& one : all) {
        const bool agreed = std::any_of(awards.begin(), awards.end(), [&](const Award& award) {
          return award.application == one.id;
        });
        if (one.state != awarded || agreed) continue;
        const Agreement agreement{"w" + one.id, day, {{"net_jobs", 1, 0.5, 1}}, {}, 0};
        const auto award = make_award(p, one, agreement, all, awards, manager);
        RC_ASSERT(award.has_value());
        awards.push_back(*award);
      }
      check();
      if (!awards.empty() && awards.back().state == AwardState::active) {
        awards.back() = *terminate_award(p, awards.back(), "left the country", approver);
      }
      check();
      const auto more = award_from_waiting_list(p, kMeasure, all, awards, rest, approver, day);
      if (more) all = *more;
      check();
    }
  }));
}

// Expected: by hand; 4 of 10 come free, the second asks 5, the third 3.
TEST_CASE("the waiting list is served by rank when money comes free") {
  const Programme p = programme(Selection::merit, {10});
  Applications all{asks("a", 6, 0), asks("b", 5, 0), asks("c", 3, 0)};
  all[0].state = awarded;
  all[1].state = all[2].state = waitlisted;
  all[1].rank = 2;
  all[2].rank = 3;
  const auto serve = [&](Rest rest) {
    return award_from_waiting_list(p, kMeasure, all, {}, rest, who(UserRole::approver), kDay);
  };
  CHECK(ids_of(serve(Rest::stop).error()) == Names{"money_short"});
  CHECK(serve(Rest::pass_over)->at(2).state == awarded);
  CHECK(serve(Rest::pass_over)->at(1).state == waitlisted);
  all[0].state = withdrawn;
  CHECK(serve(Rest::stop)->at(1).state == awarded);
  CHECK(serve(Rest::stop)->at(2).state == awarded);
}
