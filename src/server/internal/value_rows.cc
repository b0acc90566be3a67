#include "server/internal/value_rows.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <future>
#include <mutex>
#include <optional>

#include "server/internal/input.h"
#include "tables/csv.h"
#include "tables/number.h"

namespace formulary::server {
namespace {

constexpr std::array kColumns{"subject_kind", "subject", "kpi",         "from",
                              "to",           "value",   "missing_why", "source"};
constexpr std::array kNeeded{"subject", "kpi", "from", "to"};
constexpr std::size_t kMostFaults = 100;

// Collects rows and hands them on when there are enough.
class Batches {
 public:
  Batches(std::size_t at_a_time, std::function<bool(ValueBatch&)> take)
      : at_a_time_(at_a_time), take_(std::move(take)) {}

  void add(Observation row, int line, std::vector<BadRow> bad) {
    if (stopped_) return;
    if (bad.empty()) {
      batch_.rows.push_back(std::move(row));
      batch_.lines.push_back(line);
    } else {
      batch_.bad.insert(batch_.bad.end(), bad.begin(), bad.end());
    }
    if (batch_.rows.size() + batch_.bad.size() >= at_a_time_) flush();
  }
  void flush() {
    if (stopped_ || (batch_.rows.empty() && batch_.bad.empty())) return;
    stopped_ = !take_(batch_);
    batch_ = {};
  }
  bool stopped() const { return stopped_; }

 private:
  std::size_t at_a_time_;
  std::function<bool(ValueBatch&)> take_;
  ValueBatch batch_;
  bool stopped_ = false;
};

// Batches between the thread that reads the file and the one that writes to the register; few, so
// that a file of any size takes little memory.
class Ahead {
 public:
  // Wait for room; false: nobody wants more.
  bool put(ValueBatch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || waiting_.size() < kMost; });
    if (closed_) return false;
    waiting_.push_back(std::move(batch));
    changed_.notify_all();
    return true;
  }
  // Wait for the next; nothing: that was all.
  std::optional<ValueBatch> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (waiting_.empty()) return std::nullopt;
    ValueBatch next = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    return next;
  }
  // No more is put; what waits can still be taken.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  static constexpr std::size_t kMost = 2;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<ValueBatch> waiting_;
  bool closed_ = false;
};

// A row of a table, by the places its columns have.
class CsvValues {
 public:
  Faults header(const std::vector<std::string>& names) {
    Faults faults;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto at = std::find(kColumns.begin(), kColumns.end(), names[i]);
      if (at == kColumns.end()) {
        faults.push_back({"", 1, "the column '" + names[i] + "' is not known here", ""});
      } else {
        place_.at(static_cast<std::size_t>(at - kColumns.begin())) = static_cast<int>(i);
      }
    }
    for (const char* needed : kNeeded) {
      if (std::find(names.begin(), names.end(), needed) == names.end()) {
        faults.push_back({"", 1, std::string("the column '") + needed + "' is missing", ""});
      }
    }
    return faults;
  }

  Observation read(const CsvRow& row, std::vector<BadRow>& bad) const {
    Observation one;
    const auto cell = [&](std::size_t column) {
      const int at = place_.at(column);
      return at < 0 ? std::string() : row.fields.at(static_cast<std::size_t>(at));
    };
    const auto day = [&](std::size_t column, Date& into) {
      const auto read = Date::parse(cell(column));
      if (read) {
        into = *read;
      } else {
        bad.push_back({row.line, kColumns.at(column), "must be a day such as 2027-03-31"});
      }
    };
    const std::string kind = cell(0);
    if (!kind.empty()) {
      const auto member = member_of<SubjectKind>(kind);
      if (!member) bad.push_back({row.line, kColumns[0], "is no kind of subject"});
      one.subject_kind = member.value_or(SubjectKind::award);
    }
    one.subject = cell(1);
    one.kpi = cell(2);
    day(3, one.from);
    day(4, one.to);
    const std::string value = cell(5);
    if (!value.empty()) {
      const auto number = parse_number(value);
      if (number) {
        one.value = *number;
      } else {
        bad.push_back({row.line, kColumns[5], "must be a number with a decimal point"});
      }
    }
    one.missing_why = cell(6);
    one.source = cell(7);
    return one;
  }

 private:
  std::array<int, kColumns.size()> place_{-1, -1, -1, -1, -1, -1, -1, -1};
};

Faults read_csv_values(std::istream& in, Batches& batches) {
  CsvValues values;
  Faults wrong;
  const Faults unreadable =
      scan_csv(in, "",
               {[&](const std::vector<std::string>& names) { wrong = values.header(names); },
                [&](const CsvRow& row) {
                  if (!wrong.empty()) return;
                  std::vector<BadRow> bad;
                  Observation one = values.read(row, bad);
                  batches.add(std::move(one), row.line, std::move(bad));
                }});
  if (!wrong.empty()) return wrong;
  batches.flush();
  return unreadable;
}

Faults read_ndjson_values(std::istream& in, Batches& batches) {
  std::string line;
  Faults faults;
  for (int number = 1; !batches.stopped() && std::getline(in, line); ++number) {
    if (line.size() > kRecordBytes) {
      return {{"", number, "the line is longer than a megabyte", ""}};
    }
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto json = parse_json(line);
    std::vector<BadRow> bad;
    Observation one;
    if (!json) {
      bad.push_back({number, "", json.error().front().what});
    } else {
      Input input(*json);
      one = observation_in(input);
      for (const Fault& fault : input.finish()) bad.push_back({number, "", fault.what});
    }
    batches.add(std::move(one), number, std::move(bad));
  }
  batches.flush();
  return faults;
}

}  // namespace

Faults read_values(const std::string& path, RowFormat format, std::size_t at_a_time,
                   const std::function<bool(ValueBatch&)>& take) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return {{"", 0, "the file that was sent cannot be read", ""}};
  Ahead ahead;
  std::future<Faults> reading = std::async(std::launch::async, [&] {
    const auto finish = [&](Faults faults) {
      ahead.close();
      return faults;
    };
    try {
      Batches batches(at_a_time, [&](ValueBatch& batch) { return ahead.put(std::move(batch)); });
      return finish(format == RowFormat::csv ? read_csv_values(in, batches)
                                             : read_ndjson_values(in, batches));
    } catch (...) {
      ahead.close();
      throw;
    }
  });
  try {
    while (std::optional<ValueBatch> batch = ahead.take()) {
      if (!take(*batch)) break;
    }
  } catch (...) {
    ahead.close();  // the reader must not wait for anybody
    throw;
  }
  ahead.close();
  Faults faults = reading.get();
  if (faults.size() > kMostFaults) faults.resize(kMostFaults);
  return faults;
}

}  // namespace formulary::server
