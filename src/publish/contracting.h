// What was called for, agreed and paid, in the words of open contracting? OCDS.
#pragma once

#include <string>

#include "publish/public_record.h"

namespace formulary::publish {

// Write a release package of OCDS 1.1, a release a measure: the call is its tender, each award an
// award and, with the same id, a contract; tranches are the contract's milestones of type payment,
// payments its transactions (docs/methods/open_data.md has the whole mapping). Empty where there is
// no measure.
std::string contracting_of(const PublicRecord& record, const PublishOptions& options);

}  // namespace formulary::publish
