// Where does chance come from? Counter-based streams: a draw is a pure function of its address.
#pragma once

#include <array>
#include <cstdint>

namespace formulary {

// What a draw is for; part of its address, so that no two uses ever share a number.
enum class Purpose : std::uint32_t {
  parameters = 1,
  population,
  access,
  dynamics,     // growth, productivity, exit, exports
  outcomes,     // patents, pilots, compliance, commercialisation
  application,  // awareness, readiness, merit, order of arrival
  entry,
  lottery,
  sample,
  bootstrap,  // weights of clusters or units in a resampled world
};

// Four uniform 32-bit words of Philox4x32-10 (Salmon et al. 2011) at an address: the key is the
// seed and the draw, the counter is the subject (a firm's stable id), the year and the purpose.
// Never a row's position or the order of calls.
std::array<std::uint32_t, 4> philox(std::uint32_t seed, std::uint32_t draw, std::uint64_t subject,
                                    std::uint32_t year, Purpose purpose);

// Map a word to (0, 1): the midpoint of its 2^-32 cell, never 0 or 1.
constexpr double uniform(std::uint32_t word) {
  return (word + 0.5) * 0x1p-32;
}

// Map uniforms to other shapes by inversion, so that coupled worlds move together.
double normal_quantile(double u);                  // mean 0, sd 1 (Acklam 2003; rel. err. 1e-9)
double laplace_quantile(double u);                 // mean 0, sd 1: tent-shaped growth rates
unsigned poisson_quantile(double u, double mean);  // smallest k with P(K <= k) >= u

}  // namespace formulary
