#include "server/documents.h"

#include "domain/provenance.h"
#include "server/internal/encode.h"
#include "server/internal/input.h"

namespace formulary::server {
namespace {

Json opened(const char* schema, store::RegisterKind kind) {
  return {{"schema", schema},
          {"engine", kEngineVersion},
          {"demonstration", kind == store::RegisterKind::demonstration}};
}

}  // namespace

std::string encode_reviews(const std::vector<office::Review>& reviews, Date day,
                           store::RegisterKind kind) {
  Json document = opened("formulary/review/1", kind);
  document["day"] = json_of(day);
  document["tranches"] = Json::array();
  for (const office::Review& review : reviews) {
    Json row{{"tranche", review.tranche.id},
             {"award", review.award},
             {"programme", review.programme},
             {"measure", review.measure},
             {"firm", review.firm},
             {"due", json_of(review.tranche.due)},
             {"state", id_of(review.tranche.state)},
             {"held_back", json_of(held_back(review.tranche))}};
    const auto& proposal = review.proposal;
    row["attainment"] = proposal ? Json(proposal->attainment) : Json();
    row["probability"] = proposal ? Json(proposal->probability) : Json();
    row["rule"] = proposal ? Json(proposal->rule_version) : Json();
    row["proposal"] = proposal ? Json{{"action", id_of(proposal->action)},
                                      {"pay", json_of(proposal->pay)},
                                      {"give_up", json_of(proposal->give_up)},
                                      {"claw_back", json_of(proposal->claw_back)},
                                      {"cure_until", json_of(proposal->cure_until)}}
                               : Json();
    row["reason"] = json_list(proposal ? proposal->reasons : review.reasons);
    document["tranches"].push_back(std::move(row));
  }
  return document.dump(2) + "\n";
}

std::string encode_scorecards(const std::vector<Scorecard>& scorecards, store::RegisterKind kind) {
  Json document = opened("formulary/scorecard/1", kind);
  document["scores"] = json_list(scorecards);
  return document.dump(2) + "\n";
}

std::string encode_audit(const store::AuditCheck& check, const std::vector<store::AuditHead>& heads,
                         store::RegisterKind kind) {
  Json document = opened("formulary/audit/1", kind);
  document["ok"] = check.faults.empty();
  document["records"] = check.records;
  document["head"] = json_of(check.head);
  document["faults"] = Json::array();
  for (const store::AuditFault& fault : check.faults) {
    document["faults"].push_back({{"seq", fault.seq}, {"what", fault.what}});
  }
  document["heads"] = json_list(heads);
  return document.dump(2) + "\n";
}

std::string encode_transfers(const std::vector<Transfer>& transfers, store::RegisterKind kind) {
  Json document = opened("formulary/payments/1", kind);
  document["payments"] = json_list(transfers);
  return document.dump(2) + "\n";
}

std::string encode_batch(const office::Batched& batched, store::RegisterKind kind) {
  Json document = opened("formulary/batch/1", kind);
  document["batch"] = json_of(batched.batch.value);
  document["payments"] = json_list(batched.transfers);
  document["left_out"] = Json::array();
  for (const office::LeftOut& one : batched.left_out) {
    document["left_out"].push_back(
        {{"payment", json_of(one.transfer)}, {"reason", json_list(one.reasons)}});
  }
  return document.dump(2) + "\n";
}

std::string encode_reconciliation(const office::Reconciled& reconciled, store::RegisterKind kind) {
  Json document = opened("formulary/reconciliation/1", kind);
  document["reconciliation"] = json_of(reconciled.reconciliation);
  document["changed"] = reconciled.changed;
  document["unanswered"] = json_list(reconciled.unanswered);
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<std::vector<store::AuditHead>> decode_heads(const std::string& document) {
  TRY(json, parse_json(document));
  Input input(json);
  std::vector<store::AuditHead> heads;
  if (const Json* list = input.list("heads")) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      Input one((*list)[i], "/heads/" + std::to_string(i));
      store::AuditHead head;
      head.day = one.day("day").text();
      head.seq = one.whole("seq", 1, 2'000'000'000);
      head.hash = one.text("hash");
      input.add(one.finish());
      heads.push_back(std::move(head));
    }
  }
  Faults wrong;  // other keys of the document are welcome
  for (const Fault& fault : input.finish()) {
    if (fault.what.find("is not a key") == std::string::npos) wrong.push_back(fault);
  }
  if (!wrong.empty()) return fail(wrong);
  return heads;
}

}  // namespace formulary::server
