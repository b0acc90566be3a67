#include "evaluate_options.h"

#include <CLI/CLI.hpp>

namespace formulary::app {

namespace {

void add_panel(CLI::App* command, std::string& panel, unsigned& seed, double& level) {
  command->add_option("--panel", panel, "CSV or Parquet, a row for each firm and year")->required();
  command->add_option("--seed", seed, "stream of chance");
  command->add_option("--level", level, "of the intervals")->check(CLI::Range(0.01, 0.9999));
}

}  // namespace

void add_regression(const AddEstimator& add, RegressionArguments& r) {
  CLI::App* fe = add("fe", "What moves with the measure, firms and years held fixed?",
                     "evaluate fe --panel content/panels/sample_awards.csv "
                     "--formula \"log_revenue ~ awarded | firm + year\" --cluster firm");
  add_panel(fe, r.panel, r.seed, r.level);
  fe->add_option("--formula", r.formula, "y ~ x1 + x2 | firm + year")->required();
  fe->add_option("--iv", r.instruments, "endogenous variables and instruments: d ~ z1 + z2");
  fe->add_option("--cluster", r.clusters, "one or two columns: firm,year")->delimiter(',');
  fe->add_option("--vcov", r.variance, "iid, hc1 or cluster")
      ->check(CLI::IsMember({"iid", "hc1", "cluster"}));
  fe->add_option("--weights", r.weights, "column");
  fe->add_option("--family", r.family, "gaussian or poisson")
      ->check(CLI::IsMember({"gaussian", "poisson"}));
  fe->add_option("--wild", r.wild, "test this term by the wild cluster bootstrap too");
  fe->add_option("--draws", r.draws, "of the wild bootstrap")->check(CLI::Range(1, 1'000'000));
}

void add_staggered(const AddEstimator& add, StaggeredArguments& s) {
  CLI::App* staggered =
      add("staggered", "What did it cause when firms got it in different years?",
          "evaluate staggered --panel content/panels/sample_awards.csv --outcome log_revenue "
          "--unit firm --time year --first award_year --aggregate dynamic");
  add_panel(staggered, s.panel, s.seed, s.level);
  staggered->add_option("--outcome", s.outcome, "column")->required();
  staggered->add_option("--unit", s.unit, "column of the firm")->required();
  staggered->add_option("--time", s.time, "column of the year")->required();
  CLI::Option* first =
      staggered->add_option("--first", s.first, "column of the first treated year; 0 = never");
  CLI::Option* treated =
      staggered->add_option("--treated", s.treated, "or a column of 0 and 1, on from then on");
  first->excludes(treated);
  staggered->callback([first, treated] {
    if (first->count() + treated->count() == 0) throw CLI::RequiredError("--first or --treated");
  });
  staggered->add_option("--covariates", s.covariates, "x1 + x2");
  staggered->add_option("--control", s.control, "never or notyet")
      ->check(CLI::IsMember({"never", "notyet"}));
  staggered->add_option("--method", s.method, "dr, ipw or or (outcome regression)")
      ->check(CLI::IsMember({"dr", "ipw", "or"}));
  staggered->add_option("--aggregate", s.aggregate, "simple, dynamic, group, calendar or none")
      ->check(CLI::IsMember({"simple", "dynamic", "group", "calendar", "none"}));
  staggered->add_flag("--universal", s.universal, "measure years before from the last one before");
  staggered->add_flag("--unbalanced", s.by_pair, "keep firms that lack years, pair by pair");
  staggered->add_option("--anticipation", s.anticipation, "years before in which firms react")
      ->check(CLI::Range(0.0, 100.0));
  staggered->add_option("--draws", s.draws, "bootstrap with so many (0 = analytic errors)")
      ->check(CLI::Range(0, 1'000'000));
}

}  // namespace formulary::app
