#include "monitor/internal/numbers.h"
#include "monitor/review.h"

namespace formulary {

namespace {

// One line: a name and its fields, each field on one line whatever was written in it.
void line(std::string& text, const std::string& name, const std::vector<std::string>& fields) {
  text += name;
  for (const std::string& field : fields) {
    text += '\t';
    for (const char c : field) {
      if (c == '\\') {
        text += "\\\\";
      } else if (c == '\n') {
        text += "\\n";
      } else if (c == '\t') {
        text += "\\t";
      } else {
        text += c;
      }
    }
  }
  text += '\n';
}

std::string day_or_none(const std::optional<Date>& day) {
  return day ? day->text() : "none";
}

std::string minor(Money money) {
  return std::to_string(money.minor());
}

}  // namespace

std::string text_of(const Proposal& proposal) {
  std::string text;
  const Tranche& before = proposal.before;
  line(text, "award", {proposal.award});
  line(text, "tranche",
       {proposal.tranche, std::to_string(before.number), id_of(before.state), minor(before.amount),
        minor(before.released), minor(before.given_up), minor(before.asked_back), before.due.text(),
        day_or_none(before.cure_until), std::to_string(before.failed_reviews),
        before.last_decision});
  line(text, "day", {proposal.day.text()});
  line(text, "rule_version", {std::to_string(proposal.rule_version)});
  for (const Attainment& one : proposal.attainments) {
    line(text, "obligation",
         {one.kpi, one.is_known ? "known" : "unknown", written(one.expected),
          one.is_known ? written(one.observed) : "none", one.is_known ? written(one.share) : "none",
          written(one.probability), one.observation});
  }
  for (const ArithmeticStep& step : proposal.steps) {
    line(text, "step", {step.name, step.inputs, step.result});
  }
  for (const Reason& reason : proposal.reasons) line(text, "reason", {reason.id, reason.text.en});
  line(text, "attainment", {written(proposal.attainment)});
  line(text, "probability", {written(proposal.probability)});
  line(text, "action", {id_of(proposal.action)});
  line(text, "pay", {minor(proposal.pay)});
  line(text, "give_up", {minor(proposal.give_up)});
  line(text, "claw_back", {minor(proposal.claw_back)});
  line(text, "cure_until", {day_or_none(proposal.cure_until)});
  return text;
}

}  // namespace formulary
