#include "monitor/internal/wording.h"

namespace formulary {

namespace {

constexpr Wording kWords[]{
    {"decided_by_another", "The decision names another person than who acts",
     "В решении указано другое лицо, чем действующее",
     "Шешімде әрекет етушіден басқа адам көрсетілген"},
    {"drafter_cannot_decide", "Who drafted the programme cannot decide on its awards",
     "Составивший программу не решает по её соглашениям",
     "Бағдарламаны жасаған адам оның келісімдері бойынша шешім қабылдамайды"},
    {"own_decision_appealed", "Nobody decides an appeal against their own decision",
     "Никто не решает жалобу на собственное решение",
     "Ешкім өз шешіміне жасалған шағымды қарамайды"},
    {"decision_without_id", "The decision has no id", "У решения нет идентификатора",
     "Шешімнің идентификаторы жоқ"},
    {"another_tranche", "The decision names another tranche than the proposal",
     "Решение называет другой транш, чем предложение", "Шешім ұсыныстағыдан басқа траншты атайды"},
    {"decided_before", "The decision {} was applied before", "Решение {} уже применено",
     "{} шешімі бұрын қолданылған"},
    {"before_the_review", "The decision is dated before the review",
     "Решение датировано раньше проверки", "Шешім күні тексеруден бұрын"},
    {"illegal_appeal", "A tranche that is {} cannot be moved so on appeal",
     "Транш в состоянии {} нельзя так изменить по жалобе",
     "{} күйіндегі траншты шағым бойынша бұлай өзгертуге болмайды"},
    {"stale_proposal", "The tranche has changed since the proposal: review it anew",
     "Транш изменился после предложения: проверьте его заново",
     "Ұсыныстан кейін транш өзгерді: оны қайта тексеріңіз"},
    {"illegal_move", "A tranche that is {} cannot be moved so",
     "Транш в состоянии {} нельзя так изменить", "{} күйіндегі траншты бұлай өзгертуге болмайды"},
    {"not_as_proposed", "The decision differs from the proposal and is no override",
     "Решение отличается от предложения и не является отступлением",
     "Шешім ұсыныстан өзгеше және ережеден ауытқу емес"},
    {"force_majeure_only_waits", "Force majeure may only hold or give more time",
     "При форс-мажоре можно только удержать или дать время",
     "Форс-мажорда тек ұстауға немесе уақыт беруге болады"},
    {"money_does_not_fit", "The amounts do not fit the action and what the tranche holds back",
     "Суммы не соответствуют действию и остатку транша",
     "Сомалар әрекетке және транш қалдығына сәйкес емес"},
    {"cure_day_does_not_fit", "The cure period's last day does not fit the action or is past",
     "Последний день срока исправления не подходит к действию или прошёл",
     "Түзету мерзімінің соңғы күні әрекетке сай емес немесе өтіп кеткен"},
    {"not_yet_due", "The tranche is due on {}", "Срок транша наступает {}",
     "Транш мерзімі {} келеді"},
};

}  // namespace

Reasons reasons_of_decisions() {
  return worded(kWords);
}

}  // namespace formulary
