// Money on its way to the treasury and back, act by act, on both databases.
#include "support/treasury_world.h"

namespace formulary::office {
namespace {

using World = TreasuryWorld;

}  // namespace

TEST_CASE("a decision reaches the treasury and comes back executed, rejected or not at all") {
  support::on_each_database([](const std::string& url) {
    World world(url, 3);
    for (const char* firm : {"firm-a1", "firm-a2", "firm-a3"}) world.payee_of(firm);
    const std::string first = world.order("d1");
    const std::string second = world.order("d2");
    world.order("d3");
    const Batched made = world.batch();
    CHECK(made.transfers.size() == 3);
    CHECK(made.batch.value.total == Money::from_minor(900));
    CHECK(made.left_out.empty());
    CHECK(world.must(kFirst, [](Call& call) { return payment_orders(call); })[0].transfer == first);
    const std::string& id = made.batch.value.id;
    CHECK(exceptions(world.reconciled(kSecond, first + ",executed,3.00,2028-02-03,R,\n")) ==
          std::set<std::string>{"not_sent"});
    const OrderFile csv = world.exported(id);
    CHECK(csv.bytes == world.exported(id).bytes);
    const OrderFile xml = world.exported(id, OrderFormat::pain001);
    CHECK(xml.bytes.find("<CtrlSum>9.00</CtrlSum>") != std::string::npos);
    CHECK(xml.bytes == world.exported(id, OrderFormat::pain001).bytes);
    const std::string answer =
        first + ",executed,3.00,2028-02-03,R1,\n" + second + ",rejected,3.00,2028-02-03,R2,AC04\n";
    const Reconciled done = world.reconciled(kSecond, answer);
    CHECK(done.changed);
    CHECK(done.reconciliation.matched == 1);
    CHECK(done.reconciliation.matched_sum == Money::from_minor(300));
    CHECK(done.reconciliation.failed == 1);
    CHECK(done.reconciliation.failed_sum == Money::from_minor(300));
    CHECK(done.reconciliation.exceptions.empty());
    CHECK(world.paid("w1-1") == 1);
    CHECK(world.paid("w2-1") == 0);
    // The same file again: nothing at all changes.
    const std::int64_t records = world.records();
    const Reconciled again = world.reconciled(kSecond, answer);
    CHECK(!again.changed);
    CHECK(again.reconciliation.repeated == 2);
    CHECK(again.reconciliation.id == done.reconciliation.id);
    CHECK(world.records() == records);
    // What failed is ordered anew, under another id, and the old id is dead.
    const std::string anew = world.order("d2");
    CHECK(anew != second);
    const Batched next = world.batch();
    CHECK(next.transfers.size() == 1);
    world.exported(next.batch.value.id);
    CHECK(exceptions(world.reconciled(kSecond, second + ",executed,3.00,2028-02-03,R9,\n")) ==
          std::set<std::string>{"already_failed"});
    world.reconciled(kApprover, anew + ",executed,3,2028-02-03,R3,\n");
    CHECK(world.paid("w2-1") == 1);
    // The third is on its way for more than ten days.
    const auto nothing = read_answer("payment,status,amount,date\n", ReportFormat::csv);
    const auto late = world.must(
        kSecond, [&](Call& call) { return reconcile(call, *nothing); }, "2028-02-14T10:00:00Z");
    REQUIRE(late.unanswered.size() == 1);
    CHECK(late.unanswered[0].decision == "d3");
  });
}

TEST_CASE("money changes hands only between two people and within one's own office") {
  support::on_each_database([](const std::string& url) {
    World world(url, 1);
    const auto order = [](Call& call) { return order_payment(call, "d1"); };
    Actor decider = kDecider;
    CHECK(world.refused(kDecider, order) == std::set<std::string>{"role_may_not"});
    decider.role = UserRole::manager;  // who decided and now has another post
    CHECK(world.refused(decider, order) == std::set<std::string>{"same_person_pays"});
    CHECK(world.refused(kStranger, order) == std::set<std::string>{"not_your_own"});
    CHECK(world.refused(kFirst, [](Call& call) { return order_payment(call, "none"); }) ==
          std::set<std::string>{"not_found"});
    const std::string id = world.order("d1");
    CHECK(world.refused(kFirst, order) == std::set<std::string>{"ordered_already"});
    CHECK(world.refused(kSecond, [](Call& call) { return pay(call, "d1"); }) ==
          std::set<std::string>{"being_paid"});

    const auto set = [](Call& call) { return set_payee(call, "firm-a1", store::sample_account()); };
    CHECK(world.refused(kStranger, set) == std::set<std::string>{"not_your_own"});
    CHECK(world.refused(kApprover, set) == std::set<std::string>{"role_may_not"});
    const auto make = [](Call& call) {
      return make_batch(call, {Date::of(2028, 2, 5), store::sample_account("Agency")});
    };
    CHECK(world.refused(kFirst, make) == std::set<std::string>{"nothing_to_batch", "no_payee"});
    world.must(kFirst, set);
    CHECK(world.refused(kFirst, make) ==
          std::set<std::string>{"nothing_to_batch", "payee_unconfirmed"});
    const auto confirm = [](Call& call) { return confirm_payee(call, "firm-a1", 1); };
    CHECK(world.refused(kSecond, confirm) == std::set<std::string>{"role_may_not"});
    Actor setter = kFirst;
    setter.role = UserRole::approver;
    CHECK(world.refused(setter, confirm) == std::set<std::string>{"confirms_own_payee"});
    world.must(kApprover, confirm);
    CHECK(world.refused(kStranger, make) == std::set<std::string>{"nothing_to_batch"});
    CHECK(world.refused(decider, make) ==
          std::set<std::string>{"nothing_to_batch", "same_person_pays"});
    const std::string batch = world.batch().batch.value.id;
    CHECK(world.refused(kStranger, [&](Call& call) {
      return export_batch(call, batch, OrderFormat::csv);
    }) == std::set<std::string>{"not_your_own"});
    CHECK(world.refused(kAuditor, [&](Call& call) {
      return export_batch(call, batch, OrderFormat::csv);
    }) == std::set<std::string>{"role_may_not"});
    world.exported(batch);
    CHECK(world.refused(kFirst, [&](Call& call) { return discard_batch(call, batch, {}); }) ==
          std::set<std::string>{"exported_already"});

    const std::string row = id + ",rejected,3.00,2028-02-03,R,\n";
    CHECK(exceptions(world.reconciled(kFirst, row)) ==
          std::set<std::string>{"same_person_reconciles"});
    CHECK(exceptions(world.reconciled(kStranger, row)) == std::set<std::string>{"not_your_own"});
    CHECK(world.must(kAuditor, [&](Call& call) { return list_transfers(call, {}, {}); })
              .items[0]
              .value.state == TransferState::batched);
    CHECK(world.must(kStranger, [&](Call& call) { return list_transfers(call, {}, {}); })
              .items.empty());
    const Actor clerk{"clerk", UserRole::company, "", "firm-a1"};
    CHECK(
        world.must(clerk, [&](Call& call) { return list_transfers(call, {}, {}); }).items.size() ==
        1);
    CHECK(world.must(clerk, [](Call& call) { return read_payee(call, "firm-a1"); }).number == 1);
    CHECK(world.refused({"other", UserRole::company, "", "firm-a2"}, [](Call& call) {
      return read_payee(call, "firm-a1");
    }) == std::set<std::string>{"not_your_own"});
    CHECK(
        world.must(kStranger, [](Call& call) { return list_payees(call, {}, {}); }).items.empty());
  });
}

TEST_CASE("changed bank details stop the money until another person has looked") {
  support::on_each_database([](const std::string& url) {
    World world(url, 2);
    world.payee_of("firm-a1");
    world.payee_of("firm-a2");
    world.order("d1");
    world.order("d2");
    // Mallory changes the details of the second firm; the first is paid all the same.
    world.must(kSecond, [](Call& call) {
      return set_payee(call, "firm-a2", {"Mallory", "no 93 8601 1117 947", ""});
    });
    const Batched made = world.batch();
    REQUIRE(made.transfers.size() == 1);
    CHECK(made.transfers[0].firm == "firm-a1");
    REQUIRE(made.left_out.size() == 1);
    CHECK(made.left_out[0].transfer.firm == "firm-a2");
    CHECK(made.left_out[0].reasons[0].id == "payee_unconfirmed");
    // What is in a batch goes where it was to go when the batch was made.
    const std::string before = world.exported(made.batch.value.id).bytes;
    world.must(kFirst, [](Call& call) {
      return set_payee(call, "firm-a1", {"Mallory", "NO9386011117947", ""});
    });
    world.must(kApprover, [](Call& call) { return confirm_payee(call, "firm-a1", 2); });
    CHECK(world.exported(made.batch.value.id).bytes == before);
    CHECK(before.find("Mallory") == std::string::npos);
    CHECK(world.refused(kFirst, [](Call& call) {
      return set_payee(call, "firm-a1", {"", "KZ1", "?"});
    }) == std::set<std::string>{"name_unfit", "iban_wrong", "bic_wrong"});
    const auto waiting = world.must(
        kApprover, [](Call& call) { return list_payees(call, store::PayeeState::waiting, {}); });
    REQUIRE(waiting.items.size() == 1);
    CHECK(waiting.items[0].account.iban == "NO9386011117947");
  });
}

TEST_CASE("a batch needs a day that can come and an account that can pay") {
  const support::TemporaryFolder folder;
  World world("sqlite:" + folder.path() + "/r.db", 1);
  world.payee_of("firm-a1");
  const std::string id = world.order("d1");
  const auto wish = [&](Date day, const char* iban) {
    return world.refused(kFirst, [&](Call& call) {
      return make_batch(call, {day, {"Agency", iban, ""}});
    });
  };
  const char* sound = "KZ86 125K ZT50 0410 0100";
  CHECK(wish(Date::of(2028, 2, 2), sound) == std::set<std::string>{"pay_day_impossible"});
  CHECK(wish(Date::of(2029, 2, 4), sound) == std::set<std::string>{"pay_day_impossible"});
  CHECK(wish(Date::of(2028, 2, 5), "KZ87125KZT5004100100") == std::set<std::string>{"iban_wrong"});
  CHECK(wish(Date::of(2028, 2, 5), sound) == std::set<std::string>{"done"});
  const auto batches =
      world.must(kFirst, [](Call& call) { return list_batches(call, {}, {}); }).items;
  REQUIRE(batches.size() == 1);
  const std::string batch = batches[0].value.id;
  world.must(kFirst, [&](Call& call) { return discard_batch(call, batch, {}); });
  CHECK(world.refused(kFirst, [&](Call& call) {
    return export_batch(call, batch, OrderFormat::csv);
  }) == std::set<std::string>{"batch_discarded"});
  const auto withdraw = [&](const char* why) {
    return world.refused(kFirst, [&](Call& call) { return withdraw_order(call, id, {}, why); });
  };
  CHECK(withdraw(" ") == std::set<std::string>{"why_missing"});
  CHECK(withdraw("the firm is in court") == std::set<std::string>{"done"});
  CHECK(withdraw("again") == std::set<std::string>{"changed_meanwhile"});
  CHECK(world.must(kSecond, [](Call& call) { return pay(call, "d1"); }).amount ==
        Money::from_minor(300));
}

TEST_CASE("a message that the bank rejected as a whole fails each of its payments") {
  support::on_each_database([](const std::string& url) {
    World world(url, 2);
    world.payee_of("firm-a1");
    world.payee_of("firm-a2");
    world.order("d1");
    world.order("d2");
    const std::string batch = world.batch().batch.value.id;
    world.exported(batch, OrderFormat::pain001);
    const auto report = [](const std::string& message) {
      return read_answer(
          "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt>"
          "<GrpHdr><MsgId>S</MsgId><CreDtTm>2028-02-03T09:00:00</CreDtTm></GrpHdr>"
          "<OrgnlGrpInfAndSts><OrgnlMsgId>" +
              message +
              "</OrgnlMsgId><GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>",
          ReportFormat::pain002);
    };
    const auto other = report("B-other");
    CHECK(exceptions(world.must(kSecond, [&](Call& call) { return reconcile(call, *other); })) ==
          std::set<std::string>{"unknown_payment"});
    const auto ours = report(batch);
    const Reconciled done = world.must(kSecond, [&](Call& call) { return reconcile(call, *ours); });
    CHECK(done.reconciliation.failed == 2);
    CHECK(done.reconciliation.failed_sum == Money::from_minor(600));
    CHECK(world.must(kSecond, [&](Call& call) { return reconcile(call, *ours); })
              .reconciliation.repeated == 2);
  });
}

}  // namespace formulary::office
