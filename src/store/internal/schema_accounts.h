// Where do accounts, sessions, tokens and failed attempts stand? Step 6 of the schema.
#pragma once

namespace formulary::store {

inline constexpr const char* kAccounts = R"sql(
create table account (
  id {text} not null primary key,
  name {text} not null,
  role {text} not null,
  office {text} not null,
  firm {text} not null,
  language {text} not null,
  disabled {int} not null check (disabled in (0, 1)),
  oidc_issuer {text} not null,
  oidc_subject {text} not null
) {strict};
create unique index account_oidc on account (oidc_issuer, oidc_subject) where oidc_subject <> '';
create table account_password (
  account {text} not null primary key references account (id),
  hash {text} not null,
  must_change {int} not null check (must_change in (0, 1)),
  set_at {text} not null
) {strict};
create table account_session (
  secret_hash {bytes} not null primary key,
  account {text} not null references account (id),
  must_change {int} not null check (must_change in (0, 1)),
  begun_at {text} not null,
  seen_at {text} not null
) {strict};
create index account_session_account on account_session (account);
create table account_token (
  id {text} not null primary key,
  secret_hash {bytes} not null unique,
  account {text} not null references account (id),
  name {text} not null,
  scopes {text} not null,
  created_by {text} not null,
  created_at {text} not null,
  expires_at {text} not null,
  revoked_at {text} not null,
  used_at {text} not null
) {strict};
create index account_token_account on account_token (account, id);
create table sign_in_attempt (
  subject {bytes} not null primary key,
  failures {int} not null check (failures >= 0),
  last_at {text} not null,
  blocked_until {text} not null
) {strict};
create index sign_in_attempt_last on sign_in_attempt (last_at);
create table oidc_pending (
  state_hash {bytes} not null primary key,
  cookie_hash {bytes} not null,
  nonce {text} not null,
  verifier {text} not null,
  expires_at {text} not null
) {strict};
create index oidc_pending_expires on oidc_pending (expires_at);
)sql";

}  // namespace formulary::store
