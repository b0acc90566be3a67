#include "report/internal/example.h"

namespace formulary::report {

namespace {

struct RegionRow {
  const char* id;
  const char* en;
  const char* ru;
  const char* kk;
  int row;
  int column;
};

// The twenty regions of the Kazakhstan pack with their places on the tile grid.
constexpr RegionRow kRegions[] = {
    {"KZ-10", "Abai Region", "область Абай", "Абай облысы", 1, 5},
    {"KZ-11", "Akmola Region", "Акмолинская область", "Ақмола облысы", 1, 3},
    {"KZ-15", "Aktobe Region", "Актюбинская область", "Ақтөбе облысы", 1, 1},
    {"KZ-19", "Almaty Region", "Алматинская область", "Алматы облысы", 3, 5},
    {"KZ-23", "Atyrau Region", "Атырауская область", "Атырау облысы", 2, 0},
    {"KZ-27", "West Kazakhstan Region", "Западно-Казахстанская область", "Батыс Қазақстан облысы",
     1, 0},
    {"KZ-31", "Zhambyl Region", "Жамбылская область", "Жамбыл облысы", 3, 4},
    {"KZ-33", "Zhetisu Region", "область Жетісу", "Жетісу облысы", 2, 5},
    {"KZ-35", "Karaganda Region", "Карагандинская область", "Қарағанды облысы", 2, 3},
    {"KZ-39", "Kostanay Region", "Костанайская область", "Қостанай облысы", 1, 2},
    {"KZ-43", "Kyzylorda Region", "Кызылординская область", "Қызылорда облысы", 3, 2},
    {"KZ-47", "Mangystau Region", "Мангистауская область", "Маңғыстау облысы", 3, 0},
    {"KZ-55", "Pavlodar Region", "Павлодарская область", "Павлодар облысы", 0, 4},
    {"KZ-59", "North Kazakhstan Region", "Северо-Казахстанская область",
     "Солтүстік Қазақстан облысы", 0, 3},
    {"KZ-61", "Turkistan Region", "Туркестанская область", "Түркістан облысы", 3, 3},
    {"KZ-62", "Ulytau Region", "область Ұлытау", "Ұлытау облысы", 2, 2},
    {"KZ-63", "East Kazakhstan Region", "Восточно-Казахстанская область", "Шығыс Қазақстан облысы",
     1, 6},
    {"KZ-71", "Astana City", "город Астана", "Астана қаласы", 1, 4},
    {"KZ-75", "Almaty City", "город Алматы", "Алматы қаласы", 4, 5},
    {"KZ-79", "Shymkent City", "город Шымкент", "Шымкент қаласы", 4, 3},
};

Quantity assumed(double value, const char* unit, const char* why) {
  return {value, value * 0.2, unit, why, true};
}

Sector ai_software() {
  Sector sector;
  sector.id = "ai_software";
  sector.name = {"AI and software", "Искусственный интеллект и разработка ПО",
                 "Жасанды интеллект және бағдарламалық жасақтама"};
  sector.profile = "knowledge_services";
  sector.divisions = {"62", "63"};
  sector.value_added = assumed(1360000, "million KZT, current prices of 2025",
                               "no division of BNS covers it: about 78 thousand jobs x 17.5 "
                               "million KZT, near the national output per worker");
  sector.export_share =
      assumed(0.23, "of revenue", "IT exports of about 1 bn US dollars over an assumed revenue");
  sector.employment = {79000, 11800, "persons", "BNS, firms x mean of the size class", false};
  return sector;
}

}  // namespace

CountryPack example_country() {
  CountryPack country;
  country.id = "kazakhstan";
  country.iso3 = "KAZ";
  country.name = {"Kazakhstan", "Казахстан", "Қазақстан"};
  country.currency = "KZT";
  country.currency_symbol = "₸";
  country.base_year = 2025;
  country.languages = {Language::kk, Language::ru, Language::en};
  country.usd_rate = {521, 15, "KZT per US dollar", "implied rate of 2025", false};
  for (const RegionRow& row : kRegions) {
    Region region;
    region.id = row.id;
    region.name = {row.en, row.ru, row.kk};
    region.labour_market_density =
        assumed(0.5, "0 to 1, Almaty city = 1", "no commuting data are public");
    region.tile_row = row.row;
    region.tile_column = row.column;
    country.regions.push_back(region);
  }
  country.sectors = {ai_software()};
  Sector mining;
  mining.id = "mining";
  mining.name = {"Mining", "Горнодобывающая промышленность", "Тау-кен өнеркәсібі"};
  country.sectors.push_back(mining);
  country.offices = {
      {"ministry_of_ai",
       {"Ministry of Artificial Intelligence and Digital Development",
        "Министерство искусственного интеллекта и цифрового развития",
        "Жасанды интеллект және цифрлық даму министрлігі"},
       {"innovation_agency"},
       ""},
      {"astana_hub",
       {"Astana Hub", "Международный технопарк «Astana Hub»",
        "«Astana Hub» халықаралық технопаркі"},
       {"tech_park_operator"},
       ""},
      {"qaztrade", {"QazTrade", "QazTrade", "QazTrade"}, {"export_agency"}, ""},
  };
  country.hash = "5b1f0c7d9e2a";
  country.folder = "countries/kazakhstan";
  return country;
}

SectorStage example_stage() {
  SectorStage stage;
  stage.sector = "ai_software";
  stage.stage = Stage::growth;
  stage.next_best = Stage::emerging;
  stage.filtered = {0.21, 0.71, 0.07, 0.01};
  stage.smoothed = stage.filtered;
  stage.year = 2025;
  constexpr StageShares kPath[] = {{0.88, 0.11, 0.01, 0},   {0.81, 0.18, 0.01, 0},
                                   {0.7, 0.28, 0.02, 0},    {0.55, 0.42, 0.03, 0},
                                   {0.41, 0.54, 0.05, 0},   {0.29, 0.64, 0.06, 0.01},
                                   {0.21, 0.71, 0.07, 0.01}};
  int year = 2019;
  for (const StageShares& shares : kPath) stage.path.push_back({year++, shares, shares});
  stage.evidence = {{kEarlierYears, 0.64, 2024, 0.79},
                    {"real_output_growth", 0.15, 2025, 0.52},
                    {"price_growth", 0.108, 2025, -0.09}};
  stage.from_assumed_data = true;
  return stage;
}

}  // namespace formulary::report
