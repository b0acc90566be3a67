#include "cards/cards.h"

#include <filesystem>

#include "cards/internal/country_loader.h"
#include "cards/internal/instrument_card.h"
#include "cards/internal/small_cards.h"
#include "cards/internal/toolbox_checks.h"
#include "cards/internal/toolbox_loader.h"

namespace formulary {

Result<Toolbox> load_toolbox(const std::string& content_folder) {
  cards::ToolboxReading reading = cards::read_toolbox(content_folder);
  if (!reading.faults.empty()) return fail(std::move(reading.faults));
  return std::move(reading.toolbox);
}

Result<CountryPack> load_country(const std::string& country_folder, const Toolbox& toolbox) {
  cards::CountryReading reading = cards::read_country(country_folder, toolbox);
  if (!reading.faults.empty()) return fail(std::move(reading.faults));
  return std::move(reading.pack);
}

Faults check(const std::string& content_folder, const std::string& countries_folder) {
  cards::ToolboxReading toolbox = cards::read_toolbox(content_folder);
  Faults faults = std::move(toolbox.faults);
  const cards::Folder countries(countries_folder, 1, faults);
  if (!countries.exists()) return faults;
  std::vector<std::string> sectors;
  std::vector<std::string> regions;
  for (const std::string& name : countries.folders(faults)) {
    const cards::CountryReading country =
        cards::read_country(countries.path(name).string(), toolbox.toolbox);
    faults.insert(faults.end(), country.faults.begin(), country.faults.end());
    for (const Sector& sector : country.pack.sectors) sectors.push_back(sector.id);
    for (const Region& region : country.pack.regions) regions.push_back(region.id);
  }
  // A card may name a sector or a region of any country, but not of none.
  cards::KnownIds known;
  known.of(cards::IdKind::sector) = std::move(sectors);
  known.of(cards::IdKind::region) = std::move(regions);
  cards::look_up(toolbox.references, known, faults);
  cards::sort_faults(faults);
  return faults;
}

Faults check_card(std::string_view text, CardKind kind, const std::string& file) {
  Faults faults;
  cards::References references;
  cards::Page page{file, faults, references};
  const cards::YamlNode tree = cards::parse_yaml(text, file, faults);
  if (tree.kind == cards::YamlNode::Kind::null) return faults;
  if (kind == CardKind::kpi) {
    cards::read_kpi(tree, page);
  } else if (kind == CardKind::problem) {
    cards::read_problem(tree, page);
  } else {
    const std::vector<cards::InstrumentCard> one{cards::read_instrument(tree, page)};
    cards::check_instruments(one, Toolbox{}, faults);
    cards::check_interactions(one, faults);
  }
  cards::sort_faults(faults);
  return faults;
}

}  // namespace formulary
