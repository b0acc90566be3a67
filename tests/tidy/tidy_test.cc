// Expected values are by hand: each fixture breaks one rule, and its twin keeps it.
#include "tidy.h"

#include <unistd.h>

#include <fstream>

#include <doctest/doctest.h>

using namespace tidy;

namespace {

constexpr const char* kArrows =
    "# a comment\n"
    "base <- math domain cards configure report\n"
    "math <- configure\n";

Findings included_by(const std::string& path, const std::string& content) {
  Findings findings;
  const Arrows arrows = read_arrows(kArrows, findings);
  check_includes(read_source(path, content), arrows, findings);
  return findings;
}

template <typename Check>
Findings found(Check check, const std::string& path, const std::string& content) {
  Findings findings;
  check(read_source(path, content), findings);
  return findings;
}

Findings sized(const std::string& path, const std::string& content,
               const std::string& agreed = "") {
  Findings findings;
  std::set<std::string> used;
  check_size(read_source(path, content), read_crossings(agreed, findings), used, findings);
  return findings;
}

std::string lines(int count, const std::string& line = "  step();\n") {
  std::string text;
  for (int i = 0; i < count; ++i) text += line;
  return text;
}

}  // namespace

TEST_CASE("an include follows an arrow or is found, with its line") {
  CHECK(included_by("src/math/a.cc", "#include \"base/must.h\"\n").empty());
  CHECK(included_by("src/math/a.cc", "#include \"math/a.h\"\n").empty());
  const Findings findings = included_by("src/math/a.cc", "\n#include \"configure/a.h\"\n");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].file == "src/math/a.cc");
  CHECK(findings[0].line == 2);
  CHECK(findings[0].reason == "math may not include configure (src/arrows.txt)");
}

TEST_CASE("an arrow counts in its direction only") {
  CHECK(included_by("src/base/a.cc", "#include \"math/a.h\"\n").size() == 1);
}

TEST_CASE("an include names its room, and a room stands in the arrows") {
  CHECK(included_by("src/math/a.cc", "#include \"a.h\"\n").size() == 1);
  CHECK(included_by("src/math/a.cc", "#include \"../base/must.h\"\n").size() == 1);
  CHECK(included_by("src/attic/a.cc", "int a;\n").size() == 1);
}

TEST_CASE("what is internal to a room is seen by that room alone") {
  const std::string include = "#include \"math/internal/a.h\"\n";
  CHECK(included_by("src/math/b.cc", include).empty());
  CHECK(included_by("src/configure/b.cc", include).size() == 1);
  CHECK(included_by("apps/b.cc", include).size() == 1);
  CHECK(included_by("tests/golden/b.cc", include).size() == 1);
  CHECK(included_by("apps/b.cc", "#include \"math/a.h\"\n").empty());
}

TEST_CASE("an include inside a comment or a string is none") {
  CHECK(included_by("src/base/a.cc", "// #include \"math/a.h\"\n").empty());
  CHECK(included_by("src/base/a.cc", "/*\n#include \"math/a.h\"\n*/\n").empty());
  CHECK(included_by("src/base/a.cc", "auto a = R\"(\n#include \"math/a.h\"\n)\";\n").empty());
}

TEST_CASE("a library is seen only in the room that needs it") {
  const std::string yaml = "#include <yaml-cpp/yaml.h>\n";
  CHECK(included_by("src/cards/internal/a.cc", yaml).empty());
  CHECK(included_by("src/cards/a.cc", yaml).size() == 1);
  CHECK(included_by("src/cards/a_test.cc", yaml).empty());
  CHECK(included_by("src/math/a_test.cc", yaml).size() == 1);
  CHECK(included_by("tests/golden/a.cc", yaml).empty());
  CHECK(included_by("apps/a.cc", "#include <CLI/CLI.hpp>\n").empty());
  CHECK(included_by("src/report/internal/a.cc", "#include <CLI/CLI.hpp>\n").size() == 1);
  CHECK(included_by("src/math/a.cc", "#include <Random123/philox.h>\n#include <vector>\n").empty());
  CHECK(included_by("src/math/a.cc", "#include <duckdb.h>\n").size() == 1);
  CHECK(included_by("src/math/a_test.cc", "#include <doctest/doctest.h>\n").empty());
  CHECK(included_by("src/math/a.cc", "#include <doctest/doctest.h>\n").size() == 1);
  CHECK(included_by("src/math/a.cc", "#include <boost/asio.hpp>\n").size() == 1);
}

TEST_CASE("arrows and crossings that cannot be read are findings") {
  Findings findings;
  read_arrows("base math\n", findings);
  read_crossings("file a.cc\nfile a.cc many\nfunction a.cc 90\n", findings);
  CHECK(findings.size() == 4);
}

TEST_CASE("lines are counted in characters, not in bytes") {
  std::string letters;
  for (int i = 0; i < 100; ++i) letters += "ж";
  CHECK(sized("src/base/a.cc", "// " + letters.substr(4) + "\n").size() == 1);
  CHECK(sized("src/base/a.cc", letters + "\n").empty());
}

TEST_CASE("files end at 400 lines unless a crossing is agreed") {
  CHECK(sized("src/base/a.cc", lines(400, "\n")).empty());
  CHECK(sized("src/base/a.cc", lines(401, "\n")).size() == 1);
  CHECK(sized("src/base/a.cc", lines(410, "\n"), "file src/base/a.cc 410 # why").empty());
  CHECK(sized("src/base/a.cc", lines(411, "\n"), "file src/base/a.cc 410").size() == 1);
}

TEST_CASE("functions end at 70 lines, whatever stands around them") {
  const std::string body = lines(68);
  CHECK(sized("src/base/a.cc", "void f() {\n" + body + "}\n").empty());
  const std::string longer = body + "  step();\n}\n";
  for (const char* head : {
           "void f() {\n",
           "namespace a {\nvoid f() {\n",
           "template <class T>\nT f(T x) {\n",
           "struct A : B {\n  int f() const noexcept override {\n",
           "A::A() : a_{1}, b_(2) {\n",
           "auto f(int x = g(1)) -> std::map<int, int> {\n",
           "TEST_CASE(\"it } holds\") {\n",
           "constexpr std::array kNames{\"a\", \"b\"};\nbool operator()(int x) const {\n",
           "extern \"C\" int f(const char* text) {\n",
           "const auto kTable = [](int x) {\n",
           "void f() {\n  sort(a, [](int x) { return x; });\n  if (x) { y(); }\n",
       }) {
    CAPTURE(head);
    const Findings findings = sized("src/base/a.cc", head + longer);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].reason.find("lines of") != std::string::npos);
  }
  CHECK(sized("src/base/a.cc", "void f() {\n" + longer, "function src/base/a.cc f 71").empty());
}

TEST_CASE("a long scope is no long function") {
  for (const char* head : {"namespace a {\n", "struct A {\n", "enum class E {\n", "int a[] = {\n",
                           "extern \"C\" {\n", "const std::map<int, int> kTable{\n"}) {
    CAPTURE(head);
    CHECK(sized("src/base/a.cc", head + lines(90, "  one,\n") + "};\n").empty());
  }
}

TEST_CASE("functions are found by name and by their lines") {
  const Source source = read_source("src/base/a.cc",
                                    "#define OPEN {\n"
                                    "namespace a {\n"
                                    "int one(int x) { return x; }\n"
                                    "\n"
                                    "class B {\n"
                                    " public:\n"
                                    "  int two() const;\n"
                                    "};\n"
                                    "int B::two() const {\n"
                                    "  const char* text = \"}\";  // }\n"
                                    "  return 1'000 + '}';\n"
                                    "}\n"
                                    "}\n");
  const auto all = functions(source);
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "one");
  CHECK(all[0].first == 3);
  CHECK(all[0].last == 3);
  CHECK(all[1].name == "two");
  CHECK(all[1].first == 9);
  CHECK(all[1].last == 12);
}

TEST_CASE("a header opens with its question and guards itself") {
  CHECK(found(check_header, "src/base/a.h", "// What is a?\n#pragma once\n").empty());
  CHECK(
      found(check_header, "src/base/a.h", "// This is a\n// (or is it?)\n#pragma once\n").empty());
  CHECK(found(check_header, "src/base/a.h", "// This is a.\n#pragma once\n").size() == 1);
  CHECK(found(check_header, "src/base/a.h", "#pragma once\n// What is a?\n").size() == 1);
  CHECK(found(check_header, "src/base/a.h", "// What is a?\n").size() == 1);
  CHECK(found(check_header, "src/base/a.cc", "int a;\n").empty());
}

TEST_CASE("a header gives its readers no namespace") {
  const std::string head = "// What is a?\n#pragma once\n";
  CHECK(found(check_header, "src/base/a.h", head + "using namespace std;\n").size() == 1);
  CHECK(found(check_header, "src/base/a.h",
              head + "inline int f() {\n  using namespace std::literals;\n  return 1;\n}\n")
            .empty());
  CHECK(found(check_header, "src/base/a.h", head + "// not `using namespace std`\n").empty());
}

TEST_CASE("names that say nothing are found in paths and in code") {
  CHECK(found(check_names, "src/base/util.cc", "").size() == 1);
  CHECK(found(check_names, "src/base/string_helpers.h", "").size() == 1);
  CHECK(found(check_names, "src/common/a.h", "").size() == 1);
  CHECK(found(check_names, "src/base/utility_curve.cc", "").empty());
  CHECK(found(check_names, "src/base/a.cc", "class CardManager;\n").size() == 1);
  CHECK(found(check_names, "src/base/a.cc", "int parse_impl();\n").size() == 1);
  CHECK(found(check_names, "src/base/a.cc", "struct ParseHelper;\n").size() == 1);
  CHECK(found(check_names, "src/base/a.cc", "enum class Role { manager };\n").empty());
  CHECK(found(check_names, "src/base/a.cc", "std::common_type_t<A, B> implied;\n").empty());
  CHECK(found(check_names, "src/base/a.cc", "#include <utility>\n// a helper\n").empty());
}

TEST_CASE("rooms neither print nor ask the clock, the environment or chance") {
  for (const char* line : {"std::cout << 1;", "printf(\"1\");", "std::random_device seed;",
                           "rand();", "std::chrono::system_clock::now();", "time(nullptr);",
                           "std::time(0);", "std::getenv(\"HOME\");", "#define TWICE(x) (x) * 2"}) {
    CAPTURE(line);
    const std::string text = std::string(line) + "\n";
    CHECK(found(check_calls, "src/base/a.cc", text).size() == 1);
    CHECK(found(check_calls, "apps/a.cc", text).empty());
  }
  for (const char* line : {"std::snprintf(a, 1, b);", "double time = 0;", "f(time);",
                           "// printf(1)", "const char* a = \"std::cout\";", "form.puts(1);",
                           "int rand = 1;", "#define MUST(condition) 1"}) {
    CAPTURE(line);
    CHECK(found(check_calls, "src/base/a.cc", std::string(line) + "\n").empty());
  }
}

TEST_CASE("notes to oneself are issues, not comments") {
  CHECK(found(check_notes, "tests/a.cc",
              "// TO"
              "DO: later\n")
            .size() == 1);
  CHECK(found(check_notes, "tests/a.cc", "// to do later\n").empty());
}

TEST_CASE("a repository is read whole, and a crossing that nothing needs is found") {
  namespace fs = std::filesystem;
  const fs::path root = fs::temp_directory_path() / ("tidy_test_" + std::to_string(getpid()));
  fs::remove_all(root);
  fs::create_directories(root / "src/math");
  fs::create_directories(root / "tests/tidy");
  std::ofstream(root / "src/arrows.txt") << "base <- math\n";
  std::ofstream(root / "tests/tidy/crossings.txt") << "file src/math/a.cc 500\n";
  std::ofstream(root / "src/math/a.cc") << "#include \"base/must.h\"\nint a() { return rand(); }\n";
  const Findings findings = check_repository(root);
  fs::remove_all(root);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].file == "src/math/a.cc");
  CHECK(findings[0].line == 2);
  CHECK(findings[1].reason == "no longer needed: file src/math/a.cc");
}
