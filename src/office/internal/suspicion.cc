#include "office/internal/suspicion.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "monitor/kpi_rules.h"
#include "monitor/observations.h"
#include "monitor/quality.h"
#include "monitor/review.h"
#include "office/internal/steps.h"

namespace formulary::office {
namespace {

// Above so many values at once, series and peers are not read one by one: they come in a file, and
// stand against each other.
constexpr std::size_t kFew = 200;

void append(std::vector<QualityFlag>& all, const std::vector<QualityFlag>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// Earlier values of the same series, in order of time.
Outcome<std::vector<double>> earlier_values(const Call& call, const Observation& one) {
  TRY(record, all_pages<Observation>([&](const store::Page& page) {
        return call.record().observations({one.subject_kind, one.subject, one.kpi, {}}, page);
      }));
  std::vector<double> values;
  for (const Holding& holding : history_of(record, one.subject_kind, one.subject, one.kpi)) {
    if (!holding.observation || holding.observation->to >= one.from) continue;
    if (holding.observation->value) values.push_back(*holding.observation->value);
  }
  return values;
}

using Group = std::tuple<std::string, Date, Date>;  // KPI and period

std::map<Group, std::vector<Observation>> grouped(std::vector<Observation> added) {
  std::map<Group, std::vector<Observation>> groups;
  for (Observation& one : added) {
    if (one.value) groups[{one.kpi, one.from, one.to}].push_back(std::move(one));
  }
  return groups;
}

// Values of awards beside what each of them should have reached by then.
Outcome<std::vector<AgainstTarget>> against_targets(Subjects& subjects,
                                                    const std::vector<Observation>& group) {
  std::vector<AgainstTarget> all;
  for (const Observation& one : group) {
    if (one.subject_kind != SubjectKind::award) continue;
    TRY(owner, subjects.owner(one.subject_kind, one.subject));
    const Obligation* promise = owner ? subjects.promise(one.subject, one.kpi) : nullptr;
    if (promise != nullptr) all.push_back({one.id, *one.value, expected_on(*promise, one.to)});
  }
  return all;
}

}  // namespace

Outcome<std::vector<QualityFlag>> suspicions(const Call& call, Subjects& subjects,
                                             std::vector<Observation> added) {
  const bool few = added.size() <= kFew;
  std::vector<QualityFlag> flags;
  for (const auto& [key, group] : grouped(std::move(added))) {
    const Kpi* kpi = call.ground.toolbox.kpi(std::get<0>(key));
    if (kpi == nullptr) continue;
    std::vector<double> values;
    if (few) {
      for (const Observation& one : group) values.push_back(*one.value);
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
      std::vector<double> earlier;
      std::vector<double> peers;
      if (few) {
        TRY(series, earlier_values(call, group[i]));
        earlier = std::move(series);
        peers = values;
        peers.erase(peers.begin() + static_cast<std::ptrdiff_t>(i));
      }
      append(flags, flags_on_entry(group[i], possible_values(kpi->measure), earlier, peers));
    }
    append(flags, flags_in_batch(group));
    TRY(targets, against_targets(subjects, group));
    const bool up = kpi->direction == Direction::increase;
    append(flags, flags_at_targets(targets, up ? GoodSide::above : GoodSide::below));
  }
  return flags;
}

}  // namespace formulary::office
