// What do the tests of this room publish? A small record whose figures can be worked out by hand.
#pragma once

#include <string>
#include <vector>

#include "publish/public_record.h"

namespace formulary::publish::sample {

inline Instant noon(Date day) {
  return Instant::from_milliseconds(day.days() * std::int64_t{86'400'000} + 43'200'000);
}

inline const Date kFrom = Date::of(2027, 1, 1);
inline const Date kTo = Date::of(2027, 12, 31);
inline const Date kChecked = Date::of(2028, 2, 1);
inline const Date kToday = Date::of(2028, 3, 1);

inline ProgrammeMeasure measure(const std::string& id, const std::string& sector,
                                const std::string& region, CompanyType type) {
  ProgrammeMeasure one;
  one.id = id;
  one.instrument = "export_subsidy";
  one.variant = "standard";
  one.sector = sector;
  one.region = region;
  one.company_type = type;
  one.dose = 0.1;
  one.dose_unit = "percent_of_exports";
  one.budget = Money::from_minor(1'000'000'00);
  one.owner = "ministry";
  one.delivery = "agency";
  one.tranches = 2;
  const Date due = Date::of(2028, 12, 31);
  one.kpis = {{"net_jobs",
               {{0, 100, due, "aigerim", noon(Date::of(2026, 11, 1)), "first estimate"},
                {0, 120.5, due, "saule", noon(Date::of(2026, 12, 1)), "pre-test"}}}};
  return one;
}

// Owns what a PublicRecord looks at.
struct World {
  std::vector<Programme> programmes;
  std::vector<Award> awards;
  std::vector<Decision> decisions;
  std::vector<PaymentMade> payments;
  std::vector<Observation> observations;
  std::vector<ApplicationCount> applications;
  std::vector<ScorecardShown> scorecards;
  std::vector<EarlierRelease> earlier;
  std::map<std::string, std::string> firm_names;
  std::map<std::string, double> denominators;
  Toolbox toolbox;
  CountryPack country;
  Instant as_of = noon(kToday);

  PublicRecord record() const {
    PublicRecord record;
    record.programmes = programmes;
    record.awards = awards;
    record.decisions = decisions;
    record.payments = payments;
    record.observations = observations;
    record.applications = applications;
    record.scorecards = scorecards;
    record.earlier = earlier;
    record.firm_names = firm_names;
    record.denominators = denominators;
    record.toolbox = &toolbox;
    record.country = &country;
    record.as_of = as_of;
    return record;
  }

  // Award a firm under a measure, in two tranches of 300.00 and 200.00; the first was released
  // and paid.
  void award(const std::string& id, const std::string& firm, const std::string& measure,
             const std::string& programme = "p1") {
    Award one;
    one.id = id;
    one.application = "application-of-" + id;
    one.programme = programme;
    one.measure = measure;
    one.firm = firm;
    one.amount = Money::from_minor(500'00);
    one.obligations = {{"net_jobs", 10, 20, kFrom, Date::of(2029, 12, 31), 1}};
    Tranche first;
    first.id = id + "-1";
    first.amount = first.released = Money::from_minor(300'00);
    first.due = kFrom;
    first.state = TrancheState::released;
    first.last_decision = "d-" + id;
    Tranche second;
    second.id = id + "-2";
    second.number = 2;
    second.amount = Money::from_minor(200'00);
    second.due = Date::of(2028, 6, 30);
    one.tranches = {second, first};
    awards.push_back(one);
    Decision decision;
    decision.id = "d-" + id;
    decision.tranche = first.id;
    decision.action = ReviewAction::release;
    decision.pay = first.amount;
    decision.why = "as agreed with " + firm;
    decision.decided_by = "daniyar";
    decision.decided_at = noon(kFrom);
    decisions.push_back(decision);
    payments.push_back({"pay-" + id, first.id, first.amount, kFrom.plus_days(3)});
  }

  // A value for 2027, reported in January 2028 and verified on a day.
  void observe(const std::string& award, double value, const std::string& kpi = "net_jobs",
               Date verified = kChecked) {
    Observation one;
    one.id = "o-" + award + "-" + kpi;
    one.subject = award;
    one.kpi = kpi;
    one.from = kFrom;
    one.to = kTo;
    one.value = value;
    one.source = "form";
    one.reported_by = "dinara";
    one.reported_at = noon(Date::of(2028, 1, 15));
    one.state = ObservationState::verified;
    one.verified_by = "marat";
    one.verified_at = noon(verified);
    observations.push_back(one);
  }
};

inline Kpi kpi(const std::string& id, KpiMeasure measure, const std::string& unit) {
  Kpi one;
  one.id = id;
  one.name = {id, id + " (ru)", id + " (kk)"};
  one.unit = {unit, unit, unit};
  one.measure = measure;
  return one;
}

// Two regions, two sectors, two offices, one instrument and two KPIs.
inline void add_names(World& w) {
  w.country.id = "smallia";
  w.country.iso3 = "KAZ";
  w.country.currency = "KZT";
  w.country.regions = {{"KZ-10", {"Abai", "Абай", "Абай"}, {}, {}, {}, 0, 0},
                       {"KZ-11", {"Akmola", "Акмола", "Ақмола"}, {}, {}, {}, 0, 0}};
  for (const char* id : {"food", "textiles"}) {
    Sector sector;
    sector.id = id;
    sector.name = {std::string("Sector of ") + id, "Отрасль", "Сала"};
    w.country.sectors.push_back(sector);
  }
  w.country.offices = {{"ministry", {"Ministry", "Министерство", "Министрлік"}, {}, ""},
                       {"agency", {"Agency", "Агентство", "Агенттік"}, {}, ""}};
  w.toolbox.kpis = {kpi("local_sourcing_share", KpiMeasure::local_sourcing_share, "percent"),
                    kpi("net_jobs", KpiMeasure::net_jobs, "jobs since the base year")};
  Instrument instrument;
  instrument.id = "export_subsidy";
  instrument.name = {"Export subsidy", "Субсидия экспорта", "Экспорт субсидиясы"};
  w.toolbox.instruments = {instrument};
}

inline Programme programme() {
  Programme p1;
  p1.id = "p1";
  p1.name = {"Exports \"2027\", plus", "Экспорт", "Экспорт"};
  p1.state = ProgrammeState::open;
  p1.owner = "ministry";
  p1.drafted_by = "aigerim";
  p1.approved_by = "daniyar";
  p1.first_day = kFrom;
  p1.last_day = Date::of(2031, 12, 31);
  p1.budget = Money::from_minor(4'000'000'00);
  p1.measures = {measure("m1", "food", "KZ-10", CompanyType::sme),
                 measure("m2", "textiles", "KZ-10", CompanyType::sme),
                 measure("m3", "food", "KZ-11", CompanyType::large),
                 measure("m4", "textiles", "KZ-11", CompanyType::large)};
  return p1;
}

// One programme of four measures, one draft, one demonstration; six firms with 9, 8, 7, 6, 5 and 4
// jobs under each measure but the first, which has two with 9 and 8.
inline World world() {
  World w;
  add_names(w);
  w.programmes = {programme(), programme(), programme()};
  w.programmes[1].id = "secret_draft";
  w.programmes[1].state = ProgrammeState::pretested;
  w.programmes[2].id = "demo";
  w.programmes[2].demonstration = true;
  int number = 0;
  for (const char* m : {"m1", "m2", "m3", "m4"}) {
    for (int jobs = 9; jobs >= (std::string(m) == "m1" ? 8 : 4); --jobs) {
      const std::string id = "w" + std::to_string(100 + number),
                        firm = "firm" + std::to_string(100 + number);
      ++number;
      w.award(id, firm, m);
      w.observe(id, jobs);
      w.firm_names[firm] = "Company " + std::to_string(number);
    }
  }
  w.award("w900", "firm900", "m1", "secret_draft");
  w.award("w901", "firm901", "m1", "demo");
  w.observe("w901", 1000);
  w.applications = {{"p1", "m1", ApplicationState::declined, 2},
                    {"p1", "m1", ApplicationState::waitlisted, 9},
                    {"p1", "m2", ApplicationState::declined, 8},
                    {"p1", "m2", ApplicationState::waitlisted, 7},
                    {"p1", "m2", ApplicationState::awarded, 6},
                    {"secret_draft", "m1", ApplicationState::declined, 50}};
  ScorecardShown card;
  card.card.id = "s1";
  card.card.score.region = "KZ-10";
  card.card.score.office = "agency";
  card.card.score.value_added = 0.25;
  card.card.score.rank_low = 1;
  card.card.score.rank_high = 2;
  card.card.reply = Reply{"official", "we built a road", noon(kChecked)};
  card.kpi = "net_jobs";
  card.from = kFrom;
  card.to = kTo;
  w.scorecards = {card};
  return w;
}

inline PublishOptions options() {
  PublishOptions options;
  options.publisher = {"Agency of Smallia", "Агентство", "Агенттік"};
  options.organisation_scheme = "KZ-BIN";
  return options;
}

}  // namespace formulary::publish::sample
