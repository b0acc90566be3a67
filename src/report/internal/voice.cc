#include "report/internal/voice.h"

#include <algorithm>

namespace formulary::report {

namespace {

// The name of a record in the language, or the id where there is no record or no name.
template <typename T>
std::string name_of(const T* record, const std::string& id, Language language) {
  if (record == nullptr) return id;
  const std::string& name = record->name.in(language);
  return name.empty() ? id : name;
}

std::string word_or_id(const Words* words, const std::string& id, Language language) {
  return words == nullptr ? id : words->in(language);
}

}  // namespace

std::string Voice::say(Phrase phrase, const Values& values) const {
  return fill(words_of(phrase).in(language_), values);
}

std::string Voice::instrument(const std::string& id) const {
  return name_of(toolbox_->instrument(id), id, language_);
}

std::string Voice::form(const std::string& id, const std::string& variant) const {
  const Instrument* card = toolbox_->instrument(id);
  if (card == nullptr) return variant;
  for (const Variant& form : card->variants) {
    if (form.id == variant) return name_of(&form, variant, language_);
  }
  return variant;
}

std::string Voice::tool(const std::string& id, const std::string& variant) const {
  const Instrument* card = toolbox_->instrument(id);
  if (card == nullptr || card->variants.size() < 2 || variant.empty()) return instrument(id);
  return instrument(id) + ": " + form(id, variant);
}

std::string Voice::sector(const std::string& id) const {
  return name_of(country_->sector(id), id, language_);
}
std::string Voice::region(const std::string& id) const {
  return name_of(country_->region(id), id, language_);
}
std::string Voice::kpi(const std::string& id) const {
  return name_of(toolbox_->kpi(id), id, language_);
}
std::string Voice::kpi_unit(const std::string& id) const {
  const Kpi* kpi = toolbox_->kpi(id);
  return kpi == nullptr ? "" : kpi->unit.in(language_);
}
std::string Voice::problem(const std::string& id) const {
  return name_of(toolbox_->problem(id), id, language_);
}
std::string Voice::indicator(const std::string& id) const {
  return name_of(toolbox_->indicator(id), id, language_);
}
std::string Voice::role(const std::string& id) const {
  return name_of(toolbox_->role(id), id, language_);
}

std::string Voice::office(const std::string& office_id, const std::string& role_id) const {
  const auto& offices = country_->offices;
  const auto found = std::find_if(offices.begin(), offices.end(),
                                  [&](const Office& office) { return office.id == office_id; });
  if (found != offices.end()) return name_of(&*found, office_id, language_);
  return office_id.empty() ? role(role_id) : office_id;
}

std::string Voice::step(const std::string& what) const {
  return word_or_id(words_of_step(what), what, language_);
}
std::string Voice::feature(const std::string& id) const {
  return word_or_id(words_of_feature(id), id, language_);
}
std::string Voice::field(const std::string& id) const {
  return word_or_id(words_of_field(id), id, language_);
}

std::string Voice::limit(const std::string& id, int base_year) const {
  const std::size_t point = id.find('.');
  const std::string kind = id.substr(0, point);
  const std::string rest = point == std::string::npos ? "" : id.substr(point + 1);
  if (id == "budget") return say(Phrase::limit_budget);
  if (kind == "budget_year" && !rest.empty() && rest.size() < 5 &&
      rest.find_first_not_of("0123456789") == std::string::npos) {
    return say(Phrase::limit_year, {{"year", std::to_string(base_year + std::stoi(rest))}});
  }
  if (kind == "role") return say(Phrase::limit_role, {{"role", role(rest)}});
  if (id == "firms") return say(Phrase::limit_firms);
  if (kind == "addresses") {
    const auto component = member_of<Component>(rest);
    return say(Phrase::limit_addresses, {{"component", component ? word(*component) : rest}});
  }
  if (const std::size_t inner = rest.find('.'); kind == "capacity" && inner != std::string::npos) {
    return say(Phrase::limit_capacity_region, {{"tool", instrument(rest.substr(0, inner))},
                                               {"region", region(rest.substr(inner + 1))}});
  }
  if (kind == "capacity") return say(Phrase::limit_capacity, {{"role", role(rest)}});
  if (kind == "region") return say(Phrase::limit_region, {{"region", region(rest)}});
  return id;
}

std::string Voice::dose(double dose, const std::string& unit) const {
  const auto known = member_of<DoseUnit>(unit);
  if (!known) return figure(dose) + " " + unit;
  return fill(word(*known), {{"dose", figure(dose)}});
}

std::string Voice::join(const std::vector<std::string>& parts) const {
  return report::join(parts, language_);
}

}  // namespace formulary::report
