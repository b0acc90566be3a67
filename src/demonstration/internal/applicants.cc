// Who applies: firms that are typical of a measure, and some that are not.
#include <algorithm>
#include <array>
#include <cmath>

#include "demonstration/internal/calls.h"
#include "monitor/kpi_rules.h"
#include "office/applications.h"

namespace formulary::demonstration {
namespace {

struct Range {
  double low;
  double high;
};
struct TypicalFirm {
  Range employees;
  Range age;
};
// Inside the limits that company types have by the shipped packs; a firm outside is refused with
// its reasons, as anywhere.
constexpr std::array<TypicalFirm, kCompanyTypes> kTypical{{
    {{300, 900}, {10, 40}},  // large
    {{20, 200}, {8, 30}},    // sme
    {{5, 40}, {2.5, 6.5}},   // startup
    {{2, 12}, {0.3, 1.8}},   // newcomer
}};
constexpr std::array kYesNo{Field::exporter, Field::rd_active, Field::taxable_profit,
                            Field::collateral, Field::credit_constrained};
constexpr double kRevenuePerWorkerUsd = 50'000;  // made up, as all here
constexpr std::size_t kMostPromises = 2;
constexpr double kSharpFrom = 5000;  // values so large tell a small step from none

double& number(Facts& facts, Field field) {
  auto& place = facts.number[static_cast<std::size_t>(field)];
  if (!place) place = 0;
  return *place;
}

Facts facts_of(const ProgrammeMeasure& measure, double employees, double age, unsigned yes) {
  Facts facts;
  number(facts, Field::employees) = employees;
  number(facts, Field::age_years) = age;
  number(facts, Field::revenue_million_usd) = employees * kRevenuePerWorkerUsd / 1e6;
  for (std::size_t i = 0; i < kYesNo.size(); ++i) {
    number(facts, kYesNo[i]) = (yes >> i & 1U) != 0 ? 1 : 0;
  }
  facts.id[static_cast<std::size_t>(Field::sector)] = measure.sector;
  facts.id[static_cast<std::size_t>(Field::region)] = measure.region;
  return facts;
}

// Facts that make a firm eligible; nothing where none of those that were tried does.
std::optional<Facts> typical_of(Story& story, const Programme& programme,
                                const ProgrammeMeasure& measure) {
  const TypicalFirm& firm = kTypical.at(static_cast<std::size_t>(measure.company_type));
  const auto middle = [](Range range) { return std::round((range.low + range.high) / 2); };
  for (unsigned yes = 1U << kYesNo.size(); yes-- > 0;) {
    const Facts facts = facts_of(measure, middle(firm.employees), middle(firm.age), yes);
    const auto found = story.look([&](office::Call& call) {
      return office::check_eligibility(call, programme.id, measure.id, facts);
    });
    if (found && found->answer == Answer::yes) return facts;
  }
  return std::nullopt;
}

}  // namespace

std::vector<OpenMeasure::Promise> promises_of(const Toolbox& toolbox,
                                              const ProgrammeMeasure& measure, double firms) {
  std::vector<OpenMeasure::Promise> sharp;
  std::vector<OpenMeasure::Promise> others;
  for (const ProgrammeKpi& planned : measure.kpis) {
    const Kpi* kpi = toolbox.kpi(planned.kpi);
    if (kpi == nullptr || kpi->level != "firm" || planned.versions.empty()) continue;
    const TargetVersion& whole = planned.versions.back();
    const double way = whole.target - whole.baseline;
    if ((kpi->direction == Direction::increase ? way : -way) <= 0) continue;
    const bool summed = roll_up_kind(kpi->measure) == RollUpKind::count;
    const double part = summed ? 1 / firms : 0.8;
    const double baseline = summed ? whole.baseline / firms : whole.baseline;
    const bool is_seen = std::fabs(part * way) >= (kpi->id == "net_jobs" ? 2 : 1e-3);
    if (!is_seen) continue;
    OpenMeasure::Promise promise{kpi->id, baseline, part, whole.baseline != 0};
    (std::fabs(baseline) >= kSharpFrom ? sharp : others).push_back(promise);
  }
  sharp.insert(sharp.end(), others.begin(), others.end());
  if (sharp.size() > kMostPromises) sharp.resize(kMostPromises);
  return sharp;
}

std::vector<OpenMeasure> open_measures(Story& story, const Programme& programme) {
  constexpr double kFirms = 100;  // of a measure, about: until it is known how many come
  std::vector<OpenMeasure> open;
  for (const ProgrammeMeasure& measure : programme.measures) {
    OpenMeasure one;
    one.measure = &measure;
    one.promises = promises_of(story.installation().toolbox, measure, kFirms);
    if (one.promises.empty()) continue;
    const auto facts = typical_of(story, programme, measure);
    if (!facts) continue;
    one.typical = *facts;
    const Setting setting{programme, story.installation().toolbox, story.installation().country};
    const Applicant firm = applicant_of(story, one, 0);
    if (!award_ceiling(setting, measure, firm.accounts)) continue;
    open.push_back(std::move(one));
  }
  return open;
}

Applicant applicant_of(const Story& story, const OpenMeasure& of, int firm) {
  const auto subject = static_cast<std::uint64_t>(firm);
  const TypicalFirm& typical = kTypical.at(static_cast<std::size_t>(of.measure->company_type));
  const auto draw = [&](std::uint32_t turn, double low, double high) {
    return story.draw(Draw::facts, subject, turn, low, high);
  };
  Applicant applicant{of.typical, {}};
  Facts& facts = applicant.facts;
  const double employees = std::round(draw(0, typical.employees.low, typical.employees.high));
  number(facts, Field::employees) = employees;
  const double age = draw(1, typical.age.low, typical.age.high);
  number(facts, Field::age_years) = std::round(age * 10) / 10;
  number(facts, Field::revenue_million_usd) = employees * kRevenuePerWorkerUsd / 1e6;
  const double oddity = draw(2, 0, 1);
  if (oddity < 0.05) facts.id[static_cast<std::size_t>(Field::sector)] = "mining";  // not asked for
  if (oddity > 0.98) facts.number[static_cast<std::size_t>(Field::age_years)].reset();
  const double revenue =
      employees * kRevenuePerWorkerUsd * story.installation().country.usd_rate.value;
  applicant.accounts = {revenue, 0.2 * revenue, 0.3 * revenue, true};
  return applicant;
}

}  // namespace formulary::demonstration
