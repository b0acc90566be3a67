#include "pretest/pretest.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <numeric>

#include "base/must.h"
#include "math/parallel.h"
#include "pretest/internal/summary.h"

namespace formulary {

namespace {

using namespace pretesting;

class Simulation {
 public:
  Simulation(const CountryPack& pack, const Toolbox& toolbox, const Population& population,
             double weight, const std::vector<Stage>& stages, const Package& package,
             const PretestOptions& options)
      : pack_(pack),
        toolbox_(toolbox),
        population_(population),
        weight_(weight),
        stages_(stages),
        package_(package),
        options_(options),
        sector_(pack.sector_index(package.envelope.sector)),
        years_(package.envelope.years),
        readiness_(readiness_of(pack, toolbox)) {
    for (const Instrument& instrument : toolbox.instruments) {
      for (const Variant& variant : instrument.variants) {
        forms_.push_back({&instrument, &variant});
        elsewhere_.push_back(facility_jobs_elsewhere(pack, sector_, variant));
      }
    }
    prepare();
    order_rows();
  }

  // Live all draws of a list of measures; `whole` also lives the sectors it does not reach.
  std::vector<DrawOutcome> run(const std::vector<PlannedMeasure>& measures, bool whole) {
    std::vector<DrawOutcome> draws(static_cast<std::size_t>(options_.draws));
    const auto by_region = place(measures);
    const std::size_t regions = pack_.regions.size();
    std::vector<std::size_t> sectors;
    for (std::size_t s = 0; s < pack_.sectors.size(); ++s) {
      if (s == sector_ ||
          (whole && population_.group(s, 0).begin < population_.group(s, regions - 1).end)) {
        sectors.push_back(s);
      }
    }
    const std::size_t tasks = draws.size() * sectors.size() * regions;
    std::vector<GroupOutcome> outcome(draws.size() * regions);
    std::atomic<std::size_t> done{0};
    in_parallel(tasks, options_.threads, [&](std::size_t task) {
      const std::size_t d = task / (sectors.size() * regions);
      const std::size_t s = sectors[task / regions % sectors.size()];
      const std::size_t r = task % regions;
      GroupInput input = input_for(d, s, r);
      if (s == sector_) input.measures = activate(measures, by_region[r], *scenario(d, s));
      GroupOutcome one = simulate_group(input);
      if (s == sector_) outcome[d * regions + r] = std::move(one);
      if (options_.progress && ++done % 64 == 0) {
        options_.progress("pretest", static_cast<double>(done) / static_cast<double>(tasks));
      }
    });
    for (std::size_t d = 0; d < draws.size(); ++d) {
      draws[d] = gather(outcome, d, measures.size(), by_region);
    }
    return draws;
  }

  std::size_t sector() const { return sector_; }
  int years() const { return years_; }

  // Present value of one draw's difference between the worlds, and of what facilities will still
  // give after the programme.
  double benefit(const DrawOutcome& draw, std::size_t d,
                 const std::vector<PlannedMeasure>& measures) const {
    const Coefficients& c = scenario(d, sector_)->coefficients;
    const WorthWeights weights =
        worth_weights(toolbox_, pack_, package_.envelope.goal, stages_[sector_], c);
    double sum = 0;
    for (std::size_t m = 0; m < measures.size(); ++m) {
      for (const Form& form : forms_) {
        if (!form.is_public() || form.instrument->id != measures[m].instrument ||
            form.variant->id != measures[m].variant) {
          continue;
        }
        sum += draw.measures[m].disbursed * c.public_funds_value *
               service_left(form.instrument->lag, years_, pack_.discount_rate.value);
      }
    }
    for (int t = 1; t <= years_; ++t) {
      const auto year = static_cast<std::size_t>(t);
      sum += worth_of(draw.with_policy[year], draw.without[year], weights, pack_.sectors[sector_]) *
             std::pow(1 + pack_.discount_rate.value, -t);
    }
    return sum;
  }

 private:
  // Parameters of every draw and sector with firms.
  void prepare() {
    const std::size_t sectors = pack_.sectors.size();
    scenarios_.resize(static_cast<std::size_t>(options_.draws) * sectors);
    in_parallel(scenarios_.size(), options_.threads, [&](std::size_t at) {
      const std::size_t s = at % sectors;
      const std::size_t last = pack_.regions.size() - 1;
      if (population_.group(s, 0).begin == population_.group(s, last).end) return;
      const std::vector<Form> none;
      scenarios_[at] =
          std::make_unique<Scenario>(pack_, toolbox_, population_, readiness_, s, stages_[s],
                                     package_.envelope.goal, s == sector_ ? forms_ : none,
                                     options_.seed, static_cast<std::uint32_t>(at / sectors) + 1);
    });
  }

  // Entrants are drawn by place among ids, so that the order of rows does not matter.
  void order_rows() {
    const auto& id = population_.id;
    const auto in_order = [&](const Population::Group& g) {
      return std::is_sorted(id.begin() + static_cast<std::ptrdiff_t>(g.begin),
                            id.begin() + static_cast<std::ptrdiff_t>(g.end));
    };
    std::vector<Population::Group> groups;
    bool ordered = true;
    for (std::size_t s = 0; s < population_.sectors; ++s) {
      for (std::size_t r = 0; r < population_.regions; ++r) {
        groups.push_back(population_.group(s, r));
        ordered = ordered && in_order(groups.back());
      }
    }
    if (ordered) return;
    by_id_.resize(population_.size());
    std::iota(by_id_.begin(), by_id_.end(), 0u);
    for (const Population::Group& g : groups) {
      std::sort(by_id_.begin() + static_cast<std::ptrdiff_t>(g.begin),
                by_id_.begin() + static_cast<std::ptrdiff_t>(g.end),
                [&](std::uint32_t a, std::uint32_t b) { return id[a] < id[b]; });
    }
  }

  const Scenario* scenario(std::size_t d, std::size_t s) const {
    return scenarios_[d * pack_.sectors.size() + s].get();
  }

  GroupInput input_for(std::size_t d, std::size_t s, std::size_t r) const {
    GroupInput input;
    input.pack = &pack_;
    input.population = &population_;
    input.scenario = scenario(d, s);
    input.sector = s;
    input.region = r;
    input.stage = stages_[s];
    input.goal = package_.envelope.goal;
    input.years = years_;
    input.seed = options_.seed;
    input.draw = static_cast<std::uint32_t>(d) + 1;
    input.weight = weight_;
    input.by_id = &by_id_;
    return input;
  }

  std::vector<std::vector<std::size_t>> place(const std::vector<PlannedMeasure>& measures) const {
    std::vector<std::vector<std::size_t>> by_region(pack_.regions.size());
    for (std::size_t m = 0; m < measures.size(); ++m) {
      by_region[pack_.region_index(measures[m].region)].push_back(m);
    }
    return by_region;
  }

  std::vector<ActiveMeasure> activate(const std::vector<PlannedMeasure>& measures,
                                      const std::vector<std::size_t>& numbers,
                                      const Scenario& in) const {
    std::vector<ActiveMeasure> active;
    for (const std::size_t m : numbers) {
      for (std::size_t f = 0; f < forms_.size(); ++f) {
        if (forms_[f].instrument->id == measures[m].instrument &&
            forms_[f].variant->id == measures[m].variant) {
          const std::size_t r = pack_.region_index(measures[m].region);
          active.push_back({&measures[m], forms_[f], in.potency[f], m, elsewhere_[f][r]});
        }
      }
    }
    return active;
  }

  DrawOutcome gather(std::vector<GroupOutcome>& outcome, std::size_t d, std::size_t measures,
                     const std::vector<std::vector<std::size_t>>& by_region) const {
    DrawOutcome draw;
    const std::size_t years = static_cast<std::size_t>(years_) + 1;
    draw.without.resize(years);
    draw.with_policy.resize(years);
    draw.disbursed.assign(years, 0);
    draw.measures.resize(measures);
    for (std::size_t r = 0; r < pack_.regions.size(); ++r) {
      GroupOutcome& one = outcome[d * pack_.regions.size() + r];
      double disbursed = 0;
      for (std::size_t t = 0; t < years; ++t) {
        draw.without[t] += one.without[t];
        draw.with_policy[t] += one.with_policy[t];
        draw.disbursed[t] += one.disbursed[t];
        disbursed += one.disbursed[t];
      }
      const Totals& with_policy = one.with_policy.back();
      const Totals& without = one.without.back();
      draw.region.push_back({disbursed, with_policy[Metric::employees] - without[Metric::employees],
                             with_policy[Metric::revenue] - without[Metric::revenue]});
      draw.co_financing += one.co_financing;
      draw.jobs_gross += one.jobs_gross;
      draw.jobs_impact += one.jobs_impact;
      for (std::size_t i = 0; i < one.measures.size(); ++i) {
        draw.measures[by_region[r][i]] = one.measures[i];
      }
      one = {};
    }
    return draw;
  }

  const CountryPack& pack_;
  const Toolbox& toolbox_;
  const Population& population_;
  const double weight_;
  const std::vector<Stage>& stages_;
  const Package& package_;
  const PretestOptions& options_;
  const std::size_t sector_;
  const int years_;
  const Readiness readiness_;
  std::vector<std::uint32_t> by_id_;
  std::vector<Form> forms_;
  std::vector<std::vector<ByCompanyType>> elsewhere_;  // users in other sectors: [form][region]
  std::vector<std::unique_ptr<Scenario>> scenarios_;
};

}  // namespace

Forecast pretest(const CountryPack& pack, const Toolbox& toolbox, const Population& population,
                 double population_weight, const std::vector<Stage>& stage_of_sector,
                 const Package& package, const PretestOptions& options) {
  MUST(options.draws > 0 && stage_of_sector.size() == pack.sectors.size());
  Simulation simulation(pack, toolbox, population, population_weight, stage_of_sector, package,
                        options);
  const std::vector<DrawOutcome> draws = simulation.run(package.measures, true);
  Forecast forecast;
  forecast.sector = package.envelope.sector;
  forecast.base_year = pack.base_year;
  forecast.years = simulation.years();
  forecast.draws = options.draws;
  forecast.firms = population.size();
  forecast.weight = population_weight;
  forecast.take_up = take_up_of(toolbox, package, draws);
  for (const Kpi& kpi : toolbox.kpis) {
    forecast.kpis.push_back(
        forecast_kpi(kpi, pack, pack.sectors[simulation.sector()], simulation.years(), draws));
  }
  forecast.regions = regions_of(pack, draws);
  std::vector<double> benefit, disbursed;
  for (std::size_t d = 0; d < draws.size(); ++d) {
    benefit.push_back(simulation.benefit(draws[d], d, package.measures));
    double sum = 0;
    for (const double money : draws[d].disbursed) sum += money;
    disbursed.push_back(sum);
  }
  forecast.benefit = spread_of(benefit);
  forecast.disbursed = spread_of(disbursed);
  forecast.mean_field_benefit = package.benefit.mean_field;
  if (options.compare_blanket && !package.blanket.empty()) {
    const std::vector<DrawOutcome> even = simulation.run(package.blanket, false);
    std::vector<double> blanket;
    for (std::size_t d = 0; d < even.size(); ++d) {
      blanket.push_back(simulation.benefit(even[d], d, package.blanket));
    }
    forecast.comparison = compare(benefit, blanket);
  }
  forecast.warnings = warnings_of(forecast.take_up);
  forecast.provenance.toolbox_hash = toolbox.hash;
  forecast.provenance.country_hash = pack.hash;
  forecast.provenance.seed = options.seed;
  return forecast;
}

}  // namespace formulary
