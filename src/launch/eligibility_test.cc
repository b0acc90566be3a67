#include "launch/eligibility.h"

#include <limits>
#include <optional>

#include <doctest/doctest.h>

#include "support/adopted_world.h"

using namespace formulary;
using namespace formulary::small_world;

namespace {

Criterion at_least(Field field, double min) {
  Criterion c;
  c.field = field;
  c.min = min;
  return c;
}
Criterion is(Field field, bool yes) {
  Criterion c;
  c.field = field;
  c.is = yes;
  return c;
}
Criterion one_of(Field field, std::vector<std::string> ids) {
  Criterion c;
  c.field = field;
  c.in = std::move(ids);
  return c;
}

// The grant for firms of 10 or more that export or do research, in a dense region, not for the
// credit constrained.
Instrument card() {
  Instrument grant = *toolbox().instrument("grant");
  grant.conditions.all = {{at_least(Field::labour_market_density, 0.3)}};
  Variant& form = grant.variants.front();
  form.eligibility.all = {{at_least(Field::employees, 10)},
                          {is(Field::exporter, true), is(Field::rd_active, true)}};
  form.contraindications = {{Criteria{{{is(Field::credit_constrained, true)}}},
                             {"credit first", "сначала кредит", "алдымен несие"},
                             "small world"}};
  return grant;
}
void set(Facts& facts, Field field, std::optional<double> x) {
  facts.number[static_cast<std::size_t>(field)] = x;
}
void name(Facts& facts, Field field, const std::string& id) {
  facts.id[static_cast<std::size_t>(field)] = id;
}
Facts cell() {
  Facts facts;
  set(facts, Field::labour_market_density, 0.5);
  return facts;
}
Facts firm() {
  Facts facts = application("a", "f1", 1).facts;
  set(facts, Field::exporter, 1);
  set(facts, Field::credit_constrained, 0);
  return facts;
}
Eligibility asked(const Facts& stated, const Facts& where = cell(), const Instrument& of = card()) {
  return eligibility(programme_in(ProgrammeState::open).measures[0], of, stated, where,
                     CompanyTypeRule());
}

}  // namespace

// Expected: by hand; every condition holds.
TEST_CASE("a firm that meets every condition is eligible") {
  const Eligibility found = asked(firm());
  CHECK(found.answer == Answer::yes);
  CHECK(found.reasons.empty());
  CHECK(found.missing.empty());
}

// Expected: by hand, one failing fact a row and the reason that names it.
TEST_CASE("a firm that fails is told every reason") {
  struct Row {
    const char* reason;
    void (*spoil)(Facts&);
  };
  const std::vector<Row> rows{
      {"criterion", [](Facts& f) { set(f, Field::employees, 9); }},
      {"criterion", [](Facts& f) { set(f, Field::exporter, 0); }},
      {"contraindicated", [](Facts& f) { set(f, Field::credit_constrained, 1); }},
      {"company_type", [](Facts& f) { set(f, Field::age_years, 1); }},
      {"company_type", [](Facts& f) { set(f, Field::employees, 251); }},
      {"sector", [](Facts& f) { name(f, Field::sector, "tools"); }},
      {"region", [](Facts& f) { name(f, Field::region, "south"); }}};
  Facts all = firm();
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    Facts facts = firm();
    row.spoil(facts);
    row.spoil(all);
    const Eligibility found = asked(facts);
    CHECK(found.answer == Answer::no);
    CHECK(ids_of(found.reasons) == std::set<std::string>{row.reason});
    CHECK(is_told(found.reasons));
    CHECK(found.missing.empty());
  }
  CHECK(asked(all).reasons.size() == 5);  // 251 employees are enough; the rest fails together
  CHECK(ids_of(asked(firm(),
                     [] {
                       Facts sparse;
                       set(sparse, Field::labour_market_density, 0.1);
                       return sparse;
                     }())
                   .reasons) == std::set<std::string>{"criterion"});
}

// Expected: by hand; what a criterion asked and what was found stand in the sentence.
TEST_CASE("a reason says what was asked and what was found") {
  Facts facts = firm();
  set(facts, Field::employees, 9.5);
  const Eligibility found = asked(facts);
  REQUIRE(found.reasons.size() == 1);
  CHECK(found.reasons[0].text.en ==
        "Required: number of employees: at least 10. Found: number of employees: 9.5.");
  CHECK(found.reasons[0].text.kk ==
        "Талап: қызметкерлер саны: кемінде 10. Көрсетілгені: қызметкерлер саны: 9.5.");
}

// Expected: by hand; the missing fact is named, and only where it could still decide.
TEST_CASE("a missing fact is unknown and named, never a no") {
  struct Row {
    std::vector<Field> missing;
    void (*spoil)(Facts&);
  };
  const std::vector<Row> rows{
      {{Field::credit_constrained},
       [](Facts& f) { set(f, Field::credit_constrained, std::nullopt); }},
      {{Field::exporter, Field::rd_active},
       [](Facts& f) {
         set(f, Field::exporter, std::nullopt);
         set(f, Field::rd_active, std::nullopt);
       }},
      {{Field::exporter}, [](Facts& f) { set(f, Field::exporter, std::nullopt); }},
      {{},
       [](Facts& f) { set(f, Field::rd_active, std::nullopt); }},  // an exporter of 12 years anyway
      {{Field::employees}, [](Facts& f) { set(f, Field::employees, std::nullopt); }},
      {{Field::employees},
       [](Facts& f) { set(f, Field::employees, std::numeric_limits<double>::quiet_NaN()); }},
      {{Field::age_years}, [](Facts& f) { set(f, Field::age_years, std::nullopt); }},
      {{Field::sector, Field::region}, [](Facts& f) {
         name(f, Field::sector, std::string());
         name(f, Field::region, std::string());
       }}};
  for (const Row& row : rows) {
    Facts facts = firm();
    row.spoil(facts);
    const Eligibility found = asked(facts);
    CHECK(found.answer == (row.missing.empty() ? Answer::yes : Answer::unknown));
    CHECK(found.missing == row.missing);
    CHECK(found.reasons.size() == row.missing.size());
    CHECK(is_told(found.reasons));
  }
  Facts failing = firm();
  set(failing, Field::employees, std::nullopt);
  set(failing, Field::exporter, 0);
  CHECK(asked(failing).answer == Answer::no);  // a certain no wins
}

// Expected: by hand; conditions of the cell come from the cell, whatever the firm says of them.
TEST_CASE("a firm cannot state facts of its cell") {
  Facts boast = firm();
  set(boast, Field::labour_market_density, 1);
  Facts sparse;
  set(sparse, Field::labour_market_density, 0.1);
  CHECK(asked(boast, sparse).answer == Answer::no);
  const Eligibility open = asked(boast, Facts());
  CHECK(open.answer == Answer::unknown);
  CHECK(open.missing == std::vector{Field::labour_market_density});
  Instrument large_only = card();
  large_only.variants.front().eligibility.all = {{one_of(Field::company_type, {"large"})}};
  name(boast, Field::company_type, "large");
  CHECK(asked(boast, cell(), large_only).answer == Answer::no);
}

// Expected: brute force; a certain answer is that of every completion of the missing facts, and an
// unknown one has completions of both kinds.
TEST_CASE("a firm's company type is certain exactly where the missing facts cannot change it") {
  const CompanyTypeRule rule;
  const std::vector<double> sizes{10, 250, 251};
  const std::vector<double> ages{1, 2, 6.9, 7, 40};
  const std::vector<double> research{0, 1};
  const auto options = [](const std::vector<double>& values) {
    std::vector<std::optional<double>> all(values.begin(), values.end());
    all.emplace_back();
    return all;
  };
  const auto type_of = [&](double n, double age, double rd) {
    if (n > 250) return CompanyType::large;
    if (age < 2) return CompanyType::newcomer;
    return age < 7 && rd > 0.5 ? CompanyType::startup : CompanyType::sme;
  };
  for (const auto& n : options(sizes)) {
    for (const auto& age : options(ages)) {
      for (const auto& rd : options(research)) {
        Facts facts;
        set(facts, Field::employees, n);
        set(facts, Field::age_years, age);
        set(facts, Field::rd_active, rd);
        for (std::size_t t = 0; t < kCompanyTypes; ++t) {
          const auto type = static_cast<CompanyType>(t);
          std::set<bool> seen;
          for (const double a : n ? std::vector{*n} : sizes) {
            for (const double b : age ? std::vector{*age} : ages) {
              for (const double c : rd ? std::vector{*rd} : research) {
                seen.insert(type_of(a, b, c) == type);
              }
            }
          }
          const Answer expected = seen.size() == 2      ? Answer::unknown
                                  : seen.contains(true) ? Answer::yes
                                                        : Answer::no;
          CHECK(is_of_type(type, facts, rule) == expected);
        }
      }
    }
  }
}
