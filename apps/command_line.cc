#include "command_line.h"

namespace formulary::app {

namespace {

// Quote a word for a shell where it needs it.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-./=,:+@%") == std::string::npos;
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

// Whether an option says only how or where an answer is shown.
bool is_shown(const std::string& option) {
  return option == "--html" || option == "--output" || option == "--lang" || option == "--threads";
}

}  // namespace

std::string command_line(int argc, char** argv) {
  std::string line = "formulary";
  bool options = true;  // until "--"
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (options && (word == "--json" || word == "--quiet" || word == "-q")) continue;
    if (options && (word == "-o" || is_shown(word))) {
      ++i;  // and its value
      continue;
    }
    if (options && (word.starts_with("-o") || is_shown(word.substr(0, word.find('='))))) continue;
    if (word == "--") options = false;
    line += " " + quoted(word);
  }
  return line;
}

}  // namespace formulary::app
