#include "model/effect.h"

#include <algorithm>
#include <cmath>

#include "base/must.h"
#include "math/philox.h"

namespace formulary {

namespace {

constexpr double kLeastPotency = -1.5;
constexpr double kMostPotency = 3.5;

// Log change of the study's outcome for the reference firm at this potency.
double reference_response(const Instrument& instrument, const Variant& variant, double potency,
                          const Coefficients& c) {
  const std::size_t stage =
      index_of(instrument.stages.empty() ? Stage::growth : instrument.stages.front());
  const Ecosystem ecosystem{c.stage_weight[stage], c.rho};
  // Who takes up a tool lacks what it gives, most of all what it gives most of.
  const auto& share = variant.mechanism.share;
  const double most = *std::max_element(share.begin(), share.end());
  ByComponent odds;
  for (std::size_t k = 0; k < kComponents; ++k) {
    const double lack = most > 0 ? c.study_shortfall * share[k] / most : 0;
    odds[k] = std::exp(lack - c.benchmark_logit);
  }
  const double base = log_index(ecosystem, odds);
  const ByComponent base_access = log_access(odds);
  const int years =
      std::max(1, static_cast<int>(std::lround(variant.mechanism.response.after_years)));
  double cumulative = 0;
  double last = 0;
  ByComponent access_change{};
  for (int t = 1; t <= years; ++t) {
    const double part = effect_at(instrument.lag, variant.dose.years, t - 0.5);
    ByComponent shifted = odds;
    for (std::size_t k = 0; k < kComponents; ++k) {
      shifted[k] *= std::exp(-potency * part * variant.mechanism.share[k]);
    }
    last = log_index(ecosystem, shifted) - base;
    cumulative += last;
    const ByComponent logs = log_access(shifted);
    for (std::size_t k = 0; k < kComponents; ++k) access_change[k] = logs[k] - base_access[k];
  }
  const auto answer = [&](Outcome outcome) {
    const Elasticity& e = c.outcome[index_of(outcome)];
    double sum = e.index * last;
    for (std::size_t k = 0; k < kComponents; ++k) sum += e.access[k] * access_change[k];
    return sum;
  };
  switch (variant.mechanism.response.outcome) {
    case ResponseOutcome::revenue:
      return (c.theta + c.theta_y) * cumulative;
    case ResponseOutcome::employment:
      return c.theta * cumulative;
    case ResponseOutcome::productivity:
      return c.theta_y * cumulative;
    case ResponseOutcome::investment:
      return (c.theta + c.theta_y) * cumulative + answer(Outcome::investment);
    case ResponseOutcome::exports:
      return (c.theta + c.theta_y) * cumulative + answer(Outcome::export_intensity);
    case ResponseOutcome::patents:
      return c.patent_size_exponent * c.theta * cumulative + answer(Outcome::patents);
  }
  return 0;
}

// A stable stream number for a card's form (FNV-1a of its ids).
std::uint64_t stream_of(const Instrument& instrument, const Variant& variant) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const char c : instrument.id + "/" + variant.id) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return hash;
}

}  // namespace

double dose_response(double dose, double reference) {
  MUST(reference > 0 && dose >= 0);
  return std::log1p(dose / reference) / std::log(2.0);
}

double effect_at(const Lag& lag, int award_years, double elapsed) {
  if (elapsed <= 0) return 0;
  const double ramp = lag.ramp_years.value;
  const double full = ramp > 0 ? std::min(1.0, elapsed / ramp) : 1;
  const double after_end = elapsed - award_years - ramp;
  if (after_end <= 0 || lag.half_life_years.value <= 0) return full;
  return full * std::exp2(-after_end / lag.half_life_years.value);
}

double service_left(const Lag& lag, int programme_years, double discount_rate) {
  constexpr int kStands = 30;
  double all = 0;
  double left = 0;
  for (int t = 1; t <= std::max(kStands, programme_years); ++t) {
    const double given = effect_at(lag, programme_years, t - 0.5 - lag.set_up_years.value) *
                         std::pow(1 + discount_rate, -t);
    all += given;
    if (t > programme_years) left += given;
  }
  return all > 0 ? left / all : 0;
}

double solve_potency(const Instrument& instrument, const Variant& variant, double percent,
                     const Coefficients& coefficients) {
  const double target = std::log1p(std::max(percent, -90.0) / 100);
  double low = kLeastPotency;
  double high = kMostPotency;
  if (reference_response(instrument, variant, low, coefficients) >= target) return low;
  if (reference_response(instrument, variant, high, coefficients) <= target) return high;
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (reference_response(instrument, variant, middle, coefficients) < target ? low : high) = middle;
  }
  return (low + high) / 2;
}

double draw_percent(const Instrument& instrument, const Variant& variant, std::uint32_t seed,
                    std::uint32_t draw) {
  const Response& response = variant.mechanism.response;
  const auto words = philox(seed, draw, stream_of(instrument, variant), 1, Purpose::parameters);
  return response.percent + response.sd_percent * normal_quantile(uniform(words[0]));
}

double award_strength(const Variant& variant, double dose, double employees, double paid,
                      const Coefficients& coefficients) {
  double effective = dose * paid;
  if (variant.dose.unit == DoseUnit::thousand_usd_per_firm) {
    effective *= std::min(1.0, coefficients.award_employees / employees);
  }
  const double reference = variant.dose.reference.value;
  return effective == dose ? 1
                           : dose_response(effective, reference) / dose_response(dose, reference);
}

double facility_crowding(double jobs, const Coefficients& coefficients) {
  const double ratio = coefficients.facility_employees / jobs;
  return std::min(1.0, std::pow(ratio, coefficients.facility_congestion));
}

ByComponent shift_of(const Variant& variant, double potency, double dose) {
  ByComponent shift{};
  const double strength = potency * dose_response(dose, variant.dose.reference.value);
  for (std::size_t k = 0; k < kComponents; ++k) shift[k] = strength * variant.mechanism.share[k];
  return shift;
}

double interaction_factor(const Instrument& instrument, const Instrument& other, CompanyType type) {
  double factor = 1;
  for (const Interaction& interaction : instrument.interactions) {
    if (interaction.with != other.id) continue;
    if (interaction.kind != InteractionKind::strengthens &&
        interaction.kind != InteractionKind::weakens) {
      continue;
    }
    const auto& types = interaction.company_types;
    if (types.empty() || std::find(types.begin(), types.end(), type) != types.end()) {
      factor *= interaction.factor;
    }
  }
  return factor;
}

bool exclude_each_other(const Instrument& a, const Instrument& b) {
  const auto excludes = [](const Instrument& x, const Instrument& y) {
    return std::any_of(x.interactions.begin(), x.interactions.end(), [&](const Interaction& i) {
      return i.kind == InteractionKind::excludes && i.with == y.id;
    });
  };
  return excludes(a, b) || excludes(b, a);
}

}  // namespace formulary
