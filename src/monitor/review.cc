#include "monitor/review.h"

#include <algorithm>
#include <cmath>

#include "monitor/internal/attainment.h"
#include "monitor/internal/numbers.h"
#include "monitor/internal/reasons.h"

namespace formulary {

namespace {

constexpr double kGrid = 1e9;  // attainment and thresholds are compared in billionths

__extension__ typedef __int128 Wide;

std::int64_t billionths(double share) {
  return std::llround(share * kGrid);
}

bool is_share(double value) {
  return std::isfinite(value) && value >= 0 && value <= 1;
}

bool is_open(TrancheState state) {
  return state == TrancheState::due || state == TrancheState::held ||
         state == TrancheState::partly_released || state == TrancheState::cure;
}

const Tranche* tranche_of(const Award& award, const std::string& id) {
  const auto at = std::find_if(award.tranches.begin(), award.tranches.end(),
                               [&](const Tranche& one) { return one.id == id; });
  return at == award.tranches.end() ? nullptr : &*at;
}

bool adds_up(const Tranche& tranche) {
  const Money none;
  return tranche.released >= none && tranche.given_up >= none && tranche.amount >= none &&
         tranche.released <= tranche.amount && tranche.given_up <= tranche.amount &&
         tranche.released + tranche.given_up <= tranche.amount;
}

void check_obligations(const Award& award, const Directions& directions, Reasons& reasons) {
  if (award.obligations.empty()) return reasons.push_back(reason_of("no_obligations"));
  double weights = 0;
  for (const Obligation& one : award.obligations) {
    const bool sound = std::isfinite(one.baseline) && std::isfinite(one.target) &&
                       std::isfinite(one.weight) && one.weight >= 0 && one.from < one.due;
    if (!sound) reasons.push_back(reason_of("obligation_ill_formed", one.kpi));
    if (!directions.contains(one.kpi)) {
      reasons.push_back(reason_of("kpi_without_direction", one.kpi));
    }
    weights += sound ? one.weight : 0;
  }
  if (weights <= 0) reasons.push_back(reason_of("no_weight"));
}

Reasons faults_of(const Award& award, const Tranche* tranche, const std::string& id,
                  const Directions& directions, const ReviewOptions& options) {
  Reasons reasons;
  if (award.state != AwardState::active) {
    reasons.push_back(reason_of("award_not_active", id_of(award.state)));
  }
  check_obligations(award, directions, reasons);
  const Continuation& ladder = award.rule.ladder;
  if (!is_share(ladder.release_at) || !is_share(ladder.partial_from) ||
      ladder.partial_from > ladder.release_at || ladder.release_at == 0 || ladder.cure_months < 0) {
    reasons.push_back(reason_of("rule_ill_formed"));
  }
  if (!options.is_valid()) reasons.push_back(reason_of("options_ill_formed"));
  if (tranche == nullptr) {
    reasons.push_back(reason_of("no_such_tranche", id));
    return reasons;
  }
  if (!is_open(tranche->state)) reasons.push_back(reason_of("not_open", id_of(tranche->state)));
  if (!adds_up(*tranche)) reasons.push_back(reason_of("money_does_not_add_up"));
  return reasons;
}

// The weighted attainment in billionths; nothing while an obligation that weighs is unknown.
std::optional<std::int64_t> weigh(const Award& award, Proposal& proposal) {
  double sum = 0;
  double weights = 0;
  double weakest = 1;
  bool known = true;
  std::string inputs;
  for (std::size_t i = 0; i < award.obligations.size(); ++i) {
    const double weight = award.obligations[i].weight;
    const Attainment& one = proposal.attainments[i];
    inputs += (i == 0 ? "" : " + ") + (one.is_known ? written(one.share) : "unknown") + "*" +
              written(weight);
    if (weight == 0) continue;
    sum += weight * one.share;
    weights += weight;
    weakest = std::min(weakest, one.probability);
    known = known && one.is_known;
  }
  proposal.probability = weakest;
  inputs += " over " + written(weights);
  if (!known) {
    proposal.steps.push_back({"attainment", inputs, "unknown"});
    return std::nullopt;
  }
  proposal.attainment = on_grid(sum / weights, kGrid);
  proposal.steps.push_back({"attainment", inputs, written(proposal.attainment)});
  return billionths(proposal.attainment);
}

// The share of the amount that was earned, rounded down to the minor unit.
Money earned_of(Money amount, std::int64_t attained) {
  const Wide exact = static_cast<Wide>(amount.minor()) * attained;
  return Money::from_minor(static_cast<std::int64_t>(exact / static_cast<Wide>(1'000'000'000)));
}

void take(Proposal& proposal, ReviewAction action, std::string_view reason,
          std::string_view detail = {}) {
  proposal.action = action;
  proposal.reasons.push_back(reason_of(reason, detail));
}

void reduce_to(Proposal& proposal, Money more) {
  take(proposal, ReviewAction::reduce, "reduced_after_cure");
  proposal.pay = more;
  proposal.give_up = held_back(proposal.before) - more;
}

// The cure is over, or the rule has none: what the rule says of failure. Where another tranche of
// the award failed before, a reduction becomes a stop; money is asked back only by a rule that
// says so.
void fail_tranche(const Award& award, Money more, Proposal& proposal) {
  const auto failed = [](const Tranche& one) {
    return one.state == TrancheState::reduced || one.state == TrancheState::stopped ||
           one.state == TrancheState::clawed_back;
  };
  const bool repeated = std::any_of(award.tranches.begin(), award.tranches.end(), failed);
  OnFailure rule = award.rule.ladder.on_failure;
  if (repeated) proposal.reasons.push_back(reason_of("repeated_failure"));
  if (repeated && rule == OnFailure::reduce) rule = OnFailure::stop;
  if (rule == OnFailure::reduce) return reduce_to(proposal, more);
  const Money back = recoverable(award);
  proposal.give_up = held_back(proposal.before);
  if (rule == OnFailure::claw_back && back > Money()) {
    take(proposal, ReviewAction::claw_back, "clawed_back_after_cure");
    proposal.claw_back = back;
    return;
  }
  if (rule == OnFailure::claw_back) proposal.reasons.push_back(reason_of("nothing_to_ask_back"));
  take(proposal, ReviewAction::stop, "stopped_after_cure");
}

// Climb the ladder from a known attainment.
void climb(const Award& award, std::int64_t attained, Proposal& proposal) {
  const Continuation& rule = award.rule.ladder;
  const Tranche& tranche = proposal.before;
  const Money left = held_back(tranche);
  const Money earned = earned_of(tranche.amount, attained);
  const Money more = std::clamp(earned - tranche.released, Money(), left);
  proposal.steps.push_back({"earned",
                            "floor(" + std::to_string(tranche.amount.minor()) + " * " +
                                written(proposal.attainment) +
                                "), released=" + std::to_string(tranche.released.minor()) +
                                " held_back=" + std::to_string(left.minor()),
                            std::to_string(earned.minor())});
  const bool cure_over = tranche.cure_until && proposal.day >= *tranche.cure_until;
  const bool no_more_cure = cure_over || (!tranche.cure_until && rule.cure_months == 0);
  const Date cure_until = tranche.cure_until.value_or(proposal.day.plus_months(rule.cure_months));
  if (attained >= billionths(rule.release_at)) {
    take(proposal, ReviewAction::release, "met");
    proposal.pay = left;
  } else if (attained >= billionths(rule.partial_from)) {
    if (no_more_cure) return reduce_to(proposal, more);
    proposal.cure_until = cure_until;
    if (more == Money()) return take(proposal, ReviewAction::hold, "nothing_more_earned");
    take(proposal, ReviewAction::release_part, "partly_met", cure_until.text());
    proposal.pay = more;
  } else if (no_more_cure) {
    fail_tranche(award, more, proposal);
  } else if (tranche.cure_until) {
    proposal.cure_until = cure_until;
    take(proposal, ReviewAction::hold, "cure_runs", cure_until.text());
  } else {
    proposal.cure_until = cure_until;
    take(proposal, ReviewAction::cure, "cure_begins", cure_until.text());
  }
}

void note_rule(const Award& award, Proposal& proposal) {
  const Continuation& rule = award.rule.ladder;
  proposal.steps.push_back(
      {"rule",
       "version=" + std::to_string(award.rule.version) + " release_at=" + written(rule.release_at) +
           " partial_from=" + written(rule.partial_from) + " cure_months=" +
           std::to_string(rule.cure_months) + " on_failure=" + id_of(rule.on_failure) +
           " state=" + id_of(proposal.before.state) + " cure_until=" +
           (proposal.before.cure_until ? proposal.before.cure_until->text() : "none"),
       id_of(proposal.action)});
  proposal.steps.push_back(
      {"money",
       "pay=" + std::to_string(proposal.pay.minor()) +
           " give_up=" + std::to_string(proposal.give_up.minor()) +
           " claw_back=" + std::to_string(proposal.claw_back.minor()),
       std::to_string((held_back(proposal.before) - proposal.pay - proposal.give_up).minor())});
}

}  // namespace

bool ReviewOptions::is_valid() const {
  const ProjectionOptions& p = projection;
  const auto sound = [](double share) { return std::isfinite(share) && share >= 0; };
  return freshest_days >= 0 && sound(p.level_share) && sound(p.slope_share) &&
         sound(p.prior_slope_share) && sound(p.flat_share) && sound(p.reporting_share) &&
         p.reporting_share > 0;
}

Money held_back(const Tranche& tranche) {
  return tranche.amount - tranche.released - tranche.given_up;
}

Money recoverable(const Award& award) {
  Money sum;
  for (const Tranche& one : award.tranches) sum = sum + one.released - one.asked_back;
  return std::max(sum, Money());
}

Allowed<Proposal> propose(const Award& award, const std::string& tranche,
                          const std::vector<Observation>& observations,
                          const Directions& directions, Date day, const ReviewOptions& options) {
  const Tranche* const at = tranche_of(award, tranche);
  Reasons faults = faults_of(award, at, tranche, directions, options);
  if (!faults.empty()) return otherwise(std::move(faults));
  Proposal proposal;
  proposal.award = award.id;
  proposal.tranche = tranche;
  proposal.before = *at;
  proposal.day = day;
  proposal.rule_version = award.rule.version;
  std::vector<Observation> record;
  for (const Observation& one : observations) {
    const bool own = one.subject_kind == SubjectKind::award && one.subject == award.id;
    if (own) record.push_back(one);
  }
  record = record_as_of(record, day);
  for (const Obligation& one : award.obligations) {
    proposal.attainments.push_back(
        attainment_of(award, one, directions.at(one.kpi), record, day, options, proposal));
  }
  const std::optional<std::int64_t> attained = weigh(award, proposal);
  if (attained) {
    climb(award, *attained, proposal);
  } else {
    take(proposal, ReviewAction::hold, "held_for_data");
    proposal.cure_until = at->cure_until;
  }
  note_rule(award, proposal);
  return proposal;
}

}  // namespace formulary
