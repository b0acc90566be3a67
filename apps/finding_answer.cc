#include "finding_answer.h"

#include "answer.h"
#include "evaluate/formula.h"
#include "report/documents.h"
#include "report/text.h"
#include "terminal.h"

namespace formulary::app {

int answer(const Common& common, const evaluate::Evaluated<evaluate::Finding>& found) {
  if (!found) return tell(found.error(), kBadInput);
  const std::string text = common.json ? encode_finding(*found, common.command_line)
                                       : text_of(*found, common.command_line, common.language,
                                                 wants_colour() ? Colour::on : Colour::off);
  const auto written = write_file("-", text);
  if (!written) return tell(written.error(), kSystem);
  return *found ? kDone : kNo;
}

Result<std::vector<std::string>> columns_in(const std::string& sum, const std::string& option) {
  std::vector<std::string> names;
  if (sum.empty()) return names;
  TRY(formula, evaluate::parse_formula("y ~ " + sum));
  for (const evaluate::Term& term : formula.terms) {
    if (term.product.size() != 1 || !term.dummies.empty() || term.product[0].log) {
      return fail(Fault{option, 0, term.text() + " is no column", "write x1 + x2"});
    }
    names.push_back(term.product[0].column);
  }
  return names;
}

}  // namespace formulary::app
