// How does a shell complete this program's words?
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace formulary::app {

// Write the completion script of a shell (bash, zsh, fish) from the command table itself; empty
// for a shell nobody knows.
std::string completion_script(const CLI::App& app, const std::string& shell);

}  // namespace formulary::app
