#include "publish/internal/guard.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace formulary::publish {

namespace {

constexpr double kTolerance = 1e-6;  // of what is needed
constexpr double kSteady = 1e-3;     // a smaller part of a move is too inexact to be scaled up

std::vector<Part> parts_of(const std::vector<FirmPart>& parts) {
  std::vector<Part> found;
  for (const FirmPart& part : parts) {
    found.push_back({std::to_string(part.firm), static_cast<Millionths>(part.value)});
  }
  return found;
}

double moved(const Move& move, std::size_t cell) {
  const auto at =
      std::lower_bound(move.begin(), move.end(), std::pair<std::size_t, double>{cell, -INFINITY});
  return at != move.end() && at->first == cell ? at->second : 0;
}

}  // namespace

Guard::Guard(System& system, const DisclosureRules& rules)
    : system_(system),
      rules_(rules),
      attack_(system),
      target_(system.cells.size()),
      pinned_(system.cells.size()),
      moves_of_(system.cells.size()) {
  for (std::size_t c = 0; c < system.cells.size(); ++c) {
    const SystemCell& cell = system.cells[c];
    if (cell.sight == Sight::seen) continue;  // given away before
    if (!cell.holder && !is_sensitive(parts_of(cell.parts), rules)) continue;
    target_[c] = true;
    targets_.push_back(c);
    if (cell.sight == Sight::open) hide(c);
  }
  // The hardest first: what they need often serves the others.
  std::stable_sort(targets_.begin(), targets_.end(), [&](std::size_t a, std::size_t b) {
    return need(a, Way::up, kOutsider) > need(b, Way::up, kOutsider);
  });
}

void Guard::run() {
  do {
    for (const std::size_t target : targets_) {
      for (const Way way : {Way::up, Way::down}) {
        protect(target, way, kOutsider);
        for (const FirmIndex firm : doubters(target, way)) protect(target, way, firm);
      }
    }
  } while (widen_remainders() || audit());
}

// How far an attacker must be kept from a cell: from what the largest other firm brings to it, by
// the share of either rule; no further down than what others bring where it cannot be less. A firm
// may know the sum of the others where it could from a cell that is shown: they are as many as
// there, and the largest of them is not close to it.
double Guard::need(std::size_t at, Way way, FirmIndex attacker) const {
  const SystemCell& cell = system_.cells[at];
  const auto reach = reach_.find({at, way, attacker});
  if (reach != reach_.end()) return reach->second;
  const double room = way == Way::up ? cell.room_above(attacker) : cell.room_below(attacker);
  if (cell.holder) return std::min(room, need_of_holder(cell, attacker));
  std::vector<double> sizes;
  double sum = 0;
  for (const FirmPart& part : cell.parts) {
    if (part.firm == attacker) continue;
    sizes.push_back(std::fabs(part.value));
    sum += sizes.back();
  }
  if (sizes.empty()) return 0;
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  const bool are_enough = sizes.size() + 1 >= static_cast<std::size_t>(rules_.least_firms);
  const bool is_close = sum - sizes.front() < rules_.close_percent / 100 * sizes.front();
  if (attacker != kOutsider && are_enough && !is_close) return 0;
  double largest = 0;
  for (std::size_t i = 0; i < sizes.size() && i < std::size_t(rules_.dominant_firms); ++i) {
    largest += sizes[i];
  }
  const double by_dominance = (100 / rules_.dominant_percent - 1) * largest;
  return std::min(room, std::max({rules_.close_percent / 100 * sizes.front(), by_dominance,
                                  system_.least_need}));
}

// What the others than holder and attacker have in the holder's cells keeps the holder's value from
// being told; where that is too little, the cells together must be uncertain by the rest.
double Guard::need_of_holder(const SystemCell& cell, FirmIndex attacker) const {
  if (attacker == *cell.holder) return 0;
  double others = 0;
  for (const FirmPart& part : cell.parts) {
    if (part.firm != attacker && part.firm != *cell.holder) others += std::fabs(part.value);
  }
  const double value = std::fabs(cell.own(*cell.holder));
  const double wanted = rules_.close_percent / 100 * value - others;
  return wanted > kTolerance * value ? wanted : 0;
}

bool Guard::proves(const Move& move, std::size_t target, Way way, FirmIndex attacker) const {
  const double wanted = need(target, way, attacker);
  const double factor = (way == Way::up ? wanted : -wanted) / moved(move, target);
  for (const auto& [c, by] : move) {
    const SystemCell& cell = system_.cells[c];
    if (!cell.made_of.empty()) continue;  // its room is that of the others
    if (cell.sight != Sight::hidden || cell.is_own(attacker)) return false;
    const double room = factor * by > 0 ? cell.room_above(attacker) : cell.room_below(attacker);
    if (std::fabs(factor * by) > room + kTolerance * wanted) return false;
  }
  return true;
}

const Move* Guard::proof(std::size_t target, Way way, FirmIndex attacker) const {
  const auto at =
      std::find_if(moves_of_[target].begin(), moves_of_[target].end(),
                   [&](std::size_t m) { return proves(moves_[m], target, way, attacker); });
  return at == moves_of_[target].end() ? nullptr : &moves_[*at];
}

// The firms against which more may be needed than against the outsider: those that know, from
// their own figures, that the move that keeps the outsider off is not possible, and those that have
// a part in what a holder's cells come to.
std::vector<FirmIndex> Guard::doubters(std::size_t target, Way way) const {
  std::set<FirmIndex> firms;
  if (system_.cells[target].holder) {
    for (const FirmPart& part : system_.cells[target].parts) firms.insert(part.firm);
  }
  const double wanted = need(target, way, kOutsider);
  const Move* move = wanted > 0 ? proof(target, way, kOutsider) : nullptr;
  if (move == nullptr) return {firms.begin(), firms.end()};
  const double factor = (way == Way::up ? wanted : -wanted) / moved(*move, target);
  for (const auto& [c, by] : *move) {
    const SystemCell& cell = system_.cells[c];
    if (!cell.made_of.empty()) continue;
    for (const FirmPart& part : cell.parts) {
      const double room = factor * by > 0 ? cell.room_above(part.firm) : cell.room_below(part.firm);
      if (cell.is_own(part.firm) || std::fabs(factor * by) > room) firms.insert(part.firm);
    }
  }
  return {firms.begin(), firms.end()};
}

void Guard::protect(std::size_t target, Way way, FirmIndex attacker) {
  const double wanted = need(target, way, attacker);
  if (!(wanted > 0) || proof(target, way, attacker) != nullptr) return;
  const std::optional<Move> move = attack_.cheapest(target, way, wanted, attacker);
  if (!move) return protect_as_far(target, way, attacker, wanted);
  prove(*move, wanted);
  if (!proves(*move, target, way, attacker)) hide_above(target);  // beyond the solver's rounding
}

// The sums may leave less room than is wanted (what a firm took away was no more than it had), or
// an earlier release none: then as far as it goes. Where even so the largest other firm can be told
// too closely, it is said.
void Guard::protect_as_far(std::size_t target, Way way, FirmIndex attacker, double wanted) {
  double reach = attack_.furthest(target, way, wanted, attacker, Sight::open);
  double largest = 0, sum = 0;
  for (const FirmPart& part : system_.cells[target].parts) {
    if (part.firm == attacker) continue;
    largest = std::max(largest, std::fabs(part.value));
    sum += std::fabs(part.value);
  }
  const std::optional<FirmIndex> holder = system_.cells[target].holder;
  if (holder) largest = std::fabs(system_.cells[target].own(*holder));
  const double closest = (1 + rules_.close_percent / 100) * largest;
  if (sum + reach < closest * (1 - kTolerance)) exposed_.insert(target);
  reach = reach > kSteady * wanted ? reach * (1 - kTolerance) : 0;
  reach_[{target, way, attacker}] = reach;
  if (reach == 0) {
    pinned_[target] = pinned_[target] || (way == Way::up && attacker == kOutsider);
    return;
  }
  const std::optional<Move> move = attack_.cheapest(target, way, reach, attacker);
  if (move) prove(*move, reach);
}

void Guard::prove(const Move& move, double amount) {
  for (const auto& [cell, by] : move) {
    hide(cell);
    if (std::fabs(by) > kSteady * amount) moves_of_[cell].push_back(moves_.size());
  }
  moves_.push_back(move);
}

void Guard::hide(std::size_t cell) {
  if (system_.cells[cell].sight == Sight::open) system_.cells[cell].sight = Sight::hidden;
}

// What is left of a total when all that is shown in it is taken away, down to the base cells.
struct Guard::Remainder {
  std::map<FirmIndex, double> parts;
  std::optional<std::size_t> lightest;  // of the cells that were taken away
};

void Guard::add_remainder(const std::vector<std::size_t>& sum, Remainder& remainder) const {
  for (std::size_t i = 1; i < sum.size(); ++i) {
    const SystemCell& part = system_.cells[sum[i]];
    if (part.sight == Sight::open) {
      const auto firms = [&](std::size_t c) { return system_.cells[c].parts.size(); };
      if (!remainder.lightest || firms(sum[i]) < firms(*remainder.lightest)) {
        remainder.lightest = sum[i];
      }
    }
    if (part.sight != Sight::hidden || pinned_[sum[i]]) continue;
    const auto below =
        std::find_if(system_.totals.begin(), system_.totals.end(),
                     [&](const std::vector<std::size_t>& one) { return one.front() == sum[i]; });
    if (below != system_.totals.end()) {
      add_remainder(*below, remainder);
      continue;
    }
    for (const FirmPart& one : part.parts) remainder.parts[one.firm] += one.value;
  }
}

// What is left of a shown total must not be sensitive either. Where it is, hides the lightest cell
// that helps, and sees to it that this cell cannot be worked out; says whether it hid any.
bool Guard::widen_remainders() {
  bool hid = false;
  for (const std::vector<std::size_t>& sum : system_.totals) {
    while (system_.cells[sum.front()].sight == Sight::open) {
      Remainder remainder;
      add_remainder(sum, remainder);
      std::vector<FirmPart> parts;
      for (const auto& [firm, value] : remainder.parts) parts.push_back({firm, value});
      if (!is_sensitive(parts_of(parts), rules_)) break;
      const std::size_t lightest = remainder.lightest.value_or(sum.front());
      hide(lightest);
      if (!target_[lightest]) targets_.push_back(lightest);
      target_[lightest] = true;
      hid = true;
    }
  }
  return hid;
}

// Hide all totals above a cell; says whether it hid any.
bool Guard::hide_above(std::size_t cell) {
  bool hid = false;
  std::vector<std::size_t> below{cell};
  for (std::size_t i = 0; i < below.size(); ++i) {
    for (const std::vector<std::size_t>& sum : system_.totals) {
      const bool in = std::find(sum.begin() + 1, sum.end(), below[i]) != sum.end();
      if (!in || system_.cells[sum.front()].sight != Sight::open) continue;
      hide(sum.front());
      hid = true;
      below.push_back(sum.front());
    }
  }
  return hid;
}

// Compute every sensitive cell's interval anew, from what is hidden alone. Where the solver's
// rounding left one too narrow, hide the totals above it; says whether it hid any.
bool Guard::audit() {
  bool hid = false;
  for (const std::size_t target : targets_) {
    if (exposed_.contains(target)) continue;
    for (const Way way : {Way::up, Way::down}) {
      const double wanted = need(target, way, kOutsider);
      if (attack_.furthest(target, way, wanted, kOutsider) >= wanted * (1 - 2 * kTolerance)) {
        continue;
      }
      if (hide_above(target)) {
        hid = true;
      } else {
        exposed_.insert(target);
      }
    }
  }
  return hid;
}

}  // namespace formulary::publish
