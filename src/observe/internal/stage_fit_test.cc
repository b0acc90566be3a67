#include "observe/stage_fit.h"

#include <cmath>
#include <set>

#include <doctest/doctest.h>

#include "observe/internal/sample_panel.h"
#include "observe/internal/stages.h"
#include "observe/observe.h"

using namespace formulary;

namespace {

std::vector<SeriesPoint> shipped_points(RowOrder order = RowOrder::as_shipped) {
  auto points = series_of_panel(shipped_panel(order));
  REQUIRE(points);
  return *points;
}

StageFitOptions shipped_options() {
  StageFitOptions options;
  options.held_out = klems_held_out();
  return options;
}

double mean_growth(const StageModel& model, Stage stage) {
  return model.features[0].mean[index_of(stage)];
}

}  // namespace

// Expected: the shipped file itself, written by apps/fit_stages from the shipped panel.
TEST_CASE("the shipped parameters are those that the fit to the shipped panel gives") {
  const StageFit fit = fit_stage_model(shipped_points(), shipped_options());
  const Parameters shipped = shipped_parameters();
  CHECK(fit.converged);
  CHECK(fit.sectors == 39);
  REQUIRE(fit.parameters.size() == shipped.size());
  for (const auto& [key, quantity] : fit.parameters) {
    CAPTURE(key);
    REQUIRE(shipped.contains(key));
    CHECK(std::abs(shipped.at(key).value - quantity.value) < 1e-6);
    CHECK(std::abs(shipped.at(key).sd - quantity.sd) < 1e-4);
    CHECK(shipped.at(key).unit == quantity.unit);
    CHECK(shipped.at(key).source == quantity.source);
    CHECK(shipped.at(key).assumed == quantity.assumed);
  }
}

// Expected: the labels of the facts note on industries that the fit has not seen.
TEST_CASE("every held-out label comes out") {
  const auto points = shipped_points();
  const auto model = stage_model_of(shipped_parameters());
  REQUIRE(model);
  const StageValidation validation =
      validate_stages(*model, points, klems_held_out(), klems_labels());
  REQUIRE(validation.labels.size() == 9);
  for (const LabelScore& score : validation.labels) {
    CAPTURE(score.label.sector);
    CAPTURE(score.label.first_year);
    CHECK(score.stage == score.label.stage);
    CHECK(score.probability > 0.7);
    CHECK(score.smoothed > 0.85);
  }
}

// Expected: the published thresholds alone are the yardstick; figures as in the method note.
TEST_CASE("the model beats the published thresholds on held-out labels") {
  const auto model = stage_model_of(shipped_parameters());
  REQUIRE(model);
  const StageValidation validation =
      validate_stages(*model, shipped_points(), klems_held_out(), klems_labels());
  CHECK(validation.smoothed.accuracy > 0.97);
  CHECK(validation.filtered.accuracy > validation.rule.accuracy + 0.1);
  CHECK(validation.smoothed.log_score > -0.08);
  CHECK(validation.filtered.log_score > validation.rule.log_score + 0.4);
  CHECK(validation.next_year_model.log_density > validation.next_year_nothing.log_density);
  CHECK(validation.next_year_model.absolute_error < validation.next_year_nothing.absolute_error);
}

// Expected: the published descriptions: growth above, maturity near, decline below the economy,
// with the borders near 2 pp. A switch of labels would break the order.
TEST_CASE("the fitted stages keep their published meaning") {
  const auto model = stage_model_of(shipped_parameters());
  REQUIRE(model);
  CHECK(mean_growth(*model, Stage::emerging) > mean_growth(*model, Stage::growth));
  CHECK(mean_growth(*model, Stage::growth) > 0.02);
  CHECK(std::abs(mean_growth(*model, Stage::maturity)) < 0.01);
  CHECK(mean_growth(*model, Stage::decline) < -0.02);
  CHECK(model->features[1].mean[index_of(Stage::decline)] < -0.01);  // jobs fall
}

// Expected: by hand, a third of the industries, each in the panel, each labelled one among them.
TEST_CASE("the held-out list is a third of the panel and covers the labels") {
  std::set<std::string> industries;
  for (const SeriesPoint& p : shipped_points()) industries.insert(p.sector);
  industries.erase(kEconomy);
  CHECK(industries.size() == 60);
  const std::set<std::string> held_out(klems_held_out().begin(), klems_held_out().end());
  CHECK(held_out.size() == 21);
  for (const std::string& name : held_out) CHECK(industries.contains(name));
  for (const StageLabel& label : klems_labels()) CHECK(held_out.contains(label.sector));
}

// Expected: invariance, what is held out cannot influence the fit, except through the economy's
// growth, which is given here.
TEST_CASE("held-out industries do not influence the fit") {
  auto points = shipped_points();
  const StageFit before = fit_stage_model(points, shipped_options());
  const std::set<std::string> held_out(klems_held_out().begin(), klems_held_out().end());
  for (SeriesPoint& p : points) {
    if (held_out.contains(p.sector)) p.value = 0.5;
  }
  const StageFit after = fit_stage_model(points, shipped_options());
  for (const auto& [key, quantity] : before.parameters) {
    CHECK(after.parameters.at(key).value == quantity.value);
  }
}

// Expected: invariance, the order of rows moves only the last digits of sums.
TEST_CASE("the order of the panel's rows does not matter") {
  const StageFit forward = fit_stage_model(shipped_points(), shipped_options());
  const StageFit backward = fit_stage_model(shipped_points(RowOrder::reversed), shipped_options());
  for (const auto& [key, quantity] : forward.parameters) {
    CHECK(std::abs(backward.parameters.at(key).value - quantity.value) < 1e-9);
  }
}

// Expected: by hand, mean excess growth of 3, 1 and -3 pp; one year off the window counts too.
TEST_CASE("the rule reads stages off the published thresholds") {
  const EconomySeries economy{{"real_output_growth", {{2001, 0.01}, {2002, 0.01}, {2003, 0.01}}}};
  const std::vector<SeriesPoint> series{point("a", "real_output_growth", 2001, 0.06),
                                        point("a", "real_output_growth", 2002, 0.02),
                                        point("a", "real_output_growth", 2003, -0.06)};
  CHECK(stage_by_rule(series, economy, 2, 2002) == Stage::growth);
  CHECK(stage_by_rule(series, economy, 3, 2003) == Stage::maturity);
  CHECK(stage_by_rule(series, economy, 2, 2003) == Stage::decline);
  CHECK_FALSE(stage_by_rule(series, economy, 2, 2010).has_value());
}
