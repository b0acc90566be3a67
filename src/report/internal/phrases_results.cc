#include "report/internal/phrases.h"

namespace formulary::report {

namespace {

constexpr PhraseEntry kTable[] = {
    {Phrase::q_kpi,
     {"{kpi}: what does the package change?", "{kpi}: что меняет пакет?",
      "{kpi}: пакет нені өзгертеді?"}},
    {Phrase::f_kpi,
     {"In {year}: {change} against no policy (90% interval: {interval}).",
      "{year} год: {change} по сравнению с отсутствием поддержки (90‑процентный интервал: "
      "{interval}).",
      "{year} жыл: қолдау болмаған жағдайдан {change} (90 пайыздық аралық: {interval})."}},
    {Phrase::f_kpi_unsure,
     {"In {year}: {change} against no policy, but the sign is not certain (90% interval: "
      "{interval}).",
      "{year} год: {change} по сравнению с отсутствием поддержки, но знак не определён "
      "(90‑процентный интервал: {interval}).",
      "{year} жыл: қолдау болмаған жағдайдан {change}, бірақ таңбасы анық емес (90 пайыздық "
      "аралық: {interval})."}},
    {Phrase::results_note,
     {"Both worlds are simulated with the same chance events, so their difference is the package "
      "alone. Dark bands hold the middle half of the draws, pale bands nine tenths.",
      "Оба варианта рассчитаны на одних и тех же случайных событиях, поэтому разница между ними – "
      "только действие пакета. Тёмная полоса – средняя половина прогонов, светлая – девять "
      "десятых.",
      "Екі нұсқа да бірдей кездейсоқ оқиғалармен есептелген, сондықтан олардың айырмасы – тек "
      "пакеттің әсері. Қою жолақ – есептеулердің ортаңғы жартысы, ақшыл жолақ – оннан тоғызы."}},
    {Phrase::legend_with, {"with the package", "с пакетом", "пакетпен"}},
    {Phrase::legend_without, {"no policy", "без поддержки", "қолдаусыз"}},
    {Phrase::legend_bands,
     {"bands: 50% and 90% of the draws", "полосы: 50% и 90% прогонов",
      "жолақтар: есептеулердің 50% және 90%"}},
    {Phrase::kpi_caption,
     {"{kpi}: medians by year, difference with its 90% interval",
      "{kpi}: медианы по годам, разница с 90-процентным интервалом",
      "{kpi}: жылдар бойынша медианалар, айырма 90 пайыздық аралықпен"}},
    {Phrase::impact_caption,
     {"What the package changes by {year}, all indicators",
      "Что пакет изменит к {year} году, все показатели",
      "Пакет {year} жылға қарай нені өзгертеді, барлық көрсеткіш"}},
    {Phrase::col_no_policy, {"No policy", "Без поддержки", "Қолдаусыз"}},
    {Phrase::col_with_policy, {"With the package", "С пакетом", "Пакетпен"}},
    {Phrase::col_difference, {"Difference", "Разница", "Айырма"}},
    {Phrase::col_additionality,
     {"Share due to support", "Доля благодаря поддержке", "Қолдаудың арқасындағы үлес"}},
    {Phrase::col_cost_per_unit, {"Cost per unit", "Затраты на единицу", "Бірлікке шығын"}},
    {Phrase::col_verdict, {"Reading", "Вывод", "Қорытынды"}},
    {Phrase::better, {"✓\u00A0better", "✓\u00A0лучше", "✓\u00A0жақсарады"}},
    {Phrase::worse, {"✗\u00A0worse", "✗\u00A0хуже", "✗\u00A0нашарлайды"}},
    {Phrase::unsure, {"?\u00A0not\u00A0certain", "?\u00A0не\u00A0ясно", "?\u00A0анық\u00A0емес"}},
    {Phrase::impact_note,
     {"“Share due to support”: how much of the recipients' change the support causes. “Cost per "
      "unit”: public money paid out for one unit of the difference.",
      "«Доля благодаря поддержке» – какая часть изменений у получателей вызвана поддержкой. "
      "«Затраты на единицу» – выплаченные бюджетные средства на единицу разницы.",
      "«Қолдаудың арқасындағы үлес» – алушылардағы өзгерістің қандай бөлігін қолдау тудырады. "
      "«Бірлікке шығын» – айырманың бір бірлігіне төленген бюджет қаражаты."}},
    {Phrase::more_kpis,
     {"Charts of the other indicators: {count}", "Графики других показателей: {count}",
      "Басқа көрсеткіштердің графиктері: {count}"}},
    {Phrase::q_compare,
     {"Is a tailored package worth more than the same money spent evenly?",
      "Даёт ли адресный пакет больше, чем те же деньги поровну?",
      "Бағытталған пакет дәл сол қаражатты тең бөлгеннен көп бере ме?"}},
    {Phrase::f_gain_sure,
     {"Yes: {gain} more benefit (90% interval: {interval}); better in {share} of the draws.",
      "Да: польза больше на {gain} (90‑процентный интервал: {interval}); лучше в {share} прогонов.",
      "Иә: пайдасы {gain} артық (90 пайыздық аралық: {interval}); есептеулердің {share} бөлігінде "
      "жақсырақ."}},
    {Phrase::f_gain_unsure,
     {"Probably, but not for certain: {gain} more benefit (90% interval: {interval}); better in "
      "{share} of the draws.",
      "Вероятно, но не наверняка: польза больше на {gain} (90‑процентный интервал: {interval}); "
      "лучше в {share} прогонов.",
      "Мүмкін, бірақ сенімді емес: пайдасы {gain} артық (90 пайыздық аралық: {interval}); "
      "есептеулердің {share} бөлігінде жақсырақ."}},
    {Phrase::f_loss_unsure,
     {"Probably not: {gain} less benefit, though not for certain (90% interval: {interval}); "
      "better in only {share} of the draws.",
      "Вероятно, нет: польза меньше на {gain}, хотя и не наверняка (90‑процентный интервал: "
      "{interval}); лучше лишь в {share} прогонов.",
      "Мүмкін, жоқ: пайдасы {gain} кем, бірақ сенімді емес (90 пайыздық аралық: {interval}); "
      "есептеулердің {share} бөлігінде ғана жақсырақ."}},
    {Phrase::f_loss_sure,
     {"No: {gain} less benefit than the same money spent evenly (90% interval: {interval}). The "
      "package should not be adopted in this form.",
      "Нет: польза меньше на {gain}, чем от тех же денег поровну (90‑процентный интервал: "
      "{interval}). В таком виде пакет принимать не следует.",
      "Жоқ: сол қаражатты тең бөлгенге қарағанда пайдасы {gain} кем (90 пайыздық аралық: "
      "{interval}). Пакетті бұл күйінде қабылдауға болмайды."}},
    {Phrase::blanket_text,
     {"The programme for all spends the same money evenly: {measures}; tools: {tools}.",
      "Одинаковая для всех программа тратит те же деньги поровну: {measures}; инструменты: "
      "{tools}.",
      "Бәріне бірдей бағдарлама дәл сол қаражатты тең бөледі: {measures}; құралдар: {tools}."}},
    {Phrase::no_comparison,
     {"The comparison was not simulated. By the planning estimate the tailored package brings "
      "{tailored}, the same money spent evenly {blanket}.",
      "Сравнение не моделировалось. По плановой оценке адресный пакет приносит {tailored}, те же "
      "деньги поровну – {blanket}.",
      "Салыстыру модельденген жоқ. Жоспарлы бағалау бойынша бағытталған пакет {tailored}, тең "
      "бөлінген дәл сол қаражат {blanket} пайда әкеледі."}},
    {Phrase::tailored, {"Tailored package", "Адресный пакет", "Бағытталған пакет"}},
    {Phrase::blanket,
     {"One programme for all", "Одинаковая для всех программа", "Бәріне бірдей бағдарлама"}},
    {Phrase::gain, {"Gain from tailoring", "Выигрыш от адресности", "Бағыттаудың ұтысы"}},
    {Phrase::unit_benefit,
     {"benefit in present value, {unit}", "польза в приведённой стоимости, {unit}",
      "келтірілген құнмен пайда, {unit}"}},
    {Phrase::compare_caption,
     {"Benefit with the same money, {unit}", "Польза при тех же деньгах, {unit}",
      "Бірдей қаражатпен алынатын пайда, {unit}"}},
    {Phrase::planner_title,
     {"Does the simulation confirm the plan?", "Подтверждает ли модель план?",
      "Модель жоспарды растай ма?"}},
    {Phrase::planner_inside,
     {"Yes: the planning estimate, {planner}, lies inside the simulated interval ({interval}).",
      "Да: плановая оценка, {planner}, лежит внутри интервала модели ({interval}).",
      "Иә: жоспарлы бағалау, {planner}, модель аралығының ішінде ({interval})."}},
    {Phrase::planner_outside,
     {"No: the planning estimate, {planner}, lies outside the simulated interval ({interval}). "
      "Trust the simulation, and treat the choice with caution.",
      "Нет: плановая оценка, {planner}, лежит вне интервала модели ({interval}). Следует доверять "
      "модели и относиться к выбору осторожно.",
      "Жоқ: жоспарлы бағалау, {planner}, модель аралығынан тыс ({interval}). Модельге сеніп, "
      "таңдауға сақтықпен қараған жөн."}},
    {Phrase::planner_caption,
     {"Benefit of the package, {unit}", "Польза пакета, {unit}", "Пакеттің пайдасы, {unit}"}},
    {Phrase::planner, {"Planning estimate", "Плановая оценка", "Жоспарлы бағалау"}},
    {Phrase::simulation, {"Simulation", "Модель", "Модель"}},
};

}  // namespace

std::span<const PhraseEntry> result_phrases() {
  return kTable;
}

}  // namespace formulary::report
