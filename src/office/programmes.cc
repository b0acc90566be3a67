#include "office/programmes.h"

#include "domain/demonstration.h"
#include "office/internal/steps.h"
#include "store/artefacts.h"
#include "store/demonstration.h"

namespace formulary::office {
namespace {

// Make one move of a programme and write it; `move(programme)` answers an Allowed<Programme>.
template <typename Move>
Outcome<KeptProgramme> moved(Call& call, Operation operation, const std::string& id, Seen seen,
                             Move move) {
  TRY(kept, found(call.record().programme(id), id, seen));
  TRY(allowed, allow(call, operation, owner_of(kept.value)));
  TRY(next, move(kept.value));
  kept.value = std::move(next);
  TRY(revision, flat(call.record().change(call.act, id_of(operation), kept)));
  return KeptProgramme{std::move(kept.value), revision};
}

}  // namespace

Outcome<KeptProgramme> draft_programme(Call& call, const Adopted& adopted, Mandate mandate) {
  TRY(allowed, allow(call, Operation::draft_programme));
  mandate.drafted_by = call.actor();
  mandate.drafted_at = call.act.at;
  TRY(kind, store::kind_of_register(call.session));
  if (kind == store::RegisterKind::demonstration) mandate.demonstration = true;
  if (mandate.demonstration) mandate.name = marked_as_demonstration(mandate.name);
  TRY(hash, store::keep_artefact(call.session, call.act, "package", adopted.package_text));
  mandate.package_hash = hash;
  TRY(programme,
      launch(adopted.package, adopted.forecast, mandate, call.ground.toolbox, call.ground.pack));
  TRY(revision, flat(call.record().add(call.act, programme)));
  return KeptProgramme{std::move(programme), revision};
}

Outcome<KeptProgramme> revise_programme(Call& call, const std::string& programme, Seen seen,
                                        const Adopted& adopted, const Mandate& mandate) {
  TRY(hash, store::keep_artefact(call.session, call.act, "package", adopted.package_text));
  const auto revised = [&](const Programme& before) -> Allowed<Programme> {
    Mandate whole = mandate;
    whole.programme = before.id;
    whole.name = before.name;
    if (whole.owner.empty()) whole.owner = before.owner;
    whole.drafted_by = call.actor();
    whole.drafted_at = call.act.at;
    whole.evaluation = before.evaluation;
    TRY(fresh,
        launch(adopted.package, adopted.forecast, whole, call.ground.toolbox, call.ground.pack));
    TRY(next,
        revise(before, {fresh.owner, fresh.first_day, fresh.last_day, fresh.budget, fresh.measures},
               call.actor()));
    next.package_hash = hash;
    next.goal = fresh.goal;
    next.stage = fresh.stage;
    return next;
  };
  return moved(call, Operation::revise_programme, programme, seen, revised);
}

Outcome<KeptProgramme> record_pretest(Call& call, const std::string& programme, Seen seen,
                                      const PretestRun& run) {
  TRY(hash, store::keep_artefact(call.session, call.act, "forecast", run.forecast_text));
  return moved(call, Operation::pretest_programme, programme, seen, [&](const Programme& before) {
    return formulary::record_pretest(before, run.forecast, {run.version, hash}, call.actor());
  });
}

Outcome<KeptProgramme> set_target(Call& call, const std::string& programme, Seen seen,
                                  const TargetChange& change) {
  TargetChange now = change;
  now.at = call.act.at;
  return moved(call, Operation::set_target, programme, seen, [&](const Programme& before) {
    return formulary::set_target(before, now, call.actor());
  });
}

Outcome<KeptProgramme> set_evaluation(Call& call, const std::string& programme, Seen seen,
                                      const EvaluationDesign& evaluation) {
  return moved(call, Operation::set_evaluation, programme, seen, [&](const Programme& before) {
    return formulary::set_evaluation(before, evaluation, call.actor());
  });
}

Outcome<KeptProgramme> approve_programme(Call& call, const std::string& programme, Seen seen) {
  return moved(call, Operation::approve_programme, programme, seen,
               [&](const Programme& before) { return approve(before, call.actor()); });
}

Outcome<KeptProgramme> open_programme(Call& call, const std::string& programme, Seen seen) {
  return moved(call, Operation::open_programme, programme, seen, [&](const Programme& before) {
    return formulary::open_programme(before, call.actor());
  });
}

Outcome<KeptProgramme> close_programme(Call& call, const std::string& programme, Seen seen) {
  TRY(applications, applications_of(call, programme));
  TRY(awards, awards_of(call, programme));
  UnderWay under_way;
  for (const Application& one : applications) {
    bool open = one.state == ApplicationState::submitted ||
                one.state == ApplicationState::eligible || one.state == ApplicationState::ranked;
    if (one.state == ApplicationState::awarded) {
      open = std::none_of(awards.begin(), awards.end(),
                          [&](const Award& award) { return award.application == one.id; });
    }
    under_way.undecided_applications += open ? 1 : 0;
  }
  for (const Award& award : awards) {
    under_way.active_awards += award.state == AwardState::active ? 1 : 0;
  }
  return moved(call, Operation::close_programme, programme, seen, [&](const Programme& before) {
    return formulary::close_programme(before, under_way, call.actor());
  });
}

Outcome<KeptProgramme> terminate_programme(Call& call, const std::string& programme, Seen seen,
                                           const std::string& why) {
  return moved(call, Operation::terminate_programme, programme, seen, [&](const Programme& before) {
    return formulary::terminate_programme(before, why, call.actor());
  });
}

namespace {

bool is_readable(const Call& call, const Programme& programme) {
  const bool adopted =
      programme.state != ProgrammeState::draft && programme.state != ProgrammeState::pretested;
  return may(call, adopted ? Operation::read_programmes : Operation::read_drafts,
             owner_of(programme));
}

}  // namespace

Outcome<std::string> read_document(Call& call, const std::string& hash) {
  TRY(allowed, allow(call, Operation::read_drafts));
  TRY(body, store::artefact(call.session, hash));
  if (!body) return refuse(Refusal::not_found, hash);
  return *body;
}

Outcome<KeptProgramme> read_programme(Call& call, const std::string& programme) {
  TRY(kept, found(call.record().programme(programme), programme));
  if (!is_readable(call, kept.value)) return refuse(Refusal::not_found, programme);
  return kept;
}

Outcome<Listed<KeptProgramme>> list_programmes(Call& call, std::optional<ProgrammeState> state,
                                               const store::Page& page) {
  return listed<KeptProgramme>(
      call.record().programmes(state, page), page,
      [&](const KeptProgramme& one) { return is_readable(call, one.value); });
}

}  // namespace formulary::office
