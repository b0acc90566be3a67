#include <algorithm>

#include "store/internal/nouns.h"

namespace formulary::store {
namespace {

std::string text_at(const Row& row, std::size_t at) {
  const auto* text = std::get_if<std::string>(&row.at(at));
  return text == nullptr ? "" : *text;
}

// Whether every place and its promise could be read.
bool add_places(const Rows& found, std::vector<Register::Place>& all) {
  for (const Row& row : found.rows) {
    const std::string id = text_at(row, 0);
    if (all.empty() || all.back().award != id) {
      all.push_back({id,
                     text_at(row, 1),
                     text_at(row, 2),
                     text_at(row, 3),
                     text_at(row, 4),
                     text_at(row, 5),
                     {text_at(row, 6), text_at(row, 7), text_at(row, 8)},
                     {}});
    }
    Obligation promise;
    const bool sound = from_cell(row[9], promise.kpi) && from_cell(row[10], promise.baseline) &&
                       from_cell(row[11], promise.target) && from_cell(row[12], promise.from) &&
                       from_cell(row[13], promise.due) && from_cell(row[14], promise.weight);
    if (!sound) return false;
    all.back().promises.push_back(std::move(promise));
  }
  return true;
}

}  // namespace

Stored<std::vector<Register::Place>> Register::places(const std::vector<std::string>& awards) {
  const std::string sql =
      "select award.id, award.firm, award.programme, award.measure, measure.region, "
      "measure.sector, programme.owner, measure.owner, measure.delivery, obligation.kpi, "
      "obligation.baseline, obligation.target, obligation.from_day, obligation.due, "
      "obligation.weight from award "
      "join measure on measure.programme = award.programme and measure.id = award.measure "
      "join programme on programme.id = award.programme "
      "join obligation on obligation.award = award.id ";
  std::vector<Place> all;
  const auto damaged = [] {
    return fail(trouble(TroubleKind::damaged, "", "a promise is not as the program writes it"));
  };
  if (awards.empty()) {
    TRY(found, session_.run(sql + "order by award.id, obligation.position"));
    if (!add_places(found, all)) return damaged();
    return all;
  }
  for (const std::string& award : awards) {
    TRY(found, session_.run(sql + "where award.id = $1 order by obligation.position", {award}));
    if (!add_places(found, all)) return damaged();
  }
  return all;
}

}  // namespace formulary::store
