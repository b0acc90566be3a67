#include "base/result.h"

namespace formulary {

std::string describe(const Fault& fault) {
  std::string text = fault.file;
  if (fault.line > 0) text += ":" + std::to_string(fault.line);
  if (!text.empty()) text += ": ";
  text += fault.what;
  if (!fault.hint.empty()) text += " (" + fault.hint + ")";
  return text;
}

}  // namespace formulary
