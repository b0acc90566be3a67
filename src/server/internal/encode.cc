#include "server/internal/encode.h"

namespace formulary::server {
namespace {

Json words(const std::vector<std::string>& all) {
  Json list = Json::array();
  for (const std::string& one : all) list.push_back(one);
  return list;
}

Json json_of_rule(const ReviewRule& rule) {
  return {{"version", rule.version},
          {"release_at", rule.ladder.release_at},
          {"partial_from", rule.ladder.partial_from},
          {"cure_months", rule.ladder.cure_months},
          {"on_failure", id_of(rule.ladder.on_failure)},
          {"counter_obligation", json_of(rule.ladder.counter_obligation)}};
}

Json json_of_facts(const Facts& facts) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    if (!facts.id[i].empty()) {
      json[id_of(field)] = facts.id[i];
    } else if (facts.number[i]) {
      if (is_yes_no(field)) {
        json[id_of(field)] = *facts.number[i] != 0;
      } else {
        json[id_of(field)] = *facts.number[i];
      }
    }
  }
  return json;
}

Json maybe_text(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

}  // namespace

Json json_of(const TargetVersion& version) {
  return {{"baseline", version.baseline}, {"target", version.target},
          {"due", json_of(version.due)},  {"by", version.by},
          {"at", json_of(version.at)},    {"why", version.why}};
}

Json json_of(const ProgrammeMeasure& measure) {
  Json kpis = Json::array();
  for (const ProgrammeKpi& kpi : measure.kpis) {
    kpis.push_back({{"kpi", kpi.kpi}, {"versions", json_list(kpi.versions)}});
  }
  return {{"id", measure.id},
          {"instrument", measure.instrument},
          {"variant", measure.variant},
          {"sector", measure.sector},
          {"region", measure.region},
          {"company_type", id_of(measure.company_type)},
          {"dose", measure.dose},
          {"dose_unit", measure.dose_unit},
          {"budget", json_of(measure.budget)},
          {"budget_by_year", json_list(measure.budget_by_year)},
          {"owner", measure.owner},
          {"delivery", measure.delivery},
          {"selection", id_of(measure.selection)},
          {"award_years", measure.award_years},
          {"tranches", measure.tranches},
          {"kpis", kpis},
          {"rule", json_of_rule(measure.rule)}};
}

Json json_of(const Programme& programme) {
  const EvaluationDesign& design = programme.evaluation;
  return {{"id", programme.id},
          {"name", json_of(programme.name)},
          {"goal", id_of(programme.goal)},
          {"stage", id_of(programme.stage)},
          {"state", id_of(programme.state)},
          {"version", programme.version},
          {"pretested_version", programme.pretested_version},
          {"package_hash", programme.package_hash},
          {"forecast_hash", maybe_text(programme.forecast_hash)},
          {"owner", programme.owner},
          {"drafted_by", programme.drafted_by},
          {"approved_by", maybe_text(programme.approved_by)},
          {"terminated_why", maybe_text(programme.terminated_why)},
          {"first_day", json_of(programme.first_day)},
          {"last_day", json_of(programme.last_day)},
          {"budget", json_of(programme.budget)},
          {"measures", json_list(programme.measures)},
          {"evaluation",
           {{"method", design.method},
            {"comparison", design.comparison},
            {"outcomes", words(design.outcomes)},
            {"follow_up_years", design.follow_up_years}}},
          {"demonstration", programme.demonstration}};
}

Json json_of(const Application& application) {
  return {{"id", application.id},
          {"programme", application.programme},
          {"measure", application.measure},
          {"firm", application.firm},
          {"facts", json_of_facts(application.facts)},
          {"requested", json_of(application.requested)},
          {"submitted", json_of(application.submitted)},
          {"state", id_of(application.state)},
          {"reasons", json_list(application.reasons)},
          {"score", json_of(application.score)},
          {"rank", json_of(application.rank)},
          {"control_group", application.control_group}};
}

Json json_of(const Eligibility& eligibility) {
  static constexpr std::array kAnswers{"no", "yes", "unknown"};
  Json missing = Json::array();
  for (const Field field : eligibility.missing) missing.push_back(id_of(field));
  return {{"answer", kAnswers.at(index_of(eligibility.answer))},
          {"reasons", json_list(eligibility.reasons)},
          {"missing", missing}};
}

Json json_of(const Lottery& lottery) {
  return {{"seed", lottery.seed}, {"published_at", json_of(lottery.published_at)}};
}

Json json_of(const Tranche& tranche) {
  return {{"id", tranche.id},
          {"number", tranche.number},
          {"amount", json_of(tranche.amount)},
          {"released", json_of(tranche.released)},
          {"given_up", json_of(tranche.given_up)},
          {"asked_back", json_of(tranche.asked_back)},
          {"due", json_of(tranche.due)},
          {"state", id_of(tranche.state)},
          {"cure_until", json_of(tranche.cure_until)},
          {"failed_reviews", tranche.failed_reviews},
          {"last_decision", maybe_text(tranche.last_decision)}};
}

Json json_of(const Award& award) {
  Json obligations = Json::array();
  for (const Obligation& one : award.obligations) {
    obligations.push_back({{"kpi", one.kpi},
                           {"baseline", one.baseline},
                           {"target", one.target},
                           {"from", json_of(one.from)},
                           {"due", json_of(one.due)},
                           {"weight", one.weight}});
  }
  return {{"id", award.id},
          {"application", award.application},
          {"programme", award.programme},
          {"measure", award.measure},
          {"firm", award.firm},
          {"amount", json_of(award.amount)},
          {"state", id_of(award.state)},
          {"obligations", obligations},
          {"tranches", json_list(award.tranches)},
          {"rule", json_of_rule(award.rule)},
          {"terminated_why", maybe_text(award.terminated_why)}};
}

Json json_of(const Observation& one) {
  const bool verified = !one.verified_by.empty();
  const bool disputed = !one.disputed_by.empty();
  return {{"id", one.id},
          {"subject_kind", id_of(one.subject_kind)},
          {"subject", one.subject},
          {"kpi", one.kpi},
          {"from", json_of(one.from)},
          {"to", json_of(one.to)},
          {"value", json_of(one.value)},
          {"missing_why", maybe_text(one.missing_why)},
          {"source", one.source},
          {"state", id_of(one.state)},
          {"reported_by", one.reported_by},
          {"reported_at", json_of(one.reported_at)},
          {"supersedes", maybe_text(one.supersedes)},
          {"verified_by", maybe_text(one.verified_by)},
          {"verified_at", verified ? json_of(one.verified_at) : Json()},
          {"disputed_by", maybe_text(one.disputed_by)},
          {"disputed_at", disputed ? json_of(one.disputed_at) : Json()},
          {"dispute_why", maybe_text(one.dispute_why)}};
}

}  // namespace formulary::server
