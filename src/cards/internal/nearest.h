// Which known word did the author most likely mean?
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace formulary::cards {

// Write "did you mean 'X'?" for the known word closest to `word` (Levenshtein distance, at most a
// third of its length, ties to the earlier one); otherwise list the known words if they are few.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

// Put a word into quotes for a message, cut when it is very long.
std::string quote(std::string_view word);

}  // namespace formulary::cards
