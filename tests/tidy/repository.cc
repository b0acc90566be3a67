// The whole: read the rules that are data, find the files, apply every rule to each.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "tidy.h"

namespace tidy {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

// The words of each line that says something: no comments, no empty lines.
template <typename Take>
void each_entry(std::string_view content, Take take) {
  std::istringstream in{std::string(content)};
  std::string text;
  for (int line = 1; std::getline(in, text); ++line) {
    std::istringstream words(text.substr(0, text.find('#')));
    std::vector<std::string> entry;
    for (std::string word; words >> word;) entry.push_back(word);
    if (!entry.empty()) take(line, entry);
  }
}

std::vector<fs::path> sources_of(const fs::path& root) {
  std::vector<fs::path> paths;
  for (const char* folder : {"src", "apps", "tests", "bench"}) {
    if (!fs::is_directory(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const fs::path kind = entry.path().extension();
      if (entry.is_regular_file() && (kind == ".cc" || kind == ".h")) paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

Arrows read_arrows(std::string_view content, Findings& findings) {
  Arrows arrows;
  each_entry(content, [&](int line, const std::vector<std::string>& entry) {
    if (entry.size() < 3 || entry[1] != "<-") {
      findings.push_back(
          {"src/arrows.txt", line, "a line reads `room <- rooms that may include it`"});
      return;
    }
    arrows.rooms.insert(entry[0]);
    for (std::size_t i = 2; i < entry.size(); ++i) {
      arrows.rooms.insert(entry[i]);
      arrows.may_include[entry[i]].insert(entry[0]);
    }
  });
  return arrows;
}

Crossings read_crossings(std::string_view content, Findings& findings) {
  Crossings crossings;
  each_entry(content, [&](int line, const std::vector<std::string>& entry) {
    const bool function = entry[0] == "function";
    const bool known = function || entry[0] == "file" || entry[0] == "line";
    const std::string& size = entry.back();
    if (!known || entry.size() != (function ? 4u : 3u) || size.size() > 6 ||
        size.find_first_not_of("0123456789") != std::string::npos) {
      findings.push_back({"tests/tidy/crossings.txt", line,
                          "a line reads `file PATH LINES`, `line PATH CHARACTERS` or "
                          "`function PATH NAME LINES`"});
      return;
    }
    const std::string key = entry[0] + " " + entry[1] + (function ? " " + entry[2] : "");
    crossings[key] = std::stoi(size);
  });
  return crossings;
}

Findings check_repository(const fs::path& root) {
  Findings findings;
  const Arrows arrows = read_arrows(content_of(root / "src/arrows.txt"), findings);
  const Crossings crossings =
      read_crossings(content_of(root / "tests/tidy/crossings.txt"), findings);
  std::set<std::string> used;
  if (arrows.rooms.empty()) findings.push_back({"src/arrows.txt", 0, "no arrow was read"});
  for (const fs::path& path : sources_of(root)) {
    const Source source = read_source(fs::relative(path, root).generic_string(), content_of(path));
    check_includes(source, arrows, findings);
    check_size(source, crossings, used, findings);
    check_header(source, findings);
    check_names(source, findings);
    check_calls(source, findings);
    check_notes(source, findings);
  }
  for (const auto& [key, size] : crossings) {
    if (used.contains(key)) continue;
    findings.push_back({"tests/tidy/crossings.txt", 0, "no longer needed: " + key});
  }
  return findings;
}

}  // namespace tidy
