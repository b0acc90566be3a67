#include "model/take_up.h"

#include <algorithm>
#include <cmath>

namespace formulary {

namespace {

constexpr double kDaysPerDocument = 0.25;  // two hours to find, copy and certify one document

}  // namespace

double dose_money(const Variant& variant, double dose, const FirmAccounts& firm,
                  const Sector& sector, double usd_rate) {
  const double share = dose / 100;
  switch (variant.dose.unit) {
    case DoseUnit::thousand_usd_per_firm:
      return dose * 1000 * usd_rate;
    case DoseUnit::percent_of_investment:
      return share * firm.investment;
    case DoseUnit::percent_of_revenue:
      return share * firm.revenue;
    case DoseUnit::percent_of_payroll:
      return share * sector.payroll_share.value * firm.revenue;
    case DoseUnit::percent_of_profit:
      return firm.taxable_profit ? share * sector.profit_margin.value * firm.revenue : 0;
    case DoseUnit::percent_of_exports:
      return share * firm.exports;
    case DoseUnit::million_usd_per_facility:
      return 0;
  }
  return 0;
}

double award_cost(const Variant& variant, double money_a_year) {
  return money_a_year * variant.dose.years * variant.costs.public_share.value *
         (1 + variant.costs.administration_share.value);
}

bool is_running(const CountryPack& pack, const Instrument& instrument, const Variant& variant) {
  if (variant.mechanism.scope == Scope::public_part) return false;
  return std::any_of(
      pack.programmes.begin(), pack.programmes.end(),
      [&](const ExistingProgramme& programme) { return programme.instrument == instrument.id; });
}

double opening_years(const CountryPack& pack, const Instrument& instrument,
                     const Variant& variant) {
  return is_running(pack, instrument, variant) ? 0 : instrument.lag.set_up_years.value;
}

double fixed_cost(const CountryPack& pack, const Instrument& instrument, const Variant& variant,
                  double dose) {
  const double usd_rate = pack.usd_rate.value;
  double cost = is_running(pack, instrument, variant)
                    ? 0
                    : variant.costs.set_up_thousand_usd.value * 1000 * usd_rate;
  if (variant.dose.unit == DoseUnit::million_usd_per_facility) {
    cost += dose * 1e6 * usd_rate * variant.costs.public_share.value *
            (1 + variant.costs.administration_share.value);
  }
  return cost;
}

double application_cost(const Instrument& instrument, const Variant& variant, CompanyType type,
                        double money_a_year, const CountryPack& pack, const Coefficients& c) {
  const ApplicationBurden& burden = instrument.application;
  const double days = burden.days.value + kDaysPerDocument * burden.documents.value +
                      burden.compliance_days.value * variant.dose.years;
  const double own = variant.costs.own_share.value * money_a_year * variant.dose.years;
  return days * pack.day_cost.value * c.manager_days[index_of(type)] + c.repayment_burden * own;
}

double private_value(const Variant& variant, double money_a_year, double revenue,
                     double log_index_gain, const Sector& sector, const Coefficients& c) {
  const double cash = money_a_year * variant.dose.years * variant.costs.firm_value_share.value;
  const double growth = (c.theta + c.theta_y) * std::max(0.0, log_index_gain);
  const double years = c.horizon_years * (c.horizon_years + 1) / 2;
  return cash + sector.profit_margin.value * revenue * growth * years;
}

double apply_probability(double award_chance, double value, double cost, double tau) {
  if (!(award_chance > 0) || !(value > 0)) return 0;
  if (!(cost > 0)) return 1;
  return logistic((std::log(award_chance * value) - std::log(cost)) / tau);
}

}  // namespace formulary
