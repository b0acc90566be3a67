#include "evaluate/internal/designs.h"

#include <array>

#include "domain/wording.h"

namespace formulary::evaluate {

namespace {

constexpr auto kWords = std::to_array<RefusalWords<Design>>({
    {Design::other_adoption, "other_adoption",
     "a cohort without a control or a period before its treatment",
     "когорта без контроля или без периода до начала меры",
     "бақылауы немесе шараға дейінгі кезеңі жоқ когорта"},
    {Design::same_value_everywhere, "same_value_everywhere", "the covariate does not vary",
     "ковариата не меняется", "ковариата өзгермейді"},
    {Design::beyond_overlap, "beyond_overlap",
     "nobody like it is in the other group: its chance of treatment is next to 0 or 1",
     "в другой группе нет похожих: вероятность меры близка к 0 или 1",
     "екінші топта ұқсасы жоқ: шара алу ықтималдығы 0-ге немесе 1-ге жақын"},

    {Design::few_rows, "few_rows", "fewer than 20 rows", "меньше 20 строк", "20 жолдан аз"},
    {Design::nothing_at_cutoff, "nothing_at_cutoff",
     "nobody stands near the cut-off on one of its sides", "с одной из сторон у порога никого нет",
     "шектің бір жағында маңында ешкім жоқ"},
    {Design::few_values_at_cutoff, "few_values_at_cutoff",
     "too few distinct values near the cut-off for a curve",
     "у порога слишком мало различных значений для кривой",
     "шек маңында қисық үшін әртүрлі мәндер тым аз"},
    {Design::no_jump_of_treatment, "no_jump_of_treatment",
     "the treatment does not jump at the cut-off", "мера не меняется скачком на пороге",
     "шара шекте секірмейді"},
    {Design::one_cluster_on_side, "one_cluster_on_side",
     "one cluster alone on a side says nothing about chance",
     "единственный кластер на стороне ничего не говорит о случайности",
     "бір жақтағы жалғыз кластер кездейсоқтық туралы ештеңе айтпайды"},
    {Design::no_placebo, "no_placebo", "placebos need more untreated units than treated ones",
     "для плацебо нужно больше единиц без меры, чем с мерой",
     "плацебо үшін шара алмаған бірлік алғаннан көп болуы керек"},
    {Design::no_jackknife, "no_jackknife",
     "leaving one out needs two treated units and two controls with a weight",
     "для складного ножа нужны две единицы с мерой и два контроля с весом",
     "бірін қалдырып есептеуге шара алған екі бірлік және салмағы бар екі бақылау керек"},
    {Design::no_bootstrap, "no_bootstrap", "drawing units again needs two treated units",
     "для бутстрепа нужны две единицы с мерой", "бутстрепке шара алған екі бірлік керек"},
    {Design::one_study, "one_study",
     "one study alone says nothing about differences between studies",
     "одно исследование ничего не говорит о различиях между исследованиями",
     "жалғыз зерттеу зерттеулер арасындағы айырма туралы ештеңе айтпайды"},
    {Design::too_many_moderators, "too_many_moderators",
     "as many moderators as studies, or moderators that follow from each other",
     "модераторов не меньше, чем исследований, либо они следуют друг из друга",
     "модераторлар зерттеулерден кем емес немесе бір-бірінен шығады"},
    {Design::one_arm, "one_arm", "all rows are treated, or none is",
     "меру получают все строки или ни одна", "барлық жол шара алады немесе ешқайсысы алмайды"},
    {Design::few_in_arm, "few_in_arm", "too few rows in one of the groups",
     "в одной из групп слишком мало строк", "топтардың бірінде жол тым аз"},
    {Design::no_take_up, "no_take_up", "winning the draw did not change who takes part",
     "выигрыш не изменил, кто участвует", "жеребе ұту кімнің қатысатынын өзгертпеді"},
    {Design::nothing_random, "nothing_random", "in no stratum did some win and others lose",
     "ни в одной страте нет и выигравших, и проигравших",
     "бірде-бір стратада ұтқан да, ұтылған да жоқ"},

    {Design::give_rows_at_cutoff, "give_rows_at_cutoff",
     "applicants on both sides of the cut-off and close to it",
     "заявители по обе стороны порога и рядом с ним",
     "шектің екі жағындағы және оған жақын өтініш берушілер"},
    {Design::give_finer_running, "give_finer_running",
     "a finer running variable, or a wider --bandwidth",
     "более точная оценка заявки или большая ширина --bandwidth",
     "дәлірек балл немесе кеңірек --bandwidth"},
    {Design::give_take_up, "give_take_up", "a treatment that the cut-off or the draw moves",
     "мера, на которую влияет порог или жребий", "шек немесе жеребе әсер ететін шара"},
    {Design::give_clusters_on_sides, "give_clusters_on_sides",
     "two clusters at least on each side, better thirty",
     "не менее двух кластеров с каждой стороны, лучше тридцать",
     "әр жақта кемінде екі, дұрысы отыз кластер"},
    {Design::give_more_controls, "give_more_controls", "more untreated units",
     "больше единиц без меры", "шара алмаған көбірек бірлік"},
    {Design::use_placebo, "use_placebo", "placebos (--se placebo), or more treated units",
     "плацебо (--se placebo) либо больше единиц с мерой",
     "плацебо (--se placebo) немесе шара алған көбірек бірлік"},
    {Design::use_more_treated, "use_more_treated", "more treated units", "больше единиц с мерой",
     "шара алған көбірек бірлік"},
    {Design::give_studies, "give_studies", "a second study", "второе исследование",
     "екінші зерттеу"},
    {Design::drop_moderators, "drop_moderators", "more studies, or fewer moderators",
     "больше исследований или меньше модераторов", "көбірек зерттеу немесе азырақ модератор"},
    {Design::give_both_arms, "give_both_arms", "rows with and rows without the treatment",
     "строки с мерой и строки без неё", "шарасы бар және жоқ жолдар"},
    {Design::give_strata, "give_strata", "strata with winners and losers",
     "страты, где есть и выигравшие, и проигравшие", "ұтқан да, ұтылған да бар страталар"},

    {Design::sorted_across, "sorted_across",
     "the density jumps at the cut-off (5 %): applicants may have sorted themselves across it",
     "плотность меняется скачком на пороге (5 %): заявители могли подгонять балл",
     "тығыздық шекте секіреді (5 %): өтініш берушілер балын икемдеген болуы мүмкін"},
    {Design::mass_points, "mass_points",
     "many equal values of the running variable: distinct values are what counts",
     "много одинаковых баллов: считаются различные значения",
     "бірдей балл көп: әртүрлі мәндер есепке алынады"},
    {Design::few_values, "few_values",
     "fewer than ten distinct values within the bandwidth on a side: the interval is too narrow",
     "меньше десяти различных значений в окне с одной стороны: интервал слишком узок",
     "терезенің бір жағында оннан аз әртүрлі мән: аралық тым тар"},
    {Design::wide_extrapolation, "wide_extrapolation",
     "a gap at the cut-off: the curves are continued across it",
     "у порога пробел: кривые продолжены через него",
     "шек маңында бос аралық: қисықтар ол арқылы жалғастырылған"},
    {Design::poor_fit, "poor_fit",
     "before the treatment the synthetic control misses by more than the noise: the effect is in "
     "doubt",
     "до меры синтетический контроль отклоняется сильнее шума: эффект под сомнением",
     "шараға дейін синтетикалық бақылау шуылдан артық ауытқиды: әсерге күмән бар"},
    {Design::one_donor, "one_donor", "one unit alone makes up the synthetic control",
     "синтетический контроль состоит из одной единицы",
     "синтетикалық бақылау жалғыз бірліктен тұрады"},
    {Design::few_draws, "few_draws", "few placebos are possible: the error is rough",
     "возможных плацебо мало: ошибка приблизительна", "мүмкін плацебо аз: қате шамамен алынған"},
    {Design::few_studies, "few_studies", "fewer than five studies: how they differ is hardly known",
     "меньше пяти исследований: их различия почти неизвестны",
     "бестен аз зерттеу: олардың айырмасы дерлік белгісіз"},
    {Design::small_study_effect, "small_study_effect",
     "smaller studies show larger effects (10 %): weak results may be missing",
     "малые исследования показывают больший эффект (10 %): слабые результаты могли не "
     "публиковаться",
     "шағын зерттеулер үлкенірек әсер көрсетеді (10 %): әлсіз нәтижелер жарияланбаған болуы "
     "мүмкін"},
    {Design::poor_balance, "poor_balance",
     "after weighting the groups still differ by more than a tenth of a standard deviation",
     "после взвешивания группы всё ещё различаются больше чем на десятую стандартного отклонения",
     "салмақтаудан кейін де топтар стандартты ауытқудың оннан бірінен көп айырмашылықта"},
    {Design::trimmed_scores, "trimmed_scores",
     "rows without their like in the other group were left out: the effect is that of the rest",
     "строки без похожих в другой группе исключены: эффект относится к остальным",
     "екінші топта ұқсасы жоқ жолдар алынып тасталды: әсер қалғандарына қатысты"},
    {Design::exact_test, "exact_test", "every possible draw was counted: the p-value is exact",
     "перебраны все возможные жеребьёвки: p-значение точное",
     "барлық мүмкін жеребе саналды: p-мәні дәл"},
});

}  // namespace

Reason reason(Design what, const std::string& about) {
  return worded_about(kWords, what, about);
}

Unidentified unidentified(Design why, Design remedy, const std::string& about) {
  return {reason(why, about), reason(remedy)};
}

Unidentified unidentified(Says why, Design remedy, const std::string& about) {
  return {reason(why, about), reason(remedy)};
}

Unidentified unidentified(Design why, Says remedy, const std::string& about) {
  return {reason(why, about), reason(remedy)};
}

}  // namespace formulary::evaluate
