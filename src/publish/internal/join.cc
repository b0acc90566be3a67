#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "base/must.h"
#include "publish/internal/system.h"

namespace formulary::publish {

namespace {

struct Release {
  const SumTable* table;
  std::set<std::string> hidden;  // in every release of these figures
  std::map<std::string, std::size_t> places;
};

// Releases of the same figures: what one of them showed is known of all.
std::vector<Release> distinct(const SumTable& table, const std::vector<Released>& earlier) {
  std::vector<Release> releases{{&table, {}, {}}};
  for (const Released& one : earlier) {
    const auto same = std::find_if(releases.begin() + 1, releases.end(),
                                   [&](const Release& known) { return *known.table == one.table; });
    if (same == releases.end()) {
      releases.push_back({&one.table, one.hidden, {}});
      continue;
    }
    std::erase_if(same->hidden, [&](const std::string& id) { return !one.hidden.contains(id); });
  }
  return releases;
}

bool has_negatives(const SumTable& table) {
  return std::any_of(table.cells.begin(), table.cells.end(), [](const TableCell& cell) {
    return std::any_of(cell.parts.begin(), cell.parts.end(),
                       [](const Part& part) { return part.value < 0; });
  });
}

// What one firm brings to a cell, merged from several places.
class PartsByFirm {
 public:
  void add(FirmIndex firm, double value, Sign sign) {
    const auto [at, fresh] = parts_.try_emplace(firm, FirmPart{firm, 0, sign});
    at->second.value += value;
    if (at->second.sign != sign) at->second.sign = Sign::either;
  }
  std::vector<FirmPart> list() const {
    std::vector<FirmPart> found;
    for (const auto& [firm, part] : parts_) found.push_back(part);
    return found;
  }

 private:
  std::map<FirmIndex, FirmPart> parts_;
};

class Joiner {
 public:
  Joiner(const SumTable& table, const std::vector<Released>& earlier)
      : releases_(distinct(table, earlier)), bases_(releases_.size()) {
    std::set<std::string> firms;
    bool negatives = false;
    for (const Release& release : releases_) {
      negatives = negatives || has_negatives(*release.table);
      for (const TableCell& cell : release.table->cells) {
        for (const Part& part : cell.parts) firms.insert(part.firm);
      }
    }
    sign_ = negatives ? Sign::either : Sign::not_negative;
    system_.firms.assign(firms.begin(), firms.end());
  }

  System join(double close_share) {
    for (std::size_t r = 0; r < releases_.size(); ++r) add_release(r);
    if (releases_.size() > 1) add_atoms();
    for (std::size_t r = 0; r < releases_.size(); ++r) {
      for (std::size_t other = r + 1; other < releases_.size(); ++other) add_changes(r, other);
    }
    for (std::size_t r = 0; r < releases_.size(); ++r) add_holdings(r);
    system_.least_need = least_need(close_share);
    return std::move(system_);
  }

 private:
  const SystemCell* cell(std::size_t r, const std::string& id) const {
    const auto at = releases_[r].places.find(id);
    return at == releases_[r].places.end() ? nullptr : &system_.cells[at->second];
  }

  void add_release(std::size_t r) {
    Release& release = releases_[r];
    for (const TableCell& from : release.table->cells) {
      SystemCell one;
      one.id = from.id;
      one.now = r == 0;
      PartsByFirm parts;
      for (const Part& part : from.parts) {
        parts.add(*system_.firm(part.firm), static_cast<double>(part.value), sign_);
      }
      one.set_parts(parts.list());
      const bool hidden = r > 0 && release.hidden.contains(from.id);
      if (!one.parts.empty())
        one.sight = r == 0 ? Sight::open : hidden ? Sight::hidden : Sight::seen;
      release.places[from.id] = system_.cells.size();
      system_.cells.push_back(std::move(one));
    }
    for (const TableSum& sum : release.table->sums) {
      std::vector<std::size_t> members;
      std::vector<Term> terms;
      const auto add = [&](const std::string& id, double coefficient) {
        const auto at = release.places.find(id);
        MUST(at != release.places.end());
        members.push_back(at->second);
        terms.push_back({at->second, coefficient});
      };
      add(sum.total, 1);
      for (const std::string& part : sum.parts) add(part, -1);
      system_.sums.push_back(std::move(terms));
      if (r == 0) system_.totals.push_back(std::move(members));
    }
  }

  // The base cells that a cell of a release is made of: any one of its sums holds them all.
  const std::set<std::string>& bases(std::size_t r, const std::string& id) {
    const auto known = bases_[r].find(id);
    if (known != bases_[r].end()) return known->second;
    std::set<std::string> found;
    const auto& sums = releases_[r].table->sums;
    const auto sum = std::find_if(sums.begin(), sums.end(),
                                  [&](const TableSum& one) { return one.total == id; });
    if (sum == sums.end()) {
      if (releases_[r].places.contains(id)) found.insert(id);
    } else {
      for (const std::string& part : sum->parts) {
        const std::set<std::string>& below = bases(r, part);
        found.insert(below.begin(), below.end());
      }
    }
    return bases_[r][id] = std::move(found);
  }

  // Firms of one base cell whose values held in the same releases stay together: such an atom has
  // one value in all of them, and a release's cell is the sum of its atoms.
  void add_atoms() {
    std::set<std::string> ids;
    for (std::size_t r = 0; r < releases_.size(); ++r) {
      for (const auto& [id, place] : releases_[r].places) {
        if (bases(r, id) == std::set<std::string>{id}) ids.insert(id);
      }
    }
    for (const std::string& id : ids) {
      std::map<std::pair<FirmIndex, double>, std::set<std::size_t>> held;
      for (std::size_t r = 0; r < releases_.size(); ++r) {
        const SystemCell* one = cell(r, id);
        if (one == nullptr) continue;
        for (const FirmPart& part : one->parts) held[{part.firm, part.value}].insert(r);
      }
      std::map<std::set<std::size_t>, std::vector<FirmPart>> atoms;
      for (const auto& [part, in] : held) atoms[in].push_back({part.first, part.second, sign_});
      std::map<std::size_t, std::vector<Term>> sums;
      for (auto& [in, parts] : atoms) {
        const std::size_t place = system_.cells.size();
        for (const std::size_t r : in) {
          if (!sums.contains(r)) sums[r].push_back({releases_[r].places.at(id), 1});
          sums[r].push_back({place, -1});
          for (const FirmPart& part : parts) atom_of_[{r, id, part.firm}] = place;
        }
        SystemCell atom;
        atom.id = id;
        atom.sight = Sight::hidden;
        atom.set_parts(std::move(parts));
        system_.cells.push_back(std::move(atom));
      }
      for (auto& [r, terms] : sums) system_.sums.push_back(std::move(terms));
    }
  }

  // What a base cell of release r has more than that of the other one, by firm. Which firms came
  // and which left is known; one that is in both may have been corrected up or down.
  void add_difference(std::size_t r, std::size_t other, const std::string& base,
                      PartsByFirm& parts) const {
    std::map<FirmIndex, double> here, there;
    if (const SystemCell* one = cell(r, base)) {
      for (const FirmPart& part : one->parts) here[part.firm] = part.value;
    }
    if (const SystemCell* one = cell(other, base)) {
      for (const FirmPart& part : one->parts) there[part.firm] = part.value;
    }
    for (const auto& [firm, value] : here) {
      const auto was = there.find(firm);
      if (was == there.end()) {
        parts.add(firm, value, sign_);
      } else if (was->second != value) {
        parts.add(firm, value - was->second, Sign::either);
      }
    }
    for (const auto& [firm, value] : there) {
      if (here.contains(firm)) continue;
      parts.add(firm, -value, sign_ == Sign::either ? Sign::either : Sign::not_positive);
    }
  }

  // A firm's corrections may cancel in a total; it has changed all the same.
  void add_changes(std::size_t r, std::size_t other) {
    for (const auto& [id, place] : releases_[r].places) {
      const auto at = releases_[other].places.find(id);
      if (at == releases_[other].places.end()) continue;
      std::set<std::string> below = bases(r, id);
      below.insert(bases(other, id).begin(), bases(other, id).end());
      PartsByFirm parts;
      for (const std::string& base : below) add_difference(r, other, base, parts);
      SystemCell change;
      change.id = id;
      change.sight = Sight::hidden;
      change.set_parts(parts.list());
      if (change.parts.empty()) continue;
      change.made_of = {{place, 1}, {at->second, -1}};
      system_.cells.push_back(std::move(change));
    }
  }

  // Of every firm in two or more base cells of a total: those cells together, and its atoms.
  void add_holdings(std::size_t r) {
    std::map<FirmIndex, std::set<std::set<std::size_t>>> holdings;
    for (const TableSum& sum : releases_[r].table->sums) {
      std::map<FirmIndex, std::set<std::size_t>> cells, atoms;
      for (const std::string& base : bases(r, sum.total)) {
        for (const FirmPart& part : cell(r, base)->parts) {
          cells[part.firm].insert(releases_[r].places.at(base));
          const auto atom = atom_of_.find({r, base, part.firm});
          if (atom != atom_of_.end()) atoms[part.firm].insert(atom->second);
        }
      }
      for (const auto* each : {&cells, &atoms}) {
        for (const auto& [firm, places] : *each) {
          if (places.size() > 1) holdings[firm].insert(places);
        }
      }
    }
    for (const auto& [firm, sets] : holdings) {
      for (const std::set<std::size_t>& places : sets) add_holding(firm, places);
    }
  }

  void add_holding(FirmIndex firm, const std::set<std::size_t>& places) {
    SystemCell holding;
    holding.id = "cells of " + system_.firms[firm];
    holding.sight = Sight::hidden;
    holding.holder = firm;
    PartsByFirm parts;
    for (const std::size_t c : places) {
      for (const FirmPart& part : system_.cells[c].parts) parts.add(part.firm, part.value, sign_);
      holding.made_of.push_back({c, 1});
    }
    holding.set_parts(parts.list());
    system_.cells.push_back(std::move(holding));
  }

  // Zeros and very small parts are protected as if they were of the table's middling size.
  double least_need(double close_share) const {
    std::vector<double> sizes;
    for (const TableCell& one : releases_.front().table->cells) {
      for (const Part& part : one.parts) {
        if (part.value != 0) sizes.push_back(std::fabs(static_cast<double>(part.value)));
      }
    }
    const double step = static_cast<double>(releases_.front().table->step);
    if (sizes.empty()) return std::max(step, 1.0);
    std::sort(sizes.begin(), sizes.end());
    return std::max(step, close_share * sizes[sizes.size() / 2]);
  }

  System system_;
  std::vector<Release> releases_;                                    // this one first
  std::vector<std::map<std::string, std::set<std::string>>> bases_;  // by release
  std::map<std::tuple<std::size_t, std::string, FirmIndex>, std::size_t> atom_of_;
  Sign sign_ = Sign::not_negative;  // of figures: where some are negative nobody knows a floor
};

}  // namespace

System join(const SumTable& table, const std::vector<Released>& earlier, double close_share) {
  return Joiner(table, earlier).join(close_share);
}

}  // namespace formulary::publish
