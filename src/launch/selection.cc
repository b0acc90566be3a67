#include "launch/selection.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "launch/internal/reasons.h"
#include "launch/internal/roles.h"
#include "math/philox.h"

namespace formulary {

namespace {

using enum ApplicationState;
using Order = std::vector<std::size_t>;  // rows of the applications

std::uint64_t fnv1a(const std::string& letters) {
  std::uint64_t hash = 0xcbf29ce484222325;  // offset basis and prime of FNV-1a 64
  for (const char letter : letters) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 0x100000001b3;
  }
  return hash;
}

bool is_of(const Application& one, const Programme& programme, const std::string& measure) {
  return one.programme == programme.id && one.measure == measure;
}

Order rows_in(const std::vector<Application>& applications, const Programme& programme,
              const std::string& measure, ApplicationState state) {
  Order rows;
  for (std::size_t i = 0; i < applications.size(); ++i) {
    if (is_of(applications[i], programme, measure) && applications[i].state == state) {
      rows.push_back(i);
    }
  }
  return rows;
}

Text ids_of(const std::vector<Application>& applications, const Order& rows) {
  std::vector<std::string> sorted;
  for (const std::size_t i : rows) sorted.push_back(applications[i].id);
  std::sort(sorted.begin(), sorted.end());
  std::vector<Text> ids;
  for (const std::string& id : sorted) ids.push_back(everywhere(id));
  return listed(ids);
}

void check_scores(Reasons& reasons, const std::vector<Application>& applications,
                  const Order& rows) {
  Order without;
  for (const std::size_t i : rows) {
    const auto& score = applications[i].score;
    if (!score || !std::isfinite(*score)) without.push_back(i);
  }
  if (without.empty()) return;
  reasons.push_back(because(
      "score_missing",
      {"Applications without a score: {1}.", "Заявки без балла: {1}.", "Балы жоқ өтінімдер: {1}."},
      {ids_of(applications, without)}));
}

void check_lottery(Reasons& reasons, const std::vector<Application>& applications,
                   const Order& rows, const std::optional<Lottery>& lottery, Instant at) {
  if (!lottery) {
    reasons.push_back(
        because("lottery_missing", {"A lottery needs a seed that was published beforehand.",
                                    "Для жеребьёвки нужно заранее опубликованное число.",
                                    "Жеребеге алдын ала жарияланған сан керек."}));
    return;
  }
  if (!(lottery->published_at < at)) {
    reasons.push_back(because("seed_late", {"The seed must be public before the draw.",
                                            "Число должно быть опубликовано до жеребьёвки.",
                                            "Сан жеребеге дейін жариялануы керек."}));
  }
  Order later;
  for (const std::size_t i : rows) {
    if (applications[i].submitted >= lottery->published_at) later.push_back(i);
  }
  if (later.empty()) return;
  reasons.push_back(because("seed_known",
                            {"The seed was public before these applications came: {1}.",
                             "Число было известно до подачи заявок: {1}.",
                             "Сан мына өтінімдер берілгенге дейін белгілі болған: {1}."},
                            {ids_of(applications, later)}));
}

Reason nobody(const char* id, ApplicationState state) {
  return because(
      id,
      {"No application of this measure is in the state \"{1}\".",
       "По этой мере нет заявок в состоянии «{1}».", "Бұл шара бойынша күйі «{1}» өтінім жоқ."},
      {name_of(state)});
}

Reason money_ended(int rank, Money left) {
  return because(
      "money_ended",
      {"The money does not reach rank {1}: {2} is left.",
       "Денег не хватает до места {1}: осталось {2}.", "Қаржы {1}-орынға жетпейді: қалғаны — {2}."},
      {everywhere(std::to_string(rank)), everywhere(left)});
}

// Serves requests in order while the money lasts.
class Purse {
 public:
  Purse(Money left, Rest rest) : left_(left), rest_(rest) {}
  bool pays(Money requested) {
    if (ended_ || requested > left_) {
      ended_ = ended_ || rest_ == Rest::stop;
      return false;
    }
    left_ = left_ - requested;
    return true;
  }
  Money left() const { return left_; }

 private:
  Money left_;
  Rest rest_;
  bool ended_ = false;
};

void check_options(Reasons& reasons, const SelectionOptions& options) {
  const bool sound = (!options.least_score || std::isfinite(*options.least_score)) &&
                     options.waiting_places.value_or(0) >= 0;
  if (sound) return;
  reasons.push_back(
      because("options", {"The least score and the places to wait must be numbers from zero.",
                          "Порог баллов и число мест ожидания заданы неверно.",
                          "Ең төменгі балл мен күту орындарының саны дұрыс берілмеген."}));
}

bool is_below(const Application& one, const SelectionOptions& options) {
  return options.least_score && one.score.value_or(*options.least_score) < *options.least_score;
}

}  // namespace

std::uint64_t draw_number(std::uint32_t seed, const std::string& application) {
  const auto words = philox(seed, 0, fnv1a(application), 0, Purpose::lottery);
  return (static_cast<std::uint64_t>(words[0]) << 32) | words[1];
}

Money committed(const Programme& programme, const std::string& measure,
                std::span<const Application> applications, std::span<const Award> awards) {
  Money sum;
  std::vector<std::string> agreed;  // applications that have an award
  for (const Award& award : awards) {
    if (award.programme != programme.id || award.measure != measure) continue;
    sum = sum + award.amount;
    for (const Tranche& tranche : award.tranches) sum = sum - tranche.given_up;
    agreed.push_back(award.application);
  }
  std::sort(agreed.begin(), agreed.end());
  for (const Application& one : applications) {
    if (!is_of(one, programme, measure) || one.state != awarded) continue;
    if (!std::binary_search(agreed.begin(), agreed.end(), one.id)) sum = sum + one.requested;
  }
  return sum;
}

Money money_left(const Programme& programme, const ProgrammeMeasure& measure,
                 std::span<const Application> applications, std::span<const Award> awards,
                 Date day) {
  Money open;
  for (std::size_t year = 0; year < measure.budget_by_year.size(); ++year) {
    if (day < programme.first_day.plus_months(static_cast<int>(12 * year))) break;
    open = open + measure.budget_by_year[year];
  }
  return std::min(open, measure.budget) - committed(programme, measure.id, applications, awards);
}

Allowed<std::vector<Application>> rank_applications(const Programme& programme,
                                                    const std::string& measure,
                                                    const std::vector<Application>& applications,
                                                    const std::optional<Lottery>& lottery,
                                                    const Actor& actor, Instant at) {
  Reasons reasons;
  check_open(reasons, programme);
  const ProgrammeMeasure* plan = check_measure(reasons, programme, measure);
  check_measure_manager(reasons, programme, plan, actor);
  Order rows = rows_in(applications, programme, measure, eligible);
  if (rows.empty()) reasons.push_back(nobody("nobody_eligible", eligible));
  if (!rows_in(applications, programme, measure, ranked).empty()) {
    reasons.push_back(because("round_open", {"An earlier ranking has not been decided on.",
                                             "По прежней очереди ещё нет решения.",
                                             "Бұрынғы кезек бойынша шешім әлі жоқ."}));
  }
  const bool draws = plan != nullptr && plan->selection == Selection::lottery;
  if (draws) {
    check_lottery(reasons, applications, rows, lottery, at);
  } else if (plan != nullptr) {
    check_scores(reasons, applications, rows);
  }
  if (!reasons.empty()) return otherwise(std::move(reasons));
  std::sort(rows.begin(), rows.end(), [&](std::size_t i, std::size_t j) {
    const Application& a = applications[i];
    const Application& b = applications[j];
    if (draws) {
      const auto x = draw_number(lottery->seed, a.id);
      const auto y = draw_number(lottery->seed, b.id);
      return std::tie(x, a.id) < std::tie(y, b.id);
    }
    return std::tie(*b.score, a.id) < std::tie(*a.score, b.id);
  });
  std::vector<Application> next = applications;
  for (std::size_t place = 0; place < rows.size(); ++place) {
    next[rows[place]].state = ranked;
    next[rows[place]].rank = static_cast<int>(place) + 1;
    next[rows[place]].reasons.clear();
  }
  return next;
}

Allowed<std::vector<Application>> select_awards(const Programme& programme,
                                                const std::string& measure,
                                                const std::vector<Application>& applications,
                                                std::span<const Award> awards,
                                                const SelectionOptions& options, const Actor& actor,
                                                Date day) {
  Reasons reasons;
  check_open(reasons, programme);
  check_approver(reasons, programme, actor);
  const ProgrammeMeasure* plan = check_measure(reasons, programme, measure);
  Order rows = rows_in(applications, programme, measure, ranked);
  if (rows.empty()) reasons.push_back(nobody("nobody_ranked", ranked));
  check_options(reasons, options);
  if (!reasons.empty()) return otherwise(std::move(reasons));
  std::sort(rows.begin(), rows.end(), [&](std::size_t i, std::size_t j) {
    return std::tie(applications[i].rank, applications[i].id) <
           std::tie(applications[j].rank, applications[j].id);
  });
  const bool drawn = plan->selection == Selection::lottery;
  Purse purse(money_left(programme, *plan, applications, awards, day), options.rest);
  int waiting = 0;
  std::vector<Application> next = applications;
  for (const std::size_t row : rows) {
    Application& one = next[row];
    if (!drawn && is_below(one, options)) {
      one.state = declined;
      one.reasons = {because(
          "score_low", {"The score is below what this call asks for.",
                        "Балл ниже порога этого отбора.", "Балл осы іріктеудің шегінен төмен."})};
      continue;
    }
    if (purse.pays(one.requested)) {
      one.state = awarded;
      one.reasons.clear();
      continue;
    }
    one.control_group = drawn;
    one.reasons = {money_ended(one.rank.value_or(0), purse.left())};
    one.state =
        !options.waiting_places || waiting < *options.waiting_places ? waitlisted : declined;
    if (one.state == waitlisted) ++waiting;
  }
  return next;
}

Allowed<std::vector<Application>> award_from_waiting_list(
    const Programme& programme, const std::string& measure,
    const std::vector<Application>& applications, std::span<const Award> awards, Rest rest,
    const Actor& actor, Date day) {
  Reasons reasons;
  check_open(reasons, programme);
  check_approver(reasons, programme, actor);
  const ProgrammeMeasure* plan = check_measure(reasons, programme, measure);
  Order rows = rows_in(applications, programme, measure, waitlisted);
  if (rows.empty()) reasons.push_back(nobody("nobody_waiting", waitlisted));
  if (!reasons.empty()) return otherwise(std::move(reasons));
  std::sort(rows.begin(), rows.end(), [&](std::size_t i, std::size_t j) {
    const Application& a = applications[i];
    const Application& b = applications[j];
    return std::tie(a.rank, a.submitted, a.id) < std::tie(b.rank, b.submitted, b.id);
  });
  Purse purse(money_left(programme, *plan, applications, awards, day), rest);
  std::vector<Application> next = applications;
  bool any = false;
  for (const std::size_t row : rows) {
    if (!purse.pays(next[row].requested)) continue;
    any = true;
    next[row].state = awarded;
    next[row].control_group = false;
    next[row].reasons.clear();
  }
  if (any) return next;
  reasons.push_back(because("money_short",
                            {"The money that is left ({1}) pays nobody on the waiting list.",
                             "Оставшихся денег ({1}) не хватает никому из листа ожидания.",
                             "Қалған қаржы ({1}) күту тізіміндегі ешкімге жетпейді."},
                            {everywhere(purse.left())}));
  return otherwise(std::move(reasons));
}

}  // namespace formulary
