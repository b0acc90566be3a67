// Where do documents, seeds, proposals, flags, scorecards and totals stand? Step 5 of the schema.
#pragma once

namespace formulary::store {

inline constexpr const char* kOversight = R"sql(
alter table programme add column goal {text} not null default 'exports';
alter table programme add column stage {text} not null default 'growth';
create table artefact (
  hash {text} not null primary key,
  kind {text} not null,
  body {text} not null
) {strict};
create table lottery (
  programme {text} not null,
  measure {text} not null,
  published_at {text} not null,
  seed {int} not null,
  primary key (programme, measure, published_at),
  foreign key (programme, measure) references measure (programme, id)
    deferrable initially deferred
) {strict};
create table proposal (
  decision {text} not null primary key references decision (id) deferrable initially deferred,
  day {text} not null,
  body {text} not null,
  id {text} not null references tranche (id),
  number {int} not null,
  amount {int} not null,
  released {int} not null,
  given_up {int} not null,
  asked_back {int} not null,
  due {text} not null,
  state {text} not null,
  cure_until {text},
  failed_reviews {int} not null,
  last_decision {text} not null
) {strict};
create index proposal_tranche on proposal (id, decision);
create unique index observation_once on observation (subject_kind, subject, kpi, from_day, to_day)
  where state <> 'superseded';
create table quality_flag (
  id {text} not null primary key,
  kind {text} not null,
  severity {text} not null,
  observations {text} not null,
  statistic {real} not null,
  reason {text} not null,
  text_en {text} not null, text_ru {text} not null, text_kk {text} not null
) {strict};
create table flag_resolution (
  flag {text} not null primary key references quality_flag (id),
  finding {text} not null,
  why {text} not null,
  resolved_by {text} not null,
  resolved_at {text} not null
) {strict};
create table scorecard (
  id {text} not null primary key,
  revision {int} not null,
  kpi {text} not null,
  first_year {int} not null,
  last_year {int} not null,
  region {text} not null,
  office {text} not null,
  growth {real} not null,
  mix {real} not null,
  conditions {real} not null,
  raw {real} not null,
  value_added {real} not null,
  low {real} not null,
  high {real} not null,
  reliability {real} not null,
  rank_low {int} not null,
  rank_high {int} not null,
  shown {text},
  published {text}
) {strict};
create table scorecard_reply (
  scorecard {text} not null primary key references scorecard (id),
  reply_by {text} not null,
  reply_text {text} not null,
  reply_at {text} not null
) {strict};
create table total (
  axis {text} not null,
  id {text} not null,
  kpi {text} not null,
  from_day {text} not null,
  to_day {text} not null,
  kind {text} not null,
  numerator {text} not null,
  denominator {text} not null,
  leaves {int} not null check (leaves >= 0),
  primary key (axis, kpi, from_day, to_day, id)
) {strict};
)sql";

}  // namespace formulary::store
