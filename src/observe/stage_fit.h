// Where do the numbers of the stage model come from, and how good are they on unseen sectors?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/country.h"
#include "domain/stages.h"
#include "domain/toolbox.h"
#include "observe/observe.h"

namespace formulary {

struct StageFitOptions {
  std::string panel = "US BLS KLEMS 1987-2018 (content/panels)";  // as the sources name it
  std::vector<std::string> held_out;  // sectors that must not influence the fit
  std::vector<std::string> features{"real_output_growth", "employment_growth"};
  int window_years = 5;
  double noise_weight = 4;
  double anchor_weight = 30;  // of the published stage descriptions, in windows
};

struct StageFit {
  StageModel model;
  Parameters parameters;    // "stage_model.*", each with its doubt and source
  std::size_t sectors = 0;  // that the fit has seen
  std::size_t sector_years = 0;
  std::size_t iterations = 0;
  bool converged = false;
  double penalised_log_likelihood = 0;
};

// Fit the stage model to a panel (docs/methods/stages.md). Emerging is never fitted: a panel of
// national industries has none, so its emissions are published descriptions and growth's.
// Features MUST be growth features; the panel MUST have sectors that are not held out, with
// series longer than the window.
StageFit fit_stage_model(std::span<const SeriesPoint> points, const StageFitOptions& options = {});

// A sector whose stage is known from elsewhere, over a span of years.
struct StageLabel {
  std::string sector;
  int first_year = 0;
  int last_year = 0;
  Stage stage = Stage::maturity;
};

// List the industries of US BLS KLEMS that no fit of ours may see: about a third of the panel,
// all labelled ones among them.
const std::vector<std::string>& klems_held_out();

// List the labels for them.
const std::vector<StageLabel>& klems_labels();

// Read a sector's stage in a year off the published thresholds alone: its growth of the last
// `window_years` above the economy's by more than 2 pp is growth, below by more than 2 pp decline,
// else maturity. Nothing without data. (docs/methods/stages.md; the panel has no entry of firms.)
std::optional<Stage> stage_by_rule(std::span<const SeriesPoint> sector,
                                   const EconomySeries& economy, int window_years, int year);

// The share of years with the right answer and the mean log of the probability it was given.
struct Score {
  double accuracy = 0;
  double log_score = 0;
};

struct LabelScore {
  StageLabel label;
  Stage stage = Stage::maturity;  // most probable over the span, smoothed
  double probability = 0;         // of the label, mean over the span, smoothed
  double smoothed = 0;            // share of the span's years that get the label
  double filtered = 0;
  double rule = 0;
};

// How well a normal forecast per stage does: mean log density, mean absolute error (log points).
struct ForecastScore {
  double log_density = 0;
  double absolute_error = 0;
};

struct StageValidation {
  std::vector<LabelScore> labels;
  Score smoothed;  // over all labelled sector-years
  Score filtered;
  Score rule;  // its log score with the error rate that flatters it most
  // The next year's growth above the economy's on held-out sectors, predicted from the filtered
  // stage alone, from the rule's stage and from nothing.
  ForecastScore next_year_model;
  ForecastScore next_year_rule;
  ForecastScore next_year_nothing;
};

// Score a model on labels and on the sectors that its fit did not see.
StageValidation validate_stages(const StageModel& model, std::span<const SeriesPoint> points,
                                std::span<const std::string> held_out,
                                std::span<const StageLabel> labels);

}  // namespace formulary
