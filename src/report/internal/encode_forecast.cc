#include "report/documents.h"
#include "report/internal/json.h"

namespace formulary {

namespace report {
namespace {

Json encoded(const TakeUp& take_up) {
  Json json;
  json["instrument"] = take_up.instrument;
  json["variant"] = take_up.variant;
  json["company_type"] = id_of(take_up.company_type);
  json["eligible"] = json_of(take_up.eligible);
  json["aware"] = json_of(take_up.aware);
  json["applied"] = json_of(take_up.applied);
  json["awarded"] = json_of(take_up.awarded);
  json["completed"] = json_of(take_up.completed);
  json["take_up_share"] = json_of(take_up.take_up_share);
  Json& day = json["money_runs_out"]["day"];
  if (take_up.money_runs_out_day) day = *take_up.money_runs_out_day;
  json["money_runs_out"]["share_of_draws"] = take_up.runs_out_share;
  json["deadweight"] = json_of(take_up.deadweight);
  put_money(json, "budget", take_up.budget);
  json["disbursed"] = json_of(take_up.disbursed);
  json["unwanted"] = take_up.unwanted;
  return json;
}

// The last year's impact stands in front (mean, p5 ... p95); the paths follow.
Json encoded(const KpiForecast& forecast, const Toolbox& toolbox) {
  Json json;
  json["kpi"] = forecast.kpi;
  const Kpi* kpi = toolbox.kpi(forecast.kpi);
  json["name"] = kpi != nullptr ? json_of(kpi->name) : Json(nullptr);
  json["unit"] = kpi != nullptr ? json_of(kpi->unit) : Json(nullptr);
  json["direction"] = kpi != nullptr ? Json(id_of(kpi->direction)) : Json(nullptr);
  const Spread last = forecast.impact.empty() ? Spread{} : forecast.impact.back();
  json.update(json_of(last));
  json["additionality"] = json_of(forecast.additionality);
  json["cost_per_unit"] = json_of(forecast.cost_per_unit);
  json["base"] = forecast.base;
  json["no_policy"] = json_of(forecast.no_policy);
  json["with_policy"] = json_of(forecast.with_policy);
  json["impact"] = json_of(forecast.impact);
  return json;
}

Json encoded(const RegionForecast& region) {
  return {{"region", region.region},
          {"disbursed", json_of(region.disbursed)},
          {"jobs", json_of(region.jobs)},
          {"revenue", json_of(region.revenue)}};
}

Json encoded(const std::optional<Comparison>& comparison) {
  if (!comparison) return nullptr;
  return {{"tailored", json_of(comparison->tailored)},
          {"blanket", json_of(comparison->blanket)},
          {"gain", json_of(comparison->gain)},
          {"share_of_draws_better", comparison->share_of_draws_better}};
}

}  // namespace
}  // namespace report

std::string encode_forecast(const Forecast& forecast, const Toolbox& toolbox) {
  using report::Json;
  Json document = report::open_document("formulary/forecast/1");
  document["sector"] = forecast.sector;
  document["base_year"] = forecast.base_year;
  document["years"] = forecast.years;
  document["draws"] = forecast.draws;
  document["firms"] = forecast.firms;
  document["weight"] = forecast.weight;
  document["measures"] = Json::array();
  for (const TakeUp& one : forecast.take_up) document["measures"].push_back(report::encoded(one));
  document["kpis"] = Json::array();
  for (const KpiForecast& kpi : forecast.kpis) {
    document["kpis"].push_back(report::encoded(kpi, toolbox));
  }
  document["regions"] = Json::array();
  for (const RegionForecast& one : forecast.regions) {
    document["regions"].push_back(report::encoded(one));
  }
  document["cost"] = report::json_of(forecast.disbursed);
  document["benefit"] = report::json_of(forecast.benefit);
  const double cost = forecast.disbursed.mean;
  document["per_cost"] = cost > 0 ? Json(forecast.benefit.mean / cost) : Json(nullptr);
  document["mean_field_benefit"] = forecast.mean_field_benefit;
  document["comparison"] = report::encoded(forecast.comparison);
  document["warnings"] = report::json_of(forecast.warnings);
  document["provenance"] = report::json_of(forecast.provenance);
  document["run"] = {{"seconds", forecast.run.seconds},
                     {"firm_years_per_second", forecast.run.firm_years_per_second},
                     {"threads", forecast.run.threads}};
  return report::print(document);
}

}  // namespace formulary
