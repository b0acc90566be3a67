#include "monitor/internal/reasons.h"

#include <algorithm>

#include "base/must.h"
#include "monitor/internal/wording.h"

namespace formulary {

Reasons worded(std::span<const Wording> rows) {
  Reasons reasons;
  for (const Wording& row : rows) reasons.push_back({row.id, {row.en, row.ru, row.kk}});
  return reasons;
}

const Reasons& all_reasons() {
  static const Reasons kAll = [] {
    Reasons all = reasons_of_records();
    for (const Reasons& more : {reasons_of_decisions(), reasons_of_figures()}) {
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }();
  return kAll;
}

Reason reason_of(std::string_view id, std::string_view detail) {
  const Reasons& all = all_reasons();
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const Reason& one) { return one.id == id; });
  MUST(at != all.end());
  Reason reason = *at;
  for (std::string* text : {&reason.text.en, &reason.text.ru, &reason.text.kk}) {
    const std::size_t gap = text->find("{}");
    if (gap != std::string::npos) text->replace(gap, 2, detail);
  }
  return reason;
}

}  // namespace formulary
