// Who uses a shared facility, and which part of its cost is theirs?
#pragma once

#include <array>
#include <vector>

#include "model/facts.h"

namespace formulary {

using ByCompanyType = std::array<double, kCompanyTypes>;

// Jobs of the firms of a region that may use a facility, by company type: all that its card's
// criteria let in, indicated or not.
struct FacilityUsers {
  ByCompanyType own{};        // of the sector that asks
  ByCompanyType elsewhere{};  // of the other sectors; none where it is open to one sector
};

// Count the users in a sector and region, among the firms at hand.
ByCompanyType facility_jobs(const CountryPack& pack, const Population& population,
                            const AccessMap& access, std::size_t sector, std::size_t region,
                            Stage stage, Goal goal, double population_weight,
                            const Variant& variant);

// Expect the users in all other sectors, by region, from the pack's marginals: a population at hand
// often holds one sector. A criterion that the marginals do not answer counts as met; they answer
// the pack's facts of the cell, the firms of the sector, employees and research.
std::vector<ByCompanyType> facility_jobs_elsewhere(const CountryPack& pack, std::size_t sector,
                                                   const Variant& variant);

// Jobs that share a facility with a company type: of users of the types that the card is indicated
// for, and of that type itself.
double jobs_beside(const FacilityUsers& users, const Instrument& instrument, CompanyType type);

// The share of a facility's cost that a company type of the asking sector carries. A type carries
// its part by jobs, at least `least_share`, over all sectors that the facility is open to; they
// divide it by jobs. A type without users carries the least share.
double facility_share(const FacilityUsers& users, const Instrument& instrument, CompanyType type,
                      double least_share);

}  // namespace formulary
