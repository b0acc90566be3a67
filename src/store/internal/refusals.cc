#include "store/internal/refusals.h"

#include <array>

#include "domain/wording.h"

namespace formulary::store {
namespace {

constexpr std::array<RefusalWords<Refusal>, 22> kWords{{
    {Refusal::changed_meanwhile, "changed_meanwhile",
     "someone changed it since you read it; look at it again",
     "кто-то изменил запись после того, как вы её прочли; посмотрите ещё раз",
     "сіз оқығаннан кейін жазбаны біреу өзгертті; қайта қараңыз"},
    {Refusal::exists_already, "exists_already", "there is one with this id already",
     "запись с таким номером уже есть", "мұндай нөмірі бар жазба бұрыннан бар"},
    {Refusal::not_there, "not_there", "there is no such record", "такой записи нет",
     "мұндай жазба жоқ"},
    {Refusal::tranches_do_not_sum, "tranches_do_not_sum", "the tranches do not add up to the award",
     "транши в сумме не равны поддержке", "транштардың қосындысы қолдау сомасына тең емес"},
    {Refusal::no_obligations, "no_obligations", "an award has at least one obligation",
     "у поддержки должно быть хотя бы одно встречное обязательство",
     "қолдаудың кемінде бір қарсы міндеттемесі болуы керек"},
    {Refusal::over_budget, "over_budget", "the awards would exceed the measure's budget",
     "сумма поддержки превысит бюджет меры", "қолдау сомасы шараның бюджетінен асады"},
    {Refusal::targets_are_kept, "targets_are_kept",
     "earlier versions of a target are kept; add a new one",
     "прежние версии целевых значений сохраняются; добавьте новую",
     "нысаналы мәндердің бұрынғы нұсқалары сақталады; жаңасын қосыңыз"},
    {Refusal::observations_are_kept, "observations_are_kept",
     "a reported value is superseded, never overwritten",
     "сообщённое значение заменяется новым, но не переписывается",
     "хабарланған мән жаңасымен ауыстырылады, бірақ қайта жазылмайды"},
    {Refusal::already_superseded, "already_superseded",
     "the value was superseded already, or is not there", "значение уже заменено или его нет",
     "мән бұрын ауыстырылған немесе жоқ"},
    {Refusal::reported_already, "reported_already",
     "its id is taken, or a value of this subject, KPI and period was reported: correct that one",
     "номер занят, или значение этого показателя за период уже сообщено: исправьте его",
     "нөмір бос емес немесе осы көрсеткіштің кезең үшін мәні хабарланған: соны түзетіңіз"},
    {Refusal::verifies_own_report, "verifies_own_report",
     "a value is verified by another than the one who reported it",
     "значение проверяет не тот, кто его сообщил", "мәнді хабарлаған адам емес, басқасы тексереді"},
    {Refusal::sums_do_not_agree, "sums_do_not_agree",
     "the tranche after the decision is not the tranche before it and what was decided",
     "транш после решения не равен траншу до него с учётом решения",
     "шешімнен кейінгі транш оған дейінгі транш пен шешімге сәйкес емес"},
    {Refusal::already_paid, "already_paid", "this decision was paid already",
     "по этому решению уже заплачено", "бұл шешім бойынша бұрын төленген"},
    {Refusal::not_as_decided, "not_as_decided", "the amount or the tranche is not as decided",
     "сумма или транш не соответствует решению", "сома немесе транш шешімге сәйкес емес"},
    {Refusal::more_than_released, "more_than_released",
     "more would be paid than was released of the tranche",
     "будет заплачено больше, чем выделено по траншу", "транш бойынша бөлінгеннен артық төленеді"},
    {Refusal::being_paid, "being_paid",
     "the treasury was ordered to pay this decision: reconcile its answer",
     "казначейству поручено выплатить по этому решению: сверьте его ответ",
     "бұл шешім бойынша төлеу қазынашылыққа тапсырылған: оның жауабын салыстырыңыз"},
    {Refusal::ordered_already, "ordered_already", "this decision is ordered to be paid already",
     "выплата по этому решению уже поручена", "бұл шешім бойынша төлем бұрын тапсырылған"},
    {Refusal::confirmed_already, "confirmed_already", "these bank details were confirmed already",
     "эти реквизиты уже подтверждены", "бұл деректемелер бұрын расталған"},
    {Refusal::confirms_own_payee, "confirms_own_payee",
     "bank details are confirmed by another than the one who set them",
     "реквизиты подтверждает не тот, кто их внёс",
     "деректемелерді енгізген адам емес, басқасы растайды"},
    {Refusal::exported_already, "exported_already",
     "the batch was exported: the treasury may be paying it",
     "пакет уже выгружен: возможно, казначейство его исполняет",
     "топтама шығарылған: қазынашылық оны орындап жатуы мүмкін"},
    {Refusal::key_of_another_request, "key_of_another_request",
     "another request was sent with this idempotency key",
     "с этим ключом идемпотентности уже был другой запрос",
     "бұл идемпотенттік кілтімен басқа сұраныс жіберілген"},
    {Refusal::not_empty, "not_empty",
     "the register is not empty; a demonstration needs a register of its own",
     "реестр не пуст; для демонстрации нужен отдельный реестр",
     "тізілім бос емес; көрсетілімге жеке тізілім керек"},
}};

}  // namespace

tl::unexpected<Reasons> refuse(Refusal refusal, const std::string& subject) {
  return otherwise(Reasons{worded_about(kWords, refusal, subject)});
}

}  // namespace formulary::store
