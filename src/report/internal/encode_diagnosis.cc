#include "report/documents.h"
#include "report/internal/json.h"

namespace formulary {

namespace report {
namespace {

Json encoded(const std::vector<IndicatorSign>& signs, const Toolbox& toolbox) {
  Json list = Json::array();
  for (const IndicatorSign& sign : signs) {
    Json json;
    json["indicator"] = sign.indicator;
    const Indicator* indicator = toolbox.indicator(sign.indicator);
    json["name"] = indicator != nullptr ? json_of(indicator->name) : Json(nullptr);
    json["unit"] = indicator != nullptr ? json_of(indicator->unit) : Json(nullptr);
    json["subject"] = sign.subject;
    json["year"] = sign.year;
    json["value"] = sign.value;
    json["benchmark"] = sign.benchmark;
    json["goodness"] = sign.goodness;
    json["source"] = sign.source;
    json["assumed"] = sign.assumed;
    list.push_back(std::move(json));
  }
  return list;
}

Json encoded(const ComponentState& state, const Toolbox& toolbox) {
  Json json;
  json["component"] = id_of(state.component);
  json["access"] = state.access;
  json["benchmark"] = state.benchmark;
  json["weight"] = state.weight;
  json["shadow_return"] = state.shadow_return;
  json["binding"] = state.binding;
  json["signs"] = encoded(state.signs, toolbox);
  json["unknown"] = json_of(state.unknown);
  return json;
}

Json encoded(const RankedProblem& ranked, const Toolbox& toolbox) {
  Json json;
  json["problem"] = ranked.problem;
  const Problem* problem = toolbox.problem(ranked.problem);
  json["name"] = problem != nullptr ? json_of(problem->name) : Json(nullptr);
  json["statement"] = problem != nullptr ? json_of(problem->statement) : Json(nullptr);
  json["component"] = id_of(ranked.component);
  json["score"] = ranked.score;
  json["evidence"] = encoded(ranked.signs, toolbox);
  json["unknown"] = json_of(ranked.unknown);
  json["instruments"] = json_of(ranked.instruments);
  json["kpis"] = json_of(ranked.kpis);
  return json;
}

}  // namespace
}  // namespace report

std::string encode_diagnosis(const Diagnosis& diagnosis, const Toolbox& toolbox,
                             const CountryPack& country) {
  using report::Json;
  Json document = report::open_document("formulary/diagnosis/1");
  document["country"] = country.id;
  document["sector"] = diagnosis.sector;
  document["region"] = diagnosis.region.empty() ? Json(nullptr) : Json(diagnosis.region);
  document["stage"] = id_of(diagnosis.stage);
  document["stage_probabilities"] = report::by_id<Stage>(diagnosis.stage_probability);
  document["index"] = diagnosis.index;
  document["benchmark_index"] = diagnosis.benchmark_index;
  document["components"] = Json::array();
  for (const ComponentState& state : diagnosis.components) {
    document["components"].push_back(report::encoded(state, toolbox));
  }
  document["problems"] = Json::array();
  for (const RankedProblem& problem : diagnosis.problems) {
    document["problems"].push_back(report::encoded(problem, toolbox));
  }
  document["toolbox_hash"] = toolbox.hash;
  document["country_hash"] = country.hash;
  return report::print(document);
}

}  // namespace formulary
