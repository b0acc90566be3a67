#include "report/documents.h"
#include "report/internal/json.h"
#include "report/internal/voice.h"

namespace formulary {

namespace report {
namespace {

Json encoded(const Envelope& envelope) {
  Json json;
  json["country"] = envelope.country;
  json["sector"] = envelope.sector;
  json["goal"] = id_of(envelope.goal);
  put_money(json, "budget", envelope.budget);
  json["years"] = envelope.years;
  json["regions"] = json_of(envelope.regions);
  json["company_types"] = ids_of(envelope.company_types);
  json["risk_aversion"] = envelope.risk_aversion;
  json["minimum_region_share"] = envelope.minimum_region_share;
  json["most_instruments"] = envelope.most_instruments;
  json["gap"] = envelope.gap;
  return json;
}

Json encoded(const Justification& why) {
  Json json;
  json["problem"] = why.problem;
  json["component"] = id_of(why.component);
  json["gain_if_kept"] = why.gain_if_kept;
  json["benefit_per_cost"] = why.benefit_per_cost;
  json["assumed_effect"] = why.assumed_effect;
  json["evidence"] = json_of(why.evidence);
  return json;
}

// The offices that act for the measure, once each, in the order in which they first act.
Json stakeholders_of(const PlannedMeasure& measure) {
  Json list = Json::array();
  for (const Step& step : measure.schedule) {
    const Json one{{"role", step.role}, {"office", step.office}};
    bool seen = false;
    for (const Json& before : list) seen = seen || before == one;
    if (!seen) list.push_back(one);
  }
  return list;
}

Json encoded(const PlannedMeasure& measure) {
  Json json;
  json["id"] = measure.id;
  json["instrument"] = measure.instrument;
  json["variant"] = measure.variant;
  json["sector"] = measure.sector;
  json["region"] = measure.region;
  json["company_type"] = id_of(measure.company_type);
  json["dose"] = measure.dose;
  json["dose_unit"] = measure.dose_unit;
  json["coverage"] = measure.coverage;
  json["facility_share"] = measure.facility_share;
  put_money(json, "budget", measure.budget);
  json["budget_by_year_minor"] = Json::array();
  for (const Money year : measure.budget_by_year) {
    json["budget_by_year_minor"].push_back(std::to_string(year.minor()));
  }
  json["expected_awards"] = measure.expected_awards;
  json["kpis"] = Json::array();
  for (const PlannedKpi& kpi : measure.kpis) {
    json["kpis"].push_back({{"kpi", kpi.kpi},
                            {"baseline", kpi.baseline},
                            {"no_policy", kpi.no_policy},
                            {"target", kpi.target},
                            {"period", kpi.period}});
  }
  json["schedule"] = Json::array();
  for (const Step& step : measure.schedule) {
    json["schedule"].push_back({{"what", step.what},
                                {"from_month", step.from_month},
                                {"to_month", step.to_month},
                                {"role", step.role},
                                {"office", step.office}});
  }
  json["stakeholders"] = stakeholders_of(measure);
  json["why"] = encoded(measure.why);
  return json;
}

Json encoded(const std::vector<PlannedMeasure>& measures) {
  Json list = Json::array();
  for (const PlannedMeasure& measure : measures) list.push_back(encoded(measure));
  return list;
}

Json encoded(const Benefit& benefit) {
  return {{"mean_field", benefit.mean_field},
          {"worst_tenth", benefit.worst_tenth},
          {"per_cost", benefit.per_cost}};
}

Json encoded(const Refusal& refusal) {
  Json json;
  json["instrument"] = refusal.instrument;
  json["variant"] = refusal.variant;
  json["company_types"] = ids_of(refusal.company_types);
  json["cells"] = refusal.cells;
  json["reason"] = id_of(refusal.reason);
  json["text"] = json_of(refusal.text);
  json["binding"] = refusal.binding;
  json["reduced_cost"] = refusal.reduced_cost;
  return json;
}

Json encoded(const Alternative& alternative) {
  Json json;
  put_money(json, "budget", alternative.budget);
  json["benefit"] = alternative.benefit;
  json["worst_tenth"] = alternative.worst_tenth;
  json["measures"] = alternative.measures;
  json["instruments"] = json_of(alternative.instruments);
  return json;
}

std::string package_document(const Package& package) {
  Json document = open_document("formulary/package/1");
  document["status"] = package.gap <= package.envelope.gap ? "optimal" : "feasible";
  document["gap"] = package.gap;
  document["bound"] = package.bound;
  document["envelope"] = encoded(package.envelope);
  document["stage"] = id_of(package.stage);
  document["binding"] = ids_of(package.binding);
  document["unaddressed"] = json_of(package.unaddressed);
  document["package"]["measures"] = encoded(package.measures);
  document["benefit"] = encoded(package.benefit);
  document["blanket"]["benefit"] = encoded(package.blanket_benefit);
  document["blanket"]["measures"] = encoded(package.blanket);
  document["refused"] = Json::array();
  for (const Refusal& refusal : package.refused) document["refused"].push_back(encoded(refusal));
  document["prices"] = Json::array();
  for (const ShadowPrice& price : package.prices) {
    document["prices"].push_back({{"limit", price.limit},
                                  {"price", price.price},
                                  {"used", price.used},
                                  {"limit_value", price.limit_value}});
  }
  document["alternatives"] = Json::array();
  for (const Alternative& alternative : package.alternatives) {
    document["alternatives"].push_back(encoded(alternative));
  }
  document["provenance"] = json_of(package.provenance);
  document["run"] = {{"cells", package.summary.cells},
                     {"columns", package.summary.columns},
                     {"rounds", package.summary.rounds},
                     {"packages_priced", package.summary.packages_priced},
                     {"seconds", package.summary.seconds}};
  return print(document);
}

std::string infeasible_document(const Infeasible& infeasible) {
  Json document = open_document("formulary/package/1");
  document["status"] = "infeasible";
  document["gap"] = nullptr;
  document["envelope"] = encoded(infeasible.envelope);
  document["package"] = nullptr;
  document["limits"] = json_of(infeasible.limits);
  const Words& hint = words_of(infeasible.remedy);
  document["hint"] = json_of(Text{hint.en, hint.ru, hint.kk});
  document["benefit"] = nullptr;
  document["blanket"] = nullptr;
  document["refused"] = Json::array();
  document["alternatives"] = Json::array();
  return print(document);
}

}  // namespace
}  // namespace report

std::string encode_configuration(const Configuration& configuration) {
  const auto* package = std::get_if<Package>(&configuration);
  return package != nullptr ? report::package_document(*package)
                            : report::infeasible_document(std::get<Infeasible>(configuration));
}

}  // namespace formulary
