// What stands in a folder countries/NAME/, mistakes and all?
#pragma once

#include <string>

#include "cards/internal/folder.h"
#include "cards/internal/reader.h"
#include "domain/country.h"
#include "domain/toolbox.h"

namespace formulary::cards {

// All that could be read of a pack, beside everything that is wrong with it.
struct CountryReading {
  CountryPack pack;
  References references;
  Faults faults;
};

// Read a country pack and check it; `faults` is empty when it is fit for use.
CountryReading read_country(const std::string& country_folder, const Toolbox& toolbox);

// The parts, each from its own file.
void read_country_card(const YamlNode& tree, Page& page, CountryPack& pack);
std::vector<Region> read_regions(const YamlNode& tree, Page& page);
std::vector<Sector> read_sectors(const YamlNode& tree, Page& page);
std::vector<Office> read_offices(const YamlNode& tree, Page& page);
std::vector<Budget> read_budgets(const YamlNode& tree, Page& page);
std::vector<ExistingProgramme> read_programmes(const YamlNode& tree, Page& page);
std::vector<LocalTerms> read_local_terms(const YamlNode& tree, Page& page);
void read_population(const YamlNode& tree, Page& page, PopulationMarginals& marginals);

// Read the CSV tables of a pack and report what is wrong inside them. The regions, sectors and size
// classes have been read; ids are looked up later.
void read_tables(const Folder& folder, const Toolbox& toolbox, CountryReading& reading);

// Report what no single file shows: shares that do not sum to 1, roles that nobody holds.
void check_country(const Folder& folder, const Toolbox& toolbox, CountryReading& reading);

}  // namespace formulary::cards
