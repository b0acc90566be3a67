// Which files make up this folder, in an order that is the same everywhere, and what is their hash?
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cards/internal/reader.h"

namespace formulary::cards {

class Folder {
 public:
  // Open a folder; faults show its files with the last `shown_parts` names of its path before them.
  // Fault: the folder does not exist.
  Folder(const std::string& path, int shown_parts, Faults& faults);

  bool exists() const { return exists_; }
  // Relative names with `/`, such as "kpis/net_jobs.yaml", to the place on disk and in faults.
  std::filesystem::path path(const std::string& name) const { return root_ / name; }
  std::string shown(const std::string& name) const;
  bool has(const std::string& name) const;

  // List the cards (*.yaml) of a subfolder, sorted; other files but README.md are mistakes.
  std::vector<std::string> cards(const std::string& subfolder, Faults& faults) const;
  // List every file below the folder, hidden ones left out, sorted.
  std::vector<std::string> files(Faults& faults) const;
  // List the folders directly below, hidden ones left out, sorted.
  std::vector<std::string> folders(Faults& faults) const;

  // Compute the SHA-256 (hex) of every file below: for each, in sorted order, the length of its
  // relative name, the name, the number of its bytes, its bytes (lengths as 8 bytes, low first).
  std::string hash(Faults& faults) const;

 private:
  std::filesystem::path root_;
  std::string shown_root_;
  bool exists_ = false;
};

// Read one YAML file of a folder and hand its tree on; nothing is handed on after a syntax mistake.
void read_card_file(const Folder& folder, const std::string& name, Faults& faults,
                    References& references,
                    const std::function<void(const YamlNode& tree, Page& page)>& read);

// Order faults by file and line, the way a person repairs them.
void sort_faults(Faults& faults);

}  // namespace formulary::cards
