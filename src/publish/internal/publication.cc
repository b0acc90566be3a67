#include "publish/publication.h"

#include <algorithm>

#include "publish/catalogue.h"
#include "publish/contracting.h"
#include "publish/data_package.h"
#include "publish/grants.h"
#include "publish/internal/json.h"
#include "publish/kpi_totals.h"
#include "publish/sdmx.h"
#include "publish/tables.h"

namespace formulary::publish {

namespace {

constexpr const char* kSchema = "formulary/release/2";

struct Standard {
  const char* id;
  Text title;
  Text description;
  const char* uri;
};
const Standard& sdmx_standard() {
  static const Standard kSdmx{
      "kpi-totals-sdmx",
      {"KPI totals as SDMX-CSV", "Итоги по показателям в SDMX-CSV",
       "Көрсеткіштер қорытындысы SDMX-CSV пішімінде"},
      {"By region and sector.", "По регионам и отраслям.", "Өңірлер мен салалар бойынша."},
      "https://github.com/sdmx-twg/sdmx-csv"};
  return kSdmx;
}
const Standard& grants_standard() {
  static const Standard kGrants{
      "grants-360giving",
      {"Awards as 360Giving", "Поддержка в формате 360Giving", "Қолдаулар 360Giving пішімінде"},
      {"Recipients, amounts and payments.", "Получатели, суммы и платежи.",
       "Алушылар, сомалар мен төлемдер."},
      "https://standard.threesixtygiving.org/"};
  return kGrants;
}
const Standard& contracting_standard() {
  static const Standard kContracting{
      "contracting-ocds",
      {"Calls, agreements and payments as OCDS", "Конкурсы, соглашения и платежи в OCDS",
       "Конкурстар, келісімдер мен төлемдер OCDS пішімінде"},
      {"Tranches are milestones of payment.", "Транши показаны как этапы оплаты.",
       "Транштар төлем кезеңдері ретінде берілген."},
      "https://standard.open-contracting.org/1.1/en/"};
  return kContracting;
}

}  // namespace

Publication publish(const PublicRecord& record, const PublishOptions& options) {
  Publication publication;
  KpiTotals totals = kpi_totals(record, options);
  publication.release = std::move(totals.release);
  publication.exposed = std::move(totals.exposed);
  publication.tables = record_tables(record, options);
  publication.tables.push_back(application_table(record, options));
  publication.tables.push_back(std::move(totals.table));
  std::sort(publication.tables.begin(), publication.tables.end(),
            [](const OpenTable& a, const OpenTable& b) { return a.name < b.name; });
  const OpenTable& kpis =
      *std::find_if(publication.tables.begin(), publication.tables.end(),
                    [](const OpenTable& one) { return one.name == "kpi_totals"; });
  std::vector<OpenFile> csv, json;
  for (const OpenTable& one : publication.tables) {
    csv.push_back({one.name + ".csv", "text/csv", csv_of(one)});
    json.push_back({one.name + ".json", "application/json", json_of(one)});
  }
  std::vector<OpenFile> standard{
      {"kpi-totals-sdmx-1.0.csv", "application/vnd.sdmx.data+csv",
       sdmx_of(kpis, record, options, SdmxVersion::csv_1_0)},
      {"kpi-totals-sdmx-2.0.csv", "application/vnd.sdmx.data+csv",
       sdmx_of(kpis, record, options, SdmxVersion::csv_2_0)},
      {"grants-360giving.json", "application/json", grants_of(record, options)},
      {"contracting-ocds.json", "application/json", contracting_of(record, options)}};
  std::vector<CatalogueEntry> entries;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const OpenTable& table = publication.tables[i];
    entries.push_back({table.name, table.title, table.description, {&csv[i], &json[i]}, ""});
  }
  const auto add = [&](const Standard& one, const std::vector<const OpenFile*>& files) {
    if (!files.front()->bytes.empty()) {
      entries.push_back({one.id, one.title, one.description, files, one.uri});
    }
  };
  add(sdmx_standard(), {&standard[0], &standard[1]});
  add(grants_standard(), {&standard[2]});
  add(contracting_standard(), {&standard[3]});
  std::vector<OpenFile>& files = publication.files;
  files.push_back({"datapackage.json", "application/json",
                   data_package_of(publication.tables, csv, record, options)});
  files.push_back(
      {"catalogue.jsonld", "application/ld+json", catalogue_of(entries, record, options)});
  for (std::vector<OpenFile>* list : {&csv, &json, &standard}) {
    for (OpenFile& one : *list) {
      if (!one.bytes.empty()) files.push_back(std::move(one));
    }
  }
  std::sort(files.begin(), files.end(),
            [](const OpenFile& a, const OpenFile& b) { return a.path < b.path; });
  return publication;
}

std::string encode_release(const EarlierRelease& release) {
  return print({{"schema", kSchema},
                {"as_of", release.as_of.text()},
                {"hidden", release.hidden},
                {"states", release.states}});
}

Result<EarlierRelease> decode_release(std::string_view text) {
  const auto refuse = [] {
    return fail({"", 0, "not a release that was kept", "give what encode_release wrote"});
  };
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("schema") || json["schema"] != kSchema) return refuse();
  if (!json.contains("as_of") || !json["as_of"].is_string()) return refuse();
  EarlierRelease release;
  TRY(as_of, Instant::parse(json["as_of"].get<std::string>()));
  release.as_of = as_of;
  if (!json.contains("hidden") || !json["hidden"].is_array()) return refuse();
  for (const Json& one : json["hidden"]) {
    if (!one.is_string()) return refuse();
    release.hidden.insert(one.get<std::string>());
  }
  if (!json.contains("states") || !json["states"].is_object()) return refuse();
  for (const auto& [key, one] : json["states"].items()) {
    if (!one.is_string()) return refuse();
    release.states[key] = one.get<std::string>();
  }
  return release;
}

}  // namespace formulary::publish
