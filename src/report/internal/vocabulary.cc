#include <array>

#include "report/internal/voice.h"

namespace formulary::report {

namespace {

constexpr std::array<Words, kStages> kStageWords{{{"emerging", "становление", "қалыптасу"},
                                                  {"growth", "рост", "өсу"},
                                                  {"maturity", "зрелость", "кемелдену"},
                                                  {"decline", "спад", "құлдырау"}}};

constexpr std::array<Words, kCompanyTypes> kTypeWords{
    {{"large firms", "крупные компании", "ірі компаниялар"},
     {"small and medium firms", "малые и средние компании", "шағын және орта компаниялар"},
     {"start-ups", "стартапы", "стартаптар"},
     {"newcomers", "начинающие компании", "жаңадан бастаған компаниялар"}}};

constexpr std::array<Words, kGoals> kGoalWords{
    {{"import substitution", "импортозамещение", "импортты алмастыру"},
     {"exports", "экспорт", "экспорт"},
     {"technology leadership", "технологическое лидерство", "технологиялық көшбасшылық"}}};

constexpr std::array<Words, kComponents> kComponentWords{
    {{"workforce", "кадры", "кадрлар"},
     {"science", "наука", "ғылым"},
     {"infrastructure", "инфраструктура", "инфрақұрылым"},
     {"finance", "финансирование", "қаржыландыру"},
     {"demand", "спрос", "сұраныс"}}};

constexpr std::array<Words, 4> kFamilyWords{
    {{"financial", "финансовые", "қаржылық"},
     {"regulatory", "регуляторные", "реттеушілік"},
     {"institutional", "институциональные", "институционалдық"},
     {"infrastructure", "инфраструктурные", "инфрақұрылымдық"}}};

constexpr std::array<Words, Ids<RefusalReason>::names.size()> kRefusalWords{
    {{"not meant for this stage, goal or type of company",
      "не предназначен для этой стадии, цели или типа компаний",
      "бұл кезеңге, мақсатқа немесе компания түріне арналмаған"},
     {"contraindicated", "противопоказан", "қолдануға болмайды"},
     {"conditions of the region or the sector do not hold",
      "не выполнены условия региона или отрасли", "өңірдің немесе саланың шарттары орындалмаған"},
     {"no firm meets its criteria", "ни одна компания не отвечает условиям",
      "шарттарына сай компания жоқ"},
     {"too few firms would come", "им воспользовалось бы слишком мало компаний",
      "оны пайдаланатын компания тым аз болар еді"},
     {"cannot be combined with a chosen tool", "несовместим с выбранным инструментом",
      "таңдалған құралмен үйлеспейді"},
     {"would bring less than it costs", "принёс бы меньше, чем стоит",
      "құнынан аз пайда әкелер еді"},
     {"its smallest dose is beyond the budget", "наименьший размер превышает бюджет",
      "ең аз мөлшері бюджеттен асады"}}};

constexpr std::array<Words, Ids<Remedy>::names.size()> kRemedyWords{
    {{"choose other regions or types of company (the sector has no firms there)",
      "выбрать другие регионы или типы компаний (здесь у отрасли нет ни одной компании)",
      "басқа өңірлерді немесе компания түрлерін таңдау (мұнда бұл саланың бірде-бір компаниясы "
      "жоқ)"},
     {"set a budget above zero", "задать бюджет больше нуля", "нөлден үлкен бюджет белгілеу"},
     {"raise the budget (the cheapest tool against what holds the sector back costs more than all "
      "of it)",
      "увеличить бюджет (самый дешёвый инструмент против того, что сдерживает отрасль, стоит "
      "больше, чем весь бюджет)",
      "бюджетті ұлғайту (саланы тежейтін құрамдасқа әсер ететін ең арзан құралдың құны бүкіл "
      "бюджеттен асады)"},
     {"raise the budget or loosen the limits named",
      "увеличить бюджет или ослабить названные пределы",
      "бюджетті ұлғайту немесе аталған шектерді босаңсыту"}}};

constexpr std::array<Words, Ids<SensitivityReason>::names.size()> kSensitivityWords{
    {{"treats what holds back", "действует на сдерживающее", "тежейтін құрамдасқа әсер етеді"},
     {"another component holds back", "сдерживает другая составляющая", "басқа құрамдас тежейді"},
     {"contraindicated", "противопоказан", "қолдануға болмайды"},
     {"conditions do not hold", "не выполнены условия", "шарттар орындалмаған"},
     {"no firm meets its criteria", "ни одна компания не отвечает условиям",
      "шарттарына сай компания жоқ"},
     {"not meant for it", "не предназначен", "арналмаған"}}};

constexpr std::array<Words, Ids<OnFailure>::names.size()> kFailureWords{
    {{"support is reduced", "поддержка сокращается", "қолдау қысқартылады"},
     {"support stops", "поддержка прекращается", "қолдау тоқтатылады"},
     {"the money is paid back", "средства возвращаются", "қаражат қайтарылады"}}};

constexpr std::array<Words, Ids<DoseUnit>::names.size()> kDoseWords{
    {{"{dose} thousand dollars a firm", "{dose} тыс. долларов на компанию",
      "компанияға {dose} мың доллар"},
     {"{dose}% of investment", "{dose}% инвестиций", "инвестицияның {dose}%"},
     {"{dose}% of revenue", "{dose}% выручки", "түсімнің {dose}%"},
     {"{dose}% of payroll", "{dose}% фонда оплаты труда", "еңбекақы қорының {dose}%"},
     {"{dose}% of profit", "{dose}% прибыли", "пайданың {dose}%"},
     {"{dose}% of exports", "{dose}% экспорта", "экспорттың {dose}%"},
     {"{dose} million dollars a facility", "{dose} млн долларов на объект",
      "нысанға {dose} млн доллар"}}};

struct NamedWords {
  const char* id;
  Words words;
};

constexpr NamedWords kStepWords[] = {
    {"set_up", {"set-up", "подготовка", "дайындық"}},
    {"call", {"call for applications", "приём заявок", "өтінім қабылдау"}},
    {"awards", {"support paid", "предоставление поддержки", "қолдау көрсету"}},
    {"review", {"reviews of results", "проверка результатов", "нәтижелерді тексеру"}},
    {"close", {"closing", "завершение", "аяқтау"}},
};

constexpr NamedWords kFeatureWords[] = {
    {"earlier_years", {"all earlier years", "все прежние годы", "барлық алдыңғы жылдар"}},
    {"real_output_growth",
     {"growth of real output", "рост реального выпуска", "нақты өнім көлемінің өсуі"}},
    {"employment_growth", {"growth of employment", "рост занятости", "жұмыспен қамтудың өсуі"}},
    {"price_growth", {"growth of prices", "рост цен", "бағаның өсуі"}},
    {"productivity_growth",
     {"growth of productivity", "рост производительности", "өнімділіктің өсуі"}},
    {"net_entry_rate",
     {"net entry of firms", "чистый приток компаний", "компаниялардың таза келуі"}},
    {"export_growth", {"growth of exports", "рост экспорта", "экспорттың өсуі"}},
    {"rd_intensity", {"research spending", "затраты на исследования", "зерттеу шығындары"}},
    {"concentration", {"concentration of the market", "концентрация рынка", "нарықтың шоғырлануы"}},
};

constexpr NamedWords kFieldWords[] = {
    {"value_added", {"value added", "добавленная стоимость", "қосылған құн"}},
    {"value_added_share",
     {"value added in revenue", "доля добавленной стоимости", "қосылған құнның үлесі"}},
    {"employment", {"employment", "занятость", "жұмыспен қамту"}},
    {"export_share", {"share of exports", "доля экспорта", "экспорттың үлесі"}},
    {"exporter_share", {"share of exporters", "доля экспортёров", "экспорттаушылардың үлесі"}},
    {"patents_per_1000",
     {"patents per 1,000 employees", "патентов на 1 000 занятых",
      "1 000 жұмыскерге шаққандағы патенттер"}},
    {"investment_rate", {"investment rate", "норма инвестиций", "инвестиция нормасы"}},
    {"rd_active_share",
     {"share of firms with research", "доля компаний с исследованиями",
      "зерттеу жүргізетін компаниялардың үлесі"}},
    {"taxable_profit_share",
     {"share of firms with profit", "доля прибыльных компаний",
      "пайдасы бар компаниялардың үлесі"}},
    {"collateral_share",
     {"share of firms with collateral", "доля компаний с залогом",
      "кепілі бар компаниялардың үлесі"}},
    {"new_product_share", {"share of new products", "доля новой продукции", "жаңа өнімнің үлесі"}},
    {"local_sourcing_share",
     {"share of local inputs", "доля местных закупок", "жергілікті сатып алудың үлесі"}},
    {"compliance_share",
     {"firms with an export standard", "доля компаний с экспортным стандартом",
      "экспорттық стандарты бар компаниялардың үлесі"}},
    {"graduates_share",
     {"share of graduates in hires", "доля выпускников при найме",
      "жұмысқа алынғандардағы түлектер үлесі"}},
    {"pilots_per_100",
     {"pilots per 100 firms", "пилотных проектов на 100 компаний",
      "100 компанияға шаққандағы пилоттық жобалар"}},
    {"profit_margin", {"profit margin", "рентабельность", "пайдалылық"}},
    {"payroll_share",
     {"payroll in revenue", "доля оплаты труда в выручке", "түсімдегі еңбекақының үлесі"}},
    {"real_growth", {"trend of real revenue", "тренд реальной выручки", "нақты түсімнің тренді"}},
    {"productivity_growth",
     {"trend of productivity", "тренд производительности", "өнімділіктің тренді"}},
    {"entry_rate", {"entry rate of firms", "доля новых компаний", "жаңа компаниялардың үлесі"}},
    {"exit_rate",
     {"exit rate of firms", "доля ушедших компаний", "нарықтан кеткен компаниялардың үлесі"}},
    {"displacement",
     {"displacement of rivals", "вытеснение конкурентов", "бәсекелестерді ығыстыру"}},
    {"world_market", {"world market", "мировой рынок", "әлемдік нарық"}},
    {"world_growth",
     {"growth of the world market", "рост мирового рынка", "әлемдік нарықтың өсуі"}},
    {"default_risk", {"default risk", "риск дефолта", "дефолт тәуекелі"}},
    {"population", {"population", "население", "халық саны"}},
    {"gross_product",
     {"gross regional product", "валовой региональный продукт", "жалпы өңірлік өнім"}},
    {"labour_market_density",
     {"density of the labour market", "плотность рынка труда", "еңбек нарығының тығыздығы"}},
};

template <std::size_t N>
const Words* find(const NamedWords (&table)[N], const std::string& id) {
  for (const NamedWords& entry : table) {
    if (id == entry.id) return &entry.words;
  }
  return nullptr;
}

}  // namespace

const Words& words_of(Stage stage) {
  return kStageWords[index_of(stage)];
}
const Words& words_of(CompanyType type) {
  return kTypeWords[index_of(type)];
}
const Words& words_of(Goal goal) {
  return kGoalWords[index_of(goal)];
}
const Words& words_of(Component component) {
  return kComponentWords[index_of(component)];
}
const Words& words_of(Family family) {
  return kFamilyWords[index_of(family)];
}
const Words& words_of(RefusalReason reason) {
  return kRefusalWords[index_of(reason)];
}
const Words& words_of(Remedy remedy) {
  return kRemedyWords[index_of(remedy)];
}
const Words& words_of(SensitivityReason reason) {
  return kSensitivityWords[index_of(reason)];
}
const Words& words_of(OnFailure on_failure) {
  return kFailureWords[index_of(on_failure)];
}
const Words& words_of(DoseUnit unit) {
  return kDoseWords[index_of(unit)];
}

const Words* words_of_step(const std::string& what) {
  return find(kStepWords, what);
}
const Words* words_of_feature(const std::string& feature) {
  return find(kFeatureWords, feature);
}
const Words* words_of_field(const std::string& field) {
  return find(kFieldWords, field);
}

}  // namespace formulary::report
