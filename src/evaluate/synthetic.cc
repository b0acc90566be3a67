#include "evaluate/synthetic.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "evaluate/internal/designs.h"
#include "evaluate/internal/reasons.h"
#include "evaluate/internal/synthetic_cohort.h"
#include "math/parallel.h"
#include "math/philox.h"

namespace formulary::evaluate {

std::string SyntheticOptions::mistake() const {
  if (!(level > 0 && level < 1)) return "the level of the interval lies between 0 and 1";
  const bool drawn = error == SyntheticError::placebo || error == SyntheticError::bootstrap;
  if (drawn && (draws < 2 || draws > 100'000)) return "draws lie between 2 and 100000";
  if (threads < 0) return "the number of threads is not below 0";
  return "";
}

namespace {

constexpr std::size_t kFewPlacebos = 20;
constexpr std::uint32_t kAttempts = 1000;

Units places(const std::vector<std::size_t>& units) {
  return {units.begin(), units.end()};
}

// Weights of a part of the controls, made to add up to 1; where none of them had any, equal ones.
Eigen::VectorXd made_whole(const Eigen::VectorXd& weights) {
  const double sum = weights.sum();
  if (sum != 0) return weights / sum;
  return Eigen::VectorXd::Constant(weights.size(), 1 / static_cast<double>(weights.size()));
}

// The design as it is: cohorts with their treated and weights.
struct Fitted {
  const Donors& donors;
  Units controls;
  std::vector<SyntheticCohort> cohorts;
  std::vector<Units> treated;
  std::vector<SyntheticWeights> weights;
  std::vector<double> effects;

  // Of each cohort's effect in the mean: its treated unit-periods. NaN effects stand aside.
  double mean(const std::vector<double>& of_cohorts, const std::vector<Units>& who) const {
    double sum = 0;
    double cells = 0;
    for (std::size_t c = 0; c < cohorts.size(); ++c) {
      if (std::isnan(of_cohorts[c])) continue;
      const double weight =
          static_cast<double>(who[c].size()) * static_cast<double>(cohorts[c].after());
      sum += weight * of_cohorts[c];
      cells += weight;
    }
    return sum / cells;
  }
};

Fitted fit(const Donors& donors, const SyntheticOptions& options) {
  Fitted fitted{donors, places(donors.controls), {}, {}, {}, {}};
  for (const Adopters& adopters : donors.cohorts) {
    fitted.cohorts.emplace_back(donors, adopters, options);
    fitted.treated.push_back(places(adopters.units));
    const SyntheticCohort& cohort = fitted.cohorts.back();
    fitted.weights.push_back(cohort.solve(fitted.controls, fitted.treated.back()));
    fitted.effects.push_back(
        cohort.effect(fitted.controls, fitted.treated.back(), fitted.weights.back()));
  }
  return fitted;
}

// What a world without, or with other, units says: the mean and each cohort's effect.
using World = std::vector<double>;

World world_of(const Fitted& fitted, const std::vector<double>& effects,
               const std::vector<Units>& treated) {
  World world{fitted.mean(effects, treated)};
  world.insert(world.end(), effects.begin(), effects.end());
  return world;
}

// Controls stand in for the treated; `order` are places among the controls, the pretenders last.
World placebo_world(const Fitted& fitted, const std::vector<std::size_t>& order) {
  std::size_t pretenders = 0;
  for (const Units& units : fitted.treated) pretenders += units.size();
  const std::size_t left = order.size() - pretenders;
  Units controls;
  Eigen::VectorXd kept(static_cast<Eigen::Index>(left));
  for (std::size_t i = 0; i < left; ++i) controls.push_back(fitted.controls[order[i]]);
  std::vector<double> effects;
  std::vector<Units> treated;
  std::size_t next = left;
  for (std::size_t c = 0; c < fitted.cohorts.size(); ++c) {
    Units pretending;
    for (std::size_t i = 0; i < fitted.treated[c].size(); ++i) {
      pretending.push_back(fitted.controls[order[next++]]);
    }
    SyntheticWeights start = fitted.weights[c];
    for (std::size_t i = 0; i < left; ++i) {
      kept(static_cast<Eigen::Index>(i)) = start.unit(static_cast<Eigen::Index>(order[i]));
    }
    start.unit = made_whole(kept);
    const SyntheticWeights weights = fitted.cohorts[c].solve(controls, pretending, start);
    effects.push_back(fitted.cohorts[c].effect(controls, pretending, weights));
    treated.push_back(std::move(pretending));
  }
  return world_of(fitted, effects, treated);
}

std::vector<World> placebo_worlds(const Fitted& fitted, const SyntheticOptions& options,
                                  bool each_once) {
  const std::size_t size = fitted.controls.size();
  const std::size_t count = each_once ? size : static_cast<std::size_t>(options.draws);
  std::vector<World> worlds(count);
  in_parallel(count, options.threads, [&](std::size_t draw) {
    std::vector<std::size_t> order(size);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (each_once) {
      std::rotate(order.begin() + static_cast<std::ptrdiff_t>(draw),
                  order.begin() + static_cast<std::ptrdiff_t>(draw) + 1, order.end());
    } else {
      std::vector<std::uint64_t> lot(size);
      for (std::size_t i = 0; i < size; ++i) {
        const auto words =
            philox(options.seed, static_cast<std::uint32_t>(draw), i, 0, Purpose::bootstrap);
        lot[i] = std::uint64_t{words[0]} << 32U | words[1];
      }
      std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return lot[a] != lot[b] ? lot[a] < lot[b] : a < b;
      });
    }
    worlds[draw] = placebo_world(fitted, order);
  });
  return worlds;
}

// A world of units drawn again. Nothing where nobody of a side was drawn.
std::optional<World> drawn_world(const Fitted& fitted, const SyntheticOptions& options,
                                 std::uint32_t draw, std::uint32_t attempt) {
  Units pool = fitted.controls;
  for (const Units& units : fitted.treated) pool.insert(pool.end(), units.begin(), units.end());
  std::vector<std::size_t> drawn;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const auto words = philox(options.seed, draw, i, attempt, Purpose::bootstrap);
    drawn.push_back(static_cast<std::size_t>(uniform(words[0]) * static_cast<double>(pool.size())));
  }
  std::sort(drawn.begin(), drawn.end());
  const std::size_t first_treated = fitted.controls.size();
  const auto at = std::lower_bound(drawn.begin(), drawn.end(), first_treated);
  const auto left = static_cast<std::size_t>(at - drawn.begin());
  if (left == 0 || left == drawn.size()) return std::nullopt;
  Units controls;
  for (std::size_t i = 0; i < left; ++i) controls.push_back(pool[drawn[i]]);
  std::vector<double> effects;
  std::vector<Units> treated;
  std::size_t begin = first_treated;
  for (std::size_t c = 0; c < fitted.cohorts.size(); ++c) {
    const std::size_t end = begin + fitted.treated[c].size();
    Units here;
    for (const std::size_t one : drawn) {
      if (one >= begin && one < end) here.push_back(pool[one]);
    }
    begin = end;
    effects.push_back(std::nan(""));
    treated.push_back(here);
    if (here.empty()) continue;
    SyntheticWeights start = fitted.weights[c];
    Eigen::VectorXd kept(static_cast<Eigen::Index>(left));
    for (std::size_t i = 0; i < left; ++i) {
      kept(static_cast<Eigen::Index>(i)) = start.unit(static_cast<Eigen::Index>(drawn[i]));
    }
    start.unit = made_whole(kept);
    const SyntheticWeights weights = fitted.cohorts[c].solve(controls, here, start);
    effects.back() = fitted.cohorts[c].effect(controls, here, weights);
  }
  return world_of(fitted, effects, treated);
}

std::vector<World> drawn_worlds(const Fitted& fitted, const SyntheticOptions& options) {
  std::vector<World> worlds(static_cast<std::size_t>(options.draws));
  in_parallel(worlds.size(), options.threads, [&](std::size_t draw) {
    for (std::uint32_t attempt = 0; attempt < kAttempts; ++attempt) {
      auto world = drawn_world(fitted, options, static_cast<std::uint32_t>(draw), attempt);
      if (!world) continue;
      worlds[draw] = std::move(*world);
      return;
    }
  });
  std::erase_if(worlds, [](const World& world) { return world.empty(); });
  return worlds;
}

// Worlds without one unit each, the weights as they are.
std::vector<World> worlds_without_one(const Fitted& fitted) {
  std::vector<World> worlds;
  const auto add = [&](const Units& controls, const std::vector<Units>& treated,
                       std::optional<std::size_t> gone) {
    std::vector<double> effects;
    for (std::size_t c = 0; c < fitted.cohorts.size(); ++c) {
      SyntheticWeights weights = fitted.weights[c];
      if (gone) {
        const auto at = static_cast<Eigen::Index>(*gone);
        Eigen::VectorXd kept(weights.unit.size() - 1);
        kept << weights.unit.head(at), weights.unit.tail(kept.size() - at);
        weights.unit = made_whole(kept);
      }
      effects.push_back(fitted.cohorts[c].effect(controls, treated[c], weights));
    }
    worlds.push_back(world_of(fitted, effects, treated));
  };
  for (std::size_t i = 0; i < fitted.controls.size(); ++i) {
    Units controls = fitted.controls;
    controls.erase(controls.begin() + static_cast<std::ptrdiff_t>(i));
    add(controls, fitted.treated, i);
  }
  for (std::size_t c = 0; c < fitted.cohorts.size(); ++c) {
    for (std::size_t i = 0; i < fitted.treated[c].size(); ++i) {
      std::vector<Units> treated = fitted.treated;
      treated[c].erase(treated[c].begin() + static_cast<std::ptrdiff_t>(i));
      add(fitted.controls, treated, std::nullopt);
    }
  }
  return worlds;
}

// The spread of a term over the worlds; those that lack it stand aside.
struct Spread {
  double squares = 0;  // about the mean
  double count = 0;
};

Spread spread(const std::vector<World>& worlds, std::size_t term) {
  Spread found;
  double mean = 0;
  for (const World& world : worlds) {
    if (std::isnan(world[term])) continue;
    mean += world[term];
    ++found.count;
  }
  mean /= found.count;
  for (const World& world : worlds) {
    if (!std::isnan(world[term])) found.squares += (world[term] - mean) * (world[term] - mean);
  }
  return found;
}

struct Errors {
  std::vector<double> se;  // of the mean and of each cohort
  std::optional<double> placebo_p;
  std::size_t worlds = 0;
  bool each_once = false;
};

Identified<Errors> errors_of(const Fitted& fitted, const SyntheticOptions& options, double effect) {
  Errors errors;
  errors.se.assign(fitted.cohorts.size() + 1, 0.0);
  std::size_t treated = 0;
  std::size_t fewest = fitted.controls.size();
  for (const Units& units : fitted.treated) {
    treated += units.size();
    fewest = std::min(fewest, units.size());
  }
  std::vector<World> worlds;
  if (options.error == SyntheticError::none) return errors;
  if (options.error == SyntheticError::placebo) {
    if (fitted.controls.size() < treated + 2) {
      return otherwise(unidentified(Design::no_placebo, Design::give_more_controls));
    }
    errors.each_once =
        treated == 1 && fitted.controls.size() <= static_cast<std::size_t>(options.draws);
    worlds = placebo_worlds(fitted, options, errors.each_once);
    double as_far = 1;
    for (const World& world : worlds) as_far += std::fabs(world[0]) >= std::fabs(effect) ? 1 : 0;
    errors.placebo_p = as_far / static_cast<double>(worlds.size() + 1);
  } else if (options.error == SyntheticError::jackknife) {
    bool one_donor = false;
    for (const SyntheticWeights& weights : fitted.weights) {
      one_donor = one_donor || (weights.unit.array() != 0).count() < 2;
    }
    if (fewest < 2 || one_donor) {
      return otherwise(unidentified(Design::no_jackknife, Design::use_placebo));
    }
    worlds = worlds_without_one(fitted);
  } else {
    if (treated < 2) return otherwise(unidentified(Design::no_bootstrap, Design::use_placebo));
    worlds = drawn_worlds(fitted, options);
  }
  errors.worlds = worlds.size();
  for (std::size_t term = 0; term < errors.se.size(); ++term) {
    const Spread found = spread(worlds, term);
    const double inflate = options.error == SyntheticError::jackknife ? found.count - 1 : 1;
    errors.se[term] = std::sqrt(inflate * found.squares / found.count);
  }
  return errors;
}

void put_cohort(const Fitted& fitted, std::size_t c, Finding& finding) {
  const Donors& donors = fitted.donors;
  const SyntheticCohort& cohort = fitted.cohorts[c];
  const SyntheticWeights& weights = fitted.weights[c];
  const auto period = [&](Eigen::Index t) { return donors.periods[static_cast<std::size_t>(t)]; };
  const std::string prefix =
      fitted.cohorts.size() > 1 ? "cohort::" + period(cohort.before()) + "." : "";
  const auto put = [&](const std::string& id, double value) {
    finding.diagnostics.push_back({prefix + id, value});
  };
  put("treated", static_cast<double>(fitted.treated[c].size()));
  put("periods_before", static_cast<double>(cohort.before()));
  put("periods_after", static_cast<double>(cohort.after()));
  put("noise", cohort.noise());
  put("zeta_unit", cohort.zeta_unit());
  put("zeta_time", cohort.zeta_time());
  const Eigen::VectorXd curve = cohort.curve(fitted.controls, fitted.treated[c], weights);
  Eigen::VectorXd miss = curve.head(cohort.before());
  if (weights.time.sum() > 0) miss.array() -= miss.mean();  // a level apart is no miss but for sc
  const double rmse = std::sqrt(miss.squaredNorm() / static_cast<double>(miss.size()));
  put("fit_rmse", rmse);
  if (rmse > cohort.noise()) finding.notes.push_back(reason(Design::poor_fit));
  if (weights.unit.maxCoeff() > 0.9) finding.notes.push_back(reason(Design::one_donor));
  for (Eigen::Index t = cohort.before(); t < curve.size(); ++t) {
    put("effect." + period(t), curve(t));
  }
  for (std::size_t i = 0; i < fitted.controls.size(); ++i) {
    const double weight = weights.unit(static_cast<Eigen::Index>(i));
    if (weight > 0) put("weight." + donors.names[donors.controls[i]], weight);
  }
  for (Eigen::Index t = 0; t < cohort.before(); ++t) {
    if (weights.time(t) > 0) put("weight_time." + period(t), weights.time(t));
  }
}

void put_variance_words(const Errors& errors, const SyntheticOptions& options, Finding& finding) {
  const std::string n = std::to_string(errors.worlds);
  switch (options.error) {
    case SyntheticError::placebo:
      if (errors.each_once) {
        finding.summary.variance = {"placebos, each of " + n + " controls once",
                                    "плацебо, каждый из контролей один раз: " + n,
                                    "плацебо, әр бақылау бір рет: " + n};
        return;
      }
      finding.summary.variance = {"placebos, " + n + " draws", "плацебо, выборок: " + n,
                                  "плацебо, іріктеу саны: " + n};
      return;
    case SyntheticError::jackknife:
      finding.summary.variance = {"jackknife, fixed weights", "складной нож при неизменных весах",
                                  "бірін қалдыру, салмақтар өзгермейді"};
      return;
    case SyntheticError::bootstrap:
      finding.summary.variance = {"bootstrap of units, " + n + " draws",
                                  "бутстреп единиц, выборок: " + n,
                                  "бірліктер бутстрепі, іріктеу саны: " + n};
      return;
    case SyntheticError::none:
      finding.summary.variance = {"none", "нет", "жоқ"};
      return;
  }
}

}  // namespace

Evaluated<Finding> synthetic(const Panel& panel, const SyntheticOptions& options) {
  if (const std::string wrong = options.mistake(); !wrong.empty()) {
    return fail(Fault{"", 0, wrong, ""});
  }
  TRY(donors, donors_of(panel, options));
  if (!donors) return otherwise(std::move(donors.error()));
  const Fitted fitted = fit(*donors, options);
  const double effect = fitted.mean(fitted.effects, fitted.treated);
  const auto errors = errors_of(fitted, options, effect);
  if (!errors) return otherwise(errors.error());
  Finding finding;
  finding.method = std::string("synthetic ") + id_of(options.method);
  const auto add = [&](std::string term, double value, double se) {
    finding.estimates.push_back(
        estimate_of(std::move(term), value, se, std::nullopt, options.level));
  };
  add("ATT", effect, errors->se[0]);
  for (std::size_t c = 0; c < fitted.cohorts.size() && fitted.cohorts.size() > 1; ++c) {
    const auto start = static_cast<std::size_t>(fitted.cohorts[c].before());
    add("cohort::" + donors->periods[start], fitted.effects[c], errors->se[c + 1]);
  }
  finding.summary.n = donors->names.size();
  finding.dropped = donors->dropped;
  put_variance_words(*errors, options, finding);
  finding.diagnostics.push_back({"controls", static_cast<double>(fitted.controls.size())});
  finding.diagnostics.push_back({"solver", std::string(id_of(options.solver))});
  for (std::size_t c = 0; c < fitted.cohorts.size(); ++c) put_cohort(fitted, c, finding);
  if (errors->placebo_p) finding.diagnostics.push_back({"placebo_p", *errors->placebo_p});
  if (options.error == SyntheticError::placebo && errors->worlds < kFewPlacebos) {
    finding.notes.push_back(reason(Design::few_draws));
  }
  return finding;
}

}  // namespace formulary::evaluate
