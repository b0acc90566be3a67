// Which documents does the record stand on? Packages, forecasts, seeds and proposals, word for
// word.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "domain/award.h"
#include "domain/reason.h"
#include "store/audit.h"
#include "store/database.h"

namespace formulary::store {

// Keep a document; its name is its SHA-256 in hexadecimal. The same document is kept once.
Stored<std::string> keep_artefact(Session& session, const Act& act, const std::string& kind,
                                  const std::string& body);
Stored<std::optional<std::string>> artefact(Session& session, const std::string& hash);

// All documents of a kind, in the order of their hashes.
Stored<std::vector<std::string>> artefacts_of(Session& session, const std::string& kind);

// Publish the seed of a measure's lottery. Refused: one was published at this moment already.
Stored<Allowed<Lottery>> publish_lottery(Session& session, const Act& act,
                                         const std::string& programme, const std::string& measure,
                                         const Lottery& lottery);
// The seed that was published last.
Stored<std::optional<Lottery>> lottery(Session& session, const std::string& programme,
                                       const std::string& measure);

// The proposal that a decision was made on, as it was read then (monitor's text_of), and the
// tranche as it stood.
struct KeptProposal {
  Date day;
  std::string body;
  Tranche before;
};
Stored<void> keep_proposal(Session& session, const std::string& decision,
                           const KeptProposal& proposal);
Stored<std::optional<KeptProposal>> proposal(Session& session, const std::string& decision);

// The tranche as the first decision after a moment saw it; nothing when none was made on it since.
Stored<std::optional<Tranche>> tranche_before(Session& session, const std::string& tranche,
                                              Instant moment);

// A number that no record has: it rises with every change of the register. Takes a prefix.
Stored<std::string> new_id(Session& session, const std::string& prefix);

}  // namespace formulary::store
