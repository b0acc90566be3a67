// In which words does the room say no, or why it proposes something?
#pragma once

#include <string_view>

#include "domain/reason.h"

namespace formulary {

// Word the reason with this stable id; "{}" in its text becomes `detail`. MUST be a known id.
Reason reason_of(std::string_view id, std::string_view detail = {});

// Every reason of the room, for the test that all are worded in three languages.
const Reasons& all_reasons();

}  // namespace formulary
