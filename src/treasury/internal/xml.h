// What stands in this XML? A small tree, read so that no document can do harm by being read.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace formulary::treasury {

struct XmlNode {
  std::string space;  // the namespace
  std::string name;
  int line = 0;
  std::string text;  // of its own, without that of its children
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<XmlNode> children;

  // The first child of that name, in the same namespace; null where there is none.
  const XmlNode* child(std::string_view name) const;
  // The text at the end of a path of names; empty where it leads nowhere. Blanks around it go.
  std::string at(std::initializer_list<std::string_view> path) const;
};

inline constexpr int kDeepest = 32;
inline constexpr std::size_t kMostNodes = 4'000'000;

// Read a document in UTF-8. Errors, with the line: not well-formed, other bytes, a document type
// (with it go entities that grow and entities that read files), nested too deep, too many nodes.
Result<XmlNode> read_xml(std::string_view text);

}  // namespace formulary::treasury
