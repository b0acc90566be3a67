// Where do payees, transfers, batches and reconciliations stand? Step 7 of the schema.
#pragma once

namespace formulary::store {

inline constexpr const char* kTreasury = R"sql(
create table payee (
  firm {text} not null,
  number {int} not null check (number > 0),
  name {text} not null,
  iban {text} not null,
  bic {text} not null,
  set_by {text} not null,
  set_at {text} not null,
  confirmed_by {text} not null,
  confirmed_at {text},
  primary key (firm, number),
  check (confirmed_by <> set_by or confirmed_by = ''),
  check ((confirmed_by = '') = (confirmed_at is null))
) {strict};
create table payment_batch (
  id {text} not null primary key,
  revision {int} not null,
  office {text} not null,
  currency {text} not null,
  pay_on {text} not null,
  payer_name {text} not null,
  payer_iban {text} not null,
  payer_bic {text} not null,
  transfers {int} not null check (transfers > 0),
  total {int} not null check (total > 0),
  made_by {text} not null,
  made_at {text} not null,
  state {text} not null,
  exported_at {text}
) {strict};
create table transfer (
  id {text} not null primary key,
  revision {int} not null,
  decision {text} not null references decision (id),
  tranche {text} not null references tranche (id),
  award {text} not null references award (id),
  firm {text} not null,
  amount {int} not null check (amount > 0),
  ordered_by {text} not null,
  ordered_at {text} not null,
  state {text} not null check (state in ('ordered', 'batched', 'executed', 'failed', 'withdrawn')),
  batch {text} references payment_batch (id),
  payee {int},
  status {text},
  settled_on {text},
  reference {text} not null,
  why {text} not null,
  foreign key (firm, payee) references payee (firm, number),
  check ((batch is null) = (state in ('ordered', 'withdrawn'))),
  check ((batch is null) = (payee is null)),
  check ((status is null) = (state not in ('executed', 'failed')))
) {strict};
create unique index transfer_live on transfer (decision)
  where state in ('ordered', 'batched', 'executed');
create index transfer_decision on transfer (decision, id);
create index transfer_batch on transfer (batch, id);
create index transfer_state on transfer (state, id);
create index transfer_firm on transfer (firm, id);
create table reconciliation (
  id {text} not null primary key,
  file {text} not null,
  office {text} not null,
  made_by {text} not null,
  made_at {text} not null,
  matched {int} not null,
  matched_sum {int} not null,
  failed {int} not null,
  failed_sum {int} not null,
  repeated {int} not null,
  pending {int} not null,
  left_open {int} not null
) {strict};
create index reconciliation_file on reconciliation (file, id);
create table reconciliation_exception (
  reconciliation {text} not null references reconciliation (id),
  position {int} not null,
  line {int} not null,
  payment {text} not null,
  status {text} not null,
  amount {int},
  reason {text} not null,
  text_en {text} not null, text_ru {text} not null, text_kk {text} not null,
  primary key (reconciliation, position)
) {strict};
)sql";

inline constexpr const char* kTreasurySqlite = R"sql(
create trigger payee_kept before update of firm, number, name, iban, bic, set_by, set_at on payee
begin select raise(abort, 'a payee is replaced by another, never overwritten'); end;
create trigger payee_confirmed before update on payee when old.confirmed_by <> ''
begin select raise(abort, 'a payee is replaced by another, never overwritten'); end;
create trigger payee_stays before delete on payee
begin select raise(abort, 'a payee is replaced by another, never overwritten'); end;
create trigger payment_batch_kept before update of id, office, currency, pay_on, payer_name,
  payer_iban, payer_bic, transfers, total, made_by, made_at on payment_batch
begin select raise(abort, 'a batch stands as it was made'); end;
create trigger payment_batch_stays before delete on payment_batch
begin select raise(abort, 'a batch stands as it was made'); end;
create trigger transfer_kept before update of id, decision, tranche, award, firm, amount,
  ordered_by, ordered_at on transfer
begin select raise(abort, 'a transfer stands as it was ordered'); end;
create trigger transfer_ended before update on transfer
when old.state in ('executed', 'failed', 'withdrawn')
begin select raise(abort, 'a transfer that ended stays as it is'); end;
create trigger transfer_stays before delete on transfer
begin select raise(abort, 'a transfer stands as it was ordered'); end;
)sql";

inline constexpr const char* kTreasuryPostgresql = R"sql(
create trigger payee_kept before update of firm, number, name, iban, bic, set_by, set_at on payee
for each statement execute function refuse('a payee is replaced by another, never overwritten');
create trigger payee_confirmed before update on payee
for each row when (old.confirmed_by <> '')
execute function refuse('a payee is replaced by another, never overwritten');
create trigger payee_stays before delete or truncate on payee
for each statement execute function refuse('a payee is replaced by another, never overwritten');
create trigger payment_batch_kept before update of id, office, currency, pay_on, payer_name,
  payer_iban, payer_bic, transfers, total, made_by, made_at on payment_batch
for each statement execute function refuse('a batch stands as it was made');
create trigger payment_batch_stays before delete or truncate on payment_batch
for each statement execute function refuse('a batch stands as it was made');
create trigger transfer_kept before update of id, decision, tranche, award, firm, amount,
  ordered_by, ordered_at on transfer
for each statement execute function refuse('a transfer stands as it was ordered');
create trigger transfer_ended before update on transfer
for each row when (old.state in ('executed', 'failed', 'withdrawn'))
execute function refuse('a transfer that ended stays as it is');
create trigger transfer_stays before delete or truncate on transfer
for each statement execute function refuse('a transfer stands as it was ordered');
)sql";

}  // namespace formulary::store
