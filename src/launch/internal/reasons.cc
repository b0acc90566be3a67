#include "launch/internal/reasons.h"

#include <algorithm>
#include <array>

namespace formulary {

namespace {

void put(std::string& sentence, std::size_t place, const std::string& value) {
  const std::string mark = "{" + std::to_string(place) + "}";
  for (std::size_t at = sentence.find(mark); at != std::string::npos;
       at = sentence.find(mark, at + value.size())) {
    sentence.replace(at, mark.size(), value);
  }
}

template <typename E, std::size_t n>
Text word(const std::array<Text, n>& words, E member) {
  static_assert(n == Ids<E>::names.size());
  return words[index_of(member)];
}

}  // namespace

Text everywhere(const std::string& letters) {
  return {letters, letters, letters};
}

Text everywhere(Money amount) {
  return everywhere(amount.text());
}

Reason because(const char* id, const Text& sentence, const std::vector<Text>& values) {
  Reason reason{id, sentence};
  for (std::size_t i = 0; i < values.size(); ++i) {
    put(reason.text.en, i + 1, values[i].en);
    put(reason.text.ru, i + 1, values[i].ru);
    put(reason.text.kk, i + 1, values[i].kk);
  }
  return reason;
}

Text listed(const std::vector<Text>& words) {
  Text row;
  for (const Text& one : words) {
    const char* comma = &one == words.data() ? "" : ", ";
    row.en += comma + one.en;
    row.ru += comma + one.ru;
    row.kk += comma + one.kk;
  }
  return row;
}

Reason wrong_state(const Text& state, const std::vector<Text>& legal) {
  return because("state",
                 {"The state is \"{1}\"; this is possible only in: {2}.",
                  "Состояние — «{1}»; это действие возможно только в состоянии: {2}.",
                  "Күйі — «{1}»; бұл әрекет тек мына күйде мүмкін: {2}."},
                 {state, listed(legal)});
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

Text name_of(ProgrammeState state) {
  static const std::array<Text, 6> kWords{
      {{"draft", "черновик", "жоба"},
       {"pre-tested", "прошла предпроверку", "алдын ала тексерілген"},
       {"approved", "утверждена", "бекітілген"},
       {"open", "открыта", "ашық"},
       {"closed", "закрыта", "жабылған"},
       {"terminated", "прекращена", "тоқтатылған"}}};
  return word(kWords, state);
}

Text name_of(ApplicationState state) {
  static const std::array<Text, 8> kWords{
      {{"submitted", "подана", "берілген"},
       {"eligible", "соответствует условиям", "шарттарға сай"},
       {"ineligible", "не соответствует условиям", "шарттарға сай емес"},
       {"ranked", "получила место в очереди", "кезектегі орнын алған"},
       {"awarded", "поддержка присуждена", "қолдау тағайындалған"},
       {"on the waiting list", "в листе ожидания", "күту тізімінде"},
       {"declined", "отклонена", "қабылданбаған"},
       {"withdrawn", "отозвана", "кері қайтарылған"}}};
  return word(kWords, state);
}

Text name_of(AwardState state) {
  static const std::array<Text, 3> kWords{{{"active", "действует", "қолданыста"},
                                           {"completed", "исполнено", "орындалған"},
                                           {"terminated", "прекращено", "тоқтатылған"}}};
  return word(kWords, state);
}

Text name_of(UserRole role) {
  static const std::array<Text, 7> kWords{{{"company", "компания", "компания"},
                                           {"analyst", "аналитик", "талдаушы"},
                                           {"manager", "менеджер", "менеджер"},
                                           {"approver", "утверждающий", "бекітуші"},
                                           {"official", "должностное лицо", "лауазымды тұлға"},
                                           {"auditor", "аудитор", "аудитор"},
                                           {"admin", "администратор", "әкімші"}}};
  return word(kWords, role);
}

Text name_of(CompanyType type) {
  static const std::array<Text, 4> kWords{
      {{"large", "крупное предприятие", "ірі кәсіпорын"},
       {"small or medium", "малое или среднее предприятие", "шағын немесе орта кәсіпорын"},
       {"start-up", "стартап", "стартап"},
       {"newcomer", "новое предприятие", "жаңа кәсіпорын"}}};
  return word(kWords, type);
}

Text name_of(Field field) {
  static const std::array<Text, kFields> kWords{{
      {"number of employees", "численность работников", "қызметкерлер саны"},
      {"age in years", "возраст предприятия, лет", "кәсіпорынның жасы, жыл"},
      {"revenue, million USD", "выручка, млн долларов США", "түсім, млн АҚШ доллары"},
      {"exports", "экспортирует", "экспорттайды"},
      {"does research and development", "ведёт исследования и разработки",
       "зерттеу мен әзірлеу жүргізеді"},
      {"has taxable profit", "имеет налогооблагаемую прибыль", "салық салынатын пайдасы бар"},
      {"has collateral", "имеет залог", "кепілі бар"},
      {"is short of credit", "испытывает нехватку кредита", "несие тапшылығы бар"},
      {"company type", "тип предприятия", "кәсіпорын түрі"},
      {"stage of the sector", "стадия отрасли", "саланың сатысы"},
      {"goal", "цель", "мақсат"},
      {"sector", "отрасль", "сала"},
      {"region", "регион", "өңір"},
      {"production profile", "производственный профиль", "өндірістік бейін"},
      {"access to workforce", "доступ к кадрам", "кадрларға қолжетімділік"},
      {"access to science", "доступ к науке", "ғылымға қолжетімділік"},
      {"access to infrastructure", "доступ к инфраструктуре", "инфрақұрылымға қолжетімділік"},
      {"access to finance", "доступ к финансам", "қаржыға қолжетімділік"},
      {"access to demand", "доступ к спросу", "сұранысқа қолжетімділік"},
      {"density of the labour market", "плотность рынка труда", "еңбек нарығының тығыздығы"},
      {"price-maker in its raw material", "влияние на мировую цену сырья",
       "шикізаттың әлемдік бағасына ықпал"},
      {"processing capacity", "мощности по переработке", "өңдеу қуаты"},
      {"overcapacity", "избыточные мощности", "артық қуат"},
      {"depth of private venture finance", "глубина частного венчурного рынка",
       "жеке венчурлік нарықтың тереңдігі"},
      {"default risk", "риск невозврата", "қайтармау тәуекелі"},
      {"firms of the sector in the region", "предприятий отрасли в регионе",
       "өңірдегі сала кәсіпорындарының саны"},
      {"large buyers in the region", "крупных заказчиков в регионе",
       "өңірдегі ірі тапсырыс берушілер саны"},
  }};
  return kWords[static_cast<std::size_t>(field)];
}

}  // namespace formulary
