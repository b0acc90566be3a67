-- What would a ministry build otherwise? A PostgreSQL schema of the usual kind: constraints, a
-- trigger that writes each change to an audit table, and materialised views of the totals that
-- are refreshed whenever values are written, so that what the dashboard shows is never stale.
create table award (
  id text primary key,
  programme text not null,
  measure text not null,
  region text not null,
  sector text not null,
  firm text not null
);
create table promise (
  award text not null references award,
  kpi text not null,
  primary key (award, kpi)
);
create table observation (
  id bigint generated always as identity primary key,
  award text not null,
  kpi text not null,
  from_day date not null,
  to_day date not null,
  value double precision,
  missing_why text not null default '',
  source text not null check (source <> ''),
  state text not null default 'reported',
  reported_by text not null default current_user,
  reported_at timestamptz not null default now(),
  check (from_day <= to_day),
  check ((value is null) = (missing_why <> '')),
  unique (award, kpi, from_day, to_day),
  foreign key (award, kpi) references promise
);
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null default current_user,
  action text not null,
  before jsonb,
  after jsonb
);
create function note_change() returns trigger language plpgsql as $$
begin
  if new.to_day >= current_date then raise exception 'the period is not over'; end if;
  insert into audit (action, before, after)
  values (tg_op, case when tg_op = 'UPDATE' then to_jsonb(old) end, to_jsonb(new));
  return null;
end $$;
create trigger observation_noted after insert or update on observation
  for each row execute function note_change();

create materialized view total_by_region as
  select region, kpi, from_day, to_day, sum(value) as total, count(*) as leaves
  from observation join award on award.id = observation.award
  where state = 'verified' and value is not null group by 1, 2, 3, 4;
create materialized view total_by_programme as
  select programme, kpi, from_day, to_day, sum(value) as total, count(*) as leaves
  from observation join award on award.id = observation.award
  where state = 'verified' and value is not null group by 1, 2, 3, 4;
create materialized view total_by_sector as
  select sector, kpi, from_day, to_day, sum(value) as total, count(*) as leaves
  from observation join award on award.id = observation.award
  where state = 'verified' and value is not null group by 1, 2, 3, 4;
create function refresh_totals() returns trigger language plpgsql as $$
begin
  refresh materialized view total_by_region;
  refresh materialized view total_by_programme;
  refresh materialized view total_by_sector;
  return null;
end $$;
create trigger observation_totals after insert or update on observation
  for each statement execute function refresh_totals();
