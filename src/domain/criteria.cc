#include "domain/criteria.h"

#include <algorithm>

namespace formulary {

namespace {

Answer answer(bool holds) {
  return holds ? Answer::yes : Answer::no;
}

bool contains(const std::vector<std::string>& list, const std::string& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

}  // namespace

Answer ask(const Criterion& criterion, const Facts& facts) {
  const std::size_t field = static_cast<std::size_t>(criterion.field);
  if (is_enumerated(criterion.field)) {
    const std::string& id = facts.id[field];
    if (id.empty()) return Answer::unknown;
    if (!criterion.in.empty()) return answer(contains(criterion.in, id));
    return answer(!contains(criterion.not_in, id));
  }
  const std::optional<double>& number = facts.number[field];
  if (!number) return Answer::unknown;
  if (criterion.is) return answer((*number > 0.5) == *criterion.is);
  if (criterion.min && *number < *criterion.min) return Answer::no;
  if (criterion.max && *number > *criterion.max) return Answer::no;
  return Answer::yes;
}

Answer ask(const Criteria& criteria, const Facts& facts) {
  Answer whole = Answer::yes;
  for (const auto& group : criteria.all) {
    Answer any = Answer::no;
    for (const Criterion& criterion : group) {
      const Answer one = ask(criterion, facts);
      if (one == Answer::yes) any = Answer::yes;
      if (one == Answer::unknown && any == Answer::no) any = Answer::unknown;
    }
    if (any == Answer::no) return Answer::no;
    if (any == Answer::unknown) whole = Answer::unknown;
  }
  return whole;
}

}  // namespace formulary
