// Nobody is to tell a firm's figure: random tables against attackers of other makes.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <random>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "publish/disclosure.h"
#include "publish/internal/attacked_tables.h"
#include "publish/internal/firm_attacker.h"

using namespace formulary;
using namespace formulary::publish;
using namespace formulary::publish::attacking;

namespace {

// The cells that are no totals.
std::set<std::string> bases_of(const SumTable& table) {
  std::set<std::string> ids;
  for (const TableCell& cell : table.cells) ids.insert(cell.id);
  for (const TableSum& sum : table.sums) ids.erase(sum.total);
  return ids;
}

bool cell_has(const TableCell& cell, const std::string& firm) {
  return std::any_of(cell.parts.begin(), cell.parts.end(),
                     [&](const Part& part) { return part.firm == firm; });
}

// No firm's value, in whichever cell, is told more closely than p percent from above.
void check_firms(FirmAttacker& attack, std::size_t release, const TableCell& cell,
                 const std::string& attacker, double p) {
  for (const Part& part : cell.parts) {
    if (part.firm == attacker) continue;
    const double brings = static_cast<double>(part.value) / 1e6;
    RC_ASSERT(attack.most(release, cell.id, {part.firm}, 1) >= brings * (1 + p) - 1e-4);
  }
}

// Check that nobody can tell what a firm brings to a cell, nor a sensitive cell itself from above
// or below, more closely than p percent of the largest other firm.
void check_safe(const std::vector<Released>& releases, const DisclosureRules& rules) {
  const SumTable& table = releases.back().table;
  std::set<std::string> bases, attackers;
  for (const Released& one : releases) {
    bases.merge(bases_of(one.table));
    attackers.merge(firms_of(one.table));
  }
  std::vector<Released> nothing_new = releases;  // what earlier releases left open anyway
  for (const TableCell& cell : table.cells) nothing_new.back().hidden.insert(cell.id);
  const double p = rules.close_percent / 100;
  const std::size_t last = releases.size() - 1;
  for (const std::string& attacker : attackers) {
    FirmAttacker attack(releases, {bases.begin(), bases.end()}, attacker);
    FirmAttacker blind(nothing_new, {bases.begin(), bases.end()}, attacker);
    for (std::size_t r = 0; r <= last; ++r) {
      for (const TableCell& cell : releases[r].table.cells) {
        check_firms(attack, r, cell, attacker, p);
      }
    }
    for (const TableCell& cell : table.cells) {
      if (!is_sensitive(cell.parts, rules)) continue;
      RC_ASSERT(releases.back().hidden.contains(cell.id));
      const Part* victim = nullptr;
      double others = 0;
      for (const Part& part : cell.parts) {
        if (part.firm == attacker) continue;
        others += static_cast<double>(part.value) / 1e6;
        if (victim == nullptr || part.value > victim->value) victim = &part;
      }
      if (victim == nullptr) continue;
      const double brings = static_cast<double>(victim->value) / 1e6;
      const double value = static_cast<double>(cell.value()) / 1e6;
      RC_ASSERT(attack.most(last, cell.id, {victim->firm}, 1) >= brings * (1 + p) - 1e-4);
      // In a cell that is shown, too, a firm knows the sum of enough others.
      const std::size_t firms = cell.parts.size() - (cell_has(cell, attacker) ? 1 : 0);
      const bool enough = firms + 1 >= static_cast<std::size_t>(rules.least_firms);
      if (!attacker.empty() && enough && others - brings >= p * brings) continue;
      RC_ASSERT(attack.most(last, cell.id, {}, 1) >=
                std::min(value + p * brings, blind.most(last, cell.id, {}, 1)) - 1e-4);
      RC_ASSERT(-attack.most(last, cell.id, {}, -1) <=
                std::max(value - std::min(p * brings, others), -blind.most(last, cell.id, {}, -1)) +
                    1e-4);
    }
  }
}

std::vector<Entry> random_entries(int regions, int sectors, int most_firms) {
  std::vector<Entry> entries;
  for (int r = 0; r < regions; ++r) {
    for (int s = 0; s < sectors; ++s) {
      const int firms = *rc::gen::inRange(0, most_firms + 1);
      for (int f = 0; f < firms; ++f) {
        // Some firms are in several cells, so that their own knowledge reaches further.
        const int name = *rc::gen::inRange(0, 2 * most_firms);
        const int value = *rc::gen::element(0, 1, 2, 3, 5, 8, 40, 1000);
        entries.push_back(
            {"r" + std::to_string(r), "s" + std::to_string(s), "f" + std::to_string(name), value});
      }
    }
  }
  return entries;
}

// The base cells that a cell is made of.
std::set<std::string> below(const SumTable& table, const std::string& id) {
  std::set<std::string> found;
  for (const TableSum& sum : table.sums) {
    if (sum.total != id || !found.empty()) continue;
    for (const std::string& part : sum.parts) found.merge(below(table, part));
  }
  return found.empty() ? std::set<std::string>{id} : found;
}

// Whether what is left of every shown total is of enough firms, when what is shown in it is taken
// away: the larger cells first, those of one size in the order of ids or against it.
bool remainders_are_safe(const SumTable& table, const std::set<std::string>& hidden,
                         const DisclosureRules& rules) {
  std::map<std::string, std::set<std::string>> bases;
  std::vector<std::string> shown;
  for (const TableCell& cell : table.cells) {
    bases[cell.id] = below(table, cell.id);
    if (!hidden.contains(cell.id)) shown.push_back(cell.id);
  }
  for (const bool backwards : {false, true}) {
    if (backwards) std::reverse(shown.begin(), shown.end());
    std::vector<std::string> by_size = shown;
    std::stable_sort(by_size.begin(), by_size.end(), [&](const auto& a, const auto& b) {
      return bases[a].size() > bases[b].size();
    });
    for (const std::string& total : shown) {
      std::set<std::string> rest = bases[total];
      for (const std::string& id : by_size) {
        const std::set<std::string>& part = bases[id];
        const bool inside = std::includes(rest.begin(), rest.end(), part.begin(), part.end());
        if (id == total || !inside) continue;
        for (const std::string& one : part) rest.erase(one);
      }
      std::map<std::string, Millionths> firms;
      for (const std::string& id : rest) {
        for (const Part& one : table.cell(id)->parts) firms[one.firm] += one.value;
      }
      std::vector<Part> left;
      for (const auto& [firm, value] : firms) left.push_back({firm, value});
      if (is_sensitive(left, rules)) return false;
    }
  }
  return true;
}

// Below a cell stand measures, which programmes sum in another way.
void add_linked(Tally& tally, const std::string& cell, const std::string& programme,
                const std::string& firm, Millionths value) {
  const std::string measure = cell + "|" + programme;
  tally.add(measure, firm, value);
  tally.add(programme, firm, value);
  tally.tie(cell, "measures", measure);
  tally.tie(programme, "measures", measure);
  tally.tie("_T|_T", "programmes", programme);
}

// Firms come, are corrected and leave.
void change(std::vector<Entry>& entries, int times) {
  for (int i = 0; i < times; ++i) {
    const std::string name = "f" + std::to_string(*rc::gen::inRange(0, 10));
    const int value = *rc::gen::element(1, 4, 50, 700);
    if (entries.empty() || *rc::gen::inRange(0, 3) > 0) {
      entries.push_back({"r" + std::to_string(*rc::gen::inRange(0, 2)),
                         "s" + std::to_string(*rc::gen::inRange(0, 3)), name, value});
    } else {
      entries.erase(entries.begin() + *rc::gen::inRange(0, static_cast<int>(entries.size())));
    }
  }
}

}  // namespace

// Expected: firm by firm, by another solver on another model (firm_attacker.h).
TEST_CASE("no attacker tells a firm's figure from a random table") {
  CHECK(rc::check("one release", [] {
    const SumTable table = cross(random_entries(3, 3, 4));
    const DisclosureRules rules{.least_firms = 3};
    const Protection protection = protect(table, rules);
    RC_ASSERT(protection.summary.exposed.empty());
    check_safe({{table, protection.hidden}}, rules);
  }));
}

// Expected: by hand: region a and b less sector x leave firm f1's two cells, 3 + 8, and no other's.
TEST_CASE("a firm with several cells is not told from what they come to") {
  const std::vector<Entry> entries{{"a", "x", "f0", 8}, {"a", "x", "f2", 3}, {"a", "y", "f1", 3},
                                   {"b", "x", "f0", 7}, {"b", "x", "f3", 8}, {"b", "z", "f1", 8},
                                   {"c", "z", "f0", 0}};
  const SumTable table = cross(entries);
  const std::set<std::string> told{"a|_T", "b|_T", "_T|x"};
  std::set<std::string> rest;
  for (const TableCell& cell : table.cells) {
    if (!told.contains(cell.id)) rest.insert(cell.id);
  }
  const auto most_of_f1 = [&](const std::set<std::string>& hidden) {
    FirmAttacker attack({{table, hidden}}, {"a|x", "a|y", "b|x", "b|z", "c|z"}, "");
    return attack.most(0, "_T|_T", {"f1"}, 1);
  };
  CHECK(most_of_f1(rest) == doctest::Approx(11));
  CHECK(most_of_f1(protect(table, {.least_firms = 3}).hidden) >= 11 * 1.15);
}

// Expected: by hand: with only the rows shown, each of two single firms knows the other's figure.
TEST_CASE("two firms that are alone in their cells are kept from each other") {
  const std::vector<Entry> entries{{"a", "x", "f1", 50}, {"a", "y", "f2", 60}, {"a", "z", "f3", 9},
                                   {"a", "z", "f4", 9},  {"a", "z", "f5", 9},  {"a", "z", "f6", 9},
                                   {"b", "x", "f7", 30}, {"b", "x", "f8", 30}, {"b", "x", "f9", 30},
                                   {"b", "x", "g1", 30}, {"b", "y", "g2", 20}, {"b", "y", "g3", 20},
                                   {"b", "y", "g4", 20}, {"b", "y", "g5", 20}};
  const SumTable table = cross(entries);
  const DisclosureRules rules{.least_firms = 3};
  const std::set<std::string> hidden = protect(table, rules).hidden;
  const std::set<std::string> bases = bases_of(table);
  const std::vector<std::string> list{bases.begin(), bases.end()};
  FirmAttacker first({{table, hidden}}, list, "f1"), second({{table, hidden}}, list, "f2");
  CHECK(first.most(0, "a|y", {}, 1) >= 60 * 1.15);
  CHECK(-first.most(0, "a|y", {}, -1) <= 60 * 0.85);
  CHECK(second.most(0, "a|x", {}, 1) >= 50 * 1.15);
  CHECK(-second.most(0, "a|x", {}, -1) <= 50 * 0.85);
  // An outsider could be kept off by the two alone.
  FirmAttacker open({{table, {"a|x", "a|y", "b|x", "b|y"}}}, list, "f1");
  CHECK(open.most(0, "a|y", {}, 1) == doctest::Approx(60));
}

// Expected: as above, of whoever has kept the earlier releases.
TEST_CASE("no attacker tells a firm's figure from two or three releases") {
  CHECK(rc::check("releases", [] {
    std::vector<Entry> entries = random_entries(2, 3, 4);
    const DisclosureRules rules{.least_firms = 3};
    std::vector<Released> releases;
    const int count = *rc::gen::inRange(2, 4);
    for (int release = 0; release < count; ++release) {
      const SumTable table = cross(entries);
      const Protection protection = protect(table, rules, releases);
      RC_ASSERT(protection.summary.exposed.empty());
      releases.push_back({table, protection.hidden});
      change(entries, *rc::gen::inRange(0, 4));
    }
    check_safe(releases, rules);
  }));
}

// Expected: as above, where cells are sums of measures, which programmes sum in another way.
TEST_CASE("no attacker tells a firm's figure from tables that are linked") {
  CHECK(rc::check("linked", [] {
    Tally tally;
    for (const Entry& one : random_entries(2, 2, 4)) {
      const Millionths value = one.value * kOne;
      const std::string cell = tally.add_crossed({one.region, one.sector}, one.firm, value);
      add_linked(tally, cell, "p" + std::to_string(*rc::gen::inRange(0, 2)), one.firm, value);
    }
    const DisclosureRules rules{.least_firms = 3};
    const SumTable table = tally.table();
    const Protection protection = protect(table, rules);
    RC_ASSERT(protection.summary.exposed.empty());
    check_safe({{table, protection.hidden}}, rules);
  }));
}

// Expected: as above.
TEST_CASE("no attacker tells a firm's figure from a table of three axes") {
  CHECK(rc::check("three axes", [] {
    Tally tally;
    for (const Entry& one : random_entries(2, 2, 5)) {
      const std::string type = "t" + std::to_string(*rc::gen::inRange(0, 2));
      tally.add_crossed({one.region, one.sector, type}, one.firm, one.value * kOne);
    }
    const DisclosureRules rules{.least_firms = 3};
    const SumTable table = tally.table();
    const Protection protection = protect(table, rules);
    RC_ASSERT(protection.summary.exposed.empty());
    check_safe({{table, protection.hidden}}, rules);
  }));
}

// Expected: brute force: every way to fill the hidden inner cells with whole numbers.
TEST_CASE("the audit's intervals are those of trying all tables") {
  CHECK(rc::check("brute force", [] {
    std::vector<Entry> entries;
    std::vector<std::vector<int>> values(2, std::vector<int>(3));
    std::set<std::string> hidden;
    for (int r = 0; r < 2; ++r) {
      for (int s = 0; s < 3; ++s) {
        values[r][s] = *rc::gen::inRange(0, 7);
        const std::string region(1, static_cast<char>('a' + r)),
            sector(1, static_cast<char>('x' + s));
        add(entries, region, sector, {values[r][s]});
        if (*rc::gen::inRange(0, 4) > 0) hidden.insert(region + "|" + sector);
      }
    }
    std::map<std::string, std::pair<int, int>> tried;
    std::vector<std::vector<int>> other = values;
    const std::function<void(int)> fill = [&](int at) {
      if (at == 6) {
        for (int s = 0; s < 3; ++s) {
          if (other[0][s] + other[1][s] != values[0][s] + values[1][s]) return;
        }
        for (int r = 0; r < 2; ++r) {
          int left = 0;
          for (int s = 0; s < 3; ++s) left += other[r][s] - values[r][s];
          if (left != 0) return;
        }
        for (const std::string& id : hidden) {
          const int value = other[id[0] - 'a'][id[2] - 'x'];
          const auto [seen, fresh] = tried.try_emplace(id, value, value);
          seen->second = {std::min(seen->second.first, value),
                          std::max(seen->second.second, value)};
        }
        return;
      }
      const int r = at / 3, s = at % 3;
      const std::string id{static_cast<char>('a' + r), '|', static_cast<char>('x' + s)};
      const int most = values[0][s] + values[1][s];
      for (int v = hidden.contains(id) ? 0 : values[r][s];
           v <= (hidden.contains(id) ? most : values[r][s]); ++v) {
        other[r][s] = v;
        fill(at + 1);
      }
    };
    fill(0);
    const std::vector<Interval> intervals = audit(cross(entries), hidden);
    RC_ASSERT(intervals.size() == hidden.size());
    for (const Interval& one : intervals) {
      RC_ASSERT(std::abs(one.low - tried.at(one.cell).first) < 1e-5);
      RC_ASSERT(std::abs(one.high - tried.at(one.cell).second) < 1e-5);
    }
  }));
}

// Expected: by the definition.
TEST_CASE("what is left of a shown total, the shown parts taken off, is of enough firms") {
  CHECK(rc::check("remainders", [] {
    const SumTable table = cross(random_entries(3, 3, 8));
    const DisclosureRules rules;
    const std::set<std::string> hidden = protect(table, rules).hidden;
    bool some = false;
    for (const TableCell& cell : table.cells) {
      some = some || is_sensitive(cell.parts, rules);
      RC_ASSERT(hidden.contains(cell.id) || !is_sensitive(cell.parts, rules));
    }
    RC_ASSERT(some || hidden.empty());
    RC_ASSERT(remainders_are_safe(table, hidden, rules));
  }));
}

// Expected: an invariance.
TEST_CASE("the order of firms does not matter, and the parts add up to the totals") {
  CHECK(rc::check("order", [] {
    std::vector<Entry> entries = random_entries(3, 3, 5);
    const SumTable table = cross(entries);
    const Protection protection = protect(table, {});
    std::reverse(entries.begin(), entries.end());
    RC_ASSERT(cross(entries) == table);
    RC_ASSERT(protect(cross(entries), {}).hidden == protection.hidden);
    for (const TableSum& sum : table.sums) {
      Millionths rest = table.cell(sum.total)->value();
      for (const std::string& part : sum.parts) rest -= table.cell(part)->value();
      RC_ASSERT(rest == 0);
    }
  }));
}

// Expected: by the definition. These two of twenty thousand tables need a look below a hidden cell.
TEST_CASE("what is shown below a hidden cell is taken off as well") {
  constexpr std::array kValues{1, 2, 3, 5, 8, 40, 1000};
  for (const unsigned seed : {651u, 2552u}) {
    std::mt19937 chance(seed);
    Tally tally;
    const auto firms = 6 + chance() % 40;
    for (auto i = firms; i > 0; --i) {
      const std::string region = "r" + std::to_string(chance() % 3);
      const std::string sector = "s" + std::to_string(chance() % 3);
      const std::string firm = "f" + std::to_string(chance() % 60);
      const Millionths value = kValues[chance() % kValues.size()] * kOne;
      const std::string cell = tally.add_crossed({region, sector}, firm, value);
      add_linked(tally, cell, "p" + std::to_string(chance() % 2), firm, value);
    }
    const SumTable table = tally.table();
    CHECK(remainders_are_safe(table, protect(table, {}).hidden, {}));
  }
}
