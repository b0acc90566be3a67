// Expected values are known by hand: each text is short enough to count its lines.
#include "cards/internal/yaml.h"

#include <doctest/doctest.h>

using namespace formulary;
using namespace formulary::cards;

namespace {

// Expect one mistake in this line whose reason holds the phrase.
void expect(const std::string& text, int line, const std::string& phrase) {
  Faults faults;
  parse_yaml(text, "card.yaml", faults);
  CAPTURE(text.substr(0, 80));
  CAPTURE(phrase);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].file == "card.yaml");
  CHECK(faults[0].line == line);
  CAPTURE(faults[0].what);
  CHECK(faults[0].what.find(phrase) != std::string::npos);
}

std::string repeat(const std::string& text, int times) {
  std::string whole;
  for (int i = 0; i < times; ++i) whole += text;
  return whole;
}

}  // namespace

TEST_CASE("maps, lists and scalars come with their lines, in the order of the file") {
  Faults faults;
  const YamlNode tree =
      parse_yaml("\xEF\xBB\xBF# note\nb: 1\na:\n  - 'x'\n  - {k: }\n", "f", faults);
  CHECK(faults.empty());
  REQUIRE(tree.entries.size() == 2);
  CHECK(tree.entries[0].key == "b");
  CHECK(tree.entries[0].line == 2);
  CHECK_FALSE(tree.entries[0].value.quoted);
  const YamlNode& list = tree.entry("a")->value;
  REQUIRE(list.items.size() == 2);
  CHECK(list.items[0].quoted);
  CHECK(list.items[1].line == 5);
  CHECK(list.items[1].entries[0].value.kind == YamlNode::Kind::null);
}

TEST_CASE("equal keys are reported, and the first one counts") {
  expect("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice");
  Faults faults;
  CHECK(parse_yaml("a: 1\na: 3\n", "f", faults).entry("a")->value.text == "1");
}

TEST_CASE("what a card does not need is refused: aliases, anchors, tags, documents, odd keys") {
  expect("a: &x 1\n", 1, "anchors");
  expect("a: !!int 1\n", 1, "the tag 'tag:yaml.org,2002:int'");
  expect("a: 1\n---\nb: 2\n", 3, "second document");
  expect("a: 1\n[1, 2]: 2\n", 2, "a key must be a word, not a list");
  expect("", 1, "the file is empty");
  expect("# only a comment\n", 1, "the file is empty");
  expect("---\n", 1, "the file is empty");
  expect("~\n", 1, "the file is empty");
  expect("a: [1, 2\nb: 3\n", 2, "not YAML");
  expect("a: 1\n b: 2\n", 2, "not YAML");
}

TEST_CASE("a bomb of aliases costs no more than its text") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last +
            repeat(", " + last, 9) + "]\n";
  }
  Faults faults;
  const YamlNode tree = parse_yaml(bomb, "f", faults);
  CHECK(faults.size() == 12 + 110);  // 12 anchors, 11 x 10 aliases
  CHECK(tree.entries.size() == 12);
}

TEST_CASE("a text longer than the limit is not parsed at all") {
  expect(std::string(kYamlBytes + 1, '['), 0, "longer than 2 MiB");
}

TEST_CASE("deep nesting, wide maps and unreadable bytes are mistakes, not crashes") {
  // The key is the first value, so the one too many stands in the line of its number.
  expect("a:\n" + repeat(" - 1\n", 200000), 200001, "more than 200,000 values");
  expect("a: 1\nb: " + repeat("[", 100000), 2, "nested more than 32 deep");
  expect("a: " + repeat("{a: ", 5000), 1, "nested more than 32 deep");
  expect(repeat("- ", 5000) + "a\n", 1, "nested more than 32 deep");
  std::string wide;
  for (int i = 0; i < 1100; ++i) wide += "k" + std::to_string(i) + ": 1\n";
  expect(wide, 1001, "too many keys");
  expect(std::string("a: 1\nb: \0\n", 10), 2, "a NUL byte");
  expect("a: 1\nb: \xC3(\n", 2, "0xc3 is not valid UTF-8");
  expect("a: 1\nb: \x1b[31m\n", 2, "the control character 0x1b");
}
