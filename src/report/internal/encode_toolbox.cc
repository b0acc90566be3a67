#include <algorithm>

#include "report/documents.h"
#include "report/internal/json.h"
#include "report/internal/nearest.h"

namespace formulary {

namespace report {
namespace {

Json encoded(const Response& response) {
  return {{"outcome", id_of(response.outcome)}, {"percent", response.percent},
          {"sd_percent", response.sd_percent},  {"after_years", response.after_years},
          {"source", response.source},          {"assumed", response.assumed}};
}

Json encoded(const Variant& variant) {
  Json json;
  json["id"] = variant.id;
  json["name"] = json_of(variant.name);
  json["scope"] = id_of(variant.mechanism.scope);
  json["open_to"] = variant.mechanism.scope == Scope::public_part
                        ? Json(id_of(variant.mechanism.open_to))
                        : Json();
  json["components"] = by_id<Component>(variant.mechanism.share);
  json["response"] = encoded(variant.mechanism.response);
  const Dose& dose = variant.dose;
  json["dose"] = {{"unit", id_of(dose.unit)},
                  {"reference", json_of(dose.reference)},
                  {"steps", dose.steps},
                  {"years", dose.years}};
  const Costs& costs = variant.costs;
  json["costs"] = {{"public_share", json_of(costs.public_share)},
                   {"firm_value_share", json_of(costs.firm_value_share)},
                   {"own_share", json_of(costs.own_share)},
                   {"administration_share", json_of(costs.administration_share)},
                   {"set_up_thousand_usd", json_of(costs.set_up_thousand_usd)}};
  json["eligibility"] = json_of(variant.eligibility);
  return json;
}

// The card's contraindications once each, with the forms that they bar.
Json contraindications_of(const Instrument& instrument) {
  Json list = Json::array();
  for (const Variant& variant : instrument.variants) {
    for (const Contraindication& one : variant.contraindications) {
      Json when = json_of(one.when);
      Json reason = json_of(one.reason);
      const auto same = std::find_if(list.begin(), list.end(), [&](const Json& seen) {
        return seen["when"] == when && seen["reason"] == reason;
      });
      if (same != list.end()) {
        (*same)["variants"].push_back(variant.id);
        continue;
      }
      Json json;
      json["when"] = std::move(when);
      json["reason"] = std::move(reason);
      json["source"] = one.source;
      json["variants"] = Json::array();
      json["variants"].push_back(variant.id);
      list.push_back(std::move(json));
    }
  }
  return list;
}

Json interactions_of(const Instrument& instrument) {
  Json list = Json::array();
  for (const Interaction& one : instrument.interactions) {
    Json json;
    json["with"] = one.with;
    json["kind"] = id_of(one.kind);
    json["factor"] = one.factor;
    json["company_types"] = ids_of(one.company_types);
    json["why"] = json_of(one.why);
    json["source"] = one.source;
    list.push_back(std::move(json));
  }
  return list;
}

Json evidence_of(const Instrument& instrument) {
  Json list = Json::array();
  for (const Evidence& one : instrument.evidence) {
    list.push_back(
        {{"study", one.study},
         {"outcome", one.outcome},
         {"effect", one.effect},
         {"unit", one.unit},
         {"standard_error", one.standard_error},
         {"design", one.design},
         {"population", one.population},
         {"status", one.status == EvidenceStatus::confirmed ? "confirmed" : "unverified"},
         {"holdout", one.holdout}});
  }
  return list;
}

Json kpis_of(const Instrument& instrument) {
  Json list = Json::array();
  for (const InstrumentKpi& kpi : instrument.kpis) {
    Json json;
    json["id"] = kpi.kpi;
    json["stages"] = ids_of(kpi.stages);
    json["company_types"] = ids_of(kpi.company_types);
    list.push_back(std::move(json));
  }
  return list;
}

Json encoded(const ApplicationBurden& application) {
  return {{"days", json_of(application.days)},
          {"documents", json_of(application.documents)},
          {"compliance_days", json_of(application.compliance_days)},
          {"approval_share", json_of(application.approval_share)},
          {"capacity", json_of(application.capacity)},
          {"selection", id_of(application.selection)}};
}

Json encoded(const Continuation& rule) {
  return {{"release_at", rule.release_at},
          {"partial_from", rule.partial_from},
          {"cure_months", rule.cure_months},
          {"on_failure", id_of(rule.on_failure)},
          {"counter_obligation", json_of(rule.counter_obligation)}};
}

Json encoded(const Instrument& instrument) {
  Json json;
  json["id"] = instrument.id;
  json["name"] = json_of(instrument.name);
  json["summary"] = json_of(instrument.summary);
  json["family"] = id_of(instrument.family);
  json["stages"] = ids_of(instrument.stages);
  json["company_types"] = ids_of(instrument.company_types);
  json["goals"] = ids_of(instrument.goals);
  json["components"] = ids_of(instrument.components);
  json["conditions"] = json_of(instrument.conditions);
  json["contraindications"] = contraindications_of(instrument);
  json["interactions"] = interactions_of(instrument);
  json["variants"] = Json::array();
  for (const Variant& variant : instrument.variants) json["variants"].push_back(encoded(variant));
  json["application"] = encoded(instrument.application);
  json["lag"] = {{"set_up_years", json_of(instrument.lag.set_up_years)},
                 {"ramp_years", json_of(instrument.lag.ramp_years)},
                 {"half_life_years", json_of(instrument.lag.half_life_years)}};
  json["kpis"] = kpis_of(instrument);
  json["stakeholders"] = {{"owner", instrument.stakeholders.owner},
                          {"delivery", instrument.stakeholders.delivery},
                          {"partners", json_of(instrument.stakeholders.partners)}};
  json["continuation"] = encoded(instrument.continuation);
  json["evidence"] = evidence_of(instrument);
  return json;
}

Json encoded(const Kpi& kpi) {
  Json json;
  json["id"] = kpi.id;
  json["name"] = json_of(kpi.name);
  json["definition"] = json_of(kpi.definition);
  json["unit"] = json_of(kpi.unit);
  json["direction"] = id_of(kpi.direction);
  json["level"] = kpi.level;
  json["period"] = kpi.period;
  json["family"] = kpi.family;
  json["measure"] = id_of(kpi.measure);
  json["moved_by"] = ids_of(kpi.moved_by);
  json["stages"] = ids_of(kpi.stages);
  json["company_types"] = ids_of(kpi.company_types);
  json["source"] = json_of(kpi.source);
  json["verification"] = json_of(kpi.verification);
  return json;
}

Json encoded(const Problem& problem) {
  Json json;
  json["id"] = problem.id;
  json["name"] = json_of(problem.name);
  json["statement"] = json_of(problem.statement);
  json["component"] = id_of(problem.component);
  json["stages"] = ids_of(problem.stages);
  json["profiles"] = json_of(problem.profiles);
  json["signs"] = Json::array();
  for (const ProblemSign& sign : problem.signs) {
    json["signs"].push_back({{"indicator", sign.indicator}, {"threshold_z", sign.threshold_z}});
  }
  json["instruments"] = json_of(problem.instruments);
  json["kpis"] = json_of(problem.kpis);
  return json;
}

// The document of the parts that `keep_instrument`, `keep_kpi` and `keep_problem` choose.
template <typename I, typename K, typename P>
std::string toolbox_document(const Toolbox& toolbox, I keep_instrument, K keep_kpi,
                             P keep_problem) {
  Json document = open_document("formulary/toolbox/1");
  document["toolbox_hash"] = toolbox.hash;
  document["instruments"] = Json::array();
  for (const Instrument& one : toolbox.instruments) {
    if (keep_instrument(one)) document["instruments"].push_back(encoded(one));
  }
  document["kpis"] = Json::array();
  for (const Kpi& one : toolbox.kpis) {
    if (keep_kpi(one)) document["kpis"].push_back(encoded(one));
  }
  document["problems"] = Json::array();
  for (const Problem& one : toolbox.problems) {
    if (keep_problem(one)) document["problems"].push_back(encoded(one));
  }
  document["roles"] = Json::array();
  for (const Role& role : toolbox.roles) {
    document["roles"].push_back({{"id", role.id}, {"name", json_of(role.name)}});
  }
  return print(document);
}

}  // namespace
}  // namespace report

std::string encode_toolbox(const Toolbox& toolbox) {
  const auto all = [](const auto&) { return true; };
  return report::toolbox_document(toolbox, all, all, all);
}

Result<std::string> encode_toolbox(const Toolbox& toolbox, const std::string& instrument) {
  const Instrument* found = toolbox.instrument(instrument);
  if (found == nullptr) return fail(report::no_such_instrument(toolbox, instrument));
  const auto used = [&](const Kpi& kpi) {
    return std::any_of(found->kpis.begin(), found->kpis.end(),
                       [&](const InstrumentKpi& one) { return one.kpi == kpi.id; });
  };
  const auto treated = [&](const Problem& problem) {
    return std::find(problem.instruments.begin(), problem.instruments.end(), instrument) !=
           problem.instruments.end();
  };
  const auto itself = [&](const Instrument& one) { return one.id == instrument; };
  return report::toolbox_document(toolbox, itself, used, treated);
}

}  // namespace formulary
