#include "model/coefficients.h"

#include <cmath>
#include <functional>

#include "base/must.h"
#include "math/philox.h"

namespace formulary {

namespace {

using Visit = std::function<void(const std::string& key, double& slot)>;

void visit_ecosystem(Coefficients& c, const Visit& visit) {
  visit("ecosystem.rho", c.rho);
  visit("ecosystem.access_sd", c.access_sd);
  visit("ecosystem.benchmark_logit", c.benchmark_logit);
  visit("ecosystem.slope_country", c.slope_country);
  visit("ecosystem.slope_region", c.slope_region);
  visit("ecosystem.slope_sector", c.slope_sector);
  visit("ecosystem.study_shortfall", c.study_shortfall);
  visit("ecosystem.award_employees", c.award_employees);
  visit("ecosystem.facility_employees", c.facility_employees);
  visit("ecosystem.facility_congestion", c.facility_congestion);
  visit("ecosystem.facility_least_share", c.facility_least_share);
  for (std::size_t k = 0; k < kComponents; ++k) {
    const std::string component = Ids<Component>::names[k];
    for (std::size_t s = 0; s < kStages; ++s) {
      visit("ecosystem.weight." + std::string(Ids<Stage>::names[s]) + "." + component,
            c.stage_weight[s][k]);
    }
    for (std::size_t g = 0; g < kCompanyTypes; ++g) {
      visit("ecosystem.type." + std::string(Ids<CompanyType>::names[g]) + "." + component,
            c.type_offset[g][k]);
    }
  }
}

void visit_dynamics(Coefficients& c, const Visit& visit) {
  visit("dynamics.theta", c.theta);
  visit("dynamics.theta_y", c.theta_y);
  visit("dynamics.kappa_size", c.kappa_size);
  visit("dynamics.size_sd_exponent", c.size_sd_exponent);
  visit("dynamics.productivity_sd", c.productivity_sd);
  visit("dynamics.kappa_exit", c.kappa_exit);
  visit("dynamics.exit_size_exponent", c.exit_size_exponent);
  visit("dynamics.exit_age_exponent", c.exit_age_exponent);
  visit("dynamics.entry_elasticity", c.entry_elasticity);
  visit("dynamics.turnover_rate", c.turnover_rate);
  visit("outcomes.export_exit_rate", c.export_exit_rate);
  visit("outcomes.export_productivity", c.export_productivity);
  visit("outcomes.export_size_exponent", c.export_size_exponent);
  visit("outcomes.patent_size_exponent", c.patent_size_exponent);
  visit("outcomes.commercialised_share", c.commercialised_share);
  visit("outcomes.rd_output_per_patent", c.rd_output_per_patent);
  visit("outcomes.new_markets_per_exporter", c.new_markets_per_exporter);
  visit("outcomes.compliance_hazard", c.compliance_hazard);
  visit("outcomes.unit_cost_productivity", c.unit_cost_productivity);
  for (std::size_t o = 0; o < kOutcomes; ++o) {
    const std::string prefix = "outcomes." + std::string(Ids<Outcome>::names[o]) + ".";
    visit(prefix + "index", c.outcome[o].index);
    for (std::size_t k = 0; k < kComponents; ++k) {
      visit(prefix + Ids<Component>::names[k], c.outcome[o].access[k]);
    }
  }
}

void visit_take_up(Coefficients& c, const Visit& visit) {
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    const std::string type = Ids<CompanyType>::names[g];
    visit("dynamics.growth_sd." + type, c.growth_sd[g]);
    visit("take_up.awareness." + type, c.awareness[g]);
    visit("take_up.tau." + type, c.tau[g]);
    visit("take_up.manager_days." + type, c.manager_days[g]);
  }
  visit("take_up.horizon_years", c.horizon_years);
  visit("take_up.repayment_burden", c.repayment_burden);
  visit("take_up.selection_noise", c.selection_noise);
}

void visit_goals(Coefficients& c, const Visit& visit) {
  for (std::size_t g = 0; g < kGoals; ++g) {
    for (std::size_t w = 0; w < kWorths; ++w) {
      visit("goals." + std::string(Ids<Goal>::names[g]) + "." + Ids<Worth>::names[w],
            c.worth[g][w]);
    }
  }
  visit("goals.stage_emphasis", c.stage_emphasis);
  visit("goals.public_funds_value", c.public_funds_value);
}

// Visit every coefficient with its key.
void visit_all(Coefficients& c, const Visit& visit) {
  visit_ecosystem(c, visit);
  visit_dynamics(c, visit);
  visit_take_up(c, visit);
  visit_goals(c, visit);
}

// Elasticities that a card file leaves out are zero: most components do not move most outcomes.
bool may_be_absent(const std::string& key) {
  for (const char* name : Ids<Outcome>::names) {
    if (key.rfind("outcomes." + std::string(name) + ".", 0) == 0) return true;
  }
  return key.rfind("goals.", 0) == 0 && key.find('.', 6) != std::string::npos;
}

}  // namespace

Faults missing_parameters(const Parameters& parameters) {
  Faults faults;
  Coefficients unused;
  visit_all(unused, [&](const std::string& key, double&) {
    if (may_be_absent(key) || parameters.count(key) > 0) return;
    const std::string file = key.substr(0, key.find('.'));
    faults.push_back({"content/parameters/" + file + ".yaml", 0,
                      "parameter '" + key + "' is missing", "the model cannot run without it"});
  });
  return faults;
}

Coefficients mean_coefficients(const Parameters& parameters) {
  Coefficients c;
  visit_all(c, [&](const std::string& key, double& slot) {
    const auto at = parameters.find(key);
    MUST(at != parameters.end() || may_be_absent(key));
    slot = at == parameters.end() ? 0 : at->second.value;
  });
  return c;
}

double draw_value(double mean, double sd, double deviate) {
  if (sd <= 0) return mean;
  if (mean == 0) return sd * deviate;
  const double size = std::fabs(mean);
  const double log_variance = std::log1p(sd * sd / (size * size));
  const double value =
      std::exp(std::log(size) - log_variance / 2 + std::sqrt(log_variance) * deviate);
  return mean > 0 ? value : -value;
}

Coefficients draw_coefficients(const Parameters& parameters, std::uint32_t seed,
                               std::uint32_t draw) {
  Coefficients c;
  std::uint32_t number = 0;
  visit_all(c, [&](const std::string& key, double& slot) {
    ++number;
    const auto at = parameters.find(key);
    MUST(at != parameters.end() || may_be_absent(key));
    if (at == parameters.end()) return;
    slot = at->second.value;
    if (key.rfind("goals.", 0) == 0 || at->second.sd <= 0) return;
    const auto words = philox(seed, draw, number, 0, Purpose::parameters);
    slot = draw_value(slot, at->second.sd, normal_quantile(uniform(words[0])));
  });
  return c;
}

}  // namespace formulary
