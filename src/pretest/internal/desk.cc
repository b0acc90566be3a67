#include "pretest/internal/desk.h"

#include <algorithm>
#include <cmath>

namespace formulary::pretesting {

namespace {

constexpr double kLeastPaid = 0.3;  // of an award; firms turn down less

void meet(Firm& firm, std::size_t j, Contact contact, double& count) {
  if ((firm.awards[j].contact & contact) != 0) return;
  firm.awards[j].contact |= contact;
  count += 1;
}

void award(Firm& firm, std::size_t j, int year, double strength) {
  if (!firm.treated) {
    firm.treated = true;
    firm.policy = firm.base;
  }
  const double n = std::exp(firm.policy.log_n);
  firm.awards[j].year = year;
  firm.awards[j].strength = static_cast<float>(strength);
  firm.awards[j].employees = static_cast<float>(n);
  firm.awards[j].revenue = static_cast<float>(n * std::exp(firm.policy.log_y));
}

}  // namespace

Desk::Desk(const GroupInput& input)
    : in_(input),
      c_(input.scenario->coefficients),
      sector_(input.pack->sectors[input.sector]),
      usd_(input.pack->usd_rate.value),
      tools_(make_tools(input)),
      own_money_(static_cast<std::size_t>(input.years) + 1, 0) {
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    facts_[g] = cell_facts(*in_.pack, *in_.population, in_.scenario->access,
                           {in_.sector, in_.region, static_cast<CompanyType>(g)}, in_.stage,
                           in_.goal, in_.weight);
  }
}

const Facts& Desk::facts_of(const Firm& firm, CompanyType type) {
  Facts& facts = facts_[index_of(type)];
  const Life& life = firm.now();
  const double n = std::exp(life.log_n);
  const auto flags =
      static_cast<std::uint8_t>(life.exporter ? firm.flags | kExporter : firm.flags & ~kExporter);
  const double finance = *facts.number[static_cast<std::size_t>(Field::access_finance)];
  set_firm_facts(facts, {n, life.age, n * std::exp(life.log_y), flags, finance}, usd_);
  return facts;
}

void Desk::hold(int t, std::vector<Firm>& firms, GroupOutcome& outcome) {
  type_.clear();
  for (const Firm& firm : firms) type_.push_back(type_now(in_.pack->company_types, firm));
  for (std::size_t j = 0; j < tools_.size(); ++j) {
    Tool& tool = tools_[j];
    tool.left += tool.active->plan->budget_by_year[static_cast<std::size_t>(t - 1)].major();
    if (t == 1) {
      const double fixed = std::min(tool.fixed, tool.active->plan->budget.major());
      tool.left -= fixed;
      outcome.disbursed[1] += fixed;
      outcome.measures[j].disbursed += fixed;
    }
    if (tool.is_public) {
      open_facility(j, t, firms, outcome);
    } else {
      std::vector<Claim> claims = collect(j, t, firms, outcome);
      fund(j, t, claims, firms, outcome);
    }
  }
}

void Desk::open_facility(std::size_t j, int t, std::vector<Firm>& firms, GroupOutcome& outcome) {
  const Tool& tool = tools_[j];
  MeasureOutcome& measure = outcome.measures[j];
  for (std::size_t i = 0; i < firms.size(); ++i) {
    Firm& firm = firms[i];
    if (type_[i] != tool.type || !firm.in_policy || !firm.now().alive) continue;
    if (firm.awards[j].year > 0 || !may_have(*tool.variant, facts_of(firm, tool.type))) continue;
    meet(firm, j, kEligible, measure.eligible);
    meet(firm, j, kAware, measure.aware);
    meet(firm, j, kApplied, measure.applied);
    measure.awarded += 1;
    award(firm, j, t, 1);
  }
}

std::vector<Desk::Claim> Desk::collect(std::size_t j, int t, std::vector<Firm>& firms,
                                       GroupOutcome& outcome) {
  const Tool& tool = tools_[j];
  MeasureOutcome& measure = outcome.measures[j];
  const double open = std::clamp(t - opening_years(*in_.pack, *tool.card, *tool.variant), 0.0, 1.0);
  const double reach = 1 - std::pow(1 - c_.awareness[index_of(tool.type)], t);
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < firms.size(); ++i) {
    Firm& firm = firms[i];
    if (type_[i] != tool.type || !firm.in_policy || !firm.now().alive) continue;
    if (firm.awards[j].year > 0 || !may_have(*tool.variant, facts_of(firm, tool.type))) continue;
    meet(firm, j, kEligible, measure.eligible);
    const auto ear = philox(in_.seed, in_.draw, firm.id, 0, Purpose::application);
    if (uniform(ear[0]) >= reach) continue;
    meet(firm, j, kAware, measure.aware);
    if (open <= 0) continue;
    if (auto claim = consider(j, t, open, i, firm, outcome)) claims.push_back(*claim);
  }
  return claims;
}

// Whether an aware firm applies this year and passes screening.
std::optional<Desk::Claim> Desk::consider(std::size_t j, int t, double open, std::size_t i,
                                          Firm& firm, GroupOutcome& outcome) {
  const Tool& tool = tools_[j];
  const Life& life = firm.now();
  const double revenue = std::exp(life.log_n + life.log_y);
  const Ecosystem& ecosystem = in_.scenario->base.ecosystem;
  const double here = log_index(
      ecosystem, firm.treated ? odds_in(tools_, firm, t, in_.years, std::nullopt) : firm.odds);
  const double strength =
      award_strength(*tool.variant, tool.active->plan->dose, std::exp(life.log_n), 1, c_);
  const double gain =
      log_index(ecosystem, odds_in(tools_, firm, t, in_.years, Extra{j, strength})) - here;
  const FirmAccounts accounts{
      revenue, revenue * firm.standing.rate[index_of(Outcome::investment)],
      life.exporter ? revenue * firm.standing.rate[index_of(Outcome::export_intensity)] : 0,
      (firm.flags & kTaxableProfit) != 0};
  const double money = dose_money(*tool.variant, tool.active->plan->dose, accounts, sector_, usd_);
  const double approval = tool.card->application.approval_share.value;
  const double value = private_value(*tool.variant, money, revenue, gain, sector_, c_);
  const double effort =
      application_cost(*tool.card, *tool.variant, tool.type, money, *in_.pack, c_);
  const double chance = apply_probability(approval * tool.active->plan->coverage, value, effort,
                                          c_.tau[index_of(tool.type)]);
  // One readiness and one quality a firm and year, whatever the measure: firms that come to one
  // come to others (docs/methods/take_up.md).
  const auto words =
      philox(in_.seed, in_.draw, firm.id, static_cast<std::uint32_t>(t), Purpose::application);
  if (uniform(words[0]) >= chance * open) return std::nullopt;
  meet(firm, j, kApplied, outcome.measures[j].applied);
  if (uniform(words[1]) >= approval) return std::nullopt;
  const double cost = award_cost(*tool.variant, money);
  return Claim{rank_of(tool, firm, t, here, gain, revenue, cost),
               uniform(words[2]),
               firm.id,
               i,
               cost,
               tool.variant->costs.own_share.value * money * tool.variant->dose.years};
}

double Desk::rank_of(const Tool& tool, const Firm& firm, int t, double here, double gain,
                     double revenue, double cost) const {
  const double u = uniform(
      philox(in_.seed, in_.draw, firm.id, static_cast<std::uint32_t>(t), Purpose::lottery)[0]);
  switch (tool.card->application.selection) {
    case Selection::merit:
      // Assessors see a firm's promise per unit of money through noise.
      return -std::log(std::max(1e-12, gain) * revenue / std::max(1.0, cost)) -
             c_.selection_noise * normal_quantile(u);
    case Selection::need:
      return here;
    case Selection::lottery:
      return u;
  }
  return u;
}

void Desk::fund(std::size_t j, int t, std::vector<Claim>& claims, std::vector<Firm>& firms,
                GroupOutcome& outcome) {
  Tool& tool = tools_[j];
  MeasureOutcome& measure = outcome.measures[j];
  note_day_money_runs_out(tool, measure, claims);
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::pair(a.rank, a.id) < std::pair(b.rank, b.id);
  });
  double served = 0;
  for (const Claim& claim : claims) {
    // A simulated firm stands for `weight` firms of the country, and so does its claim.
    const double cost = claim.cost * in_.weight;
    if (served + in_.weight > std::max(tool.capacity, in_.weight)) break;
    // The last of the money pays a cut award where it is still worth taking.
    const double paid = std::min(1.0, tool.left / std::max(1.0, cost));
    if (paid < kLeastPaid) continue;
    tool.left -= cost * paid;
    served += in_.weight;
    outcome.disbursed[static_cast<std::size_t>(t)] += cost * paid;
    measure.disbursed += cost * paid;
    measure.awarded += 1;
    Firm& firm = firms[claim.firm];
    award(firm, j, t,
          award_strength(*tool.variant, tool.active->plan->dose, std::exp(firm.now().log_n), paid,
                         c_));
    own_money_[static_cast<std::size_t>(t)] += claim.own_money * paid;
    outcome.co_financing += claim.own_money * paid;
  }
}

// Served in order of arrival, the day on which the year's money would be gone.
void Desk::note_day_money_runs_out(const Tool& tool, MeasureOutcome& measure,
                                   std::vector<Claim>& claims) const {
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::pair(a.arrival, a.id) < std::pair(b.arrival, b.id);
  });
  double spent = 0;
  for (const Claim& claim : claims) {
    spent += claim.cost * in_.weight;
    if (spent > tool.left) {
      measure.out_day_sum += 365 * claim.arrival;
      measure.out_years += 1;
      return;
    }
  }
}

}  // namespace formulary::pretesting
