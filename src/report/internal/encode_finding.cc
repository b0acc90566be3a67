#include "report/documents.h"
#include "report/internal/json.h"

namespace formulary {

namespace report {
namespace {

using evaluate::Count;
using evaluate::Diagnostic;
using evaluate::Dropped;
using evaluate::Estimate;
using evaluate::Finding;
using evaluate::Summary;

Json reason_json(const Reason& reason) {
  Json json;
  json["id"] = reason.id;
  json["text"] = report::json_of(reason.text);
  return json;
}

Json json_of(const Estimate& one) {
  Json json;
  json["term"] = one.term;
  json["estimate"] = one.effect.estimate;
  json["se"] = one.effect.se;
  json["ci_low"] = one.effect.low;
  json["ci_high"] = one.effect.high;
  json["level"] = one.effect.level;
  json["statistic"] = one.statistic;
  json["p"] = one.p;
  json["horizon"] = one.effect.horizon ? Json(*one.effect.horizon) : Json(nullptr);
  return json;
}

Json counts_of(const std::vector<Count>& counts) {
  Json json = Json::object();
  for (const Count& one : counts) json[one.name] = one.count;
  return json;
}

Json diagnostics_of(const Finding& finding) {
  const Summary& summary = finding.summary;
  Json json;
  json["variance"] = report::json_of(summary.variance);
  json["k"] = summary.k;
  json["df"] = summary.df ? Json(*summary.df) : Json(nullptr);
  json["groups"] = counts_of(summary.groups);
  json["effects"] = counts_of(summary.effects);
  json["tolerance"] = summary.tolerance;
  for (const Diagnostic& one : finding.diagnostics) {
    std::visit([&](const auto& value) { json[one.id] = value; }, one.value);
  }
  return json;
}

void put(Json& document, const Finding& finding) {
  document["method"] = finding.method;
  for (const Estimate& one : finding.estimates) document["estimates"].push_back(json_of(one));
  document["n"] = finding.summary.n;
  for (const Dropped& one : finding.dropped) {
    Json json = reason_json(one.reason);
    json["count"] = one.count;
    json["which"] = one.which;
    document["dropped"].push_back(std::move(json));
  }
  document["diagnostics"] = diagnostics_of(finding);
  for (const Reason& one : finding.notes) document["notes"].push_back(reason_json(one));
}

}  // namespace
}  // namespace report

std::string encode_finding(const evaluate::Identified<evaluate::Finding>& finding,
                           const std::string& command) {
  using report::Json;
  Json document = report::open_document("formulary/finding/1");
  document["status"] = finding ? "found" : "unidentified";
  document["method"] = nullptr;
  document["estimates"] = Json::array();
  document["n"] = 0;
  document["dropped"] = Json::array();
  document["diagnostics"] = Json::object();
  document["notes"] = Json::array();
  document["why"] = finding ? Json(nullptr) : report::reason_json(finding.error().why);
  document["remedy"] = finding ? Json(nullptr) : report::reason_json(finding.error().remedy);
  document["command"] = command;
  if (finding) report::put(document, *finding);
  return report::print(document);
}

}  // namespace formulary
