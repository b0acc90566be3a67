#include "commands_designs.h"

#include <CLI/CLI.hpp>

#include "answer.h"
#include "evaluate/lottery.h"
#include "evaluate/match.h"
#include "evaluate/pool.h"
#include "evaluate/rdd.h"
#include "evaluate/synthetic.h"
#include "finding_answer.h"
#include "panel_file.h"
#include "tables/number.h"

namespace formulary::app {

using namespace evaluate;

namespace {

template <typename E>
CLI::IsMember one_of() {
  return CLI::IsMember(std::vector<std::string>(Ids<E>::names.begin(), Ids<E>::names.end()));
}

void add_shared(CLI::App* command, std::string& panel, unsigned& seed, double& level) {
  command->add_option("--panel", panel, "CSV or Parquet")->required();
  command->add_option("--seed", seed, "stream of chance");
  command->add_option("--level", level, "of the intervals")->check(CLI::Range(0.01, 0.9999));
}

void add_rdd(const AddEstimator& add, RddArguments& r) {
  CLI::App* rdd = add("rdd", "What did an award cause for those who only just got it?",
                      "evaluate rdd --panel applications.csv --outcome jobs --running score "
                      "--cutoff 60");
  add_shared(rdd, r.panel, r.seed, r.level);
  rdd->add_option("--outcome", r.outcome, "column")->required();
  rdd->add_option("--running", r.running, "column of the score")->required();
  rdd->add_option("--cutoff", r.cutoff, "awarded from this score on");
  rdd->add_option("--fuzzy", r.treatment, "column: who used the award, 0 to 1");
  rdd->add_option("--covariates", r.covariates, "x1 + x2");
  rdd->add_option("--cluster", r.cluster, "column");
  rdd->add_option("--p", r.order, "order of the polynomial")->check(CLI::Range(0, 4));
  rdd->add_option("--q", r.bias_order, "order for the bias (p + 1)")->check(CLI::Range(1, 5));
  rdd->add_option("--kernel", r.kernel, "tri, epa or uni")->check(one_of<Kernel>());
  rdd->add_option("--bandwidth", r.bandwidth,
                  "mserd, msetwo, msesum, msecomb1, msecomb2, cer..., or a number");
  rdd->add_option("--bias-bandwidth", r.bias_bandwidth, "with a number as --bandwidth");
  rdd->add_option("--vce", r.noise, "nn, hc0, hc1, hc2 or hc3")->check(one_of<Noise>());
  rdd->add_flag("--ignore-mass-points", r.ignore_mass_points, "count equal scores as different");
}

void add_synthetic(const AddEstimator& add, SyntheticArguments& s) {
  CLI::App* synthetic =
      add("synthetic", "What did it cause where only a few units got it?",
          "evaluate synthetic --panel content/panels/sample_awards.csv --outcome log_revenue "
          "--unit firm --time year --treated awarded");
  add_shared(synthetic, s.panel, s.seed, s.level);
  synthetic->add_option("--outcome", s.outcome, "column")->required();
  synthetic->add_option("--unit", s.unit, "column of the firm or region")->required();
  synthetic->add_option("--time", s.time, "column of the year")->required();
  synthetic->add_option("--treated", s.treated, "column of 0 and 1, on from then on")->required();
  synthetic->add_option("--method", s.method, "sdid, sc or did")->check(one_of<SyntheticMethod>());
  synthetic->add_option("--solver", s.solver, "reference (synthdid's steps) or exact")
      ->check(one_of<WeightSolver>());
  synthetic->add_option("--se", s.error, "placebo, jackknife, bootstrap or none")
      ->check(one_of<SyntheticError>());
  synthetic->add_option("--draws", s.draws, "of placebos or units")->check(CLI::Range(2, 100'000));
}

void add_match(const AddEstimator& add, MatchArguments& m) {
  CLI::App* match = add("match", "What did it cause, if firms that look alike are alike?",
                        "evaluate match --panel firms.csv --outcome growth --treatment awarded "
                        "--covariates \"size + age\"");
  add_shared(match, m.panel, m.seed, m.level);
  match->add_option("--outcome", m.outcome, "column")->required();
  match->add_option("--treatment", m.treatment, "column of 0 and 1")->required();
  match->add_option("--covariates", m.covariates, "x1 + x2")->required();
  match->add_option("--estimator", m.estimator, "ipw, aipw or nearest")
      ->check(one_of<MatchEstimator>());
  match->add_option("--estimand", m.estimand, "att or ate")->check(one_of<Estimand>());
  match->add_option("--trim", m.trim, "leave out chances this near to 0 or 1")
      ->check(CLI::Range(0.0, 0.499));
  match->add_option("--folds", m.folds, "of the doubly robust")->check(CLI::Range(2, 100));
  match->add_option("--neighbours", m.neighbours, "of the nearest")->check(CLI::Range(1, 100));
}

void add_lottery(const AddEstimator& add, LotteryArguments& l) {
  CLI::App* lottery = add("lottery", "What did it cause where lots decided?",
                          "evaluate lottery --panel applicants.csv --outcome jobs --won won "
                          "--stratum region --taken used");
  add_shared(lottery, l.panel, l.seed, l.level);
  lottery->add_option("--outcome", l.outcome, "column")->required();
  lottery->add_option("--won", l.won, "column of 0 and 1")->required();
  lottery->add_option("--stratum", l.stratum, "column within which lots were drawn");
  lottery->add_option("--taken", l.taken, "column: who used the award, 0 to 1");
  lottery->add_option("--draws", l.draws, "other lotteries")->check(CLI::Range(100, 10'000'000));
}

void add_pool(const AddEstimator& add, PoolArguments& p) {
  CLI::App* pool = add("pool", "What do several studies say together?",
                       "evaluate pool --panel studies.csv --effect yi --variance vi");
  add_shared(pool, p.panel, p.seed, p.level);
  pool->add_option("--effect", p.effect, "column of the effects")->required();
  pool->add_option("--variance", p.variance, "column of their squared standard errors")->required();
  pool->add_option("--study", p.study, "column of names");
  pool->add_option("--moderators", p.moderators, "m1 + m2");
  pool->add_option("--method", p.between, "REML, DL, PM, ML, HE, SJ, EB, HS or FE")
      ->check(one_of<Between>());
  pool->add_option("--test", p.test, "knha (Knapp and Hartung) or z")->check(one_of<PoolTest>());
}

int wrong_use(const std::string& what) {
  return tell({{"", 0, what, ""}}, kWrongUse);
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

// The options are sound, so read the columns and ask.
template <typename Options, typename Ask>
int asked(const Common& common, const std::string& file, PanelColumnsWanted wanted,
          const Options& options, const Ask& ask) {
  if (const std::string wrong = options.mistake(); !wrong.empty()) return wrong_use(wrong);
  const auto panel = read_panel_file(file, std::move(wanted));
  if (!panel) return tell(panel.error(), kBadInput);
  return answer(common, ask(*panel, options));
}

int run(const Common& common, const RddArguments& a) {
  const auto covariates = columns_in(a.covariates, "--covariates");
  if (!covariates) return tell(covariates.error(), kWrongUse);
  RddOptions options;
  options.outcome = a.outcome;
  options.running = a.running;
  options.cutoff = a.cutoff;
  options.treatment = a.treatment;
  options.covariates = *covariates;
  options.cluster = a.cluster;
  options.order = a.order;
  options.bias_order = a.bias_order;
  options.kernel = *member_of<Kernel>(a.kernel);
  options.noise = *member_of<Noise>(a.noise);
  if (const auto rule = member_of<Bandwidth>(a.bandwidth)) {
    options.bandwidth = *rule;
  } else if (const auto given = parse_number(a.bandwidth)) {
    options.h = *given;
  } else {
    return wrong_use("--bandwidth is a rule (mserd, cerrd ...) or a number, not " + a.bandwidth);
  }
  if (a.bias_bandwidth != 0) options.b = a.bias_bandwidth;
  if (a.ignore_mass_points) options.mass_points = MassPoints::ignore;
  options.level = a.level;
  options.threads = common.threads;
  PanelColumnsWanted wanted{{a.outcome, a.running}, {}};
  append(wanted.numbers, *covariates);
  if (!a.treatment.empty()) wanted.numbers.push_back(a.treatment);
  if (!a.cluster.empty()) wanted.keys.push_back(a.cluster);
  return asked(common, a.panel, std::move(wanted), options, rdd);
}

int run(const Common& common, const SyntheticArguments& a) {
  SyntheticOptions options;
  options.outcome = a.outcome;
  options.unit = a.unit;
  options.time = a.time;
  options.treated = a.treated;
  options.method = *member_of<SyntheticMethod>(a.method);
  options.solver = *member_of<WeightSolver>(a.solver);
  options.error = *member_of<SyntheticError>(a.error);
  options.draws = a.draws;
  options.seed = a.seed;
  options.level = a.level;
  options.threads = common.threads;
  return asked(common, a.panel, {{a.outcome, a.treated}, {a.unit, a.time}}, options, synthetic);
}

int run(const Common& common, const MatchArguments& a) {
  const auto covariates = columns_in(a.covariates, "--covariates");
  if (!covariates) return tell(covariates.error(), kWrongUse);
  MatchOptions options;
  options.outcome = a.outcome;
  options.treatment = a.treatment;
  options.covariates = *covariates;
  options.estimator = *member_of<MatchEstimator>(a.estimator);
  options.estimand = *member_of<Estimand>(a.estimand);
  options.trim = a.trim;
  options.folds = a.folds;
  options.neighbours = a.neighbours;
  options.seed = a.seed;
  options.level = a.level;
  options.threads = common.threads;
  PanelColumnsWanted wanted{{a.outcome, a.treatment}, {}};
  append(wanted.numbers, *covariates);
  return asked(common, a.panel, std::move(wanted), options, match);
}

int run(const Common& common, const LotteryArguments& a) {
  LotteryOptions options;
  options.outcome = a.outcome;
  options.won = a.won;
  options.stratum = a.stratum;
  options.taken = a.taken;
  options.draws = a.draws;
  options.seed = a.seed;
  options.level = a.level;
  options.threads = common.threads;
  PanelColumnsWanted wanted{{a.outcome, a.won}, {}};
  if (!a.taken.empty()) wanted.numbers.push_back(a.taken);
  if (!a.stratum.empty()) wanted.keys.push_back(a.stratum);
  return asked(common, a.panel, std::move(wanted), options, lottery);
}

int run(const Common& common, const PoolArguments& a) {
  const auto moderators = columns_in(a.moderators, "--moderators");
  if (!moderators) return tell(moderators.error(), kWrongUse);
  PoolOptions options;
  options.effect = a.effect;
  options.variance = a.variance;
  options.study = a.study;
  options.moderators = *moderators;
  options.between = *member_of<Between>(a.between);
  options.test = *member_of<PoolTest>(a.test);
  options.level = a.level;
  PanelColumnsWanted wanted{{a.effect, a.variance}, {}};
  append(wanted.numbers, *moderators);
  if (!a.study.empty()) wanted.keys.push_back(a.study);
  return asked(common, a.panel, std::move(wanted), options, pool);
}

}  // namespace

void add_designs(const AddEstimator& add, Designs& designs) {
  add_rdd(add, designs.rdd);
  add_synthetic(add, designs.synthetic);
  add_match(add, designs.match);
  add_lottery(add, designs.lottery);
  add_pool(add, designs.pool);
}

int run_design(const std::string& name, const Common& common, const Designs& designs) {
  if (name == "rdd") return run(common, designs.rdd);
  if (name == "synthetic") return run(common, designs.synthetic);
  if (name == "match") return run(common, designs.match);
  if (name == "lottery") return run(common, designs.lottery);
  return run(common, designs.pool);
}

}  // namespace formulary::app
