#include "report/internal/phrases.h"

namespace formulary::report {

namespace {

constexpr PhraseEntry kTable[] = {
    {Phrase::q_components,
     {"Which part of the sector's ecosystem holds it back?",
      "Какая составляющая экосистемы сдерживает отрасль?",
      "Саланы экожүйенің қай құрамдасы тежейді?"}},
    {Phrase::f_components,
     {"Better access to “{best}” helps the sector most: {ratio} times as much as better access to "
      "“{least}”.",
      "Больше всего отрасли поможет улучшение по составляющей «{best}»: в {ratio} раза больше, чем "
      "по составляющей «{least}».",
      "Салаға ең көп көмектесетіні – «{best}» құрамдасының жақсаруы: «{least}» құрамдасына "
      "қарағанда {ratio} есе артық."}},
    {Phrase::d_components,
     {"Bars show access of the sector's firms to each component, a line the level of peers.",
      "Столбцы показывают доступность составляющих для компаний отрасли, черта – уровень "
      "сопоставимых стран.",
      "Жолақтар құрамдастардың сала компанияларына қолжетімділігін, сызық салыстырылатын елдердің "
      "деңгейін көрсетеді."}},
    {Phrase::unit_access,
     {"points of access, 0 to 100", "баллы доступности, от 0 до 100",
      "қолжетімділік балы, 0-ден 100-ге дейін"}},
    {Phrase::period_latest,
     {"latest year of each indicator", "последний доступный год каждого показателя",
      "әр көрсеткіштің соңғы қолда бар жылы"}},
    {Phrase::col_component, {"Component", "Составляющая", "Құрамдас"}},
    {Phrase::col_access, {"Access", "Доступность", "Қолжетімділік"}},
    {Phrase::col_peers, {"Peers", "Сопоставимые страны", "Салыстырылатын елдер"}},
    {Phrase::col_gap, {"Gap", "Разрыв", "Айырма"}},
    {Phrase::col_return, {"Return to relaxing it", "Отдача от улучшения", "Жақсартудың қайтарымы"}},
    {Phrase::col_binding, {"Holds back?", "Сдерживает?", "Тежей ме?"}},
    {Phrase::holds_back_mark, {"holds back", "сдерживает", "тежейді"}},
    {Phrase::legend_access, {"access now", "доступность сейчас", "қазіргі қолжетімділік"}},
    {Phrase::legend_peers, {"peers", "сопоставимые страны", "салыстырылатын елдер"}},
    {Phrase::problems_title,
     {"Problems found, the most pressing first", "Выявленные проблемы, начиная с самой острой",
      "Анықталған проблемалар, ең өткірінен бастап"}},
    {Phrase::no_problems,
     {"The signs of no known problem are met.", "Признаков известных проблем не найдено.",
      "Белгілі проблемалардың белгілері табылған жоқ."}},
    {Phrase::more_problems,
     {"Other problems: {count}", "Другие проблемы: {count}", "Басқа проблемалар: {count}"}},
    {Phrase::problem_component, {"Component", "Составляющая", "Құрамдас"}},
    {Phrase::problem_tools,
     {"Tools that treat it", "Инструменты против неё", "Оған қарсы құралдар"}},
    {Phrase::problem_kpis,
     {"Solved when these improve", "Решена, когда улучшатся", "Мыналар жақсарғанда шешіледі"}},
    {Phrase::signs_caption, {"Signs: {problem}", "Признаки: {problem}", "Белгілері: {problem}"}},
    {Phrase::col_indicator, {"Indicator", "Показатель", "Көрсеткіш"}},
    {Phrase::col_value, {"Value", "Значение", "Мәні"}},
    {Phrase::col_deviation,
     {"From peers, standard deviations", "Отклонение, стандартных отклонений",
      "Ауытқу, стандартты ауытқу"}},
    {Phrase::col_year, {"Year", "Год", "Жыл"}},
    {Phrase::col_source, {"Source", "Источник", "Дереккөз"}},
    {Phrase::unknown,
     {"No data: {indicators}.", "Нет данных: {indicators}.", "Дерек жоқ: {indicators}."}},
    {Phrase::q_stage,
     {"How sure is the stage?", "Насколько надёжно определена стадия?",
      "Кезең қаншалықты сенімді анықталды?"}},
    {Phrase::f_stage,
     {"Most probable: {stage} ({share}); next: {next} ({next_share}).",
      "Вероятнее всего: {stage} ({share}); затем: {next} ({next_share}).",
      "Ең ықтималы: {stage} ({share}); одан кейін: {next} ({next_share})."}},
    {Phrase::stage_assumed,
     {"Some of the series behind it are assumed, not observed.",
      "Часть использованных рядов – допущения, а не наблюдения.",
      "Пайдаланылған қатарлардың бір бөлігі бақылау емес, жорамал."}},
    {Phrase::stage_no_data,
     {"There are no data: these are the probabilities before any observation.",
      "Данных нет: это вероятности до каких-либо наблюдений.",
      "Дерек жоқ: бұл бақылауға дейінгі ықтималдықтар."}},
    {Phrase::unit_probability, {"probability", "вероятность", "ықтималдық"}},
    {Phrase::path_caption,
     {"Probability of each stage by year", "Вероятность каждой стадии по годам",
      "Әр кезеңнің жылдар бойынша ықтималдығы"}},
    {Phrase::q_path,
     {"How has the stage changed?", "Как менялась стадия?", "Кезең қалай өзгерді?"}},
    {Phrase::f_path,
     {"In {from} the most probable stage was {first} ({first_share}); in {to} it is {last} "
      "({last_share}).",
      "В {from} году вероятнее всего было {first} ({first_share}), в {to} году – {last} "
      "({last_share}).",
      "{from} жылы ең ықтималы {first} ({first_share}) болды, {to} жылы – {last} ({last_share})."}},
    {Phrase::evidence_caption,
     {"What speaks for this stage in {year}", "Что говорит об этой стадии, {year} год",
      "Бұл кезеңді не көрсетеді, {year} жыл"}},
    {Phrase::col_feature, {"Feature", "Признак", "Белгі"}},
    {Phrase::col_says, {"Speaks", "Свидетельство", "Куәлігі"}},
    {Phrase::says_for, {"for", "за", "жақтайды"}},
    {Phrase::says_against, {"against", "против", "қарсы"}},
    {Phrase::says_nothing, {"neither way", "нейтрально", "бейтарап"}},
};

}  // namespace

std::span<const PhraseEntry> diagnosis_phrases() {
  return kTable;
}

}  // namespace formulary::report
