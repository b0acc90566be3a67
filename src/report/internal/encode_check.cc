#include "report/documents.h"
#include "report/internal/json.h"

namespace formulary {

std::string encode_check(const Faults& faults) {
  report::Json document = report::open_document("formulary/check/1");
  document["ok"] = faults.empty();
  report::Json problems = report::Json::array();
  for (const Fault& fault : faults) {
    problems.push_back(
        {{"file", fault.file}, {"line", fault.line}, {"reason", fault.what}, {"hint", fault.hint}});
  }
  document["problems"] = std::move(problems);
  return report::print(document);
}

}  // namespace formulary
