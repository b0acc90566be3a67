#include <algorithm>

#include "report/internal/example.h"

namespace formulary::report {

namespace {

Quantity exact(double value, const char* unit) {
  return {value, 0, unit, "card", false};
}

Criteria only(Field field, std::vector<std::string> ids) {
  Criterion criterion;
  criterion.field = field;
  criterion.in = std::move(ids);
  return {{{criterion}}};
}

Variant standard(Component main, double percent, bool assumed, DoseUnit unit) {
  Variant variant;
  variant.id = "standard";
  variant.name = {"Standard form", "Обычная форма", "Қалыпты нысан"};
  variant.mechanism.share[index_of(main)] = 0.8;
  variant.mechanism.share[index_of(Component::finance)] += 0.2;
  variant.mechanism.response = {
      ResponseOutcome::revenue,
      percent,
      percent / 2,
      3,
      assumed ? "no study of this tool found; the median of its family" : "Howell 2017, AER 107(4)",
      assumed};
  variant.dose = {unit, exact(100, "reference"), {50, 100, 150, 200}, 1};
  variant.costs = {exact(1, "per unit of dose money"), exact(1, "per unit of dose money"),
                   exact(0.25, "per unit of dose money"), exact(0.08, "of public cost"),
                   exact(40, "thousand USD")};
  return variant;
}

Instrument tool(const char* id, Text name, Text summary, Family family, Component main) {
  Instrument card;
  card.id = id;
  card.name = std::move(name);
  card.summary = std::move(summary);
  card.family = family;
  card.stages = {Stage::emerging, Stage::growth};
  card.company_types = {CompanyType::startup, CompanyType::sme};
  card.goals = {Goal::exports, Goal::technology_leadership};
  card.components = {main};
  card.application = {exact(12, "working days"),   exact(10, "documents"),
                      exact(5, "days a year"),     exact(0.4, "of applications"),
                      exact(120, "awards a year"), Selection::merit};
  card.lag = {exact(0.5, "years"), exact(2, "years"), exact(6, "years")};
  card.stakeholders = {"innovation_agency", "tech_park_operator", {"export_agency"}};
  card.continuation.counter_obligation = {
      "Hire at least two graduates a year and report the KPIs each quarter.",
      "Принимать не менее двух выпускников в год и ежеквартально отчитываться о показателях.",
      "Жыл сайын кемінде екі түлекті жұмысқа алу және тоқсан сайын көрсеткіштер бойынша есеп "
      "беру."};
  card.file = std::string("content/instruments/") + id + ".yaml";
  return card;
}

Evidence study(const char* study, const char* outcome, const char* effect, const char* unit,
               const char* design, EvidenceStatus status) {
  return {study, outcome, effect, unit, "", design, "US, small firms", status, false};
}

// The first half of the tools; the ids go up over both.
std::vector<Instrument> soft_tools() {
  Instrument accelerator = tool(
      "accelerator", {"Accelerator", "Акселератор", "Акселератор"},
      {"A three-month programme of mentors, customers and investors for young firms.",
       "Трёхмесячная программа для молодых компаний: наставники, заказчики, инвесторы.",
       "Жас компанияларға арналған үш айлық бағдарлама: тәлімгерлер, тапсырысшылар, инвесторлар."},
      Family::institutional, Component::demand);
  accelerator.variants = {standard(Component::demand, 9, false, DoseUnit::thousand_usd_per_firm)};
  accelerator.kpis = {{"survival_3y", {}, {CompanyType::startup}}, {"net_jobs", {}, {}}};
  accelerator.evidence = {study("Gonzalez-Uribe & Leatherbee 2018, RFS", "capital raised", "21",
                                "percent", "regression discontinuity", EvidenceStatus::confirmed)};
  Instrument lending =
      tool("concessional_lending",
           {"Concessional lending", "Льготное кредитование", "Жеңілдікті несие беру"},
           {"Loans below the market rate.", "Кредиты ниже рыночной ставки.",
            "Нарықтық мөлшерлемеден төмен несиелер."},
           Family::financial, Component::finance);
  lending.variants = {standard(Component::finance, 4, false, DoseUnit::percent_of_investment)};
  lending.variants[0].contraindications = {
      {only(Field::company_type, {"startup"}),
       {"Start-ups have no collateral to borrow against.",
        "У стартапов нет залога, под который можно занять.", "Стартаптарда несие алуға кепіл жоқ."},
       "Cole & Sokolyk 2018, J. Corporate Finance 50"}};
  lending.kpis = {{"revenue_growth", {}, {}}};
  Instrument exports =
      tool("export_accelerator",
           {"Export accelerator", "Экспортный акселератор", "Экспорттық акселератор"},
           {"Advice, standards and trade fairs for firms that want to sell abroad.",
            "Консультации, стандарты и выставки для компаний, выходящих на внешние рынки.",
            "Сыртқы нарыққа шығатын компанияларға кеңес, стандарттар мен көрмелер."},
           Family::institutional, Component::demand);
  exports.variants = {standard(Component::demand, 6, true, DoseUnit::thousand_usd_per_firm)};
  exports.kpis = {{"export_value", {}, {}}};
  exports.stakeholders.owner = "export_agency";
  return {accelerator, lending, exports};
}

std::vector<Instrument> hard_tools() {
  Instrument campus = tool(
      "joint_campus",
      {"Joint university campus", "Совместный университетский кампус",
       "Бірлескен университет кампусы"},
      {"A campus that universities and firms run together, with their own teachers and labs.",
       "Кампус, который университеты и компании ведут вместе: общие преподаватели и лаборатории.",
       "Университеттер мен компаниялар бірлесіп жүргізетін кампус: ортақ оқытушылар мен "
       "зертханалар."},
      Family::infrastructure, Component::workforce);
  campus.variants = {standard(Component::workforce, 8, false, DoseUnit::million_usd_per_facility)};
  campus.variants[0].mechanism.scope = Scope::public_part;
  campus.variants[0].mechanism.open_to = OpenTo::region;
  campus.company_types = {CompanyType::large, CompanyType::sme, CompanyType::startup};
  campus.kpis = {{"graduates_hired", {}, {}}};
  campus.evidence = {
      study("Toivanen & Väänänen 2016, REStat 98(2)", "patents", "+", "sign",
            "instrumental variable", EvidenceStatus::confirmed),
      study("Valero & Van Reenen 2019", "regional output", "0.4",
            "percent per 10 percent more universities", "panel", EvidenceStatus::unverified)};
  Instrument grant =
      tool("prototype_grant", {"Prototype grant", "Грант на прототип", "Прототипке грант"},
           {"Pays part of the cost of a first working version.",
            "Покрывает часть расходов на первую работающую версию.",
            "Алғашқы жұмыс нұсқасы шығынының бір бөлігін өтейді."},
           Family::financial, Component::science);
  grant.variants = {standard(Component::science, 5, false, DoseUnit::thousand_usd_per_firm)};
  grant.kpis = {{"patents_filed", {Stage::emerging}, {}}};
  grant.evidence = {study("Howell 2017, AER 107(4)", "venture capital", "2",
                          "times the baseline probability", "regression discontinuity",
                          EvidenceStatus::confirmed)};
  Instrument tax = tool(
      "tax_incentive", {"Tax incentive", "Налоговая льгота", "Салық жеңілдігі"},
      {"A lower tax on the payroll or profit of firms that do R&D.",
       "Пониженный налог на фонд оплаты труда или прибыль компаний, ведущих НИОКР.",
       "ҒЗТКЖ жүргізетін компаниялардың еңбекақы қорына немесе пайдасына төмендетілген салық."},
      Family::financial, Component::workforce);
  tax.variants = {standard(Component::workforce, 4, false, DoseUnit::percent_of_payroll),
                  standard(Component::finance, 3, false, DoseUnit::percent_of_profit)};
  tax.variants[0].id = "payroll_tax";
  tax.variants[0].name = {"Payroll tax relief", "Льгота по налогам на фонд оплаты труда",
                          "Еңбекақы қоры салығы бойынша жеңілдік"};
  tax.variants[1].id = "profit_tax";
  tax.variants[1].name = {"Profit tax relief", "Льгота по налогу на прибыль",
                          "Табыс салығы бойынша жеңілдік"};
  tax.variants[1].contraindications = {
      {only(Field::company_type, {"startup", "newcomer"}),
       {"Young firms have no profit to relieve.", "У молодых компаний ещё нет прибыли.",
        "Жас компанияларда әлі пайда жоқ."},
       "Pless 2026"}};
  tax.kpis = {{"net_jobs", {}, {}}, {"new_firms", {}, {}}};
  return {campus, grant, tax};
}

Kpi kpi(const char* id, Text name, Text unit, KpiMeasure measure, const char* family) {
  Kpi card;
  card.id = id;
  card.name = std::move(name);
  card.definition = card.name;
  card.unit = std::move(unit);
  card.level = "sector";
  card.period = "year";
  card.family = family;
  card.measure = measure;
  card.source = {"firms' reports", "отчёты компаний", "компаниялардың есептері"};
  card.verification = {"tax records", "данные налоговых органов", "салық деректері"};
  card.file = std::string("content/kpis/") + id + ".yaml";
  return card;
}

std::vector<Kpi> kpis() {
  std::vector<Kpi> list{
      kpi("export_value", {"Value of exports", "Объём экспорта", "Экспорт көлемі"},
          {"million KZT a year, prices of 2025", "млн тенге в год, в ценах 2025 года",
           "жылына млн теңге, 2025 жылғы бағамен"},
          KpiMeasure::export_value, "exports"),
      kpi("graduates_hired", {"Graduates hired", "Принято выпускников", "Жұмысқа алынған түлектер"},
          {"persons a year", "человек в год", "жылына адам"}, KpiMeasure::graduates_hired, "jobs"),
      kpi("net_jobs", {"Jobs in the sector", "Рабочие места в отрасли", "Саладағы жұмыс орындары"},
          {"jobs", "рабочих мест", "жұмыс орны"}, KpiMeasure::net_jobs, "jobs"),
      kpi("new_firms", {"New firms", "Новые компании", "Жаңа компаниялар"},
          {"firms a year", "компаний в год", "жылына компания"}, KpiMeasure::new_firms, "growth"),
      kpi("patents_filed",
          {"Patents filed", "Поданные патентные заявки", "Берілген патенттік өтінімдер"},
          {"applications a year", "заявок в год", "жылына өтінім"}, KpiMeasure::patents_filed,
          "rd"),
      kpi("revenue_growth", {"Revenue of the sector", "Выручка отрасли", "Саланың түсімі"},
          {"percent a year", "процентов в год", "жылына пайыз"}, KpiMeasure::revenue_growth,
          "growth"),
      kpi("survival_3y",
          {"Firms alive after three years", "Компании, прожившие три года",
           "Үш жыл өмір сүрген компаниялар"},
          {"share of entrants", "доля новых компаний", "жаңа компаниялардың үлесі"},
          KpiMeasure::survival_3y, "growth")};
  return list;
}

Indicator indicator(const char* id, Text name, Text unit, Component component) {
  Indicator one;
  one.id = id;
  one.name = std::move(name);
  one.unit = std::move(unit);
  one.component = component;
  one.source = "World Bank WDI";
  return one;
}

}  // namespace

Toolbox example_toolbox() {
  Toolbox toolbox;
  toolbox.instruments = soft_tools();
  for (const Instrument& card : hard_tools()) toolbox.instruments.push_back(card);
  toolbox.kpis = kpis();
  toolbox.indicators = {
      indicator("ict_graduates",
                {"ICT graduates", "Выпускники ИКТ-специальностей", "АКТ мамандықтарының түлектері"},
                {"per 1,000 inhabitants", "на 1 000 жителей", "1 000 тұрғынға"},
                Component::workforce),
      indicator("talent_outflow",
                {"Specialists who leave", "Отток специалистов", "Мамандардың кетуі"},
                {"percent a year", "процентов в год", "жылына пайыз"}, Component::workforce),
      indicator("venture_capital", {"Venture capital", "Венчурный капитал", "Венчурлық капитал"},
                {"percent of GDP", "процентов ВВП", "ЖІӨ пайызы"}, Component::finance),
  };
  toolbox.problems = {{"ai_talent_drain",
                       {"Talent drain", "Отток талантов", "Таланттардың кетуі"},
                       {"Trained specialists leave faster than universities train new ones.",
                        "Подготовленные специалисты уезжают быстрее, чем вузы готовят новых.",
                        "Дайын мамандар университеттер жаңасын даярлағаннан тезірек кетеді."},
                       Component::workforce,
                       {Stage::emerging, Stage::growth},
                       {},
                       {{"ict_graduates", -0.5}, {"talent_outflow", -0.5}},
                       {"joint_campus", "tax_incentive"},
                       {"graduates_hired", "new_firms"},
                       "content/problems/ai_talent_drain.yaml"},
                      {"thin_venture_market",
                       {"Thin venture market", "Узкий венчурный рынок", "Тар венчурлық нарық"},
                       {"Young firms find no investor for the second round.",
                        "Молодые компании не находят инвестора для второго раунда.",
                        "Жас компаниялар екінші раундқа инвестор таба алмайды."},
                       Component::finance,
                       {},
                       {},
                       {{"venture_capital", -0.5}},
                       {"accelerator"},
                       {"survival_3y"},
                       "content/problems/thin_venture_market.yaml"}};
  toolbox.roles = {
      {"export_agency", {"Export agency", "Агентство по экспорту", "Экспорт агенттігі"}},
      {"innovation_agency",
       {"Innovation agency", "Агентство по инновациям", "Инновациялар агенттігі"}},
      {"tech_park_operator",
       {"Operator of tech parks", "Оператор технопарков", "Технопарктер операторы"}}};
  toolbox.profiles = {
      {"knowledge_services",
       {"Knowledge services", "Наукоёмкие услуги", "Ғылымды қажет ететін қызметтер"},
       {1.4, 1, 0.6, 1, 1},
       "Castellacci 2008"}};
  toolbox.hash = "a3c4e5f60718";
  return toolbox;
}

}  // namespace formulary::report
