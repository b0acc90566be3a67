// Who are the firms? One row a firm, columns, grouped by sector and region.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/words.h"

namespace formulary {

// Yes/no facts of a firm, as bits of Population::flags.
enum FirmFlag : std::uint8_t {
  kExporter = 1,
  kRdActive = 2,
  kTaxableProfit = 4,
  kCollateral = 8,
  kCompliant = 16,  // holds an export-market standard
};

// Firms of a country, drawn or read. Rows are sorted by sector, then region; `group_begin` has
// sectors x regions + 1 entries. Row order never matters to a result: chance hangs on `id`.
struct Population {
  std::uint32_t seed = 0;
  std::size_t sectors = 0;
  std::size_t regions = 0;
  std::vector<std::uint64_t> id;
  std::vector<std::uint8_t> size_class;  // index in the pack's size classes
  std::vector<std::uint8_t> type;        // CompanyType
  std::vector<std::uint8_t> flags;       // FirmFlag
  std::vector<float> age_years;
  std::vector<float> employees;          // persons, >= 1
  std::vector<float> output_per_worker;  // revenue / employee, national currency a year
  std::vector<std::array<float, kComponents>> access_noise;  // u[i,k] / sd_u, standard normal
  std::vector<std::size_t> group_begin;

  struct Group {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t size() const { return end - begin; }
  };
  Group group(std::size_t sector, std::size_t region) const {
    const std::size_t at = sector * regions + region;
    return {group_begin[at], group_begin[at + 1]};
  }
  std::size_t size() const { return id.size(); }
};

}  // namespace formulary
