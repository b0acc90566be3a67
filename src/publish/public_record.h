// What is the public shown from? The record's nouns as of one moment, and how they are published.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "domain/award.h"
#include "domain/country.h"
#include "domain/observation.h"
#include "domain/programme.h"
#include "domain/review.h"
#include "domain/toolbox.h"
#include "monitor/scorecard.h"
#include "publish/disclosure.h"

namespace formulary::publish {

struct PaymentMade {
  std::string id;
  std::string tranche;
  Money amount;
  Date day;
};

// How many applications of a measure stand in a state.
struct ApplicationCount {
  std::string programme;
  std::string measure;
  ApplicationState state = ApplicationState::submitted;
  int count = 0;
};

// A scorecard that was published (monitor: publishable), and of which outcome it speaks.
struct ScorecardShown {
  Scorecard card;
  std::string kpi;
  Date from;
  Date to;
};

// What is kept of an earlier release: which periods it showed anew, with the fingerprint of the
// figures that they were made of, and what it hid of these. The figures themselves are worked out
// again from the record as it stood then. Not for the public.
struct EarlierRelease {
  Instant as_of;
  std::set<std::string> hidden;
  std::map<std::string, std::string> states;  // by KPI and period
};

// Everything must outlive the call. Programmes that are not approved, and all that belongs to them,
// may be given and are left out. Observations are given whole, superseded ones too, so that earlier
// releases can be worked out again. No order matters.
struct PublicRecord {
  std::span<const Programme> programmes;
  std::span<const Award> awards;
  std::span<const Decision> decisions;
  std::span<const PaymentMade> payments;
  std::span<const Observation> observations;
  std::span<const ApplicationCount> applications;
  std::span<const ScorecardShown> scorecards;
  std::span<const EarlierRelease> earlier;
  std::map<std::string, std::string> firm_names;  // by firm id; the id where there is none
  std::map<std::string, Date> award_days;         // by award; else the first day of its obligations
  // By observation: what a share is a share of. As fixed as the observation itself.
  std::map<std::string, double> denominators;
  const Toolbox* toolbox = nullptr;
  const CountryPack* country = nullptr;
  Instant as_of;
  bool demonstration = false;  // the whole register is one: titles and descriptions say so
};

// When the figures of a period are shown first, and when anew. Between two showings several firms
// must have changed (least_firms), so figures that came one by one would hardly ever be shown.
struct RevisionRules {
  double first_share = 0.5;  // of the firms that owe a value have one, or
  int first_days = 90;       // so long after the period's end
  int apart_days = 90;       // from one showing to the next
  int most = 2;              // revisions of a period; then it stays

  bool is_valid() const;
};

// Who received public money is public by default.
enum class Recipients { named, pseudonyms };

struct PublishOptions {
  DisclosureRules disclosure;
  RevisionRules revisions;
  Recipients recipients = Recipients::named;
  std::string pseudonym_key;  // a secret of 32 bytes or more; without it ids could be tried out
  Text publisher{"Formulary", "Formulary", "Formulary"};  // its name, in every language
  std::string publisher_id = "formulary";                 // letters, digits and hyphens
  std::string site = "https://example.org/open/";         // where the files will lie, with a slash
  std::string organisation_scheme;              // of firm ids in org-id.guide; empty = our own
  std::string grant_prefix = "360G-formulary";  // registered with 360Giving
  std::string ocid_prefix = "ocds-formulary";   // registered with the Open Contracting Partnership

  bool is_valid() const;
};

// Say whether the public may see a programme: it was approved.
bool is_public(const Programme& programme);

}  // namespace formulary::publish
