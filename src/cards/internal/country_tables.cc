#include <cmath>
#include <map>

#include "cards/internal/country_loader.h"
#include "tables/csv.h"

namespace formulary::cards {

namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;

const std::vector<std::string> kFeatures{
    "real_output_growth", "employment_growth", "price_growth", "productivity_growth",
    "net_entry_rate",     "export_growth",     "rd_intensity", "concentration"};

// Reports rows that say something a second time; one for each table.
class Keys {
 public:
  void check(CsvCells& cells, const std::string& key) {
    const auto [at, is_new] = first_.emplace(key, cells.line());
    if (!is_new) {
      cells.fault("the row for " + key + " stands twice",
                  "first in line " + std::to_string(at->second));
    }
  }

 private:
  std::map<std::string, int> first_;
};

// Reads the tables of one pack into `reading`.
class TableReader {
 public:
  TableReader(const Folder& folder, const Toolbox& toolbox, CountryReading& reading)
      : folder_(folder), toolbox_(toolbox), reading_(reading) {}

  void thresholds() {
    Keys keys;
    each_row("thresholds.csv", {"id", "year", "mci", "mci_value", "source"}, [&](CsvCells& row) {
      Threshold threshold;
      threshold.id = row.text("id");
      threshold.year = row.integer("year", kFirstYear, kLastYear);
      threshold.mci = row.number("mci");
      threshold.mci_value = row.number("mci_value");
      threshold.source = row.text("source");
      if (threshold.mci < 0) row.fault("mci is negative");
      if (threshold.mci_value <= 0) row.fault("mci_value must be above 0");
      keys.check(row, threshold.id + ", " + std::to_string(threshold.year));
      reading_.pack.thresholds.push_back(std::move(threshold));
    });
  }

  void indicators() {
    Keys keys;
    each_row("indicators.csv",
             {"indicator", "subject", "year", "value", "benchmark_mean", "benchmark_sd", "source",
              "assumed"},
             [&](CsvCells& row) {
               Reading reading;
               reading.indicator = mention(row, IdKind::indicator, "indicator");
               reading.subject = row.text("subject");
               reading.year = row.integer("year", kFirstYear, kLastYear);
               reading.value = row.number("value");
               reading.source = row.text("source");
               reading.assumed = row.flag("assumed");
               check_level(row, reading);
               keys.check(row, reading.indicator + ", " + reading.subject + ", " +
                                   std::to_string(reading.year));
               reading_.pack.readings.push_back(std::move(reading));
             });
  }

  void series() {
    Keys keys;
    each_row("series.csv", {"sector", "feature", "year", "value", "source", "assumed"},
             [&](CsvCells& row) {
               SeriesPoint point;
               point.sector = mention(row, IdKind::sector, "sector");
               point.feature = row.text("feature");
               bool known = point.feature.empty();
               for (const std::string& feature : kFeatures) known |= feature == point.feature;
               if (!known) {
                 row.fault("feature: " + quote(point.feature) + " is not in the closed list",
                           suggestion(point.feature, kFeatures));
               }
               point.year = row.integer("year", kFirstYear, kLastYear);
               point.value = row.number("value");
               point.source = row.text("source");
               point.assumed = row.flag("assumed");
               keys.check(row,
                          point.sector + ", " + point.feature + ", " + std::to_string(point.year));
               reading_.pack.series.push_back(std::move(point));
             });
  }

  void firms() {
    Keys keys;
    each_row("firms.csv", {"sector", "size_class", "firms", "source", "assumed"},
             [&](CsvCells& row) {
               FirmCount count;
               count.sector = mention(row, IdKind::sector, "sector");
               count.size_class = mention(row, IdKind::size_class, "size_class");
               count.firms.value = row.number("firms");
               count.firms.unit = "firms";
               count.firms.source = row.text("source");
               count.firms.assumed = row.flag("assumed");
               if (count.firms.value < 0) row.fault("firms is negative");
               keys.check(row, count.sector + ", " + count.size_class);
               reading_.pack.marginals.firms.push_back(std::move(count));
             });
  }

  // The published series are kept for the record: they must be tables and name their source.
  void data(const std::string& name) {
    bool has_source = folder_.has(name.substr(0, name.size() - 4) + ".md");
    const CsvSink sink{[&](const std::vector<std::string>& header) {
                         for (const std::string& column : header) has_source |= column == "source";
                       },
                       [](const CsvRow&) {}};
    const Faults faults = scan_csv(folder_.path(name), folder_.shown(name), sink);
    reading_.faults.insert(reading_.faults.end(), faults.begin(), faults.end());
    if (has_source || !faults.empty()) return;
    reading_.faults.push_back(Fault{folder_.shown(name), 1, "names no source",
                                    "add a column `source`, or a file of the same name in .md"});
  }

 private:
  void each_row(const std::string& name, const std::vector<std::string>& columns,
                const std::function<void(CsvCells&)>& visit) {
    const CsvTable table = read_csv(folder_.path(name), folder_.shown(name), reading_.faults);
    check_columns(table, columns, reading_.faults);
    file_ = table.file;
    for (const CsvRow& row : table.rows) {
      CsvCells cells(table, row, reading_.faults);
      visit(cells);
    }
  }

  std::string mention(CsvCells& row, IdKind kind, const char* column) {
    std::string id = row.text(column);
    if (!id.empty()) {
      reading_.references.push_back(Reference{kind, id, file_, row.line(), column});
    }
    return id;
  }

  // What may be measured at the indicator's level, and whose peers the row itself must describe.
  void check_level(CsvCells& row, Reading& reading) {
    const auto mean = row.number_if_given("benchmark_mean");
    const auto sd = row.number_if_given("benchmark_sd");
    reading.benchmark_mean = mean.value_or(0);
    reading.benchmark_sd = sd.value_or(0);
    const Indicator* indicator = toolbox_.indicator(reading.indicator);
    if (indicator == nullptr || reading.subject.empty()) return;
    if (indicator->log_scale && reading.value <= 0) {
      row.fault("value: compared in logs, it must be above 0");
    }
    const auto subject = [&](IdKind kind) {
      reading_.references.push_back(Reference{kind, reading.subject, file_, row.line(), "subject"});
    };
    if (indicator->level == Level::sector) {
      subject(IdKind::sector);
      if (!mean) row.fault("benchmark_mean: a sector's reading needs the mean of its peers");
      if (!sd || *sd <= 0) {
        row.fault("benchmark_sd: a sector's reading needs the spread of its peers, above 0");
      }
      return;
    }
    if (mean || sd) {
      row.fault("the two benchmark columns are for sectors",
                "leave them empty: the other subjects are the benchmark");
    }
    if (indicator->level == Level::region) {
      subject(IdKind::region);
    } else if (reading.subject.size() != 3 ||
               reading.subject.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") !=
                   std::string::npos) {
      row.fault("subject: " + quote(reading.subject) + " is not a country (three capitals)",
                "the indicator is measured for countries, as ISO 3166-1 alpha-3");
    }
  }

  const Folder& folder_;
  const Toolbox& toolbox_;
  CountryReading& reading_;
  std::string file_;
};

}  // namespace

void read_tables(const Folder& folder, const Toolbox& toolbox, CountryReading& reading) {
  TableReader tables(folder, toolbox, reading);
  if (folder.has("thresholds.csv")) tables.thresholds();
  tables.indicators();
  tables.series();
  tables.firms();
  for (const std::string& name : folder.files(reading.faults)) {
    const bool is_table = name.size() > 9 && name.compare(name.size() - 4, 4, ".csv") == 0;
    if (is_table && name.rfind("data/", 0) == 0) tables.data(name);
  }
}

}  // namespace formulary::cards
