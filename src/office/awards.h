// What was agreed, what does the rule say of its tranches, who decides, and is it paid once?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "launch/awards.h"
#include "monitor/review.h"
#include "office/call.h"
#include "office/rights.h"
#include "store/ledger.h"

namespace formulary::office {

using KeptAward = store::Kept<Award>;

// Agree with a firm whose application was awarded; ids are given by the register.
Outcome<KeptAward> make_award(Call& call, const std::string& application, Agreement agreement);
Outcome<KeptAward> complete_award(Call& call, const std::string& award, Seen seen);
Outcome<KeptAward> terminate_award(Call& call, const std::string& award, Seen seen,
                                   const std::string& why);
Outcome<KeptAward> read_award(Call& call, const std::string& award);
Outcome<Listed<KeptAward>> list_awards(Call& call, const store::AwardFilter& filter,
                                       const store::Page& page);

// A tranche that is due with what the rule says of it today, or why it says nothing.
struct Review {
  std::string award;
  std::string programme;
  std::string measure;
  std::string firm;
  Tranche tranche;
  std::optional<Proposal> proposal;
  Reasons reasons;
};
// List tranches due by a day that are still open to a review.
Outcome<Listed<Review>> due_reviews(Call& call, Date day, const store::Page& page);
// Compute what the rule says of one tranche today.
Outcome<Review> review_tranche(Call& call, const std::string& tranche);

// What a person decides. As proposed: the rest is taken from the proposal.
struct Verdict {
  DecisionKind kind = DecisionKind::as_proposed;
  ReviewAction action = ReviewAction::hold;
  Money pay;
  Money give_up;
  Money claw_back;
  std::optional<Date> cure_until;
  std::string why;
};
struct Decided {
  Decision decision;
  Tranche tranche;
  Proposal proposal;
};
// Decide on a tranche as it is now; the proposal is kept with the decision, word for word.
Outcome<Decided> decide(Call& call, const std::string& tranche, Seen seen, const Verdict& verdict);

// Compute a decision's proposal again from the record, as it stood then; text_of gives the bytes
// that were kept.
struct Recomputed {
  Proposal proposal;
  std::string kept;
};
Outcome<Recomputed> recompute(Call& call, const std::string& decision);

// Record that a decision was paid: at most once, by another person than the one who decided.
Outcome<store::Payment> pay(Call& call, const std::string& decision);

// List what was decided to be paid and is not yet, for the treasury.
struct PaymentOrder {
  std::string decision;
  std::string tranche;
  std::string award;
  std::string firm;
  Money amount;
  Date decided;
  std::string transfer;  // ordered of the treasury and not failed; empty = none
};
Outcome<std::vector<PaymentOrder>> payment_orders(Call& call);

}  // namespace formulary::office
