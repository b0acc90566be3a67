// Which line would give this answer again?
#pragma once

#include <string>

namespace formulary::app {

// The line that reproduces an answer: everything but how and where it is shown.
std::string command_line(int argc, char** argv);

}  // namespace formulary::app
