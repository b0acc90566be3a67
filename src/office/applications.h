// How does a firm's request run through the register, up to who is served?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "launch/applications.h"
#include "launch/eligibility.h"
#include "launch/selection.h"
#include "office/call.h"
#include "office/rights.h"

namespace formulary::office {

using KeptApplication = store::Kept<Application>;

// What a firm sends. Its id is given by the register, so that nobody chooses a number that a
// lottery favours.
struct Request {
  std::string programme;
  std::string measure;
  std::string firm;
  Facts facts;
  Money requested;
  std::optional<FirmAccounts> accounts;
};

// Answer "may this firm have it?" without a record: for anybody, also without an account.
Outcome<Eligibility> check_eligibility(Call& call, const std::string& programme,
                                       const std::string& measure, const Facts& facts);

// Submit and screen at once by the rules: eligible, ineligible with every reason, or submitted
// with the facts that are missing.
Outcome<KeptApplication> submit_application(Call& call, const Request& request);
// Add facts; screened again at once.
Outcome<KeptApplication> state_facts(Call& call, const std::string& application, Seen seen,
                                     const Facts& facts);
Outcome<KeptApplication> score_application(Call& call, const std::string& application, Seen seen,
                                           double score);
Outcome<KeptApplication> withdraw_application(Call& call, const std::string& application,
                                              Seen seen);
Outcome<KeptApplication> settle_application(Call& call, const std::string& application, Seen seen);

// Publish the seed of a measure's public lottery, made now from chance that nobody chose.
Outcome<Lottery> publish_seed(Call& call, const std::string& programme, const std::string& measure,
                              std::uint32_t seed);

// Rank, select, serve the waiting list: the whole measure at once. Return the applications that
// moved.
Outcome<std::vector<Application>> rank_applications(Call& call, const std::string& programme,
                                                    const std::string& measure);
Outcome<std::vector<Application>> select_awards(Call& call, const std::string& programme,
                                                const std::string& measure,
                                                const SelectionOptions& options);
Outcome<std::vector<Application>> award_waiting(Call& call, const std::string& programme,
                                                const std::string& measure, Rest rest);

Outcome<KeptApplication> read_application(Call& call, const std::string& application);
Outcome<Listed<KeptApplication>> list_applications(Call& call,
                                                   const store::ApplicationFilter& filter,
                                                   const store::Page& page);

}  // namespace formulary::office
