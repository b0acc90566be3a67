// What would happen, and who would come? Distributions, always paired with no policy.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "domain/provenance.h"
#include "domain/toolbox.h"
#include "domain/words.h"

namespace formulary {

// Quantiles over Monte Carlo draws of parameters and shocks.
struct Spread {
  double mean = 0;
  double p5 = 0;
  double p25 = 0;
  double p50 = 0;
  double p75 = 0;
  double p95 = 0;
};

// The shared record of a prediction and of a finding: prediction minus outcome is a subtraction.
struct Effect {
  Spread value;
  std::string unit;
  int horizon_years = 0;
};

struct TakeUp {  // of one instrument and company type (all regions)
  std::string instrument;
  std::string variant;
  CompanyType company_type = CompanyType::sme;
  Spread eligible;  // firms, mean over the years
  Spread aware;     // firms, ever
  Spread applied;
  Spread awarded;
  Spread completed;
  Spread take_up_share;                      // awarded / eligible
  std::optional<double> money_runs_out_day;  // of the year, mean of the draws in which it does
  double runs_out_share = 0;                 // of draws
  Spread deadweight;                         // share of recipients' change that comes anyway
  Money budget;
  Spread disbursed;       // national currency
  bool unwanted = false;  // flagged: nobody would come
};

struct KpiForecast {
  std::string kpi;
  double base = 0;                // base year
  std::vector<Spread> no_policy;  // by year 1..Y
  std::vector<Spread> with_policy;
  std::vector<Spread> impact;           // paired differences, by year
  std::optional<Spread> additionality;  // impact / gross change of recipients, last year
  std::optional<Spread> cost_per_unit;  // disbursed / impact, last year, where impact > 0
};

struct RegionForecast {
  std::string region;
  Spread disbursed;
  Spread jobs;     // impact, last year
  Spread revenue;  // impact, last year
};

struct Comparison {  // tailored minus blanket, same money, same draws
  Spread tailored;   // benefit, present value
  Spread blanket;
  Spread gain;  // paired
  double share_of_draws_better = 0;
};

struct Forecast {
  std::string sector;
  int base_year = 0;
  int years = 0;
  int draws = 0;
  std::size_t firms = 0;
  double weight = 1;  // population firms per simulated firm
  std::vector<TakeUp> take_up;
  std::vector<KpiForecast> kpis;
  std::vector<RegionForecast> regions;
  Spread disbursed;               // whole programme
  Spread benefit;                 // simulated, present value, same weights as configure
  double mean_field_benefit = 0;  // configure's figure for the same package
  std::optional<Comparison> comparison;
  std::vector<std::string> warnings;  // instrument ids and reasons: nobody comes, money unspent
  Provenance provenance;
  struct Run {
    double seconds = 0;
    double firm_years_per_second = 0;
    int threads = 0;
  } run;
};

}  // namespace formulary
