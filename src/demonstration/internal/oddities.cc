#include "demonstration/internal/oddities.h"

#include <algorithm>
#include <cmath>

#include "office/values.h"

namespace formulary::demonstration {
namespace {

// The rows of the KPI that most firms of a file report, of those with large figures if there are.
std::vector<std::size_t> rows_of_main_kpi(const std::vector<Observation>& rows,
                                          const std::vector<double>& targets) {
  constexpr double kLarge = 1000;
  std::map<std::pair<bool, std::string>, std::vector<std::size_t>> by_kpi;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].value) by_kpi[{targets[i] >= kLarge, rows[i].kpi}].push_back(i);
  }
  const auto most =
      std::max_element(by_kpi.begin(), by_kpi.end(), [](const auto& a, const auto& b) {
        return std::pair(a.first.first, a.second.size()) <
               std::pair(b.first.first, b.second.size());
      });
  return most == by_kpi.end() ? std::vector<std::size_t>() : most->second;
}

using Rows = std::vector<Observation>;

// Three in four files round to fifties; nobody's books end in round sums that often.
void heap(Rows& rows, const std::vector<std::size_t>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    double& value = *rows[all[i]].value;
    if (i % 4 != 3) value = std::ceil(value / 50) * 50;
  }
}

// Most firms report their target to the last digit, years before it is due.
void hit_targets(Rows& rows, const std::vector<std::size_t>& all,
                 const std::vector<double>& targets) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double target = targets[all[i]];
    double& value = *rows[all[i]].value;
    if (i % 5 != 4) value = std::fabs(target) >= 1000 ? std::ceil(target) : target;
  }
}

// One figure went round: four firms have the same.
std::vector<std::size_t> copy_out(Rows& rows, const std::vector<std::size_t>& all) {
  std::vector<std::size_t> copies;
  for (std::size_t i = 5; i < 9 && i < all.size(); ++i) {
    rows[all[i]].value = rows[all[5]].value;
    copies.push_back(all[i]);
  }
  return copies;
}

std::vector<std::size_t> one_row(Rows& rows, const std::vector<std::size_t>& all, std::size_t place,
                                 double times) {
  if (place >= all.size()) return {};
  *rows[all[place]].value *= times;
  return {all[place]};
}

}  // namespace

std::vector<std::size_t> make_odd(Rows& rows, const std::vector<double>& targets, int quarter) {
  const std::vector<std::size_t> all = rows_of_main_kpi(rows, targets);
  std::vector<std::size_t> odd;
  const auto note = [&](const std::vector<std::size_t>& more) {
    odd.insert(odd.end(), more.begin(), more.end());
  };
  if (quarter == 2) note(copy_out(rows, all));
  if (quarter == 3) heap(rows, all);
  if (quarter == 3) note(one_row(rows, all, 12, -1));    // a sign too many
  if (quarter == 4) note(one_row(rows, all, 15, 1000));  // in tenge where thousands are asked for
  if (quarter == 5) hit_targets(rows, all, targets);
  if (quarter == 5) note(one_row(rows, all, 18, 1.6));  // a jump that nothing announced
  if (quarter == 6) note(one_row(rows, all, 21, 0.1));  // a digit lost
  return odd;
}

namespace {

// Values of a flag as they stand now.
office::Outcome<std::vector<Observation>> values_of(office::Call& call, const QualityFlag& flag) {
  std::vector<Observation> values;
  for (const std::string& id : flag.observations) {
    TRY(kept, office::read_value(call, id));
    values.push_back(std::move(kept.value));
  }
  return values;
}

struct Finding {
  FlagFinding finding;
  const char* why;
};

Step resolve(Story& story, const QualityFlag& flag, const Finding& found) {
  TRY(resolved, story.act(story.cast().analyst, [&](office::Call& call) {
    return office::resolve_flag(call, flag.id, found.finding, found.why);
  }));
  return Done{};
}

bool is_open(const Observation& one) {
  return one.state == ObservationState::reported;
}

Step correct(Story& story, const Observation& wrong, double value) {
  Observation draft;
  draft.value = value;
  draft.source = "made up for demonstration, corrected";
  TRY(later, story.act(story.cast().manager, [&](office::Call& call) {
    return office::correct_value(call, wrong.id, draft);
  }));
  TRY(verified, story.act(story.cast().analyst, [&](office::Call& call) {
    return office::verify_values(call, {later.value.id});
  }));
  return Done{};
}

// What the analyst does with a flag that was looked into; every second one takes longer.
Step settle(Story& story, const QualityFlag& flag, std::size_t turn) {
  TRY(values, story.look([&](office::Call& call) { return values_of(call, flag); }));
  const bool corrected = std::any_of(values.begin(), values.end(), [](const Observation& one) {
    return one.state == ObservationState::superseded;
  });
  const Observation& first = values.front();
  if (corrected) {
    return resolve(story, flag, {FlagFinding::value_was_corrected, "See the later report."});
  }
  switch (flag.kind) {
    case FlagKind::out_of_range:
      if (!is_open(first)) break;
      { TRY(done, correct(story, first, -*first.value)); }
      return resolve(story, flag,
                     {FlagFinding::value_was_corrected, "A sign too many in the agency's file."});
    case FlagKind::duplicate_values:
      for (const Observation& one : values) {
        if (!is_open(one)) continue;
        TRY(disputed, story.act(story.cast().analyst, [&](office::Call& call) {
          return office::dispute_value(call, one.id, "Four firms cannot have the same figure.");
        }));
      }
      return resolve(story, flag,
                     {FlagFinding::value_was_disputed, "The firms are asked for their own books."});
    default:
      break;
  }
  if (turn % 2 == 1) return Done{};  // stays open
  for (const Observation& one : values) {
    if (!is_open(one)) continue;
    TRY(verified, story.act(story.cast().analyst, [&](office::Call& call) {
      return office::verify_values(call, {one.id});
    }));
  }
  return resolve(story, flag, {FlagFinding::value_is_right, "The firm showed its books."});
}

}  // namespace

Step look_into_flags(Story& story) {
  store::Page page{"", 500};
  std::vector<QualityFlag> open;
  do {
    TRY(some, story.look([&](office::Call& call) {
      return office::list_flags(call, store::FlagState::open, page);
    }));
    open.insert(open.end(), some.items.begin(), some.items.end());
    page.after = some.next;
  } while (!page.after.empty());
  for (std::size_t i = 0; i < open.size(); ++i) {
    TRY(done, settle(story, open[i], i));
  }
  return Done{};
}

}  // namespace formulary::demonstration
