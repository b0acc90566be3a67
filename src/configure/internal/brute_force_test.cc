// Is the certificate true? On an instance of one region and two company types every plan can be
// counted out: the best of them must lie between what `configure` found and what it bounds.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "configure/internal/candidates.h"
#include "support/small_world.h"

using namespace formulary;
using namespace formulary::configuring;

namespace {

struct Instance {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Population firms;
  Diagnosis diagnosis;
  Envelope envelope;
  ConfigureOptions options;

  // Three of the four tools with two doses each, everyone served who comes.
  Instance(std::size_t left_out, const char* budget, double risk_aversion, std::uint32_t seed) {
    toolbox.instruments.erase(toolbox.instruments.begin() + static_cast<std::ptrdiff_t>(left_out));
    pack.regions.resize(1);
    firms = small_world::population(pack, 200);
    diagnosis.sector = "crafts";
    for (std::size_t k = 0; k < kComponents; ++k) {
      ComponentState state;
      state.component = static_cast<Component>(k);
      state.binding = state.component == Component::workforce;
      diagnosis.components.push_back(state);
    }
    envelope.sector = "crafts";
    envelope.company_types = {CompanyType::sme, CompanyType::newcomer};
    envelope.budget = *Money::parse(budget);
    envelope.years = 3;
    envelope.risk_aversion = risk_aversion;
    options.coverages = {1};
    options.scenarios = 3;
    options.threads = 1;
    options.seed = seed;
    options.alternatives = {};
  }

  Candidates candidates() const {
    return make_candidates(pack, toolbox, firms, 1, diagnosis, envelope, options);
  }
};

bool allowed(const Candidates& all, const Choice& choice, const std::vector<std::size_t>& options) {
  const auto card = [&](std::size_t o) {
    return all.view->forms()[choice.options[o].form].instrument;
  };
  for (const std::size_t a : options) {
    for (const std::size_t b : options) {
      if (a != b && (card(a) == card(b) || exclude_each_other(*card(a), *card(b)))) return false;
    }
    for (const Interaction& i : card(a)->interactions) {
      if (i.kind != InteractionKind::requires_) continue;
      const bool there = std::any_of(options.begin(), options.end(),
                                     [&](std::size_t b) { return card(b)->id == i.with; });
      if (!there) return false;
    }
  }
  return true;
}

// Every package of one cell, the empty one too.
std::vector<Column> all_columns(const Candidates& all, std::size_t number) {
  const Choice& choice = all.choices[number];
  std::vector<Column> columns;
  for (std::size_t bits = 0; bits < (std::size_t{1} << choice.options.size()); ++bits) {
    std::vector<std::size_t> options;
    for (std::size_t o = 0; o < choice.options.size(); ++o) {
      if ((bits >> o & 1u) != 0) options.push_back(o);
    }
    if (!allowed(all, choice, options)) continue;
    columns.push_back(make_column(choice, number, options, all.view->draws()));
  }
  return columns;
}

// What a plan is worth: mean and worst draw, less what its money would be worth unspent.
double worth(const Instance& in, const std::vector<const Column*>& plan) {
  std::vector<double> total(in.options.scenarios, 0);
  double cost = 0;
  for (const Column* column : plan) {
    for (std::size_t w = 0; w < total.size(); ++w) total[w] += column->benefit[w];
    cost += column->cost;
  }
  const double mean =
      std::accumulate(total.begin(), total.end(), 0.0) / static_cast<double>(total.size());
  const double worst = *std::min_element(total.begin(), total.end());
  const double risk = in.envelope.risk_aversion;
  return mean + risk * worst - 0.25 * (1 + risk) * cost;
}

bool fits(const Candidates& all, const std::vector<const Column*>& plan) {
  std::vector<double> used(all.limits.size(), 0);
  for (const Column* column : plan) {
    for (const auto& [limit, amount] : usage_of(all, *column)) used[limit] += amount;
  }
  for (std::size_t l = 0; l < used.size(); ++l) {
    const Limit& limit = all.limits[l];
    if (limit.at_least ? used[l] < limit.value * (1 - 1e-9) : used[l] > limit.value * (1 + 1e-9)) {
      return false;
    }
  }
  return true;
}

// The best of all plans; minus infinity where none keeps the limits.
double best_by_brute_force(const Instance& in, const Candidates& all) {
  REQUIRE(all.choices.size() == 2);
  const std::vector<Column> first = all_columns(all, 0);
  const std::vector<Column> second = all_columns(all, 1);
  double best = -HUGE_VAL;
  for (const Column& a : first) {
    for (const Column& b : second) {
      const std::vector<const Column*> plan{&a, &b};
      if (fits(all, plan)) best = std::max(best, worth(in, plan));
    }
  }
  return best;
}

// The package's measures, found again among the candidates.
std::vector<Column> columns_of(const Candidates& all, const Package& package) {
  std::vector<Column> columns;
  for (std::size_t c = 0; c < all.choices.size(); ++c) {
    std::vector<std::size_t> options;
    for (std::size_t o = 0; o < all.choices[c].options.size(); ++o) {
      const Option& option = all.choices[c].options[o];
      for (const PlannedMeasure& m : package.measures) {
        if (m.company_type == all.choices[c].cell->key().type && m.dose == option.dose &&
            m.instrument == all.view->forms()[option.form].instrument->id) {
          options.push_back(o);
        }
      }
    }
    columns.push_back(make_column(all.choices[c], c, options, all.view->draws()));
  }
  return columns;
}

// Check the certificate; whether the plan is even the best there is.
bool certified(const Instance& in) {
  const Candidates all = in.candidates();
  const double best = best_by_brute_force(in, all);
  const Configuration answer =
      configure(in.pack, in.toolbox, in.firms, 1, in.diagnosis, in.envelope, in.options);
  if (std::isinf(best)) {
    CHECK(std::holds_alternative<Infeasible>(answer));
    return true;
  }
  REQUIRE(std::holds_alternative<Package>(answer));
  const Package& package = std::get<Package>(answer);
  const double bound = package.bound / kMillion;
  const std::vector<Column> columns = columns_of(all, package);
  std::vector<const Column*> plan;
  for (const Column& column : columns) plan.push_back(&column);
  const double found = worth(in, plan);
  CHECK(fits(all, plan));
  CHECK(found == doctest::Approx(bound * (1 - package.gap)).epsilon(1e-9));
  CHECK(found <= best + 1e-9 * std::fabs(best));
  CHECK(bound >= best - 1e-9 * std::fabs(best));
  CHECK(found >= best * (1 - package.gap) - 1e-9 * std::fabs(best));
  CHECK(package.gap <= in.envelope.gap);
  return found >= best - 1e-9 * std::fabs(best);
}

}  // namespace

// Expected: brute force over all plans. Budgets run from what buys one tool in one cell to more
// than both cells can take. Column generation need not hold the best plan's packages where so few
// make up a budget, but mostly does.
TEST_CASE("the plan is within its certified gap of the best of all plans") {
  int instances = 0;
  int best = 0;
  for (const std::size_t left_out : {1, 2, 3}) {
    for (const char* budget : {"25m", "45m", "80m", "130m", "400m"}) {
      for (const double risk : {0.0, 0.5}) {
        INFO("without " << left_out << ", budget " << std::string(budget) << ", risk " << risk);
        best += certified(Instance(left_out, budget, risk, 1)) ? 1 : 0;
        ++instances;
      }
    }
  }
  CHECK(best >= 0.8 * instances);
}

// Expected: brute force, other draws of the parameters.
TEST_CASE("the certificate holds whatever the seed") {
  for (const std::uint32_t seed : {2u, 3u, 4u, 5u}) {
    INFO(seed);
    certified(Instance(2, "60m", 0.25, seed));
  }
}

// Expected: brute force; effects so doubtful that some draws see harm.
TEST_CASE("the certificate holds where tools may do harm") {
  for (const std::uint32_t seed : {2u, 3u, 4u, 5u, 6u, 7u}) {
    INFO(seed);
    Instance in(2, "60m", 0.25, seed);
    for (Instrument& card : in.toolbox.instruments) {
      Response& response = card.variants.front().mechanism.response;
      response.sd_percent = 1.5 * response.percent;
    }
    certified(in);
  }
}
