// The steps. One that was ever released is never edited: a change of the schema is another step.
#include <array>

#include "store/internal/migrations.h"
#include "store/internal/schema_accounts.h"
#include "store/internal/schema_oversight.h"
#include "store/internal/schema_treasury.h"

namespace formulary::store {
namespace {

constexpr const char* kAudit = R"sql(
create table audit (
  seq {int} not null primary key,
  at {text} not null,
  actor {text} not null,
  role {text} not null,
  action {text} not null,
  subject_kind {text} not null,
  subject {text} not null,
  before {text},
  after {text},
  hash_prev {bytes} not null,
  hash {bytes} not null
) {strict};
create index audit_subject on audit (subject_kind, subject, seq);
create table audit_head (
  one {int} not null primary key check (one = 1),
  seq {int} not null,
  hash {bytes} not null
) {strict};
)sql";

constexpr const char* kAuditSqlite = R"sql(
insert into audit_head (one, seq, hash) values (1, 0, zeroblob(32));
create trigger audit_no_update before update on audit
begin select raise(abort, 'the audit chain is only ever added to'); end;
create trigger audit_no_delete before delete on audit
begin select raise(abort, 'the audit chain is only ever added to'); end;
create trigger audit_next before insert on audit
when new.seq <> (select coalesce(max(seq), 0) + 1 from audit)
begin select raise(abort, 'the audit chain is only ever added to'); end;
)sql";

constexpr const char* kAuditPostgresql = R"sql(
insert into audit_head (one, seq, hash) values (1, 0, decode(repeat('00', 32), 'hex'));
create function refuse() returns trigger language plpgsql as $$
begin raise exception '%', tg_argv[0]; end $$;
create function audit_next() returns trigger language plpgsql as $$
begin
  if new.seq <> (select coalesce(max(seq), 0) + 1 from audit) then
    raise exception 'the audit chain is only ever added to';
  end if;
  return new;
end $$;
create trigger audit_no_change before update or delete or truncate on audit
for each statement execute function refuse('the audit chain is only ever added to');
create trigger audit_next before insert on audit for each row execute function audit_next();
)sql";

constexpr const char* kProgrammes = R"sql(
create table programme (
  id {text} not null primary key,
  revision {int} not null,
  name_en {text} not null, name_ru {text} not null, name_kk {text} not null,
  state {text} not null,
  version {int} not null,
  pretested_version {int} not null,
  package_hash {text} not null,
  forecast_hash {text} not null,
  owner {text} not null,
  drafted_by {text} not null,
  revised_by {text} not null,
  approved_by {text} not null,
  terminated_why {text} not null,
  first_day {text} not null,
  last_day {text} not null,
  budget {int} not null check (budget >= 0),
  evaluation_method {text} not null,
  evaluation_comparison {text} not null,
  evaluation_outcomes {text} not null,
  evaluation_follow_up_years {int} not null,
  demonstration {int} not null check (demonstration in (0, 1))
) {strict};
create table measure (
  programme {text} not null references programme (id),
  position {int} not null,
  id {text} not null,
  instrument {text} not null,
  variant {text} not null,
  sector {text} not null,
  region {text} not null,
  company_type {text} not null,
  dose {real} not null,
  dose_unit {text} not null,
  budget {int} not null check (budget >= 0),
  budget_by_year {text} not null,
  owner {text} not null,
  delivery {text} not null,
  selection {text} not null,
  award_years {int} not null,
  tranches {int} not null,
  rule_version {int} not null,
  rule_release_at {real} not null,
  rule_partial_from {real} not null,
  rule_cure_months {int} not null,
  rule_on_failure {text} not null,
  rule_promise_en {text} not null, rule_promise_ru {text} not null,
  rule_promise_kk {text} not null,
  primary key (programme, id)
) {strict};
create table measure_kpi (
  programme {text} not null,
  measure {text} not null,
  position {int} not null,
  kpi {text} not null,
  primary key (programme, measure, kpi),
  foreign key (programme, measure) references measure (programme, id)
    deferrable initially deferred
) {strict};
create table target_version (
  programme {text} not null,
  measure {text} not null,
  kpi {text} not null,
  position {int} not null,
  baseline {real} not null,
  target {real} not null,
  due {text} not null,
  set_by {text} not null,
  set_at {text} not null,
  why {text} not null,
  primary key (programme, measure, kpi, position),
  foreign key (programme, measure, kpi) references measure_kpi (programme, measure, kpi)
    deferrable initially deferred
) {strict};
)sql";

constexpr const char* kAwards = R"sql(
create table application (
  id {text} not null primary key,
  revision {int} not null,
  programme {text} not null,
  measure {text} not null,
  firm {text} not null,
  requested {int} not null,
  submitted {text} not null,
  state {text} not null,
  score {real},
  rank {int},
  control_group {int} not null check (control_group in (0, 1)),
  foreign key (programme, measure) references measure (programme, id)
    deferrable initially deferred
) {strict};
create index application_measure on application (programme, measure, id);
create index application_firm on application (firm, id);
create table application_fact (
  application {text} not null references application (id),
  position {int} not null,
  field {text} not null,
  number {real},
  word {text} not null,
  primary key (application, field)
) {strict};
create table application_reason (
  application {text} not null references application (id),
  position {int} not null,
  id {text} not null,
  text_en {text} not null, text_ru {text} not null, text_kk {text} not null,
  primary key (application, position)
) {strict};
create table award (
  id {text} not null primary key,
  revision {int} not null,
  application {text} not null unique references application (id),
  programme {text} not null,
  measure {text} not null,
  firm {text} not null,
  amount {int} not null check (amount >= 0),
  state {text} not null,
  terminated_why {text} not null,
  rule_version {int} not null,
  rule_release_at {real} not null,
  rule_partial_from {real} not null,
  rule_cure_months {int} not null,
  rule_on_failure {text} not null,
  rule_promise_en {text} not null, rule_promise_ru {text} not null,
  rule_promise_kk {text} not null,
  foreign key (programme, measure) references measure (programme, id)
    deferrable initially deferred
) {strict};
create index award_measure on award (programme, measure, id);
create index award_firm on award (firm, id);
create table obligation (
  award {text} not null references award (id),
  position {int} not null,
  kpi {text} not null,
  baseline {real} not null,
  target {real} not null,
  from_day {text} not null,
  due {text} not null,
  weight {real} not null,
  primary key (award, position)
) {strict};
create table tranche (
  id {text} not null primary key,
  revision {int} not null,
  award {text} not null references award (id),
  number {int} not null,
  amount {int} not null check (amount >= 0),
  released {int} not null check (released >= 0),
  given_up {int} not null check (given_up >= 0),
  asked_back {int} not null check (asked_back >= 0),
  due {text} not null,
  state {text} not null,
  cure_until {text},
  failed_reviews {int} not null check (failed_reviews >= 0),
  last_decision {text} not null,
  unique (award, number),
  check (released + given_up <= amount)
) {strict};
create index tranche_due on tranche (due, id);
)sql";

constexpr const char* kReviews = R"sql(
create table observation (
  id {text} not null primary key,
  revision {int} not null,
  subject_kind {text} not null,
  subject {text} not null,
  kpi {text} not null,
  from_day {text} not null,
  to_day {text} not null,
  value {real},
  missing_why {text} not null,
  source {text} not null,
  reported_by {text} not null,
  reported_at {text} not null,
  state {text} not null,
  supersedes {text} not null,
  verified_by {text} not null,
  verified_at {text} not null,
  disputed_by {text} not null,
  disputed_at {text} not null,
  dispute_why {text} not null,
  check (verified_by <> reported_by or verified_by = '')
) {strict};
create index observation_subject on observation (subject_kind, subject, kpi, id);
create table decision (
  id {text} not null primary key,
  tranche {text} not null references tranche (id),
  kind {text} not null,
  action {text} not null,
  pay {int} not null check (pay >= 0),
  give_up {int} not null check (give_up >= 0),
  claw_back {int} not null check (claw_back >= 0),
  cure_until {text},
  why {text} not null,
  decided_by {text} not null,
  decided_at {text} not null
) {strict};
create index decision_tranche on decision (tranche, id);
create table payment (
  id {text} not null primary key,
  tranche {text} not null references tranche (id),
  decision {text} not null references decision (id),
  amount {int} not null check (amount > 0),
  paid_at {text} not null,
  unique (tranche, decision)
) {strict};
create table idempotency (
  key {text} not null primary key,
  request {bytes} not null,
  answer {text} not null
) {strict};
)sql";

constexpr const char* kReviewsSqlite = R"sql(
create trigger observation_kept before update of id, subject_kind, subject, kpi, from_day, to_day,
  value, missing_why, source, reported_by, reported_at, supersedes on observation
begin select raise(abort, 'an observation is superseded, never overwritten'); end;
create trigger observation_stays before delete on observation
begin select raise(abort, 'an observation is superseded, never overwritten'); end;
create trigger decision_kept before update on decision
begin select raise(abort, 'a decision stands as it was made'); end;
create trigger decision_stays before delete on decision
begin select raise(abort, 'a decision stands as it was made'); end;
create trigger payment_kept before update on payment
begin select raise(abort, 'a payment stands as it was made'); end;
create trigger payment_stays before delete on payment
begin select raise(abort, 'a payment stands as it was made'); end;
)sql";

constexpr const char* kReviewsPostgresql = R"sql(
create trigger observation_kept before update of id, subject_kind, subject, kpi, from_day, to_day,
  value, missing_why, source, reported_by, reported_at, supersedes on observation
for each statement execute function refuse('an observation is superseded, never overwritten');
create trigger observation_stays before delete or truncate on observation
for each statement execute function refuse('an observation is superseded, never overwritten');
create trigger decision_kept before update or delete or truncate on decision
for each statement execute function refuse('a decision stands as it was made');
create trigger payment_kept before update or delete or truncate on payment
for each statement execute function refuse('a payment stands as it was made');
)sql";

constexpr std::array<Migration, 7> kMigrations{{
    {1, "audit chain", kAudit, kAuditSqlite, kAuditPostgresql},
    {2, "programmes", kProgrammes, "", ""},
    {3, "applications and awards", kAwards, "", ""},
    {4, "observations, decisions and payments", kReviews, kReviewsSqlite, kReviewsPostgresql},
    {5, "oversight: lotteries, proposals, flags, scorecards, totals", kOversight, "", ""},
    {6, "accounts", kAccounts, "", ""},
    {7, "treasury", kTreasury, kTreasurySqlite, kTreasuryPostgresql},
}};

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

}  // namespace formulary::store
