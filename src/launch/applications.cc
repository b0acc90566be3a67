#include "launch/applications.h"

#include <algorithm>
#include <cmath>

#include "launch/eligibility.h"
#include "launch/internal/reasons.h"
#include "launch/internal/roles.h"

namespace formulary {

namespace {

using enum ApplicationState;

void check_firm(Reasons& reasons, const Application& application, const Actor& actor) {
  check_role(reasons, actor, {UserRole::company});
  if (actor.role != UserRole::company || (!is_blank(actor.firm) && actor.firm == application.firm))
    return;
  reasons.push_back(because("firm", {"A company acts for its own firm only.",
                                     "Компания действует только от имени своего предприятия.",
                                     "Компания тек өз кәсіпорнының атынан әрекет етеді."}));
}

void check_of_programme(Reasons& reasons, const Programme& programme,
                        const Application& application) {
  if (application.programme == programme.id) return;
  reasons.push_back(because("programme_other", {"The application is to another programme.",
                                                "Заявка подана в другую программу.",
                                                "Өтінім басқа бағдарламаға берілген."}));
}

void check_days(Reasons& reasons, const Programme& programme, Instant at) {
  if (programme.first_day <= at.date() && at.date() <= programme.last_day) return;
  reasons.push_back(
      because("call_days",
              {"Applications are taken from {1} to {2}.", "Заявки принимаются с {1} по {2}.",
               "Өтінімдер {1} мен {2} аралығында қабылданады."},
              {everywhere(programme.first_day.text()), everywhere(programme.last_day.text())}));
}

// Still in the running, or already served: a firm gets a measure once.
bool stands(const Application& application) {
  const ApplicationState s = application.state;
  return s != ineligible && s != declined && s != withdrawn;
}

void check_known(Reasons& reasons, const Application& drafted, std::span<const Application> known) {
  bool taken = is_blank(drafted.id);
  bool another = false;
  for (const Application& one : known) {
    taken = taken || one.id == drafted.id;
    another = another || (stands(one) && one.programme == drafted.programme &&
                          one.firm == drafted.firm && one.measure == drafted.measure);
  }
  if (taken) {
    reasons.push_back(because("application_twice",
                              {"Each application needs an id of its own; \"{1}\" is not.",
                               "У каждой заявки должен быть свой код; «{1}» не подходит.",
                               "Әр өтінімнің өз коды болуы керек; «{1}» жарамайды."},
                              {everywhere(drafted.id)}));
  }
  if (another) {
    reasons.push_back(because("open_application",
                              {"The firm already has an application or an award of this measure.",
                               "У предприятия уже есть заявка или поддержка по этой мере.",
                               "Кәсіпорынның осы шара бойынша өтінімі немесе қолдауы бар."}));
  }
}

void check_money(Reasons& reasons, const Setting& setting, const ProgrammeMeasure& measure,
                 const std::optional<FirmAccounts>& accounts, Money requested) {
  if (requested <= Money()) {
    reasons.push_back(because("money", {"The amount asked for must be above zero.",
                                        "Запрошенная сумма должна быть больше нуля.",
                                        "Сұралған сома нөлден үлкен болуы керек."}));
  }
  const Allowed<Money> ceiling = award_ceiling(setting, measure, accounts);
  if (!ceiling) {
    for (const Reason& reason : ceiling.error()) reasons.push_back(reason);
  } else if (requested > *ceiling) {
    reasons.push_back(because("above_dose",
                              {"Asked for: {1}; an award of this measure pays at most {2}.",
                               "Запрошено {1}; поддержка по этой мере — не более {2}.",
                               "Сұралғаны — {1}; осы шара бойынша қолдау {2} сомасынан аспайды."},
                              {everywhere(requested), everywhere(*ceiling)}));
  }
}

const Variant* form_of(const Setting& setting, const ProgrammeMeasure& measure) {
  const Instrument* card = setting.toolbox.instrument(measure.instrument);
  if (card == nullptr) return nullptr;
  const auto at = std::find_if(card->variants.begin(), card->variants.end(),
                               [&](const Variant& form) { return form.id == measure.variant; });
  return at != card->variants.end() ? &*at : nullptr;
}

bool is_percentage(DoseUnit unit) {
  return unit != DoseUnit::thousand_usd_per_firm && unit != DoseUnit::million_usd_per_facility;
}

bool are_sound(const FirmAccounts& accounts) {
  constexpr double kMost = 1e15;  // national currency a year; keeps amounts inside Money
  const auto sound = [](double x) { return x >= 0 && x <= kMost; };
  return sound(accounts.revenue) && sound(accounts.investment) && sound(accounts.exports);
}

Reason instrument_unknown(const ProgrammeMeasure& measure) {
  return because("instrument_unknown",
                 {"The toolbox or the country does not know what \"{1}\" stands on.",
                  "Набор инструментов или страна не знают, на чём основана мера «{1}».",
                  "Құралдар жинағында немесе елде «{1}» шарасының негізі жоқ."},
                 {everywhere(measure.id)});
}

}  // namespace

Allowed<Money> award_ceiling(const Setting& setting, const ProgrammeMeasure& measure,
                             const std::optional<FirmAccounts>& accounts) {
  const Variant* form = form_of(setting, measure);
  const Sector* sector = setting.pack.sector(measure.sector);
  if (form == nullptr || sector == nullptr) return otherwise(Reasons{instrument_unknown(measure)});
  if (form->dose.unit == DoseUnit::million_usd_per_facility) {
    return otherwise(
        Reasons{because("no_awards", {"A shared facility pays no awards to firms.",
                                      "Общий объект не выплачивает поддержку предприятиям.",
                                      "Ортақ нысан кәсіпорындарға қолдау төлемейді."})});
  }
  if (is_percentage(form->dose.unit) && !accounts) {
    return otherwise(Reasons{
        because("accounts_missing", {"The support is a share of the firm's figures: state them.",
                                     "Поддержка — доля показателей предприятия: укажите их.",
                                     "Қолдау кәсіпорын көрсеткіштерінің үлесі: оларды "
                                     "көрсетіңіз."})});
  }
  const FirmAccounts stated = accounts.value_or(FirmAccounts());
  if (!are_sound(stated)) {
    return otherwise(
        Reasons{because("accounts", {"The firm's figures must be numbers from zero up.",
                                     "Показатели предприятия — числа от нуля.",
                                     "Кәсіпорын көрсеткіштері нөлден басталатын "
                                     "сандар болуы керек."})});
  }
  const double a_year =
      dose_money(*form, measure.dose, stated, *sector, setting.pack.usd_rate.value);
  constexpr double kMost = 9e16;  // the range of Money
  const double most = a_year * measure.award_years * form->costs.public_share.value;
  return Money::from_major(std::clamp(most, 0.0, kMost));
}

Allowed<Application> submit(const Setting& setting, const Application& drafted,
                            const std::optional<FirmAccounts>& accounts,
                            std::span<const Application> known, const Actor& actor, Instant at) {
  Reasons reasons;
  check_firm(reasons, drafted, actor);
  check_open(reasons, setting.programme);
  check_of_programme(reasons, setting.programme, drafted);
  check_days(reasons, setting.programme, at);
  check_known(reasons, drafted, known);
  const ProgrammeMeasure* measure = check_measure(reasons, setting.programme, drafted.measure);
  if (measure != nullptr) {
    check_money(reasons, setting, *measure, accounts, drafted.requested);
  }
  Application next;
  next.id = drafted.id;
  next.programme = drafted.programme;
  next.measure = drafted.measure;
  next.firm = drafted.firm;
  next.facts = drafted.facts;
  next.requested = drafted.requested;
  next.submitted = at;
  return unless(std::move(reasons), std::move(next));
}

Allowed<Application> state_facts(const Application& application, const Facts& facts,
                                 const Actor& actor) {
  Reasons reasons;
  check_firm(reasons, application, actor);
  check_state(reasons, application.state, {submitted});
  Application next = application;
  for (std::size_t f = 0; f < kFields; ++f) {
    if (facts.number[f]) next.facts.number[f] = facts.number[f];
    if (!facts.id[f].empty()) next.facts.id[f] = facts.id[f];
  }
  return unless(std::move(reasons), std::move(next));
}

Allowed<Application> screen(const Setting& setting, const Application& application,
                            const Facts& cell) {
  Reasons reasons;
  check_open(reasons, setting.programme);
  check_of_programme(reasons, setting.programme, application);
  check_state(reasons, application.state, {submitted});
  const ProgrammeMeasure* measure = check_measure(reasons, setting.programme, application.measure);
  if (measure != nullptr && form_of(setting, *measure) == nullptr) {
    reasons.push_back(instrument_unknown(*measure));
  }
  if (!reasons.empty()) return otherwise(std::move(reasons));
  const Eligibility found = eligibility(*measure, *setting.toolbox.instrument(measure->instrument),
                                        application.facts, cell, setting.pack.company_types);
  Application next = application;
  next.reasons = found.reasons;
  if (found.answer == Answer::yes) next.state = eligible;
  if (found.answer == Answer::no) next.state = ineligible;
  return next;
}

Allowed<Application> score(const Programme& programme, const Application& application, double score,
                           const Actor& actor) {
  Reasons reasons;
  check_open(reasons, programme);
  check_of_programme(reasons, programme, application);
  const ProgrammeMeasure* measure = check_measure(reasons, programme, application.measure);
  check_measure_manager(reasons, programme, measure, actor);
  check_state(reasons, application.state, {eligible});
  if (measure != nullptr && measure->selection == Selection::lottery) {
    reasons.push_back(because("no_score", {"This measure selects by lottery: there are no scores.",
                                           "Эта мера отбирает жеребьёвкой: баллов нет.",
                                           "Бұл шара жеребемен іріктейді: балл қойылмайды."}));
  }
  if (!std::isfinite(score)) {
    reasons.push_back(because("score", {"The score must be a number.", "Балл должен быть числом.",
                                        "Балл сан болуы керек."}));
  }
  Application next = application;
  next.score = score;
  return unless(std::move(reasons), std::move(next));
}

Allowed<Application> withdraw(const Application& application, std::span<const Award> awards,
                              const Actor& actor) {
  Reasons reasons;
  check_firm(reasons, application, actor);
  check_state(reasons, application.state, {submitted, eligible, ranked, waitlisted, awarded});
  const bool agreed = std::any_of(awards.begin(), awards.end(), [&](const Award& award) {
    return award.application == application.id;
  });
  if (agreed) {
    reasons.push_back(because("award_made", {"An agreement stands; it can only be terminated.",
                                             "Соглашение заключено; его можно лишь прекратить.",
                                             "Келісім жасалған; оны тек тоқтатуға болады."}));
  }
  Application next = application;
  next.state = withdrawn;
  next.reasons.clear();
  return unless(std::move(reasons), std::move(next));
}

Allowed<Application> settle(const Programme& programme, const Application& application,
                            const Actor& actor) {
  Reasons reasons;
  check_of_programme(reasons, programme, application);
  const ProgrammeMeasure* measure = check_measure(reasons, programme, application.measure);
  check_measure_manager(reasons, programme, measure, actor);
  check_state(reasons, application.state, {submitted, eligible, ranked, waitlisted});
  const ProgrammeState state = programme.state;
  if (state != ProgrammeState::closed && state != ProgrammeState::terminated) {
    reasons.push_back(because(
        "programme_state",
        {"The programme still runs.", "Программа ещё действует.", "Бағдарлама әлі жүріп жатыр."}));
  }
  Application next = application;
  next.state = declined;
  next.reasons = {because("programme_over", {"The programme is over.", "Программа завершена.",
                                             "Бағдарлама аяқталды."})};
  return unless(std::move(reasons), std::move(next));
}

}  // namespace formulary
