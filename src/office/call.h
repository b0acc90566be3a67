// What does every act on the register stand on? The transaction, the ground, and who acts when.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/country.h"
#include "domain/criteria.h"
#include "domain/programme.h"
#include "domain/reason.h"
#include "domain/toolbox.h"
#include "store/audit.h"
#include "store/register.h"

namespace formulary::office {

// The toolbox and the country, and what the model knows of a measure's cell beside what a firm
// states (launch's eligibility takes it as `cell`).
struct Ground {
  const Toolbox& toolbox;
  const CountryPack& pack;
  std::function<Facts(const Programme&, const ProgrammeMeasure&)> cell_facts;

  // The region an office answers for; empty = the whole country, or no such office.
  std::string region_of(const std::string& office) const;
};

// One act, inside one transaction: all of it is done or nothing.
struct Call {
  store::Session& session;
  const Ground& ground;
  store::Act act;

  store::Register record() const { return store::Register(session); }
  const Actor& actor() const { return act.actor; }
};

// Why it was not done: every reason, or the database's trouble.
struct Denial {
  Denial(Reasons why) : reasons(std::move(why)) {}
  Denial(store::Trouble what) : trouble(std::move(what)) {}

  Reasons reasons;
  std::optional<store::Trouble> trouble;
};
template <typename T>
using Outcome = Either<T, Denial>;

// A refusal of the store is one of the office.
template <typename T>
Outcome<T> flat(store::Stored<Allowed<T>> stored) {
  if (!stored) return otherwise(Denial(std::move(stored.error())));
  if (!*stored) return otherwise(Denial(std::move(stored->error())));
  return std::move(**stored);
}

// Do `work(Call&)`, which answers an Outcome<T>, as one transaction of its own.
template <typename Work>
auto perform(store::Database& database, store::Access access, const Ground& ground,
             const store::Act& act, Work work) {
  using Answer = std::invoke_result_t<Work&, Call&>;
  using T = typename Answer::value_type;
  const auto in_session = [&](store::Session& session) -> store::Stored<Allowed<T>> {
    Call call{session, ground, act};
    Answer answer = work(call);
    if (answer) return Allowed<T>(std::move(*answer));
    if (answer.error().trouble) return otherwise(std::move(*answer.error().trouble));
    return Allowed<T>(otherwise(std::move(answer.error().reasons)));
  };
  return flat(access == store::Access::read ? database.read(in_session)
                                            : database.write(in_session));
}

// Whoever changes a record says which revision they have seen; nothing = the latest is meant.
using Seen = std::optional<store::Revision>;

// A page of a list: what of it the actor may see, and after which id the next one starts (empty =
// this was the last).
template <typename T>
struct Listed {
  std::vector<T> items;
  std::string next;
};

}  // namespace formulary::office

namespace formulary {

// Make a failed Outcome, so that TRY passes a Denial on.
inline tl::unexpected<office::Denial> fail(office::Denial denial) {
  return tl::make_unexpected(std::move(denial));
}

}  // namespace formulary
