// How does a table stand on a terminal? Aligned columns, counted in letters.
#pragma once

#include <string>

#include "report/internal/html.h"
#include "report/text.h"

namespace formulary::report {

// Write a table: its caption, its heads, its rows; long cells break over lines so that the whole
// stays within `columns` letters where its narrowest form allows.
std::string text_of_table(const Table& table, Colour colour, std::size_t columns = 100);

// Write a paragraph broken at `columns` letters.
std::string paragraph(const std::string& text, std::size_t columns = 100);

// The same in bold, where colour is on.
std::string strong(const std::string& text, Colour colour);

}  // namespace formulary::report
