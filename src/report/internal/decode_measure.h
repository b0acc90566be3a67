// Does this measure stand on the toolbox, the country and its envelope? Reads one of a package.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/country.h"
#include "domain/package.h"
#include "domain/toolbox.h"
#include "report/internal/reader.h"

namespace formulary::report {

// What a measure is read against.
struct Ground {
  const Toolbox& toolbox;
  const CountryPack& country;
  const Envelope& envelope;
};

// Fault an id that is in none of the lists of the toolbox or the country pack.
void check_instrument(ObjectReader& reader, const std::string& key, const std::string& id,
                      const Toolbox& toolbox);
void check_region(ObjectReader& reader, const std::string& key, const std::string& id,
                  const CountryPack& country);

// Read a list of measures; their ids must differ and their budgets fit the envelope's.
std::vector<PlannedMeasure> decode_measures(ObjectReader& reader, const char* key,
                                            const Ground& ground);

}  // namespace formulary::report
