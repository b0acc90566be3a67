#include "pretest/internal/firm.h"

#include <algorithm>
#include <cmath>

namespace formulary::pretesting {

namespace {

// One agency handles a card's claims of all company types in a region: each measure's share of its
// capacity is that of the awards the plan counts on.
double capacity_share(const GroupInput& input, const ActiveMeasure& of) {
  double all = 0;
  double count = 0;
  for (const ActiveMeasure& other : input.measures) {
    if (other.form.instrument != of.form.instrument) continue;
    all += other.plan->expected_awards;
    count += 1;
  }
  return all > 0 ? of.plan->expected_awards / all : 1 / count;
}

}  // namespace

std::vector<Tool> make_tools(const GroupInput& input) {
  const Coefficients& c = input.scenario->coefficients;
  std::vector<Tool> tools;
  for (const ActiveMeasure& active : input.measures) {
    Tool tool;
    tool.active = &active;
    tool.card = active.form.instrument;
    tool.variant = active.form.variant;
    tool.type = active.plan->company_type;
    tool.is_public = active.form.is_public();
    double dose = active.plan->dose;
    if (tool.is_public) {
      const FacilityUsers users{
          facility_jobs(*input.pack, *input.population, input.scenario->access, input.sector,
                        input.region, input.stage, input.goal, input.weight, *tool.variant),
          active.elsewhere};
      dose *= facility_crowding(jobs_beside(users, *tool.card, tool.type), c);
    }
    tool.full = shift_of(*tool.variant, active.potency, dose);
    tool.capacity = tool.card->application.capacity.value * capacity_share(input, active);
    tool.fixed = tool.is_public
                     ? active.plan->budget.major()
                     : fixed_cost(*input.pack, *tool.card, *tool.variant, active.plan->dose);
    tools.push_back(std::move(tool));
  }
  for (Tool& a : tools) {
    for (const Tool& b : tools) {
      a.factor.push_back(&a == &b ? 1 : interaction_factor(*a.card, *b.card, a.type));
    }
  }
  return tools;
}

ByComponent odds_in(const std::vector<Tool>& tools, const Firm& firm, int t, int years,
                    std::optional<Extra> extra) {
  ByComponent shift{};
  for (std::size_t j = 0; j < tools.size(); ++j) {
    const Tool& tool = tools[j];
    double part = 0;
    if (extra && extra->tool == j) {
      part = extra->strength;
    } else if (firm.awards[j].year > 0) {
      // A facility acts from its opening, an award from the middle of its year.
      const double elapsed = tool.is_public ? t - 0.5 - tool.card->lag.set_up_years.value
                                            : t - firm.awards[j].year + 0.5;
      part = effect_at(tool.card->lag, tool.is_public ? years : tool.variant->dose.years, elapsed) *
             static_cast<double>(firm.awards[j].strength);
    }
    if (part == 0) continue;
    for (std::size_t other = 0; other < tools.size(); ++other) {
      if (other != j && (firm.awards[other].year > 0 || (extra && extra->tool == other))) {
        part *= tool.factor[other];
      }
    }
    for (std::size_t k = 0; k < kComponents; ++k) shift[k] += part * tool.full[k];
  }
  ByComponent odds = firm.odds;
  for (std::size_t k = 0; k < kComponents; ++k) odds[k] *= std::exp(-shift[k]);
  return odds;
}

CompanyType type_now(const CompanyTypeRule& rule, const Firm& firm) {
  const Life& life = firm.now();
  if (std::exp(life.log_n) > rule.large_employees_over) return CompanyType::large;
  if (life.age < rule.newcomer_age_below) return CompanyType::newcomer;
  if (life.age < rule.startup_age_below && firm.rd_active()) return CompanyType::startup;
  return CompanyType::sme;
}

}  // namespace formulary::pretesting
