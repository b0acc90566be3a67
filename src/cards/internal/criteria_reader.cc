#include <algorithm>

#include "cards/internal/reader.h"

namespace formulary::cards {

namespace {

// The ids that an enumerated field is compared with; those of a pack or a list are looked up later.
std::vector<std::string> read_ids(Reader& reader, std::string_view key, Field field) {
  switch (field) {
    case Field::sector:
      return reader.references(key, IdKind::sector, Need::required);
    case Field::region:
      return reader.references(key, IdKind::region, Need::required);
    case Field::production_profile:
      return reader.references(key, IdKind::profile, Need::required);
    default:
      break;
  }
  const std::vector<std::string> known = field == Field::company_type ? ids_of<CompanyType>()
                                         : field == Field::stage      ? ids_of<Stage>()
                                                                      : ids_of<Goal>();
  std::vector<std::string> ids = reader.strings(key, Need::required);
  for (const std::string& id : ids) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    reader.fault(key, quote(id) + " is not in the closed list", suggestion(id, known));
  }
  return ids;
}

std::string read_id(Reader& reader, Field field) {
  switch (field) {
    case Field::sector:
      return reader.reference("is", IdKind::sector);
    case Field::region:
      return reader.reference("is", IdKind::region);
    case Field::production_profile:
      return reader.reference("is", IdKind::profile);
    case Field::company_type:
      return reader.one_of("is", ids_of<CompanyType>());
    case Field::stage:
      return reader.one_of("is", ids_of<Stage>());
    default:
      return reader.one_of("is", ids_of<Goal>());
  }
}

void read_range(Reader& reader, Criterion& criterion) {
  if (reader.has("min")) criterion.min = reader.number("min");
  if (reader.has("max")) criterion.max = reader.number("max");
  if (criterion.min && criterion.max && *criterion.min > *criterion.max) {
    reader.fault("max", "lies below min: no firm can meet both");
  }
}

Criterion read_criterion(Reader& reader) {
  Criterion criterion;
  criterion.field = reader.choice<Field>("field");
  const bool known = member_of<Field>(reader.string_or_empty("field")).has_value();
  const bool has_min = reader.has("min");
  const bool has_max = reader.has("max");
  const bool has_is = reader.has("is");
  const bool has_in = reader.has("in");
  const bool has_not_in = reader.has("not_in");
  const bool has_range = has_min || has_max;
  const int bounds = int{has_range} + int{has_is} + int{has_in} + int{has_not_in};
  if (bounds == 0) {
    reader.fault("", "the criterion has no bound", "give one of min, max, is, in, not_in");
  } else if (bounds > 1) {
    reader.fault("", "the criterion has more than one kind of bound",
                 "write one criterion for each");
  }
  if (!known || bounds != 1) return criterion;
  const std::string field = quote(id_of(criterion.field));
  if (is_enumerated(criterion.field)) {
    if (has_range) reader.fault("", field + " takes is, in or not_in, not min or max");
    if (has_is) criterion.in = {read_id(reader, criterion.field)};
    if (has_in) criterion.in = read_ids(reader, "in", criterion.field);
    if (has_not_in) criterion.not_in = read_ids(reader, "not_in", criterion.field);
  } else if (is_yes_no(criterion.field)) {
    if (!has_is) reader.fault("", field + " takes is: true or is: false");
    if (has_is) criterion.is = reader.flag("is");
  } else {
    if (!has_range) reader.fault("", field + " is a number and takes min or max");
    if (has_range) read_range(reader, criterion);
  }
  return criterion;
}

}  // namespace

Criteria Reader::criteria(std::string_view key) {
  Criteria criteria;
  each(key, Need::optional, [&](Reader& item) {
    std::vector<Criterion> group;
    if (item.has("any")) {
      item.each("any", Need::required, [&](Reader& one) { group.push_back(read_criterion(one)); });
    } else {
      group.push_back(read_criterion(item));
    }
    criteria.all.push_back(std::move(group));
  });
  return criteria;
}

}  // namespace formulary::cards
