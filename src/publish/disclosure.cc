#include "publish/disclosure.h"

#include <algorithm>
#include <cmath>

#include "base/must.h"
#include "publish/internal/guard.h"

namespace formulary::publish {

namespace {

constexpr double kMillion = 1e6;
constexpr double kFar = 1e3;  // times the largest value: further is unbounded

}  // namespace

bool DisclosureRules::is_valid() const {
  return least_firms >= 0 && close_percent >= 0 && close_percent <= 100 && dominant_firms >= 1 &&
         dominant_percent > 0 && dominant_percent <= 100;
}

bool is_sensitive(const std::vector<Part>& parts, const DisclosureRules& rules) {
  MUST(rules.is_valid());
  if (rules.least_firms == 0 || parts.empty()) return false;
  if (parts.size() < static_cast<std::size_t>(rules.least_firms)) return true;
  std::vector<double> sizes;
  double sum = 0;
  for (const Part& part : parts) {
    sizes.push_back(std::fabs(static_cast<double>(part.value)));
  }
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  for (auto size = sizes.rbegin(); size != sizes.rend(); ++size) sum += *size;
  if (sum == 0) return false;  // nothing in the cell
  const double second = sizes.size() > 1 ? sizes[1] : 0;
  if (sum - sizes[0] - second < rules.close_percent / 100 * sizes[0]) return true;
  double largest = 0;
  for (std::size_t i = 0; i < sizes.size() && i < std::size_t(rules.dominant_firms); ++i) {
    largest += sizes[i];
  }
  return largest > rules.dominant_percent / 100 * sum;
}

Protection protect(const SumTable& table, const DisclosureRules& rules,
                   const std::vector<Released>& earlier) {
  MUST(rules.is_valid());
  Protection protection;
  if (rules.least_firms == 0) return protection;
  System system = join(table, earlier, rules.close_percent / 100);
  Guard guard(system, rules);
  guard.run();
  for (std::size_t c = 0; c < system.cells.size(); ++c) {
    const SystemCell& cell = system.cells[c];
    if (!cell.now || cell.sight != Sight::hidden) continue;
    protection.hidden.insert(cell.id);
    protection.summary.sensitive += is_sensitive(table.cells[c].parts, rules) ? 1 : 0;
  }
  for (const std::size_t c : guard.exposed()) {
    protection.summary.exposed.insert(system.cells[c].id);
  }
  protection.summary.programs = guard.programs();
  return protection;
}

std::vector<Interval> audit(const SumTable& table, const std::set<std::string>& hidden,
                            const std::vector<Released>& earlier, const std::string& attacker) {
  System system = join(table, earlier, 1);
  double largest = 1;
  for (SystemCell& cell : system.cells) {
    if (cell.now && cell.sight == Sight::open && hidden.contains(cell.id)) {
      cell.sight = Sight::hidden;
    }
    largest = std::max(largest, std::fabs(cell.value));
  }
  const FirmIndex who = system.firm(attacker).value_or(kOutsider);
  Attack attack(system);
  std::vector<Interval> intervals;
  for (std::size_t c = 0; c < system.cells.size(); ++c) {
    const SystemCell& cell = system.cells[c];
    if (!cell.now || cell.sight != Sight::hidden) continue;
    const double limit = kFar * largest;
    const double up = attack.furthest(c, Way::up, limit, who);
    const double down = attack.furthest(c, Way::down, limit, who);
    Interval interval{cell.id, cell.value / kMillion, 0, 0};
    interval.low = down >= limit * 0.999 ? -kUnbounded : (cell.value - down) / kMillion;
    interval.high = up >= limit * 0.999 ? kUnbounded : (cell.value + up) / kMillion;
    intervals.push_back(interval);
  }
  return intervals;
}

}  // namespace formulary::publish
