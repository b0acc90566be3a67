#include "launch/internal/soundness.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "launch/internal/reasons.h"

namespace formulary {

Money sum_of(const std::vector<Money>& parts) {
  Money sum;
  for (const Money part : parts) sum = sum + part;
  return sum;
}

Money budget_of(const std::vector<ProgrammeMeasure>& measures) {
  Money sum;
  for (const ProgrammeMeasure& measure : measures) sum = sum + measure.budget;
  return sum;
}

bool is_whole(const TargetVersion& version, Date first_day) {
  return std::isfinite(version.baseline) && std::isfinite(version.target) &&
         version.due > first_day;
}

namespace {

constexpr int kMostTranches = 120;  // monthly for ten years
constexpr int kMostYears = 30;

bool is_ladder(const Continuation& ladder) {
  return ladder.partial_from > 0 && ladder.partial_from <= ladder.release_at &&
         ladder.release_at <= 1 && ladder.cure_months >= 0;
}

bool has_negative(const ProgrammeMeasure& measure) {
  return measure.budget < Money() ||
         std::any_of(measure.budget_by_year.begin(), measure.budget_by_year.end(),
                     [](Money year) { return year < Money(); });
}

}  // namespace

void check_measures(Reasons& reasons, const std::vector<ProgrammeMeasure>& measures) {
  if (measures.empty()) {
    reasons.push_back(because(
        "package_empty", {"There is no measure.", "Нет ни одной меры.", "Бірде-бір шара жоқ."}));
  }
  std::set<std::string> seen;
  for (const ProgrammeMeasure& measure : measures) {
    const Text id = everywhere(measure.id);
    if (is_blank(measure.id) || !seen.insert(measure.id).second) {
      reasons.push_back(because("measure_twice",
                                {"Each measure needs an id of its own; \"{1}\" is not.",
                                 "У каждой меры должен быть свой код; «{1}» не подходит.",
                                 "Әр шараның өз коды болуы керек; «{1}» жарамайды."},
                                {id}));
    }
    if (has_negative(measure)) {
      reasons.push_back(
          because("budget_negative",
                  {"The budget of the measure \"{1}\" is negative.",
                   "Бюджет меры «{1}» отрицателен.", "«{1}» шарасының бюджеті теріс."},
                  {id}));
    }
    if (measure.tranches < 1 || measure.tranches > kMostTranches || measure.award_years < 1 ||
        measure.award_years > kMostYears) {
      reasons.push_back(because(
          "tranches",
          {"An award of \"{1}\" has 1 to {2} tranches and 1 to {3} years.",
           "По мере «{1}» допустимо от 1 до {2} траншей и от 1 до {3} лет.",
           "«{1}» шарасында транш саны 1–{2}, жыл саны 1–{3} болады."},
          {id, everywhere(std::to_string(kMostTranches)), everywhere(std::to_string(kMostYears))}));
    }
    if (!is_ladder(measure.rule.ladder)) {
      reasons.push_back(because("rule",
                                {"The rule of continued support of \"{1}\" is out of order.",
                                 "Правило продолжения поддержки по мере «{1}» задано неверно.",
                                 "«{1}» шарасы бойынша қолдауды жалғастыру ережесі дұрыс емес."},
                                {id}));
    }
  }
}

void check_budget(Reasons& reasons, const Programme& programme) {
  for (const ProgrammeMeasure& measure : programme.measures) {
    const Money years = sum_of(measure.budget_by_year);
    if (years == measure.budget) continue;
    reasons.push_back(
        because("budget_by_year",
                {"The years of the measure \"{1}\" sum to {2}, its budget is {3}.",
                 "Сумма по годам меры «{1}» — {2}, её бюджет — {3}.",
                 "«{1}» шарасының жылдар бойынша сомасы — {2}, бюджеті — {3}."},
                {everywhere(measure.id), everywhere(years), everywhere(measure.budget)}));
  }
  const Money sum = budget_of(programme.measures);
  if (sum != programme.budget) {
    reasons.push_back(because("budget_sum",
                              {"The measures sum to {1}, the programme's budget is {2}.",
                               "Сумма мер — {1}, бюджет программы — {2}.",
                               "Шаралардың сомасы — {1}, бағдарламаның бюджеті — {2}."},
                              {everywhere(sum), everywhere(programme.budget)}));
  }
  if (programme.budget <= Money()) {
    reasons.push_back(because(
        "budget_missing",
        {"The programme has no money.", "У программы нет бюджета.", "Бағдарламаның бюджеті жоқ."}));
  }
}

void check_targets(Reasons& reasons, const Programme& programme) {
  for (const ProgrammeMeasure& measure : programme.measures) {
    if (measure.kpis.empty()) {
      reasons.push_back(because("kpi_missing",
                                {"The measure \"{1}\" has no KPI.", "У меры «{1}» нет показателя.",
                                 "«{1}» шарасының көрсеткіші жоқ."},
                                {everywhere(measure.id)}));
    }
    for (const ProgrammeKpi& kpi : measure.kpis) {
      if (!kpi.versions.empty() && is_whole(kpi.versions.back(), programme.first_day)) continue;
      reasons.push_back(because(
          "target_missing",
          {"The KPI \"{2}\" of the measure \"{1}\" has no baseline and target due after the start.",
           "У показателя «{2}» меры «{1}» нет базового и целевого значения со сроком после "
           "начала программы.",
           "«{1}» шарасының «{2}» көрсеткішінде мерзімі бағдарлама басталғаннан кейінгі бастапқы "
           "және нысаналы мән жоқ."},
          {everywhere(measure.id), everywhere(kpi.kpi)}));
    }
  }
}

void check_forecast(Reasons& reasons, const std::vector<ProgrammeMeasure>& measures,
                    const Forecast& forecast) {
  using Tool = std::tuple<std::string, std::string, CompanyType>;
  std::map<Tool, Money> pretested;
  std::map<Tool, Money> planned;
  for (const TakeUp& row : forecast.take_up) {
    Money& sum = pretested[{row.instrument, row.variant, row.company_type}];
    sum = sum + row.budget;
  }
  bool fits = forecast.draws > 0;
  for (const ProgrammeMeasure& measure : measures) {
    Money& sum = planned[{measure.instrument, measure.variant, measure.company_type}];
    sum = sum + measure.budget;
    fits = fits && measure.sector == forecast.sector &&
           measure.budget_by_year.size() == static_cast<std::size_t>(std::max(0, forecast.years));
  }
  if (fits && pretested == planned) return;
  reasons.push_back(because(
      "forecast_of_another",
      {"The pre-test is not of these measures: sector, years, tools and money must be the same.",
       "Предпроверка относится к другим мерам: отрасль, годы, инструменты и суммы должны "
       "совпадать.",
       "Алдын ала тексеру басқа шараларға қатысты: сала, жылдар, құралдар мен сомалар бірдей болуы "
       "керек."}));
}

}  // namespace formulary
