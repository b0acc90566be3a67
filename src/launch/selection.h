// Who is served, and who can check that it was fair? Ranking, awards within the money, the lottery.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/award.h"
#include "domain/programme.h"
#include "domain/reason.h"

// docs/methods/launch.md has the formulas. Functions take the applications of the programme in any
// order and return all of them in that order; those of other measures and states come back as they
// were. No result depends on the order.
//
//   move                     from        by                      to
//   rank_applications        eligible    manager of the measure  ranked
//   select_awards            ranked      approver, 2nd person    awarded | waitlisted | declined
//   award_from_waiting_list  waitlisted  approver, 2nd person    awarded
namespace formulary {

// An application's number in the draw: the lowest comes first. Anyone can recompute it:
// (w0 2^32 + w1) of philox(key = {seed, 0}, subject = FNV-1a 64 of the id's bytes, year 0).
std::uint64_t draw_number(std::uint32_t seed, const std::string& application);

// Rank the eligible applications of a measure 1, 2 ...: by falling score (merit, need) or rising
// draw number (lottery); ties by application id. Reasons: programme_state, measure_unknown,
// nobody_eligible, round_open (an earlier ranking has not been decided on), score_missing (names
// them), lottery_missing, seed_late (published after the draw at `at`), seed_known (an application
// came when the seed was already known, so that its id could be chosen).
Allowed<std::vector<Application>> rank_applications(const Programme& programme,
                                                    const std::string& measure,
                                                    const std::vector<Application>& applications,
                                                    const std::optional<Lottery>& lottery,
                                                    const Actor& actor, Instant at);

// What happens to those further down once somebody's request exceeds the money that is left.
enum class Rest {
  stop,       // nobody is served past that rank: a clean cut-off for the evaluation
  pass_over,  // a smaller request further down may be
};

struct SelectionOptions {
  std::optional<double> least_score;  // merit and need: below it declined
  std::optional<int> waiting_places;  // of this call; nothing = all may wait
  Rest rest = Rest::stop;
};

// Money of a measure that is bound: awards less what was given up, and requests that were awarded
// but have no award yet.
Money committed(const Programme& programme, const std::string& measure,
                std::span<const Application> applications, std::span<const Award> awards);

// Money that may still be bound on a day: the budgets of the programme's years up to that day's,
// at most the whole budget, less what is committed; nothing before the first day. Unspent money of
// a year stays for later years; no year borrows from the next. Negative = overcommitted.
Money money_left(const Programme& programme, const ProgrammeMeasure& measure,
                 std::span<const Application> applications, std::span<const Award> awards,
                 Date day);

// Decide on the ranked applications of a measure, in order of rank, as far as the money goes.
// In a lottery everybody who was drawn and not awarded is the control group. Reasons:
// programme_state, measure_unknown, nobody_ranked, options.
Allowed<std::vector<Application>> select_awards(const Programme& programme,
                                                const std::string& measure,
                                                const std::vector<Application>& applications,
                                                std::span<const Award> awards,
                                                const SelectionOptions& options, const Actor& actor,
                                                Date day);

// Award from the waiting list, by rank, then moment of submission, then id, as far as the money
// goes that came free. Who is awarded leaves the control group. Reasons: programme_state,
// measure_unknown, nobody_waiting, money_short (nothing could be awarded).
Allowed<std::vector<Application>> award_from_waiting_list(
    const Programme& programme, const std::string& measure,
    const std::vector<Application>& applications, std::span<const Award> awards, Rest rest,
    const Actor& actor, Date day);

}  // namespace formulary
