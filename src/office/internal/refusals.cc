#include "office/internal/refusals.h"

#include <array>

#include "domain/wording.h"

namespace formulary::office {
namespace {

constexpr std::array<RefusalWords<Refusal>, 23> kWords{{
    {Refusal::role_may_not, "role_may_not", "this role may not do that",
     "эта роль не даёт такого права", "бұл рөл ондай құқық бермейді"},
    {Refusal::not_your_own, "not_your_own", "it does not belong to your firm, office or region",
     "это не относится к вашему предприятию, ведомству или региону",
     "бұл сіздің кәсіпорныңызға, мекемеңізге немесе өңіріңізге тиесілі емес"},
    {Refusal::not_found, "not_found", "there is no such record", "такой записи нет",
     "мұндай жазба жоқ"},
    {Refusal::changed_meanwhile, "changed_meanwhile",
     "someone changed it since you read it; look at it again",
     "кто-то изменил запись после того, как вы её прочли; посмотрите ещё раз",
     "сіз оқығаннан кейін жазбаны біреу өзгертті; қайта қараңыз"},
    {Refusal::no_such_kpi, "no_such_kpi", "the toolbox has no such KPI",
     "такого показателя нет в наборе", "жинақта мұндай көрсеткіш жоқ"},
    {Refusal::kpi_not_promised, "kpi_not_promised", "the award promises nothing in this KPI",
     "в соглашении нет обязательства по этому показателю",
     "келісімде бұл көрсеткіш бойынша міндеттеме жоқ"},
    {Refusal::wrong_subject, "wrong_subject", "there is no such subject on the record",
     "такого предмета отчёта нет в реестре", "тізілімде мұндай есеп нысаны жоқ"},
    {Refusal::twice_in_batch, "twice_in_batch",
     "this subject, KPI and period stand in an earlier row of the same file",
     "этот показатель за тот же период уже есть в предыдущей строке файла",
     "осы кезеңнің бұл көрсеткіші файлдың алдыңғы жолында бар"},
    {Refusal::reported_already, "reported_already",
     "a value of this subject, KPI and period was reported: correct that one",
     "значение этого показателя за период уже сообщено: исправьте его",
     "осы көрсеткіштің кезең үшін мәні хабарланған: соны түзетіңіз"},
    {Refusal::id_given, "id_given", "ids are given by the register; leave it out",
     "номера присваивает реестр; не указывайте номер",
     "нөмірлерді тізілім береді; нөмірді көрсетпеңіз"},
    {Refusal::no_proposal, "no_proposal", "no proposal is kept for this decision",
     "для этого решения не сохранено предложение", "бұл шешім үшін ұсыныс сақталмаған"},
    {Refusal::same_person_pays, "same_person_pays",
     "whoever decided does not pay; another person must",
     "кто принял решение, не платит; это делает другое лицо",
     "шешім қабылдаған адам төлемейді; мұны басқа адам жасайды"},
    {Refusal::nothing_to_pay, "nothing_to_pay", "the decision releases no money",
     "решение не высвобождает денег", "шешім ақша босатпайды"},
    {Refusal::no_payee, "no_payee", "no bank details of the firm are on the record",
     "в реестре нет банковских реквизитов предприятия",
     "тізілімде кәсіпорынның банк деректемелері жоқ"},
    {Refusal::payee_unconfirmed, "payee_unconfirmed",
     "the firm's bank details are not confirmed by a second person yet",
     "банковские реквизиты предприятия ещё не подтвердило второе лицо",
     "кәсіпорынның банк деректемелерін екінші адам әлі растаған жоқ"},
    {Refusal::nothing_to_batch, "nothing_to_batch", "no ordered payment can go into a batch now",
     "сейчас нет поручений, которые можно включить в пакет",
     "қазір топтамаға қосуға болатын тапсырма жоқ"},
    {Refusal::pay_day_impossible, "pay_day_impossible",
     "the day of payment is today or within the next year",
     "день выплаты — сегодня или в течение года", "төлем күні — бүгін немесе бір жыл ішінде"},
    {Refusal::batch_discarded, "batch_discarded", "the batch was discarded", "пакет отменён",
     "топтама жойылған"},
    {Refusal::made_up_money, "made_up_money",
     "this register is a demonstration: no treasury gets its payments",
     "этот реестр демонстрационный: казначейство не получает его платежей",
     "бұл тізілім – көрсетілім: оның төлемдері қазынашылыққа жіберілмейді"},
    {Refusal::same_person_reconciles, "same_person_reconciles",
     "the treasury's answer is brought in by another than the one who made the batch",
     "ответ казначейства вносит не тот, кто составил пакет",
     "қазынашылық жауабын топтаманы жасаған адам емес, басқасы енгізеді"},
    {Refusal::why_missing, "why_missing", "say in writing why", "укажите причину письменно",
     "себебін жазбаша көрсетіңіз"},
    {Refusal::lottery_only, "lottery_only", "the measure does not select by lottery",
     "эта мера отбирает не по жребию", "бұл шара жеребе бойынша таңдамайды"},
    {Refusal::regions_missing, "regions_missing", "an office answerable for the region is unknown",
     "неизвестно ведомство, отвечающее за регион", "өңірге жауапты мекеме белгісіз"},
}};

}  // namespace

Reason refusal(Refusal refusal, const std::string& detail) {
  return worded_about(kWords, refusal, detail);
}

}  // namespace formulary::office
