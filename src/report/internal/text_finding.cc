#include <algorithm>
#include <array>
#include <cmath>

#include "report/internal/format.h"
#include "report/internal/phrases.h"
#include "report/internal/text_table.h"
#include "report/text.h"

namespace formulary {

namespace report {
namespace {

using evaluate::Count;
using evaluate::Diagnostic;
using evaluate::Dropped;
using evaluate::Estimate;
using evaluate::Finding;
using evaluate::Summary;

constexpr Words kTerm{"Term", "Показатель", "Көрсеткіш"};
constexpr Words kEstimate{"Effect", "Эффект", "Әсер"};
constexpr Words kError{"Standard error", "Стандартная ошибка", "Стандартты қате"};
constexpr Words kInterval{"{level} interval", "Интервал {level}", "{level} аралық"};
constexpr Words kP{"p", "p", "p"};
constexpr Words kBasis{"{n} observations; K {k}; degrees of freedom: {df}.",
                       "Наблюдений: {n}; K {k}; степеней свободы: {df}.",
                       "Бақылау саны: {n}; K {k}; еркіндік дәрежесі: {df}."};
constexpr Words kUnits{"{n} units.", "Единиц: {n}.", "Бірлік саны: {n}."};
constexpr Words kNormal{"normal distribution", "нормальное распределение", "қалыпты үлестірім"};
constexpr Words kVariance{"Errors: {variance}.", "Ошибки: {variance}.", "Қателер: {variance}."};
constexpr Words kEffects{
    "Fixed effects: {list}. Largest cosine of the residual with any of them: "
    "{cosine}.",
    "Фиксированные эффекты: {list}. Наибольший косинус остатка с ними: "
    "{cosine}.",
    "Тіркелген әсерлер: {list}. Қалдықтың олармен ең үлкен косинусы: "
    "{cosine}."};
constexpr Words kGroups{"Groups: {list}.", "Группы: {list}.", "Топтар: {list}."};
constexpr Words kDropped{"Left out: {which}, {count}: {why}.",
                         "Исключено: {which}, {count}: {why}.",
                         "Шығарылды: {which}, {count}: {why}."};
constexpr Words kUnknown{"This cannot be known from these data: {why}.",
                         "По этим данным этого узнать нельзя: {why}.",
                         "Бұл деректерден оны білу мүмкін емес: {why}."};
constexpr Words kRemedy{"What would tell: {remedy}.", "Что помогло бы: {remedy}.",
                        "Не көмектесер еді: {remedy}."};
constexpr Words kAgain{"Reproduce: {command}", "Воспроизвести: {command}", "Қайта алу: {command}"};

// Diagnostics that a person reads on the terminal; all of them stand in --json.
struct Known {
  const char* id;
  Words words;
};
constexpr std::array kKnown{
    Known{"r2", {"R²", "R²", "R²"}},
    Known{"r2_within", {"R² within", "R² внутри групп", "топ ішіндегі R²"}},
    Known{"deviance", {"deviance", "девианс", "девианс"}},
    Known{"wald_pre",
          {"Wald test of the time before", "тест Вальда для времени до меры",
           "шараға дейінгі уақыттың Вальд тесті"}},
    Known{"wald_pre_p", {"its p", "его p", "оның p мәні"}},
    Known{"wild_p", {"p of the wild bootstrap", "p дикого бутстрепа", "жабайы бутстреп p мәні"}},
    Known{"h_left", {"bandwidth below", "окно ниже порога", "шектен төмен терезе"}},
    Known{"h_right", {"above", "выше", "жоғары"}},
    Known{"n_h_left", {"rows in it below", "строк в нём ниже", "ондағы төменгі жолдар"}},
    Known{"n_h_right", {"above", "выше", "жоғары"}},
    Known{"density_p",
          {"p of no sorting across the cut-off", "p отсутствия подгонки у порога",
           "шекте балл икемдеу жоқтығының p мәні"}},
    Known{"first_stage_f", {"first-stage F", "F первого шага", "бірінші қадам F"}},
    Known{"controls", {"untreated", "без меры", "шара алмаған"}},
    Known{"fit_rmse", {"miss before treatment", "отклонение до меры", "шараға дейінгі ауытқу"}},
    Known{"placebo_p", {"p by placebos", "p по плацебо", "плацебо бойынша p"}},
    Known{"lowest_score",
          {"lowest chance of treatment", "наименьшая вероятность меры",
           "шара алудың ең аз ықтималдығы"}},
    Known{"highest_score", {"highest", "наибольшая", "ең көбі"}},
    Known{"effective_controls",
          {"controls that count", "действенных контролей", "ескерілетін бақылаулар"}},
    Known{"worlds", {"lotteries counted", "перебрано жеребьёвок", "саналған жеребелер"}},
    Known{"tau2",
          {"variance between studies", "дисперсия между исследованиями",
           "зерттеулер арасындағы дисперсия"}},
    Known{"i2", {"I² (%)", "I² (%)", "I² (%)"}},
    Known{"q_p", {"p of no difference", "p отсутствия различий", "айырма жоқтығының p мәні"}},
    Known{"prediction_low", {"in a new place from", "в новом месте от", "жаңа жерде мынадан"}},
    Known{"prediction_high", {"to", "до", "мынаған дейін"}},
    Known{"egger_p",
          {"p of no small-study effect", "p отсутствия эффекта малых исследований",
           "шағын зерттеулер әсері жоқтығының p мәні"}},
    Known{"band_critical",
          {"critical value of the band", "критическое значение полосы", "жолақтың сындық мәні"}},
};

// Of a column each: differences of the groups after weighting.
constexpr std::string_view kBalance = "balance_after.";
constexpr Words kBalanceOf{"left apart in sd, ", "осталось различия в ст. откл., ",
                           "қалған айырма, ст. ауытқу, "};
constexpr std::string_view kFirstStage = "first_stage_f.";
constexpr Words kFirstStageF{"first-stage F of ", "F первого шага для ", "бірінші қадам F: "};

// Four digits that count; the sizes of effects are not known in advance.
std::string digits(double value, Language language) {
  if (!std::isfinite(value)) return kNoNumber;
  if (value == 0) return number(0, 0, language);
  const int order = static_cast<int>(std::floor(std::log10(std::fabs(value))));
  if (order < -8 || order > 14) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2e", value);
    return text.data();
  }
  return number(value, std::clamp(3 - order, 0, 11), language);
}

std::string list_of(const std::vector<Count>& counts, Language language) {
  std::string list;
  for (const Count& one : counts) {
    list += (list.empty() ? "" : ", ") + one.name + " " +
            number(static_cast<double>(one.count), 0, language);
  }
  return list;
}

Table table_of(const Finding& finding, Language language) {
  Table table;
  const double level = finding.estimates.empty() ? 0.95 : finding.estimates[0].effect.level;
  const double share = std::round(level * 1000) / 10;
  const std::string percent_text = percent(level, share == std::floor(share) ? 0 : 1, language);
  table.columns = {{kTerm.in(language)},
                   {kEstimate.in(language), true},
                   {kError.in(language), true},
                   {fill(kInterval.in(language), {{"level", percent_text}}), true},
                   {kP.in(language), true}};
  for (const Estimate& one : finding.estimates) {
    const bool known = one.effect.se > 0;
    table.rows.push_back(
        {one.term, digits(one.effect.estimate, language),
         known ? digits(one.effect.se, language) : kNoNumber,
         known ? interval(digits(one.effect.low, language), digits(one.effect.high, language),
                          language)
               : kNoNumber,
         known ? (one.p < 0.0001 ? "<" + number(0.0001, 4, language) : number(one.p, 4, language))
               : kNoNumber});
  }
  return table;
}

std::string diagnostics_of(const Finding& finding, Language language) {
  std::string line;
  const auto add = [&](const std::string& name, double value) {
    line += (line.empty() ? "" : "; ") + name + " " + digits(value, language);
  };
  for (const Diagnostic& one : finding.diagnostics) {
    const double* value = std::get_if<double>(&one.value);
    if (value == nullptr) continue;
    if (one.id.starts_with(kFirstStage)) {
      add(kFirstStageF.in(language) + one.id.substr(kFirstStage.size()), *value);
    }
    if (one.id.starts_with(kBalance)) {
      add(kBalanceOf.in(language) + one.id.substr(kBalance.size()), *value);
    }
    for (const Known& known : kKnown) {
      if (one.id == known.id) add(known.words.in(language), *value);
    }
  }
  return line.empty() ? "" : paragraph(capital(line) + ".");
}

std::string basis_of(const Finding& finding, Language language) {
  const Summary& summary = finding.summary;
  const std::string n = number(static_cast<double>(summary.n), 0, language);
  if (summary.k == 0) return fill(kUnits.in(language), {{"n", n}});
  return fill(kBasis.in(language),
              {{"n", n},
               {"k", number(summary.k, 0, language)},
               {"df", summary.df ? number(*summary.df, 0, language) : kNormal.in(language)}});
}

std::string text_of_found(const Finding& finding, Language language, Colour colour) {
  const Summary& summary = finding.summary;
  std::string out = text_of_table(table_of(finding, language), colour, 110) + "\n";
  for (const Reason& note : finding.notes) out += paragraph("! " + note.text.in(language) + ".");
  out += paragraph(basis_of(finding, language));
  out += paragraph(fill(kVariance.in(language), {{"variance", summary.variance.in(language)}}));
  if (!summary.groups.empty()) {
    out += paragraph(fill(kGroups.in(language), {{"list", list_of(summary.groups, language)}}));
  }
  if (!summary.effects.empty()) {
    out +=
        paragraph(fill(kEffects.in(language), {{"list", list_of(summary.effects, language)},
                                               {"cosine", digits(summary.tolerance, language)}}));
  }
  for (const Dropped& one : finding.dropped) {
    out += paragraph(
        fill(kDropped.in(language), {{"which", one.which},
                                     {"count", number(static_cast<double>(one.count), 0, language)},
                                     {"why", one.reason.text.in(language)}}));
  }
  return out + diagnostics_of(finding, language);
}

}  // namespace
}  // namespace report

std::string text_of(const evaluate::Identified<evaluate::Finding>& finding,
                    const std::string& command, Language language, Colour colour) {
  using namespace report;
  std::string out;
  if (finding) {
    out = text_of_found(*finding, language, colour);
  } else {
    const evaluate::Unidentified& none = finding.error();
    out = strong(paragraph(fill(kUnknown.in(language), {{"why", none.why.text.in(language)}})),
                 colour);
    out += paragraph(fill(kRemedy.in(language), {{"remedy", none.remedy.text.in(language)}}));
  }
  if (!command.empty()) out += "\n" + fill(kAgain.in(language), {{"command", command}}) + "\n";
  return out;
}

}  // namespace formulary
