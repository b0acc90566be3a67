#include "observe/stage_fit.h"

namespace formulary {

const std::vector<std::string>& klems_held_out() {
  static const std::vector<std::string> kHeldOut{
      // The labelled ones.
      "Food and Beverage and Tobacco Products",
      "Textile Mills and Textile Product Mills",
      "Apparel and Leather and Applied Products",
      "Printing and Related Support Activities",
      "Chemical Products",
      "Computer and Electronic Products",
      "Data processing, internet publishing, and other information services",
      "Computer Systems Design and Related Services",
      // Every fourth of the others, in the order of the file.
      "Mining, except Oil and Gas",
      "Wood Products",
      "Nonmetallic Mineral Products",
      "Electrical Equipment, Appliances, and Components",
      "Wholesale Trade",
      "Water Transportation",
      "Other Transportation and Support Activities",
      "Broadcasting and telecommunications",
      "Funds, Trusts, and Other Financial Vehicles",
      "Miscellaneous Professional, Scientific, and Technical Services",
      "Educational Services",
      "Performing Arts, Spectator Sports, Museums, and Related Activities",
      "Other Services, except Government",
  };
  return kHeldOut;
}

// The stage labels of the facts note, section 5. Its spans "1987-2000" and "2000-18" are levels;
// growth begins a year later.
const std::vector<StageLabel>& klems_labels() {
  static const std::vector<StageLabel> kLabels{
      {"Apparel and Leather and Applied Products", 2001, 2018, Stage::decline},
      {"Textile Mills and Textile Product Mills", 2001, 2018, Stage::decline},
      {"Printing and Related Support Activities", 2001, 2018, Stage::decline},
      {"Computer and Electronic Products", 1988, 2000, Stage::growth},
      {"Data processing, internet publishing, and other information services", 1988, 2018,
       Stage::growth},
      {"Computer Systems Design and Related Services", 1988, 2018, Stage::growth},
      {"Food and Beverage and Tobacco Products", 1988, 2018, Stage::maturity},
      {"Chemical Products", 1988, 2018, Stage::maturity},
      {"Computer and Electronic Products", 2001, 2018, Stage::maturity},
  };
  return kLabels;
}

}  // namespace formulary
