#include "report/internal/decode_measure.h"

#include <algorithm>
#include <charconv>

#include "report/internal/nearest.h"

namespace formulary::report {

namespace {

constexpr int kMostMonths = 1200;
constexpr Range kDose{0, 1e15};   // of any unit, the largest being money
constexpr Range kAwards{0, 1e9};  // more firms than there are
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2300;

template <typename T>
std::string hint_of(const std::string& id, const std::vector<T>& known) {
  std::vector<std::string> ids;
  for (const T& one : known) ids.push_back(one.id);
  const std::string near = nearest(id, ids);
  return near.empty() ? "configure it again with this content" : "did you mean '" + near + "'?";
}

std::string unknown(const char* kind, const std::string& id) {
  return std::string("there is no ") + kind + " '" + ObjectReader::shorten(id) + "'";
}

PlannedKpi decode_kpi(ObjectReader& reader, const Toolbox& toolbox) {
  PlannedKpi kpi;
  kpi.kpi = reader.string("kpi");
  if (toolbox.kpi(kpi.kpi) == nullptr) {
    reader.fault("kpi", unknown("KPI", kpi.kpi), hint_of(kpi.kpi, toolbox.kpis));
  }
  kpi.baseline = reader.number("baseline", kAnyNumber);
  kpi.no_policy = reader.number("no_policy", kAnyNumber);
  kpi.target = reader.number("target", kAnyNumber);
  kpi.period = static_cast<int>(reader.integer("period", kFirstYear, kLastYear));
  reader.close();
  return kpi;
}

Step decode_step(ObjectReader& reader, const Ground& ground) {
  static const std::set<std::string> kinds{"set_up", "call", "awards", "review", "close"};
  Step step;
  step.what = reader.string("what");
  if (kinds.count(step.what) == 0) reader.fault("what", unknown("step", step.what));
  step.from_month = static_cast<int>(reader.integer("from_month", 0, kMostMonths));
  step.to_month = static_cast<int>(reader.integer("to_month", 0, kMostMonths));
  if (step.to_month < step.from_month) reader.fault("to_month", "is before from_month");
  step.role = reader.string("role");
  if (ground.toolbox.role(step.role) == nullptr) {
    reader.fault("role", unknown("role", step.role), hint_of(step.role, ground.toolbox.roles));
  }
  step.office = reader.string("office");  // empty where the country gives nobody that role
  const auto& offices = ground.country.offices;
  const bool known = std::any_of(offices.begin(), offices.end(),
                                 [&](const Office& office) { return office.id == step.office; });
  if (!step.office.empty() && !known) {
    reader.fault("office", unknown("office", step.office), hint_of(step.office, offices));
  }
  reader.close();
  return step;
}

Justification decode_reasons(ObjectReader reader, const Toolbox& toolbox) {
  Justification why;
  why.problem = reader.string("problem");
  if (!why.problem.empty() && toolbox.problem(why.problem) == nullptr) {
    reader.fault("problem", unknown("problem", why.problem),
                 hint_of(why.problem, toolbox.problems));
  }
  why.component = reader.member<Component>("component");
  why.gain_if_kept = reader.number("gain_if_kept", kAnyNumber);
  why.benefit_per_cost = reader.number("benefit_per_cost", kAnyNumber);
  why.assumed_effect = reader.boolean("assumed_effect");
  why.evidence = reader.strings("evidence");
  reader.close();
  return why;
}

// Read the money of each year; it must cover every year and add up to the budget.
std::vector<Money> decode_years(ObjectReader& reader, Money budget, int years) {
  const char* key = "budget_by_year_minor";
  std::vector<Money> list;
  __extension__ __int128 sum = 0;
  for (const std::string& digits : reader.strings(key)) {
    std::int64_t minor = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), minor);
    const bool read = error == std::errc() && end == digits.data() + digits.size();
    if (!read || std::to_string(minor) != digits || minor < 0) {
      reader.fault(std::string(key) + "/" + std::to_string(list.size()),
                   "must be a whole number of minor units, not negative");
      minor = 0;
    }
    sum += minor;
    list.push_back(Money::from_minor(minor));
  }
  if (list.size() != static_cast<std::size_t>(years)) {
    reader.fault(key, "has " + std::to_string(list.size()) + " years, the envelope has " +
                          std::to_string(years));
  } else if (sum != budget.minor()) {
    reader.fault(key, "the years do not add up to budget_minor");
  }
  return list;
}

// Stakeholders repeat what the schedule says; they are read only to see that they agree.
void check_stakeholders(ObjectReader& reader, const PlannedMeasure& measure) {
  for (ObjectReader& one : reader.objects("stakeholders")) {
    const std::string role = one.string("role");
    const std::string office = one.string("office");
    const bool acts =
        std::any_of(measure.schedule.begin(), measure.schedule.end(),
                    [&](const Step& step) { return step.role == role && step.office == office; });
    if (!acts) one.fault("role", "has no step in the schedule");
    one.close();
  }
}

void decode_target(ObjectReader& reader, const Ground& ground, PlannedMeasure& measure) {
  measure.instrument = reader.string("instrument");
  check_instrument(reader, "instrument", measure.instrument, ground.toolbox);
  measure.variant = reader.string("variant");
  if (const Instrument* card = ground.toolbox.instrument(measure.instrument)) {
    const bool known =
        std::any_of(card->variants.begin(), card->variants.end(),
                    [&](const Variant& variant) { return variant.id == measure.variant; });
    if (!known) {
      reader.fault("variant", unknown("form", measure.variant),
                   hint_of(measure.variant, card->variants));
    }
  }
  measure.sector = reader.string("sector");
  if (measure.sector != ground.envelope.sector) {
    reader.fault("sector", "is not the sector of the envelope");
  }
  measure.region = reader.string("region");
  check_region(reader, "region", measure.region, ground.country);
  const auto& regions = ground.envelope.regions;
  if (!regions.empty() &&
      std::find(regions.begin(), regions.end(), measure.region) == regions.end()) {
    reader.fault("region", "is not a region of the envelope");
  }
  measure.company_type = reader.member<CompanyType>("company_type");
  const auto& types = ground.envelope.company_types;
  if (std::find(types.begin(), types.end(), measure.company_type) == types.end()) {
    reader.fault("company_type", "is not a company type of the envelope");
  }
}

PlannedMeasure decode_measure(ObjectReader& reader, const Ground& ground) {
  PlannedMeasure measure;
  measure.id = reader.string("id");
  decode_target(reader, ground, measure);
  measure.dose = reader.number("dose", kDose);
  measure.dose_unit = reader.string("dose_unit");
  if (!member_of<DoseUnit>(measure.dose_unit)) {
    reader.fault("dose_unit", unknown("unit of doses", measure.dose_unit));
  }
  measure.coverage = reader.number("coverage", kShare);
  measure.facility_share = reader.number("facility_share", kShare);
  measure.budget = reader.money("budget", 0);
  measure.budget_by_year = decode_years(reader, measure.budget, ground.envelope.years);
  measure.expected_awards = reader.number("expected_awards", kAwards);
  for (ObjectReader& kpi : reader.objects("kpis")) {
    measure.kpis.push_back(decode_kpi(kpi, ground.toolbox));
  }
  if (measure.kpis.empty()) {
    reader.fault("kpis", "is empty: no support without a KPI", "give the measure a KPI");
  }
  for (ObjectReader& step : reader.objects("schedule")) {
    measure.schedule.push_back(decode_step(step, ground));
  }
  check_stakeholders(reader, measure);
  measure.why = decode_reasons(reader.object("why"), ground.toolbox);
  reader.close();
  return measure;
}

}  // namespace

void check_instrument(ObjectReader& reader, const std::string& key, const std::string& id,
                      const Toolbox& toolbox) {
  if (toolbox.instrument(id) != nullptr) return;
  reader.fault(key, unknown("instrument", id), hint_of(id, toolbox.instruments));
}

void check_region(ObjectReader& reader, const std::string& key, const std::string& id,
                  const CountryPack& country) {
  if (country.region(id) != nullptr) return;
  reader.fault(key, unknown("region", id), hint_of(id, country.regions));
}

std::vector<PlannedMeasure> decode_measures(ObjectReader& reader, const char* key,
                                            const Ground& ground) {
  std::vector<PlannedMeasure> measures;
  std::set<std::string> ids;
  __extension__ __int128 spent = 0;
  for (ObjectReader& one : reader.objects(key)) {
    measures.push_back(decode_measure(one, ground));
    const PlannedMeasure& measure = measures.back();
    spent += measure.budget.minor();
    if (measure.id.empty()) one.fault("id", "is empty");
    if (!ids.insert(measure.id).second) {
      one.fault("id", "'" + ObjectReader::shorten(measure.id) + "' is the id of two measures");
    }
  }
  if (spent > ground.envelope.budget.minor()) {
    reader.fault(key, "the measures cost more than the budget of the envelope");
  }
  return measures;
}

}  // namespace formulary::report
