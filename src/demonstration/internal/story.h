// Who does what when? The acts of the demonstration, done in the order of their moments.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cycle/cycle.h"
#include "demonstration/demonstration.h"
#include "office/call.h"

namespace formulary::demonstration {

struct Done {};
using Step = office::Outcome<Done>;

// What a draw is for; with the subject's number and a turn it is the whole address of the draw.
enum class Draw : std::uint32_t {
  conduct,
  baseline,
  share,
  value,
  request,
  facts,
  score,
  withdrawal,
  region,
};

// The people of the demonstration, by what they do.
struct Cast {
  Actor drafter;
  Actor manager;
  Actor analyst;
  Actor approver;
  Actor appeals;  // the approver who decides on appeals
  Actor official;
  Actor auditor;
  Actor admin;
};
// MUST have the offices that programmes need; their ids are the pack's.
Cast cast_of(const CountryPack& country, const std::string& region);

// The clerk of a firm, who acts for it.
Actor clerk_of(const std::string& firm);
// An id that nobody takes for a business number: DEMO-00017.
std::string firm_of(int number);

class Story {
 public:
  Story(store::Database& database, const Installation& installation, const Options& options);
  Story(const Story&) = delete;

  Date today() const { return options_.today; }
  const Options& options() const { return options_; }
  const Installation& installation() const { return installation_; }
  const office::Ground& ground() const { return ground_; }
  const Cast& cast() const { return cast_; }
  // The region whose official, scorecard and firms are shown first: the largest.
  const std::string& region() const { return regions_.front(); }
  // The largest regions, by population.
  std::vector<std::string> regions(std::size_t count) const;

  // Uniform in [low, high): a function of the seed and these numbers alone.
  double draw(Draw what, std::uint64_t subject, std::uint32_t turn, double low, double high) const;

  // Let something happen at so many minutes of a day, from 08:00 UTC. Nothing happens today or
  // later: what is not over by then is left open.
  void on(Date day, int minutes, std::function<Step()> event);
  // Do all that was planned, and what that plans in its turn.
  Step run();

  // One transaction of a person at the moment of the event that runs.
  template <typename Work>
  auto act(const Actor& actor, Work work) {
    return office::perform(database_, store::Access::write, ground_, {actor, now_}, work);
  }
  // The same with the eyes of an auditor, changing nothing.
  template <typename Work>
  auto look(Work work) {
    return office::perform(database_, store::Access::read, ground_, {cast_.auditor, now_}, work);
  }
  // Another person in the same transaction.
  static office::Call as(office::Call& call, const Actor& actor) {
    return {call.session, call.ground, {actor, call.act.at}};
  }

  void show(const char* what, double done) const;

 private:
  store::Database& database_;
  const Installation& installation_;
  const Options& options_;
  CellFacts cell_facts_;
  office::Ground ground_;
  std::vector<std::string> regions_;
  Cast cast_;
  Instant now_;
  std::multimap<Instant, std::function<Step()>> planned_;  // equal moments: in the order of adding
};

// A refusal of our own.
office::Denial denial(const std::string& id, const Text& text);

}  // namespace formulary::demonstration
