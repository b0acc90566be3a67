#include "cards/internal/toolbox_loader.h"

#include <algorithm>
#include <filesystem>

#include "cards/internal/small_cards.h"
#include "cards/internal/toolbox_checks.h"

namespace formulary::cards {

namespace {

template <typename T>
void sort_by_id(std::vector<T>& list) {
  std::stable_sort(list.begin(), list.end(), [](const T& a, const T& b) { return a.id < b.id; });
}

template <typename T>
std::vector<std::string> ids_in(const std::vector<T>& list) {
  std::vector<std::string> ids;
  for (const T& item : list) ids.push_back(item.id);
  return ids;
}

std::vector<std::string> stems(const std::vector<std::string>& names) {
  std::vector<std::string> ids;
  for (const std::string& name : names) {
    ids.push_back(std::filesystem::path(name).stem().string());
  }
  return ids;
}

// Reads the files of one toolbox into `reading`.
class ToolboxLoader {
 public:
  ToolboxLoader(const Folder& folder, ToolboxReading& reading)
      : folder_(folder), reading_(reading) {}

  void load() {
    Toolbox& toolbox = reading_.toolbox;
    file("roles.yaml", [&](const YamlNode& tree, Page& page) {
      toolbox.roles = read_roles(tree, page);
      known_.of(IdKind::role) = ids_in(toolbox.roles);
    });
    file("profiles.yaml", [&](const YamlNode& tree, Page& page) {
      toolbox.profiles = read_profiles(tree, page);
      known_.of(IdKind::profile) = ids_in(toolbox.profiles);
    });
    file("indicators.yaml", [&](const YamlNode& tree, Page& page) {
      toolbox.indicators = read_indicators(tree, page);
      known_.of(IdKind::indicator) = ids_in(toolbox.indicators);
    });
    // An id is known by the name of its file, so that one bad card makes no further mistakes.
    known_.of(IdKind::kpi) = cards("kpis", [&](const YamlNode& tree, Page& page) {
      toolbox.kpis.push_back(read_kpi(tree, page));
    });
    known_.of(IdKind::instrument) = cards("instruments", [&](const YamlNode& tree, Page& page) {
      instruments_.push_back(read_instrument(tree, page));
    });
    cards("problems", [&](const YamlNode& tree, Page& page) {
      toolbox.problems.push_back(read_problem(tree, page));
    });
    cards("parameters", [&](const YamlNode& tree, Page& page) {
      read_parameters(tree, page, toolbox.parameters);
    });
    finish();
  }

 private:
  using Read = std::function<void(const YamlNode&, Page&)>;

  void file(const std::string& name, const Read& read) {
    read_card_file(folder_, name, reading_.faults, reading_.references, read);
  }

  std::vector<std::string> cards(const std::string& subfolder, const Read& read) {
    const std::vector<std::string> names = folder_.cards(subfolder, reading_.faults);
    for (const std::string& name : names) file(name, read);
    return stems(names);
  }

  void finish() {
    Toolbox& toolbox = reading_.toolbox;
    for (const InstrumentCard& card : instruments_) toolbox.instruments.push_back(card.instrument);
    sort_by_id(toolbox.roles);
    sort_by_id(toolbox.profiles);
    sort_by_id(toolbox.indicators);
    sort_by_id(toolbox.kpis);
    sort_by_id(toolbox.instruments);
    sort_by_id(toolbox.problems);
    look_up(reading_.references, known_, reading_.faults);
    check_instruments(instruments_, toolbox, reading_.faults);
    check_interactions(instruments_, reading_.faults);
    check_problems(toolbox, reading_.references, reading_.faults);
    toolbox.hash = folder_.hash(reading_.faults);
  }

  const Folder& folder_;
  ToolboxReading& reading_;
  KnownIds known_;
  std::vector<InstrumentCard> instruments_;
};

}  // namespace

ToolboxReading read_toolbox(const std::string& content_folder) {
  ToolboxReading reading;
  const Folder folder(content_folder, 1, reading.faults);
  if (!folder.exists()) return reading;
  ToolboxLoader(folder, reading).load();
  sort_faults(reading.faults);
  return reading;
}

}  // namespace formulary::cards
