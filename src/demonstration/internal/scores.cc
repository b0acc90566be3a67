#include "demonstration/internal/scores.h"

#include <cmath>
#include <memory>

#include "demonstration/internal/programmes.h"
#include "office/scorecards.h"

namespace formulary::demonstration {
namespace {

constexpr int kLevels = 4;  // years
constexpr const char* kKpi = "net_jobs";

using Cards = std::vector<Scorecard>;

office::Scoring scoring_of(const Story& story) {
  office::Scoring scoring;
  scoring.kpi = kKpi;
  scoring.first_year = story.today().year() - kLevels;
  const CountryPack& pack = story.installation().country;
  for (std::size_t r = 0; r < pack.regions.size(); ++r) {
    const Office* office = pack.office_for("regional_administration", pack.regions[r].id);
    RegionFigures figures;
    figures.region = pack.regions[r].id;
    if (office != nullptr) figures.office = office->id;
    const double pace = story.draw(Draw::region, r, 0, -0.02, 0.06);
    std::uint32_t turn = 1;
    for (const Plan* plan : {&running_plan(), &drawing_plan()}) {
      SectorLevels levels{plan->sector, {}};
      double level = story.draw(Draw::region, r, turn++, 500, 5000);
      for (int year = 0; year < kLevels; ++year) {
        levels.level.push_back(std::round(level));
        level *= 1 + pace + story.draw(Draw::region, r, turn++, -0.02, 0.02);
      }
      figures.sectors.push_back(std::move(levels));
    }
    scoring.regions.push_back(std::move(figures));
  }
  return scoring;
}

Step score(Story& story, Cards& cards) {
  const office::Scoring scoring = scoring_of(story);
  TRY(made, story.act(story.cast().analyst,
                      [&](office::Call& call) { return office::score(call, scoring); }));
  cards = made;
  return Done{};
}

bool is_official_s(const Story& story, const Scorecard& card) {
  return card.score.office == story.cast().official.office;
}

Step show(Story& story, const Cards& cards, bool to_official) {
  return story.act(story.cast().analyst, [&](office::Call& call) -> Step {
    for (const Scorecard& card : cards) {
      if (is_official_s(story, card) != to_official) continue;
      TRY(shown, office::show_scorecard(call, card.id, {}));
    }
    return Done{};
  });
}

// Every third office replies.
bool replies(const Story& story, const Cards& cards, std::size_t at) {
  return at % 3 == 0 && !is_official_s(story, cards[at]);
}

Step reply(Story& story, const Cards& cards) {
  for (std::size_t i = 0; i < cards.size(); ++i) {
    if (!replies(story, cards, i)) continue;
    const Actor official{"demo.official." + cards[i].score.region, UserRole::official,
                         cards[i].score.office, ""};
    TRY(replied, story.act(official, [&](office::Call& call) {
      return office::reply_to_scorecard(
          call, cards[i].id, {},
          "Two plants of the region moved their staff to a neighbour in the second year.");
    }));
  }
  return Done{};
}

Step publish(Story& story, const Cards& cards) {
  return story.act(story.cast().approver, [&](office::Call& call) -> Step {
    for (std::size_t i = 0; i < cards.size(); ++i) {
      // Some were let pass in silence, some wait for their publication still.
      if (is_official_s(story, cards[i]) || i % 3 == 2) continue;
      TRY(published, office::publish_scorecard(call, cards[i].id, {}));
    }
    return Done{};
  });
}

}  // namespace

void plan_scores(Story& story) {
  const auto cards = std::make_shared<Cards>();
  const auto then = [&](int days_ago, auto step) {
    story.on(story.today().plus_days(-days_ago), 240,
             [&story, cards, step] { return step(story, *cards); });
  };
  then(40, [](Story& s, Cards& c) { return score(s, c); });
  then(35, [](Story& s, Cards& c) { return show(s, c, false); });
  then(30, [](Story& s, Cards& c) { return reply(s, c); });
  then(10, [](Story& s, Cards& c) { return publish(s, c); });
  then(4, [](Story& s, Cards& c) { return show(s, c, true); });
}

}  // namespace formulary::demonstration
