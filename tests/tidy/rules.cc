// The rules: each looks at one file and adds what it finds.
#include <algorithm>
#include <array>
#include <cctype>

#include "tidy.h"

namespace tidy {
namespace {

constexpr int kLineCharacters = 100;
constexpr int kFileLines = 400;
constexpr int kFunctionLines = 70;

// Where a third-party header may be seen. `rooms` are rooms of src ("cards/internal" = only in
// that folder of the room), "apps", or "x_test.cc" for tests beside the code; the folders tests
// and bench may use any. A new library gets a row here.
struct Library {
  std::string_view prefix;
  std::vector<std::string_view> rooms;
};
const std::vector<Library>& libraries() {
  static const std::vector<Library> kLibraries{
      {"tl/expected", {"base"}},
      {"Random123/", {"math"}},
      {"yaml-cpp/", {"cards/internal"}},
      {"sodium", {"cards/internal", "accounts/internal", "publish/internal"}},
      {"openssl/", {"accounts/internal", "http/internal", "store/internal"}},
      {"sqlite3", {"store/internal"}},
      {"libpq", {"store/internal"}},
      {"coin/", {"configure/internal", "publish/internal"}},
      {"Clp", {"configure/internal", "publish/internal"}},
      {"Coin", {"configure/internal", "publish/internal"}},
      {"Cbc", {"configure/internal"}},
      {"tbb/", {"math"}},
      {"oneapi/", {"configure/internal", "pretest/internal"}},
      {"nlohmann/",
       {"report/internal", "server/internal", "accounts/internal", "publish/internal", "apps"}},
      {"fmt/", {"report/internal", "apps"}},
      {"Eigen/", {"evaluate/internal"}},
      {"boost/math/", {"evaluate/internal"}},
      {"boost/", {"http/internal"}},
      {"zlib", {"http/internal"}},
      {"expat", {"treasury/internal"}},
      {"arpa/", {"http/internal"}},
      {"netinet/", {"http/internal"}},
      {"CLI/", {"apps"}},
      {"duckdb", {"tables/internal"}},
      {"doctest/", {"x_test.cc"}},
      {"rapidcheck", {"x_test.cc"}},
      {"valijson/", {"x_test.cc"}},
  };
  return kLibraries;
}

struct Include {
  int line = 0;
  bool quoted = false;
  std::string target;
};
std::vector<Include> includes(const Source& source) {
  std::vector<Include> found;
  for (std::size_t i = 0; i < source.text.size(); ++i) {
    const std::size_t hash = source.code[i].find_first_not_of(" \t");
    if (hash == std::string::npos || source.code[i][hash] != '#') continue;
    const std::string& text = source.text[i];
    const std::size_t word = text.find_first_not_of(" \t", hash + 1);
    if (word == std::string::npos || text.compare(word, 7, "include") != 0) continue;
    const std::size_t open = text.find_first_of("\"<", word);
    if (open == std::string::npos) continue;
    const std::size_t close = text.find(text[open] == '"' ? '"' : '>', open + 1);
    if (close == std::string::npos) continue;
    found.push_back(
        {static_cast<int>(i) + 1, text[open] == '"', text.substr(open + 1, close - open - 1)});
  }
  return found;
}

bool allowed_in(const Source& source, std::string_view place) {
  if (place == "apps") return source.path.starts_with("apps/");
  if (place == "x_test.cc") return source.test();
  // A test beside a room's code may look at what the room makes with the library.
  if (source.test() || source.bench()) place = place.substr(0, place.find('/'));
  return source.path.starts_with("src/" + std::string(place) + "/");
}

void check_library(const Source& source, const Include& include, Findings& findings) {
  for (const Library& library : libraries()) {
    if (!include.target.starts_with(library.prefix)) continue;
    const bool good = std::any_of(library.rooms.begin(), library.rooms.end(),
                                  [&](auto place) { return allowed_in(source, place); });
    if (good) return;
    std::string places;
    for (auto place : library.rooms) places += (places.empty() ? "" : ", ") + std::string(place);
    findings.push_back(
        {source.path, include.line,
         "<" + include.target + "> is seen only in " + (places.empty() ? "no room yet" : places)});
    return;
  }
  const bool system = include.target.starts_with("sys/");
  if (include.target.find('/') != std::string::npos && !system) {
    findings.push_back({source.path, include.line,
                        "<" + include.target + "> belongs to no library that tidy knows; say in " +
                            "tests/tidy/rules.cc which room may see it"});
  }
}

void check_room_include(const Source& source, const Include& include, const Arrows& arrows,
                        Findings& findings) {
  const auto add = [&](std::string reason) {
    findings.push_back({source.path, include.line, std::move(reason)});
  };
  const std::string from = source.room();
  const std::size_t slash = include.target.find('/');
  const std::string to = include.target.substr(0, slash);
  if (source.test() && to == "support") return;  // tests/support, what tests of rooms share
  if (slash == std::string::npos || !arrows.rooms.contains(to)) {
    if (!from.empty()) add("\"" + include.target + "\" does not begin with the name of a room");
    return;
  }
  if (to == from) return;
  if (include.target.compare(slash, 10, "/internal/") == 0) {
    add("\"" + include.target + "\" is internal to " + to);
  }
  if (from.empty()) return;  // apps, tests and bench include any room
  const auto may = arrows.may_include.find(from);
  if (may == arrows.may_include.end() || !may->second.contains(to)) {
    add(from + " may not include " + to + " (src/arrows.txt)");
  }
}

int characters(std::string_view line) {  // code points, not bytes: texts come in three languages
  return static_cast<int>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// A limit, or the size that was agreed for this place.
class Limit {
 public:
  Limit(const Source& source, const Crossings& crossings, std::set<std::string>& used,
        Findings& findings)
      : source_(source), crossings_(crossings), used_(used), findings_(findings) {}

  void check(const std::string& key, int line, int size, int limit, const std::string& what) {
    if (size <= limit) return;
    const auto agreed = crossings_.find(key);
    if (agreed != crossings_.end()) {
      used_.insert(key);
      limit = std::max(limit, agreed->second);
    }
    if (size <= limit) return;
    findings_.push_back(
        {source_.path, line,
         what + " " + std::to_string(size) + ", more than " + std::to_string(limit)});
  }

 private:
  const Source& source_;
  const Crossings& crossings_;
  std::set<std::string>& used_;
  Findings& findings_;
};

std::string lower(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// The words of an identifier: take_up_share and TakeUpShare are both take, up, share.
std::vector<std::string> parts_of(std::string_view identifier) {
  std::vector<std::string> parts{""};
  for (std::size_t i = 0; i < identifier.size(); ++i) {
    const bool upper = std::isupper(static_cast<unsigned char>(identifier[i])) != 0;
    const bool after_lower =
        i > 0 && std::islower(static_cast<unsigned char>(identifier[i - 1])) != 0;
    if (identifier[i] == '_' || (upper && after_lower)) parts.emplace_back();
    if (identifier[i] != '_') parts.back() += lower(identifier.substr(i, 1));
  }
  return parts;
}

constexpr std::array kHollowFiles{"util",   "utils", "helper",  "helpers",
                                  "common", "misc",  "manager", "impl"};
// `manager` is a role of the domain and `common` an English word, so identifiers may hold them;
// a type that ends in Manager may not.
constexpr std::array kHollowWords{"util", "utils", "helper", "helpers", "misc", "impl"};

template <typename List>
bool among(std::string_view word, const List& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Calls that make a result depend on more than its inputs, or that print.
constexpr std::array kForbiddenWords{
    "cout",          "cerr",         "clog",         "printf",    "fprintf", "puts",  "putchar",
    "random_device", "system_clock", "gettimeofday", "localtime", "rand",    "srand", "getenv"};
constexpr std::array kCalledWithParenthesis{"printf", "fprintf", "puts",      "putchar",     "rand",
                                            "srand",  "getenv",  "localtime", "gettimeofday"};

std::string_view after(std::string_view line, std::size_t at) {
  const std::size_t next = line.find_first_not_of(' ', std::min(at, line.size()));
  return next == std::string_view::npos ? std::string_view() : line.substr(next);
}

}  // namespace

void check_includes(const Source& source, const Arrows& arrows, Findings& findings) {
  const bool free = source.path.starts_with("tests/") || source.path.starts_with("bench/");
  if (!source.room().empty() && !arrows.rooms.contains(source.room())) {
    findings.push_back({source.path, 0, "src/arrows.txt has no room " + source.room()});
  }
  for (const Include& include : includes(source)) {
    if (include.quoted) {
      check_room_include(source, include, arrows, findings);
    } else if (!free) {
      check_library(source, include, findings);
    }
  }
}

void check_size(const Source& source, const Crossings& crossings, std::set<std::string>& used,
                Findings& findings) {
  Limit limit(source, crossings, used, findings);
  limit.check("file " + source.path, 0, static_cast<int>(source.text.size()), kFileLines,
              "the file's lines are");
  for (std::size_t i = 0; i < source.text.size(); ++i) {
    limit.check("line " + source.path, static_cast<int>(i) + 1, characters(source.text[i]),
                kLineCharacters, "the line's characters are");
  }
  for (const Function& function : functions(source)) {
    limit.check("function " + source.path + " " + function.name, function.first,
                function.last - function.first + 1, kFunctionLines,
                "the lines of " + function.name + " are");
  }
}

void check_header(const Source& source, Findings& findings) {
  if (!source.header()) return;
  bool question = false;
  for (const std::string& line : source.text) {
    if (!line.starts_with("//")) break;
    question = question || line.find('?') != std::string::npos;
  }
  if (!question) {
    findings.push_back({source.path, 1, "a header opens with the question it answers (// ...?)"});
  }
  if (std::find(source.code.begin(), source.code.end(), "#pragma once") == source.code.end()) {
    findings.push_back({source.path, 0, "a header has #pragma once"});
  }
  const std::vector<Function> bodies = functions(source);
  for (std::size_t i = 0; i < source.code.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    if (source.code[i].find("using namespace") == std::string::npos) continue;
    const bool inside = std::any_of(bodies.begin(), bodies.end(), [&](const Function& body) {
      return body.first <= line && line <= body.last;
    });
    if (!inside) findings.push_back({source.path, line, "`using namespace` in a header"});
  }
}

void check_names(const Source& source, Findings& findings) {
  std::string_view rest = source.path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    for (const std::string& part : parts_of(rest.substr(0, std::min(end, rest.find('.'))))) {
      if (!among(part, kHollowFiles)) continue;
      findings.push_back({source.path, 0, "a file or folder named '" + part + "' says nothing"});
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  for (std::size_t i = 0; i < source.code.size(); ++i) {
    if (source.code[i].starts_with("#include")) continue;
    each_word(source.code[i], [&](std::size_t, std::string_view word) {
      const bool manager = word.ends_with("Manager");
      for (const std::string& part : parts_of(word)) {
        if (!manager && !among(part, kHollowWords)) continue;
        findings.push_back({source.path, static_cast<int>(i) + 1,
                            "the name '" + std::string(word) + "' says nothing"});
        return;
      }
    });
  }
}

void check_calls(const Source& source, Findings& findings) {
  if (source.room().empty() || source.bench()) return;
  for (std::size_t i = 0; i < source.code.size(); ++i) {
    const std::string& line = source.code[i];
    const auto add = [&](std::string_view what) {
      findings.push_back({source.path, static_cast<int>(i) + 1,
                          "'" + std::string(what) +
                              "' belongs in apps: a room neither prints nor " +
                              "asks the clock, the environment or chance"});
    };
    if (line.starts_with("#include")) continue;
    each_word(line, [&](std::size_t at, std::string_view word) {
      const std::string_view next = after(line, at + word.size());
      const bool member = at > 0 && (line[at - 1] == '.' || line.substr(0, at).ends_with("->"));
      if (member) return;
      if (word == "time" && (next.starts_with("(nullptr)") || next.starts_with("(NULL)") ||
                             next.starts_with("(0)"))) {
        return add("time()");
      }
      if (!among(word, kForbiddenWords)) return;
      if (among(word, kCalledWithParenthesis) && !next.starts_with("(")) return;
      add(word);
    });
    const std::size_t define = line.find("#define ");
    if (define != std::string::npos && line.compare(define + 8, 5, "MUST(") != 0 &&
        line.compare(define + 8, 4, "TRY(") != 0) {
      findings.push_back(
          {source.path, static_cast<int>(i) + 1, "macros are MUST and TRY, no other"});
    }
  }
}

void check_notes(const Source& source, Findings& findings) {
  static const std::array kNotes{std::string("TO") + "DO", std::string("FIX") + "ME",
                                 std::string("XX") + "X"};
  for (std::size_t i = 0; i < source.text.size(); ++i) {
    each_word(source.text[i], [&](std::size_t, std::string_view word) {
      if (!among(word, kNotes)) return;
      findings.push_back({source.path, static_cast<int>(i) + 1,
                          "'" + std::string(word) + "' is an issue to file, not a comment"});
    });
  }
}

}  // namespace tidy
