// What may each cell choose from? Cells, their options, and the limits they share.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "configure/configure.h"
#include "model/cell.h"

namespace formulary::configuring {

// All amounts of the optimisation are in millions of the national currency.
inline constexpr double kMillion = 1e6;

// A limit that cells share: sum of usage <= limit, or >= for covers.
struct Limit {
  std::string id;  // budget | budget_year.2 | role.ID | capacity.ID.REGION |
                   // region.ID | addresses.COMPONENT
  double value = 0;
  bool at_least = false;
};

// One cell with everything it may choose. Options are grouped by form, in the order of open forms.
struct Choice {
  std::unique_ptr<Cell> cell;
  std::vector<Option> options;
  std::vector<std::vector<std::pair<std::size_t, double>>> usage;  // by option: limit, amount
  std::vector<std::vector<bool>> excludes;      // [option][option], also two doses of one card
  std::vector<std::vector<std::size_t>> needs;  // by option: forms' instruments it requires
  std::vector<std::vector<double>> factor;      // [option][other]: interaction on the option
  std::vector<unsigned> addresses;              // by option: bits of binding components
  std::vector<std::size_t> too_dear;            // forms whose cheapest option is over the budget
  std::vector<std::size_t> unwanted;            // forms that no firm would come to
};

struct Candidates {
  std::unique_ptr<SectorView> view;
  std::vector<Choice> choices;
  std::vector<Limit> limits;
  std::vector<std::size_t> address_limit;  // by component: its limit, or npos
  std::vector<Component> binding;
  std::vector<std::string> unaddressed;  // binding, but no tool is open
  std::vector<Component> too_dear;       // binding, tools exist, none fits the budget
};

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

Candidates make_candidates(const CountryPack& pack, const Toolbox& toolbox,
                           const Population& population, double population_weight,
                           const Diagnosis& diagnosis, const Envelope& envelope,
                           const ConfigureOptions& options);

// A package of one cell: options by index, ascending, and its benefit by draw (millions).
struct Column {
  std::size_t choice = 0;
  std::vector<std::size_t> options;
  std::vector<double> benefit;
  double cost = 0;  // millions
};

// Evaluate a package: its benefit by draw, with interactions.
Column make_column(const Choice& choice, std::size_t number, std::vector<std::size_t> options,
                   std::size_t draws);

// Chosen options with their interaction factors.
std::vector<Chosen> chosen_of(const Choice& choice, const std::vector<std::size_t>& options);

// Whether a cell's package keeps every <= limit when no other cell uses any of it.
bool fits_alone(const Candidates& candidates, const Choice& choice,
                const std::vector<std::size_t>& options);

// Which limits a package uses, and how much (addresses count once).
std::vector<std::pair<std::size_t, double>> usage_of(const Candidates& candidates,
                                                     const Column& column);

}  // namespace formulary::configuring
