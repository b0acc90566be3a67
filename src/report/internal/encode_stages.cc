#include "report/documents.h"
#include "report/internal/json.h"

namespace formulary {

namespace report {
namespace {

Json encoded(const SectorStage& sector) {
  Json json;
  json["sector"] = sector.sector;
  json["stage"] = id_of(sector.stage);
  json["next_best"] = id_of(sector.next_best);
  json["probabilities"] = by_id<Stage>(sector.filtered);
  json["year"] = sector.no_data ? Json(nullptr) : Json(sector.year);
  json["evidence"] = Json::array();
  for (const StageEvidence& one : sector.evidence) {
    json["evidence"].push_back({{"feature", one.feature},
                                {"value", one.value},
                                {"year", one.year},
                                {"log_odds", one.log_odds}});
  }
  json["path"] = Json::array();
  for (const StageYear& year : sector.path) {
    Json point;
    point["year"] = year.year;
    point["filtered"] = by_id<Stage>(year.filtered);
    point["smoothed"] = by_id<Stage>(year.smoothed);
    json["path"].push_back(std::move(point));
  }
  json["from_assumed_data"] = sector.from_assumed_data;
  json["no_data"] = sector.no_data;
  return json;
}

}  // namespace
}  // namespace report

std::string encode_stages(const std::vector<SectorStage>& sectors) {
  report::Json document = report::open_document("formulary/stages/1");
  document["sectors"] = report::Json::array();
  for (const SectorStage& sector : sectors) {
    document["sectors"].push_back(report::encoded(sector));
  }
  return report::print(document);
}

}  // namespace formulary
