// How is a noun with its parts put into its tables, taken out again, and shown to the audit?
#pragma once

#include <string>
#include <vector>

#include "store/internal/rows.h"
#include "store/register.h"

namespace formulary::store {

// Write a noun's parts: the rows of the tables below its own.
Stored<void> insert_parts(Session& session, const Programme& programme);
Stored<void> insert_parts(Session& session, const Application& application);
Stored<void> insert_parts(Session& session, const Award& award);

// Take them out, before they are written anew.
Stored<void> remove_parts(Session& session, const Programme& programme);
Stored<void> remove_parts(Session& session, const Application& application);

// Read them into a noun that has its own columns.
Stored<void> read_parts(Session& session, Programme& programme);
Stored<void> read_parts(Session& session, Application& application);
Stored<void> read_parts(Session& session, Award& award);
inline Stored<void> read_parts(Session&, Tranche&) {
  return {};
}
inline Stored<void> read_parts(Session&, Observation&) {
  return {};
}
inline Stored<void> read_parts(Session&, Decision&) {
  return {};
}

// A noun with its parts as one line of JSON.
std::string json_of(const Programme& programme);
std::string json_of(const Application& application);
std::string json_of(const Award& award);
std::string json_of(const Tranche& tranche);
std::string json_of(const Observation& observation);
std::string json_of(const Decision& decision);

// The part of a `where` that names columns and what they must be.
class Where {
 public:
  Where& is(const char* column, const std::string& word) {
    return word.empty() ? *this : compare(column, " = ", word);
  }
  template <typename E>
  Where& is(const char* column, const std::optional<E>& member) {
    return member ? compare(column, " = ", id_of(*member)) : *this;
  }
  Where& compare(const char* column, const char* sign, const Value& value) {
    row_.push_back(value);
    sql_ += (sql_.empty() ? "where " : " and ") + std::string(column) + sign + "$" +
            std::to_string(row_.size());
    return *this;
  }
  const std::string& sql() const { return sql_; }
  const Row& row() const { return row_; }

 private:
  std::string sql_;
  Row row_;
};

// Read a page of nouns with their parts.
template <typename T>
Stored<std::vector<Kept<T>>> read_page(Session& session, Where where, const Page& page) {
  constexpr bool kHasRevision = !std::same_as<T, Decision>;
  if (!page.after.empty()) where.compare("id", " > ", page.after);
  Row row = where.row();
  row.emplace_back(std::int64_t{page.limit});
  const std::vector<std::string> lead =
      kHasRevision ? std::vector<std::string>{"revision"} : std::vector<std::string>{};
  TRY(found,
      select_rows<T>(session, lead,
                     where.sql() + " order by id limit $" + std::to_string(row.size()), row));
  std::vector<Kept<T>> all;
  all.reserve(found.size());
  for (auto& one : found) {
    Stored<void> whole = read_parts(session, one.noun);
    if (!whole) return fail(whole.error());
    const Revision revision = kHasRevision ? std::get<std::int64_t>(one.lead.at(0)) : 1;
    all.push_back({std::move(one.noun), revision});
  }
  return all;
}

template <typename T>
Stored<std::optional<Kept<T>>> read_one(Session& session, const std::string& id) {
  TRY(found, read_page<T>(session, Where().compare("id", " = ", id), {}));
  if (found.empty()) return std::nullopt;
  return std::optional<Kept<T>>(std::move(found.front()));
}

}  // namespace formulary::store
