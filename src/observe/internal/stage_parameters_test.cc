#include "observe/internal/stage_parameters.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "observe/internal/sample_panel.h"
#include "observe/observe.h"

using namespace formulary;

namespace {

bool complains_of(const Parameters& parameters, const std::string& words) {
  const auto model = stage_model_of(parameters);
  if (model) return false;
  return std::any_of(model.error().begin(), model.error().end(), [&](const Fault& fault) {
    return fault.what.find(words) != std::string::npos && !fault.hint.empty();
  });
}

}  // namespace

// Expected: by hand, the file lists six features, forbids what is not left to right or one step
// back, and keeps parameters of other groups out.
TEST_CASE("the shipped parameters make a stage model") {
  Parameters parameters = shipped_parameters();
  parameters["dynamics.theta"] = {0.1, 0, "", "", false};
  const auto model = stage_model_of(parameters);
  REQUIRE(model);
  CHECK(model->window_years == 5);
  CHECK(model->features.size() == 6);
  CHECK(model->transition[index_of(Stage::growth)][index_of(Stage::emerging)] == 0);
  CHECK(model->transition[index_of(Stage::emerging)][index_of(Stage::decline)] == 0);
  CHECK(model->transition[index_of(Stage::decline)][index_of(Stage::maturity)] > 0);
  CHECK_FALSE(model->source.empty());
}

// Expected: the rule of docs/content.md, every number has a unit and a source.
TEST_CASE("every shipped parameter has a unit and a source") {
  for (const auto& [key, quantity] : shipped_parameters()) {
    CAPTURE(key);
    CHECK_FALSE(quantity.unit.empty());
    CHECK_FALSE(quantity.source.empty());
  }
}

// Expected: by hand, each kind of mistake is named with what to do about it.
TEST_CASE("mistakes in the parameters are named") {
  const Parameters good = shipped_parameters();
  Parameters bad = good;
  bad.erase("stage_model.spread.growth.real_output_growth");
  CHECK(complains_of(bad, "missing parameter stage_model.spread.growth.real_output_growth"));
  bad = good;
  bad["stage_model.mean.youth.real_output_growth"] = {0.1, 0, "", "", false};
  CHECK(complains_of(bad, "unknown parameter stage_model.mean.youth"));
  bad = good;
  bad["stage_model.spread.decline.net_entry_rate"].value = 0;
  CHECK(complains_of(bad, "must be above 0"));
  bad = good;
  bad["stage_model.transition.growth.growth"].value += 0.01;
  CHECK(complains_of(bad, "the transitions from growth"));
  bad = good;
  bad["stage_model.window_years"].value = 2.5;
  CHECK(complains_of(bad, "whole number of years"));
  CHECK(complains_of({}, "missing parameter"));
}
