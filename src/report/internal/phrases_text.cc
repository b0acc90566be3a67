#include "report/internal/phrases.h"

namespace formulary::report {

namespace {

constexpr PhraseEntry kTable[] = {
    {Phrase::t_check_ok,
     {"The toolbox and the country pack are sound.",
      "Набор инструментов и данные страны в порядке.", "Құралдар жинағы мен ел деректері дұрыс."}},
    {Phrase::t_check_bad, {"{mistakes} found:", "Найдено: {mistakes}.", "Табылғаны: {mistakes}."}},
    {Phrase::t_toolbox,
     {"The toolbox holds {tools}.", "В наборе {tools}.", "Жинақта {tools} бар."}},
    {Phrase::t_families, {"Tools", "Инструменты", "Құралдар"}},
    {Phrase::t_stages,
     {"Most probable stage of each sector in its latest year.",
      "Наиболее вероятная стадия каждой отрасли в последний доступный год.",
      "Әр саланың соңғы қолда бар жылдағы ең ықтимал кезеңі."}},
    {Phrase::t_stages_caption, {"Stages", "Стадии", "Кезеңдер"}},
    {Phrase::t_sensitivity,
     {"{yes} of {all} cells respond: the tool works on what holds the sector back.",
      "Откликаются ячейки: {yes} из {all}; там инструмент действует на то, что сдерживает отрасль.",
      "Жауап беретін ұяшықтар: {all} ішінен {yes}; мұнда құрал саланы тежейтін құрамдасқа әсер "
      "етеді."}},
    {Phrase::t_sensitivity_caption,
     {"Change of a supported firm's revenue, percent", "Изменение выручки получателя, процентов",
      "Қолдау алған компания түсімінің өзгеруі, пайыз"}},
    {Phrase::t_response, {"Response", "Отклик", "Жауап"}},
    {Phrase::t_components_caption,
     {"Components of the sector's ecosystem", "Составляющие экосистемы отрасли",
      "Сала экожүйесінің құрамдастары"}},
    {Phrase::t_problems_caption, {"Problems", "Проблемы", "Проблемалар"}},
    {Phrase::t_col_problem, {"Problem", "Проблема", "Проблема"}},
    {Phrase::t_col_score, {"Score", "Острота", "Өткірлігі"}},
    {Phrase::t_col_sector, {"Sector", "Отрасль", "Сала"}},
    {Phrase::t_col_stage, {"Stage", "Стадия", "Кезең"}},
    {Phrase::t_col_probability, {"Probability", "Вероятность", "Ықтималдығы"}},
    {Phrase::t_infeasible,
     {"No package keeps all the limits.", "Нет пакета, который соблюдает все пределы.",
      "Барлық шекті сақтайтын пакет жоқ."}},
    {Phrase::t_limits,
     {"Limits that clash: {limits}.", "Несовместимые пределы: {limits}.",
      "Үйлеспейтін шектер: {limits}."}},
    {Phrase::t_hint,
     {"What would help: {hint}.", "Что поможет: {hint}.", "Не көмектеседі: {hint}."}},
    {Phrase::t_proof,
     {"No package within these limits is better by more than {gap}.",
      "Лучше него в этих пределах не более чем на {gap}.",
      "Бұл шектерде одан артық пакет ең көбі {gap} ғана жақсы."}},
    {Phrase::t_blanket,
     {"The same money spent evenly would bring {blanket}, the package {tailored} (planning "
      "estimate).",
      "Те же деньги поровну принесли бы {blanket}, пакет – {tailored} (плановая оценка).",
      "Дәл сол қаражат тең бөлінсе {blanket}, пакет {tailored} пайда әкеледі (жоспарлы бағалау)."}},
    {Phrase::t_forecast,
     {"Expected benefit {benefit} (90% interval: {interval}) for {cost} paid out.",
      "Ожидаемая польза {benefit} (90‑процентный интервал: {interval}) при выплатах {cost}.",
      "Күтілетін пайда {benefit} (90 пайыздық аралық: {interval}), төленетін қаражат {cost}."}},
    {Phrase::t_runs_out, {"Money runs out", "Деньги кончаются", "Қаражат таусылады"}},
    {Phrase::t_day,
     {"day {day} in {share} of draws", "{day}-й день в {share} прогонов",
      "есептеулердің {share} бөлігінде {day}-күні"}},
    {Phrase::t_indications, {"For", "Для кого", "Кімге"}},
    {Phrase::t_conditions, {"Works on", "Действует на", "Әсер етеді"}},
    {Phrase::t_application,
     {"To apply: {days} working days, {documents} documents.",
      "Заявка: рабочих дней {days}, документов {documents}.",
      "Өтінім: жұмыс күні {days}, құжат {documents}."}},
    {Phrase::t_contraindications, {"Not for", "Противопоказан", "Қолдануға болмайды"}},
    {Phrase::t_open_to_sector,
     {"Open to the firms of one sector, whose programme bears its cost.",
      "Открыт для компаний одной отрасли, чья программа оплачивает его стоимость.",
      "Бір саланың компанияларына ашық, құнын сол саланың бағдарламасы төлейді."}},
    {Phrase::t_open_to_region,
     {"Open to firms of all sectors of the region: a sector's programme bears the part of its own "
      "users, those of the other sectors must bear the rest.",
      "Открыт для компаний всех отраслей региона: программа отрасли оплачивает долю своих "
      "пользователей, остальное должны оплатить программы других отраслей.",
      "Өңірдегі барлық саланың компанияларына ашық: саланың бағдарламасы өз пайдаланушыларының "
      "үлесін төлейді, қалғанын басқа салалардың бағдарламалары төлеуі тиіс."}},
    {Phrase::t_indicated_stages, {"Stages", "Стадии", "Кезеңдер"}},
    {Phrase::t_family, {"Family", "Группа", "Топ"}},
    {Phrase::t_reproduce,
     {"Reproduce: {command}", "Воспроизвести: {command}", "Қайта алу: {command}"}},
};

}  // namespace

std::span<const PhraseEntry> text_phrases() {
  return kTable;
}

}  // namespace formulary::report
