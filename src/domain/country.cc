#include "domain/country.h"

#include <algorithm>

#include "base/must.h"

namespace formulary {

namespace {

template <typename T>
const T* find(const std::vector<T>& list, const std::string& id) {
  const auto at =
      std::find_if(list.begin(), list.end(), [&](const T& item) { return item.id == id; });
  return at == list.end() ? nullptr : &*at;
}

}  // namespace

const Region* CountryPack::region(const std::string& id) const {
  return find(regions, id);
}
const Sector* CountryPack::sector(const std::string& id) const {
  return find(sectors, id);
}

std::size_t CountryPack::region_index(const std::string& id) const {
  const Region* found = region(id);
  MUST(found != nullptr);
  return static_cast<std::size_t>(found - regions.data());
}

std::size_t CountryPack::sector_index(const std::string& id) const {
  const Sector* found = sector(id);
  MUST(found != nullptr);
  return static_cast<std::size_t>(found - sectors.data());
}

const Office* CountryPack::office_for(const std::string& role, const std::string& region) const {
  const Office* national = nullptr;
  for (const Office& office : offices) {
    if (std::find(office.roles.begin(), office.roles.end(), role) == office.roles.end()) continue;
    if (!region.empty() && office.region == region) return &office;
    if (office.region.empty() && national == nullptr) national = &office;
  }
  return national;
}

}  // namespace formulary
