// What do the verified values add up to, by measure, programme, region, sector and country?
//
// Totals are kept up to date leaf by leaf and are exact: values are rounded once to millionths and
// summed as 128-bit integers, so neither order nor removal leaves a trace.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/observation.h"
#include "domain/reason.h"
#include "domain/rollup.h"

namespace formulary {

// Where an award stands in every axis.
struct RollUpPlace {
  std::string measure;
  std::string programme;
  std::string region;
  std::string sector;
  std::string country;
};

class RollUp {
 public:
  // Set the leaf of the observation's award, KPI and period; an earlier one is replaced, also when
  // the award has moved. `denominator` is what a share is a share of (a count ignores it). Returns
  // whether a leaf was replaced. Refused, with nothing changed: not verified, without a value, not
  // of an award, a share without a positive denominator, beyond 10^18, a KPI of two kinds.
  Allowed<bool> put(const Observation& observation, const RollUpPlace& place, RollUpKind kind,
                    double denominator = 0);

  // Take a leaf out. Returns whether there was one.
  bool remove(const std::string& award, const std::string& kpi, Date from, Date to);

  // Read a total; one without leaves is empty. Costs one look-up, whatever the number of leaves.
  RollUpTotal total(const RollUpKey& key) const;

  // Every id of an axis that has a total for a KPI and period, in order.
  std::vector<std::string> ids(RollUpAxis axis, const std::string& kpi, Date from, Date to) const;

  // Every total, in order of its key: what a batch adds to the totals of the register.
  std::vector<RollUpEntry> entries() const;

  std::size_t leaves() const { return leaves_.size(); }
  std::size_t totals() const { return totals_.size(); }

 private:
  struct HashOfKey {
    std::size_t operator()(const RollUpKey& key) const;
  };
  struct Leaf {
    RollUpPlace place;
    RollUpTotal values;
  };
  void apply(const RollUpKey& leaf_key, const Leaf& leaf, int sign);

  std::unordered_map<RollUpKey, Leaf, HashOfKey> leaves_;  // by award
  std::unordered_map<RollUpKey, RollUpTotal, HashOfKey> totals_;
  struct Kind {
    RollUpKind kind;
    std::int64_t leaves;
  };
  std::unordered_map<std::string, Kind> kinds_;  // by KPI, while it has leaves
};

}  // namespace formulary
