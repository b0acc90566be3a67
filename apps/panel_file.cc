#include "panel_file.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <unordered_map>

#include "tables/csv.h"
#include "tables/number.h"
#include "tables/parquet.h"

namespace formulary::app {

using namespace evaluate;

namespace {

constexpr std::size_t kMostFaults = 40;

bool is_missing(const std::string& cell) {
  return cell.empty() || cell == "NA";
}

// Collects rows into columns as they come, so that no table of texts is ever whole in memory.
class Collecting {
 public:
  Collecting(std::string file, PanelColumnsWanted wanted)
      : file_(std::move(file)), wanted_(std::move(wanted)) {
    for (auto* names : {&wanted_.numbers, &wanted_.keys}) {
      std::sort(names->begin(), names->end());
      names->erase(std::unique(names->begin(), names->end()), names->end());
    }
  }

  void header(const std::vector<std::string>& names) {
    const auto place = [&](const std::string& name) {
      const auto at = std::find(names.begin(), names.end(), name);
      if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
      std::string all;
      for (const std::string& one : names) all += (all.empty() ? "" : ", ") + one;
      const Fault missing{file_, 0, "there is no column " + name, "it has " + all};
      if (std::find(faults_.begin(), faults_.end(), missing) == faults_.end()) {
        faults_.push_back(missing);
      }
      return names.size();
    };
    for (const std::string& name : wanted_.numbers) numbers_.push_back({place(name), {}});
    for (const std::string& name : wanted_.keys) keys_.push_back({place(name), {}, {}, {}});
    lacking_ = !faults_.empty();
  }

  void row(const std::vector<std::string>& cells, int line) {
    if (lacking_ || faults_.size() >= kMostFaults) return;
    lines_.push_back(line);
    for (std::size_t j = 0; j < numbers_.size(); ++j) {
      numbers_[j].values.push_back(number(cells[numbers_[j].place], wanted_.numbers[j], line));
    }
    for (KeyColumn& key : keys_) {
      const std::string& cell = cells[key.place];
      if (is_missing(cell)) {
        key.level.push_back(kNoLevel);
        continue;
      }
      const auto next = static_cast<std::uint32_t>(key.names.size());
      const auto [at, added] = key.known.emplace(cell, next);
      if (added) key.names.push_back(cell);
      key.level.push_back(at->second);
    }
  }

  Result<Panel> panel(Faults of_file) {
    faults_.insert(faults_.begin(), of_file.begin(), of_file.end());
    if (!faults_.empty()) return fail(std::move(faults_));
    const std::size_t rows = lines_.size();
    Panel panel(rows, file_, std::move(lines_));
    for (std::size_t j = 0; j < numbers_.size(); ++j) {
      panel.add_numbers(wanted_.numbers[j], std::move(numbers_[j].values));
    }
    for (std::size_t j = 0; j < keys_.size(); ++j) {
      panel.add_key(wanted_.keys[j], key_of(std::move(keys_[j].level), std::move(keys_[j].names)));
    }
    return panel;
  }

 private:
  struct NumberColumn {
    std::size_t place;
    std::vector<double> values;
  };
  struct KeyColumn {
    std::size_t place;
    std::vector<std::uint32_t> level;
    std::vector<std::string> names;
    std::unordered_map<std::string, std::uint32_t> known;
  };

  double number(const std::string& cell, const std::string& column, int line) {
    if (is_missing(cell) || cell == "." || cell == "NaN" || cell == "nan") return std::nan("");
    const auto value = parse_number(cell);
    if (value) return *value;
    faults_.push_back({file_, line, column + " is no finite number: '" + cell.substr(0, 40) + "'",
                       "leave the cell empty where the value is not known"});
    return std::nan("");
  }

  std::string file_;
  PanelColumnsWanted wanted_;
  Faults faults_;
  bool lacking_ = false;
  std::vector<int> lines_;
  std::vector<NumberColumn> numbers_;
  std::vector<KeyColumn> keys_;
};

}  // namespace

Result<Panel> read_panel_file(const std::string& path, PanelColumnsWanted wanted) {
  Collecting collecting(path, std::move(wanted));
  if (path.ends_with(".parquet")) {
    TRY(table, read_parquet(path, path));
    collecting.header(table.header);
    for (const CsvRow& row : table.rows) collecting.row(row.fields, row.line);
    return collecting.panel({});
  }
  CsvSink sink;
  sink.header = [&](const std::vector<std::string>& names) { collecting.header(names); };
  sink.row = [&](const CsvRow& row) { collecting.row(row.fields, row.line); };
  Faults faults = scan_csv(std::filesystem::path(path), path, sink);
  return collecting.panel(std::move(faults));
}

}  // namespace formulary::app
