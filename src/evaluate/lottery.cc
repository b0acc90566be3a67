#include "evaluate/lottery.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "evaluate/internal/designs.h"
#include "evaluate/internal/reasons.h"
#include "math/parallel.h"
#include "math/philox.h"

namespace formulary::evaluate {

std::string LotteryOptions::mistake() const {
  if (draws < 100 || draws > 10'000'000) return "draws lie between 100 and 10000000";
  if (!(level > 0 && level < 1)) return "the level of the interval lies between 0 and 1";
  if (threads < 0) return "the number of threads is not below 0";
  return "";
}

namespace {

constexpr double kAsFar = 1 - 1e-12;  // rounding must not hide an equal difference

struct Entry {
  double outcome;
  double won;
  double taken;
};

struct Stratum {
  std::vector<Entry> entries;  // by their values: the order of rows does not matter
  std::size_t winners = 0;

  std::size_t losers() const { return entries.size() - winners; }
};

struct Draw {
  std::vector<Stratum> strata;
  std::vector<Dropped> dropped;
  std::size_t rows = 0;
};

Result<Draw> collect(const Panel& panel, const LotteryOptions& options) {
  TRY(outcome, panel.numbers(options.outcome));
  TRY(won, panel.numbers(options.won));
  std::span<const double> taken = won;
  if (!options.taken.empty()) {
    TRY(column, panel.numbers(options.taken));
    taken = column;
  }
  const Key* stratum = nullptr;
  if (!options.stratum.empty()) {
    TRY(key, panel.key(options.stratum));
    stratum = key;
  }
  Draw draw;
  std::vector<Stratum> strata(stratum != nullptr ? stratum->levels : 1);
  Dropped missing{reason(Says::missing_value), 0, ""};
  for (std::size_t row = 0; row < panel.rows(); ++row) {
    const std::uint32_t level = stratum != nullptr ? stratum->level[row] : 0;
    if (std::isnan(outcome[row]) || std::isnan(won[row]) || std::isnan(taken[row]) ||
        level == kNoLevel) {
      if (missing.count++ == 0) {
        missing.which = std::isnan(outcome[row]) ? options.outcome
                        : std::isnan(won[row])   ? options.won
                        : level == kNoLevel      ? options.stratum
                                                 : options.taken;
      }
      continue;
    }
    if (won[row] != 0 && won[row] != 1) {
      return fail(panel.fault(row, options.won + " is neither 0 nor 1"));
    }
    if (!(taken[row] >= 0 && taken[row] <= 1)) {
      return fail(panel.fault(row, options.taken + " is not between 0 and 1"));
    }
    strata[level].entries.push_back({outcome[row], won[row], taken[row]});
    strata[level].winners += won[row] == 1 ? 1 : 0;
  }
  if (missing.count > 0) draw.dropped.push_back(std::move(missing));
  for (std::size_t s = 0; s < strata.size(); ++s) {
    Stratum& one = strata[s];
    if (one.entries.empty()) continue;
    if (one.winners == 0 || one.losers() == 0) {
      const std::string name =
          stratum != nullptr ? stratum->name(static_cast<std::uint32_t>(s)) : options.won;
      draw.dropped.push_back({reason(Design::nothing_random), one.entries.size(), name});
      continue;
    }
    std::sort(one.entries.begin(), one.entries.end(), [](const Entry& a, const Entry& b) {
      if (a.outcome != b.outcome) return a.outcome < b.outcome;
      return a.won != b.won ? a.won < b.won : a.taken < b.taken;
    });
    draw.rows += one.entries.size();
    draw.strata.push_back(std::move(one));
  }
  return draw;
}

struct Difference {
  double estimate = 0;
  double variance = 0;
};

// Of a value of the entries between winners and losers, by stratum.
template <typename Value>
Difference difference(const Draw& draw, const Value& value) {
  Difference found;
  for (const Stratum& stratum : draw.strata) {
    std::array<double, 2> sum{};
    std::array<double, 2> squares{};
    const std::array<double, 2> count{static_cast<double>(stratum.losers()),
                                      static_cast<double>(stratum.winners)};
    for (const Entry& entry : stratum.entries) sum[entry.won == 1 ? 1 : 0] += value(entry);
    for (const Entry& entry : stratum.entries) {
      const std::size_t group = entry.won == 1 ? 1 : 0;
      squares[group] += std::pow(value(entry) - sum[group] / count[group], 2);
    }
    const auto spread = [&](std::size_t group) {
      const std::size_t of = count[group] > 1 ? group : 1 - group;
      return count[of] > 1 ? squares[of] / (count[of] - 1) : 0;
    };
    const double share =
        static_cast<double>(stratum.entries.size()) / static_cast<double>(draw.rows);
    found.estimate += share * (sum[1] / count[1] - sum[0] / count[0]);
    found.variance += share * share * (spread(1) / count[1] + spread(0) / count[0]);
  }
  return found;
}

// A lottery's difference is a sum over its winners: of value / losers' weight and a constant.
double difference_of(const Stratum& stratum, double sum_of_winners, double sum_of_all) {
  const auto winners = static_cast<double>(stratum.winners);
  const auto losers = static_cast<double>(stratum.losers());
  return sum_of_winners / winners - (sum_of_all - sum_of_winners) / losers;
}

double sum_of(const Stratum& stratum) {
  double sum = 0;
  for (const Entry& entry : stratum.entries) sum += entry.outcome;
  return sum;
}

// How many lotteries there could have been; no more than `most` + 1 are counted.
double lotteries(const Draw& draw, double most) {
  double count = 1;
  for (const Stratum& stratum : draw.strata) {
    const std::size_t few = std::min(stratum.winners, stratum.losers());
    double of_stratum = 1;
    for (std::size_t i = 0; i < few && of_stratum * count <= most; ++i) {
      of_stratum *= static_cast<double>(stratum.entries.size() - i);
      of_stratum /= static_cast<double>(i + 1);
    }
    count *= std::round(of_stratum);
    if (count > most) return most + 1;
  }
  return count;
}

// All differences that a stratum's lottery could have brought, weighted by its share of the rows.
std::vector<double> all_of(const Stratum& stratum, std::size_t rows) {
  const double share = static_cast<double>(stratum.entries.size()) / static_cast<double>(rows);
  const double all = sum_of(stratum);
  std::vector<char> wins(stratum.entries.size(), 0);
  std::fill(wins.end() - static_cast<std::ptrdiff_t>(stratum.winners), wins.end(), 1);
  std::vector<double> found;
  do {
    double sum = 0;
    for (std::size_t i = 0; i < wins.size(); ++i) {
      if (wins[i] != 0) sum += stratum.entries[i].outcome;
    }
    found.push_back(share * difference_of(stratum, sum, all));
  } while (std::next_permutation(wins.begin(), wins.end()));
  return found;
}

std::vector<double> every_world(const Draw& draw) {
  std::vector<double> worlds{0};
  for (const Stratum& stratum : draw.strata) {
    std::vector<double> longer;
    for (const double one : all_of(stratum, draw.rows)) {
      for (const double before : worlds) longer.push_back(before + one);
    }
    worlds = std::move(longer);
  }
  return worlds;
}

double drawn_world(const Draw& draw, const LotteryOptions& options, std::size_t number) {
  double total = 0;
  std::uint64_t subject = 0;
  for (const Stratum& stratum : draw.strata) {
    std::vector<std::pair<std::uint64_t, std::size_t>> lots;
    for (std::size_t i = 0; i < stratum.entries.size(); ++i) {
      const auto words =
          philox(options.seed, static_cast<std::uint32_t>(number), subject++, 0, Purpose::lottery);
      lots.emplace_back(std::uint64_t{words[0]} << 32U | words[1], i);
    }
    const auto winners = lots.begin() + static_cast<std::ptrdiff_t>(stratum.winners);
    std::nth_element(lots.begin(), winners, lots.end());
    std::sort(lots.begin(), winners,  // sums in a fixed order
              [](const auto& a, const auto& b) { return a.second < b.second; });
    double sum = 0;
    for (auto one = lots.begin(); one != winners; ++one)
      sum += stratum.entries[one->second].outcome;
    const double share =
        static_cast<double>(stratum.entries.size()) / static_cast<double>(draw.rows);
    total += share * difference_of(stratum, sum, sum_of(stratum));
  }
  return total;
}

struct Randomised {
  double p = 1;
  std::size_t worlds = 0;
  bool exact = false;
};

Randomised randomised(const Draw& draw, const LotteryOptions& options, double estimate) {
  Randomised found;
  found.exact = lotteries(draw, options.draws) <= options.draws;
  std::vector<double> worlds(found.exact ? 0 : static_cast<std::size_t>(options.draws));
  if (found.exact) {
    worlds = every_world(draw);
  } else {
    in_parallel(worlds.size(), options.threads,
                [&](std::size_t i) { worlds[i] = drawn_world(draw, options, i); });
  }
  found.worlds = worlds.size();
  const double far = std::fabs(estimate) * kAsFar;
  const auto count = static_cast<double>(std::count_if(
      worlds.begin(), worlds.end(), [far](double one) { return std::fabs(one) >= far; }));
  const auto all = static_cast<double>(worlds.size());
  found.p = found.exact ? count / all : (count + 1) / (all + 1);
  return found;
}

}  // namespace

Evaluated<Finding> lottery(const Panel& panel, const LotteryOptions& options) {
  if (const std::string wrong = options.mistake(); !wrong.empty()) {
    return fail(Fault{"", 0, wrong, ""});
  }
  TRY(draw, collect(panel, options));
  if (draw.strata.empty()) {
    return otherwise(unidentified(Design::nothing_random, Design::give_strata, options.won));
  }
  if (draw.rows <= 2 * draw.strata.size()) {
    return otherwise(unidentified(Design::few_in_arm, Says::give_more_rows, options.won));
  }
  const double df = static_cast<double>(draw.rows) - 2 * static_cast<double>(draw.strata.size());
  const Difference of_outcome = difference(draw, [](const Entry& one) { return one.outcome; });
  const Randomised chance = randomised(draw, options, of_outcome.estimate);
  Finding finding;
  finding.method = "lottery";
  const auto add = [&](const char* term, double value, double variance) {
    finding.estimates.push_back(estimate_of(term, value, std::sqrt(variance), df, options.level));
  };
  add("ITT", of_outcome.estimate, of_outcome.variance);
  finding.estimates[0].p = chance.p;
  if (!options.taken.empty()) {
    const Difference of_taken = difference(draw, [](const Entry& one) { return one.taken; });
    if (!(std::fabs(of_taken.estimate) > 1e-12)) {
      return otherwise(unidentified(Design::no_take_up, Design::give_take_up, options.taken));
    }
    const double late = of_outcome.estimate / of_taken.estimate;
    const Difference rest =
        difference(draw, [late](const Entry& one) { return one.outcome - late * one.taken; });
    add("LATE", late, rest.variance / (of_taken.estimate * of_taken.estimate));
    add("take_up", of_taken.estimate, of_taken.variance);
    if (of_taken.variance > 0) {
      const double f = of_taken.estimate * of_taken.estimate / of_taken.variance;
      finding.diagnostics.push_back({"first_stage_f", f});
      if (f < 10) finding.notes.push_back(reason(Says::weak_instrument));
    }
  }
  finding.summary.n = draw.rows;
  finding.summary.k = 2 * static_cast<double>(draw.strata.size());
  finding.summary.df = df;
  finding.dropped = draw.dropped;
  finding.summary.variance = {"Neyman, by stratum; p of ITT by randomisation",
                              "Нейман, по стратам; p для ITT — рандомизационное",
                              "Нейман, страта бойынша; ITT үшін p — рандомизациялық"};
  std::size_t winners = 0;
  for (const Stratum& stratum : draw.strata) winners += stratum.winners;
  finding.diagnostics.push_back({"winners", static_cast<double>(winners)});
  finding.diagnostics.push_back({"losers", static_cast<double>(draw.rows - winners)});
  finding.diagnostics.push_back({"strata", static_cast<double>(draw.strata.size())});
  finding.diagnostics.push_back({"worlds", static_cast<double>(chance.worlds)});
  finding.diagnostics.push_back({"exact", chance.exact ? 1.0 : 0.0});
  if (chance.exact) finding.notes.push_back(reason(Design::exact_test));
  return finding;
}

}  // namespace formulary::evaluate
