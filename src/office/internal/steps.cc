#include "office/internal/steps.h"

#include <algorithm>

namespace formulary::office {

std::string Ground::region_of(const std::string& office) const {
  const auto at = std::find_if(pack.offices.begin(), pack.offices.end(),
                               [&](const Office& one) { return one.id == office; });
  return at == pack.offices.end() ? "" : at->region;
}

Owner owner_of(const Programme& programme) {
  return {"", {programme.owner}, ""};
}

Owner owner_of(const Programme& programme, const ProgrammeMeasure* measure,
               const std::string& firm) {
  Owner owner{firm, {programme.owner}, ""};
  if (measure != nullptr) {
    owner.offices.push_back(measure->owner);
    owner.offices.push_back(measure->delivery);
    owner.region = measure->region;
  }
  return owner;
}

Outcome<Done> allow(const Call& call, Operation operation, const Owner& owner) {
  Reasons reasons =
      against(operation, call.actor(), owner, call.ground.region_of(call.actor().office));
  if (!reasons.empty()) return otherwise(Denial(std::move(reasons)));
  return Done{};
}

Outcome<Done> allow(const Call& call, Operation operation) {
  if (reach(operation, call.actor().role) != Reach::none) return Done{};
  return refuse(Refusal::role_may_not, id_of(call.actor().role));
}

bool may(const Call& call, Operation operation, const Owner& owner) {
  return against(operation, call.actor(), owner, call.ground.region_of(call.actor().office))
      .empty();
}

const ProgrammeMeasure* measure_of(const Programme& programme, const std::string& measure) {
  const auto at = std::find_if(programme.measures.begin(), programme.measures.end(),
                               [&](const ProgrammeMeasure& one) { return one.id == measure; });
  return at == programme.measures.end() ? nullptr : &*at;
}

const Programme* Programmes::find(const std::string& id) {
  auto at = read_.find(id);
  if (at == read_.end()) {
    auto stored = call_.record().programme(id);
    std::optional<Programme> programme;
    if (stored && *stored) programme = std::move((*stored)->value);
    at = read_.emplace(id, std::move(programme)).first;
  }
  return at->second ? &*at->second : nullptr;
}

Outcome<std::vector<Application>> applications_of(const Call& call, const std::string& programme,
                                                  const std::string& measure) {
  return all_pages<Application>([&](const store::Page& page) {
    return call.record().applications({programme, measure, "", {}}, page);
  });
}

Outcome<std::vector<Award>> awards_of(const Call& call, const std::string& programme,
                                      const std::string& measure) {
  return all_pages<Award>([&](const store::Page& page) {
    return call.record().awards({programme, measure, "", {}}, page);
  });
}

}  // namespace formulary::office
