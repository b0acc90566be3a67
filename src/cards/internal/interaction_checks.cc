// The rules, for two different instruments A and B and the company types that both entries cover:
//   A says nothing about itself, and nothing of one kind twice;
//   A does not strengthen and weaken B; A does not exclude what it (or B) strengthens or weakens;
//   A and B, when both state that they exclude each other, state it for the same company types;
//   what A requires, directly or through others, never excludes A, nor another thing A requires.
#include <array>
#include <bitset>
#include <map>

#include "cards/internal/toolbox_checks.h"

namespace formulary::cards {

namespace {

using Types = std::bitset<kCompanyTypes>;

Types types_of(const Interaction& interaction) {
  Types types;
  for (const CompanyType type : interaction.company_types) types.set(index_of(type));
  return interaction.company_types.empty() ? types.set() : types;
}

std::string shown(Types types) {
  if (types.all()) return "all company types";
  std::string text;
  for (std::size_t i = 0; i < kCompanyTypes; ++i) {
    if (types[i]) text += (text.empty() ? "" : ", ") + std::string(Ids<CompanyType>::names[i]);
  }
  return text;
}

struct Statement {
  Types types;
  int line = 0;  // of the first entry
};

// What every card says of every other: statements[{A, B}][kind].
class Statements {
 public:
  using Pair = std::pair<std::string, std::string>;
  using ByKind = std::array<Statement, Ids<InteractionKind>::names.size()>;

  explicit Statements(const std::vector<InstrumentCard>& cards) {
    for (const InstrumentCard& card : cards) {
      const auto& interactions = card.instrument.interactions;
      for (std::size_t i = 0; i < interactions.size(); ++i) {
        Statement& statement =
            said_[{card.instrument.id, interactions[i].with}][index_of(interactions[i].kind)];
        if (statement.types.none()) statement.line = card.interaction_lines[i];
        statement.types |= types_of(interactions[i]);
      }
    }
  }

  Statement of(const std::string& a, const std::string& b, InteractionKind kind) const {
    const auto at = said_.find({a, b});
    return at == said_.end() ? Statement{} : at->second[index_of(kind)];
  }
  Types excluded(const std::string& a, const std::string& b) const {
    return of(a, b, InteractionKind::excludes).types | of(b, a, InteractionKind::excludes).types;
  }
  const std::map<Pair, ByKind>& all() const { return said_; }

 private:
  std::map<Pair, ByKind> said_;
};

void check_entries(const InstrumentCard& card, Faults& faults) {
  const auto& interactions = card.instrument.interactions;
  for (std::size_t i = 0; i < interactions.size(); ++i) {
    const Interaction& one = interactions[i];
    const auto fault = [&](std::string what, std::string hint) {
      faults.push_back(Fault{card.instrument.file, card.interaction_lines[i],
                             "interactions: " + std::move(what), std::move(hint)});
    };
    if (one.with == card.instrument.id) fault("the instrument names itself", "");
    for (std::size_t j = 0; j < i; ++j) {
      const Interaction& earlier = interactions[j];
      if (earlier.with != one.with || (types_of(earlier) & types_of(one)).none()) continue;
      const std::string types = shown(types_of(earlier) & types_of(one));
      if (earlier.kind == one.kind) {
        fault(std::string(id_of(one.kind)) + " " + quote(one.with) + " stands twice for " + types,
              "first in line " + std::to_string(card.interaction_lines[j]));
      } else {
        const bool allowed =
            one.kind == InteractionKind::requires_ || earlier.kind == InteractionKind::requires_;
        if (allowed) continue;  // A may require what strengthens it; excluded pairs: see below
        fault(std::string(id_of(one.kind)) + " " + quote(one.with) + " contradicts " +
                  id_of(earlier.kind) + " in line " + std::to_string(card.interaction_lines[j]),
              "both hold for " + types);
      }
    }
  }
}

// Compare what A says of B with what B says of A.
void check_both_sides(const InstrumentCard& card, const Statements& statements, Faults& faults) {
  const std::string& a = card.instrument.id;
  const auto& interactions = card.instrument.interactions;
  for (std::size_t i = 0; i < interactions.size(); ++i) {
    const Interaction& one = interactions[i];
    if (one.with == a) continue;
    const Statement back = statements.of(one.with, a, InteractionKind::excludes);
    if (back.types.none()) continue;
    std::string what;
    if (one.kind == InteractionKind::excludes) {
      const Types ours = statements.of(a, one.with, InteractionKind::excludes).types;
      if (ours == back.types) continue;
      what = "excludes " + quote(one.with) + " for " + shown(ours) + ", but " + quote(one.with) +
             " excludes " + quote(a) + " for " + shown(back.types);
    } else if (one.kind != InteractionKind::requires_ && (types_of(one) & back.types).any()) {
      what = std::string(id_of(one.kind)) + " " + quote(one.with) + ", but " + quote(one.with) +
             " excludes " + quote(a) + " for " + shown(types_of(one) & back.types);
    }
    if (what.empty()) continue;
    faults.push_back(Fault{card.instrument.file, card.interaction_lines[i], "interactions: " + what,
                           "the other card says so in line " + std::to_string(back.line)});
  }
}

// The company types for which A requires B, directly or through others (Warshall's closure).
std::map<Statements::Pair, Types> requirements(const Statements& statements,
                                               const std::vector<InstrumentCard>& cards) {
  std::map<Statements::Pair, Types> needs;
  for (const auto& [pair, by_kind] : statements.all()) {
    const Types types = by_kind[index_of(InteractionKind::requires_)].types;
    if (types.any() && pair.first != pair.second) needs[pair] = types;
  }
  const auto of = [&](const std::string& a, const std::string& b) {
    const auto at = needs.find({a, b});
    return at == needs.end() ? Types{} : at->second;
  };
  for (const InstrumentCard& via : cards) {
    for (const InstrumentCard& from : cards) {
      const std::string& a = from.instrument.id;
      const Types first = of(a, via.instrument.id);
      if (first.none()) continue;
      for (const InstrumentCard& to : cards) {
        const Types whole = first & of(via.instrument.id, to.instrument.id);
        if (whole.any() && a != to.instrument.id) needs[{a, to.instrument.id}] |= whole;
      }
    }
  }
  return needs;
}

// Report the instruments that can never be prescribed because of what they require.
void check_requirements(const std::vector<InstrumentCard>& cards, const Statements& statements,
                        Faults& faults) {
  const auto needs = requirements(statements, cards);
  for (const InstrumentCard& card : cards) {
    const std::string& a = card.instrument.id;
    std::map<std::string, Types> required;
    for (const auto& [pair, types] : needs) {
      if (pair.first == a) required[pair.second] = types;
    }
    int line = 0;
    for (std::size_t i = 0; i < card.interaction_lines.size() && line == 0; ++i) {
      const bool is_requirement =
          card.instrument.interactions[i].kind == InteractionKind::requires_;
      if (is_requirement) line = card.interaction_lines[i];
    }
    for (const auto& [b, types_b] : required) {
      const int direct = statements.of(a, b, InteractionKind::requires_).line;
      const int at_line = direct > 0 ? direct : line;
      if ((statements.excluded(a, b) & types_b).any()) {
        faults.push_back(Fault{card.instrument.file, at_line,
                               "interactions: requires " + quote(b) +
                                   (direct > 0 ? ""
                                               : " through "
                                                 "others") +
                                   ", which is excluded for " +
                                   shown(statements.excluded(a, b) & types_b),
                               "one of the two cards must give way"});
      }
      for (const auto& [c, types_c] : required) {
        const bool told_elsewhere = needs.contains({b, c}) || needs.contains({c, b});
        if (c <= b || told_elsewhere) continue;
        const Types clash = statements.excluded(b, c) & types_b & types_c;
        if (clash.none()) continue;
        faults.push_back(Fault{card.instrument.file, at_line,
                               "interactions: requires " + quote(b) + " and " + quote(c) +
                                   ", which exclude each other for " + shown(clash),
                               "the instrument could never be prescribed"});
      }
    }
  }
}

}  // namespace

void check_interactions(const std::vector<InstrumentCard>& cards, Faults& faults) {
  const Statements statements(cards);
  for (const InstrumentCard& card : cards) {
    check_entries(card, faults);
    check_both_sides(card, statements, faults);
  }
  check_requirements(cards, statements, faults);
}

}  // namespace formulary::cards
