#include "launch/awards.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "launch/internal/reasons.h"
#include "launch/internal/roles.h"
#include "launch/internal/soundness.h"
#include "launch/selection.h"

namespace formulary {

namespace {

const TargetVersion* target_of(const ProgrammeMeasure& measure, const std::string& id) {
  for (const ProgrammeKpi& kpi : measure.kpis) {
    if (kpi.kpi == id && !kpi.versions.empty()) return &kpi.versions.back();
  }
  return nullptr;
}

bool is_sound(const FirmShare& share) {
  return std::isfinite(share.baseline) && share.share > 0 && share.share <= 1 &&
         std::isfinite(share.weight) && share.weight > 0;
}

std::vector<Obligation> obligations_of(Reasons& reasons, const ProgrammeMeasure& measure,
                                       const Agreement& agreement) {
  std::vector<Obligation> obligations;
  std::set<std::string> seen;
  if (agreement.shares.empty()) {
    reasons.push_back(
        because("shares_missing", {"An award needs at least one KPI that the firm answers for.",
                                   "Нужен хотя бы один показатель, за который отвечает получатель.",
                                   "Алушы жауап беретін кемінде бір көрсеткіш керек."}));
  }
  for (const FirmShare& share : agreement.shares) {
    const TargetVersion* whole = target_of(measure, share.kpi);
    if (whole == nullptr || !is_sound(share) || !seen.insert(share.kpi).second) {
      reasons.push_back(because(
          "share",
          {"\"{1}\" must be a KPI of the measure, once, with a share of it above 0 and up to 1.",
           "«{1}»: нужен показатель меры, один раз, с долей больше 0 и не больше 1.",
           "«{1}»: шараның көрсеткіші болуы, бір рет аталуы, үлесі 0-ден артық, 1-ден аспауы "
           "керек."},
          {everywhere(share.kpi)}));
      continue;
    }
    if (!(agreement.day < whole->due)) {
      reasons.push_back(because("target_due",
                                {"The target of \"{1}\" is due on {2}, not after the agreement.",
                                 "Срок целевого значения «{1}» — {2}, не позже соглашения.",
                                 "«{1}» нысаналы мәнінің мерзімі — {2}, келісімнен кейін емес."},
                                {everywhere(share.kpi), everywhere(whole->due.text())}));
    }
    const double way = share.share * (whole->target - whole->baseline);
    obligations.push_back(
        {share.kpi, share.baseline, share.baseline + way, agreement.day, whole->due, share.weight});
  }
  return obligations;
}

constexpr int kMostMonths = 120;  // to the first tranche

std::vector<Tranche> tranches_of(Reasons& reasons, const ProgrammeMeasure& measure,
                                 const Agreement& agreement, Money amount) {
  std::vector<double> weights = agreement.tranche_weights;
  if (weights.empty()) weights.assign(static_cast<std::size_t>(std::max(1, measure.tranches)), 1);
  const bool sound =
      weights.size() == static_cast<std::size_t>(measure.tranches) &&
      agreement.first_tranche_months >= 0 && agreement.first_tranche_months <= kMostMonths &&
      amount >= Money() &&
      std::all_of(weights.begin(), weights.end(),
                  [](double weight) { return std::isfinite(weight) && weight > 0; }) &&
      std::isfinite(std::accumulate(weights.begin(), weights.end(), 0.0));
  std::vector<Money> parts;
  if (sound) parts = split(amount, weights);
  if (!sound || std::find(parts.begin(), parts.end(), Money()) != parts.end()) {
    reasons.push_back(because("tranche_weights",
                              {"The plan must give each of the {1} tranches a part above zero.",
                               "План должен дать каждому из траншей ({1}) часть больше нуля.",
                               "Жоспар {1} транштың әрқайсысына нөлден артық бөлік беруі керек."},
                              {everywhere(std::to_string(measure.tranches))}));
    return {};
  }
  std::vector<Tranche> tranches;
  for (int i = 0; i < measure.tranches; ++i) {
    Tranche tranche;
    tranche.id = agreement.award + "." + std::to_string(i + 1);
    tranche.number = i + 1;
    tranche.amount = parts[static_cast<std::size_t>(i)];
    tranche.due = agreement.day.plus_months(agreement.first_tranche_months +
                                            12 * measure.award_years * i / measure.tranches);
    tranches.push_back(tranche);
  }
  return tranches;
}

void check_ids(Reasons& reasons, const Application& application, const Agreement& agreement,
               std::span<const Award> awards) {
  const bool taken =
      is_blank(agreement.award) || std::any_of(awards.begin(), awards.end(), [&](const Award& one) {
        return one.id == agreement.award || one.application == application.id;
      });
  if (!taken) return;
  reasons.push_back(
      because("award_twice",
              {"An application has one award, and an award an id of its own; \"{1}\" is not.",
               "У заявки одно соглашение, у соглашения свой код; «{1}» не подходит.",
               "Өтінімнің бір келісімі, келісімнің өз коды болады; «{1}» жарамайды."},
              {everywhere(agreement.award)}));
}

// The application must be on the record as given, or the money would not count it.
bool is_counted(const Application& application, std::span<const Application> applications) {
  return std::any_of(applications.begin(), applications.end(), [&](const Application& one) {
    return one.id == application.id && one.measure == application.measure &&
           one.state == application.state && one.requested == application.requested;
  });
}

void check_money(Reasons& reasons, const Programme& programme, const ProgrammeMeasure& measure,
                 const Application& application, std::span<const Application> applications,
                 std::span<const Award> awards, Date day) {
  Money left = money_left(programme, measure, applications, awards, day);
  if (!is_counted(application, applications)) left = left - application.requested;
  if (left >= Money()) return;
  reasons.push_back(because("money_short",
                            {"The measure's money does not cover this award: {1} is left.",
                             "Денег меры не хватает на эту поддержку: остаток {1}.",
                             "Шараның қаржысы бұл қолдауға жетпейді: қалдық {1}."},
                            {everywhere(left)}));
}

void check_day(Reasons& reasons, const Programme& programme, const Application& application,
               Date day) {
  if (day >= programme.first_day && day >= application.submitted.date()) return;
  reasons.push_back(
      because("agreement_day", {"The agreement is dated before the programme or the application.",
                                "Дата соглашения раньше программы или заявки.",
                                "Келісім күні бағдарламадан немесе өтінімнен бұрын."}));
}

}  // namespace

Allowed<Award> make_award(const Programme& programme, const Application& application,
                          const Agreement& agreement, std::span<const Application> applications,
                          std::span<const Award> awards, const Actor& actor) {
  Reasons reasons;
  check_open(reasons, programme);
  check_state(reasons, application.state, {ApplicationState::awarded});
  const ProgrammeMeasure* measure = check_measure(reasons, programme, application.measure);
  check_measure_manager(reasons, programme, measure, actor);
  check_ids(reasons, application, agreement, awards);
  check_day(reasons, programme, application, agreement.day);
  Award award;
  award.id = agreement.award;
  award.application = application.id;
  award.programme = programme.id;
  award.measure = application.measure;
  award.firm = application.firm;
  award.amount = application.requested;
  if (measure != nullptr) {
    award.obligations = obligations_of(reasons, *measure, agreement);
    award.tranches = tranches_of(reasons, *measure, agreement, award.amount);
    award.rule = measure->rule;
    check_money(reasons, programme, *measure, application, applications, awards, agreement.day);
  }
  return unless(std::move(reasons), std::move(award));
}

Allowed<Award> complete_award(const Programme& programme, const Award& award, const Actor& actor) {
  Reasons reasons;
  const ProgrammeMeasure* measure = check_measure(reasons, programme, award.measure);
  check_measure_manager(reasons, programme, measure, actor);
  check_state(reasons, award.state, {AwardState::active});
  std::vector<Text> open;
  for (const Tranche& tranche : award.tranches) {
    if (tranche.released + tranche.given_up != tranche.amount) {
      open.push_back(everywhere(std::to_string(tranche.number)));
    }
  }
  if (!open.empty()) {
    reasons.push_back(because("tranches_open",
                              {"Tranches that are neither paid nor given up: {1}.",
                               "Транши, которые не выплачены и не отменены: {1}.",
                               "Төленбеген және күші жойылмаған транштар: {1}."},
                              {listed(open)}));
  }
  Award next = award;
  next.state = AwardState::completed;
  return unless(std::move(reasons), std::move(next));
}

Allowed<Award> terminate_award(const Programme& programme, const Award& award,
                               const std::string& why, const Actor& actor) {
  Reasons reasons;
  check_measure(reasons, programme, award.measure);
  check_approver(reasons, programme, actor);
  check_state(reasons, award.state, {AwardState::active});
  check_why(reasons, why);
  Award next = award;
  next.state = AwardState::terminated;
  next.terminated_why = why;
  for (Tranche& tranche : next.tranches) {
    const Money unpaid = tranche.amount - tranche.released - tranche.given_up;
    if (unpaid == Money()) continue;
    tranche.given_up = tranche.given_up + unpaid;
    tranche.state = tranche.released > Money() ? TrancheState::reduced : TrancheState::stopped;
    tranche.cure_until.reset();
  }
  return unless(std::move(reasons), std::move(next));
}

}  // namespace formulary
