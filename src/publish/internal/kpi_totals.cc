#include "publish/kpi_totals.h"

#include <algorithm>
#include <map>

#include "base/must.h"
#include "monitor/kpi_rules.h"
#include "publish/internal/columns.h"
#include "publish/internal/kpi_figures.h"

namespace formulary::publish {

namespace {

OpenTable empty_table() {
  const Text title{"KPI totals", "Итоги по показателям", "Көрсеткіштер қорытындысы"};
  const Text description{
      "Verified values of supported firms by measure, programme, region, sector and company type; "
      "_T is all of them. A figure that would tell one firm's is left out.",
      "Проверенные значения поддержанных предприятий по мере, программе, региону, отрасли и типу "
      "предприятия; _T означает все. Значение, раскрывающее данные одного предприятия, не даётся.",
      "Қолдау алған кәсіпорындардың шара, бағдарлама, өңір, сала және кәсіпорын түрі бойынша "
      "тексерілген мәндері; _T барлығын білдіреді. Бір кәсіпорынның дерегін ашатын мән "
      "берілмейді."};
  return table_of(
      "kpi_totals", title, description,
      {"demonstration", "kpi", "from", "to", "programme", "measure", "region", "sector",
       "company_type", "statistic", "value", "unit", "status", "firms", "firms_expected", "as_of"},
      9);
}

const KpiPlace kAll{kTotal, kTotal, kTotal, kTotal, kTotal};

class Totals {
 public:
  Totals(const PublicRecord& record, const PublishOptions& options)
      : shelf_(record, options), day_(day_before(record.as_of)) {
    for (const EarlierRelease& one : record.earlier) earlier_.push_back(&one);
    std::sort(earlier_.begin(), earlier_.end(),
              [](const auto* a, const auto* b) { return a->as_of < b->as_of; });
  }

  KpiTotals run() {
    totals_.table = empty_table();
    totals_.release.as_of = shelf_.record().as_of;
    const KpiValues now = kpi_values(shelf_, day_);
    std::set<KpiKey> keys;
    for (const auto& [key, values] : now) keys.insert(key);
    for (const EarlierRelease* one : earlier_) {
      MUST(one->as_of <= shelf_.record().as_of);
      if (one->states.empty()) continue;
      for (auto& [key, values] : kpi_values(shelf_, day_before(one->as_of))) {
        const auto state = one->states.find(key.text());
        if (state == one->states.end()) continue;
        keys.insert(key);
        add_state(*one, key, values, state->second);
      }
    }
    for (const KpiKey& key : keys) {
      const auto at = now.find(key);
      add(key, at == now.end() ? std::vector<KpiValue>{} : at->second);
    }
    totals_.table = in_order(std::move(totals_.table));
    return std::move(totals_);
  }

 private:
  static Date day_before(Instant as_of) { return as_of.date().plus_days(-1); }

  const Kpi* kpi(const std::string& id) const { return shelf_.record().toolbox->kpi(id); }

  bool is_sum(const std::string& id) const {
    const Kpi* card = kpi(id);
    return card != nullptr && roll_up_kind(card->measure) == RollUpKind::count;
  }

  void add_state(const EarlierRelease& release, const KpiKey& key,
                 const std::vector<KpiValue>& values, const std::string& fingerprint) {
    KpiFigures figures = figures_of(values, is_sum(key.kpi), day_before(release.as_of));
    const std::string prefix = key.text() + "|";
    for (auto id = release.hidden.lower_bound(prefix);
         id != release.hidden.end() && id->starts_with(prefix); ++id) {
      figures.hidden.insert(id->substr(prefix.size()));
    }
    if (figures.fingerprint() != fingerprint) broken_.insert(key);
    std::vector<KpiFigures>& states = states_[key];
    if (!states.empty() && states.back().day == figures.day) {  // published twice on one day
      std::erase_if(states.back().hidden,
                    [&](const std::string& id) { return !figures.hidden.contains(id); });
      return;
    }
    states.push_back(std::move(figures));
  }

  void add(const KpiKey& key, const std::vector<KpiValue>& values) {
    KpiFigures now = figures_of(values, is_sum(key.kpi), day_);
    std::vector<KpiFigures>& states = states_[key];  // oldest first
    if (broken_.contains(key)) {
      // What was shown is not known any more, so neither is what may be.
      for (const TableCell& cell : now.values.cells) now.hidden.insert(cell.id);
      totals_.exposed.insert(key.text());
      return write(key, {now}, kSuppressed);
    }
    if (is_due(key, now, states)) {
      protect_figures(key, now, states);
      for (const std::string& id : now.hidden) totals_.release.hidden.insert(key.text() + "|" + id);
      totals_.release.states[key.text()] = now.fingerprint();
      states.push_back(std::move(now));
    }
    write(key, states, states.empty() ? kWaiting : kMissing);
  }

  // Whether the figures are to be shown anew. Without disclosure control they always are.
  bool is_due(const KpiKey& key, const KpiFigures& now,
              const std::vector<KpiFigures>& states) const {
    const RevisionRules& rules = shelf_.options().revisions;
    const int least = shelf_.options().disclosure.least_firms;
    if (least == 0) return true;
    if (states.empty()) {
      const TableCell* all = now.values.cell(kAll.id());
      const double firms = all == nullptr ? 0 : static_cast<double>(all->parts.size());
      const double owing = static_cast<double>(expected(key)[kAll.id()].size());
      return firms >= rules.first_share * owing || day_ >= key.to.plus_days(rules.first_days);
    }
    return static_cast<int>(states.size()) <= rules.most &&
           day_ >= states.back().day.plus_days(rules.apart_days) &&
           changed_firms(states.back(), now) >= static_cast<std::size_t>(least);
  }

  void protect_figures(const KpiKey& key, KpiFigures& now, const std::vector<KpiFigures>& states) {
    bool has_weights = now.has_weights;
    std::vector<Released> values, weights;
    for (const KpiFigures& one : states) {
      values.push_back({one.values, one.hidden});
      weights.push_back({one.weights, one.hidden});
      has_weights = has_weights || one.has_weights;
    }
    const DisclosureRules& rules = shelf_.options().disclosure;
    Protection protection = protect(now.values, rules, values);
    now.hidden = std::move(protection.hidden);
    for (const std::string& id : protection.summary.exposed) {
      totals_.exposed.insert(key.text() + "|" + id);
    }
    if (has_weights) now.hidden.merge(protect(now.weights, rules, weights).hidden);
  }

  // The firms that owe a value, by cell.
  std::map<std::string, std::set<std::string>> expected(const KpiKey& key) const {
    std::map<std::string, std::set<std::string>> firms;
    for (const auto& [id, award] : shelf_.awards()) {
      if (award.programme->demonstration != key.demonstration || !owes(*award.award, key)) continue;
      for (const KpiPlace& place : places_of(award)) firms[place.id()].insert(award.award->firm);
    }
    return firms;
  }

  // Write a row for every cell in which a firm owes a value or has one in the last state; `empty`
  // is the status of those without a figure.
  void write(const KpiKey& key, const std::vector<KpiFigures>& states, const char* empty) {
    std::map<std::string, std::set<std::string>> owing = expected(key);
    std::map<std::string, KpiPlace> places;
    for (const auto& [id, award] : shelf_.awards()) {
      if (award.programme->demonstration != key.demonstration) continue;
      for (const KpiPlace& place : places_of(award)) {
        const std::string cell = place.id();
        const bool has_value = !states.empty() && states.back().values.cell(cell) != nullptr;
        if (has_value || owing.contains(cell)) places[cell] = place;
      }
    }
    const Kpi* card = kpi(key.kpi);
    for (const auto& [id, place] : places) {
      const KpiFigures* shown = last_shown(states, id);
      const TableCell* cell = shown == nullptr ? nullptr : shown->values.cell(id);
      const bool hidden = shown != nullptr && shown->hidden.contains(id);
      const bool has_value = cell != nullptr && !hidden;
      const bool is_missing = !has_value && !hidden && empty == std::string(kMissing);
      const auto firms = static_cast<std::int64_t>(cell == nullptr ? 0 : cell->parts.size());
      totals_.table.rows.push_back({key.demonstration, key.kpi, key.from, key.to, place.programme,
                                    place.measure, place.region, place.sector, place.company_type,
                                    std::string(is_sum(key.kpi) ? "sum" : "mean"),
                                    has_value ? OpenValue(shown->figure(id)) : OpenValue(),
                                    card == nullptr ? OpenValue() : OpenValue(card->unit.en),
                                    std::string(has_value ? kShown
                                                : hidden  ? kSuppressed
                                                          : empty),
                                    has_value || is_missing ? OpenValue(firms) : OpenValue(),
                                    static_cast<std::int64_t>(owing[id].size()),
                                    shown == nullptr ? day_ : shown->day});
    }
  }

  // The last state where it shows the cell, or has none; else the last that showed it: what was
  // shown before tells nothing when it is shown again.
  static const KpiFigures* last_shown(const std::vector<KpiFigures>& states,
                                      const std::string& id) {
    if (states.empty()) return nullptr;
    if (!states.back().hidden.contains(id)) return &states.back();
    for (auto one = states.rbegin(); one != states.rend(); ++one) {
      if (one->values.cell(id) != nullptr && !one->hidden.contains(id)) return &*one;
    }
    return &states.back();
  }

  static bool owes(const Award& award, const KpiKey& key) {
    return std::any_of(award.obligations.begin(), award.obligations.end(),
                       [&](const Obligation& one) {
                         return one.kpi == key.kpi && one.from <= key.to && key.from <= one.due;
                       });
  }

  Shelf shelf_;
  Date day_;
  std::vector<const EarlierRelease*> earlier_;  // oldest first
  std::map<KpiKey, std::vector<KpiFigures>> states_;
  std::set<KpiKey> broken_;
  KpiTotals totals_;
};

}  // namespace

KpiTotals kpi_totals(const PublicRecord& record, const PublishOptions& options) {
  return Totals(record, options).run();
}

}  // namespace formulary::publish
