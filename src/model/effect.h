// How strongly does a dose act, and when? From the effect studies print to a shift of access.
#pragma once

#include <cstdint>

#include "domain/toolbox.h"
#include "model/coefficients.h"

namespace formulary {

// Compute f(dose) = log(1 + dose / reference) / log 2: 1 at the reference, concave.
double dose_response(double dose, double reference);

// Share of the full effect `elapsed` years after the award: 0 before it, linear over the ramp,
// full while the award pays, then halving every half-life (no decay where that is 0).
double effect_at(const Lag& lag, int award_years, double elapsed);

// The share of all that a facility will ever give, discounted, that is still to come after a
// programme of so many years: what is left of its value (docs/methods/effect.md). Facilities that
// never fade are taken to stand for 30 years.
double service_left(const Lag& lag, int programme_years, double discount_rate);

// Solve the potency (logit units at the reference dose) with which a reference firm, standing at
// the benchmark but short of what the tool gives (`study_shortfall`), with the weights of the
// card's first stage, shows `percent` more of the study's outcome after the study's time (model.md
// section 5). Clamped to [-1.5, 3.5] logits; what the clamp cuts off is an effect the index cannot
// carry (docs/methods/effect.md).
double solve_potency(const Instrument& instrument, const Variant& variant, double percent,
                     const Coefficients& coefficients);

// The prior of the study's effect, drawn on the stream (seed, draw, instrument and variant).
double draw_percent(const Instrument& instrument, const Variant& variant, std::uint32_t seed,
                    std::uint32_t draw);

// How strongly an award acts in a firm of this size, as a share of the full effect of its dose: an
// award of fixed money spreads thin over a firm bigger than `award_employees`, and one that was
// cut to the share `paid` acts as that smaller dose. Doses in percent of the firm's own figures
// and facilities do not spread thin.
double award_strength(const Variant& variant, double dose, double employees, double paid,
                      const Coefficients& coefficients);

// The share of a facility's dose that is left for each when firms of this many jobs use it.
double facility_crowding(double jobs, const Coefficients& coefficients);

// Full-effect shift by component of a dose: potency x f(dose) x component shares.
ByComponent shift_of(const Variant& variant, double potency, double dose);

// Factor of `instrument`'s shift when `other` is also received by a firm of this type (1 = none).
double interaction_factor(const Instrument& instrument, const Instrument& other, CompanyType type);

// Whether the two may not stand in one package (either card says so).
bool exclude_each_other(const Instrument& a, const Instrument& b);

}  // namespace formulary
