#include "pretest/internal/group.h"

#include <algorithm>
#include <cmath>

#include "base/must.h"
#include "pretest/internal/desk.h"

namespace formulary::pretesting {

namespace {

constexpr std::size_t kChunk = 4096;             // firms at a time where nothing couples them
constexpr std::uint64_t kEntrants = 1ULL << 62;  // ids of firms that do not exist yet

class Group {
 public:
  explicit Group(const GroupInput& input)
      : in_(input),
        c_(input.scenario->coefficients),
        setting_{&input.scenario->base, &input.scenario->coefficients},
        sector_(input.pack->sectors[input.sector]),
        group_(input.population->group(input.sector, input.region)),
        desk_(input) {
    const std::size_t years = static_cast<std::size_t>(in_.years) + 1;
    out_.without.resize(years);
    out_.with_policy.resize(years);
    out_.disbursed.assign(years, 0);
    out_.measures.resize(in_.measures.size());
    for (std::size_t g = 0; g < kCompanyTypes; ++g) {
      logit_[g] = in_.scenario->access.logit(in_.sector, in_.region, static_cast<CompanyType>(g));
    }
  }

  GroupOutcome run() {
    out_.firms = group_.size();
    if (group_.size() == 0) return std::move(out_);
    if (in_.measures.empty()) {
      run_uncoupled();
    } else {
      run_coupled();
    }
    scale();
    return std::move(out_);
  }

 private:
  // Nothing couples the firms: live them in chunks, both worlds at once.
  void run_uncoupled() {
    for (std::size_t at = group_.begin; at < group_.end; at += kChunk) {
      for (std::size_t i = at; i < std::min(at + kChunk, group_.end); ++i) add_incumbent(i);
      for (int t = 1; t <= in_.years; ++t) live_year(t);
      firms_.clear();
    }
    for (int t = 1; t <= in_.years; ++t) {
      add_entrants(t, 0);
      for (int later = t; later <= in_.years; ++later) live_year(later);
      firms_.clear();
    }
    out_.with_policy = out_.without;
  }

  void run_coupled() {
    for (std::size_t i = group_.begin; i < group_.end; ++i) add_incumbent(i);
    double index_gain = 0;
    for (int t = 1; t <= in_.years; ++t) {
      add_entrants(t, index_gain);
      desk_.hold(t, firms_, out_);
      index_gain = live_year(t);
    }
    for (const Firm& firm : firms_) note_recipient(firm);
    out_.with_policy[0] = out_.without[0];
    displace();
  }

  void add_incumbent(std::size_t i) {
    const Population& p = *in_.population;
    Firm firm;
    firm.id = p.id[i];
    firm.type = static_cast<CompanyType>(p.type[i]);
    firm.flags = p.flags[i];
    firm.odds = inverse_odds_of(logit_[index_of(firm.type)], p.access_noise[i], c_.access_sd);
    firm.standing = standing_of(setting_, firm.odds);
    firm.base.log_n = std::log(static_cast<double>(p.employees[i]));
    firm.base.log_y = std::log(static_cast<double>(p.output_per_worker[i]));
    firm.base.age = static_cast<double>(p.age_years[i]);
    firm.base.alive = true;
    firm.base.exporter = (p.flags[i] & kExporter) != 0;
    firm.base.compliant = (p.flags[i] & kCompliant) != 0;
    firm.awards.resize(in_.measures.size());
    add_base_year(setting_, firm.standing, firm.type, firm.rd_active(), firm.base, out_.without[0]);
    out_.without[0][Metric::new_firms] += sector_.entry_rate.value;
    firms_.push_back(std::move(firm));
  }

  // Entrants of year t: a Poisson count, elastic in last year's mean gain of the index; those that
  // both worlds see come first, the rest live in one world only.
  void add_entrants(int t, double index_gain) {
    const double usual = sector_.entry_rate.value * static_cast<double>(group_.size());
    const std::uint64_t cohort = kEntrants | (static_cast<std::uint64_t>(in_.sector) << 48) |
                                 (static_cast<std::uint64_t>(in_.region) << 40) |
                                 (static_cast<std::uint64_t>(t) << 32);
    const double u = uniform(philox(in_.seed, in_.draw, cohort, 0, Purpose::entry)[3]);
    const unsigned base = poisson_quantile(u, usual);
    const unsigned policy =
        index_gain == 0 ? base
                        : poisson_quantile(u, usual * std::exp(c_.entry_elasticity * index_gain));
    for (unsigned k = 0; k < std::max(base, policy); ++k) {
      Firm firm = entrant(cohort | k, t);
      firm.in_base = k < base;
      firm.in_policy = k < policy;
      if (!firm.in_base) {
        firm.treated = true;
        firm.policy = firm.base;
        firm.base.alive = false;
      }
      if (firm.in_base) out_.without[static_cast<std::size_t>(t)][Metric::new_firms] += 1;
      if (firm.in_policy) out_.with_policy[static_cast<std::size_t>(t)][Metric::new_firms] += 1;
      firms_.push_back(std::move(firm));
    }
  }

  Firm entrant(std::uint64_t id, int t) const {
    const Population& p = *in_.population;
    const auto words = philox(in_.seed, in_.draw, id, 0, Purpose::entry);
    const auto more = philox(in_.seed, in_.draw, id, 0, Purpose::access);
    const auto place = group_.begin + static_cast<std::size_t>(uniform(words[0]) *
                                                               static_cast<double>(group_.size()));
    const std::size_t donor = in_.by_id->empty() ? place : (*in_.by_id)[place];
    std::array<float, kComponents> noise{};
    for (std::size_t k = 0; k < kComponents; ++k) {
      noise[k] = static_cast<float>(normal_quantile(uniform(k < 4 ? more[k] : words[1])));
    }
    Firm firm;
    firm.id = id;
    firm.type = CompanyType::newcomer;
    firm.incumbent = false;
    if (uniform(words[2]) < sector_.rd_active_share.value) firm.flags |= kRdActive;
    firm.odds = inverse_odds_of(logit_[index_of(firm.type)], noise, c_.access_sd);
    firm.standing = standing_of(setting_, firm.odds);
    firm.base.log_n =
        std::log(std::min(static_cast<double>(p.employees[donor]), kMostEntrantEmployees));
    firm.base.log_y = std::log(kEntrantOutput * static_cast<double>(p.output_per_worker[donor])) +
                      in_.scenario->base.productivity_growth * (t - 1);
    firm.base.alive = true;
    firm.awards.resize(in_.measures.size());
    return firm;
  }

  // Live year t in both worlds; returns the mean gain of log E over the firms of the policy world.
  double live_year(int t) {
    const auto year = static_cast<std::size_t>(t);
    Totals& without = out_.without[year];
    Totals& with_policy = out_.with_policy[year];
    Totals shared;
    const Setting setting{setting_.base, setting_.c, t};
    double gain = 0;
    double count = 0;
    for (Firm& firm : firms_) {
      if (!firm.base.alive && !(firm.treated && firm.policy.alive)) continue;
      const Chance chance = chance_of(in_.seed, in_.draw, firm.id, t);
      const auto live_in = [&](const Standing& standing, Life& life, Totals& totals) {
        live(setting, standing, firm.standing.log_index, firm.type, firm.rd_active(),
             firm.incumbent, chance, life, totals);
      };
      count += 1;
      if (!firm.treated) {
        live_in(firm.standing, firm.base, firm.in_policy ? shared : without);
        continue;
      }
      live_in(firm.standing, firm.base, without);
      const Standing standing =
          standing_of(setting_, odds_in(desk_.tools(), firm, t, in_.years, std::nullopt));
      live_in(standing, firm.policy, with_policy);
      gain += standing.log_index - firm.standing.log_index;
    }
    without += shared;
    with_policy += shared;
    with_policy[Metric::investment] += desk_.own_money(t);
    return count > 0 ? gain / count : 0;
  }

  // What became of a recipient at the end, against its own life without policy.
  void note_recipient(const Firm& firm) {
    const auto employees_of = [](const Life& life) {
      return life.alive ? std::exp(life.log_n) : 0;
    };
    const auto revenue_of = [&](const Life& life) {
      return employees_of(life) * std::exp(life.log_y);
    };
    if (!firm.treated) return;
    bool counted = false;
    for (std::size_t j = 0; j < firm.awards.size(); ++j) {
      const Award& award = firm.awards[j];
      if (award.year == 0) continue;
      MeasureOutcome& measure = out_.measures[j];
      measure.completed += firm.policy.alive ? 1 : 0;
      measure.recipients_gross += revenue_of(firm.policy) - static_cast<double>(award.revenue);
      measure.recipients_impact += revenue_of(firm.policy) - revenue_of(firm.base);
      if (counted) continue;
      counted = true;
      out_.jobs_gross += employees_of(firm.policy) - static_cast<double>(award.employees);
      out_.jobs_impact += employees_of(firm.policy) - employees_of(firm.base);
    }
  }

  // A share of the extra domestic revenue of year t - 1 is taken from rivals in year t, and with
  // it what hangs on revenue; firms' own money in awards is not touched.
  void displace() {
    double before = 0;
    for (int t = 1; t <= in_.years; ++t) {
      Totals& now = out_.with_policy[static_cast<std::size_t>(t)];
      const Totals& base = out_.without[static_cast<std::size_t>(t)];
      const double domestic = now[Metric::revenue] - now[Metric::exports];
      const double extra = domestic - (base[Metric::revenue] - base[Metric::exports]);
      if (before != 0 && now[Metric::revenue] > 0) {
        const double lost = sector_.displacement.value * before / now[Metric::revenue];
        const double kept = std::clamp(1 - lost, 0.0, 2.0);
        for (const Metric m :
             {Metric::revenue, Metric::employees, Metric::incumbent_employees,
              Metric::new_product_revenue, Metric::local_revenue, Metric::cost_revenue}) {
          now[m] *= kept;
        }
        const double own = desk_.own_money(t);
        now[Metric::investment] = (now[Metric::investment] - own) * kept + own;
      }
      before = extra;
    }
  }

  void scale() {
    if (in_.weight == 1) return;
    for (auto* world : {&out_.without, &out_.with_policy}) {
      for (Totals& totals : *world) {
        for (double& value : totals.sum) value *= in_.weight;
      }
    }
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
  const Population::Group group_;
  Desk desk_;
  std::array<ByComponent, kCompanyTypes> logit_{};
  std::vector<Firm> firms_;
  GroupOutcome out_;
};

}  // namespace

GroupOutcome simulate_group(const GroupInput& input) {
  MUST(input.years > 0);
  return Group(input).run();
}

}  // namespace formulary::pretesting
