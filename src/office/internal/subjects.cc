#include "office/internal/subjects.h"

#include "base/must.h"

namespace formulary::office {

Outcome<Done> Subjects::read_all() {
  if (has_all_) return Done{};
  TRY(all, call_.record().places({}));
  for (store::Register::Place& place : all) places_.emplace(place.award, std::move(place));
  has_all_ = true;
  return Done{};
}

Outcome<std::optional<Owner>> Subjects::owner_of_award(const std::string& award) {
  if (awards_ == Awards::all_at_once) {
    TRY(read, read_all());
  } else if (!places_.contains(award)) {
    TRY(found, call_.record().places({award}));
    if (!found.empty()) places_.emplace(award, std::move(found[0]));
  }
  const auto at = places_.find(award);
  if (at == places_.end()) return std::nullopt;
  return std::optional(Owner{at->second.firm, at->second.offices, at->second.region});
}

Outcome<std::optional<Owner>> Subjects::owner(SubjectKind kind, const std::string& subject) {
  switch (kind) {
    case SubjectKind::award:
      return owner_of_award(subject);
    case SubjectKind::programme: {
      const Programme* programme = programmes_.find(subject);
      if (programme == nullptr) return std::nullopt;
      return std::optional(owner_of(*programme));
    }
    case SubjectKind::measure: {  // "programme/measure"
      const std::size_t slash = subject.find('/');
      const Programme* programme = programmes_.find(subject.substr(0, slash));
      if (programme == nullptr || slash == std::string::npos) return std::nullopt;
      const ProgrammeMeasure* measure = measure_of(*programme, subject.substr(slash + 1));
      if (measure == nullptr) return std::nullopt;
      return std::optional(owner_of(*programme, measure, ""));
    }
    case SubjectKind::region: {
      if (call_.ground.pack.region(subject) == nullptr) return std::nullopt;
      Owner owner{"", {}, subject};
      for (const Office& office : call_.ground.pack.offices) {
        if (office.region == subject) owner.offices.push_back(office.id);
      }
      return std::optional(std::move(owner));
    }
  }
  return std::nullopt;
}

const store::Register::Place& Subjects::place(const std::string& award) const {
  const auto at = places_.find(award);
  MUST(at != places_.end());
  return at->second;
}

const Obligation* Subjects::promise(const std::string& award, const std::string& kpi) const {
  for (const Obligation& one : place(award).promises) {
    if (one.kpi == kpi) return &one;
  }
  return nullptr;
}

RollUpPlace Subjects::roll_up_place(const std::string& award) const {
  const store::Register::Place& at = place(award);
  return {at.programme + "/" + at.measure, at.programme, at.region, at.sector,
          call_.ground.pack.id};
}

}  // namespace formulary::office
