#include "monitor/internal/attainment.h"

#include <algorithm>
#include <cmath>

#include "monitor/internal/numbers.h"
#include "monitor/internal/projection.h"
#include "monitor/internal/reasons.h"

namespace formulary {

namespace {

constexpr double kShareGrid = 1e9;
constexpr double kProbabilityGrid = 1e6;

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

// The last finished period of the KPI, or nothing; it must be fresh enough to speak for the day.
Holding latest(const std::vector<Holding>& history, Date day) {
  Holding last;
  for (const Holding& one : history) {
    if (one.observation->to <= day) last = one;
  }
  return last;
}

// The verified values of the path, for the projection.
std::vector<TimedValue> values_on_path(const std::vector<Holding>& history,
                                       const Obligation& obligation, Date day) {
  std::vector<TimedValue> values;
  for (const Holding& one : history) {
    const Date to = one.observation->to;
    if (one.standing != Standing::verified || to <= obligation.from || to > day) continue;
    values.push_back({years_since(obligation.from, to), *one.observation->value});
  }
  return values;
}

void note_probability(const Obligation& obligation, Direction direction,
                      const std::vector<TimedValue>& values, const ReviewOptions& options,
                      Attainment& result, Proposal& proposal) {
  const Projection projection = project(obligation, direction, values, options.projection);
  result.probability = on_grid(projection.probability, kProbabilityGrid);
  std::string inputs = "values=" + std::to_string(values.size());
  for (const TimedValue& one : values) {
    inputs += " " + written(one.value) + "@" + written(on_grid(one.time, kProbabilityGrid));
  }
  const ProjectionOptions& o = options.projection;
  inputs += " due=" + obligation.due.text() + " target=" + written(obligation.target) +
            " reporting=" + written(o.reporting_share) + " level=" + written(o.level_share) +
            " slope=" + written(o.slope_share) + " prior=" + written(o.prior_slope_share) +
            " flat=" + written(o.flat_share);
  proposal.steps.push_back({"probability:" + obligation.kpi, inputs, written(result.probability)});
}

}  // namespace

double expected_on(const Obligation& obligation, Date day) {
  if (day <= obligation.from) return obligation.baseline;
  if (day >= obligation.due) return obligation.target;
  const double gone = static_cast<double>(day.days() - obligation.from.days()) /
                      static_cast<double>(obligation.due.days() - obligation.from.days());
  return obligation.baseline + gone * (obligation.target - obligation.baseline);
}

double attained_share(const Obligation& obligation, Direction direction, double expected,
                      double observed) {
  const double sign = direction == Direction::increase ? 1 : -1;
  if (sign * (observed - expected) >= 0) return 1;
  const double asked = expected - obligation.baseline;
  double share = 0;
  if (sign * asked > 0) {
    share = (observed - obligation.baseline) / asked;
  } else {
    share =
        direction == Direction::increase ? ratio(observed, expected) : ratio(expected, observed);
  }
  return on_grid(std::clamp(share, 0.0, 1.0), kShareGrid);
}

Attainment attainment_of(const Award& award, const Obligation& obligation, Direction direction,
                         const std::vector<Observation>& record, Date day,
                         const ReviewOptions& options, Proposal& proposal) {
  Attainment result;
  result.kpi = obligation.kpi;
  const std::vector<Holding> history =
      history_of(record, SubjectKind::award, award.id, obligation.kpi);
  Holding last = latest(history, day);
  const bool stale =
      last.observation && last.observation->to.plus_days(options.freshest_days) < day;
  result.is_known = last.standing == Standing::verified && !stale;
  const Date at = result.is_known ? last.observation->to : day;
  result.expected = expected_on(obligation, at);
  std::string inputs =
      "day=" + day.text() + " freshest_days=" + std::to_string(options.freshest_days);
  if (last.observation) {
    result.observation = last.observation->id;
    inputs += " id=" + last.observation->id + " from=" + last.observation->from.text() +
              " to=" + last.observation->to.text();
  }
  const std::string standing = stale ? "stale" : id_of(last.standing);
  if (result.is_known) result.observed = *last.observation->value;
  proposal.steps.push_back({"observation:" + obligation.kpi, inputs,
                            result.is_known ? written(result.observed) : standing});
  proposal.steps.push_back(
      {"path:" + obligation.kpi,
       "baseline=" + written(obligation.baseline) + " target=" + written(obligation.target) +
           " from=" + obligation.from.text() + " due=" + obligation.due.text() + " at=" + at.text(),
       written(result.expected)});
  if (result.is_known) {
    result.share = attained_share(obligation, direction, result.expected, result.observed);
    proposal.steps.push_back(
        {"share:" + obligation.kpi,
         std::string(id_of(direction)) + " baseline=" + written(obligation.baseline) +
             " expected=" + written(result.expected) + " observed=" + written(result.observed),
         written(result.share)});
  } else {
    proposal.reasons.push_back(reason_of("value_" + standing, obligation.kpi));
  }
  note_probability(obligation, direction, values_on_path(history, obligation, day), options, result,
                   proposal);
  return result;
}

}  // namespace formulary
