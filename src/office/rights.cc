#include "office/rights.h"

#include <algorithm>

#include "base/must.h"
#include "office/internal/refusals.h"

namespace formulary::office {
namespace {

constexpr Reach N = Reach::none;
constexpr Reach O = Reach::own;
constexpr Reach A = Reach::all;

struct Right {
  Operation operation;
  std::array<Reach, Ids<UserRole>::names.size()> reach;
};

// Columns: company, analyst, manager, approver, official, auditor, admin.
// An auditor reads everything and changes nothing; an admin has accounts and no decisions.
constexpr std::array<Right, kOperations> kRights{{
    {Operation::plan, {N, A, A, A, N, A, N}},
    {Operation::read_drafts, {N, A, A, A, N, A, N}},
    {Operation::read_programmes, {A, A, A, A, A, A, A}},
    {Operation::draft_programme, {N, N, A, N, N, N, N}},
    {Operation::revise_programme, {N, N, O, N, N, N, N}},
    {Operation::pretest_programme, {N, A, A, N, N, N, N}},
    {Operation::set_target, {N, N, O, N, N, N, N}},
    {Operation::set_evaluation, {N, N, O, N, N, N, N}},
    {Operation::approve_programme, {N, N, N, A, N, N, N}},
    {Operation::open_programme, {N, N, O, N, N, N, N}},
    {Operation::close_programme, {N, N, O, N, N, N, N}},
    {Operation::terminate_programme, {N, N, N, A, N, N, N}},
    {Operation::read_applications, {O, A, O, A, N, A, N}},
    {Operation::submit_application, {O, N, N, N, N, N, N}},
    {Operation::state_facts, {O, N, N, N, N, N, N}},
    {Operation::score_application, {N, N, O, N, N, N, N}},
    {Operation::withdraw_application, {O, N, N, N, N, N, N}},
    {Operation::settle_application, {N, N, O, N, N, N, N}},
    {Operation::publish_seed, {N, N, O, N, N, N, N}},
    {Operation::rank_applications, {N, N, O, N, N, N, N}},
    {Operation::select_awards, {N, N, N, A, N, N, N}},
    {Operation::award_waiting, {N, N, N, A, N, N, N}},
    {Operation::read_awards, {O, A, O, A, O, A, N}},
    {Operation::make_award, {N, N, O, N, N, N, N}},
    {Operation::complete_award, {N, N, O, N, N, N, N}},
    {Operation::terminate_award, {N, N, N, A, N, N, N}},
    {Operation::read_reviews, {O, A, O, A, O, A, N}},
    {Operation::decide, {N, N, N, A, N, N, N}},
    {Operation::read_payments, {O, A, O, A, N, A, N}},
    {Operation::pay, {N, N, O, N, N, N, N}},
    {Operation::order_payment, {N, N, O, N, N, N, N}},
    {Operation::withdraw_order, {N, N, O, N, N, N, N}},
    {Operation::make_batch, {N, N, O, N, N, N, N}},
    {Operation::export_batch, {N, N, O, N, N, N, N}},
    {Operation::discard_batch, {N, N, O, N, N, N, N}},
    {Operation::reconcile, {N, N, O, A, N, N, N}},
    {Operation::read_payees, {O, N, O, A, N, A, N}},
    {Operation::set_payee, {N, N, O, N, N, N, N}},
    {Operation::confirm_payee, {N, N, N, A, N, N, N}},
    {Operation::read_values, {O, A, O, A, O, A, N}},
    {Operation::report_values, {O, A, O, N, O, N, N}},
    {Operation::verify_values, {N, A, O, N, N, N, N}},
    {Operation::dispute_value, {O, A, O, A, O, N, N}},
    {Operation::correct_value, {O, A, O, N, O, N, N}},
    {Operation::read_totals, {N, A, A, A, A, A, N}},
    {Operation::read_flags, {N, A, O, A, N, A, N}},
    {Operation::resolve_flag, {N, A, O, N, N, N, N}},
    {Operation::read_scorecards, {N, A, A, A, O, A, N}},
    {Operation::score_regions, {N, A, N, N, N, N, N}},
    {Operation::show_scorecard, {N, A, N, N, N, N, N}},
    {Operation::reply_to_scorecard, {N, N, N, N, O, N, N}},
    {Operation::publish_scorecard, {N, N, N, A, N, N, N}},
    {Operation::read_audit, {N, N, N, N, N, A, N}},
    {Operation::manage_accounts, {N, N, N, N, N, N, A}},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRights.size(); ++i) {
    if (kRights[i].operation != static_cast<Operation>(i)) return false;
  }
  return true;
}
static_assert(in_order());
static_assert(Ids<Operation>::names.size() == kOperations);

}  // namespace

Reach reach(Operation operation, UserRole role) {
  return kRights.at(index_of(operation)).reach.at(index_of(role));
}

bool is_own(const Owner& owner, const Actor& actor, const std::string& region_of_office) {
  if (actor.role == UserRole::company) return !actor.firm.empty() && owner.firm == actor.firm;
  if (actor.role == UserRole::official) {
    return !region_of_office.empty() && owner.region == region_of_office;
  }
  return std::find(owner.offices.begin(), owner.offices.end(), actor.office) != owner.offices.end();
}

Reasons against(Operation operation, const Actor& actor, const Owner& owner,
                const std::string& region_of_office) {
  switch (reach(operation, actor.role)) {
    case Reach::all:
      return {};
    case Reach::own:
      if (is_own(owner, actor, region_of_office)) return {};
      return {refusal(Refusal::not_your_own)};
    case Reach::none:
      break;
  }
  return {refusal(Refusal::role_may_not, id_of(actor.role))};
}

}  // namespace formulary::office
