#include "publish/internal/shelf.h"

#include <algorithm>

#include "base/must.h"
#include "publish/internal/hash.h"

namespace formulary::publish {

namespace {

constexpr std::size_t kKeyBytes = 32;

Text or_id(const Text* name, const std::string& id) {
  if (name == nullptr || name->en.empty()) return {id, id, id};
  return *name;
}

Date day_of(const PublicRecord& record, const Award& award) {
  const auto known = record.award_days.find(award.id);
  if (known != record.award_days.end()) return known->second;
  Date first = award.obligations.empty() ? Date() : award.obligations.front().from;
  for (const Obligation& one : award.obligations) first = std::min(first, one.from);
  return first;
}

const ProgrammeMeasure* measure_of(const Programme& programme, const std::string& id) {
  const auto at = std::find_if(programme.measures.begin(), programme.measures.end(),
                               [&](const ProgrammeMeasure& one) { return one.id == id; });
  return at == programme.measures.end() ? nullptr : &*at;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  if (what.empty()) return;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

bool PublishOptions::is_valid() const {
  const bool has_key = recipients == Recipients::named || pseudonym_key.size() >= kKeyBytes;
  const bool plain = std::all_of(publisher_id.begin(), publisher_id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  const bool named = !publisher.en.empty() && !publisher.ru.empty() && !publisher.kk.empty();
  return disclosure.is_valid() && revisions.is_valid() && has_key && named &&
         !publisher_id.empty() && plain && site.ends_with('/');
}

bool RevisionRules::is_valid() const {
  return first_share >= 0 && first_share <= 1 && first_days >= 0 && apart_days >= 1 && most >= 0;
}

bool is_public(const Programme& programme) {
  return programme.state != ProgrammeState::draft && programme.state != ProgrammeState::pretested;
}

Shelf::Shelf(const PublicRecord& record, const PublishOptions& options)
    : record_(record), options_(options) {
  MUST(options.is_valid());
  MUST(record.toolbox != nullptr && record.country != nullptr);
  for (const Programme& one : record.programmes) {
    if (is_public(one)) programmes_[one.id] = &one;
  }
  for (const Award& one : record.awards) {
    const Programme* programme = this->programme(one.programme);
    if (programme == nullptr) continue;
    PlacedAward placed{&one, programme, measure_of(*programme, one.measure), one.firm, "", {}};
    if (placed.measure == nullptr) continue;
    const auto name = record.firm_names.find(one.firm);
    placed.recipient_name = name == record.firm_names.end() ? one.firm : name->second;
    if (options.recipients == Recipients::pseudonyms) {
      placed.recipient = "firm-" + keyed_hash(options.pseudonym_key, one.firm).substr(0, 16);
      placed.recipient_name = placed.recipient;
    }
    placed.day = day_of(record, one);
    awards_.emplace(one.id, std::move(placed));
  }
  for (const auto& [id, placed] : awards_) {
    for (const Tranche& one : placed.award->tranches) tranches_[one.id] = {&one, &placed};
  }
}

const Programme* Shelf::programme(const std::string& id) const {
  const auto at = programmes_.find(id);
  return at == programmes_.end() ? nullptr : at->second;
}

const PlacedAward* Shelf::award(const std::string& id) const {
  const auto at = awards_.find(id);
  return at == awards_.end() ? nullptr : &at->second;
}

const PlacedTranche* Shelf::tranche(const std::string& id) const {
  const auto at = tranches_.find(id);
  return at == tranches_.end() ? nullptr : &at->second;
}

std::string Shelf::shown(const PlacedAward& award, const std::string& text) const {
  if (options_.recipients == Recipients::named) return text;
  std::string clean = text;
  const auto name = record_.firm_names.find(award.award->firm);
  if (name != record_.firm_names.end()) replace_all(clean, name->second, award.recipient);
  replace_all(clean, award.award->firm, award.recipient);
  return clean;
}

Text Shelf::office_name(const std::string& id) const {
  for (const Office& one : record_.country->offices) {
    if (one.id == id) return or_id(&one.name, id);
  }
  return {id, id, id};
}

Text Shelf::region_name(const std::string& id) const {
  const Region* one = record_.country->region(id);
  return or_id(one == nullptr ? nullptr : &one->name, id);
}

Text Shelf::sector_name(const std::string& id) const {
  const Sector* one = record_.country->sector(id);
  return or_id(one == nullptr ? nullptr : &one->name, id);
}

Text Shelf::instrument_name(const std::string& id) const {
  const Instrument* one = record_.toolbox->instrument(id);
  return or_id(one == nullptr ? nullptr : &one->name, id);
}

}  // namespace formulary::publish
