#include "report/documents.h"
#include "report/internal/reader.h"

namespace formulary {

namespace {

constexpr std::size_t kDeepestPackage = 16;

}  // namespace

Result<std::string> country_of_package(std::string_view json) {
  TRY(document, report::parse_strictly(json, kDeepestPackage));
  if (document.is_object() && document.contains("envelope")) {
    const report::Json& envelope = document["envelope"];
    if (envelope.is_object() && envelope.contains("country") && envelope["country"].is_string()) {
      return envelope["country"].get<std::string>();
    }
  }
  return fail(Fault{"", 0, "/envelope/country is missing: this is not a package document",
                    "give the file that `formulary configure -o FILE` wrote"});
}

}  // namespace formulary
