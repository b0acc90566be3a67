#include "place.h"

#include <algorithm>
#include <filesystem>

namespace formulary::app {

namespace fs = std::filesystem;

namespace {

// The nearest folder at or above `from` that holds both folders; empty when there is none.
fs::path look_up(fs::path from) {
  std::error_code ignored;
  while (!from.empty()) {
    if (fs::is_directory(from / "content" / "instruments", ignored) &&
        fs::is_directory(from / "countries", ignored)) {
      return from;
    }
    if (from == from.root_path()) break;
    from = from.parent_path();
  }
  return {};
}

std::string packs_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (fs::exists(entry.path() / "country.yaml", error)) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

Result<Place> find_place(const std::string& content, const std::string& countries) {
  Place place{content, countries};
  if (!content.empty() && !countries.empty()) return place;
  std::error_code error;
  fs::path root = look_up(fs::current_path(error));
  if (root.empty()) root = look_up(fs::read_symlink("/proc/self/exe", error).parent_path());
  if (root.empty()) {
    return fail(Fault{"", 0, "no toolbox found here: a folder with content/ and countries/",
                      "run it inside a checkout or give --content and --countries"});
  }
  if (content.empty()) place.content = (root / "content").string();
  if (countries.empty()) place.countries = (root / "countries").string();
  return place;
}

Result<Installation> open_country(const Place& place, const std::string& country) {
  const fs::path folder = fs::path(place.countries) / country;
  std::error_code error;
  const bool plain =
      !country.empty() && country.find('/') == std::string::npos && country[0] != '.';
  if (!plain || !fs::exists(folder / "country.yaml", error)) {
    const std::string packs = packs_in(place.countries);
    if (packs.empty()) {
      return fail(Fault{place.countries, 0, "there is no country pack: the folder holds none",
                        "a pack is a folder with country.yaml"});
    }
    return fail(
        Fault{"", 0, "there is no country pack '" + country + "'", "choose one of " + packs});
  }
  return open_installation(place.content, folder.string());
}

}  // namespace formulary::app
