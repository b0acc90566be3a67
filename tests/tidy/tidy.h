// Does the code keep the house style? Rules over text: arrows, includes, sizes, names, calls.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

// One breach of a rule, written as `file:line: reason`; line 0 concerns the whole file.
struct Finding {
  std::string file;
  int line = 0;
  std::string reason;
};
using Findings = std::vector<Finding>;

// A file as the rules see it. `code` is `text` line by line with comments and the insides of
// string and character literals blanked, so that no rule trips over words or braces in them.
struct Source {
  std::string path;  // relative to the repository, with forward slashes
  std::vector<std::string> text;
  std::vector<std::string> code;

  bool header() const { return path.ends_with(".h"); }
  bool test() const { return path.ends_with("_test.cc"); }
  bool bench() const { return path.ends_with("_bench.cc"); }
  std::string room() const;  // of src/ROOM/...; empty outside src
};
Source read_source(std::string path, std::string_view content);

// Where a function stands, found by its braces; 1-based lines from its head to its closing brace.
struct Function {
  std::string name;
  int first = 0;
  int last = 0;
};
std::vector<Function> functions(const Source& source);

// Which rooms each room may include, from src/arrows.txt.
struct Arrows {
  std::set<std::string> rooms;
  std::map<std::string, std::set<std::string>> may_include;
};
Arrows read_arrows(std::string_view content, Findings& findings);

// Sizes that were agreed to exceed the limits, from tests/tidy/crossings.txt: `file PATH LINES`,
// `function PATH NAME LINES` or `line PATH CHARACTERS`, keyed by all but the number.
using Crossings = std::map<std::string, int>;
Crossings read_crossings(std::string_view content, Findings& findings);

void check_includes(const Source& source, const Arrows& arrows, Findings& findings);
void check_size(const Source& source, const Crossings& crossings, std::set<std::string>& used,
                Findings& findings);
void check_header(const Source& source, Findings& findings);
void check_names(const Source& source, Findings& findings);
void check_calls(const Source& source, Findings& findings);
void check_notes(const Source& source, Findings& findings);

// Check every .cc and .h under src, apps, tests and bench of a repository.
Findings check_repository(const std::filesystem::path& root);

// Call `visit(column, word)` for each identifier of a line of code.
template <typename Visit>
void each_word(std::string_view line, Visit visit) {
  const auto in_word = [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i;
    while (end < line.size() && in_word(line[end])) ++end;
    if (end > i) visit(i, line.substr(i, end - i));
    i = end + 1;
  }
}

}  // namespace tidy
