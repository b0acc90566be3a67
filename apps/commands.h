// Which questions can be asked? One function a command of interfaces.md; each returns an exit code.
#pragma once

#include <string>
#include <vector>

#include "domain/words.h"

namespace formulary::app {

// What every command knows.
struct Common {
  std::string content;
  std::string countries;
  std::string command_line;  // the line that reproduces the answer
  Language language = Language::en;
  bool json = false;
  bool quiet = false;
  int threads = 0;
};

struct CheckArguments {
  std::string folder;  // a checkout-like folder; empty = this one
};
struct ToolboxArguments {
  std::string id;
};
struct StagesArguments {
  std::string country;
  std::string sector;
  std::string panel;
};
struct DiagnoseArguments {
  std::string country;
  std::string sector;
  std::string region;
};
struct SensitivityArguments {
  std::string country;
  std::vector<std::string> sectors;
  unsigned seed = 1;
};
struct ConfigureArguments {
  std::string country;
  std::string sector;
  std::string goal;
  std::string budget;
  int years = 5;
  std::vector<std::string> regions;
  std::vector<std::string> company_types;
  double risk_aversion = 0.25;
  double minimum_region_share = 0;
  double gap_percent = 0.5;
  unsigned seed = 1;
  std::string output;  // also write the JSON document here
};
struct PretestArguments {
  std::string package;
  int draws = 60;
  std::size_t firms = 0;  // 0 = all
  unsigned seed = 1;
  bool whole_country = false;
  std::string html;
  std::string output;
};
struct RegressionArguments {
  std::string panel;
  std::string formula;
  std::string instruments;
  std::vector<std::string> clusters;
  std::string variance;  // iid, hc1 or cluster; empty = as the clusters say
  std::string weights;
  std::string family = "gaussian";
  std::string wild;  // term that the wild bootstrap tests
  int draws = 999;
  unsigned seed = 1;
  double level = 0.95;
};
struct StaggeredArguments {
  std::string panel;
  std::string outcome;
  std::string unit;
  std::string time;
  std::string first;
  std::string treated;
  std::string covariates;
  std::string control = "never";
  std::string method = "dr";
  std::string aggregate = "simple";
  bool universal = false;
  bool by_pair = false;
  double anticipation = 0;
  int draws = 0;
  unsigned seed = 1;
  double level = 0.95;
};

int check_command(const Common& common, const CheckArguments& arguments);
int toolbox_command(const Common& common, const ToolboxArguments& arguments);
int stages_command(const Common& common, const StagesArguments& arguments);
int diagnose_command(const Common& common, const DiagnoseArguments& arguments);
int sensitivity_command(const Common& common, const SensitivityArguments& arguments);
int configure_command(const Common& common, const ConfigureArguments& arguments);
int pretest_command(const Common& common, const PretestArguments& arguments);
int regression_command(const Common& common, const RegressionArguments& arguments);
int staggered_command(const Common& common, const StaggeredArguments& arguments);

}  // namespace formulary::app
