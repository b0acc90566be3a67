// What is written in this YAML text? A plain tree with line numbers; yaml-cpp stays behind it.
//
// Only the part of YAML that a card needs: maps, lists and scalars. Anchors, aliases, tags, several
// documents, keys that are no words, and equal keys in one map are reported as mistakes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace formulary::cards {

struct YamlEntry;

struct YamlNode {
  enum class Kind { null, scalar, list, map };
  Kind kind = Kind::null;
  int line = 0;                    // 1-based
  std::string text;                // of a scalar
  bool quoted = false;             // a scalar in quotes is a text, whatever it looks like
  std::vector<YamlNode> items;     // of a list
  std::vector<YamlEntry> entries;  // of a map, in the order of the file

  // The entry with this key; null when there is none.
  const YamlEntry* entry(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  int line = 0;  // of the key
  YamlNode value;
};

// The longest text that is parsed: yaml-cpp's scanner takes up to 250 bytes of memory for one byte
// of a text made to hurt it (an endless `[[[[` or `{a,a,a`; measured, release 0.7.0).
inline constexpr std::size_t kYamlBytes = 2u << 20;

// Parse one document. Mistakes are added to `faults`; after a mistake of syntax the tree is null,
// after any other it holds everything else, so that the reader can go on.
YamlNode parse_yaml(std::string_view text, const std::string& file, Faults& faults);

// Name a kind of node in a message: "a map".
std::string describe(YamlNode::Kind kind);

}  // namespace formulary::cards
