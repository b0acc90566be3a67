#include "monitor/internal/wording.h"

namespace formulary {

namespace {

constexpr Wording kWords[]{
    {"only_verified_counts", "Only verified values enter totals",
     "В итоги входят только подтверждённые значения", "Қорытындыға тек расталған мәндер кіреді"},
    {"only_awards_are_leaves", "Totals are built from values of awards",
     "Итоги строятся из значений соглашений", "Қорытындылар келісімдердің мәндерінен құралады"},
    {"share_without_denominator", "A share needs a positive denominator",
     "Доле нужен положительный знаменатель", "Үлеске оң бөлім қажет"},
    {"total_out_of_range", "The value is too large for exact totals",
     "Значение слишком велико для точных итогов", "Мән дәл қорытынды үшін тым үлкен"},
    {"kind_changed", "{} was summed in another way before", "{} раньше суммировали иначе",
     "{} бұрын басқаша қосылған"},
    {"out_of_range", "The value lies outside what is possible", "Значение вне возможных пределов",
     "Мән мүмкін шектен тыс"},
    {"jump_against_trend", "The change is far from this series' usual changes",
     "Изменение далеко от обычных для этого ряда",
     "Өзгеріс бұл қатардың әдеттегі өзгерістерінен алыс"},
    {"outlier_among_peers", "The value is far from those of similar firms",
     "Значение далеко от значений похожих предприятий",
     "Мән ұқсас кәсіпорындардың мәндерінен алыс"},
    {"duplicate_values", "The same value was reported for {} firms",
     "Одно и то же значение сообщено по {} предприятиям",
     "Бірдей мән {} кәсіпорын бойынша хабарланған"},
    {"heaping", "Round last digits are too frequent: {}",
     "Круглые последние цифры встречаются слишком часто: {}", "Дөңгелек соңғы цифрлар тым жиі: {}"},
    {"jump_at_target", "Too many values lie just above the target: {}",
     "Слишком много значений чуть выше цели: {}", "Мақсаттан сәл жоғары мәндер тым көп: {}"},
    {"flag_resolved_before", "The flag was resolved before", "Отметка уже снята",
     "Белгі бұрын шешілген"},
    {"own_report_flagged", "Who reported the value cannot resolve its flag",
     "Сообщивший значение не может снять отметку", "Мәнді хабарлаған адам белгіні шеше алмайды"},
    {"too_few_regions", "There are {} regions; a comparison needs more",
     "Регионов {}; для сравнения нужно больше", "Аймақ саны {}; салыстыру үшін көбірек қажет"},
    {"sectors_do_not_match", "The sectors of {} are not those of the others",
     "Отрасли {} не те, что у остальных", "{} салалары басқалардікімен сәйкес емес"},
    {"figures_ill_formed", "The figures of {} are not sound numbers", "Данные {} неверны",
     "{} деректері қате"},
    {"reply_before_publication", "The office may still reply until {}",
     "Ведомство ещё может ответить до {}", "Ведомство {} дейін жауап бере алады"},
    {"replied_before", "A reply was given before", "Ответ уже дан", "Жауап бұрын берілген"},
    {"reply_too_late", "The days for a reply ended on {}", "Срок для ответа истёк {}",
     "Жауап беру мерзімі {} бітті"},
    {"reply_by_another_office", "Only the office of the scorecard may reply",
     "Ответить может только ведомство, о котором карта",
     "Тек карта арналған ведомство жауап бере алады"},
    {"not_shown_yet", "The scorecard has not been shown to the office yet",
     "Карта ещё не показана ведомству", "Карта ведомствоға әлі көрсетілмеген"},
};

}  // namespace

Reasons reasons_of_figures() {
  return worded(kWords);
}

}  // namespace formulary
