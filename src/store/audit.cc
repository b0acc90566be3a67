#include "store/audit.h"

#include <algorithm>
#include <map>

#include "base/must.h"
#include "store/internal/sha256.h"
#include "store/internal/values.h"

namespace formulary::store {
namespace {

constexpr std::size_t kMostFaults = 100;
constexpr int kPage = 1000;                         // records in memory at a time
const std::string kEncoding = "formulary audit 1";  // a change of the encoding is another
constexpr const char* kColumns =
    "seq, at, actor, role, action, subject_kind, subject, before, after, hash_prev, hash";

Value optional_text(const std::optional<std::string>& text) {
  if (text) return *text;
  return Null{};
}

std::string text_in(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}
std::int64_t number_in(const Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return number == nullptr ? 0 : *number;
}
Bytes bytes_in(const Value& value) {
  const auto* bytes = std::get_if<Bytes>(&value);
  return bytes == nullptr ? Bytes() : *bytes;
}
std::optional<std::string> optional_in(const Value& value) {
  if (std::holds_alternative<Null>(value)) return std::nullopt;
  return text_in(value);
}

AuditRecord record_of(const Row& row) {
  MUST(row.size() == 11);
  return {
      number_in(row[0]),
      text_in(row[1]),
      text_in(row[2]),
      text_in(row[3]),
      {text_in(row[4]), text_in(row[5]), text_in(row[6]), optional_in(row[7]), optional_in(row[8])},
      bytes_in(row[9]),
      bytes_in(row[10])};
}

AuditHead head_of(const AuditRecord& record) {
  return {record.at.substr(0, 10), record.seq, hex(record.hash)};
}

// The chain as it is walked: what the next record must say.
class Walk {
 public:
  explicit Walk(const std::vector<AuditHead>& published) {
    for (const AuditHead& head : published) published_.emplace(head.seq, head.hash);
  }

  void step(const AuditRecord& record) {
    if (record.seq != check_.head.seq + 1) {
      add(record.seq,
          "records are missing before it: it follows number " + std::to_string(check_.head.seq));
    }
    if (audit_hash(record) != record.hash) {
      add(record.seq, "what it says is not what was hashed: it was edited or moved");
    }
    if (record.hash_prev != last_hash_) {
      add(record.seq, "it was not written after the record that stands before it");
    }
    const auto [first, last] = published_.equal_range(record.seq);
    for (auto at = first; at != last; ++at) {
      if (at->second != hex(record.hash)) add(record.seq, "another head was published for it");
    }
    ++check_.records;
    check_.head = head_of(record);
    last_hash_ = record.hash;
  }

  AuditCheck finish(std::int64_t stored_seq, const Bytes& stored_hash) {
    if (stored_seq != check_.head.seq || stored_hash != last_hash_) {
      add(std::max(stored_seq, check_.head.seq),
          "the chain ends at number " + std::to_string(check_.head.seq) +
              ", the register's head is number " + std::to_string(stored_seq));
    }
    if (!published_.empty() && published_.rbegin()->first > check_.head.seq) {
      add(published_.rbegin()->first, "a head was published for it and it is not there");
    }
    return std::move(check_);
  }

 private:
  void add(std::int64_t seq, std::string what) {
    if (check_.faults.size() < kMostFaults) check_.faults.push_back({seq, std::move(what)});
  }

  std::multimap<std::int64_t, std::string> published_;
  AuditCheck check_;
  Bytes last_hash_ = Bytes(32, 0);
};

}  // namespace

Bytes audit_hash(const AuditRecord& record) {
  Sha256 hash;
  const AuditEntry& entry = record.entry;
  for (const Value& field :
       Row{kEncoding, record.seq, record.at, record.actor, record.role, entry.action,
           entry.subject_kind, entry.subject, optional_text(entry.before),
           optional_text(entry.after), record.hash_prev}) {
    hash.add(field);
  }
  return hash.finish();
}

Stored<std::int64_t> append_audit(Session& session, const Act& act, const AuditEntry& entry) {
  TRY(head, session.run("select seq, hash from audit_head where one = 1"));
  if (head.rows.size() != 1) {
    return fail(trouble(TroubleKind::damaged, "", "the head of the audit chain is gone"));
  }
  AuditRecord record{number_in(head.rows[0][0]) + 1,
                     act.at.text(),
                     act.actor.person,
                     id_of(act.actor.role),
                     entry,
                     bytes_in(head.rows[0][1]),
                     {}};
  record.hash = audit_hash(record);
  TRY(written, session.run(std::string("insert into audit (") + kColumns +
                               ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                           {record.seq, record.at, record.actor, record.role, entry.action,
                            entry.subject_kind, entry.subject, optional_text(entry.before),
                            optional_text(entry.after), record.hash_prev, record.hash}));
  TRY(moved, session.run("update audit_head set seq = $1, hash = $2 where one = 1",
                         {record.seq, record.hash}));
  return record.seq;
}

Stored<AuditCheck> verify_audit(Session& session, const std::vector<AuditHead>& published) {
  Walk walk(published);
  std::int64_t after = INT64_MIN;
  while (true) {
    TRY(page, audit_records(session, after, kPage));
    for (const AuditRecord& record : page) walk.step(record);
    if (page.size() < static_cast<std::size_t>(kPage)) break;
    after = page.back().seq;
  }
  TRY(head, session.run("select seq, hash from audit_head"));
  if (head.rows.size() != 1) return walk.finish(0, {});
  return walk.finish(number_in(head.rows[0][0]), bytes_in(head.rows[0][1]));
}

Stored<std::vector<AuditHead>> audit_heads(Session& session) {
  TRY(found, session.run("select substr(at, 1, 10), seq, hash from audit where seq in "
                         "(select max(seq) from audit group by substr(at, 1, 10)) order by seq"));
  std::vector<AuditHead> heads;
  for (const Row& row : found.rows) {
    heads.push_back({text_in(row[0]), number_in(row[1]), hex(bytes_in(row[2]))});
  }
  return heads;
}

Stored<std::vector<AuditRecord>> audit_records(Session& session, std::int64_t after, int limit,
                                               const AuditFilter& filter) {
  std::string sql = std::string("select ") + kColumns + " from audit where seq > $1";
  Row parameters{after, std::int64_t{limit}};
  const auto narrow = [&](const char* column, const std::string& to) {
    if (to.empty()) return;
    parameters.emplace_back(to);
    sql += std::string(" and ") + column + " = $" + std::to_string(parameters.size());
  };
  narrow("subject_kind", filter.subject_kind);
  narrow("subject", filter.subject);
  TRY(found, session.run(sql + " order by seq limit $2", parameters));
  std::vector<AuditRecord> records;
  records.reserve(found.rows.size());
  for (const Row& row : found.rows) records.push_back(record_of(row));
  return records;
}

}  // namespace formulary::store
