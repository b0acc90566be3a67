// Which commands of `evaluate` compare with others than earlier years and firms: across a cut-off,
// with a mixture of units, with firms alike, with those who lost a draw, or between studies?
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands.h"

namespace CLI {
class App;
}

namespace formulary::app {

struct RddArguments {
  std::string panel;
  std::string outcome;
  std::string running;
  std::string treatment;
  std::string covariates;
  std::string cluster;
  double cutoff = 0;
  int order = 1;
  int bias_order = 0;
  std::string kernel = "tri";
  std::string bandwidth = "mserd";  // a rule, or a number
  double bias_bandwidth = 0;        // 0 = as the bandwidth is
  std::string noise = "nn";
  bool ignore_mass_points = false;
  unsigned seed = 1;
  double level = 0.95;
};
struct SyntheticArguments {
  std::string panel;
  std::string outcome;
  std::string unit;
  std::string time;
  std::string treated;
  std::string method = "sdid";
  std::string solver = "reference";
  std::string error = "placebo";
  int draws = 200;
  unsigned seed = 1;
  double level = 0.95;
};
struct MatchArguments {
  std::string panel;
  std::string outcome;
  std::string treatment;
  std::string covariates;
  std::string estimator = "aipw";
  std::string estimand = "att";
  double trim = 0.01;
  int folds = 5;
  int neighbours = 1;
  unsigned seed = 1;
  double level = 0.95;
};
struct LotteryArguments {
  std::string panel;
  std::string outcome;
  std::string won;
  std::string stratum;
  std::string taken;
  int draws = 10'000;
  unsigned seed = 1;
  double level = 0.95;
};
struct PoolArguments {
  std::string panel;
  std::string effect;
  std::string variance;
  std::string study;
  std::string moderators;
  std::string between = "REML";
  std::string test = "knha";
  unsigned seed = 1;
  double level = 0.95;
};
struct Designs {
  RddArguments rdd;
  SyntheticArguments synthetic;
  MatchArguments match;
  LotteryArguments lottery;
  PoolArguments pool;
};

// Add an estimator with what all commands have: its name, question and example.
using AddEstimator =
    std::function<CLI::App*(const std::string&, const std::string&, const std::string&)>;
void add_designs(const AddEstimator& add, Designs& designs);

// Run the command of that name.
int run_design(const std::string& name, const Common& common, const Designs& designs);

}  // namespace formulary::app
