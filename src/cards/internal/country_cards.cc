#include <filesystem>
#include <set>

#include "cards/internal/country_loader.h"
#include "cards/internal/instrument_card.h"
#include "cards/internal/small_cards.h"

namespace formulary::cards {

namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;
constexpr Range kGrowth{-1, 1, false, false};  // log points a year

struct SectorQuantity {
  const char* key;
  Quantity Sector::*member;
  Range range;
};

const SectorQuantity kSectorQuantities[] = {
    {"value_added", &Sector::value_added, kPositive},
    {"value_added_share", &Sector::value_added_share, kPositiveShare},
    {"employment", &Sector::employment, kPositive},
    {"export_share", &Sector::export_share, kShare},
    {"exporter_share", &Sector::exporter_share, kShare},
    {"patents_per_1000", &Sector::patents_per_1000, kNotNegative},
    {"investment_rate", &Sector::investment_rate, kNotNegative},
    {"rd_active_share", &Sector::rd_active_share, kShare},
    {"taxable_profit_share", &Sector::taxable_profit_share, kShare},
    {"collateral_share", &Sector::collateral_share, kShare},
    {"new_product_share", &Sector::new_product_share, kShare},
    {"local_sourcing_share", &Sector::local_sourcing_share, kShare},
    {"compliance_share", &Sector::compliance_share, kShare},
    {"graduates_share", &Sector::graduates_share, kShare},
    {"pilots_per_100", &Sector::pilots_per_100, kNotNegative},
    {"profit_margin", &Sector::profit_margin, kGrowth},
    {"payroll_share", &Sector::payroll_share, kShare},
    {"real_growth", &Sector::real_growth, kGrowth},
    {"productivity_growth", &Sector::productivity_growth, kGrowth},
    {"entry_rate", &Sector::entry_rate, kShare},
    {"exit_rate", &Sector::exit_rate, kShare},
    {"displacement", &Sector::displacement, kShare},
    {"world_market", &Sector::world_market, kNotNegative},
    {"world_growth", &Sector::world_growth, kGrowth},
    {"default_risk", &Sector::default_risk, kShare},
};

bool is_iso3(const std::string& text) {
  return text.size() == 3 &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
}

Sector read_sector(Reader& item, std::vector<std::string>& seen) {
  Sector sector;
  sector.id = item.string("id");
  check_new_id(item, sector.id, seen);
  sector.name = item.text("name");
  sector.analysed = item.flag_or("analysed", true);
  sector.profile = item.reference("profile", IdKind::profile);
  sector.divisions = item.strings("divisions", Need::required);
  for (const SectorQuantity& quantity : kSectorQuantities) {
    sector.*quantity.member = item.quantity(quantity.key, quantity.range);
  }
  {
    Reader conditions = item.map("conditions");
    sector.resource_price_maker = conditions.number("resource_price_maker", kShare);
    sector.processing_capacity = conditions.number("processing_capacity", kShare);
    sector.overcapacity = conditions.number("overcapacity", kShare);
    sector.conditions_source = conditions.string("source");
  }
  if (item.has("weight_tilt")) {
    Reader tilt = item.map("weight_tilt");
    sector.weight_tilt = read_weight_tilt(tilt);
    sector.weight_tilt_source = tilt.string("source");
  }
  return sector;
}

SizeClass read_size_class(Reader& item, std::vector<std::string>& seen) {
  SizeClass size_class;
  size_class.id = item.string("id");
  check_new_id(item, size_class.id, seen);
  size_class.name = item.text("name");
  const std::vector<double> employees = item.numbers("employees", kPositive);
  if (employees.size() == 2 && employees[0] <= employees[1]) {
    size_class.employees_min = employees[0];
    size_class.employees_max = employees[1];
  } else if (!employees.empty()) {
    item.fault("employees", "must be two numbers, the smaller first", "write [10, 49]");
  }
  return size_class;
}

}  // namespace

void read_country_card(const YamlNode& tree, Page& page, CountryPack& pack) {
  Reader reader(tree, tree.line, "", page);
  pack.id = reader.string("id");
  const std::string folder = std::filesystem::path(page.file).parent_path().filename().string();
  if (!pack.id.empty() && pack.id != folder) {
    reader.fault("id", quote(pack.id) + " is not the name of the folder", "write id: " + folder);
  }
  pack.iso3 = reader.string("iso3");
  if (!pack.iso3.empty() && !is_iso3(pack.iso3)) {
    reader.fault("iso3", quote(pack.iso3) + " is not a code of three capitals (ISO 3166-1)");
  }
  pack.name = reader.text("name");
  pack.currency = reader.string("currency");
  if (!pack.currency.empty() && !is_iso3(pack.currency)) {
    reader.fault("currency", quote(pack.currency) + " is not a code of three capitals (ISO 4217)");
  }
  pack.currency_symbol = reader.string("currency_symbol");
  pack.base_year = reader.integer("base_year", kFirstYear, kLastYear);
  pack.languages = reader.choices<Language>("languages", Need::required);
  pack.usd_rate = reader.quantity("usd_rate", kPositive);
  pack.output_per_worker = reader.quantity("output_per_worker", kPositive);
  pack.day_cost = reader.quantity("day_cost", kPositive);
  pack.discount_rate = reader.quantity("discount_rate", kShareBelowOne);
  pack.private_venture_depth = reader.quantity("private_venture_depth", kShare);
  Reader types = reader.map("company_types");
  pack.company_types.large_employees_over = types.number("large_employees_over", kPositive);
  pack.company_types.newcomer_age_below = types.number("newcomer_age_below", kPositive);
  pack.company_types.startup_age_below = types.number("startup_age_below", kPositive);
  types.string("source");
}

std::vector<Region> read_regions(const YamlNode& tree, Page& page) {
  std::vector<Region> list;
  std::vector<std::string> seen;
  std::set<std::vector<double>> tiles;
  each_item(tree, page, [&](Reader& item) {
    Region region;
    region.id = item.string("id");
    check_new_id(item, region.id, seen);
    region.name = item.text("name");
    region.population = item.quantity("population", kPositive);
    region.gross_product = item.quantity("gross_product", kPositive);
    region.labour_market_density = item.quantity("labour_market_density", kShare);
    const std::vector<double> tile = item.numbers("tile", Range{0, 100, false, false});
    if (tile.size() == 2) {
      region.tile_row = static_cast<int>(tile[0]);
      region.tile_column = static_cast<int>(tile[1]);
      if (!tiles.insert(tile).second) item.fault("tile", "another region has the same tile");
    } else if (!tile.empty()) {
      item.fault("tile", "must be two numbers", "write [row, column]");
    }
    list.push_back(std::move(region));
  });
  return list;
}

std::vector<Sector> read_sectors(const YamlNode& tree, Page& page) {
  std::vector<Sector> list;
  std::vector<std::string> seen;
  each_item(tree, page, [&](Reader& item) { list.push_back(read_sector(item, seen)); });
  return list;
}

std::vector<Office> read_offices(const YamlNode& tree, Page& page) {
  std::vector<Office> list;
  std::vector<std::string> seen;
  each_item(tree, page, [&](Reader& item) {
    Office office;
    office.id = item.string("id");
    check_new_id(item, office.id, seen);
    office.name = item.text("name");
    office.roles = item.references("roles", IdKind::role, Need::required);
    if (item.has("region")) office.region = item.reference("region", IdKind::region);
    list.push_back(std::move(office));
  });
  return list;
}

std::vector<Budget> read_budgets(const YamlNode& tree, Page& page) {
  std::vector<Budget> list;
  std::vector<std::string> seen;
  each_item(tree, page, [&](Reader& item) {
    Budget budget;
    budget.id = item.string("id");
    check_new_id(item, budget.id, seen);
    budget.name = item.text("name");
    budget.role = item.reference("role", IdKind::role);
    budget.year = item.integer("year", kFirstYear, kLastYear);
    budget.amount_million = item.quantity("amount_million", kNotNegative);
    list.push_back(std::move(budget));
  });
  return list;
}

std::vector<ExistingProgramme> read_programmes(const YamlNode& tree, Page& page) {
  std::vector<ExistingProgramme> list;
  std::vector<std::string> seen;
  each_item(tree, page, [&](Reader& item) {
    ExistingProgramme programme;
    programme.id = item.string("id");
    check_new_id(item, programme.id, seen);
    programme.name = item.text("name");
    programme.instrument = item.reference("instrument", IdKind::instrument);
    programme.budget_million = item.quantity("budget_million", kNotNegative);
    programme.source = item.string("source");
    list.push_back(std::move(programme));
  });
  return list;
}

std::vector<LocalTerms> read_local_terms(const YamlNode& tree, Page& page) {
  static const std::pair<const char*, Range> parts[] = {{"days", kNotNegative},
                                                        {"documents", kNotNegative},
                                                        {"compliance_days", kNotNegative},
                                                        {"approval_share", kShare},
                                                        {"capacity", kPositive}};
  std::vector<LocalTerms> list;
  std::set<std::string> seen;
  each_item(tree, page, [&](Reader& item) {
    LocalTerms terms;
    terms.instrument = item.reference("instrument", IdKind::instrument);
    if (!terms.instrument.empty() && !seen.insert(terms.instrument).second) {
      item.fault("instrument", quote(terms.instrument) + " has local terms already");
    }
    if (item.has("steps")) terms.steps = read_steps(item);
    if (item.has("application")) {
      Reader application = item.map("application");
      for (const auto& [key, range] : parts) {
        if (application.has(key)) terms.application[key] = application.quantity(key, range);
      }
    }
    terms.source = item.string("source");
    list.push_back(std::move(terms));
  });
  return list;
}

void read_population(const YamlNode& tree, Page& page, PopulationMarginals& marginals) {
  Reader reader(tree, tree.line, "", page);
  marginals.source = reader.string("source");
  std::vector<std::string> seen;
  reader.each("size_classes", Need::required,
              [&](Reader& item) { marginals.size_classes.push_back(read_size_class(item, seen)); });
  marginals.pareto_exponent = reader.quantity("pareto_exponent", kPositive);
  marginals.age_weibull_shape = reader.quantity("age_weibull_shape", kPositive);
  marginals.age_weibull_scale_years = reader.quantity("age_weibull_scale_years", kPositive);
  const auto mention = [&](IdKind kind, Reader& map, const std::string& key, const char* path) {
    page.references.push_back(Reference{kind, key, page.file, map.line(key), path});
  };
  Reader exporters = reader.map("exporter_share_by_size");
  for (const std::string& size : exporters.keys()) {
    mention(IdKind::size_class, exporters, size, "exporter_share_by_size");
    marginals.exporter_share_by_size[size] = exporters.quantity(size, kShare);
  }
  Reader shares = reader.map("region_share");
  for (const std::string& region : shares.keys()) {
    mention(IdKind::region, shares, region, "region_share");
    marginals.region_share[region] = shares.number(region, kShare);
  }
  if (!reader.has("sector_region_tilt")) return;
  Reader tilts = reader.map("sector_region_tilt");
  for (const std::string& sector : tilts.keys()) {
    mention(IdKind::sector, tilts, sector, "sector_region_tilt");
    Reader factors = tilts.map(sector);
    for (const std::string& region : factors.keys()) {
      mention(IdKind::region, factors, region, "sector_region_tilt");
      marginals.sector_region_tilt[sector][region] = factors.number(region, kNotNegative);
    }
  }
}

}  // namespace formulary::cards
