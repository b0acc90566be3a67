#include "store/demonstration.h"

#include "store/internal/refusals.h"

namespace formulary::store {
namespace {

constexpr const char* kAction = "mark_demonstration";
constexpr const char* kSubject = "register";

}  // namespace

Stored<RegisterKind> kind_of_register(Session& session) {
  TRY(first, audit_records(session, 0, 1));
  if (first.empty()) return RegisterKind::empty;
  const AuditRecord& record = first.front();
  const bool marked =
      record.seq == 1 && record.entry.action == kAction && record.entry.subject_kind == kSubject;
  return marked ? RegisterKind::demonstration : RegisterKind::real;
}

Stored<Allowed<std::int64_t>> mark_demonstration(Session& session, const Act& act) {
  // Every change of the register writes a record, so without one there is nothing.
  TRY(kind, kind_of_register(session));
  if (kind != RegisterKind::empty) return refuse(Refusal::not_empty, "");
  TRY(seq, append_audit(session, act,
                        {kAction, kSubject, kSubject, std::nullopt, R"({"demonstration":true})"}));
  if (seq != 1) return refuse(Refusal::not_empty, "");
  return seq;
}

}  // namespace formulary::store
