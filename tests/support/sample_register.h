// What does a small register hold? Nouns for tests, with every member set to something.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "store/ledger.h"
#include "store/register.h"

namespace formulary::store {

inline std::unique_ptr<Database> opened(const std::string& url,
                                        const DatabaseOptions& options = {}) {
  Stored<std::unique_ptr<Database>> database = Database::open(url, options);
  REQUIRE_MESSAGE(database.has_value(), (database ? "" : describe(database.error().fault)));
  return std::move(*database);
}

// The value of what must have worked.
template <typename T>
T good(Stored<T> stored) {
  REQUIRE_MESSAGE(stored.has_value(), (stored ? "" : describe(stored.error().fault)));
  return std::move(*stored);
}
template <typename T>
T allowed(Stored<Allowed<T>> stored) {
  Allowed<T> answer = good(std::move(stored));
  REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : answer.error().at(0).text.en));
  return std::move(*answer);
}
// The id of the reason why it was refused; empty when it was not.
template <typename T>
std::string reason(const Stored<Allowed<T>>& stored) {
  REQUIRE_MESSAGE(stored.has_value(), (stored ? "" : describe(stored.error().fault)));
  return stored->has_value() ? "" : stored->error().at(0).id;
}

inline Act sample_act(const std::string& person = "aigerim") {
  return {{person, UserRole::manager, "agency", ""}, *Instant::parse("2027-03-31T08:15:00.123Z")};
}

inline ReviewRule sample_rule() {
  return {3, {0.9, 0.6, 6, OnFailure::claw_back, {"jobs", "рабочие места", "жұмыс орындары"}}};
}

inline Programme sample_programme(const std::string& id = "p1") {
  Programme programme;
  programme.id = id;
  programme.name = {"Software \"exports\"\n2027", "Экспорт ПО", "БҚ экспорты"};
  programme.version = 2;
  programme.pretested_version = 2;
  programme.package_hash = "abc";
  programme.forecast_hash = "def";
  programme.owner = "ministry";
  programme.drafted_by = "aigerim";
  programme.revised_by = {"aigerim", "saule"};
  programme.approved_by = "daniyar";
  programme.first_day = Date::of(2027, 1, 1);
  programme.last_day = Date::of(2031, 12, 31);
  programme.budget = Money::from_minor(9'000'000'000'000'001);
  programme.evaluation = {"lottery", "drawn and not drawn", {"net_jobs", "export_value"}, 3};
  programme.terminated_why = "not terminated";
  programme.demonstration = true;
  ProgrammeMeasure measure;
  measure.id = "m1";
  measure.instrument = "export_subsidy";
  measure.variant = "standard";
  measure.sector = "ai_software";
  measure.region = "KZ-75";
  measure.company_type = CompanyType::startup;
  measure.dose = 0.1;
  measure.dose_unit = "percent_of_exports";
  measure.budget = Money::from_minor(1'000'000);
  measure.budget_by_year = {Money::from_minor(400'000), Money::from_minor(600'000)};
  measure.owner = "ministry";
  measure.delivery = "agency";
  measure.selection = Selection::lottery;
  measure.award_years = 2;
  measure.tranches = 2;
  measure.rule = sample_rule();
  const TargetVersion version{
      1.0 / 3, 1e-300, Date::of(2028, 2, 29), "aigerim", *Instant::parse("2026-12-01T00:00:00Z"),
      "first"};
  measure.kpis = {{"net_jobs", {version, version}}, {"export_value", {}}};
  programme.measures = {measure, measure};
  programme.measures[1].id = "m0";  // the order is the author's, not that of ids
  programme.measures[1].kpis.clear();
  return programme;
}

inline Application sample_application(const std::string& id = "a1") {
  Application application;
  application.id = id;
  application.programme = "p1";
  application.measure = "m1";
  application.firm = "firm-" + id;
  application.facts.number[index_of(Field::employees)] = 12;
  application.facts.number[index_of(Field::exporter)] = 0;
  application.facts.id[index_of(Field::sector)] = "ai_software";
  application.requested = Money::from_minor(500);
  application.submitted = *Instant::parse("2027-02-01T09:00:00.001Z");
  application.state = ApplicationState::ranked;
  application.reasons = {{"late", {"late", "поздно", "кеш"}}};
  application.score = 0.25;
  application.rank = 7;
  application.control_group = true;
  return application;
}

inline Tranche sample_tranche(const std::string& id, int number, std::int64_t amount) {
  Tranche tranche;
  tranche.id = id;
  tranche.number = number;
  tranche.amount = Money::from_minor(amount);
  tranche.due = Date::of(2027, 6, 30).plus_months(6 * number);
  tranche.state = TrancheState::due;
  tranche.cure_until = number == 2 ? std::optional(Date::of(2029, 1, 1)) : std::nullopt;
  tranche.failed_reviews = number;
  tranche.asked_back = Money::from_minor(number - 1);
  tranche.last_decision = number == 2 ? "d0" : "";
  return tranche;
}

inline Award sample_award(const std::string& id = "w1", const std::string& application = "a1") {
  Award award;
  award.id = id;
  award.application = application;
  award.programme = "p1";
  award.measure = "m1";
  award.firm = "firm-" + application;
  award.amount = Money::from_minor(500);
  award.obligations = {{"net_jobs", 10, 20.5, Date::of(2027, 1, 1), Date::of(2029, 1, 1), 0.7}};
  award.tranches = {sample_tranche(id + "-1", 1, 300), sample_tranche(id + "-2", 2, 200)};
  award.rule = sample_rule();
  award.terminated_why = "none";
  return award;
}

inline Observation sample_observation(const std::string& id) {
  Observation one;
  one.id = id;
  one.subject = "w1";
  // Each id has a period, or a KPI, of its own: only one value of a period may hold.
  one.kpi = id.size() > 2 ? "net_jobs_" + id : "net_jobs";
  one.from = Date::from_days(Date::of(2027, 12, 1).days() - 2 * id.front() - id.back());
  one.to = Date::of(2027, 12, 31);
  one.value = 14.5;
  one.source = "form 1-T";
  one.reported_by = "firm";
  one.reported_at = *Instant::parse("2028-01-15T10:00:00Z");
  one.disputed_by = "auditor";
  one.disputed_at = *Instant::parse("2028-01-16T10:00:00Z");
  one.dispute_why = "jobs counted twice";
  return one;
}

// The decision to release the first tranche of an award in full, and the tranche after it.
inline Decision sample_decision(const std::string& id, const std::string& tranche) {
  Decision decision;
  decision.id = id;
  decision.tranche = tranche;
  decision.action = ReviewAction::release;
  decision.pay = Money::from_minor(300);
  decision.why = "as the rule says";
  decision.decided_by = "daniyar";
  decision.decided_at = *Instant::parse("2028-02-01T10:00:00Z");
  return decision;
}
inline Kept<Tranche> released(Kept<Tranche> tranche, const std::string& decision) {
  tranche.value.released = tranche.value.released + Money::from_minor(300);
  tranche.value.state = TrancheState::released;
  tranche.value.last_decision = decision;
  return tranche;
}

// A register with a programme, an application and an award of two tranches, w1-1 and w1-2.
inline void fill(Database& database) {
  const Act act = sample_act();
  allowed(database.write([&](Session& session) -> Stored<Allowed<Revision>> {
    Register reg(session);
    allowed(reg.add(act, sample_programme()));
    allowed(reg.add(act, sample_application()));
    return reg.add(act, sample_award());
  }));
}

}  // namespace formulary::store
