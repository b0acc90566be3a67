#include "domain/criteria.h"

#include <doctest/doctest.h>

using namespace formulary;

namespace {

Criterion at_least(Field field, double value) {
  Criterion criterion;
  criterion.field = field;
  criterion.min = value;
  return criterion;
}

Facts ten_employees() {
  Facts facts;
  facts.number[static_cast<std::size_t>(Field::employees)] = 10;
  return facts;
}

// A criterion that ten_employees() answers this way; the age is not known.
Criterion answering(Answer answer) {
  if (answer == Answer::unknown) return at_least(Field::age_years, 1);
  return at_least(Field::employees, answer == Answer::yes ? 5 : 50);
}

constexpr Answer kNo = Answer::no;
constexpr Answer kYes = Answer::yes;
constexpr Answer kUnknown = Answer::unknown;

struct Row {
  Answer a;
  Answer b;
  Answer both;
  Answer either;
};

// Kleene 1938: strong three-valued conjunction and disjunction.
constexpr Row kKleene[] = {
    {kNo, kNo, kNo, kNo},
    {kNo, kUnknown, kNo, kUnknown},
    {kNo, kYes, kNo, kYes},
    {kUnknown, kNo, kNo, kUnknown},
    {kUnknown, kUnknown, kUnknown, kUnknown},
    {kUnknown, kYes, kUnknown, kYes},
    {kYes, kNo, kNo, kYes},
    {kYes, kUnknown, kUnknown, kYes},
    {kYes, kYes, kYes, kYes},
};

}  // namespace

// Expected: Kleene's published truth table.
TEST_CASE("groups are joined by the strong three-valued and") {
  for (const Row& row : kKleene) {
    const Criteria both{{{answering(row.a)}, {answering(row.b)}}};
    CHECK(ask(both, ten_employees()) == row.both);
  }
}

// Expected: Kleene's published truth table.
TEST_CASE("criteria of one group are joined by the strong three-valued or") {
  for (const Row& row : kKleene) {
    const Criteria either{{{answering(row.a), answering(row.b)}}};
    CHECK(ask(either, ten_employees()) == row.either);
  }
}

// Expected: by hand; a certain no wins over what is not known, wherever it stands.
TEST_CASE("a certain no decides though other facts are missing") {
  const Criterion unknown = answering(kUnknown);
  const Criterion no = answering(kNo);
  CHECK(ask(Criteria{{{unknown}, {unknown, no}, {no}}}, ten_employees()) == kNo);
  CHECK(ask(Criteria{{{no}, {unknown}}}, ten_employees()) == kNo);
}

// Expected: by definition, nothing is asked of nobody.
TEST_CASE("no criteria hold for everybody, even without a fact") {
  CHECK(ask(Criteria{}, Facts{}) == kYes);
}

// Expected: by hand; both ends belong to the range.
TEST_CASE("bounds include their ends") {
  Criterion range;
  range.field = Field::employees;
  range.min = 10;
  range.max = 10;
  CHECK(ask(range, ten_employees()) == kYes);
  range.max = 20;
  CHECK(ask(range, ten_employees()) == kYes);
  range.min = 10.001;
  CHECK(ask(range, ten_employees()) == kNo);
  range.min = 0;
  range.max = 9.999;
  CHECK(ask(range, ten_employees()) == kNo);
}

// Expected: by hand.
TEST_CASE("yes and no facts answer is true and is false, and neither when unknown") {
  Criterion exporter;
  exporter.field = Field::exporter;
  exporter.is = true;
  Criterion stays_home = exporter;
  stays_home.is = false;
  Facts facts;
  CHECK(ask(exporter, facts) == kUnknown);
  CHECK(ask(stays_home, facts) == kUnknown);
  facts.number[static_cast<std::size_t>(Field::exporter)] = 1;
  CHECK(ask(exporter, facts) == kYes);
  CHECK(ask(stays_home, facts) == kNo);
  facts.number[static_cast<std::size_t>(Field::exporter)] = 0;
  CHECK(ask(exporter, facts) == kNo);
  CHECK(ask(stays_home, facts) == kYes);
}

// Expected: by hand.
TEST_CASE("ids are compared with in and not_in, and a missing id is unknown") {
  Criterion in;
  in.field = Field::stage;
  in.in = {"growth", "maturity"};
  Criterion not_in;
  not_in.field = Field::stage;
  not_in.not_in = {"decline"};
  Facts facts;
  CHECK(ask(in, facts) == kUnknown);
  CHECK(ask(not_in, facts) == kUnknown);
  facts.id[static_cast<std::size_t>(Field::stage)] = "growth";
  CHECK(ask(in, facts) == kYes);
  CHECK(ask(not_in, facts) == kYes);
  facts.id[static_cast<std::size_t>(Field::stage)] = "decline";
  CHECK(ask(in, facts) == kNo);
  CHECK(ask(not_in, facts) == kNo);
}

// Expected: the comments of criteria.h: eight facts of a firm, six enumerations, five yes or no.
TEST_CASE("every field is of one kind") {
  int firm = 0;
  int enumerated = 0;
  int yes_no = 0;
  for (std::size_t f = 0; f < kFields; ++f) {
    const auto field = static_cast<Field>(f);
    firm += is_firm_fact(field) ? 1 : 0;
    enumerated += is_enumerated(field) ? 1 : 0;
    yes_no += is_yes_no(field) ? 1 : 0;
    CHECK_FALSE((is_enumerated(field) && is_yes_no(field)));
  }
  CHECK(firm == 8);
  CHECK(enumerated == 6);
  CHECK(yes_no == 5);
}
