#include "report/documents.h"
#include "report/internal/json.h"

namespace formulary {

std::string encode_sensitivity(const Sensitivity& sensitivity) {
  using report::Json;
  Json document = report::open_document("formulary/sensitivity/1");
  document["country"] = sensitivity.country;
  document["cells"] = Json::array();
  for (const SensitivityCell& cell : sensitivity.cells) {
    Json json;
    json["sector"] = cell.sector;
    json["instrument"] = cell.instrument;
    json["variant"] = cell.variant;
    json["company_type"] = id_of(cell.company_type);
    json["response"] = report::json_of(cell.response);
    json["per_cost"] = cell.per_cost;
    json["reason"] = id_of(cell.reason);
    json["reason_text"] = cell.text.en.empty() ? Json(nullptr) : report::json_of(cell.text);
    json["binding"] = id_of(cell.binding);
    document["cells"].push_back(std::move(json));
  }
  document["provenance"] = report::json_of(sensitivity.provenance);
  return report::print(document);
}

}  // namespace formulary
