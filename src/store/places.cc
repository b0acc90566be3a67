#include <algorithm>

#include "store/internal/nouns.h"

namespace formulary::store {
namespace {

std::string text_at(const Row& row, std::size_t at) {
  const auto* text = std::get_if<std::string>(&row.at(at));
  return text == nullptr ? "" : *text;
}

void add_places(const Rows& found, std::vector<Register::Place>& all) {
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
    all.back().kpis.push_back(text_at(row, 9));
  }
}

}  // namespace

Stored<std::vector<Register::Place>> Register::places(const std::vector<std::string>& awards) {
  const std::string sql =
      "select award.id, award.firm, award.programme, award.measure, measure.region, "
      "measure.sector, programme.owner, measure.owner, measure.delivery, obligation.kpi from award "
      "join measure on measure.programme = award.programme and measure.id = award.measure "
      "join programme on programme.id = award.programme "
      "join obligation on obligation.award = award.id ";
  std::vector<Place> all;
  if (awards.empty()) {
    TRY(found, session_.run(sql + "order by award.id, obligation.position"));
    add_places(found, all);
    return all;
  }
  for (const std::string& award : awards) {
    TRY(found, session_.run(sql + "where award.id = $1 order by obligation.position", {award}));
    add_places(found, all);
  }
  return all;
}

}  // namespace formulary::store
