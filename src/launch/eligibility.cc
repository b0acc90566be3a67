#include "launch/eligibility.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/must.h"
#include "launch/internal/criterion_words.h"
#include "launch/internal/reasons.h"

namespace formulary {

namespace {

Answer negation(Answer a) {
  return a == Answer::yes ? Answer::no : a == Answer::no ? Answer::yes : Answer::unknown;
}
Answer both(Answer a, Answer b) {
  if (a == Answer::no || b == Answer::no) return Answer::no;
  return a == Answer::yes && b == Answer::yes ? Answer::yes : Answer::unknown;
}

const std::optional<double>& number_of(const Facts& facts, Field field) {
  return facts.number[static_cast<std::size_t>(field)];
}
const std::string& id_in(const Facts& facts, Field field) {
  return facts.id[static_cast<std::size_t>(field)];
}

template <typename Test>
Answer test(const std::optional<double>& number, Test holds) {
  if (!number) return Answer::unknown;
  return holds(*number) ? Answer::yes : Answer::no;
}

// The facts that could still decide a firm's type.
std::vector<Field> open_for_type(const Facts& facts, const CompanyTypeRule& rule) {
  std::vector<Field> open;
  const auto& age = number_of(facts, Field::age_years);
  const auto& staff = number_of(facts, Field::employees);
  if (!staff) open.push_back(Field::employees);
  if (staff && *staff > rule.large_employees_over) return open;
  if (!age) open.push_back(Field::age_years);
  const bool may_be_startup =
      !age || (*age >= rule.newcomer_age_below && *age < rule.startup_age_below);
  if (may_be_startup && !number_of(facts, Field::rd_active)) open.push_back(Field::rd_active);
  return open;
}

// What the criteria see: the firm's own facts and place, the cell's for everything else.
Facts seen_by_criteria(const Facts& stated, const Facts& cell, const CompanyTypeRule& rule) {
  Facts seen = cell;
  for (std::size_t f = 0; f < kFields; ++f) {
    if (!is_firm_fact(static_cast<Field>(f))) continue;
    seen.number[f] = stated.number[f];
    if (seen.number[f] && !std::isfinite(*seen.number[f])) seen.number[f].reset();  // no number
  }
  for (const Field field : {Field::sector, Field::region}) {
    seen.id[static_cast<std::size_t>(field)] = id_in(stated, field);
  }
  std::string& type = seen.id[static_cast<std::size_t>(Field::company_type)];
  type.clear();
  for (std::size_t t = 0; t < kCompanyTypes; ++t) {
    const auto one = static_cast<CompanyType>(t);
    if (is_of_type(one, seen, rule) == Answer::yes) type = id_of(one);
  }
  return seen;
}

// Gathers what speaks against a firm and what is not known of it.
class Hearing {
 public:
  Hearing(const Facts& seen, const CompanyTypeRule& rule) : seen_(seen), rule_(rule) {}

  void hear_type(CompanyType type) {
    const Answer answer = is_of_type(type, seen_, rule_);
    if (answer == Answer::unknown) miss(Field::company_type);
    if (answer != Answer::no) return;
    against_.push_back(because("company_type",
                               {"The measure is for another company type: {1}.",
                                "Мера предназначена для другого типа предприятий: {1}.",
                                "Шара кәсіпорынның басқа түріне арналған: {1}."},
                               {name_of(type)}));
  }

  void hear_place(Field field, const char* reason, const std::string& wanted) {
    const std::string& id = id_in(seen_, field);
    if (id.empty()) return miss(field);
    if (id == wanted) return;
    against_.push_back(because(reason,
                               {"The measure is for: {1} — {2}; stated: {3}.",
                                "Мера предназначена для: {1} — {2}; указано: {3}.",
                                "Шараның арналғаны: {1} — {2}; көрсетілгені: {3}."},
                               {name_of(field), everywhere(wanted), everywhere(id)}));
  }

  void hear_criteria(const Criteria& criteria) {
    for (const auto& group : criteria.all) {
      const Answer answer = ask(Criteria{{group}}, seen_);
      if (answer == Answer::unknown) miss_of(group);
      if (answer != Answer::no) continue;
      against_.push_back(because("criterion",
                                 {"Required: {1}. Found: {2}.", "Требуется: {1}. Указано: {2}.",
                                  "Талап: {1}. Көрсетілгені: {2}."},
                                 {words_of(group), found_for(group, seen_)}));
    }
  }

  void hear_contraindication(const Contraindication& contraindication) {
    const Answer answer = ask(contraindication.when, seen_);
    if (answer == Answer::yes) against_.push_back({"contraindicated", contraindication.reason});
    if (answer != Answer::unknown) return;
    for (const auto& group : contraindication.when.all) {
      if (ask(Criteria{{group}}, seen_) == Answer::unknown) miss_of(group);
    }
  }

  Eligibility verdict() {
    if (!against_.empty()) return {Answer::no, std::move(against_), {}};
    if (missing_.empty()) return {Answer::yes, {}, {}};
    Eligibility unknown;
    for (const Field field : missing_) {
      unknown.missing.push_back(field);
      unknown.reasons.push_back(
          because("fact_missing",
                  {"Not known yet: {1}.", "Пока не известно: {1}.", "Әзірге белгісіз: {1}."},
                  {name_of(field)}));
    }
    return unknown;
  }

 private:
  void miss(Field field) {
    if (field != Field::company_type) {
      missing_.insert(field);
      return;
    }
    for (const Field one : open_for_type(seen_, rule_)) missing_.insert(one);
  }
  void miss_of(const std::vector<Criterion>& group) {
    for (const Criterion& criterion : group) {
      if (ask(criterion, seen_) == Answer::unknown) miss(criterion.field);
    }
  }

  const Facts& seen_;
  const CompanyTypeRule& rule_;
  Reasons against_;
  std::set<Field> missing_;
};

}  // namespace

Answer is_of_type(CompanyType type, const Facts& stated, const CompanyTypeRule& rule) {
  const Answer large = test(number_of(stated, Field::employees),
                            [&](double n) { return n > rule.large_employees_over; });
  const auto& age = number_of(stated, Field::age_years);
  const Answer fresh = test(age, [&](double years) { return years < rule.newcomer_age_below; });
  const Answer young = test(age, [&](double years) { return years < rule.startup_age_below; });
  const Answer research =
      test(number_of(stated, Field::rd_active), [](double x) { return x > 0.5; });
  const Answer startup = both(negation(fresh), both(young, research));
  switch (type) {
    case CompanyType::large:
      return large;
    case CompanyType::newcomer:
      return both(negation(large), fresh);
    case CompanyType::startup:
      return both(negation(large), startup);
    case CompanyType::sme:
      return both(negation(large), both(negation(fresh), negation(startup)));
  }
  return Answer::unknown;
}

Eligibility eligibility(const ProgrammeMeasure& measure, const Instrument& card,
                        const Facts& stated, const Facts& cell, const CompanyTypeRule& rule) {
  MUST(card.id == measure.instrument);
  const auto form = std::find_if(card.variants.begin(), card.variants.end(),
                                 [&](const Variant& one) { return one.id == measure.variant; });
  MUST(form != card.variants.end());
  const Facts seen = seen_by_criteria(stated, cell, rule);
  Hearing hearing(seen, rule);
  hearing.hear_type(measure.company_type);
  hearing.hear_place(Field::sector, "sector", measure.sector);
  hearing.hear_place(Field::region, "region", measure.region);
  hearing.hear_criteria(card.conditions);
  hearing.hear_criteria(form->eligibility);
  for (const Contraindication& one : form->contraindications) hearing.hear_contraindication(one);
  return hearing.verdict();
}

}  // namespace formulary
