// Where is what belongs together? The public part of a record, found by id and in order.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "publish/public_record.h"

namespace formulary::publish {

// One award with its place. Pointers are into the record.
struct PlacedAward {
  const Award* award = nullptr;
  const Programme* programme = nullptr;
  const ProgrammeMeasure* measure = nullptr;
  std::string recipient;       // id as published
  std::string recipient_name;  // as published
  Date day;
};

struct PlacedTranche {
  const Tranche* tranche = nullptr;
  const PlacedAward* award = nullptr;
};

class Shelf {
 public:
  Shelf(const PublicRecord& record, const PublishOptions& options);
  Shelf(const Shelf&) = delete;
  Shelf& operator=(const Shelf&) = delete;

  const PublicRecord& record() const { return record_; }
  const PublishOptions& options() const { return options_; }

  // Public ones only, by id.
  const std::map<std::string, const Programme*>& programmes() const { return programmes_; }
  const std::map<std::string, PlacedAward>& awards() const { return awards_; }
  const std::map<std::string, PlacedTranche>& tranches() const { return tranches_; }
  const Programme* programme(const std::string& id) const;
  const PlacedAward* award(const std::string& id) const;
  const PlacedTranche* tranche(const std::string& id) const;

  // A text or id of an award as it may be shown: where recipients are pseudonyms, neither the
  // firm's id nor its name stands in it.
  std::string shown(const PlacedAward& award, const std::string& text) const;

  Text office_name(const std::string& id) const;  // the id in all languages where it has no name
  Text region_name(const std::string& id) const;
  Text sector_name(const std::string& id) const;
  Text instrument_name(const std::string& id) const;
  std::string currency() const { return record_.country->currency; }

 private:
  const PublicRecord& record_;
  const PublishOptions& options_;
  std::map<std::string, const Programme*> programmes_;
  std::map<std::string, PlacedAward> awards_;
  std::map<std::string, PlacedTranche> tranches_;
};

}  // namespace formulary::publish
