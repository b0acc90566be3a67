// How many observations a second does the register take, durably, 1,000 to a transaction?
//
// store_bench [URL...]: of each an empty database; none = a SQLite file in the current folder.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "store/register.h"

namespace {

using namespace formulary;
using namespace formulary::store;

constexpr int kBatches = 50;
constexpr int kBatch = 1000;
constexpr int kSingles = 300;

std::vector<Observation> batch(const std::string& name, int size) {
  std::vector<Observation> all(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i) {
    Observation& one = all[static_cast<std::size_t>(i)];
    one.id = name + "-" + std::to_string(i);
    one.subject = name + "-award-" + std::to_string(i);  // a series is reported once
    one.kpi = "net_jobs";
    one.from = Date::of(2027, 1, 1);
    one.to = Date::of(2027, 12, 31);
    one.value = i * 0.1;
    one.source = "form 1-T";
    one.reported_by = "firm";
  }
  return all;
}

// Rows a second of so many transactions; negative when one failed.
double rows_per_second(Database& database, const std::string& name, int batches, int size) {
  const Act act{{"bench", UserRole::company, "", "firm"}, Instant()};
  std::vector<std::vector<Observation>> work;
  for (int i = 0; i < batches; ++i) work.push_back(batch(name + std::to_string(i), size));
  const auto start = std::chrono::steady_clock::now();
  for (const auto& all : work) {
    const auto done =
        database.write([&](Session& session) { return Register(session).report(act, all); });
    if (!done || !*done) return -1;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return batches * size / took.count();
}

int run(const std::string& url) {
  auto database = Database::open(url);
  if (!database) {
    std::printf("%s\n", describe(database.error().fault).c_str());
    return 4;
  }
  std::printf("%.24s: %.0f observations/s in batches of %d", url.c_str(),
              rows_per_second(**database, "b", kBatches, kBatch), kBatch);
  std::printf(", %.0f/s one by one\n", rows_per_second(**database, "s", kSingles, 1));
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  int worst = 0;
  for (int i = 1; i < count; ++i) worst = std::max(worst, run(arguments[i]));
  if (count > 1) return worst;
  const std::string path = "store_bench.db";
  worst = run("sqlite:" + path);
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  return worst;
}
