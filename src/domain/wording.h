// In which words does a room say no? A table of its refusals: id and sentence in three languages.
#pragma once

#include <array>
#include <string>

#include "base/must.h"
#include "domain/reason.h"

namespace formulary {

// One row; the rows of a table stand in the order of the room's enumeration of refusals.
template <typename Refusal>
struct RefusalWords {
  Refusal refusal;
  const char* id;
  const char* en;
  const char* ru;
  const char* kk;
};

// The reason of a refusal, as the table words it.
template <typename Refusal, std::size_t n>
Reason worded(const std::array<RefusalWords<Refusal>, n>& table, Refusal refusal) {
  const RefusalWords<Refusal>& words = table.at(static_cast<std::size_t>(refusal));
  MUST(words.refusal == refusal);
  return {words.id, {words.en, words.ru, words.kk}};
}

// The same about a subject that goes before the sentence: "A-7: there is no such record".
template <typename Refusal, std::size_t n>
Reason worded_about(const std::array<RefusalWords<Refusal>, n>& table, Refusal refusal,
                    const std::string& subject) {
  Reason reason = worded(table, refusal);
  if (subject.empty()) return reason;
  for (std::string* text : {&reason.text.en, &reason.text.ru, &reason.text.kk}) {
    text->insert(0, subject + ": ");
  }
  return reason;
}

}  // namespace formulary
