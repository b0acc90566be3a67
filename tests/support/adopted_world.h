// What has the small world adopted? A package, its programme in every state, and people who act.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "domain/award.h"
#include "domain/forecast.h"
#include "launch/launch.h"
#include "launch/programme_moves.h"
#include "support/small_world.h"

namespace formulary::small_world {

inline std::set<std::string> ids_of(const Reasons& reasons) {
  std::set<std::string> ids;
  for (const Reason& reason : reasons) ids.insert(reason.id);
  return ids;
}
inline bool is_told(const Reasons& reasons) {  // in three languages, no placeholder left
  return std::all_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
    const Text& t = reason.text;
    return !reason.id.empty() && !t.en.empty() && !t.ru.empty() && !t.kk.empty() && t.en != t.ru &&
           t.ru != t.kk && (t.en + t.ru + t.kk).find('{') == std::string::npos;
  });
}

// Somebody with a role: the ministry's manager, firm f1's clerk; others have the ministry's office.
inline Actor who(UserRole role) {
  if (role == UserRole::company) return {"clerk", role, "", "f1"};
  return {std::string("some_") + id_of(role), role, "the_ministry", ""};
}

inline Mandate mandate() {
  Mandate m;
  m.programme = "p1";
  m.name = {"Programme", "Программа", "Бағдарлама"};
  m.owner = "the_ministry";
  m.drafted_by = {"drafter", UserRole::manager, "the_ministry", ""};
  m.drafted_at = *Instant::parse("2025-11-01T09:00:00Z");
  m.first_day = Date::of(2026, 1, 1);
  m.tranches = 3;
  m.evaluation = {"differences", "served with unserved firms", {"net_jobs"}, 2};
  m.package_hash = "package";
  return m;
}

// Grants of 20 thousand dollars for small firms of the north, loans for start-ups of the south.
inline Package package() {
  const CountryPack pack = country();
  const Toolbox tools = toolbox();
  Package result;
  result.envelope.years = 3;
  result.measures = {
      measure(pack, *tools.instrument("grant"), 0, CompanyType::sme, 20, 10'000'000.01, 3),
      measure(pack, *tools.instrument("loan"), 1, CompanyType::startup, 10, 5'000'000, 3)};
  for (PlannedMeasure& one : result.measures) {
    one.kpis = {{"net_jobs", 100, 110, 150, 2028}, {"revenue_growth", 0.02, 0.02, 0.05, 2028}};
  }
  return result;
}

inline Forecast forecast_of(const std::vector<PlannedMeasure>& measures, int years) {
  Forecast forecast;
  forecast.years = years;
  forecast.draws = 8;
  for (const PlannedMeasure& one : measures) {
    forecast.sector = one.sector;
    TakeUp row;
    row.instrument = one.instrument;
    row.variant = one.variant;
    row.company_type = one.company_type;
    row.budget = one.budget;
    forecast.take_up.push_back(row);
  }
  return forecast;
}
inline Forecast forecast() {
  return forecast_of(package().measures, 3);
}

// A programme that lacks nothing, set to a state.
inline Programme programme_in(ProgrammeState state) {
  Programme programme = *launch(package(), forecast(), mandate(), toolbox(), country());
  if (state != ProgrammeState::draft) {
    programme = *record_pretest(programme, forecast(), {1, "forecast"}, who(UserRole::analyst));
  }
  if (state != ProgrammeState::draft && state != ProgrammeState::pretested) {
    programme = *approve(programme, who(UserRole::approver));
  }
  programme.state = state;
  return programme;
}

// An application of firm f1 or another to the grant, as a sound one would be.
inline Application application(const std::string& id, const std::string& firm, double requested) {
  Application one;
  one.id = id;
  one.programme = "p1";
  one.measure = package().measures[0].id;
  one.firm = firm;
  one.requested = Money::from_major(requested);
  one.submitted = *Instant::parse("2026-02-01T09:00:00Z");
  const auto state = [&](Field field, double x) {
    one.facts.number[static_cast<std::size_t>(field)] = x;
  };
  state(Field::employees, 30);
  state(Field::age_years, 12);
  state(Field::rd_active, 0);
  one.facts.id[static_cast<std::size_t>(Field::sector)] = "crafts";
  one.facts.id[static_cast<std::size_t>(Field::region)] = "north";
  return one;
}

}  // namespace formulary::small_world
