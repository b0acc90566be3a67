// How does the room say no? Reasons with a stable id and words in three languages.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "base/money.h"
#include "domain/award.h"
#include "domain/criteria.h"
#include "domain/programme.h"
#include "domain/reason.h"

namespace formulary {

// The same letters in every language: an id, a date, a number.
Text everywhere(const std::string& letters);
Text everywhere(Money amount);  // in major units, "12000.50"

// Put `values` where the sentence says {1}, {2} ..., in each language.
Reason because(const char* id, const Text& sentence, const std::vector<Text>& values = {});

// Words for members of the life cycles and roles, and for fields of criteria.
Text name_of(ProgrammeState state);
Text name_of(ApplicationState state);
Text name_of(AwardState state);
Text name_of(UserRole role);
Text name_of(CompanyType type);
Text name_of(Field field);

// Words in a row, with commas.
Text listed(const std::vector<Text>& words);

// Sentences of the checks below: which state stands where one of `legal` must.
Reason wrong_state(const Text& state, const std::vector<Text>& legal);

// Say it when `state` is none of `legal`.
template <typename State>
void check_state(Reasons& reasons, State state, std::initializer_list<State> legal) {
  std::vector<Text> words;
  for (const State one : legal) {
    if (one == state) return;
    words.push_back(name_of(one));
  }
  reasons.push_back(wrong_state(name_of(state), words));
}

// The value when nothing stands in its way, otherwise every reason.
template <typename T>
Allowed<T> unless(Reasons reasons, T value) {
  if (!reasons.empty()) return otherwise(std::move(reasons));
  return value;
}

// Whether a text a person must write holds nothing but blanks.
bool is_blank(const std::string& text);

}  // namespace formulary
