#include "launch/internal/criterion_words.h"

#include <array>
#include <charconv>
#include <string>

#include "launch/internal/reasons.h"

namespace formulary {

namespace {

Text number(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return everywhere(std::string(digits.data(), end.ptr));
}

Text yes_no(bool yes) {
  return yes ? Text{"yes", "да", "иә"} : Text{"no", "нет", "жоқ"};
}

Text ids(const std::vector<std::string>& list) {
  std::vector<Text> words;
  for (const std::string& id : list) words.push_back(everywhere(id));
  return listed(words);
}

Text joined(const Text& a, const Text& between, const Text& b) {
  return {a.en + between.en + b.en, a.ru + between.ru + b.ru, a.kk + between.kk + b.kk};
}

Text bound_of(const Criterion& criterion) {
  const Text gap = everywhere(" ");
  std::vector<Text> bounds;
  if (criterion.is) bounds.push_back(yes_no(*criterion.is));
  if (criterion.min) {
    bounds.push_back(joined({"at least", "не менее", "кемінде"}, gap, number(*criterion.min)));
  }
  if (criterion.max) {
    bounds.push_back(joined({"at most", "не более", "ең көбі"}, gap, number(*criterion.max)));
  }
  if (!criterion.in.empty()) {
    bounds.push_back(joined({"one of", "одно из", "мыналардың бірі"}, gap, ids(criterion.in)));
  }
  if (!criterion.not_in.empty()) {
    bounds.push_back(
        joined({"none of", "ни одно из", "мыналардың ешқайсысы емес"}, gap, ids(criterion.not_in)));
  }
  return listed(bounds);
}

Text found(Field field, const Facts& facts) {
  const auto at = static_cast<std::size_t>(field);
  const Text unknown{"not stated", "не указано", "көрсетілмеген"};
  if (is_enumerated(field)) return facts.id[at].empty() ? unknown : everywhere(facts.id[at]);
  if (!facts.number[at]) return unknown;
  return is_yes_no(field) ? yes_no(*facts.number[at] > 0.5) : number(*facts.number[at]);
}

}  // namespace

Text words_of(const std::vector<Criterion>& group) {
  Text words;
  for (const Criterion& criterion : group) {
    const Text one = joined(name_of(criterion.field), everywhere(": "), bound_of(criterion));
    words = words.en.empty() ? one : joined(words, {" or ", " или ", " немесе "}, one);
  }
  return words;
}

Text found_for(const std::vector<Criterion>& group, const Facts& facts) {
  std::vector<Text> words;
  for (const Criterion& criterion : group) {
    words.push_back(
        joined(name_of(criterion.field), everywhere(": "), found(criterion.field, facts)));
  }
  return listed(words);
}

}  // namespace formulary
