// Will firms come? Money, effort and the odds of an award, as one firm sees them.
#pragma once

#include "domain/country.h"
#include "domain/toolbox.h"
#include "model/coefficients.h"

namespace formulary {

// What the take-up equations need to know of one firm in one year (national currency a year).
struct FirmAccounts {
  double revenue = 0;
  double investment = 0;
  double exports = 0;
  bool taxable_profit = false;
};

// Money of the dose that the firm would handle in one year: the grant, the loan's subsidised
// part, the contract. Facilities hand out no money (0).
double dose_money(const Variant& variant, double dose, const FirmAccounts& firm,
                  const Sector& sector, double usd_rate);

// Fiscal cost of one award over its years, administration included.
double award_cost(const Variant& variant, double money_a_year);

// Whether the country already hands out this form: nothing is to be set up then, neither money nor
// time. Every facility is a new one.
bool is_running(const CountryPack& pack, const Instrument& instrument, const Variant& variant);

// Years from the start of the programme to the first call, or to a facility's opening.
double opening_years(const CountryPack& pack, const Instrument& instrument, const Variant& variant);

// Fiscal cost once per measure before the first award: set-up, and the facility itself.
double fixed_cost(const CountryPack& pack, const Instrument& instrument, const Variant& variant,
                  double dose);

// Cost of applying and complying to the firm over the award's years.
double application_cost(const Instrument& instrument, const Variant& variant, CompanyType type,
                        double money_a_year, const CountryPack& pack, const Coefficients& c);

// Private gain a firm expects of an award: cash plus the margin on revenue that the better index
// brings over the firm's horizon,  cash + margin * revenue * (theta + theta_y) * dlogE * h(h+1)/2
double private_value(const Variant& variant, double money_a_year, double revenue,
                     double log_index_gain, const Sector& sector, const Coefficients& c);

// P(apply) = logistic( (log(p_award * value) - log cost) / tau )     (model.md section 3)
double apply_probability(double award_chance, double value, double cost, double tau);

}  // namespace formulary
