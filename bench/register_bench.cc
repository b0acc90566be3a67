// Does the register keep up? Import, verification, dashboards under load and open pages, on both
// databases through HTTP, beside what a ministry would otherwise build.
//
// register_bench [--ten-million]: the latter imports ten million values into SQLite first.
#define DOCTEST_CONFIG_IMPLEMENT
#include <poll.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <fstream>
#include <functional>
#include <thread>

#include "http/target.h"
#include "peer_register.h"
#include "support/databases.h"

namespace formulary::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kRows = 100'000;
constexpr std::size_t kBatch = 20'000;  // as the service writes

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Of a sample, in place.
double quantile(std::vector<double>& sample, double share) {
  if (sample.empty()) give_up("nothing was measured");
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(sample.size() - 1));
  std::nth_element(sample.begin(), sample.begin() + at, sample.end());
  return sample[static_cast<std::size_t>(at)];
}

void import(Client& client, const Rows& rows) {
  const json done =
      json::parse(client.post("/api/v1/values/import?bad_rows=leave_out", "text/csv", rows.csv));
  if (done["accepted"] != rows.count) give_up("not every row was accepted: " + done.dump());
}

// Seconds until a verified value is in the total of its region, median of several.
double verified(World& world, Client& client, int first_day) {
  std::vector<double> took;
  for (int i = 0; i < 21; ++i) {
    const Place& place = world.places()[static_cast<std::size_t>(i)];
    const std::string& kpi = place.promises[0].kpi;
    const Date from = Date::of(1980, 1, 1).plus_days(7 * (first_day + i));
    const Date to = from.plus_days(6);
    const json wish{{"values",
                     {{{"subject_kind", "award"},
                       {"subject", place.award},
                       {"kpi", kpi},
                       {"from", from.text()},
                       {"to", to.text()},
                       {"value", 3.0},
                       {"source", "form 1-T"}}}}};
    const json made = json::parse(client.post("/api/v1/values", "application/json", wish.dump()));
    Client other(world.port(), world.signed_in(UserRole::manager));
    const auto start = Clock::now();
    other.post("/api/v1/values/verify", "application/json", json{{"ids", made["ids"]}}.dump());
    const json totals = json::parse(
        other.get("/api/v1/totals?axis=region&id=" + http::percent_encoded(place.region) +
                  "&kpi=" + kpi + "&from=" + from.text()));
    took.push_back(since(start));
    if (totals["items"].size() != 1) give_up("the total lacks the verified value");
  }
  return quantile(took, 0.5);
}

std::vector<std::string> dashboard(const World& world) {
  const Place& place = world.places().front();
  const std::string programme = http::percent_encoded(place.programme);
  return {
      "/api/v1/programmes",
      "/api/v1/programmes/" + programme,
      "/api/v1/totals?axis=programme&id=" + programme + "&kpi=" + place.promises[0].kpi,
      "/api/v1/totals?axis=region&id=" + place.region + "&kpi=" + place.promises[0].kpi +
          "&from=2026-01-01",
      "/api/v1/awards/" + http::percent_encoded(place.award),
      "/api/v1/values?subject_kind=award&limit=20&subject=" + http::percent_encoded(place.award)};
}

struct Load {
  double reached = 0;  // requests a second
  double p50_ms = 0;
  double p99_ms = 0;
};

// Ask at a fixed pace, whatever the answers take; a request that starts late counts as slow.
Load read_at(const World& world, const std::vector<std::string>& who, double a_second,
             double seconds) {
  constexpr int kClients = 8;
  const std::vector<std::string> paths = dashboard(world);
  std::vector<std::vector<double>> took(kClients);
  std::vector<std::thread> clients;
  const auto start = Clock::now() + std::chrono::milliseconds(50);
  for (int c = 0; c < kClients; ++c) {
    clients.emplace_back([&, c] {
      Client client(world.port(), who[static_cast<std::size_t>(c) % who.size()]);
      const auto count = static_cast<int>(a_second * seconds / kClients);
      for (int i = 0; i < count; ++i) {
        const auto due = start + std::chrono::duration_cast<Clock::duration>(
                                     std::chrono::duration<double>((i * kClients + c) / a_second));
        std::this_thread::sleep_until(due);
        client.get(paths[static_cast<std::size_t>(i + c) % paths.size()]);
        took[static_cast<std::size_t>(c)].push_back(1000 * since(due));
      }
    });
  }
  for (std::thread& one : clients) one.join();
  std::vector<double> all;
  for (const auto& some : took) all.insert(all.end(), some.begin(), some.end());
  const double reached = static_cast<double>(all.size()) / since(start);
  return {reached, quantile(all, 0.5), quantile(all, 0.99)};
}

// The same while values are imported without a pause.
Load read_while_importing(World& world, double a_second, double seconds, int first_day) {
  std::atomic<bool> stop{false};
  std::size_t imported = 0;
  const std::string analyst = world.signed_in(UserRole::analyst);
  const auto start = Clock::now();
  std::thread writer([&] {
    Client client(world.port(), analyst);
    for (int i = 0; !stop; ++i) {
      const Rows rows = rows_of(world.places(), 5000, first_day + 10 * i);
      import(client, rows);
      imported += rows.count;
    }
  });
  const Load load = read_at(world, {analyst}, a_second, seconds);
  stop = true;
  writer.join();
  std::printf("  while %.0f values/s came in: ", static_cast<double>(imported) / since(start));
  return load;
}

// Milliseconds until so many open pages heard of a change, the last of them.
double hear(World& world, int pages, int first_day) {
  const std::string who = world.signed_in(UserRole::analyst);
  std::vector<std::unique_ptr<support::RawClient>> open;
  for (int i = 0; i < pages; ++i) {
    open.push_back(std::make_unique<support::RawClient>(world.port()));
    open.back()->send("GET /api/v1/changes HTTP/1.1\r\nHost: h\r\n" + who + "\r\n");
  }
  for (auto& one : open) one->read_to("event: ready");
  Client client(world.port(), who);
  const auto start = Clock::now();
  import(client, rows_of(world.places(), 1, first_day));
  for (auto& one : open) {
    if (one->read_to("event: change").empty()) give_up("a page heard nothing");
  }
  return 1000 * since(start);
}

long peak_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::atol(line.c_str() + 6) / 1024;
  }
  return 0;
}

void measure(const char* name, const std::string& url, bool ten_million) {
  const auto begun = Clock::now();
  World world(url);
  std::printf("%s: the demonstration year of %zu awards is there after %.1f s\n", name,
              world.places().size(), since(begun));
  Client client(world.port(), world.signed_in(UserRole::analyst));
  if (ten_million) {
    const auto start = Clock::now();
    for (int i = 0; i < 100; ++i) import(client, rows_of(world.places(), kRows, 2000 + 100 * i));
    std::printf("  ten million values more: %.0f s, %.0f/s\n", since(start), 1e7 / since(start));
  }
  std::vector<double> took;
  for (int i = 0; i < 3; ++i) {
    const Rows rows = rows_of(world.places(), kRows, 100 * i);
    const auto start = Clock::now();
    import(client, rows);
    took.push_back(since(start));
  }
  std::printf("  import of %zu values: %.0f/s (median of 3)\n", kRows, kRows / quantile(took, 0.5));
  std::printf("  from verifying a value to reading it in the total: %.1f ms\n",
              1000 * verified(world, client, 0));
  for (const double pace : {500.0, 2000.0}) {
    Load load = read_at(world, {world.signed_in(UserRole::analyst)}, pace, 5);
    std::printf("  dashboard reads at %.0f/s: reached %.0f/s, p50 %.1f ms, p99 %.1f ms\n", pace,
                load.reached, load.p50_ms, load.p99_ms);
    load = read_while_importing(world, pace, 5, pace < 1000 ? 400 : 700);
    std::printf("reads reached %.0f/s, p50 %.1f ms, p99 %.1f ms\n", load.reached, load.p50_ms,
                load.p99_ms);
  }
  std::printf("  200 open pages heard of a change within %.0f ms\n", hear(world, 200, 1200));
  std::printf("  peak memory of service and clients: %ld MiB\n", peak_mib());
}

// Without the first three columns that only we have, and as COPY wants it.
std::vector<std::string> for_peer(const std::vector<Place>& places, int first_day) {
  const Rows rows = rows_of(places, kRows, first_day, false);
  std::vector<std::string> batches;
  std::size_t at = 0;
  while (at < rows.csv.size()) {
    std::string batch;
    for (std::size_t i = 0; i < kBatch && at < rows.csv.size(); ++i) {
      const std::size_t end = rows.csv.find('\n', at) + 1;
      batch += rows.csv.substr(at + std::strlen("award,"), end - at - std::strlen("award,"));
      at = end;
    }
    batches.push_back(std::move(batch));
  }
  return batches;
}

void measure_peer(const std::string& url, const std::vector<Place>& places) {
  Peer peer(url);
  std::ifstream file(FORMULARY_ROOT "/bench/peers/register.sql");
  peer.run(std::string(std::istreambuf_iterator<char>(file), {}));
  peer.fill(places);
  std::vector<double> took;
  for (int i = 0; i < 3; ++i) {
    const auto batches = for_peer(places, 100 * i);
    const auto start = Clock::now();
    for (const std::string& batch : batches) {
      peer.copy("observation (award, kpi, from_day, to_day, value, source)", batch);
    }
    took.push_back(since(start));
  }
  std::printf("peer, PostgreSQL with triggers and materialised views, without HTTP:\n");
  std::printf("  import of %zu values by COPY: %.0f/s (median of 3)\n", kRows,
              kRows / quantile(took, 0.5));
  peer.run("alter table observation disable trigger observation_totals");
  peer.run("update observation set state = 'verified'");
  peer.run("alter table observation enable trigger observation_totals");
  peer.run("update observation set state = 'reported' where id % 10000 = 1");
  took.clear();
  for (int i = 0; i < 5; ++i) {
    const std::string id = std::to_string(10000 * i + 1);
    const auto start = Clock::now();
    peer.run("update observation set state = 'verified' where id = " + id);
    peer.run(
        "select total from total_by_region join award on award.region = total_by_region.region "
        "join observation on observation.award = award.id and observation.kpi = "
        "total_by_region.kpi and observation.from_day = total_by_region.from_day "
        "where observation.id = " +
        id);
    took.push_back(since(start));
  }
  std::printf("  from verifying a value to reading it in the total: %.1f ms\n",
              1000 * quantile(took, 0.5));
}

}  // namespace
}  // namespace formulary::bench

int main(int count, char** arguments) {
  using namespace formulary;
  doctest::Context context;
  context.setAsDefaultForAssertsOutOfTestCases();  // of what the tests lend us
  context.setAssertHandler([](const doctest::AssertData& data) {
    if (data.m_failed) bench::give_up("PostgreSQL does not do what it is asked");
  });
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const bool ten_million = count > 1 && std::strcmp(arguments[1], "--ten-million") == 0;
  const support::TemporaryFolder folder;
  bench::measure("SQLite", "sqlite:" + folder.path() + "/register.db", ten_million);
  auto& server = support::PostgresServer::durable();
  if (!server.installed()) {
    std::printf("PostgreSQL and the peer are not measured: it is not installed\n");
    return 0;
  }
  std::vector<store::Register::Place> places;
  {
    const auto database =
        bench::sure(store::Database::open("sqlite:" + folder.path() + "/register.db"));
    places = bench::sure(database->read(
        [](store::Session& session) { return store::Register(session).places({}); }));
  }
  bench::measure_peer(server.new_database(), places);
  bench::measure("PostgreSQL", server.new_database(), false);
  return 0;
}
