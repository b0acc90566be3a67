#include "domain/toolbox.h"

#include <algorithm>

#include "base/must.h"

namespace formulary {

namespace {

// Find by id in a list sorted by id.
template <typename T>
const T* find_sorted(const std::vector<T>& list, const std::string& id) {
  const auto at =
      std::lower_bound(list.begin(), list.end(), id,
                       [](const T& item, const std::string& key) { return item.id < key; });
  return at != list.end() && at->id == id ? &*at : nullptr;
}

}  // namespace

const Instrument* Toolbox::instrument(const std::string& id) const {
  return find_sorted(instruments, id);
}
const Kpi* Toolbox::kpi(const std::string& id) const {
  return find_sorted(kpis, id);
}
const Problem* Toolbox::problem(const std::string& id) const {
  return find_sorted(problems, id);
}
const Indicator* Toolbox::indicator(const std::string& id) const {
  return find_sorted(indicators, id);
}
const Role* Toolbox::role(const std::string& id) const {
  return find_sorted(roles, id);
}
const ProductionProfile* Toolbox::profile(const std::string& id) const {
  return find_sorted(profiles, id);
}
const Quantity& Toolbox::parameter(const std::string& key) const {
  const auto at = parameters.find(key);
  MUST(at != parameters.end());
  return at->second;
}

}  // namespace formulary
