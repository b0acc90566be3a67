// What is asked for, is it there, and may this person have it? The first steps of every operation.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "office/call.h"
#include "office/internal/refusals.h"
#include "office/rights.h"

namespace formulary::office {

// What an operation returns that has nothing to say.
struct Done {};

// Unwrap what was looked up; refused where it is not there, or not as the caller has seen it.
template <typename T>
Outcome<store::Kept<T>> found(store::Stored<std::optional<store::Kept<T>>> stored,
                              const std::string& id, Seen seen = std::nullopt) {
  if (!stored) return otherwise(Denial(std::move(stored.error())));
  if (!stored->has_value()) return refuse(Refusal::not_found, id);
  if (seen && (*stored)->revision != *seen) return refuse(Refusal::changed_meanwhile, id);
  return std::move(**stored);
}

// Whose a record is, as the rights see it.
Owner owner_of(const Programme& programme);
Owner owner_of(const Programme& programme, const ProgrammeMeasure* measure,
               const std::string& firm);

// Refuse what the actor may not do to a record of this owner.
Outcome<Done> allow(const Call& call, Operation operation, const Owner& owner);
// The same for what belongs to nobody in particular.
Outcome<Done> allow(const Call& call, Operation operation);
// Whether the actor may; for lists, which leave out what is not theirs.
bool may(const Call& call, Operation operation, const Owner& owner);

// The measure of a programme with this id; null when there is none.
const ProgrammeMeasure* measure_of(const Programme& programme, const std::string& measure);

// All pages of a list: `read` takes a page and answers Stored<std::vector<Kept<T>>>.
template <typename T, typename Read>
Outcome<std::vector<T>> all_pages(Read read) {
  constexpr int kAtATime = 1000;
  std::vector<T> all;
  store::Page page{"", kAtATime};
  while (true) {
    auto stored = read(page);
    if (!stored) return otherwise(Denial(std::move(stored.error())));
    for (auto& one : *stored) all.push_back(std::move(one.value));
    if (stored->size() < kAtATime) return all;
    page.after = all.back().id;
  }
}

// The page as the actor may see it.
template <typename T, typename May>
Outcome<Listed<T>> listed(store::Stored<std::vector<T>> stored, const store::Page& page, May may) {
  if (!stored) return otherwise(Denial(std::move(stored.error())));
  Listed<T> list;
  if (static_cast<int>(stored->size()) >= page.limit && !stored->empty()) {
    list.next = stored->back().value.id;
  }
  for (T& one : *stored) {
    if (may(one)) list.items.push_back(std::move(one));
  }
  return list;
}

// Programmes that were read for their measures, each once: lists ask for the same one again and
// again.
class Programmes {
 public:
  explicit Programmes(const Call& call) : call_(call) {}
  // Null where there is none, or the database failed: then nobody may see what belongs to it.
  const Programme* find(const std::string& id);

 private:
  const Call& call_;
  std::map<std::string, std::optional<Programme>> read_;
};

// Every application or award of a programme (of a measure, where it is named).
Outcome<std::vector<Application>> applications_of(const Call& call, const std::string& programme,
                                                  const std::string& measure = "");
Outcome<std::vector<Award>> awards_of(const Call& call, const std::string& programme,
                                      const std::string& measure = "");

}  // namespace formulary::office
