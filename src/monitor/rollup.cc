#include "monitor/rollup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <tuple>

#include "base/must.h"
#include "monitor/internal/reasons.h"

namespace formulary {

namespace {

constexpr double kLargest = 1e18;  // so that 10^14 leaves stay inside 128 bits

Millionths scaled(double value) {
  return static_cast<Millionths>(std::nearbyint(value * kMillion));
}

bool in_range(double value) {
  return std::isfinite(value) && std::fabs(value) <= kLargest;
}

const std::string& id_on(RollUpAxis axis, const std::string& award, const RollUpPlace& place) {
  switch (axis) {
    case RollUpAxis::award:
      return award;
    case RollUpAxis::measure:
      return place.measure;
    case RollUpAxis::programme:
      return place.programme;
    case RollUpAxis::region:
      return place.region;
    case RollUpAxis::sector:
      return place.sector;
    case RollUpAxis::country:
      return place.country;
  }
  return award;
}

}  // namespace

std::size_t RollUp::HashOfKey::operator()(const RollUpKey& key) const {
  const std::hash<std::string> text;
  std::size_t hash = index_of(key.axis);
  for (const std::size_t part :
       {text(key.id), text(key.kpi), static_cast<std::size_t>(key.from.days()),
        static_cast<std::size_t>(key.to.days())}) {
    hash = hash * 0x9E3779B97F4A7C15ULL + part;  // 2^64 / golden ratio
  }
  return hash;
}

// Add a leaf to its total on every axis, or take it out; totals without leaves disappear.
void RollUp::apply(const RollUpKey& leaf_key, const Leaf& leaf, int sign) {
  for (std::size_t axis = 0; axis < kRollUpAxes; ++axis) {
    RollUpKey key = leaf_key;
    key.axis = static_cast<RollUpAxis>(axis);
    key.id = id_on(key.axis, leaf_key.id, leaf.place);
    RollUpTotal& total = totals_[key];
    total.kind = leaf.values.kind;
    total.numerator += sign * leaf.values.numerator;
    total.denominator += sign * leaf.values.denominator;
    total.leaves += sign;
    MUST(total.leaves >= 0);
    if (total.leaves == 0) totals_.erase(key);
  }
  Kind& kind = kinds_.try_emplace(leaf_key.kpi, Kind{leaf.values.kind, 0}).first->second;
  kind.leaves += sign;
  if (kind.leaves == 0) kinds_.erase(leaf_key.kpi);
}

Allowed<bool> RollUp::put(const Observation& observation, const RollUpPlace& place, RollUpKind kind,
                          double denominator) {
  Reasons reasons;
  if (observation.state != ObservationState::verified || !observation.value) {
    reasons.push_back(reason_of("only_verified_counts"));
  }
  if (observation.subject_kind != SubjectKind::award) {
    reasons.push_back(reason_of("only_awards_are_leaves"));
  }
  const double value = observation.value.value_or(0);
  const bool is_share = kind == RollUpKind::weighted_mean;
  const double weight = is_share ? denominator : 1;
  if (is_share && (!std::isfinite(denominator) || scaled(denominator) <= 0)) {
    reasons.push_back(reason_of("share_without_denominator"));
  } else if (!in_range(value) || !in_range(weight) || !in_range(value * weight)) {
    reasons.push_back(reason_of("total_out_of_range"));
  }
  const RollUpKey key{RollUpAxis::award, observation.subject, observation.kpi, observation.from,
                      observation.to};
  const auto known = kinds_.find(observation.kpi);
  if (known != kinds_.end() && known->second.kind != kind) {
    reasons.push_back(reason_of("kind_changed", observation.kpi));
  }
  if (!reasons.empty()) return otherwise(std::move(reasons));
  Leaf leaf{place, {kind, scaled(value * weight), is_share ? scaled(denominator) : 0, 1}};
  const bool replaced = remove(key.id, key.kpi, key.from, key.to);
  apply(key, leaf, 1);
  leaves_.emplace(key, std::move(leaf));
  return replaced;
}

bool RollUp::remove(const std::string& award, const std::string& kpi, Date from, Date to) {
  const RollUpKey key{RollUpAxis::award, award, kpi, from, to};
  const auto at = leaves_.find(key);
  if (at == leaves_.end()) return false;
  apply(key, at->second, -1);
  leaves_.erase(at);
  return true;
}

RollUpTotal RollUp::total(const RollUpKey& key) const {
  const auto at = totals_.find(key);
  return at == totals_.end() ? RollUpTotal{} : at->second;
}

std::vector<RollUpEntry> RollUp::entries() const {
  std::vector<RollUpEntry> all;
  for (const auto& [key, total] : totals_) all.push_back({key, total});
  std::sort(all.begin(), all.end(), [](const RollUpEntry& a, const RollUpEntry& b) {
    return std::tie(a.key.axis, a.key.id, a.key.kpi, a.key.from, a.key.to) <
           std::tie(b.key.axis, b.key.id, b.key.kpi, b.key.from, b.key.to);
  });
  return all;
}

std::vector<std::string> RollUp::ids(RollUpAxis axis, const std::string& kpi, Date from,
                                     Date to) const {
  std::vector<std::string> found;
  for (const auto& [key, total] : totals_) {
    const bool asked = key.axis == axis && key.kpi == kpi && key.from == from && key.to == to;
    if (asked) found.push_back(key.id);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace formulary
