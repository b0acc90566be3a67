// Whose is a payment? That of the award it is part of, looked up once for many.
#pragma once

#include <map>
#include <string>

#include "office/internal/steps.h"
#include "store/register.h"

namespace formulary::office {

class MoneyOwner {
 public:
  explicit MoneyOwner(const Call& call) : call_(call) {}

  Outcome<Owner> of_award(const std::string& award) {
    auto at = known_.find(award);
    if (at == known_.end()) {
      TRY(places, call_.record().places({award}));
      if (places.empty()) return refuse(Refusal::not_found, award);
      at = known_.emplace(award, Owner{places[0].firm, places[0].offices, places[0].region}).first;
    }
    return at->second;
  }

 private:
  const Call& call_;
  std::map<std::string, Owner> known_;
};

}  // namespace formulary::office
