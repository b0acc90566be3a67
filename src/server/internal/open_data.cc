#include "server/internal/open_data.h"

#include <filesystem>

#include "domain/demonstration.h"
#include "store/artefacts.h"
#include "store/demonstration.h"
#include "store/ledger.h"
#include "store/oversight.h"
#include "store/register.h"
#include "tables/parquet_writer.h"

namespace formulary::server {
namespace {

constexpr int kAtATime = 1000;
constexpr const char* kRelease = "open data release";

// Everything of the record that a release is made from, as of one moment.
struct Record {
  std::vector<Programme> programmes;
  std::vector<Award> awards;
  std::vector<Decision> decisions;
  std::vector<publish::PaymentMade> payments;
  std::vector<Observation> observations;
  std::vector<publish::ApplicationCount> applications;
  std::vector<publish::ScorecardShown> scorecards;
  std::vector<publish::EarlierRelease> earlier;
  bool demonstration = false;
};

template <typename T, typename List>
store::Stored<std::vector<T>> all_of(List list) {
  std::vector<T> all;
  store::Page page{"", kAtATime};
  while (true) {
    TRY(found, list(page));
    for (auto& kept : found) all.push_back(std::move(kept.value));
    if (static_cast<int>(found.size()) < kAtATime) return all;
    page.after = all.back().id;
  }
}

store::Stored<void> read_money(store::Session& session, Record& record) {
  store::Register reg(session);
  for (const Award& award : record.awards) {
    for (const Tranche& tranche : award.tranches) {
      TRY(decisions, reg.decisions(tranche.id, {"", kAtATime}));
      record.decisions.insert(record.decisions.end(), decisions.begin(), decisions.end());
      TRY(payments, store::payments(session, tranche.id));
      for (const store::Payment& one : payments) {
        record.payments.push_back({one.id, one.tranche, one.amount, one.paid_at.date()});
      }
    }
  }
  return {};
}

store::Stored<void> read_oversight(store::Session& session, Date today, Record& record) {
  TRY(cards, all_of<Scorecard>(
                 [&](const store::Page& page) { return store::scorecards(session, {}, page); }));
  for (Scorecard& card : cards) {
    if (!card.published) continue;
    const std::string kpi = card.kpi;
    const Date from = Date::of(card.first_year, 1, 1);
    const Date to = Date::of(card.last_year, 12, 31);
    record.scorecards.push_back({std::move(card), kpi, from, to});
  }
  TRY(bodies, store::artefacts_of(session, kRelease));
  for (const std::string& body : bodies) {
    auto release = publish::decode_release(body);
    if (!release) {
      return fail(store::Trouble{store::TroubleKind::damaged, release.error().front()});
    }
    if (release->as_of.date() < today) record.earlier.push_back(std::move(*release));
  }
  return {};
}

store::Stored<Record> read_record(store::Session& session, Date today) {
  store::Register reg(session);
  Record record;
  TRY(kind, store::kind_of_register(session));
  record.demonstration = kind == store::RegisterKind::demonstration;
  TRY(programmes, all_of<Programme>(
                      [&](const store::Page& page) { return reg.programmes(std::nullopt, page); }));
  TRY(awards, all_of<Award>([&](const store::Page& page) { return reg.awards({}, page); }));
  TRY(observations,
      all_of<Observation>([&](const store::Page& page) { return reg.observations({}, page); }));
  TRY(applications,
      all_of<Application>([&](const store::Page& page) { return reg.applications({}, page); }));
  std::map<std::tuple<std::string, std::string, ApplicationState>, int> counts;
  for (const Application& one : applications) ++counts[{one.programme, one.measure, one.state}];
  for (const auto& [key, count] : counts) {
    record.applications.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  }
  record.programmes = std::move(programmes);
  record.awards = std::move(awards);
  record.observations = std::move(observations);
  store::Stored<void> done = read_money(session, record);
  if (done) done = read_oversight(session, today, record);
  if (!done) return fail(done.error());
  return record;
}

publish::PublicRecord view_of(const Record& record, const Installation& installation,
                              Instant as_of) {
  publish::PublicRecord view;
  view.programmes = record.programmes;
  view.awards = record.awards;
  view.decisions = record.decisions;
  view.payments = record.payments;
  view.observations = record.observations;
  view.applications = record.applications;
  view.scorecards = record.scorecards;
  view.earlier = record.earlier;
  view.toolbox = &installation.toolbox;
  view.country = &installation.country;
  view.as_of = as_of;
  view.demonstration = record.demonstration;
  if (record.demonstration) {
    for (const Award& award : record.awards) {
      view.firm_names[award.firm] = marked_as_demonstration(award.firm);
    }
  }
  return view;
}

constexpr const char* kParquetType = "application/vnd.apache.parquet";

ParquetType type_of(publish::ColumnType type) {
  switch (type) {
    case publish::ColumnType::integer:
      return ParquetType::integer;
    case publish::ColumnType::number:
      return ParquetType::number;
    case publish::ColumnType::money:
      return ParquetType::money;
    case publish::ColumnType::date:
      return ParquetType::date;
    case publish::ColumnType::flag:
      return ParquetType::flag;
    case publish::ColumnType::text:
      return ParquetType::text;
  }
  return ParquetType::text;
}

// The tables once more as NAME.parquet, where this build can.
Result<std::vector<publish::OpenFile>> as_parquet(const std::vector<publish::OpenTable>& tables) {
  std::vector<publish::OpenFile> files;
  if (!can_write_parquet()) return files;
  const std::string folder = std::filesystem::temp_directory_path().string();
  for (const publish::OpenTable& table : tables) {
    std::vector<ParquetColumn> columns;
    for (const publish::OpenColumn& one : table.columns) {
      columns.push_back({one.name, type_of(one.type)});
    }
    std::vector<std::vector<std::string>> rows;
    rows.reserve(table.rows.size());
    for (const auto& row : table.rows) {
      std::vector<std::string>& cells = rows.emplace_back();
      for (const publish::OpenValue& value : row) cells.push_back(publish::text_of(value));
    }
    TRY(bytes, parquet_of(columns, rows, folder));
    files.push_back({table.name + ".parquet", kParquetType, std::move(bytes)});
  }
  return files;
}

}  // namespace

office::Outcome<OpenData::Shown> OpenData::make(Instant now) const {
  TRY(record, api_.parts().database.read(
                  [&](store::Session& session) { return read_record(session, now.date()); }));
  publish::PublishOptions options;
  const publish::Publication publication =
      publish::publish(view_of(record, api_.parts().installation, now), options);
  const store::Act act{{"open data", UserRole::auditor, "", ""}, now};
  TRY(kept, api_.parts().database.write([&](store::Session& session) {
    return store::keep_artefact(session, act, kRelease,
                                publish::encode_release(publication.release));
  }));
  std::vector<publish::OpenFile> files = publication.files;
  if (auto parquet = as_parquet(publication.tables)) {
    files.insert(files.end(), parquet->begin(), parquet->end());
  } else if (api_.parts().log) {  // the same figures are there as CSV and JSON
    api_.parts().log(safe({{"level", "error"},
                           {"event", "parquet_failed"},
                           {"what", describe(parquet.error().front())}}));
  }
  auto shelf = std::make_shared<Shelf>();
  shelf->day = now.date();
  Json list = Json::array();
  for (const publish::OpenFile& file : files) {
    list.push_back(
        {{"path", "/open/" + file.path}, {"type", file.media_type}, {"bytes", file.bytes.size()}});
    shelf->files.emplace(file.path, file);
  }
  const Json index{
      {"as_of", json_of(shelf->day)}, {"demonstration", record.demonstration}, {"files", list}};
  shelf->files[""] = {"", "application/json", index.dump(2) + "\n"};
  return Shown(std::move(shelf));
}

// The mutex is held.
void OpenData::begin(Instant now) {
  if (maker_.joinable()) maker_.join();  // it has ended: making_ is false
  making_ = true;
  failed_.reset();
  maker_ = std::thread([this, now] {
    auto made = make(now);
    const std::lock_guard lock(mutex_);
    if (made) {
      shown_ = std::move(*made);
    } else {
      failed_ = std::move(made.error());
      if (api_.parts().log) {
        api_.parts().log(R"({"level":"error","event":"open_data_failed"})");
      }
    }
    making_ = false;
    made_.notify_all();
  });
}

office::Outcome<OpenData::Shown> OpenData::today(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  const Instant now = api_.parts().clock();
  if (shown_ && shown_->day == now.date()) return shown_;
  if (!making_) begin(now);
  made_.wait_for(lock, patience, [this] { return !making_; });
  if (!making_ && failed_ && shown_ == nullptr) return otherwise(*failed_);
  return shown_;
}

void OpenData::stop() {
  if (maker_.joinable()) maker_.join();
}

namespace {

constexpr std::chrono::milliseconds kPatience{2000};

http::Response not_yet() {
  http::Response response =
      http::problem(503, "/problems/not-yet", "Today's release is being made",
                    "figures are being checked for what they would give away; try again");
  response.headers.set("retry-after", "10");
  return response;
}

}  // namespace

void add_open(Api& api, http::Router& router, OpenData& open) {
  const auto serve = [&open](const http::Request& request,
                             const std::string& path) -> http::Response {
    const auto shown = open.today(kPatience);
    if (!shown) return refused(request, shown.error());
    if (*shown == nullptr) return not_yet();
    const auto found = (*shown)->files.find(path);
    if (found == (*shown)->files.end()) {
      return http::problem(404, "/problems/not-found", "There is no such file",
                           "/open/ lists what there is");
    }
    const publish::OpenFile& file = found->second;
    http::Response response = http::text_response(file.bytes);
    response.headers.set("content-type", file.media_type);
    response.headers.set("access-control-allow-origin", "*");  // public data, for any page
    response.headers.set("cache-control", "public, max-age=300");
    return http::with_etag(request, std::move(response), http::etag_of_bytes(file.bytes));
  };
  using accounts::Scope;
  Endpoint index =
      described(http::Method::get, "/open/", "listOpenData", Scope::read, Access::read,
                "The files of today's public release", {}, "", "Document", 200, Auth::none);
  api.add_raw(router, index, [serve](const http::Request& request) { return serve(request, ""); });
  Endpoint file =
      described(http::Method::get, "/open/{file}", "readOpenData", Scope::read, Access::read,
                "A file of today's public release", {}, "", "", 200, Auth::none);
  file.produces = "*/*";
  api.add_raw(router, file, [serve](const http::Request& request) {
    return serve(request, request.parameter("file"));
  });
}

}  // namespace formulary::server
