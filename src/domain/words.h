// Which words does the product speak? The closed vocabularies, with their stable ids.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace formulary {

enum class Stage { emerging, growth, maturity, decline };
enum class CompanyType { large, sme, startup, newcomer };
enum class Goal { import_substitution, exports, technology_leadership };
enum class Component { workforce, science, infrastructure, finance, demand };
enum class Family { financial, regulatory, institutional, infrastructure };
enum class Language { en, ru, kk };

inline constexpr std::size_t kStages = 4;
inline constexpr std::size_t kCompanyTypes = 4;
inline constexpr std::size_t kGoals = 3;
inline constexpr std::size_t kComponents = 5;

template <typename E>
struct Ids;  // names of an enumeration's members, in order
template <>
struct Ids<Stage> {
  static constexpr std::array names{"emerging", "growth", "maturity", "decline"};
};
template <>
struct Ids<CompanyType> {
  static constexpr std::array names{"large", "sme", "startup", "newcomer"};
};
template <>
struct Ids<Goal> {
  static constexpr std::array names{"import_substitution", "exports", "technology_leadership"};
};
template <>
struct Ids<Component> {
  static constexpr std::array names{"workforce", "science", "infrastructure", "finance", "demand"};
};
template <>
struct Ids<Family> {
  static constexpr std::array names{"financial", "regulatory", "institutional", "infrastructure"};
};
template <>
struct Ids<Language> {
  static constexpr std::array names{"en", "ru", "kk"};
};

// Name a member by its stable id.
template <typename E>
constexpr const char* id_of(E member) {
  return Ids<E>::names[static_cast<std::size_t>(member)];
}

// Find the member with this id; nothing when there is none.
template <typename E>
constexpr std::optional<E> member_of(std::string_view id) {
  for (std::size_t i = 0; i < Ids<E>::names.size(); ++i) {
    if (id == Ids<E>::names[i]) return static_cast<E>(i);
  }
  return std::nullopt;
}

template <typename E>
constexpr std::size_t index_of(E member) {
  return static_cast<std::size_t>(member);
}

// A shown text in the three languages of every installation.
struct Text {
  std::string en;
  std::string ru;
  std::string kk;

  const std::string& in(Language language) const {
    return language == Language::ru ? ru : language == Language::kk ? kk : en;
  }
  bool operator==(const Text&) const = default;
};

}  // namespace formulary
