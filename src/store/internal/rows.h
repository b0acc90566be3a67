// How does a noun become a row, and a row a noun? The few statements all tables share.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "store/internal/cells.h"
#include "store/internal/columns.h"
#include "store/internal/json_text.h"
#include "store/internal/statements.h"
#include "store/internal/values.h"

namespace formulary::store {

struct NameColumns {
  std::vector<std::string> names;
  template <typename M>
  void operator()(const char* name, const M&) {
    names.emplace_back(name);
  }
};
struct WriteColumns {
  Row& row;
  template <typename M>
  void operator()(const char*, const M& member) {
    row.push_back(to_cell(member));
  }
};
struct ReadColumns {
  const Row& row;
  std::size_t at;
  std::string bad;  // the first column that could not be read
  template <typename M>
  void operator()(const char* name, M& member) {
    if (!from_cell(row.at(at++), member) && bad.empty()) bad = name;
  }
};

// An object whose members are the columns, then what is nested.
class JsonObject {
 public:
  template <typename M>
  void operator()(const char* name, const M& member) {
    key(name);
    if constexpr (std::is_same_v<M, std::string>) {
      append_json_text(json_, member);
    } else {
      append_json(json_, to_cell(member));
    }
  }
  void nested(const char* name, const std::vector<std::string>& objects) {
    key(name);
    json_ += '[';
    for (std::size_t i = 0; i < objects.size(); ++i) json_ += (i == 0 ? "" : ",") + objects[i];
    json_ += ']';
  }
  std::string finish() {
    json_ += '}';
    return std::move(json_);
  }

 private:
  void key(const char* name) {
    json_ += json_.size() == 1 ? "\"" : ",\"";
    json_ += name;
    json_ += "\":";
  }
  std::string json_ = "{";
};

template <typename T>
const std::vector<std::string>& column_names() {
  static const std::vector<std::string> kNames = [] {
    NameColumns names;
    const T noun{};
    columns(names, noun);
    return names.names;
  }();
  return kNames;
}

// Rows of one table: columns that come before those of the noun (its owner, its revision), and
// the noun.
template <typename T>
class RowsOf {
 public:
  explicit RowsOf(std::vector<std::string> lead) : lead_(std::move(lead)) {}

  void add(Row lead, const T& noun) {
    lead.reserve(lead.size() + column_names<T>().size());
    WriteColumns write{lead};
    columns(write, noun);
    lists_.push_back(std::move(lead));
  }

  Stored<void> insert(Session& session) const {
    const Stored<Changes> done = session.run_many(insert_into(kTable<T>, names()), lists_);
    if (!done) return fail(done.error());
    return {};
  }

  // The same, but leave out rows that a key of the table refuses. Returns their places.
  Stored<std::vector<std::size_t>> insert_those_new(Session& session) const {
    return session.insert_new(kTable<T>, names(), lists_);
  }

  // The place of the first that was left out, where one was.
  Stored<std::optional<std::size_t>> insert_new(Session& session) const {
    TRY(refused, insert_those_new(session));
    if (refused.empty()) return std::nullopt;
    return refused.front();
  }

 private:
  std::vector<std::string> names() const {
    std::vector<std::string> names = lead_;
    names.insert(names.end(), column_names<T>().begin(), column_names<T>().end());
    return names;
  }

  std::vector<std::string> lead_;
  std::vector<Row> lists_;
};

template <typename T>
struct Found {
  Row lead;
  T noun;
};

// Read rows: the lead's columns and the noun. `rest` is what follows the table's name.
template <typename T>
Stored<std::vector<Found<T>>> select_rows(Session& session, const std::vector<std::string>& lead,
                                          const std::string& rest, const Row& parameters) {
  std::vector<std::string> names = lead;
  names.insert(names.end(), column_names<T>().begin(), column_names<T>().end());
  TRY(found,
      session.run("select " + joined(names) + " from " + kTable<T> + " " + rest, parameters));
  std::vector<Found<T>> all;
  all.reserve(found.rows.size());
  for (Row& row : found.rows) {
    Found<T> one;
    ReadColumns read{row, lead.size(), {}};
    columns(read, one.noun);
    if (!read.bad.empty()) {
      return fail(trouble(TroubleKind::damaged, "",
                          std::string("the column ") + read.bad + " of the table " + kTable<T> +
                              " holds what the program never writes"));
    }
    row.resize(lead.size());
    one.lead = std::move(row);
    all.push_back(std::move(one));
  }
  return all;
}

// Write the noun's columns where the revision is still the one that was read, and raise it.
// false: it is not.
template <typename T>
Stored<bool> update_row(Session& session, const T& noun, std::int64_t revision) {
  Row row;
  WriteColumns write{row};
  columns(write, noun);
  std::string sql = std::string("update ") + kTable<T> + " set revision = revision + 1";
  for (std::size_t i = 0; i < row.size(); ++i) {
    sql += ", " + column_names<T>()[i] + " = $" + std::to_string(i + 1);
  }
  sql += " where id = $" + std::to_string(row.size() + 1) + " and revision = $" +
         std::to_string(row.size() + 2);
  row.emplace_back(noun.id);
  row.emplace_back(revision);
  TRY(updated, session.run(sql, row));
  return updated.changed == 1;
}

template <typename T>
std::string json_of_columns(const T& noun) {
  JsonObject json;
  columns(json, noun);
  return json.finish();
}

}  // namespace formulary::store
