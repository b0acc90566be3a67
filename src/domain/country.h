// Which country is this? A country pack: regions, sectors, offices, budgets, series, marginals.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "domain/quantity.h"
#include "domain/toolbox.h"
#include "domain/words.h"

namespace formulary {

struct Region {
  std::string id;  // ISO 3166-2
  Text name;
  Quantity population;             // persons
  Quantity gross_product;          // million of the national currency a year, current prices
  Quantity labour_market_density;  // 0..1, 1 = the densest of the country
  int tile_row = 0;                // place on the tile grid
  int tile_column = 0;
};

// What the model needs to know of a sector in this country (all per year unless said).
struct Sector {
  std::string id;
  Text name;
  bool analysed = true;                // false: only there so that the population is whole
  std::string profile;                 // production profile of the toolbox
  std::vector<std::string> divisions;  // OKED / NACE divisions
  Quantity value_added;                // million national currency, base year
  Quantity value_added_share;          // of revenue
  Quantity employment;                 // persons, all firms
  Quantity export_share;               // of revenue, whole sector
  Quantity exporter_share;             // of firms with 10 or more employees
  Quantity patents_per_1000;           // per 1,000 employees and year
  Quantity investment_rate;            // private investment / revenue
  Quantity rd_active_share;            // of firms
  Quantity taxable_profit_share;       // of firms, established ones
  Quantity collateral_share;           // of firms
  Quantity new_product_share;          // of revenue
  Quantity local_sourcing_share;       // of inputs
  Quantity compliance_share;           // of firms that hold an export-market standard
  Quantity graduates_share;            // of hires
  Quantity pilots_per_100;             // pilots with large clients per 100 firms and year
  Quantity profit_margin;              // of revenue
  Quantity payroll_share;              // of revenue
  Quantity real_growth;                // trend of real revenue, log points a year
  Quantity productivity_growth;        // trend of revenue per worker, log points a year
  Quantity entry_rate;                 // entrants / firms
  Quantity exit_rate;                  // exits / firms, average
  Quantity displacement;               // share of extra domestic revenue taken from rivals nearby
  Quantity world_market;               // million USD, world market of what it sells
  Quantity world_growth;               // of that market, log points a year
  Quantity default_risk;
  double resource_price_maker = 0;
  double processing_capacity = 0;
  double overcapacity = 0;
  std::string conditions_source;  // where the three conditions above come from
  std::array<double, kComponents> weight_tilt{1, 1, 1, 1, 1};  // on top of the profile's
  std::string weight_tilt_source;
};

// The number of firms in one sector, by size class and region: the marginals of the population.
struct SizeClass {
  std::string id;  // e.g. sole_proprietor, farm, small, medium, large
  Text name;
  double employees_min = 1;
  double employees_max = 1;  // drawn between the two with the Pareto exponent of the pack
};
struct FirmCount {
  std::string sector;
  std::string size_class;
  Quantity firms;
};

struct PopulationMarginals {
  std::vector<SizeClass> size_classes;
  std::vector<FirmCount> firms;                // sector x size class
  std::map<std::string, double> region_share;  // of firms, by region, sums to 1
  std::map<std::string, std::map<std::string, double>> sector_region_tilt;  // sector -> region
  Quantity pareto_exponent;  // of employees inside a class
  Quantity age_weibull_shape;
  Quantity age_weibull_scale_years;
  std::map<std::string, Quantity> exporter_share_by_size;  // size class -> share (manufacturing)
  std::string source;
};

struct CompanyTypeRule {
  double large_employees_over = 250;
  double newcomer_age_below = 2;
  double startup_age_below = 7;  // and R&D active
};

struct Office {
  std::string id;
  Text name;
  std::vector<std::string> roles;  // of the toolbox
  std::string region;              // empty = national
};

struct Budget {
  std::string id;
  Text name;
  std::string role;  // whose money
  int year = 0;
  Quantity amount_million;  // national currency
};

// One reading of an indicator: of this country, of a peer, of a region or of a sector.
struct Reading {
  std::string indicator;
  std::string subject;  // ISO3 country, region id or sector id; "benchmark" for sectors
  int year = 0;
  double value = 0;
  double benchmark_mean = 0;  // sector level: the peers' mean and spread
  double benchmark_sd = 0;    // 0 where the other subjects are the peers
  std::string source;
  bool assumed = false;
};

// One yearly feature of a sector, for the stage model (docs/methods/stages.md names features).
struct SeriesPoint {
  std::string sector;
  std::string feature;
  int year = 0;
  double value = 0;
  std::string source;
  bool assumed = false;
};

struct Threshold {  // a legal threshold in units of the index (MCI), by year
  std::string id;
  int year = 0;
  double mci = 0;        // in index units
  double mci_value = 0;  // national currency per unit in that year
  std::string source;
};

// A country's own terms for an instrument: replaces the card's doses and burden where set.
struct LocalTerms {
  std::string instrument;
  std::vector<double> steps;                    // empty = the card's
  std::map<std::string, Quantity> application;  // days, approval_share, capacity ...
  std::string source;
};

struct ExistingProgramme {
  std::string id;
  Text name;
  std::string instrument;
  Quantity budget_million;  // a year
  std::string source;
};

struct CountryPack {
  std::string id;  // folder name
  std::string iso3;
  Text name;
  std::string currency;  // ISO 4217
  std::string currency_symbol;
  int base_year = 0;  // the year before a programme's first
  std::vector<Language> languages;
  Quantity usd_rate;               // national currency per US dollar
  Quantity output_per_worker;      // national currency a year
  Quantity day_cost;               // national currency, a working day of a firm's manager
  Quantity discount_rate;          // real, a year
  Quantity private_venture_depth;  // 0..1
  CompanyTypeRule company_types;
  std::vector<Region> regions;
  std::vector<Sector> sectors;
  std::vector<Office> offices;
  std::vector<Budget> budgets;
  std::vector<Threshold> thresholds;
  std::vector<Reading> readings;
  std::vector<SeriesPoint> series;
  std::vector<LocalTerms> local_terms;
  std::vector<ExistingProgramme> programmes;
  PopulationMarginals marginals;
  std::string hash;
  std::string folder;

  const Region* region(const std::string& id) const;
  const Sector* sector(const std::string& id) const;
  std::size_t region_index(const std::string& id) const;  // MUST exist
  std::size_t sector_index(const std::string& id) const;  // MUST exist
  // The office that holds a role for a region, or the national one; null when nobody does.
  const Office* office_for(const std::string& role, const std::string& region) const;
};

}  // namespace formulary
