// How is what was made up told from what is real? By a word before every name, in each language.
#pragma once

#include <string>

#include "domain/words.h"

namespace formulary {

// What stands before the names of programmes, firms and people of a demonstration.
inline Text demonstration_word() {
  return {"Demonstration", "Демонстрация", "Көрсетілім"};
}

// Put the word before a name that does not have it yet: "Demonstration: Food for export".
inline Text marked_as_demonstration(const Text& name) {
  const auto marked = [](const std::string& word, const std::string& text) {
    return text.starts_with(word + ":") ? text : word + ": " + text;
  };
  const Text word = demonstration_word();
  return {marked(word.en, name.en), marked(word.ru, name.ru), marked(word.kk, name.kk)};
}

// The same for a name that is shown in one language only: the word in all of them.
inline std::string marked_as_demonstration(const std::string& name) {
  const Text word = demonstration_word();
  return word.en + " / " + word.ru + " / " + word.kk + ": " + name;
}

// What a page or a document says of itself.
inline Text demonstration_notice() {
  return {
      "Demonstration: everything in this register was made up. No firm, person or payment is "
      "real.",
      "Демонстрация: всё в этом реестре вымышлено. Ни одно предприятие, лицо или платёж не "
      "настоящие.",
      "Көрсетілім: бұл тізілімдегінің бәрі ойдан шығарылған. Кәсіпорындар, адамдар мен "
      "төлемдердің ешқайсысы шын емес."};
}

// A description that begins with the notice.
inline Text described_as_demonstration(const Text& description) {
  const Text notice = demonstration_notice();
  return {notice.en + " " + description.en, notice.ru + " " + description.ru,
          notice.kk + " " + description.kk};
}

}  // namespace formulary
