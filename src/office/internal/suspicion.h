// Which of the values just reported look wrong? Monitor's tests, fed from the record.
#pragma once

#include <vector>

#include "domain/flag.h"
#include "domain/observation.h"
#include "office/call.h"
#include "office/internal/subjects.h"

namespace formulary::office {

// Flags for what was added: each value against its range; few values also against their own series
// and peers; many against each other and the targets of their awards.
Outcome<std::vector<QualityFlag>> suspicions(const Call& call, Subjects& subjects,
                                             std::vector<Observation> added);

}  // namespace formulary::office
