// Who may do what? The roles and rights of domain.md in one table.
//
// The table opens the door; what is behind it checks again what only it can know: the state, the
// office of a measure, and that a second person decides.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "domain/programme.h"
#include "domain/reason.h"

namespace formulary::office {

// Everything that can be asked of the register; the API's operations have these ids.
enum class Operation {
  plan,
  read_drafts,
  read_programmes,
  draft_programme,
  revise_programme,
  pretest_programme,
  set_target,
  set_evaluation,
  approve_programme,
  open_programme,
  close_programme,
  terminate_programme,
  read_applications,
  submit_application,
  state_facts,
  score_application,
  withdraw_application,
  settle_application,
  publish_seed,
  rank_applications,
  select_awards,
  award_waiting,
  read_awards,
  make_award,
  complete_award,
  terminate_award,
  read_reviews,
  decide,
  read_payments,
  pay,
  order_payment,
  withdraw_order,
  make_batch,
  export_batch,
  discard_batch,
  reconcile,
  read_payees,
  set_payee,
  confirm_payee,
  read_values,
  report_values,
  verify_values,
  dispute_value,
  correct_value,
  read_totals,
  read_flags,
  resolve_flag,
  read_scorecards,
  score_regions,
  show_scorecard,
  reply_to_scorecard,
  publish_scorecard,
  read_audit,
  manage_accounts,
};
inline constexpr std::size_t kOperations = 54;

// How far a right goes: to nothing, to what is one's own (a firm's, an office's, a region's), or
// to all.
enum class Reach { none, own, all };

// How far a role reaches; the public, who has no role, only reads what is under /open.
Reach reach(Operation operation, UserRole role);

// Whose record it is: a firm's, that of offices, of a region.
struct Owner {
  std::string firm;
  std::vector<std::string> offices;
  std::string region;
};

// Whether it is the actor's own: a company's by its firm, an official's by the region of the
// office, anybody else's by the office.
bool is_own(const Owner& owner, const Actor& actor, const std::string& region_of_office);

// Every reason why this person may not do this to a record of this owner; empty = may.
Reasons against(Operation operation, const Actor& actor, const Owner& owner,
                const std::string& region_of_office);

}  // namespace formulary::office

namespace formulary {
template <>
struct Ids<office::Operation> {
  static constexpr std::array names{"plan",
                                    "read_drafts",
                                    "read_programmes",
                                    "draft_programme",
                                    "revise_programme",
                                    "pretest_programme",
                                    "set_target",
                                    "set_evaluation",
                                    "approve_programme",
                                    "open_programme",
                                    "close_programme",
                                    "terminate_programme",
                                    "read_applications",
                                    "submit_application",
                                    "state_facts",
                                    "score_application",
                                    "withdraw_application",
                                    "settle_application",
                                    "publish_seed",
                                    "rank_applications",
                                    "select_awards",
                                    "award_waiting",
                                    "read_awards",
                                    "make_award",
                                    "complete_award",
                                    "terminate_award",
                                    "read_reviews",
                                    "decide",
                                    "read_payments",
                                    "pay",
                                    "order_payment",
                                    "withdraw_order",
                                    "make_batch",
                                    "export_batch",
                                    "discard_batch",
                                    "reconcile",
                                    "read_payees",
                                    "set_payee",
                                    "confirm_payee",
                                    "read_values",
                                    "report_values",
                                    "verify_values",
                                    "dispute_value",
                                    "correct_value",
                                    "read_totals",
                                    "read_flags",
                                    "resolve_flag",
                                    "read_scorecards",
                                    "score_regions",
                                    "show_scorecard",
                                    "reply_to_scorecard",
                                    "publish_scorecard",
                                    "read_audit",
                                    "manage_accounts"};
};
}  // namespace formulary
