#include "publish/tables.h"

#include <algorithm>

#include "publish/internal/columns.h"
#include "publish/internal/shelf.h"
#include "publish/kpi_totals.h"

namespace formulary::publish {

namespace {

using Rows = std::vector<std::vector<OpenValue>>;

OpenValue known(const std::string& text) {
  return text.empty() ? OpenValue() : OpenValue(text);
}
template <typename T>
OpenValue known(const std::optional<T>& value) {
  return value ? OpenValue(*value) : OpenValue();
}
template <typename E>
OpenValue id(E member) {
  return std::string(id_of(member));
}
OpenValue count(std::size_t number) {
  return static_cast<std::int64_t>(number);
}

OpenTable codes(const Shelf& shelf) {
  OpenTable table =
      table_of("codes", {"Codes", "Коды", "Кодтар"},
               {"Names of the codes in the other tables.", "Названия кодов других таблиц.",
                "Басқа кестелердегі кодтардың атаулары."},
               {"list", "code", "name_en", "name_ru", "name_kk"}, 2);
  const auto add = [&](const char* list, const std::string& code, const Text& name) {
    table.rows.push_back({std::string(list), code, known(name.en), known(name.ru), known(name.kk)});
  };
  const CountryPack& country = *shelf.record().country;
  for (const Region& one : country.regions) add("region", one.id, one.name);
  for (const Sector& one : country.sectors) add("sector", one.id, one.name);
  for (const Office& one : country.offices) add("office", one.id, one.name);
  for (const Instrument& one : shelf.record().toolbox->instruments) {
    add("instrument", one.id, one.name);
  }
  for (const Kpi& one : shelf.record().toolbox->kpis) add("kpi", one.id, one.name);
  return table;
}

OpenTable programmes(const Shelf& shelf) {
  OpenTable table =
      table_of("programmes", {"Programmes", "Программы", "Бағдарламалар"},
               {"Programmes of support that were approved.", "Утверждённые программы поддержки.",
                "Бекітілген қолдау бағдарламалары."},
               {"programme", "demonstration", "name_en", "name_ru", "name_kk", "state", "owner",
                "first_day", "last_day", "budget", "currency", "measures", "why"},
               1);
  for (const auto& [key, one] : shelf.programmes()) {
    table.rows.push_back({key, one->demonstration, known(one->name.en), known(one->name.ru),
                          known(one->name.kk), id(one->state), known(one->owner), one->first_day,
                          one->last_day, one->budget, shelf.currency(), count(one->measures.size()),
                          known(one->terminated_why)});
  }
  return table;
}

OpenTable measures(const Shelf& shelf) {
  OpenTable table =
      table_of("measures", {"Measures", "Меры", "Шаралар"},
               {"Which instrument is aimed at whom, in which dose and with which budget.",
                "Какой инструмент, кому, в какой дозе и с каким бюджетом.",
                "Қай құрал, кімге, қандай мөлшерде және қандай бюджетпен."},
               {"programme", "measure", "demonstration", "instrument", "variant", "sector",
                "region", "company_type", "dose", "dose_unit", "budget", "currency", "owner",
                "delivery", "selection", "award_years", "tranches"},
               2);
  for (const auto& [key, programme] : shelf.programmes()) {
    for (const ProgrammeMeasure& one : programme->measures) {
      table.rows.push_back({key, one.id, programme->demonstration, known(one.instrument),
                            known(one.variant), known(one.sector), known(one.region),
                            id(one.company_type), one.dose, known(one.dose_unit), one.budget,
                            shelf.currency(), known(one.owner), known(one.delivery),
                            id(one.selection), count(std::size_t(one.award_years)),
                            count(std::size_t(one.tranches))});
    }
  }
  return table;
}

// Every version of every target, who set it left out.
OpenTable measure_kpis(const Shelf& shelf) {
  OpenTable table = table_of("measure_kpis", {"Targets", "Целевые значения", "Нысаналы мәндер"},
                             {"Baselines and targets of every measure, all versions.",
                              "Исходные и целевые значения каждой меры, все версии.",
                              "Әр шараның бастапқы және нысаналы мәндері, барлық нұсқалары."},
                             {"programme", "measure", "kpi", "version", "demonstration", "holds",
                              "baseline", "target", "unit", "due", "set_on", "why"},
                             4);
  for (const auto& [key, programme] : shelf.programmes()) {
    for (const ProgrammeMeasure& measure : programme->measures) {
      for (const ProgrammeKpi& kpi : measure.kpis) {
        const Kpi* card = shelf.record().toolbox->kpi(kpi.kpi);
        for (std::size_t v = 0; v < kpi.versions.size(); ++v) {
          const TargetVersion& one = kpi.versions[v];
          table.rows.push_back({key, measure.id, kpi.kpi, count(v + 1), programme->demonstration,
                                v + 1 == kpi.versions.size(), one.baseline, one.target,
                                card == nullptr ? OpenValue() : known(card->unit.en), one.due,
                                one.at.date(), known(one.why)});
        }
      }
    }
  }
  return table;
}

OpenTable awards(const Shelf& shelf) {
  OpenTable table =
      table_of("awards", {"Awards", "Поддержка", "Қолдаулар"},
               {"Who was awarded how much, and what was released and given up.",
                "Кому и сколько предоставлено, сколько выплачено и не будет выплачено.",
                "Кімге қанша берілді, қаншасы төленді және төленбейді."},
               {"award", "programme", "measure", "demonstration", "recipient", "recipient_name",
                "region", "sector", "company_type", "awarded_on", "amount", "released", "given_up",
                "asked_back", "currency", "state", "why"},
               1);
  for (const auto& [key, one] : shelf.awards()) {
    Money released, given_up, asked_back;
    for (const Tranche& tranche : one.award->tranches) {
      released = released + tranche.released;
      given_up = given_up + tranche.given_up;
      asked_back = asked_back + tranche.asked_back;
    }
    table.rows.push_back({shelf.shown(one, key), one.programme->id, one.measure->id,
                          one.programme->demonstration, one.recipient, one.recipient_name,
                          known(one.measure->region), known(one.measure->sector),
                          id(one.measure->company_type), one.day, one.award->amount, released,
                          given_up, asked_back, shelf.currency(), id(one.award->state),
                          known(shelf.shown(one, one.award->terminated_why))});
  }
  return table;
}

OpenTable tranches(const Shelf& shelf) {
  OpenTable table =
      table_of("tranches", {"Tranches", "Транши", "Транштар"},
               {"The plan of payments of every award, and how each stands.",
                "План выплат по каждой поддержке и состояние каждой выплаты.",
                "Әр қолдау бойынша төлем жоспары және әр төлемнің күйі."},
               {"tranche", "award", "programme", "demonstration", "number", "due", "amount",
                "released", "given_up", "asked_back", "currency", "state", "cure_until"},
               1);
  for (const auto& [key, one] : shelf.tranches()) {
    const PlacedAward& award = *one.award;
    table.rows.push_back(
        {shelf.shown(award, key), shelf.shown(award, award.award->id), award.programme->id,
         award.programme->demonstration, std::int64_t{one.tranche->number}, one.tranche->due,
         one.tranche->amount, one.tranche->released, one.tranche->given_up, one.tranche->asked_back,
         shelf.currency(), id(one.tranche->state), known(one.tranche->cure_until)});
  }
  return table;
}

OpenTable payments(const Shelf& shelf) {
  OpenTable table = table_of("payments", {"Payments", "Платежи", "Төлемдер"},
                             {"Money that was paid.", "Выплаченные деньги.", "Төленген ақша."},
                             {"payment", "tranche", "award", "programme", "demonstration", "amount",
                              "currency", "paid_on"},
                             1);
  for (const PaymentMade& one : shelf.record().payments) {
    const PlacedTranche* tranche = shelf.tranche(one.tranche);
    if (tranche == nullptr) continue;
    const PlacedAward& award = *tranche->award;
    table.rows.push_back({shelf.shown(award, one.id), shelf.shown(award, one.tranche),
                          shelf.shown(award, award.award->id), award.programme->id,
                          award.programme->demonstration, one.amount, shelf.currency(), one.day});
  }
  return table;
}

OpenTable decisions(const Shelf& shelf) {
  OpenTable table = table_of(
      "decisions", {"Decisions", "Решения", "Шешімдер"},
      {"What was decided on every tranche, with the reason where the rule was not followed.",
       "Что решено по каждому траншу, с обоснованием отступления от правила.",
       "Әр транш бойынша шешім, ережеден ауытқудың негіздемесімен."},
      {"decision", "tranche", "award", "programme", "demonstration", "decided_on", "kind", "action",
       "pay", "give_up", "claw_back", "currency", "cure_until", "why"},
      1);
  for (const Decision& one : shelf.record().decisions) {
    const PlacedTranche* tranche = shelf.tranche(one.tranche);
    if (tranche == nullptr) continue;
    const PlacedAward& award = *tranche->award;
    table.rows.push_back({shelf.shown(award, one.id), shelf.shown(award, one.tranche),
                          shelf.shown(award, award.award->id), award.programme->id,
                          award.programme->demonstration, one.decided_at.date(), id(one.kind),
                          id(one.action), one.pay, one.give_up, one.claw_back, shelf.currency(),
                          known(one.cure_until), known(shelf.shown(award, one.why))});
  }
  return table;
}

OpenTable scorecards(const Shelf& shelf) {
  OpenTable table = table_of(
      "scorecards", {"Scorecards", "Оценки ведомств", "Мекемелер бағасы"},
      {"How regions did beyond what their sectors and their start predict, with the offices' "
       "replies.",
       "Как регионы показали себя сверх того, что предсказывают их отрасли и исходные условия, с "
       "ответами ведомств.",
       "Өңірлердің салалары мен бастапқы жағдайларынан тыс нәтижесі, мекемелердің жауабымен."},
      {"region", "kpi", "from", "to", "office", "growth", "mix", "conditions", "value_added", "low",
       "high", "reliability", "rank_low", "rank_high", "reply", "replied_on"},
      4);
  for (const ScorecardShown& one : shelf.record().scorecards) {
    const RegionScore& s = one.card.score;
    const auto& reply = one.card.reply;
    table.rows.push_back({s.region, one.kpi, one.from, one.to, known(s.office), s.growth, s.mix,
                          s.conditions, s.value_added, s.low, s.high, s.reliability,
                          std::int64_t{s.rank_low}, std::int64_t{s.rank_high},
                          reply ? known(reply->text) : OpenValue(),
                          reply ? OpenValue(reply->at.date()) : OpenValue()});
  }
  return table;
}

}  // namespace

std::vector<OpenTable> record_tables(const PublicRecord& record, const PublishOptions& options) {
  const Shelf shelf(record, options);
  std::vector<OpenTable> tables{codes(shelf),        programmes(shelf), measures(shelf),
                                measure_kpis(shelf), awards(shelf),     tranches(shelf),
                                payments(shelf),     decisions(shelf),  scorecards(shelf)};
  for (OpenTable& one : tables) one = in_order(std::move(one));
  return tables;
}

OpenTable application_table(const PublicRecord& record, const PublishOptions& options) {
  const Shelf shelf(record, options);
  OpenTable table = table_of(
      "applications", {"Applications", "Заявки", "Өтінімдер"},
      {"Applications by measure and state, those that were awarded aside; _T is all of them. Small "
       "counts are left out.",
       "Заявки по мере и состоянию, кроме удовлетворённых; _T означает все. Малые числа не "
       "приводятся.",
       "Қанағаттандырылғандардан басқа өтінімдер шара мен күйі бойынша; _T барлығын білдіреді. "
       "Шағын сандар берілмейді."},
      {"demonstration", "programme", "measure", "state", "applications", "status"}, 4);
  for (const bool demonstration : {false, true}) {
    std::map<std::array<std::string, 3>, int> sums;
    for (const ApplicationCount& one : record.applications) {
      const Programme* programme = shelf.programme(one.programme);
      if (programme == nullptr || programme->demonstration != demonstration) continue;
      if (one.state == ApplicationState::awarded) continue;
      sums[{one.programme, one.measure, id_of(one.state)}] += one.count;
    }
    Tally tally(1'000'000);
    std::map<std::string, std::array<std::string, 3>> places;
    for (const auto& [place, number] : sums) {
      const auto& [programme, measure, state] = place;
      const std::string of_programme = programme + "|" + measure;
      for (int i = 0; i < number; ++i) {
        // Each application is a firm of its own: which firms they are is not known here.
        tally.add_crossed({of_programme, state},
                          of_programme + "|" + state + "|" + std::to_string(i), 1'000'000);
      }
      for (const std::string& s : {state, std::string(kTotal)}) {
        places[crossed_id({of_programme, s})] = {programme, measure, s};
        places[crossed_id({kTotal, s})] = {kTotal, kTotal, s};
      }
    }
    const SumTable counts = tally.table();
    const std::set<std::string> hidden = protect(counts, options.disclosure).hidden;
    for (const TableCell& cell : counts.cells) {
      const auto& [programme, measure, state] = places.at(cell.id);
      const bool is_hidden = hidden.contains(cell.id);
      table.rows.push_back({demonstration, programme, measure, state,
                            is_hidden ? OpenValue() : OpenValue(count(cell.parts.size())),
                            std::string(is_hidden ? kSuppressed : kShown)});
    }
  }
  return in_order(std::move(table));
}

}  // namespace formulary::publish
