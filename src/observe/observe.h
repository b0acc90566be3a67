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

// Find the economy's growth in a pack: the series of kEconomy where the pack gives it; else the
// mean of all sectors weighted by value added, each with its own growth in the year or, lacking
// that, its trend. Exports and prices have no trend: the mean of at least kFewSectors sectors.
EconomySeries economy_of(const CountryPack& pack);

// Find it in a panel without weights: the series of kEconomy, else the plain mean of at least
// kFewSectors sectors; nothing for a year with fewer.
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

}  // namespace formulary
