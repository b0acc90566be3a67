#include "cards/internal/country_loader.h"

#include <cmath>
#include <set>

namespace formulary::cards {

namespace {

constexpr double kShareSumTolerance = 1e-6;

template <typename T>
std::vector<std::string> ids_in(const std::vector<T>& list) {
  std::vector<std::string> ids;
  for (const T& item : list) ids.push_back(item.id);
  return ids;
}

// What the pack's ids are looked up in. A list that could not be read is not looked up in.
KnownIds known_ids(const CountryPack& pack, const Toolbox& toolbox) {
  KnownIds known;
  const auto know = [&](IdKind kind, std::vector<std::string> ids) {
    if (!ids.empty()) known.of(kind) = std::move(ids);
  };
  know(IdKind::instrument, ids_in(toolbox.instruments));
  know(IdKind::role, ids_in(toolbox.roles));
  know(IdKind::profile, ids_in(toolbox.profiles));
  know(IdKind::indicator, ids_in(toolbox.indicators));
  know(IdKind::region, ids_in(pack.regions));
  know(IdKind::sector, ids_in(pack.sectors));
  know(IdKind::size_class, ids_in(pack.marginals.size_classes));
  return known;
}

void read_files(const Folder& folder, CountryReading& reading) {
  CountryPack& pack = reading.pack;
  const auto file = [&](const std::string& name, const auto& read) {
    read_card_file(folder, name, reading.faults, reading.references, read);
  };
  file("country.yaml",
       [&](const YamlNode& tree, Page& page) { read_country_card(tree, page, pack); });
  file("regions.yaml",
       [&](const YamlNode& tree, Page& page) { pack.regions = read_regions(tree, page); });
  file("sectors.yaml",
       [&](const YamlNode& tree, Page& page) { pack.sectors = read_sectors(tree, page); });
  file("offices.yaml",
       [&](const YamlNode& tree, Page& page) { pack.offices = read_offices(tree, page); });
  file("budgets.yaml",
       [&](const YamlNode& tree, Page& page) { pack.budgets = read_budgets(tree, page); });
  file("population.yaml",
       [&](const YamlNode& tree, Page& page) { read_population(tree, page, pack.marginals); });
  if (folder.has("programmes.yaml")) {
    file("programmes.yaml",
         [&](const YamlNode& tree, Page& page) { pack.programmes = read_programmes(tree, page); });
  }
  if (folder.has("local_terms.yaml")) {
    file("local_terms.yaml", [&](const YamlNode& tree, Page& page) {
      pack.local_terms = read_local_terms(tree, page);
    });
  }
}

}  // namespace

void check_country(const Folder& folder, const Toolbox& toolbox, CountryReading& reading) {
  const CountryPack& pack = reading.pack;
  const auto fault = [&](const char* file, std::string what, std::string hint) {
    reading.faults.push_back(Fault{folder.shown(file), 0, std::move(what), std::move(hint)});
  };
  if (!pack.marginals.region_share.empty()) {
    double sum = 0;
    for (const auto& [region, share] : pack.marginals.region_share) sum += share;
    if (std::fabs(sum - 1) > kShareSumTolerance) {
      fault("population.yaml",
            "region_share: the shares sum to " + std::to_string(sum) + ", not to 1",
            "the sum may be off by one in a million");
    }
    for (const Region& region : pack.regions) {
      if (pack.marginals.region_share.contains(region.id)) continue;
      fault("population.yaml", "region_share: the region " + quote(region.id) + " has no share",
            "write 0 for a region without firms");
    }
  }
  if (!pack.marginals.exporter_share_by_size.empty()) {
    for (const SizeClass& size : pack.marginals.size_classes) {
      if (pack.marginals.exporter_share_by_size.contains(size.id)) continue;
      fault("population.yaml",
            "exporter_share_by_size: the size class " + quote(size.id) + " has no share", "");
    }
  }
  if (!pack.offices.empty()) {
    std::set<std::string> held;
    for (const Office& office : pack.offices) held.insert(office.roles.begin(), office.roles.end());
    for (const Role& role : toolbox.roles) {
      if (held.contains(role.id)) continue;
      fault("offices.yaml", "no office holds the role " + quote(role.id),
            "give it to an office: measures of this role would have no owner");
    }
  }
  std::set<std::string> with_firms;
  for (const FirmCount& count : pack.marginals.firms) {
    if (count.firms.value > 0) with_firms.insert(count.sector);
  }
  const bool was_read =
      std::none_of(reading.faults.begin(), reading.faults.end(),
                   [&](const Fault& one) { return one.file == folder.shown("firms.csv"); });
  for (const Sector& sector : pack.sectors) {
    if (!was_read || with_firms.contains(sector.id)) continue;
    fault("firms.csv", "the sector " + quote(sector.id) + " has no firms", "");
  }
}

CountryReading read_country(const std::string& country_folder, const Toolbox& toolbox) {
  CountryReading reading;
  const Folder folder(country_folder, 2, reading.faults);
  if (!folder.exists()) return reading;
  reading.pack.folder = country_folder;
  read_files(folder, reading);
  read_tables(folder, toolbox, reading);
  look_up(reading.references, known_ids(reading.pack, toolbox), reading.faults);
  check_country(folder, toolbox, reading);
  reading.pack.hash = folder.hash(reading.faults);
  sort_faults(reading.faults);
  return reading;
}

}  // namespace formulary::cards
