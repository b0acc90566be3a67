#include "launch/internal/roles.h"

#include <algorithm>

#include "launch/internal/reasons.h"

namespace formulary {

namespace {

bool contains(const std::vector<std::string>& list, const std::string& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

bool set_a_target(const Programme& programme, const std::string& person) {
  for (const ProgrammeMeasure& measure : programme.measures) {
    for (const ProgrammeKpi& kpi : measure.kpis) {
      for (const TargetVersion& version : kpi.versions) {
        if (version.by == person) return true;
      }
    }
  }
  return false;
}

}  // namespace

void check_role(Reasons& reasons, const Actor& actor, std::initializer_list<UserRole> may) {
  if (is_blank(actor.person)) {
    reasons.push_back(because("person", {"It is not said who acts.", "Не указано, кто действует.",
                                         "Кім әрекет ететіні көрсетілмеген."}));
  }
  std::vector<Text> words;
  for (const UserRole role : may) {
    if (role == actor.role) return;
    words.push_back(name_of(role));
  }
  reasons.push_back(
      because("role",
              {"This is done by: {1}; you act as: {2}.", "Это делает: {1}; вы действуете как: {2}.",
               "Мұны орындайтын рөл: {1}; сіздің рөліңіз: {2}."},
              {listed(words), name_of(actor.role)}));
}

void check_office(Reasons& reasons, const Actor& actor, const std::vector<std::string>& offices) {
  if (actor.role != UserRole::manager) return;
  std::vector<Text> named;
  for (const std::string& office : offices) {
    if (office.empty()) continue;
    if (office == actor.office) return;
    named.push_back(everywhere(office));
  }
  if (named.empty()) return;
  reasons.push_back(because("office",
                            {"Managers of these offices do this: {1}; yours is: {2}.",
                             "Это делают менеджеры ведомств: {1}; ваше ведомство: {2}.",
                             "Мұны мына мекемелердің менеджерлері орындайды: {1}; сіздің "
                             "мекемеңіз: {2}."},
                            {listed(named), everywhere(actor.office)}));
}

void check_second_person(Reasons& reasons, const Programme& programme, const Actor& actor) {
  const bool drafted =
      actor.person == programme.drafted_by || contains(programme.revised_by, actor.person);
  if (drafted) {
    reasons.push_back(because(
        "second_person_draft",
        {"{1} drafted or revised this programme; another person must decide.",
         "Эту программу составляло или меняло то же лицо ({1}); решать должно другое.",
         "Бұл бағдарламаны {1} жасаған немесе өзгерткен; шешімді басқа адам қабылдауы керек."},
        {everywhere(actor.person)}));
  }
  if (set_a_target(programme, actor.person)) {
    reasons.push_back(because(
        "second_person_target",
        {"{1} set targets of this programme; another person must decide.",
         "Целевые значения этой программы задавало то же лицо ({1}); решать должно другое.",
         "Бұл бағдарламаның нысаналы мәндерін {1} қойған; шешімді басқа адам қабылдауы керек."},
        {everywhere(actor.person)}));
  }
}

void check_manager(Reasons& reasons, const Programme& programme, const Actor& actor) {
  check_role(reasons, actor, {UserRole::manager});
  check_office(reasons, actor, {programme.owner});
}

void check_measure_manager(Reasons& reasons, const Programme& programme,
                           const ProgrammeMeasure* measure, const Actor& actor) {
  check_role(reasons, actor, {UserRole::manager});
  std::vector<std::string> offices{programme.owner};
  if (measure != nullptr) {
    offices.push_back(measure->owner);
    offices.push_back(measure->delivery);
  }
  check_office(reasons, actor, offices);
}

void check_approver(Reasons& reasons, const Programme& programme, const Actor& actor) {
  check_role(reasons, actor, {UserRole::approver});
  check_second_person(reasons, programme, actor);
}

void check_open(Reasons& reasons, const Programme& programme) {
  if (programme.state == ProgrammeState::open) return;
  reasons.push_back(because(
      "programme_state",
      {"The programme is not open; its state is \"{1}\".",
       "Программа не открыта; её состояние — «{1}».", "Бағдарлама ашық емес; оның күйі — «{1}»."},
      {name_of(programme.state)}));
}

void check_why(Reasons& reasons, const std::string& why) {
  if (!is_blank(why)) return;
  reasons.push_back(because("why_missing", {"Say why, in writing.", "Укажите причину письменно.",
                                            "Себебін жазбаша көрсетіңіз."}));
}

const ProgrammeMeasure* measure_of(const Programme& programme, const std::string& id) {
  const auto at = std::find_if(programme.measures.begin(), programme.measures.end(),
                               [&](const ProgrammeMeasure& measure) { return measure.id == id; });
  return at != programme.measures.end() ? &*at : nullptr;
}

const ProgrammeMeasure* check_measure(Reasons& reasons, const Programme& programme,
                                      const std::string& id) {
  const ProgrammeMeasure* measure = measure_of(programme, id);
  if (measure == nullptr) {
    reasons.push_back(because("measure_unknown",
                              {"The programme has no measure \"{1}\".",
                               "В программе нет меры «{1}».", "Бағдарламада «{1}» шарасы жоқ."},
                              {everywhere(id)}));
  }
  return measure;
}

}  // namespace formulary
