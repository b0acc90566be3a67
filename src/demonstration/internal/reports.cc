#include "demonstration/internal/reports.h"

#include <algorithm>
#include <map>
#include <set>

#include "demonstration/internal/oddities.h"
#include "office/values.h"

namespace formulary::demonstration {
namespace {

constexpr int kOnTime = 12;  // days after the end of the quarter
constexpr int kLate = 45;
constexpr int kVerified = 3;       // days after a report
constexpr std::size_t kFile = 95;  // awards in one file: few enough to be held against peers
constexpr const char* kSource = "made up for demonstration";

struct Quarter {
  int number = 1;
  Date from;
  Date to;
};
enum class Batch { on_time, late };

bool is_late(const Grant& grant, const Quarter& quarter) {
  return grant.conduct == Conduct::late && quarter.number % 2 == 0;
}
bool is_gap(const Grant& grant, const Quarter& quarter) {
  return grant.conduct == Conduct::gap && quarter.number == 3;
}

std::vector<Observation> rows_of(const Story& story, const Grant& grant, const Quarter& quarter) {
  std::vector<Observation> rows;
  for (std::size_t i = 0; i < grant.award.obligations.size(); ++i) {
    Observation row;
    row.subject = grant.award.id;
    row.kpi = grant.award.obligations[i].kpi;
    row.from = quarter.from;
    row.to = quarter.to;
    row.source = kSource;
    if (is_gap(grant, quarter)) {
      row.missing_why = "The accounts of the quarter are not closed yet.";
    } else {
      row.value = value_of(story, grant, i, quarter.number, quarter.to);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// Who reports in this batch: grants of the book, by place.
std::vector<std::size_t> reporters(const Book& book, const Quarter& quarter, Batch batch) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < book.grants.size(); ++i) {
    const Grant& grant = book.grants[i];
    if (grant.from > quarter.to || grant.conduct == Conduct::silent) continue;
    if (is_late(grant, quarter) == (batch == Batch::late)) places.push_back(i);
  }
  return places;
}

// Report rows; returns their ids in the order of the rows.
office::Outcome<std::vector<std::string>> sent(office::Call& call,
                                               const std::vector<Observation>& rows) {
  TRY(reported, office::report_values(call, rows, office::BadRows::refuse_all));
  return reported.ids;
}

// At most a file's worth of a list, from a place on.
template <typename T>
std::vector<T> part(const std::vector<T>& all, std::size_t from) {
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
  return {begin, begin + static_cast<std::ptrdiff_t>(std::min(kFile, all.size() - from))};
}

std::string instrument_of(const Grant& grant) {
  return grant.award.measure.substr(0, grant.award.measure.find('.'));
}

// One file of the agency with the figures of many firms. What looks wrong on purpose is put in,
// and its ids are kept apart for the analyst.
office::Outcome<std::vector<std::string>> send_file(Story& story, Book& book,
                                                    const std::vector<std::size_t>& grants,
                                                    const Quarter& quarter, bool odd_ones) {
  std::vector<Observation> rows;
  std::vector<double> targets;
  for (const std::size_t place : grants) {
    const Grant& grant = book.grants[place];
    const std::vector<Observation> own = rows_of(story, grant, quarter);
    for (std::size_t i = 0; i < own.size(); ++i) {
      rows.push_back(own[i]);
      targets.push_back(grant.award.obligations[i].target);
    }
  }
  std::vector<std::size_t> odd;
  if (odd_ones) odd = make_odd(rows, targets, quarter.number);
  TRY(ids, story.act(story.cast().manager, [&](office::Call& call) { return sent(call, rows); }));
  for (const std::size_t row : odd) book.held_back.push_back(ids.at(row));
  return ids;
}

Step verify(Story& story, const Book& book, const std::vector<std::string>& ids) {
  const std::set<std::string> odd(book.held_back.begin(), book.held_back.end());
  std::vector<std::string> sound;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(sound),
               [&](const std::string& id) { return !odd.contains(id); });
  TRY(verified, story.act(story.cast().analyst,
                          [&](office::Call& call) { return office::verify_values(call, sound); }));
  return Done{};
}

Step report(Story& story, Book& book, const Quarter& quarter, Batch batch) {
  std::vector<std::string> ids;
  std::map<std::string, std::vector<std::size_t>> by_office;  // those of one instrument
  std::vector<std::size_t> by_clerk;
  for (const std::size_t place : reporters(book, quarter, batch)) {
    const Grant& grant = book.grants[place];
    (grant.reports_itself ? by_clerk : by_office[instrument_of(grant)]).push_back(place);
  }
  // What looks wrong stands in the first file of the instrument that has most awards.
  const auto largest = std::max_element(
      by_office.begin(), by_office.end(),
      [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  for (auto at = by_office.begin(); at != by_office.end(); ++at) {
    const std::vector<std::size_t>& places = at->second;
    for (std::size_t i = 0; i < places.size(); i += kFile) {
      const bool odd = batch == Batch::on_time && at == largest && i == 0;
      TRY(more, send_file(story, book, part(places, i), quarter, odd));
      ids.insert(ids.end(), more.begin(), more.end());
    }
  }
  for (const std::size_t place : by_clerk) {
    const Grant& grant = book.grants[place];
    TRY(more, story.act(clerk_of(grant.award.firm), [&](office::Call& call) {
      return sent(call, rows_of(story, grant, quarter));
    }));
    ids.insert(ids.end(), more.begin(), more.end());
  }
  const Date day = quarter.to.plus_days((batch == Batch::late ? kLate : kOnTime) + kVerified);
  for (std::size_t i = 0; i < ids.size(); i += kFile) {
    const std::vector<std::string> some = part(ids, i);
    story.on(day, static_cast<int>(i / kFile),
             [&story, &book, some] { return verify(story, book, some); });
  }
  return Done{};
}

}  // namespace

void plan_reports(Story& story, Book& book, Date first_quarter, int quarters) {
  for (int k = 0; k < quarters; ++k) {
    const Quarter quarter{k + 1, first_quarter.plus_months(3 * k),
                          first_quarter.plus_months(3 * k + 3).plus_days(-1)};
    for (const Batch batch : {Batch::on_time, Batch::late}) {
      const int days = batch == Batch::late ? kLate : kOnTime;
      story.on(quarter.to.plus_days(days), batch == Batch::late ? 120 : 0,
               [&story, &book, quarter, batch] { return report(story, book, quarter, batch); });
    }
    story.on(quarter.to.plus_days(kOnTime + kVerified + 6), 30,
             [&story] { return look_into_flags(story); });
  }
}

}  // namespace formulary::demonstration
