// Whatever is ordered, sent, answered and sent again: does the register agree with a plain account?
#include <rapidcheck.h>

#include <map>

#include "support/treasury_world.h"

namespace formulary::office {
namespace {

// The plainest account of where the money of each decision is.
struct Model {
  enum class Place { free, ordered, sent, paid };
  std::map<std::string, Place> of;        // a decision
  std::map<std::string, std::string> is;  // the transfer of an ordered or sent decision

  Money sum(Place place) const {
    std::int64_t all = 0;
    for (const auto& [decision, where] : of) all += where == place ? 300 : 0;
    return Money::from_minor(all);
  }
};

// A number below `most`, of any size of the test.
int roll(int most) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, most));
}

struct Walk {
  support::TemporaryFolder folder;
  TreasuryWorld world;
  Model model;
  std::vector<std::string> told;  // every id that was ever used
  std::vector<std::string> files;
  int paid = 0;
  int failed = 0;

  explicit Walk(int awards) : world("sqlite:" + folder.path() + "/r.db", awards) {
    for (int i = 1; i <= awards; ++i) {
      model.of["d" + std::to_string(i)] = Model::Place::free;
      world.payee_of("firm-a" + std::to_string(i));
    }
  }

  void order(const std::string& decision) {
    const auto done = world.act(kFirst, [&](Call& c) { return order_payment(c, decision); });
    Model::Place& place = model.of[decision];
    RC_ASSERT(done.has_value() == (place == Model::Place::free));
    if (!done) return;
    place = Model::Place::ordered;
    model.is[decision] = done->value.id;
    for (const std::string& id : told) RC_ASSERT(id != done->value.id);
    told.push_back(done->value.id);
  }

  void batch() {
    const auto done = world.act(kFirst, [](Call& c) {
      return make_batch(c, {Date::of(2028, 2, 5), store::sample_account("Agency")});
    });
    const Money waiting = model.sum(Model::Place::ordered);
    RC_ASSERT(done.has_value() == (waiting > Money()));
    if (!done) return;
    RC_ASSERT(done->batch.value.total == waiting);
    for (auto& [decision, place] : model.of) {
      if (place == Model::Place::ordered) place = Model::Place::sent;
    }
    world.exported(done->batch.value.id);
  }

  // A file about some of the ids there ever were, true or not; kept, to be sent again.
  void answer(const std::vector<std::pair<int, int>>& says) {
    std::string rows = "payment,status,amount,date,reference\n";
    for (const auto& [which, how] : says) {
      const std::string id =
          told.empty() ? "P-none" : told[static_cast<std::size_t>(which) % told.size()];
      rows += id +
              (how % 4 == 0   ? ",rejected,3,2028-02-03,R"
               : how % 4 == 1 ? ",executed,3.01,2028-02-03,R"
                              : ",executed,3,2028-02-03,R") +
              std::to_string(files.size()) + "\n";
    }
    files.push_back(rows);
    send(rows);
  }

  void send(const std::string& file) {
    const auto answer = read_answer(file, ReportFormat::csv);
    RC_ASSERT(answer.has_value());
    std::map<std::string, int> times;
    for (const StatusRow& row : answer->rows) ++times[row.payment];
    int matched = 0;
    int rejected = 0;
    for (const StatusRow& row : answer->rows) {
      for (auto& [decision, place] : model.of) {
        if (place != Model::Place::sent || model.is[decision] != row.payment) continue;
        if (times[row.payment] > 1 || row.amount != Money::from_minor(300)) continue;
        const bool executed = row.status == TransferStatus::executed;
        place = executed ? Model::Place::paid : Model::Place::free;
        ++(executed ? matched : rejected);
      }
    }
    const auto done = world.act(kSecond, [&](Call& c) { return reconcile(c, *answer); });
    RC_ASSERT(done.has_value());
    RC_ASSERT(done->reconciliation.matched == matched);
    RC_ASSERT(done->reconciliation.failed == rejected);
    paid += matched;
    failed += rejected;
  }

  void check() {
    Money ordered, sent, executed;
    const auto all = world.act(kFirst, [](Call& c) { return list_transfers(c, {}, {"", 1000}); });
    RC_ASSERT(all.has_value());
    for (const auto& one : all->items) {
      const TransferState state = one.value.state;
      if (state == TransferState::ordered) ordered = ordered + one.value.amount;
      if (state == TransferState::batched) sent = sent + one.value.amount;
      if (state == TransferState::executed) executed = executed + one.value.amount;
    }
    RC_ASSERT(ordered == model.sum(Model::Place::ordered));
    RC_ASSERT(sent == model.sum(Model::Place::sent));
    RC_ASSERT(executed == model.sum(Model::Place::paid));
    for (const auto& [decision, place] : model.of) {
      const std::size_t times = world.paid("w" + decision.substr(1) + "-1");
      RC_ASSERT(times == (place == Model::Place::paid ? 1u : 0u));
    }
  }
};

}  // namespace

// Expected: the model above, which knows one place for each decision's money and nothing else.
TEST_CASE(
    "whatever is ordered, batched, answered and sent again, money is in one place, paid once") {
  int paid = 0;
  int failed = 0;
  CHECK(rc::check([&] {
    Walk walk(4);
    for (int i = 0; i < 25; ++i) {
      const int dice = roll(10);
      if (dice < 4) {
        walk.order("d" + std::to_string(1 + roll(4)));
      } else if (dice < 6) {
        walk.batch();
      } else if (dice < 9 || walk.files.empty()) {
        std::vector<std::pair<int, int>> says;
        for (int rows = roll(4); rows >= 0; --rows) says.emplace_back(roll(100), roll(8));
        walk.answer(says);
      } else {
        walk.send(walk.files[static_cast<std::size_t>(roll(100)) % walk.files.size()]);
      }
      walk.check();
    }
    walk.world.records();
    paid += walk.paid;
    failed += walk.failed;
  }));
  // The walks went everywhere.
  CHECK(paid > 50);
  CHECK(failed > 50);
}

}  // namespace formulary::office
