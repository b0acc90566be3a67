#include "publish/internal/columns.h"

#include <algorithm>

#include "base/must.h"

namespace formulary::publish {

namespace {

struct Words {
  const char* name;
  ColumnType type;
  const char *unit, *en, *ru, *kk;
};
using enum ColumnType;
constexpr Words kColumns[] = {
    {"programme", text, "", "programme", "программа", "бағдарлама"},
    {"measure", text, "", "measure: an instrument aimed at one cell",
     "мера: инструмент для одной ячейки", "шара: бір ұяшыққа арналған құрал"},
    {"kpi", text, "", "KPI; names in codes", "показатель; названия в codes",
     "көрсеткіш; атаулары codes кестесінде"},
    {"region", text, "", "region, ISO 3166-2", "регион, ISO 3166-2", "өңір, ISO 3166-2"},
    {"sector", text, "", "sector; names in codes", "отрасль; названия в codes",
     "сала; атаулары codes кестесінде"},
    {"company_type", text, "", "large, sme, startup or newcomer",
     "large, sme, startup или newcomer", "large, sme, startup немесе newcomer"},
    {"demonstration", flag, "", "made up for demonstration", "вымышлено для демонстрации",
     "көрсету үшін ойдан шығарылған"},
    {"name_en", text, "", "name in English", "название на английском", "ағылшынша атауы"},
    {"name_ru", text, "", "name in Russian", "название на русском", "орысша атауы"},
    {"name_kk", text, "", "name in Kazakh", "название на казахском", "қазақша атауы"},
    {"state", text, "", "state in the life cycle", "состояние жизненного цикла",
     "өмірлік циклдегі күйі"},
    {"owner", text, "", "office that answers for it", "ответственное ведомство", "жауапты мекеме"},
    {"delivery", text, "", "office that carries it out", "ведомство-исполнитель",
     "орындаушы мекеме"},
    {"office", text, "", "office", "ведомство", "мекеме"},
    {"first_day", date, "", "first day", "первый день", "бірінші күні"},
    {"last_day", date, "", "last day", "последний день", "соңғы күні"},
    {"budget", money, "currency", "budget, whole term", "бюджет за весь срок",
     "бүкіл мерзімге бюджет"},
    {"currency", text, "", "currency of the amounts, ISO 4217", "валюта сумм, ISO 4217",
     "сомалардың валютасы, ISO 4217"},
    {"measures", integer, "measures", "number of measures", "число мер", "шаралар саны"},
    {"instrument", text, "", "instrument; names in codes", "инструмент; названия в codes",
     "құрал; атаулары codes кестесінде"},
    {"variant", text, "", "form of the instrument", "форма инструмента", "құралдың түрі"},
    {"dose", number, "see dose_unit", "dose", "доза", "мөлшері"},
    {"dose_unit", text, "", "unit of the dose", "единица дозы", "мөлшер бірлігі"},
    {"selection", text, "", "how awards are chosen: merit, need or lottery",
     "отбор: merit, need или lottery", "іріктеу: merit, need немесе lottery"},
    {"award_years", integer, "years", "years that an award pays", "лет выплаты одной поддержки",
     "бір қолдаудың төлем жылдары"},
    {"tranches", integer, "tranches", "tranches of an award", "траншей в одной поддержке",
     "бір қолдаудағы транштар"},
    {"version", integer, "", "number of the version, 1 = first", "номер версии, 1 = первая",
     "нұсқа нөмірі, 1 = бірінші"},
    {"holds", flag, "", "the version that holds", "действующая версия", "қолданыстағы нұсқа"},
    {"baseline", number, "see unit", "baseline", "исходное значение", "бастапқы мәні"},
    {"target", number, "see unit", "target", "целевое значение", "нысаналы мәні"},
    {"unit", text, "", "unit of the values", "единица измерения", "өлшем бірлігі"},
    {"due", date, "", "due day", "срок", "мерзімі"},
    {"set_on", date, "", "day on which it was set", "дата установления", "белгіленген күні"},
    {"why", text, "", "reason, in writing", "письменное обоснование", "жазбаша негіздеме"},
    {"from", date, "", "first day of the period", "первый день периода", "кезеңнің бірінші күні"},
    {"to", date, "", "last day of the period", "последний день периода", "кезеңнің соңғы күні"},
    {"statistic", text, "", "sum, or mean over firms", "сумма (sum) или среднее (mean)",
     "қосынды (sum) немесе орташа (mean)"},
    {"value", number, "see unit", "figure; empty unless status is A",
     "значение; пусто, если status не A", "мәні; status A болмаса, бос"},
    {"status", text, "", "A shown, c confidential, L missing, O not yet",
     "A показано, c конфиденциально, L отсутствует, O ещё нет",
     "A көрсетілген, c құпия, L жоқ, O әлі жоқ"},
    {"firms", integer, "firms", "firms with a verified value; empty where confidential",
     "предприятий с проверенным значением; пусто, если конфиденциально",
     "тексерілген мәні бар кәсіпорындар; құпия болса, бос"},
    {"firms_expected", integer, "firms", "firms that owe a value",
     "предприятий, обязанных отчитаться", "есеп беруге міндетті кәсіпорындар"},
    {"as_of", date, "", "last day of the record that the figure is of",
     "последний день записей, по которым дано значение", "мән берілген жазбалардың соңғы күні"},
    {"applications", integer, "applications", "number of applications; empty unless status is A",
     "число заявок; пусто, если status не A", "өтінімдер саны; status A болмаса, бос"},
    {"award", text, "", "award", "поддержка", "қолдау"},
    {"recipient", text, "", "firm that receives it", "получатель", "алушы"},
    {"recipient_name", text, "", "name of the firm", "название получателя", "алушының атауы"},
    {"awarded_on", date, "", "day of the award", "дата предоставления", "берілген күні"},
    {"amount", money, "currency", "amount", "сумма", "сомасы"},
    {"released", money, "currency", "released so far", "выплата разрешена",
     "төлеуге рұқсат етілгені"},
    {"given_up", money, "currency", "never to be paid: reduced or stopped",
     "не будет выплачено: уменьшено или прекращено", "төленбейді: азайтылған не тоқтатылған"},
    {"asked_back", money, "currency", "asked back", "истребовано обратно",
     "қайтаруға талап етілгені"},
    {"tranche", text, "", "tranche", "транш", "транш"},
    {"number", integer, "", "number within the award, 1 = first", "номер в поддержке, 1 = первый",
     "қолдаудағы нөмірі, 1 = бірінші"},
    {"cure_until", date, "", "last day to make good", "последний день на исправление",
     "түзетудің соңғы күні"},
    {"payment", text, "", "payment", "платёж", "төлем"},
    {"paid_on", date, "", "day of the payment", "дата платежа", "төлем күні"},
    {"decision", text, "", "decision", "решение", "шешім"},
    {"decided_on", date, "", "day of the decision", "дата решения", "шешім күні"},
    {"kind", text, "",
     "as_proposed, override_rule, force_majeure, appeal_upheld or appeal_rejected",
     "as_proposed, override_rule, force_majeure, appeal_upheld или appeal_rejected",
     "as_proposed, override_rule, force_majeure, appeal_upheld немесе appeal_rejected"},
    {"action", text, "", "what was decided", "что решено", "не шешілді"},
    {"pay", money, "currency", "to be paid by the decision", "к выплате по решению",
     "шешім бойынша төленетіні"},
    {"give_up", money, "currency", "not to be paid, by the decision", "не выплачивать по решению",
     "шешім бойынша төленбейтіні"},
    {"claw_back", money, "currency", "to be asked back by the decision", "к возврату по решению",
     "шешім бойынша қайтарылатыны"},
    {"growth", number, "a year", "growth", "рост", "өсім"},
    {"mix", number, "a year", "of it: what the same sectors did elsewhere",
     "из него: то же в отраслях других регионов",
     "оның ішінде: басқа өңірлердегі дәл сол салалардың өсімі"},
    {"conditions", number, "a year", "of it: what starting conditions predict",
     "из него: предсказано исходными условиями", "оның ішінде: бастапқы жағдайлардан болжанатыны"},
    {"value_added", number, "a year", "growth beyond both, shrunk to what is certain",
     "рост сверх обоих, с поправкой на надёжность", "екеуінен тыс өсім, сенімділікке түзетілген"},
    {"low", number, "a year", "lower end of its interval", "нижняя граница интервала",
     "аралықтың төменгі шегі"},
    {"high", number, "a year", "upper end of its interval", "верхняя граница интервала",
     "аралықтың жоғарғы шегі"},
    {"reliability", number, "0 to 1", "share of the raw figure that is kept",
     "доля исходного значения, которая сохранена", "бастапқы мәннің сақталған үлесі"},
    {"rank_low", integer, "", "best place that the data allow, 1 = first",
     "лучшее место, допускаемое данными, 1 = первое",
     "деректер жол беретін ең жақсы орын, 1 = бірінші"},
    {"rank_high", integer, "", "worst place that the data allow",
     "худшее место, допускаемое данными", "деректер жол беретін ең төмен орын"},
    {"reply", text, "", "the office's reply", "ответ ведомства", "мекеменің жауабы"},
    {"replied_on", date, "", "day of the reply", "дата ответа", "жауап күні"},
    {"list", text, "", "kind of code", "вид кода", "код түрі"},
    {"code", text, "", "code", "код", "код"},
};

}  // namespace

OpenColumn column_named(const std::string& name) {
  const auto* at = std::find_if(std::begin(kColumns), std::end(kColumns),
                                [&](const Words& one) { return one.name == name; });
  MUST(at != std::end(kColumns));
  return {name, at->type, at->unit, {at->en, at->ru, at->kk}};
}

OpenTable table_of(const std::string& name, const Text& title, const Text& description,
                   const std::vector<std::string>& columns, std::size_t key) {
  OpenTable table;
  table.name = name;
  table.title = title;
  table.description = description;
  for (const std::string& one : columns) table.columns.push_back(column_named(one));
  table.key.assign(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(key));
  return table;
}

}  // namespace formulary::publish
