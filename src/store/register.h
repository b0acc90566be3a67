// What is on the record? Programmes, applications, awards, observations and decisions, and moves
// between their states of which exactly one wins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/award.h"
#include "domain/observation.h"
#include "domain/programme.h"
#include "domain/reason.h"
#include "domain/review.h"
#include "store/audit.h"
#include "store/database.h"

namespace formulary::store {

// The number of a stored state; it rises with every change.
using Revision = std::int64_t;

// What was read, with the revision it had.
template <typename T>
struct Kept {
  T value;
  Revision revision = 1;
};

// A page of a list, in the order of ids: those after `after`, so that no one is missed or seen
// twice while others add.
struct Page {
  std::string after;
  int limit = 100;
};

// Which of them; an empty word asks for all.
struct ApplicationFilter {
  std::string programme;
  std::string measure;
  std::string firm;
  std::optional<ApplicationState> state;
};
struct AwardFilter {
  std::string programme;
  std::string measure;
  std::string firm;
  std::optional<AwardState> state;
};
struct TrancheFilter {
  std::string award;
  std::optional<Date> due_by;
  std::optional<TrancheState> state;
  bool open = false;  // only those that a review may still move
};
struct ObservationFilter {
  std::optional<SubjectKind> subject_kind;
  std::string subject;
  std::string kpi;
  std::optional<ObservationState> state;
};

// The register inside one open transaction (Database::write or read). Every change writes its
// audit record in that transaction; a refused change writes nothing.
//
// The rules of the life cycles are those of the rooms that make the moves; the register holds
// what must be true of the record at any time: sums of money, kept versions, and that a change
// is made only to what its author has seen (else the reason is `changed_meanwhile`).
class Register {
 public:
  explicit Register(Session& session) : session_(session) {}

  // Add a record; refused where its id is taken or what it belongs to is not there. An award's
  // tranches sum to it, and the measure's awards stay within its budget.
  Stored<Allowed<Revision>> add(const Act& act, const Programme& programme);
  Stored<Allowed<Revision>> add(const Act& act, const Application& application);
  Stored<Allowed<Revision>> add(const Act& act, const Award& award);

  // Add observations, all or none; the audit record holds their number, ids and hash. An
  // observation that supersedes another marks it so.
  Stored<Allowed<std::int64_t>> report(const Act& act, const std::vector<Observation>& all);

  // The same, but leave out what cannot be added: an id that is taken, or a subject, KPI and period
  // that has a value already. Returns the places of those in `all`. Nothing here may supersede.
  Stored<std::vector<std::size_t>> report_what_is_new(const Act& act,
                                                      const std::vector<Observation>& all);

  // Write a new state over the revision that was read; `action` is the audit's word for it.
  // Programmes: all of it; versions of targets are only added. Applications: all of it.
  // Observations: state and verifier only.
  Stored<Allowed<Revision>> change(const Act& act, const std::string& action,
                                   const Kept<Programme>& next);
  Stored<Allowed<Revision>> change(const Act& act, const std::string& action,
                                   const Kept<Application>& next);
  Stored<Allowed<Revision>> change(const Act& act, const std::string& action,
                                   const Kept<Observation>& next);
  Stored<Allowed<Revision>> change(const Act& act, const std::string& action,
                                   const Kept<Tranche>& next);
  // Give up all that a tranche still holds back, outside a review: its award ended.
  Stored<Allowed<Revision>> give_up(const Act& act, const std::string& action,
                                    const Kept<Tranche>& next);
  // Of an award only its state changes, with the written reason where it is terminated.
  Stored<Allowed<Revision>> change_state(const Act& act, const std::string& award, Revision as_read,
                                         AwardState state, const std::string& why = "");

  // Record a decision and the tranche as it is after it: what was released and given up rise by
  // exactly what was decided; an upheld appeal takes back what was given up and asked back before.
  Stored<Allowed<Revision>> decide(const Act& act, const Decision& decision,
                                   const Kept<Tranche>& next);

  // Read one by its id.
  Stored<std::optional<Kept<Programme>>> programme(const std::string& id);
  Stored<std::optional<Kept<Application>>> application(const std::string& id);
  Stored<std::optional<Kept<Award>>> award(const std::string& id);
  Stored<std::optional<Kept<Tranche>>> tranche(const std::string& id);
  Stored<std::optional<Kept<Observation>>> observation(const std::string& id);

  // List by id.
  Stored<std::vector<Kept<Programme>>> programmes(std::optional<ProgrammeState> state,
                                                  const Page& page);
  Stored<std::vector<Kept<Application>>> applications(const ApplicationFilter& filter,
                                                      const Page& page);
  Stored<std::vector<Kept<Award>>> awards(const AwardFilter& filter, const Page& page);
  Stored<std::vector<Kept<Tranche>>> tranches(const TrancheFilter& filter, const Page& page);
  Stored<std::vector<Kept<Observation>>> observations(const ObservationFilter& filter,
                                                      const Page& page);
  Stored<std::vector<Decision>> decisions(const std::string& tranche, const Page& page);
  Stored<std::optional<Decision>> decision(const std::string& id);

  // Where awards stand, by id: what a report of values is checked against and added up by.
  struct Place {
    std::string award;
    std::string firm;
    std::string programme;
    std::string measure;
    std::string region;
    std::string sector;
    std::vector<std::string> offices;  // of the programme, the measure and its delivery
    std::vector<Obligation> promises;
  };
  // Of these awards; of all where none is named.
  Stored<std::vector<Place>> places(const std::vector<std::string>& awards);

  // Find the award that a tranche is part of.
  Stored<std::optional<std::string>> award_of(const std::string& tranche);

 private:
  Session& session_;
};

}  // namespace formulary::store
