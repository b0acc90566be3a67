#include "base/hex.h"
#include "server/internal/encode.h"

namespace formulary::server {

Json json_of(const Proposal& proposal) {
  Json attainments = Json::array();
  for (const Attainment& one : proposal.attainments) {
    attainments.push_back({{"kpi", one.kpi},
                           {"is_known", one.is_known},
                           {"expected", one.expected},
                           {"observed", one.observed},
                           {"share", one.share},
                           {"probability", one.probability},
                           {"observation", one.observation}});
  }
  Json steps = Json::array();
  for (const ArithmeticStep& step : proposal.steps) {
    steps.push_back({{"name", step.name}, {"inputs", step.inputs}, {"result", step.result}});
  }
  return {{"award", proposal.award},
          {"tranche", proposal.tranche},
          {"day", json_of(proposal.day)},
          {"rule_version", proposal.rule_version},
          {"attainments", attainments},
          {"attainment", proposal.attainment},
          {"probability", proposal.probability},
          {"action", id_of(proposal.action)},
          {"pay", json_of(proposal.pay)},
          {"give_up", json_of(proposal.give_up)},
          {"claw_back", json_of(proposal.claw_back)},
          {"cure_until", json_of(proposal.cure_until)},
          {"reasons", json_list(proposal.reasons)},
          {"steps", steps},
          {"text", text_of(proposal)}};
}

Json json_of(const Decision& decision) {
  return {{"id", decision.id},
          {"tranche", decision.tranche},
          {"kind", id_of(decision.kind)},
          {"action", id_of(decision.action)},
          {"pay", json_of(decision.pay)},
          {"give_up", json_of(decision.give_up)},
          {"claw_back", json_of(decision.claw_back)},
          {"cure_until", json_of(decision.cure_until)},
          {"why", decision.why},
          {"decided_by", decision.decided_by},
          {"decided_at", json_of(decision.decided_at)}};
}

Json json_of(const office::Review& review) {
  return {{"award", review.award},
          {"programme", review.programme},
          {"measure", review.measure},
          {"firm", review.firm},
          {"tranche", json_of(review.tranche)},
          {"proposal", review.proposal ? json_of(*review.proposal) : Json()},
          {"reasons", json_list(review.reasons)}};
}

Json json_of(const office::PaymentOrder& order) {
  return {{"decision", order.decision},
          {"tranche", order.tranche},
          {"award", order.award},
          {"firm", order.firm},
          {"amount", json_of(order.amount)},
          {"decided", json_of(order.decided)},
          {"transfer", order.transfer.empty() ? Json() : Json(order.transfer)}};
}

Json json_of(const store::Payment& payment) {
  return {{"id", payment.id},
          {"tranche", payment.tranche},
          {"decision", payment.decision},
          {"amount", json_of(payment.amount)},
          {"paid_at", json_of(payment.paid_at)}};
}

Json json_of(const RollUpEntry& entry) {
  return {{"axis", id_of(entry.key.axis)},
          {"id", entry.key.id},
          {"kpi", entry.key.kpi},
          {"from", json_of(entry.key.from)},
          {"to", json_of(entry.key.to)},
          {"kind", id_of(entry.total.kind)},
          {"value", json_of(entry.total.value())},
          {"values", entry.total.leaves}};
}

Json json_of(const QualityFlag& flag) {
  Json observations = Json::array();
  for (const std::string& id : flag.observations) observations.push_back(id);
  Json resolution;
  if (flag.resolution) {
    resolution = {{"finding", id_of(flag.resolution->finding)},
                  {"why", flag.resolution->why},
                  {"by", flag.resolution->by},
                  {"at", json_of(flag.resolution->at)}};
  }
  return {{"id", flag.id},
          {"kind", id_of(flag.kind)},
          {"severity", id_of(flag.severity)},
          {"observations", observations},
          {"statistic", flag.statistic},
          {"reason", json_of(flag.reason)},
          {"resolution", resolution}};
}

Json json_of(const Scorecard& scorecard) {
  const RegionScore& score = scorecard.score;
  Json reply;
  if (scorecard.reply) {
    reply = {{"by", scorecard.reply->by},
             {"text", scorecard.reply->text},
             {"at", json_of(scorecard.reply->at)}};
  }
  return {{"id", scorecard.id},
          {"kpi", scorecard.kpi},
          {"first_year", scorecard.first_year},
          {"last_year", scorecard.last_year},
          {"region", score.region},
          {"office", score.office},
          {"growth", score.growth},
          {"mix", score.mix},
          {"conditions", score.conditions},
          {"raw", score.raw},
          {"value_added", score.value_added},
          {"interval", {{"low", score.low}, {"high", score.high}}},
          {"reliability", score.reliability},
          {"rank_low", score.rank_low},
          {"rank_high", score.rank_high},
          {"shown", json_of(scorecard.shown)},
          {"reply", reply},
          {"published", json_of(scorecard.published)}};
}

Json json_of(const store::AuditRecord& record) {
  const auto maybe = [](const std::optional<std::string>& text) {
    return text ? Json(*text) : Json();
  };
  return {{"seq", record.seq},
          {"at", record.at},
          {"actor", record.actor},
          {"role", record.role},
          {"action", record.entry.action},
          {"subject_kind", record.entry.subject_kind},
          {"subject", record.entry.subject},
          {"before", maybe(record.entry.before)},
          {"after", maybe(record.entry.after)},
          {"hash_prev", hex(record.hash_prev)},
          {"hash", hex(record.hash)}};
}

Json json_of(const store::AuditHead& head) {
  return {{"day", head.day}, {"seq", head.seq}, {"hash", head.hash}};
}

Json json_of(const accounts::Account& account) {
  return {{"person", account.id},
          {"name", account.name},
          {"role", id_of(account.post.role)},
          {"office", account.post.office},
          {"firm", account.post.firm},
          {"language", id_of(account.language)},
          {"disabled", account.disabled},
          {"has_password", account.has_password}};
}

Json json_of(const accounts::Token& token) {
  return {{"id", token.id},
          {"account", token.token.account},
          {"name", token.token.name},
          {"scopes", token.token.scopes.text()},
          {"expires", json_of(token.token.expires)},
          {"created_by", token.created_by},
          {"created_at", json_of(token.created_at)},
          {"revoked", json_of(token.revoked)},
          {"used", json_of(token.used)}};
}

}  // namespace formulary::server
