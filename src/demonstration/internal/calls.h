// How does a call for applications go? From the firms that apply to the awards that are agreed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "demonstration/internal/grants.h"
#include "demonstration/internal/story.h"
#include "launch/applications.h"

namespace formulary::demonstration {

// A measure as a call opens it: who may come, for how much, and what an award promises.
struct OpenMeasure {
  const ProgrammeMeasure* measure = nullptr;  // of the programme that the call holds
  Facts typical;                              // of a firm that is eligible
  Money each;                                 // what a firm asks for, about
  int wanted = 0;                             // awards
  int applicants = 0;
  struct Promise {
    std::string kpi;
    double baseline = 0;  // of one firm
    double share = 0;
    bool varies = false;  // the baseline, from firm to firm
  };
  std::vector<Promise> promises;
};

struct CallPlan {
  Programme programme;
  std::vector<Money> money;  // by measure, of this call
  Date first_day;            // of applications
  int wanted = 0;            // awards
  int wanted_in_all = 0;     // of all calls: what a measure's targets are shared by
  int first_firm = 0;        // number of the first firm that applies
};

// A call under way. Firms are numbered one after another, whatever becomes of them.
class Round {
 public:
  // Refused: no_package, where firms could apply for none of the measures.
  static office::Outcome<std::shared_ptr<Round>> open(Story& story, CallPlan plan);

  // Take applications, score and rank them, select and agree, each on its day. `agreed` is told of
  // every award. About a tenth is agreed so that a tranche falls due today.
  static void hold(Story& story, const std::shared_ptr<Round>& round,
                   std::function<void(const Award&, Date)> agreed);
  // Only up to the draw: the first measure is drawn, of the others the seed is public.
  static void hold_until_drawn(Story& story, const std::shared_ptr<Round>& round);

  const std::vector<OpenMeasure>& measures() const { return measures_; }

 private:
  explicit Round(CallPlan plan) : plan_(std::move(plan)), next_firm_(plan_.first_firm) {}

  // Of a draw: a place in a list of a measure of this call.
  std::uint64_t subject_of(std::size_t measure, std::size_t place) const;
  Step apply(Story& story, std::size_t at);
  Step score(Story& story, std::size_t at);
  Step publish_seed(Story& story, std::size_t at);
  Step rank(Story& story, std::size_t at);
  Step select(Story& story, std::size_t at);
  Step agree(Story& story, std::size_t at, Date day, bool last,
             const std::function<void(const Award&, Date)>& agreed);

  CallPlan plan_;
  std::vector<OpenMeasure> measures_;
  std::vector<std::vector<std::string>> eligible_;  // applications, by measure
  std::vector<std::vector<std::string>> awarded_;
  int next_firm_ = 0;
};

// What one of so many firms can promise: KPIs of firms whose planned way leads the good way and is
// long enough to be seen in one firm's figures.
std::vector<OpenMeasure::Promise> promises_of(const Toolbox& toolbox,
                                              const ProgrammeMeasure& measure, double firms);
// The measures that firms can apply for, without money and numbers yet.
std::vector<OpenMeasure> open_measures(Story& story, const Programme& programme);

// The facts of one applicant, and the accounts that its request is measured by.
struct Applicant {
  Facts facts;
  FirmAccounts accounts;
};
Applicant applicant_of(const Story& story, const OpenMeasure& of, int number);

}  // namespace formulary::demonstration
