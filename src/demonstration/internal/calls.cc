#include "demonstration/internal/calls.h"

#include <algorithm>
#include <cmath>

#include "launch/awards.h"
#include "office/applications.h"
#include "office/awards.h"

namespace formulary::demonstration {
namespace {

constexpr double kOverbooked = 1.3;       // applicants for each award where the money is short
constexpr double kSpent = 0.97;           // of the call's money
constexpr int kFirstTranche = 4;          // months after the agreement
constexpr int kDueToday = 10;             // one award in so many has a tranche that is due today
constexpr std::int64_t kRound = 100'000;  // minor units: requests are in round sums

Money part_of(Money whole, double share) {
  const double minor = static_cast<double>(whole.minor()) * share;
  return Money::from_minor(static_cast<std::int64_t>(minor) / kRound * kRound);
}

// Months after the agreement to its last tranche that could be due by now.
int months_to_a_tranche(const ProgrammeMeasure& measure, int most) {
  int months = kFirstTranche;
  for (int i = 0; i < measure.tranches; ++i) {
    const int due = kFirstTranche + 12 * measure.award_years * i / measure.tranches;
    if (due <= most) months = due;
  }
  return months;
}

}  // namespace

office::Outcome<std::shared_ptr<Round>> Round::open(Story& story, CallPlan plan) {
  auto round = std::shared_ptr<Round>(new Round(std::move(plan)));
  const Programme& programme = round->plan_.programme;
  double money = 0;
  std::vector<OpenMeasure> open = open_measures(story, programme);
  const auto money_of = [&](const OpenMeasure& one) {
    return round->plan_.money.at(static_cast<std::size_t>(one.measure - &programme.measures[0]));
  };
  for (const OpenMeasure& one : open) money += money_of(one).major();
  if (open.empty() || money <= 0) {
    return otherwise(denial("no_package", {"Firms can apply for no measure of " + programme.id,
                                           "Ни по одной мере нельзя подать заявку: " + programme.id,
                                           "Ешқандай шараға өтінім берілмейді: " + programme.id}));
  }
  for (OpenMeasure& one : open) {
    const double share = money_of(one).major() / money;
    one.wanted = std::max(2, static_cast<int>(std::lround(round->plan_.wanted * share)));
    one.each = part_of(money_of(one), kSpent / one.wanted);
    if (one.each.minor() < kRound) continue;  // there is nothing to hand out
    const double firms = std::max(2.0, round->plan_.wanted_in_all * share);
    const auto promises = promises_of(story.installation().toolbox, *one.measure, firms);
    if (!promises.empty()) one.promises = promises;
    const Setting setting{programme, story.installation().toolbox, story.installation().country};
    const auto ceiling = award_ceiling(setting, *one.measure, applicant_of(story, one, 0).accounts);
    const bool is_short = ceiling && *ceiling > one.each;
    one.applicants = static_cast<int>(std::lround(one.wanted * (is_short ? kOverbooked : 1.05)));
    round->measures_.push_back(std::move(one));
  }
  round->eligible_.resize(round->measures_.size());
  round->awarded_.resize(round->measures_.size());
  return round;
}

std::uint64_t Round::subject_of(std::size_t measure, std::size_t place) const {
  return (static_cast<std::uint64_t>(plan_.first_firm) << 32U) + (measure << 16U) + place;
}

Step Round::apply(Story& story, std::size_t at) {
  const OpenMeasure& of = measures_[at];
  const int first = next_firm_;
  next_firm_ += of.applicants;
  const Setting setting{plan_.programme, story.installation().toolbox,
                        story.installation().country};
  TRY(sent,
      story.act(story.cast().auditor,
                [&](office::Call& call) -> office::Outcome<std::vector<Application>> {
                  std::vector<Application> all;
                  for (int i = 0; i < of.applicants; ++i) {
                    const int number = first + i;
                    const std::string firm = firm_of(number);
                    const Applicant applicant = applicant_of(story, of, number);
                    TRY(ceiling, award_ceiling(setting, *of.measure, applicant.accounts));
                    const double size =
                        story.draw(Draw::request, static_cast<std::uint64_t>(number), 0, 0.8, 1.2);
                    const Money wish = std::min(part_of(of.each, size), part_of(ceiling, 1));
                    office::Call own = Story::as(call, clerk_of(firm));
                    TRY(kept, office::submit_application(
                                  own, {plan_.programme.id, of.measure->id, firm, applicant.facts,
                                        wish, applicant.accounts}));
                    const bool withdrawn =
                        kept.value.state == ApplicationState::eligible &&
                        story.draw(Draw::withdrawal, static_cast<std::uint64_t>(number), 0, 0, 1) <
                            0.01;
                    if (withdrawn) {
                      TRY(gone, office::withdraw_application(own, kept.value.id, kept.revision));
                      kept = gone;
                    }
                    all.push_back(std::move(kept.value));
                  }
                  return all;
                }));
  eligible_[at].clear();
  for (const Application& one : sent) {
    if (one.state == ApplicationState::eligible) eligible_[at].push_back(one.id);
  }
  return Done{};
}

Step Round::score(Story& story, std::size_t at) {
  return story.act(story.cast().manager, [&](office::Call& call) -> Step {
    for (std::size_t i = 0; i < eligible_[at].size(); ++i) {
      const double points = story.draw(Draw::score, subject_of(at, i), 0, 30, 100);
      TRY(scored,
          office::score_application(call, eligible_[at][i], {}, std::round(points * 10) / 10));
    }
    return Done{};
  });
}

Step Round::publish_seed(Story& story, std::size_t at) {
  const double number = story.draw(Draw::score, subject_of(at, 0), 1, 0, 4e9);
  TRY(lottery, story.act(story.cast().manager, [&](office::Call& call) {
    return office::publish_seed(call, plan_.programme.id, measures_[at].measure->id,
                                static_cast<std::uint32_t>(number));
  }));
  return Done{};
}

Step Round::rank(Story& story, std::size_t at) {
  TRY(ranked, story.act(story.cast().manager, [&](office::Call& call) {
    return office::rank_applications(call, plan_.programme.id, measures_[at].measure->id);
  }));
  return Done{};
}

Step Round::select(Story& story, std::size_t at) {
  TRY(selected, story.act(story.cast().approver, [&](office::Call& call) {
    return office::select_awards(call, plan_.programme.id, measures_[at].measure->id, {});
  }));
  for (const Application& one : selected) {
    if (one.state == ApplicationState::awarded) awarded_[at].push_back(one.id);
  }
  return Done{};
}

// `last`: those that were kept for the day from which a tranche falls due today.
Step Round::agree(Story& story, std::size_t at, Date day, bool last,
                  const std::function<void(const Award&, Date)>& agreed) {
  const OpenMeasure& of = measures_[at];
  TRY(made,
      story.act(
          story.cast().manager, [&](office::Call& call) -> office::Outcome<std::vector<Award>> {
            std::vector<Award> all;
            for (std::size_t i = 0; i < awarded_[at].size(); ++i) {
              if ((i % kDueToday == kDueToday - 1) != last) continue;
              Agreement agreement;
              agreement.day = day;
              agreement.first_tranche_months = kFirstTranche;
              const std::uint64_t subject = subject_of(at, i);
              for (std::size_t p = 0; p < of.promises.size(); ++p) {
                const OpenMeasure::Promise& promise = of.promises[p];
                const auto turn = static_cast<std::uint32_t>(p);
                const double size =
                    promise.varies ? story.draw(Draw::baseline, subject, turn, 0.8, 1.2) : 1;
                const double share =
                    std::min(1.0, promise.share * story.draw(Draw::share, subject, turn, 0.8, 1.2));
                agreement.shares.push_back(
                    {promise.kpi, std::round(promise.baseline * size * 100) / 100, share, 1});
              }
              TRY(kept, office::make_award(call, awarded_[at][i], agreement));
              all.push_back(std::move(kept.value));
            }
            return all;
          }));
  for (const Award& award : made) agreed(award, day);
  return Done{};
}

void Round::hold(Story& story, const std::shared_ptr<Round>& round,
                 std::function<void(const Award&, Date)> agreed) {
  const Date first = round->plan_.first_day;
  for (std::size_t at = 0; at < round->measures_.size(); ++at) {
    const auto then = [&story, &round, first, at](int days, auto step) {
      story.on(first.plus_days(days), static_cast<int>(at),
               [&story, round, at, step] { return step(story, *round, at); });
    };
    const ProgrammeMeasure& measure = *round->measures_[at].measure;
    const bool lots = measure.selection == Selection::lottery;
    then(2, [](Story& s, Round& r, std::size_t i) { return r.apply(s, i); });
    then(10, [lots](Story& s, Round& r, std::size_t i) {
      return lots ? r.publish_seed(s, i) : r.score(s, i);
    });
    then(18, [](Story& s, Round& r, std::size_t i) { return r.rank(s, i); });
    then(24, [](Story& s, Round& r, std::size_t i) { return r.select(s, i); });
    // Not all are agreed at once, so that not all are due at once.
    const int wait = 30 + 5 * static_cast<int>(at % 10);
    const Date day = first.plus_days(wait);
    then(wait, [day, agreed](Story& s, Round& r, std::size_t i) {
      return r.agree(s, i, day, false, agreed);
    });
    // The latest day on or after that one from which some tranche falls due today.
    const int most = (story.today().days() - day.days()) / 31;
    const Date late = story.today().plus_months(-months_to_a_tranche(measure, most));
    story.on(std::max(late, day.plus_days(1)), 60 + static_cast<int>(at),
             [&story, round, at, late, day, agreed] {
               return round->agree(story, at, std::max(late, day.plus_days(1)), true, agreed);
             });
  }
}

void Round::hold_until_drawn(Story& story, const std::shared_ptr<Round>& round) {
  const Date first = round->plan_.first_day;
  bool drawn = false;
  for (std::size_t at = 0; at < round->measures_.size(); ++at) {
    const bool lots = round->measures_[at].measure->selection == Selection::lottery;
    const auto then = [&](Date day, Step (Round::*step)(Story&, std::size_t)) {
      story.on(day, static_cast<int>(at),
               [&story, round, at, step] { return ((*round).*step)(story, at); });
    };
    then(first.plus_days(2), &Round::apply);
    if (!lots) continue;
    then(story.today().plus_days(-4), &Round::publish_seed);
    if (!drawn) then(story.today().plus_days(-1), &Round::rank);
    drawn = true;
  }
}

}  // namespace formulary::demonstration
