#include "pretest/internal/group.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/must.h"

namespace formulary::pretesting {

namespace {

constexpr std::size_t kChunk = 4096;     // firms at a time where nothing couples them
constexpr std::uint64_t kEntrants = 1ULL << 62;  // ids of firms that do not exist yet

// One firm in both worlds. Untreated, it has one life.
struct Firm {
  std::uint64_t id = 0;
  CompanyType type = CompanyType::sme;
  std::uint8_t flags = 0;
  bool incumbent = true;
  bool treated = false;                  // lives apart in the world with policy
  ByComponent odds{};
  Standing standing;
  Life base;
  Life policy;                           // meaningful once treated
  std::vector<int> award_year;           // by measure of its type; 0 = none
  std::vector<double> award_revenue;     // revenue at the award
  std::vector<double> award_employees;
};

// A measure of the group with what it costs and how it acts, year by year.
struct Tool {
  const ActiveMeasure* active = nullptr;
  const Instrument* card = nullptr;
  const Variant* variant = nullptr;
  bool is_public = false;
  ByComponent full{};                    // shift at full effect
  std::vector<double> factor;            // by other tool of the same company type
  double fixed = 0;                      // spent in the first year
  double left = 0;                       // budget carried over
  double capacity = 0;                   // awards a year
};

class Group {
 public:
  explicit Group(const GroupInput& input)
      : in_(input),
        c_(input.scenario->coefficients),
        setting_{&input.scenario->base, &input.scenario->coefficients},
        sector_(input.pack->sectors[input.sector]),
        usd_(input.pack->usd_rate.value) {
    const std::size_t years = static_cast<std::size_t>(in_.years) + 1;
    out_.without.resize(years);
    out_.with_policy.resize(years);
    out_.disbursed.assign(years, 0);
    out_.measures.resize(in_.measures.size());
    for (std::size_t g = 0; g < kCompanyTypes; ++g) {
      const auto type = static_cast<CompanyType>(g);
      logit_[g] = in_.scenario->access.logit(in_.sector, in_.region, type);
      facts_[g] = cell_facts(*in_.pack, *in_.population, in_.scenario->access,
                             {in_.sector, in_.region, type}, in_.stage, in_.goal);
    }
    make_tools();
  }

  GroupOutcome run() {
    const auto group = in_.population->group(in_.sector, in_.region);
    out_.firms = group.size();
    if (group.size() == 0) return std::move(out_);
    const bool coupled = !in_.measures.empty();
    const std::size_t chunk = coupled ? group.size() : kChunk;
    for (std::size_t at = group.begin; at < group.end; at += chunk) {
      load(at, std::min(at + chunk, group.end));
      for (int t = 1; t <= in_.years; ++t) {
        if (coupled) apply_and_award(t);
        live_year(t);
      }
      firms_.clear();
    }
    live_entrants_alone(group, coupled);
    if (coupled) displace();
    scale();
    return std::move(out_);
  }

 private:
  void make_tools() {
    for (const ActiveMeasure& active : in_.measures) {
      Tool tool;
      tool.active = &active;
      tool.card = active.form.instrument;
      tool.variant = active.form.variant;
      tool.is_public = active.form.is_public();
      double dose = active.plan->dose;
      if (tool.is_public) {
        const double users =
            static_cast<double>(in_.population->group(in_.sector, in_.region).size()) * in_.weight;
        dose *= std::min(1.0, std::pow(c_.facility_users / users, c_.facility_congestion));
      }
      tool.full = shift_of(*tool.variant, active.potency, dose);
      tool.capacity = tool.card->application.capacity.value;
      tool.fixed = tool.is_public ? active.plan->budget.major()
                                  : fixed_cost(*tool.variant, active.plan->dose, usd_);
      tools_of_[index_of(active.plan->company_type)].push_back(tools_.size());
      tools_.push_back(std::move(tool));
    }
    for (const auto& own : tools_of_) {
      for (const std::size_t a : own) {
        for (const std::size_t b : own) {
          tools_[a].factor.push_back(
              a == b ? 1
                     : interaction_factor(*tools_[a].card, *tools_[b].card,
                                          tools_[a].active->plan->company_type));
        }
      }
    }
  }

  void load(std::size_t begin, std::size_t end) {
    const Population& p = *in_.population;
    for (std::size_t i = begin; i < end; ++i) {
      Firm firm;
      firm.id = p.id[i];
      firm.type = static_cast<CompanyType>(p.type[i]);
      firm.flags = p.flags[i];
      firm.odds = inverse_odds_of(logit_[index_of(firm.type)], p.access_noise[i], c_.access_sd);
      firm.standing = standing_of(setting_, firm.odds);
      firm.base = {std::log(static_cast<double>(p.employees[i])),
                   std::log(static_cast<double>(p.output_per_worker[i])),
                   static_cast<double>(p.age_years[i]),
                   0,
                   true,
                   (p.flags[i] & kExporter) != 0,
                   (p.flags[i] & kCompliant) != 0};
      add_base_year(setting_, firm.standing, firm.type, rd(firm), firm.base, out_.without[0]);
      settle(firm, 1);
      firms_.push_back(std::move(firm));
    }
    out_.with_policy[0] = out_.without[0];
  }

  static bool rd(const Firm& firm) { return (firm.flags & kRdActive) != 0; }

  // Give a firm its places in its type's measures; facilities treat it from the start.
  void settle(Firm& firm, int from_year) {
    const auto& own = tools_of_[index_of(firm.type)];
    if (own.empty()) return;
    firm.award_year.assign(own.size(), 0);
    firm.award_revenue.assign(own.size(), 0);
    firm.award_employees.assign(own.size(), 0);
    for (std::size_t j = 0; j < own.size(); ++j) {
      if (!tools_[own[j]].is_public) continue;
      if (!may_have(*tools_[own[j]].variant, facts_of(firm, firm.base))) continue;
      award(firm, j, from_year);
      MeasureOutcome& outcome = out_.measures[own[j]];
      outcome.eligible += 1;
      outcome.aware += 1;
      outcome.applied += 1;
      outcome.awarded += 1;
    }
  }

  const Facts& facts_of(const Firm& firm, const Life& life) {
    Facts& facts = facts_[index_of(firm.type)];
    const double n = std::exp(life.log_n);
    std::uint8_t flags = firm.flags;
    flags = static_cast<std::uint8_t>(life.exporter ? flags | kExporter : flags & ~kExporter);
    const double finance = *facts.number[static_cast<std::size_t>(Field::access_finance)];
    set_firm_facts(facts, {n, life.age, n * std::exp(life.log_y), flags, finance}, usd_);
    return facts;
  }

  void award(Firm& firm, std::size_t j, int year) {
    if (!firm.treated) {
      firm.treated = true;
      firm.policy = firm.base;
    }
    firm.award_year[j] = year;
    firm.award_employees[j] = std::exp(firm.policy.log_n);
    firm.award_revenue[j] = firm.award_employees[j] * std::exp(firm.policy.log_y);
  }

  // Inverse odds of a treated firm in year t; `extra` is a tool it would also have, at full effect.
  ByComponent odds_in(const Firm& firm, int t, std::optional<std::size_t> extra) const {
    const auto& own = tools_of_[index_of(firm.type)];
    ByComponent shift{};
    for (std::size_t j = 0; j < own.size(); ++j) {
      const Tool& tool = tools_[own[j]];
      double part = 0;
      if (extra && *extra == j) {
        part = 1;
      } else if (firm.award_year[j] > 0) {
        const double elapsed = tool.is_public
                                   ? t - 0.5 - tool.card->lag.set_up_years.value
                                   : t - firm.award_year[j] + 0.5;
        part = effect_at(tool.card->lag, tool.is_public ? in_.years : tool.variant->dose.years,
                         elapsed);
      }
      if (part == 0) continue;
      for (std::size_t other = 0; other < own.size(); ++other) {
        if (other != j && (firm.award_year[other] > 0 || (extra && *extra == other))) {
          part *= tool.factor[other];
        }
      }
      for (std::size_t k = 0; k < kComponents; ++k) shift[k] += part * tool.full[k];
    }
    ByComponent odds = firm.odds;
    for (std::size_t k = 0; k < kComponents; ++k) odds[k] *= std::exp(-shift[k]);
    return odds;
  }

  // One approved application.
  struct Claim {
    double rank = 0;        // lower is served first
    double arrival = 0;     // share of the year
    std::uint64_t id = 0;
    std::size_t firm = 0;
    double cost = 0;
    double own_money = 0;
  };

  void apply_and_award(int t) {
    for (std::size_t g = 0; g < kCompanyTypes; ++g) {
      for (std::size_t j = 0; j < tools_of_[g].size(); ++j) {
        Tool& tool = tools_[tools_of_[g][j]];
        const auto year = static_cast<std::size_t>(t - 1);
        tool.left += tool.active->plan->budget_by_year[year].major();
        if (t == 1) {
          const double fixed = std::min(tool.fixed, tool.active->plan->budget.major());
          tool.left -= fixed;
          spend(tools_of_[g][j], 1, fixed);
        }
        if (tool.is_public) continue;
        std::vector<Claim> claims = collect(static_cast<CompanyType>(g), j, t);
        fund(static_cast<CompanyType>(g), j, t, claims);
      }
    }
  }

  void spend(std::size_t number, int t, double money) {
    out_.disbursed[static_cast<std::size_t>(t)] += money;
    out_.measures[number].disbursed += money;
  }

  std::vector<Claim> collect(CompanyType type, std::size_t j, int t) {
    const std::size_t number = tools_of_[index_of(type)][j];
    const Tool& tool = tools_[number];
    MeasureOutcome& outcome = out_.measures[number];
    const double open = std::clamp(t - tool.card->lag.set_up_years.value, 0.0, 1.0);
    const double reach = 1 - std::pow(1 - c_.awareness[index_of(type)], t);
    const double reached_before = 1 - std::pow(1 - c_.awareness[index_of(type)], t - 1);
    std::vector<Claim> claims;
    for (std::size_t i = 0; i < firms_.size(); ++i) {
      Firm& firm = firms_[i];
      const Life& life = firm.treated ? firm.policy : firm.base;
      if (firm.type != type || !life.alive || firm.award_year[j] > 0) continue;
      if (!may_have(*tool.variant, facts_of(firm, life))) continue;
      outcome.eligible += 1.0 / in_.years;
      const auto ear = philox(in_.seed, in_.draw, firm.id, 0, Purpose::application);
      const double hears = uniform(ear[0]);
      if (hears >= reach) continue;
      if (hears >= reached_before || t == 1) outcome.aware += 1;
      if (open <= 0) continue;
      if (auto claim = consider(firm, i, j, t, open)) claims.push_back(*claim);
    }
    return claims;
  }

  // Whether an aware firm applies this year and passes screening.
  std::optional<Claim> consider(Firm& firm, std::size_t i, std::size_t j, int t, double open) {
    const std::size_t number = tools_of_[index_of(firm.type)][j];
    const Tool& tool = tools_[number];
    const Life& life = firm.treated ? firm.policy : firm.base;
    const double revenue = std::exp(life.log_n + life.log_y);
    const ByComponent now = firm.treated ? odds_in(firm, t, std::nullopt) : firm.odds;
    const ByComponent then = odds_in(firm, t, j);
    const Ecosystem& ecosystem = in_.scenario->base.ecosystem;
    const double here = log_index(ecosystem, now);
    const double gain = log_index(ecosystem, then) - here;
    const FirmAccounts accounts{
        revenue, revenue * firm.standing.rate[index_of(Outcome::investment)],
        life.exporter ? revenue * firm.standing.rate[index_of(Outcome::export_intensity)] : 0,
        (firm.flags & kTaxableProfit) != 0};
    const double money =
        dose_money(*tool.variant, tool.active->plan->dose, accounts, sector_, usd_);
    const double approval = tool.card->application.approval_share.value;
    const double value = private_value(*tool.variant, money, revenue, gain, sector_, c_);
    const double cost =
        application_cost(*tool.card, *tool.variant, firm.type, money, *in_.pack, c_);
    const double chance = apply_probability(approval * tool.active->plan->coverage, value, cost,
                                            c_.tau[index_of(firm.type)]);
    const auto words = philox(in_.seed, in_.draw, firm.id, static_cast<std::uint32_t>(t),
                              Purpose::application);
    if (uniform(words[0]) >= chance * open) return std::nullopt;
    out_.measures[number].applied += 1;
    if (uniform(words[1]) >= approval) return std::nullopt;
    Claim claim{0, uniform(words[2]), firm.id, i, award_cost(*tool.variant, money),
                tool.variant->costs.own_share.value * money * tool.variant->dose.years};
    switch (tool.card->application.selection) {
      case Selection::merit:
        claim.rank = -gain * revenue / std::max(1.0, claim.cost);
        break;
      case Selection::need:
        claim.rank = here;
        break;
      case Selection::lottery:
        claim.rank = uniform(philox(in_.seed, in_.draw, firm.id, static_cast<std::uint32_t>(t),
                                    Purpose::lottery)[0]);
        break;
    }
    return claim;
  }

  void fund(CompanyType type, std::size_t j, int t, std::vector<Claim>& claims) {
    const std::size_t number = tools_of_[index_of(type)][j];
    Tool& tool = tools_[number];
    MeasureOutcome& outcome = out_.measures[number];
    note_day_money_runs_out(tool, outcome, claims);
    std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return std::pair(a.rank, a.id) < std::pair(b.rank, b.id);
    });
    double served = 0;
    for (const Claim& claim : claims) {
      // A simulated firm stands for `weight` firms of the country, and so does its claim.
      const double cost = claim.cost * in_.weight;
      if (cost > tool.left || served + in_.weight > tool.capacity) continue;
      tool.left -= cost;
      served += in_.weight;
      spend(number, t, cost);
      Firm& firm = firms_[claim.firm];
      award(firm, j, t);
      outcome.awarded += 1;
      own_money_[static_cast<std::size_t>(t)] += claim.own_money;
      out_.co_financing += claim.own_money;
    }
  }

  // Served in order of arrival, the day on which the year's money would be gone.
  void note_day_money_runs_out(const Tool& tool, MeasureOutcome& outcome,
                               std::vector<Claim>& claims) const {
    std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return std::pair(a.arrival, a.id) < std::pair(b.arrival, b.id);
    });
    double spent = 0;
    for (const Claim& claim : claims) {
      spent += claim.cost * in_.weight;
      if (spent > tool.left) {
        outcome.out_day_sum += 365 * claim.arrival;
        outcome.out_years += 1;
        return;
      }
    }
  }

  void live_year(int t) {
    const auto year = static_cast<std::size_t>(t);
    Totals& without = out_.without[year];
    Totals& with_policy = out_.with_policy[year];
    Totals shared;
    for (Firm& firm : firms_) {
      const Chance chance = chance_of(in_.seed, in_.draw, firm.id, t);
      if (!firm.treated) {
        live(setting_, firm.standing, firm.type, rd(firm), firm.incumbent, chance, firm.base,
             shared);
        continue;
      }
      live(setting_, firm.standing, firm.type, rd(firm), firm.incumbent, chance, firm.base,
           without);
      const Standing standing = standing_of(setting_, odds_in(firm, t, std::nullopt));
      live(setting_, standing, firm.type, rd(firm), firm.incumbent, chance, firm.policy,
           with_policy);
      if (t == in_.years) note_recipient(firm);
    }
    without += shared;
    with_policy += shared;
    with_policy[Metric::investment] += own_money_[year];
    if (!in_.measures.empty()) note_mean_index(t);
  }

  // What became of a recipient at the end, against its own life without policy.
  void note_recipient(const Firm& firm) {
    const auto& own = tools_of_[index_of(firm.type)];
    const double employees = firm.policy.alive ? std::exp(firm.policy.log_n) : 0;
    const double revenue = firm.policy.alive ? employees * std::exp(firm.policy.log_y) : 0;
    const double base_employees = firm.base.alive ? std::exp(firm.base.log_n) : 0;
    const double base_revenue =
        firm.base.alive ? base_employees * std::exp(firm.base.log_y) : 0;
    bool counted = false;
    for (std::size_t j = 0; j < own.size(); ++j) {
      if (firm.award_year[j] == 0) continue;
      MeasureOutcome& outcome = out_.measures[own[j]];
      if (firm.policy.alive) outcome.completed += 1;
      outcome.recipients_gross += revenue - firm.award_revenue[j];
      outcome.recipients_impact += revenue - base_revenue;
      if (!counted) {
        out_.jobs_gross += employees - firm.award_employees[j];
        out_.jobs_impact += employees - base_employees;
        counted = true;
      }
    }
  }

  // Mean change of log E over the living: what draws entrants in.
  void note_mean_index(int t) {
    double sum = 0;
    double count = 0;
    for (const Firm& firm : firms_) {
      count += 1;
      if (!firm.treated) continue;
      sum += log_index(in_.scenario->base.ecosystem, odds_in(firm, t, std::nullopt)) -
             firm.standing.log_index;
    }
    index_gain_[static_cast<std::size_t>(t)] = count > 0 ? sum / count : 0;
  }

  // Entrants by year: those of both worlds share one life, the rest live in one world only. They
  // take no part in the measures of their first years (docs/methods/firm_dynamics.md).
  void live_entrants_alone(const Population::Group& group, bool coupled) {
    const double usual = sector_.entry_rate.value * static_cast<double>(group.size());
    for (int t = 1; t <= in_.years; ++t) {
      const std::uint64_t cohort = kEntrants | (static_cast<std::uint64_t>(in_.sector) << 48) |
                                   (static_cast<std::uint64_t>(in_.region) << 40) |
                                   (static_cast<std::uint64_t>(t) << 32);
      const double u = uniform(philox(in_.seed, in_.draw, cohort, 0, Purpose::entry)[0]);
      const unsigned base = poisson_quantile(u, usual);
      const double gain = coupled ? index_gain_[static_cast<std::size_t>(t)] : 0;
      const unsigned policy =
          gain == 0 ? base : poisson_quantile(u, usual * std::exp(c_.entry_elasticity * gain));
      for (unsigned k = 0; k < std::max(base, policy); ++k) {
        live_entrant(group, cohort | k, t, k < base, k < policy);
      }
    }
  }

  void live_entrant(const Population::Group& group, std::uint64_t id, int from, bool in_base,
                    bool in_policy) {
    const Population& p = *in_.population;
    const auto words = philox(in_.seed, in_.draw, id, 0, Purpose::entry);
    const std::size_t donor =
        group.begin + static_cast<std::size_t>(uniform(words[0]) * static_cast<double>(group.size()));
    const CompanyType type = CompanyType::newcomer;
    std::array<float, kComponents> noise{};
    const auto more = philox(in_.seed, in_.draw, id, 0, Purpose::access);
    for (std::size_t k = 0; k < kComponents; ++k) {
      noise[k] = static_cast<float>(normal_quantile(uniform(k < 4 ? more[k] : words[1])));
    }
    const Standing standing =
        standing_of(setting_, inverse_odds_of(logit_[index_of(type)], noise, c_.access_sd));
    Life life{std::log(std::min(static_cast<double>(p.employees[donor]), kMostEntrantEmployees)),
              std::log(kEntrantOutput * static_cast<double>(p.output_per_worker[donor])) +
                  in_.scenario->base.productivity_growth * (from - 1),
              0,
              0,
              true,
              false,
              false};
    const bool rd_active = uniform(words[2]) < sector_.rd_active_share.value;
    for (int t = from; t <= in_.years; ++t) {
      Totals year;
      if (t == from) year[Metric::new_firms] += 1;
      const Chance chance = chance_of(in_.seed, in_.draw, id, t);
      live(setting_, standing, type, rd_active, false, chance, life, year);
      if (in_base) out_.without[static_cast<std::size_t>(t)] += year;
      if (in_policy) out_.with_policy[static_cast<std::size_t>(t)] += year;
    }
  }

  // A share of the extra domestic revenue of year t - 1 is taken from rivals in year t.
  void displace() {
    double before = 0;
    for (int t = 1; t <= in_.years; ++t) {
      const auto year = static_cast<std::size_t>(t);
      Totals& now = out_.with_policy[year];
      const Totals& base = out_.without[year];
      const double domestic = now[Metric::revenue] - now[Metric::exports];
      const double extra = domestic - (base[Metric::revenue] - base[Metric::exports]);
      if (before != 0 && domestic > 0) {
        const double kept =
            std::clamp(1 - sector_.displacement.value * before / domestic, 0.0, 2.0);
        for (const Metric m : {Metric::revenue, Metric::employees, Metric::incumbent_employees,
                               Metric::investment, Metric::new_product_revenue,
                               Metric::local_revenue, Metric::cost_revenue}) {
          now[m] = (now[m] - own(m, year)) * kept + own(m, year);
        }
      }
      before = extra;
    }
  }
  double own(Metric m, std::size_t year) const {
    return m == Metric::investment ? own_money_[year] : 0;
  }

  void scale() {
    if (in_.weight == 1) return;
    const auto stretch = [&](Totals& totals) {
      for (double& value : totals.sum) value *= in_.weight;
    };
    for (Totals& totals : out_.without) stretch(totals);
    for (Totals& totals : out_.with_policy) stretch(totals);
    for (MeasureOutcome& m : out_.measures) {
      for (double* value : {&m.eligible, &m.aware, &m.applied, &m.awarded, &m.completed,
                            &m.recipients_gross, &m.recipients_impact}) {
        *value *= in_.weight;
      }
    }
    out_.co_financing *= in_.weight;
    out_.jobs_gross *= in_.weight;
    out_.jobs_impact *= in_.weight;
  }

  const GroupInput& in_;
  const Coefficients& c_;
  const Setting setting_;
  const Sector& sector_;
  const double usd_;
  std::array<ByComponent, kCompanyTypes> logit_{};
  std::array<Facts, kCompanyTypes> facts_{};
  std::vector<Tool> tools_;
  std::array<std::vector<std::size_t>, kCompanyTypes> tools_of_;
  std::vector<Firm> firms_;
  std::vector<double> own_money_ = std::vector<double>(64, 0);
  std::vector<double> index_gain_ = std::vector<double>(64, 0);
  GroupOutcome out_;
};

}  // namespace

GroupOutcome simulate_group(const GroupInput& input) {
  MUST(input.years > 0 && input.years < 64);
  return Group(input).run();
}

}  // namespace formulary::pretesting
