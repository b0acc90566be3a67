#include "publish/kpi_totals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/must.h"
#include "publish/internal/columns.h"
#include "publish/internal/kpi_values.h"

namespace formulary::publish {

namespace {

constexpr double kMillion = 1e6;
constexpr double kLargest = 1e18;  // as in monitor/rollup.h: sums stay inside 128 bits

Millionths scaled(double value) {
  MUST(std::isfinite(value) && std::fabs(value) <= kLargest);
  return static_cast<Millionths>(std::nearbyint(value * kMillion));
}

double unscaled(Millionths value) {
  return static_cast<double>(value) / kMillion;
}

// Where all values are whole, everybody can see that they are.
Millionths step_of(const std::vector<KpiValue>& values) {
  const bool whole = std::all_of(values.begin(), values.end(), [](const KpiValue& one) {
    return one.value == std::floor(one.value);
  });
  return whole ? static_cast<Millionths>(kMillion) : 0;
}

// What was totalled of one KPI and period: sums, and for means what they are divided by.
struct Figures {
  SumTable values;
  SumTable weights;
  bool has_weights = false;  // other than one a firm and award
  std::set<std::string> hidden;
};

Figures figures_of(const std::vector<KpiValue>& values, bool is_sum) {
  Tally sums(is_sum ? step_of(values) : 0), weights;
  Figures figures;
  for (const KpiValue& one : values) {
    const double weight = is_sum ? 1 : one.weight;
    add_award(sums, *one.award, scaled(one.value * weight));
    add_award(weights, *one.award, scaled(weight));
    figures.has_weights = figures.has_weights || weight != 1;
  }
  figures.values = sums.table();
  figures.weights = weights.table();
  return figures;
}

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
    const KpiValues now = kpi_values(shelf_, day_);
    for (const EarlierRelease* one : earlier_) {
      MUST(one->as_of <= shelf_.record().as_of);
      then_.push_back(kpi_values(shelf_, day_before(one->as_of)));
    }
    std::set<KpiKey> keys;
    for (const auto& [key, values] : now) keys.insert(key);
    for (const KpiValues& values : then_) {
      for (const auto& [key, one] : values) keys.insert(key);
    }
    for (const KpiKey& key : keys) {
      const auto at = now.find(key);
      add(key, at == now.end() ? std::vector<KpiValue>{} : at->second);
    }
    totals_.table = in_order(std::move(totals_.table));
    totals_.release.as_of = shelf_.record().as_of;
    return std::move(totals_);
  }

 private:
  static Date day_before(Instant as_of) { return as_of.date().plus_days(-1); }

  const Kpi* kpi(const std::string& id) const { return shelf_.record().toolbox->kpi(id); }

  bool is_sum(const std::string& id) const {
    const Kpi* card = kpi(id);
    return card != nullptr && adds_up(card->measure);
  }

  void add(const KpiKey& key, const std::vector<KpiValue>& values) {
    Figures now = figures_of(values, is_sum(key.kpi));
    std::vector<Figures> then;
    Date last_day;
    for (std::size_t r = 0; r < then_.size(); ++r) {
      const auto at = then_[r].find(key);
      if (at == then_[r].end() || earlier_[r]->held.contains(key.text())) continue;
      then.push_back(figures_of(at->second, is_sum(key.kpi)));
      then.back().hidden = hidden_then(*earlier_[r], key);
      last_day = day_before(earlier_[r]->as_of);
    }
    protect_figures(key, now, then);
    const std::string all = KpiPlace{kTotal, kTotal, kTotal, kTotal, kTotal}.id();
    const bool vanishes =
        !then.empty() && !then.back().hidden.contains(all) && now.hidden.contains(all);
    if (vanishes) totals_.release.held.insert(key.text());
    write(key, vanishes ? then.back() : now, vanishes ? last_day : day_);
  }

  static std::set<std::string> hidden_then(const EarlierRelease& release, const KpiKey& key) {
    const std::string prefix = key.text() + "|";
    std::set<std::string> found;
    for (auto id = release.hidden.lower_bound(prefix);
         id != release.hidden.end() && id->starts_with(prefix); ++id) {
      found.insert(id->substr(prefix.size()));
    }
    return found;
  }

  void protect_figures(const KpiKey& key, Figures& now, const std::vector<Figures>& then) {
    if (!then.empty() && then.back().values == now.values && then.back().weights == now.weights) {
      now.hidden = then.back().hidden;  // the same figures again tell nothing new
      return;
    }
    bool has_weights = now.has_weights;
    std::vector<Released> values, weights;
    for (const Figures& one : then) {
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

  void write(const KpiKey& key, const Figures& figures, Date day) {
    std::map<std::string, KpiPlace> places;
    std::map<std::string, std::set<std::string>> expected;
    for (const auto& [id, award] : shelf_.awards()) {
      if (award.programme->demonstration != key.demonstration) continue;
      const bool owes = owes_value(*award.award, key);
      for (const KpiPlace& place : places_of(award)) {
        if (owes || figures.values.cell(place.id()) != nullptr) places[place.id()] = place;
        if (owes) expected[place.id()].insert(award.award->firm);
      }
    }
    const Kpi* card = kpi(key.kpi);
    for (const auto& [id, place] : places) {
      const TableCell* cell = figures.values.cell(id);
      const bool hidden = figures.hidden.contains(id);
      if (hidden) totals_.release.hidden.insert(key.text() + "|" + id);
      const auto firms = static_cast<std::int64_t>(cell == nullptr ? 0 : cell->parts.size());
      const char* status = hidden ? kSuppressed : cell == nullptr ? kMissing : kShown;
      const bool is_shown = !hidden && cell != nullptr;
      std::vector<OpenValue> row{key.demonstration,
                                 key.kpi,
                                 key.from,
                                 key.to,
                                 place.programme,
                                 place.measure,
                                 place.region,
                                 place.sector,
                                 place.company_type,
                                 std::string(is_sum(key.kpi) ? "sum" : "mean"),
                                 is_shown ? OpenValue(value_of(figures, *cell, key)) : OpenValue(),
                                 card == nullptr ? OpenValue() : OpenValue(card->unit.en),
                                 std::string(status),
                                 hidden ? OpenValue() : OpenValue(firms),
                                 static_cast<std::int64_t>(expected[id].size()),
                                 day};
      totals_.table.rows.push_back(std::move(row));
    }
  }

  double value_of(const Figures& figures, const TableCell& cell, const KpiKey& key) const {
    if (is_sum(key.kpi)) return unscaled(cell.value());
    const TableCell* weight = figures.weights.cell(cell.id);
    MUST(weight != nullptr && weight->value() > 0);
    return unscaled(cell.value()) / unscaled(weight->value());
  }

  static bool owes_value(const Award& award, const KpiKey& key) {
    return std::any_of(award.obligations.begin(), award.obligations.end(),
                       [&](const Obligation& one) {
                         return one.kpi == key.kpi && one.from <= key.to && key.from <= one.due;
                       });
  }

  Shelf shelf_;
  Date day_;
  std::vector<const EarlierRelease*> earlier_;  // oldest first
  std::vector<KpiValues> then_;                 // what they were made of
  KpiTotals totals_;
};

}  // namespace

KpiTotals kpi_totals(const PublicRecord& record, const PublishOptions& options) {
  return Totals(record, options).run();
}

bool adds_up(KpiMeasure measure) {
  switch (measure) {
    case KpiMeasure::patents_filed:
    case KpiMeasure::rd_output:
    case KpiMeasure::export_value:
    case KpiMeasure::new_markets:
    case KpiMeasure::net_jobs:
    case KpiMeasure::jobs_retained:
    case KpiMeasure::graduates_hired:
    case KpiMeasure::new_firms:
    case KpiMeasure::large_client_pilots:
    case KpiMeasure::private_investment:
      return true;
    default:
      return false;
  }
}

}  // namespace formulary::publish
