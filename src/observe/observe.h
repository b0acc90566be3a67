// What do the raw tables say? The life-cycle stage of each sector, read from yearly series.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/country.h"
#include "domain/stages.h"
#include "domain/toolbox.h"

namespace formulary {

// The sector id under which a pack or a panel may give the whole economy's own series.
inline constexpr const char* kEconomy = "economy";

// The whole economy's value of a feature by year; growth features are compared with it.
using EconomySeries = std::map<std::string, std::map<int, double>>;

// Find the economy's growth in a pack: the series of kEconomy; else the value-added-weighted mean
// of the sectors that have the year, when they are at least kFewSectors; else the pack's trends.
EconomySeries economy_of(const CountryPack& pack);

// Find it in a panel without weights: the series of kEconomy, else the plain mean of the sectors.
EconomySeries economy_of(std::span<const SeriesPoint> points);

inline constexpr std::size_t kFewSectors = 5;  // fewer do not make an economy

// Infer the stage of one sector from its series (any order). Without data: the prior, `no_data`.
SectorStage stage_of(const StageModel& model, std::span<const SeriesPoint> sector,
                     const EconomySeries& economy);

// Infer the stages of a pack's analysed sectors and of all others with series, in its order.
std::vector<SectorStage> stages(const StageModel& model, const CountryPack& pack);

// Infer the stages of a panel's sectors, in order of first appearance.
std::vector<SectorStage> stages(const StageModel& model, std::span<const SeriesPoint> points);

// Read the stage model from the parameters "stage_model.*" (content/parameters/stage_model.yaml).
// Faults: a missing, unknown or impossible parameter.
Result<StageModel> stage_model_of(const Parameters& parameters);

// A table as it was parsed elsewhere: cells as text, `lines` for faults (may be empty).
struct PanelColumns {
  std::string file;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<int> lines;
};

// Read the series of a panel in one of three layouts, told apart by the header:
//   sector, year, FEATURE...                     features of docs/content.md; empty = missing
//   sector, feature, year, value[, source][, assumed]            as a pack's series.csv
//   industry, year, output_index[, labor_input_index][, labor_productivity_index]
//     [, output_price_index][, value_production_bn_usd][, is_aggregate]    indices, as BLS KLEMS
// Indices become log differences; aggregates are left out and the rest, weighted by the value of
// production, make kEconomy. Faults: unknown or missing columns, bad cells, duplicates, and a
// panel with neither kEconomy nor kFewSectors sectors, which gives growth nothing to compare with.
Result<std::vector<SeriesPoint>> series_of_panel(const PanelColumns& panel);

struct StageFitOptions {
  std::vector<std::string> held_out;  // sectors that must not influence the fit
  std::vector<std::string> features{"real_output_growth", "employment_growth"};
  int window_years = 5;
  double noise_weight = 4;
  double anchor_weight = 30;          // of the published stage descriptions, in windows
};

struct StageFit {
  StageModel model;
  Parameters parameters;              // "stage_model.*", each with its doubt and source
  std::size_t sectors = 0;            // that the fit has seen
  std::size_t sector_years = 0;
  std::size_t iterations = 0;
  bool converged = false;
  double penalised_log_likelihood = 0;
};

// Fit the stage model to a panel (docs/methods/stages.md). Emerging is never fitted: a panel of
// national industries has none, so its emissions are published descriptions and growth's.
// Features MUST be growth features and the panel MUST have sectors that are not held out.
StageFit fit_stage_model(std::span<const SeriesPoint> points, const StageFitOptions& options = {});

}  // namespace formulary
