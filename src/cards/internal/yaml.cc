#include "cards/internal/yaml.h"

#include <algorithm>
#include <exception>
#include <sstream>
#include <stdexcept>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "cards/internal/nearest.h"
#include "tables/utf8.h"

namespace formulary::cards {

namespace {

constexpr std::size_t kDeepest = 32;        // cards nest about 8 deep
constexpr std::size_t kMostKeys = 1000;     // in one map; keys are compared one by one
constexpr std::size_t kMostNodes = 200000;  // the largest shipped card has about 7,000

// Thrown through yaml-cpp to leave it early; caught in parse_yaml.
struct Refused : std::runtime_error {
  Refused(const YAML::Mark& mark, const std::string& what)
      : std::runtime_error(what), line(mark.line + 1) {}
  int line;
};

// Builds the tree from yaml-cpp's events; its own node graph would hide duplicate keys and follow
// aliases.
class Builder : public YAML::EventHandler {
 public:
  Builder(const std::string& file, Faults& faults) : file_(file), faults_(faults) {}

  YamlNode take_tree() { return std::move(tree_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    check_plain(mark, "?", anchor);
    place(mark, YamlNode{});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fault(mark, "aliases (*name) are not read", "write the value out");
    place(mark, YamlNode{});
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_plain(mark, tag, anchor);
    YamlNode node;
    node.kind = YamlNode::Kind::scalar;
    node.text = value;
    node.quoted = tag == "!";
    place(mark, std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  // A list or map that is still being read; in a map, `key` waits for its value.
  struct Open {
    YamlNode node;
    bool has_key = false;
    bool good_key = true;  // false: its value is dropped, the mistake is reported
    std::string key;
    int key_line = 0;
  };

  void fault(const YAML::Mark& mark, std::string what, std::string hint) {
    faults_.push_back(Fault{file_, mark.line + 1, std::move(what), std::move(hint)});
  }

  void check_plain(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) fault(mark, "anchors (&name) are not read", "write the value out");
    if (!tag.empty() && tag != "?" && tag != "!") {
      fault(mark, "the tag " + quote(tag) + " is not read", "remove it");
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlNode::Kind kind) {
    check_plain(mark, tag, anchor);
    if (open_.size() >= kDeepest) {
      throw Refused(mark, "nested more than " + std::to_string(kDeepest) + " deep");
    }
    Open level;
    level.node.kind = kind;
    level.node.line = mark.line + 1;
    open_.push_back(std::move(level));
  }

  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    YAML::Mark mark;
    mark.line = node.line - 1;
    place(mark, std::move(node));
  }

  void place(const YAML::Mark& mark, YamlNode node) {
    if (++nodes_ > kMostNodes) throw Refused(mark, "more than 200,000 values in one card");
    if (node.line == 0) node.line = mark.line + 1;
    if (open_.empty()) {
      tree_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      take_key(parent, node);
    } else {
      parent.has_key = false;
      if (!parent.good_key) return;
      if (parent.node.entries.size() >= kMostKeys) throw Refused(mark, "too many keys in one map");
      if (node.kind == YamlNode::Kind::null) node.line = parent.key_line;
      parent.node.entries.push_back(
          YamlEntry{std::move(parent.key), parent.key_line, std::move(node)});
    }
  }

  void take_key(Open& parent, const YamlNode& node) {
    parent.good_key = false;
    if (node.kind != YamlNode::Kind::scalar) {
      faults_.push_back(Fault{file_, node.line, "a key must be a word, not " + describe(node.kind),
                              "a { or [ at the start of a text needs quotes around the text"});
    } else if (const YamlEntry* first = parent.node.entry(node.text)) {
      faults_.push_back(Fault{file_, node.line, "the key " + quote(node.text) + " stands twice",
                              "it stands already in line " + std::to_string(first->line)});
    } else {
      parent.good_key = true;
    }
    parent.has_key = true;
    parent.key = node.text;
    parent.key_line = node.line;
  }

  std::string file_;
  Faults& faults_;
  std::vector<Open> open_;
  YamlNode tree_;
  std::size_t nodes_ = 0;
};

}  // namespace

const YamlEntry* YamlNode::entry(std::string_view key) const {
  for (const YamlEntry& candidate : entries) {
    if (candidate.key == key) return &candidate;
  }
  return nullptr;
}

std::string describe(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::scalar:
      return "a single value";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
  }
  return "";
}

YamlNode parse_yaml(std::string_view text, const std::string& file, Faults& faults) {
  if (text.size() > kYamlBytes) {
    faults.push_back(Fault{file, 0, "the card is longer than 2 MiB", "split it"});
    return {};
  }
  text = without_bom(text);
  if (const auto bad = first_bad_byte(text)) {
    const auto lines = std::count(text.begin(), text.begin() + bad->at, '\n');
    faults.push_back(
        Fault{file, 1 + static_cast<int>(lines), bad->why, "save the file as UTF-8 text"});
    return {};
  }
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    Builder builder(file, faults);
    const std::size_t before = faults.size();
    parser.HandleNextDocument(builder);
    YamlNode tree = builder.take_tree();
    if (tree.kind == YamlNode::Kind::null && faults.size() == before) {
      faults.push_back(Fault{file, 1, "the file is empty", "docs/content.md shows every card"});
    }
    Builder rest(file, faults);
    if (parser.HandleNextDocument(rest)) {
      faults.push_back(Fault{file, rest.take_tree().line, "a second document stands in the file",
                             "remove the line --- and what follows, or make it a file"});
    }
    return tree;
  } catch (const YAML::Exception& error) {
    faults.push_back(Fault{file, error.mark.line + 1, "not YAML: " + error.msg,
                           "a text with a colon, # or a quote in it needs quotes around it"});
  } catch (const Refused& error) {
    faults.push_back(Fault{file, error.line, error.what(), ""});
  } catch (const std::exception& error) {
    faults.push_back(Fault{file, 0, std::string("not YAML: ") + error.what(), ""});
  }
  return {};
}

}  // namespace formulary::cards
