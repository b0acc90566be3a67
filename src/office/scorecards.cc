#include "office/scorecards.h"

#include "office/internal/steps.h"
#include "store/artefacts.h"

namespace formulary::office {
namespace {

Owner owner_of(const Scorecard& scorecard) {
  return {"", {scorecard.score.office}, scorecard.score.region};
}

// An official sees what was shown; the others see all that they may.
bool is_readable(const Call& call, const Scorecard& scorecard) {
  if (call.actor().role == UserRole::official && !scorecard.shown) return false;
  return may(call, Operation::read_scorecards, owner_of(scorecard));
}

template <typename Move>
Outcome<KeptScorecard> moved(Call& call, Operation operation, const std::string& id, Seen seen,
                             Move move) {
  TRY(kept, found(store::scorecard(call.session, id), id, seen));
  TRY(allowed, allow(call, operation, owner_of(kept.value)));
  TRY(next, move(kept.value));
  kept.value = std::move(next);
  TRY(revision, flat(store::change_scorecard(call.session, call.act, id_of(operation), kept)));
  return KeptScorecard{std::move(kept.value), revision};
}

}  // namespace

Outcome<std::vector<Scorecard>> score(Call& call, const Scoring& scoring) {
  TRY(allowed, allow(call, Operation::score_regions));
  if (call.ground.toolbox.kpi(scoring.kpi) == nullptr) {
    return refuse(Refusal::no_such_kpi, scoring.kpi);
  }
  std::vector<RegionFigures> regions = scoring.regions;
  for (RegionFigures& figures : regions) {
    if (call.ground.pack.region(figures.region) == nullptr) {
      return refuse(Refusal::not_found, figures.region);
    }
    for (const Office& office : call.ground.pack.offices) {
      if (figures.office.empty() && office.region == figures.region) figures.office = office.id;
    }
    if (figures.office.empty()) return refuse(Refusal::regions_missing, figures.region);
  }
  TRY(scores, score_regions(regions));
  TRY(id, store::new_id(call.session, "S-"));
  std::vector<Scorecard> all;
  for (const RegionScore& score : scores.scores) {
    Scorecard one;
    one.id = id + "-" + score.region;
    one.kpi = scoring.kpi;
    one.first_year = scoring.first_year;
    one.last_year = scoring.first_year + scores.years;
    one.score = score;
    all.push_back(std::move(one));
  }
  TRY(count, flat(store::add_scorecards(call.session, call.act, all)));
  return all;
}

Outcome<KeptScorecard> show_scorecard(Call& call, const std::string& id, Seen seen) {
  return moved(call, Operation::show_scorecard, id, seen,
               [&](const Scorecard& before) -> Allowed<Scorecard> {
                 Scorecard next = before;
                 if (!next.shown) next.shown = call.act.at.date();
                 return next;
               });
}

Outcome<KeptScorecard> reply_to_scorecard(Call& call, const std::string& id, Seen seen,
                                          const std::string& text) {
  return moved(call, Operation::reply_to_scorecard, id, seen, [&](const Scorecard& before) {
    return reply_to(before, call.actor(), text, call.act.at);
  });
}

Outcome<KeptScorecard> publish_scorecard(Call& call, const std::string& id, Seen seen) {
  const Date today = call.act.at.date();
  return moved(call, Operation::publish_scorecard, id, seen,
               [&](const Scorecard& before) -> Allowed<Scorecard> {
                 TRY(next, publishable(before, today));
                 if (!next.published) next.published = today;
                 return next;
               });
}

Outcome<KeptScorecard> read_scorecard(Call& call, const std::string& id) {
  TRY(kept, found(store::scorecard(call.session, id), id));
  if (!is_readable(call, kept.value)) return refuse(Refusal::not_found, id);
  return kept;
}

Outcome<Listed<KeptScorecard>> list_scorecards(Call& call, const store::ScorecardFilter& filter,
                                               const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_scorecards));
  return listed<KeptScorecard>(
      store::scorecards(call.session, filter, page), page,
      [&](const KeptScorecard& one) { return is_readable(call, one.value); });
}

}  // namespace formulary::office
