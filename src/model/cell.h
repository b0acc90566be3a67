// What would a package do in one cell, on average? The mean-field response of model.md section 8.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "domain/country.h"
#include "domain/package.h"
#include "domain/population.h"
#include "domain/toolbox.h"
#include "model/effect.h"
#include "model/facility.h"
#include "model/sector_base.h"
#include "model/take_up.h"
#include "model/totals.h"

namespace formulary {

// A card's form: the thing that is prescribed.
struct Form {
  const Instrument* instrument = nullptr;
  const Variant* variant = nullptr;
  bool is_public() const { return variant->mechanism.scope == Scope::public_part; }
};

// One set of parameters and everything that follows from it for a sector.
struct Scenario {
  Scenario(const CountryPack& pack, const Toolbox& toolbox, const Population& population,
           const Readiness& readiness, std::size_t sector, Stage stage, Goal goal,
           const std::vector<Form>& forms, std::uint32_t seed, std::uint32_t draw);
  Scenario(const Scenario&) = delete;  // `access` points into `coefficients`
  Coefficients coefficients;
  AccessMap access;
  SectorBase base;
  WorthWeights worth;
  std::vector<double> potency;  // by form; draw 0 = the priors' means
};

// A sector seen through its parameter scenarios: number 0 is the priors' means, used for take-up
// and cost; numbers 1..W are equally likely draws, used for benefit.
class SectorView {
 public:
  SectorView(const CountryPack& pack, const Toolbox& toolbox, const Population& population,
             double population_weight, std::size_t sector, Stage stage, Goal goal, int years,
             std::size_t scenarios, std::uint32_t seed);
  const CountryPack& pack;
  const Toolbox& toolbox;
  const Population& population;
  const double population_weight;
  const Sector& facts;
  const std::size_t sector;
  const Stage stage;
  const Goal goal;
  const int years;
  const std::vector<Form>& forms() const { return forms_; }
  const Scenario& mean() const { return *scenarios_.front(); }
  std::size_t draws() const { return scenarios_.size() - 1; }
  const Scenario& draw(std::size_t w) const { return *scenarios_[w + 1]; }
  // Who may use a facility in a region (mean parameters).
  const FacilityUsers& users(std::size_t form, std::size_t region) const {
    return users_[form][region];
  }
  double discounted_years() const { return discounted_years_; }    // sum d^t
  double discounted_growth() const { return discounted_growth_; }  // sum d^t t
  double mean_level_year() const { return discounted_growth_ / discounted_years_; }
  double mean_growth_year() const { return discounted_square_ / discounted_growth_; }

 private:
  Readiness readiness_;
  std::vector<Form> forms_;
  std::vector<std::unique_ptr<Scenario>> scenarios_;
  std::vector<std::vector<FacilityUsers>> users_;  // [form][region]; of facilities alone
  double discounted_years_ = 0;
  double discounted_growth_ = 0;
  double discounted_square_ = 0;  // sum d^t t^2
};

// Expected use and cost of one form at one dose and coverage in a cell, and its shifts.
struct Option {
  std::size_t form = 0;
  double dose = 0;
  double coverage = 1;
  double eligible = 0;  // firms of the country (weights applied)
  double applied = 0;   // over the horizon
  double awards = 0;
  std::vector<double> awards_by_year;
  std::vector<double> cost_by_year;  // national currency, fixed cost in the first year
  double cost = 0;
  double facility_share = 1;  // of a facility's cost that the cell carries
  // Present value of what awards bring in as co-financing, and of a facility after the programme.
  double direct_worth = 0;
  double own_money = 0;            // firms' own money in awards, over the horizon
  std::vector<double> reach;       // by stratum: share of its firms awarded (public: 1)
  std::vector<double> strength;    // by stratum: share of the full effect at its firms' size
  std::vector<ByComponent> shift;  // by draw; mean over the horizon of the full effect
};

// An option in a package, with the factor that its neighbours put on its shift. Bounds take the
// largest factor for draws in which the option helps and the least for those in which it harms.
struct Chosen {
  const Option* option = nullptr;
  double factor = 1;
  double harm_factor = factor;
};

// Worth of an option by the tangent at a package, weighted over draws: direct worth, and that of
// its own shift summed over draws and strata where it helps and where it harms.
struct Slope {
  double direct = 0;
  double gain = 0;  // >= 0
  double harm = 0;  // <= 0
};

// Why a form is not an option here.
struct CellRefusal {
  std::size_t form = 0;
  RefusalReason reason = RefusalReason::not_indicated;
  Text text;
};

class Cell {
 public:
  // Cut the cell's firms into at most `strata` strata of like size. MUST have a firm.
  Cell(const SectorView& view, CellKey key, std::size_t strata);

  const CellKey& key() const { return key_; }
  double firms() const { return firms_; }  // of the country
  const std::vector<CellRefusal>& refusals() const { return refusals_; }
  const std::vector<std::size_t>& open_forms() const { return open_; }  // not refused

  // Expected use of an open form.
  Option option(std::size_t form, double dose, double coverage) const;

  // Benefit of a set of options by draw, present value in national currency: the worth of the
  // access they bring to those reached, plus direct worth. `benefit` has view.draws() entries.
  // Firms that come to one measure come to others: reach is nested (docs/methods/take_up.md).
  void respond(std::span<const Chosen> chosen, std::span<double> benefit) const;

  // The benefit weighted over draws, and for each of `options` its slope at `chosen`: the response
  // is concave in shifts, so the benefit plus slopes x factors bounds that of every superset from
  // above.
  double tangent(std::span<const Chosen> chosen, std::span<const double> draw_weight,
                 std::span<const Option* const> options, std::span<Slope> slopes) const;

  // Factor on each option's shift from its interactions with the others of the set.
  std::vector<Chosen> with_interactions(std::span<const Option* const> options) const;

  // Expected sums in the base year, and in a later year without and with a set of options, at the
  // mean parameters.
  Totals base_totals() const { return base_; }
  Totals trend_totals(int year) const;
  Totals response_totals(std::span<const Chosen> chosen, int year) const;

  // Mean shadow returns and access of the cell's firms (mean parameters).
  ByComponent mean_shadow_returns() const { return shadow_; }
  const Facts& facts() const { return facts_; }

 private:
  struct Sensitivity {  // of one metric: per log point of the index or of access
    double growth = 0;  // accumulates every year
    double index = 0;
    ByComponent access{};
  };
  struct Stratum {
    std::size_t first = 0;  // rows of order_
    std::size_t last = 0;
    double firms = 0;
    double employees = 0;  // mean
    double revenue = 0;    // mean
    double age = 0;
    double taxable_share = 0;
    double export_value = 0;             // mean
    double investment = 0;               // mean
    std::vector<double> eligible_share;  // by form
  };
  struct Point {                // a stratum under one draw
    ByComponent odds{};         // of a firm that answers the index as the stratum does ...
    ByComponent access_odds{};  // ... and of one that answers access so
    double log_index = 0;
    ByComponent log_access{};
    double index_worth = 0;  // present value per log point, whole stratum
    ByComponent access_worth{};
  };
  using Sensitivities = std::array<Sensitivity, kMetrics>;

  void cut(std::size_t strata);
  void measure();  // facts and eligibility of strata
  void refuse();
  struct Position;
  struct Answers;
  class Pricing;
  Position position(const Scenario& scenario, std::size_t row) const;
  Sensitivities sensitivities(const Scenario& scenario, const Position& firm, Totals* level) const;
  void weigh_by_survival(double exit, Sensitivities& s) const;
  void use_facility(const Form& form, Option& option) const;
  void use_awards(const Form& form, Option& option) const;
  double mean_strength(const Form& form, const Option& option) const;
  Sensitivities weigh_stratum(const Scenario& scenario, const Stratum& stratum, Totals* level,
                              Point& point) const;
  void note_accounts(const Scenario& scenario, Stratum& stratum) const;
  void weigh(const Scenario& scenario, std::vector<Point>& points, bool keep);
  static double gain_of(const Point& point, const Ecosystem& ecosystem, const ByComponent& left);

  const SectorView& view_;
  CellKey key_;
  Facts facts_;
  double firms_ = 0;
  std::vector<std::size_t> order_;
  std::vector<Stratum> strata_;
  std::vector<std::vector<Point>> points_;       // [draw][stratum]
  std::vector<Sensitivities> mean_sensitivity_;  // by stratum, mean parameters
  std::vector<Point> mean_points_;
  std::vector<CellRefusal> refusals_;
  std::vector<std::size_t> open_;
  Totals base_;
  ByComponent shadow_{};
};

}  // namespace formulary
