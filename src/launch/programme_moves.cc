#include "launch/programme_moves.h"

#include <algorithm>
#include <cmath>

#include "launch/internal/reasons.h"
#include "launch/internal/roles.h"
#include "launch/internal/soundness.h"

namespace formulary {

namespace {

using enum ProgrammeState;

void remember(std::vector<std::string>& persons, const std::string& person) {
  if (std::find(persons.begin(), persons.end(), person) == persons.end()) {
    persons.push_back(person);
  }
}

// What was pre-tested and approved is no longer what stands here.
void back_to_draft(Programme& programme) {
  ++programme.version;
  programme.state = draft;
  programme.approved_by.clear();
}

bool same_ladder(const Continuation& a, const Continuation& b) {
  return a.release_at == b.release_at && a.partial_from == b.partial_from &&
         a.cure_months == b.cure_months && a.on_failure == b.on_failure &&
         a.counter_obligation == b.counter_obligation;
}

const ProgrammeKpi* kpi_of(const ProgrammeMeasure& measure, const std::string& id) {
  const auto at = std::find_if(measure.kpis.begin(), measure.kpis.end(),
                               [&](const ProgrammeKpi& kpi) { return kpi.kpi == id; });
  return at != measure.kpis.end() ? &*at : nullptr;
}

// A revised measure with the history of the one it replaces.
ProgrammeMeasure with_history(ProgrammeMeasure measure, const ProgrammeMeasure* before) {
  for (ProgrammeKpi& kpi : measure.kpis) {
    const ProgrammeKpi* old = before != nullptr ? kpi_of(*before, kpi.kpi) : nullptr;
    kpi.versions = old != nullptr ? old->versions : std::vector<TargetVersion>();
  }
  const bool same = before != nullptr && same_ladder(before->rule.ladder, measure.rule.ladder);
  measure.rule.version = before == nullptr ? 1 : before->rule.version + (same ? 0 : 1);
  return measure;
}

}  // namespace

Allowed<Programme> record_pretest(const Programme& programme, const Forecast& forecast,
                                  const Pretest& pretest, const Actor& actor) {
  Reasons reasons;
  check_role(reasons, actor, {UserRole::analyst, UserRole::manager});
  check_office(reasons, actor, {programme.owner});
  check_state(reasons, programme.state, {draft});
  if (pretest.version != programme.version) {
    reasons.push_back(because("version",
                              {"Version {1} was pre-tested; the programme is at version {2}.",
                               "Предпроверку прошла версия {1}; сейчас версия программы — {2}.",
                               "Алдын ала {1}-нұсқа тексерілген; бағдарламаның қазіргі нұсқасы — "
                               "{2}."},
                              {everywhere(std::to_string(pretest.version)),
                               everywhere(std::to_string(programme.version))}));
  }
  if (is_blank(pretest.forecast_hash)) {
    reasons.push_back(
        because("forecast_hash", {"The pre-test is not on the record: its hash is missing.",
                                  "Предпроверка не сохранена: нет её контрольной суммы.",
                                  "Алдын ала тексеру сақталмаған: оның бақылау сомасы жоқ."}));
  }
  check_forecast(reasons, programme.measures, forecast);
  Programme next = programme;
  next.state = pretested;
  next.pretested_version = programme.version;
  next.forecast_hash = pretest.forecast_hash;
  return unless(std::move(reasons), std::move(next));
}

Allowed<Programme> revise(const Programme& programme, const Revision& revision,
                          const Actor& actor) {
  Reasons reasons;
  check_manager(reasons, programme, actor);
  check_state(reasons, programme.state, {draft, pretested, approved});
  check_measures(reasons, revision.measures);
  if (!(revision.first_day < revision.last_day)) {
    reasons.push_back(because("days", {"The programme must end after it begins.",
                                       "Программа должна закончиться позже, чем начнётся.",
                                       "Бағдарлама басталғаннан кейін аяқталуы керек."}));
  }
  Programme next = programme;
  next.owner = revision.owner;
  next.first_day = revision.first_day;
  next.last_day = revision.last_day;
  next.budget = revision.budget;
  next.measures.clear();
  for (const ProgrammeMeasure& measure : revision.measures) {
    next.measures.push_back(with_history(measure, measure_of(programme, measure.id)));
  }
  // Who set a target that is dropped here has still shaped the draft.
  for (const ProgrammeMeasure& measure : programme.measures) {
    for (const ProgrammeKpi& kpi : measure.kpis) {
      const ProgrammeMeasure* kept = measure_of(next, measure.id);
      if (kept != nullptr && kpi_of(*kept, kpi.kpi) != nullptr) continue;
      for (const TargetVersion& version : kpi.versions) remember(next.revised_by, version.by);
    }
  }
  remember(next.revised_by, actor.person);
  back_to_draft(next);
  return unless(std::move(reasons), std::move(next));
}

Allowed<Programme> set_target(const Programme& programme, const TargetChange& change,
                              const Actor& actor) {
  Reasons reasons;
  check_manager(reasons, programme, actor);
  check_state(reasons, programme.state, {draft, pretested, approved});
  check_why(reasons, change.why);
  const TargetVersion version{change.baseline, change.target, change.due,
                              actor.person,    change.at,     change.why};
  if (!is_whole(version, programme.first_day)) {
    reasons.push_back(because(
        "target",
        {"Baseline and target must be numbers, and the target due after the programme begins.",
         "Базовое и целевое значения должны быть числами, а срок — после начала программы.",
         "Бастапқы және нысаналы мән сан болуы, ал мерзімі бағдарлама басталғаннан кейін болуы "
         "керек."}));
  }
  const ProgrammeMeasure* measure = check_measure(reasons, programme, change.measure);
  const ProgrammeKpi* kpi = measure != nullptr ? kpi_of(*measure, change.kpi) : nullptr;
  if (measure != nullptr && kpi == nullptr) {
    reasons.push_back(
        because("kpi_unknown",
                {"The measure \"{1}\" has no KPI \"{2}\".", "У меры «{1}» нет показателя «{2}».",
                 "«{1}» шарасында «{2}» көрсеткіші жоқ."},
                {everywhere(change.measure), everywhere(change.kpi)}));
  }
  if (kpi != nullptr && !kpi->versions.empty() && change.at < kpi->versions.back().at) {
    reasons.push_back(
        because("target_time", {"A later version of this target stands already.",
                                "Уже есть более поздняя версия этого целевого значения.",
                                "Бұл нысаналы мәннің кейінгі нұсқасы бар."}));
  }
  if (!reasons.empty()) return otherwise(std::move(reasons));
  Programme next = programme;
  for (ProgrammeMeasure& one : next.measures) {
    if (one.id != change.measure) continue;
    for (ProgrammeKpi& row : one.kpis) {
      if (row.kpi == change.kpi) row.versions.push_back(version);
    }
  }
  back_to_draft(next);
  return next;
}

Allowed<Programme> set_evaluation(const Programme& programme, const EvaluationDesign& evaluation,
                                  const Actor& actor) {
  Reasons reasons;
  check_manager(reasons, programme, actor);
  check_state(reasons, programme.state, {draft, pretested, approved});
  Programme next = programme;
  next.evaluation = evaluation;
  remember(next.revised_by, actor.person);
  if (next.state == approved) {
    next.state = pretested;
    next.approved_by.clear();
  }
  return unless(std::move(reasons), std::move(next));
}

Reasons missing_for_approval(const Programme& programme) {
  Reasons reasons;
  check_measures(reasons, programme.measures);
  check_targets(reasons, programme);
  if (programme.pretested_version != programme.version || is_blank(programme.forecast_hash)) {
    reasons.push_back(because("pretest_missing",
                              {"Version {1} of the programme has not been pre-tested.",
                               "Версия {1} программы не прошла предпроверку.",
                               "Бағдарламаның {1}-нұсқасы алдын ала тексерілмеген."},
                              {everywhere(std::to_string(programme.version))}));
  }
  const EvaluationDesign& design = programme.evaluation;
  if (is_blank(design.method) || is_blank(design.comparison) || design.outcomes.empty() ||
      design.follow_up_years < 1) {
    reasons.push_back(because(
        "evaluation_missing",
        {"The evaluation design needs a method, a comparison, outcomes and years of follow-up.",
         "План оценки должен назвать метод, группу сравнения, результаты и годы наблюдения.",
         "Бағалау жоспарында әдіс, салыстыру тобы, нәтижелер және бақылау жылдары болуы керек."}));
  }
  if (is_blank(programme.owner)) {
    reasons.push_back(because("owner_missing", {"No office owns the programme.",
                                                "У программы нет ответственного ведомства.",
                                                "Бағдарламаға жауапты мекеме жоқ."}));
  }
  check_budget(reasons, programme);
  return reasons;
}

Allowed<Programme> approve(const Programme& programme, const Actor& actor) {
  Reasons reasons;
  check_approver(reasons, programme, actor);
  check_state(reasons, programme.state, {pretested});
  for (Reason& gap : missing_for_approval(programme)) reasons.push_back(std::move(gap));
  Programme next = programme;
  next.state = approved;
  next.approved_by = actor.person;
  return unless(std::move(reasons), std::move(next));
}

Allowed<Programme> open_programme(const Programme& programme, const Actor& actor) {
  Reasons reasons;
  check_manager(reasons, programme, actor);
  check_state(reasons, programme.state, {approved});
  Programme next = programme;
  next.state = open;
  return unless(std::move(reasons), std::move(next));
}

Allowed<Programme> close_programme(const Programme& programme, const UnderWay& under_way,
                                   const Actor& actor) {
  Reasons reasons;
  check_manager(reasons, programme, actor);
  check_state(reasons, programme.state, {open});
  if (under_way.undecided_applications > 0 || under_way.active_awards > 0) {
    reasons.push_back(because("under_way",
                              {"Still under way: undecided applications {1}, active awards {2}.",
                               "Ещё не завершено: нерешённых заявок — {1}, действующих "
                               "соглашений — {2}.",
                               "Әлі аяқталмаған: шешілмеген өтінімдер — {1}, қолданыстағы "
                               "келісімдер — {2}."},
                              {everywhere(std::to_string(under_way.undecided_applications)),
                               everywhere(std::to_string(under_way.active_awards))}));
  }
  Programme next = programme;
  next.state = closed;
  return unless(std::move(reasons), std::move(next));
}

Allowed<Programme> terminate_programme(const Programme& programme, const std::string& why,
                                       const Actor& actor) {
  Reasons reasons;
  check_approver(reasons, programme, actor);
  check_state(reasons, programme.state, {approved, open});
  check_why(reasons, why);
  Programme next = programme;
  next.state = terminated;
  next.terminated_why = why;
  return unless(std::move(reasons), std::move(next));
}

}  // namespace formulary
