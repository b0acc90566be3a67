// How do the firms of one sector and region live under a package? Budgets and rivals couple them.
#pragma once

#include <cstdint>
#include <vector>

#include "domain/package.h"
#include "pretest/internal/life.h"

namespace formulary::pretesting {

// A planned measure made ready for one draw.
struct ActiveMeasure {
  const PlannedMeasure* plan = nullptr;
  Form form;
  double potency = 0;
  std::size_t number = 0;     // in the package
  ByCompanyType elsewhere{};  // of a facility: jobs of its users in other sectors
};

// What became of one measure in one draw.
struct MeasureOutcome {
  double eligible = 0;  // firms, ever
  double aware = 0;     // firms, ever
  double applied = 0;
  double awarded = 0;
  double completed = 0;
  double disbursed = 0;    // national currency
  double out_day_sum = 0;  // over the years in which the money ran out
  int out_years = 0;
  double recipients_gross = 0;   // change of recipients' revenue since the award
  double recipients_impact = 0;  // part of it that no policy would not have seen
};

struct GroupOutcome {
  std::vector<Totals> without;  // by year, 0 = base year
  std::vector<Totals> with_policy;
  std::vector<double> disbursed;  // by year 1..Y at index t
  double co_financing = 0;        // firms' own money in awards, all years
  std::vector<MeasureOutcome> measures;
  double jobs_gross = 0;  // recipients' change of employees since the award
  double jobs_impact = 0;
  std::size_t firms = 0;
};

struct GroupInput {
  const CountryPack* pack = nullptr;
  const Population* population = nullptr;
  const Scenario* scenario = nullptr;  // coefficients, access and base of the sector in this draw
  std::size_t sector = 0;
  std::size_t region = 0;
  Stage stage = Stage::growth;
  Goal goal = Goal::exports;
  std::vector<ActiveMeasure> measures;  // of this sector and region
  int years = 5;
  std::uint32_t seed = 1;
  std::uint32_t draw = 0;
  double weight = 1;  // population firms per simulated firm
  // Rows of the population by id within each group; empty where they stand so already.
  const std::vector<std::uint32_t>* by_id = nullptr;
};

// Live all years of both worlds. Without measures the two are the same, to the last bit.
GroupOutcome simulate_group(const GroupInput& input);

}  // namespace formulary::pretesting
