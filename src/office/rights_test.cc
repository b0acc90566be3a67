#include "office/rights.h"

#include <doctest/doctest.h>

#include <string>

#include "domain/reason.h"

namespace formulary::office {
namespace {

constexpr std::size_t kRoles = Ids<UserRole>::names.size();

// Expected: domain.md, "Roles", read row by row. c company, n analyst, m manager, p approver,
// o official, u auditor, a admin; a capital letter reaches its own alone.
struct Row {
  Operation operation;
  const char* may;
};
const std::vector<Row>& expected() {
  static const std::vector<Row> kExpected{
      {Operation::plan, "nmpu"},
      {Operation::read_drafts, "nmpu"},
      {Operation::read_programmes, "cnmpoua"},
      {Operation::draft_programme, "m"},
      {Operation::revise_programme, "M"},
      {Operation::pretest_programme, "nm"},
      {Operation::set_target, "M"},
      {Operation::set_evaluation, "M"},
      {Operation::approve_programme, "p"},
      {Operation::open_programme, "M"},
      {Operation::close_programme, "M"},
      {Operation::terminate_programme, "p"},
      {Operation::read_applications, "CnMpu"},
      {Operation::submit_application, "C"},
      {Operation::state_facts, "C"},
      {Operation::score_application, "M"},
      {Operation::withdraw_application, "C"},
      {Operation::settle_application, "M"},
      {Operation::publish_seed, "M"},
      {Operation::rank_applications, "M"},
      {Operation::select_awards, "p"},
      {Operation::award_waiting, "p"},
      {Operation::read_awards, "CnMpOu"},
      {Operation::make_award, "M"},
      {Operation::complete_award, "M"},
      {Operation::terminate_award, "p"},
      {Operation::read_reviews, "CnMpOu"},
      {Operation::decide, "p"},
      {Operation::read_payments, "CnMpu"},
      {Operation::pay, "M"},
      // Whoever holds the money of a programme sends it; who decides confirms where it goes.
      {Operation::order_payment, "M"},
      {Operation::withdraw_order, "M"},
      {Operation::make_batch, "M"},
      {Operation::export_batch, "M"},
      {Operation::discard_batch, "M"},
      {Operation::reconcile, "Mp"},
      {Operation::read_payees, "CMpu"},
      {Operation::set_payee, "M"},
      {Operation::confirm_payee, "p"},
      {Operation::read_values, "CnMpOu"},
      {Operation::report_values, "CnMO"},
      {Operation::verify_values, "nM"},
      {Operation::dispute_value, "CnMpO"},
      {Operation::correct_value, "CnMO"},
      {Operation::read_totals, "nmpou"},
      {Operation::read_flags, "nMpu"},
      {Operation::resolve_flag, "nM"},
      {Operation::read_scorecards, "nmpOu"},
      {Operation::score_regions, "n"},
      {Operation::show_scorecard, "n"},
      {Operation::reply_to_scorecard, "O"},
      {Operation::publish_scorecard, "p"},
      {Operation::read_audit, "u"},
      {Operation::manage_accounts, "a"},
  };
  return kExpected;
}

Actor actor_of(UserRole role) {
  const bool company = role == UserRole::company;
  return {"somebody", role, company ? "" : "office", company ? "firm" : ""};
}

}  // namespace

TEST_CASE("every role reaches in every operation exactly what domain.md gives it") {
  const std::string letters = "cnmpoua";
  REQUIRE(expected().size() == kOperations);
  const Owner own{"firm", {"office"}, "region"};
  const Owner foreign{"other firm", {"other office"}, "other region"};
  for (const Row& row : expected()) {
    for (std::size_t r = 0; r < kRoles; ++r) {
      const auto role = static_cast<UserRole>(r);
      CAPTURE(id_of(row.operation));
      CAPTURE(id_of(role));
      const std::string may = row.may;
      const bool all = may.find(letters[r]) != std::string::npos;
      const bool some = all || may.find(static_cast<char>(letters[r] - 32)) != std::string::npos;
      const Actor actor = actor_of(role);
      CHECK(against(row.operation, actor, own, "region").empty() == some);
      CHECK(against(row.operation, actor, foreign, "region").empty() == all);
    }
  }
}

TEST_CASE("an auditor changes nothing and an admin decides nothing") {
  for (std::size_t i = 0; i < kOperations; ++i) {
    const auto operation = static_cast<Operation>(i);
    const std::string id = id_of(operation);
    const bool reads = id.starts_with("read_") || id == "plan";
    if (!reads) CHECK(reach(operation, UserRole::auditor) == Reach::none);
    if (!reads && id != "manage_accounts") {
      CHECK(reach(operation, UserRole::admin) == Reach::none);
    }
  }
}

TEST_CASE("a firm without a name and an office without a region own nothing") {
  const Owner nobody{"", {"office"}, ""};
  Actor company = actor_of(UserRole::company);
  company.firm = "";
  CHECK(!is_own(nobody, company, ""));
  CHECK(!is_own(nobody, actor_of(UserRole::official), ""));
  CHECK(is_own(nobody, actor_of(UserRole::manager), ""));
}

}  // namespace formulary::office
