#include "launch/launch.h"

#include <algorithm>

#include "launch/internal/reasons.h"
#include "launch/internal/roles.h"
#include "launch/internal/soundness.h"

namespace formulary {

namespace {

constexpr int kMonths = 12;

// The office that holds a role for the region, else the one that owns the programme.
std::string office_of(const CountryPack& pack, const std::string& role, const std::string& region,
                      const std::string& owner) {
  const Office* office = role.empty() ? nullptr : pack.office_for(role, region);
  return office != nullptr ? office->id : owner;
}

const Variant* form_of(const Instrument& card, const std::string& id) {
  const auto at = std::find_if(card.variants.begin(), card.variants.end(),
                               [&](const Variant& form) { return form.id == id; });
  return at != card.variants.end() ? &*at : nullptr;
}

ProgrammeKpi kpi_of(const PlannedKpi& planned, const Mandate& mandate) {
  TargetVersion first;
  first.baseline = planned.baseline;
  first.target = planned.target;
  if (planned.period >= 1900 && planned.period <= 2200) {
    first.due = Date::of(planned.period, 12, 31);
  }
  first.by = mandate.drafted_by.person;
  first.at = mandate.drafted_at;
  first.why = is_blank(mandate.targets_why) ? "as planned by the package" : mandate.targets_why;
  return {planned.kpi, {first}};
}

ProgrammeMeasure measure_of(const PlannedMeasure& planned, const Instrument& card,
                            const Variant& form, const Mandate& mandate, const CountryPack& pack) {
  ProgrammeMeasure measure;
  measure.id = planned.id;
  measure.instrument = planned.instrument;
  measure.variant = planned.variant;
  measure.sector = planned.sector;
  measure.region = planned.region;
  measure.company_type = planned.company_type;
  measure.dose = planned.dose;
  measure.dose_unit = planned.dose_unit;
  measure.budget = planned.budget;
  measure.budget_by_year = planned.budget_by_year;
  measure.owner = office_of(pack, card.stakeholders.owner, planned.region, mandate.owner);
  measure.delivery = office_of(pack, card.stakeholders.delivery, planned.region, measure.owner);
  measure.selection = card.application.selection;
  measure.award_years = std::max(1, form.dose.years);
  measure.tranches = mandate.tranches;
  for (const PlannedKpi& kpi : planned.kpis) measure.kpis.push_back(kpi_of(kpi, mandate));
  measure.rule = {1, card.continuation};
  return measure;
}

void check_mandate(Reasons& reasons, const Mandate& mandate, const CountryPack& pack) {
  check_role(reasons, mandate.drafted_by, {UserRole::manager});
  check_office(reasons, mandate.drafted_by, {mandate.owner});
  const bool named = !is_blank(mandate.programme) && !is_blank(mandate.name.en) &&
                     !is_blank(mandate.name.ru) && !is_blank(mandate.name.kk);
  if (!named) {
    reasons.push_back(
        because("name_missing", {"The programme needs an id, and a name in three languages.",
                                 "Программе нужен код и название на трёх языках.",
                                 "Бағдарламаға код және үш тілдегі атау керек."}));
  }
  const auto& offices = pack.offices;
  const bool known = mandate.owner.empty() ||
                     std::any_of(offices.begin(), offices.end(),
                                 [&](const Office& office) { return office.id == mandate.owner; });
  if (!known) {
    reasons.push_back(because("office_unknown",
                              {"The country has no office \"{1}\".",
                               "В стране нет ведомства «{1}».", "Елде «{1}» мекемесі жоқ."},
                              {everywhere(mandate.owner)}));
  }
}

void add_measures(Reasons& reasons, Programme& programme, const Package& package,
                  const Mandate& mandate, const Toolbox& toolbox, const CountryPack& pack) {
  for (const PlannedMeasure& planned : package.measures) {
    const Instrument* card = toolbox.instrument(planned.instrument);
    const Variant* form = card != nullptr ? form_of(*card, planned.variant) : nullptr;
    if (form == nullptr) {
      reasons.push_back(because("instrument_unknown",
                                {"The toolbox has no instrument \"{1}\" of the form \"{2}\".",
                                 "В наборе нет инструмента «{1}» в форме «{2}».",
                                 "Жинақта «{2}» нысанындағы «{1}» құралы жоқ."},
                                {everywhere(planned.instrument), everywhere(planned.variant)}));
      continue;
    }
    programme.measures.push_back(measure_of(planned, *card, *form, mandate, pack));
  }
}

void check_starts(Reasons& reasons, const Programme& programme) {
  for (const ProgrammeMeasure& measure : programme.measures) {
    for (const ProgrammeKpi& kpi : measure.kpis) {
      if (is_whole(kpi.versions.back(), programme.first_day)) continue;
      reasons.push_back(because(
          "target_before_start",
          {"The target of \"{2}\" in the measure \"{1}\" is no number or due before the start.",
           "Целевое значение «{2}» меры «{1}» — не число или его срок раньше начала программы.",
           "«{1}» шарасындағы «{2}» нысаналы мәні сан емес немесе мерзімі бағдарлама "
           "басталғанға дейін."},
          {everywhere(measure.id), everywhere(kpi.kpi)}));
    }
  }
}

}  // namespace

Allowed<Programme> launch(const Package& package, const Forecast& forecast, const Mandate& mandate,
                          const Toolbox& toolbox, const CountryPack& pack) {
  Reasons reasons;
  check_mandate(reasons, mandate, pack);
  Programme programme;
  programme.id = mandate.programme;
  programme.name = mandate.name;
  programme.goal = package.envelope.goal;
  programme.stage = package.stage;
  programme.package_hash = mandate.package_hash;
  programme.owner = mandate.owner;
  programme.drafted_by = mandate.drafted_by.person;
  programme.first_day = mandate.first_day;
  const int years = std::max(1, package.envelope.years);
  programme.last_day = mandate.first_day.plus_months(kMonths * years).plus_days(-1);
  programme.evaluation = mandate.evaluation;
  programme.demonstration = mandate.demonstration;
  add_measures(reasons, programme, package, mandate, toolbox, pack);
  // What the package spends, which may be less than the envelope allows.
  programme.budget = budget_of(programme.measures);
  check_measures(reasons, programme.measures);
  check_budget(reasons, programme);
  check_starts(reasons, programme);
  check_forecast(reasons, programme.measures, forecast);
  return unless(std::move(reasons), std::move(programme));
}

}  // namespace formulary
