#include "report/internal/phrases.h"

#include <array>

#include "base/must.h"

namespace formulary::report {

namespace {

std::array<Words, kPhrases> collect() {
  std::array<Words, kPhrases> table{};
  for (const auto part : {frame_phrases(), diagnosis_phrases(), package_phrases(), result_phrases(),
                          closing_phrases(), text_phrases()}) {
    for (const PhraseEntry& entry : part) {
      Words& words = table[static_cast<std::size_t>(entry.phrase)];
      MUST(words.en == nullptr);
      words = entry.words;
    }
  }
  for (const Words& words : table) MUST(words.en != nullptr);
  return table;
}

}  // namespace

const Words& words_of(Phrase phrase) {
  static const std::array<Words, kPhrases> table = collect();
  return table[static_cast<std::size_t>(phrase)];
}

}  // namespace formulary::report
