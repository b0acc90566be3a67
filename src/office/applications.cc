#include "office/applications.h"

#include "office/internal/steps.h"
#include "store/artefacts.h"

namespace formulary::office {
namespace {

// An application with the programme and the measure it belongs to.
struct Whole {
  KeptApplication application;
  Programme programme;
  const ProgrammeMeasure* measure = nullptr;

  Whole(KeptApplication kept, Programme of)
      : application(std::move(kept)),
        programme(std::move(of)),
        measure(measure_of(programme, application.value.measure)) {}
  Whole(Whole&& other) noexcept
      : application(std::move(other.application)),
        programme(std::move(other.programme)),
        measure(measure_of(programme, application.value.measure)) {}
};

Outcome<Whole> whole(Call& call, Operation operation, const std::string& id, Seen seen) {
  TRY(kept, found(call.record().application(id), id, seen));
  TRY(programme, found(call.record().programme(kept.value.programme), kept.value.programme));
  Whole result(std::move(kept), std::move(programme.value));
  TRY(allowed, allow(call, operation,
                     owner_of(result.programme, result.measure, result.application.value.firm)));
  return result;
}

Outcome<KeptApplication> written(Call& call, Operation operation, KeptApplication next) {
  TRY(revision, flat(call.record().change(call.act, id_of(operation), next)));
  return KeptApplication{std::move(next.value), revision};
}

Outcome<Application> screened(const Call& call, const Programme& programme,
                              const Application& application) {
  const ProgrammeMeasure* measure = measure_of(programme, application.measure);
  if (measure == nullptr) return refuse(Refusal::not_found, application.measure);
  const Setting setting{programme, call.ground.toolbox, call.ground.pack};
  TRY(answer, screen(setting, application, call.ground.cell_facts(programme, *measure)));
  return answer;
}

// A whole measure: what its managers or approvers move together. No move looks at another measure.
struct Round {
  Programme programme;
  std::vector<Application> applications;
  std::vector<Award> awards;
};

Outcome<Round> round_of(Call& call, Operation operation, const std::string& programme,
                        const std::string& measure) {
  TRY(kept, found(call.record().programme(programme), programme));
  TRY(allowed, allow(call, operation, owner_of(kept.value, measure_of(kept.value, measure), "")));
  TRY(applications, applications_of(call, programme, measure));
  TRY(awards, awards_of(call, programme, measure));
  return Round{std::move(kept.value), std::move(applications), std::move(awards)};
}

bool is_same(const Application& a, const Application& b) {
  return a.state == b.state && a.rank == b.rank && a.control_group == b.control_group &&
         a.score == b.score && a.reasons.size() == b.reasons.size();
}

// Write what moved. Nobody else has moved them since: writing transactions follow one another.
Outcome<std::vector<Application>> write_moved(Call& call, Operation operation,
                                              const std::vector<Application>& before,
                                              const std::vector<Application>& after) {
  std::vector<Application> moved;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (is_same(before[i], after[i])) continue;
    TRY(kept, found(call.record().application(after[i].id), after[i].id));
    TRY(next, written(call, operation, {after[i], kept.revision}));
    moved.push_back(std::move(next.value));
  }
  return moved;
}

}  // namespace

Outcome<Eligibility> check_eligibility(Call& call, const std::string& programme,
                                       const std::string& measure, const Facts& facts) {
  TRY(kept, found(call.record().programme(programme), programme));
  const ProgrammeMeasure* of = measure_of(kept.value, measure);
  const bool is_public = kept.value.state == ProgrammeState::open;
  if (of == nullptr || !is_public) return refuse(Refusal::not_found, measure);
  const Instrument* card = call.ground.toolbox.instrument(of->instrument);
  if (card == nullptr) return refuse(Refusal::not_found, of->instrument);
  return eligibility(*of, *card, facts, call.ground.cell_facts(kept.value, *of),
                     call.ground.pack.company_types);
}

Outcome<KeptApplication> submit_application(Call& call, const Request& request) {
  TRY(kept, found(call.record().programme(request.programme), request.programme));
  const Programme& programme = kept.value;
  TRY(allowed, allow(call, Operation::submit_application,
                     owner_of(programme, measure_of(programme, request.measure), request.firm)));
  TRY(id, store::new_id(call.session, "A-"));
  Application drafted;
  drafted.id = id;
  drafted.programme = request.programme;
  drafted.measure = request.measure;
  drafted.firm = request.firm;
  drafted.facts = request.facts;
  drafted.requested = request.requested;
  TRY(known, all_pages<Application>([&](const store::Page& page) {
        return call.record().applications({request.programme, "", request.firm, {}}, page);
      }));
  const Setting setting{programme, call.ground.toolbox, call.ground.pack};
  TRY(submitted, submit(setting, drafted, request.accounts, known, call.actor(), call.act.at));
  TRY(answer, screened(call, programme, submitted));
  TRY(revision, flat(call.record().add(call.act, answer)));
  return KeptApplication{std::move(answer), revision};
}

Outcome<KeptApplication> state_facts(Call& call, const std::string& application, Seen seen,
                                     const Facts& facts) {
  TRY(of, whole(call, Operation::state_facts, application, seen));
  TRY(stated, formulary::state_facts(of.application.value, facts, call.actor()));
  TRY(answer, screened(call, of.programme, stated));
  return written(call, Operation::state_facts, {std::move(answer), of.application.revision});
}

Outcome<KeptApplication> score_application(Call& call, const std::string& application, Seen seen,
                                           double score) {
  TRY(of, whole(call, Operation::score_application, application, seen));
  TRY(next, formulary::score(of.programme, of.application.value, score, call.actor()));
  return written(call, Operation::score_application, {std::move(next), of.application.revision});
}

Outcome<KeptApplication> withdraw_application(Call& call, const std::string& application,
                                              Seen seen) {
  TRY(of, whole(call, Operation::withdraw_application, application, seen));
  TRY(awards, awards_of(call, of.programme.id, of.application.value.measure));
  TRY(next, withdraw(of.application.value, awards, call.actor()));
  return written(call, Operation::withdraw_application, {std::move(next), of.application.revision});
}

Outcome<KeptApplication> settle_application(Call& call, const std::string& application, Seen seen) {
  TRY(of, whole(call, Operation::settle_application, application, seen));
  TRY(next, settle(of.programme, of.application.value, call.actor()));
  return written(call, Operation::settle_application, {std::move(next), of.application.revision});
}

Outcome<Lottery> publish_seed(Call& call, const std::string& programme, const std::string& measure,
                              std::uint32_t seed) {
  TRY(kept, found(call.record().programme(programme), programme));
  const ProgrammeMeasure* of = measure_of(kept.value, measure);
  if (of == nullptr) return refuse(Refusal::not_found, measure);
  TRY(allowed, allow(call, Operation::publish_seed, owner_of(kept.value, of, "")));
  if (of->selection != Selection::lottery) return refuse(Refusal::lottery_only, measure);
  return flat(
      store::publish_lottery(call.session, call.act, programme, measure, {seed, call.act.at}));
}

Outcome<std::vector<Application>> rank_applications(Call& call, const std::string& programme,
                                                    const std::string& measure) {
  TRY(round, round_of(call, Operation::rank_applications, programme, measure));
  TRY(lottery, store::lottery(call.session, programme, measure));
  TRY(after, formulary::rank_applications(round.programme, measure, round.applications, lottery,
                                          call.actor(), call.act.at));
  return write_moved(call, Operation::rank_applications, round.applications, after);
}

Outcome<std::vector<Application>> select_awards(Call& call, const std::string& programme,
                                                const std::string& measure,
                                                const SelectionOptions& options) {
  TRY(round, round_of(call, Operation::select_awards, programme, measure));
  TRY(after, formulary::select_awards(round.programme, measure, round.applications, round.awards,
                                      options, call.actor(), call.act.at.date()));
  return write_moved(call, Operation::select_awards, round.applications, after);
}

Outcome<std::vector<Application>> award_waiting(Call& call, const std::string& programme,
                                                const std::string& measure, Rest rest) {
  TRY(round, round_of(call, Operation::award_waiting, programme, measure));
  TRY(after, award_from_waiting_list(round.programme, measure, round.applications, round.awards,
                                     rest, call.actor(), call.act.at.date()));
  return write_moved(call, Operation::award_waiting, round.applications, after);
}

Outcome<KeptApplication> read_application(Call& call, const std::string& application) {
  TRY(of, whole(call, Operation::read_applications, application, {}));
  return std::move(of.application);
}

Outcome<Listed<KeptApplication>> list_applications(Call& call,
                                                   const store::ApplicationFilter& filter,
                                                   const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_applications));
  store::ApplicationFilter own = filter;
  if (call.actor().role == UserRole::company) own.firm = call.actor().firm;
  Programmes programmes(call);
  return listed<KeptApplication>(
      call.record().applications(own, page), page, [&](const KeptApplication& one) {
        const Programme* programme = programmes.find(one.value.programme);
        if (programme == nullptr) return false;
        const ProgrammeMeasure* measure = measure_of(*programme, one.value.measure);
        return may(call, Operation::read_applications,
                   owner_of(*programme, measure, one.value.firm));
      });
}

}  // namespace formulary::office
