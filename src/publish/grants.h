// Who was granted what, in the words of other funders? 360Giving.
#pragma once

#include <string>

#include "publish/public_record.h"

namespace formulary::publish {

// Write the awards as a grants package of the 360Giving data standard 1.1; empty where there is no
// award, because the standard knows no empty package. Payments are disbursement transactions.
std::string grants_of(const PublicRecord& record, const PublishOptions& options);

}  // namespace formulary::publish
