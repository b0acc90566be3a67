#include <cmath>

#include "base/must.h"
#include "model/cell.h"

namespace formulary {

namespace {

std::vector<double> potencies(const std::vector<Form>& forms, const Coefficients& c,
                              std::uint32_t seed, std::uint32_t draw) {
  std::vector<double> potency;
  for (const Form& form : forms) {
    const double percent = draw == 0 ? form.variant->mechanism.response.percent
                                     : draw_percent(*form.instrument, *form.variant, seed, draw);
    potency.push_back(solve_potency(*form.instrument, *form.variant, percent, c));
  }
  return potency;
}

}  // namespace

Scenario::Scenario(const CountryPack& pack, const Toolbox& toolbox, const Population& population,
                   const Readiness& readiness, std::size_t sector, Stage stage, Goal goal,
                   const std::vector<Form>& forms, std::uint32_t seed, std::uint32_t draw)
    : coefficients(draw == 0 ? mean_coefficients(toolbox.parameters)
                             : draw_coefficients(toolbox.parameters, seed, draw)),
      access(readiness, coefficients),
      base(sector_base(pack, toolbox, population, sector, stage, access, coefficients)),
      worth(worth_weights(toolbox, pack, goal, stage, coefficients)),
      potency(potencies(forms, coefficients, seed, draw)) {}

SectorView::SectorView(const CountryPack& country, const Toolbox& tools, const Population& firms,
                       double weight, std::size_t sector_index, Stage stage_now, Goal aim,
                       int horizon, std::size_t scenarios, std::uint32_t seed)
    : pack(country),
      toolbox(tools),
      population(firms),
      population_weight(weight),
      facts(country.sectors[sector_index]),
      sector(sector_index),
      stage(stage_now),
      goal(aim),
      years(horizon),
      readiness_(readiness_of(country, tools)) {
  MUST(horizon > 0 && scenarios > 0);
  for (const Instrument& instrument : tools.instruments) {
    for (const Variant& variant : instrument.variants) forms_.push_back({&instrument, &variant});
  }
  for (std::uint32_t draw = 0; draw <= scenarios; ++draw) {
    scenarios_.push_back(std::make_unique<Scenario>(country, tools, firms, readiness_, sector,
                                                    stage, goal, forms_, seed, draw));
  }
  users_.resize(forms_.size());
  for (std::size_t f = 0; f < forms_.size(); ++f) {
    if (!forms_[f].is_public()) continue;
    const Variant& variant = *forms_[f].variant;
    for (const ByCompanyType& others : facility_jobs_elsewhere(country, sector, variant)) {
      const std::size_t r = users_[f].size();
      users_[f].push_back(
          {facility_jobs(country, firms, mean().access, sector, r, stage, goal, weight, variant),
           others});
    }
  }
  const double discount = 1 / (1 + country.discount_rate.value);
  for (int t = 1; t <= horizon; ++t) {
    discounted_years_ += std::pow(discount, t);
    discounted_growth_ += std::pow(discount, t) * t;
    discounted_square_ += std::pow(discount, t) * t * t;
  }
}

}  // namespace formulary
