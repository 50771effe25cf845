import type { Migration } from "./migration.ts";

/**
 * Cases and their logs. Ids compare by byte (collation C): faster, and the same on every server.
 *
 * `runnable_since` is null when no worker is wanted. The partial indexes hold only cases that a claim may take or that
 * wait for a clock, so that cases which wait for a person cost nothing. Those for lists hold all cases, and are partial
 * so that only a list, which names the condition, uses them: while a table has no statistics, Postgres takes any index
 * that begins with the tenant for as good as the primary key, and keeps to it until the first autovacuum.
 */
export const logTables: Migration = {
  number: 2,
  name: "log-tables",
  statements: `
create table deployment (
  name text collate "C" primary key,
  sealed bytea not null
);

create table cases (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  customer_id text collate "C",
  channel text not null,
  status text collate "C" not null,
  version integer not null,
  head_hash text collate "C" not null,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  wake_at timestamptz,
  runnable_since timestamptz,
  blueprint_hash text collate "C" not null,
  is_erased boolean not null,
  epoch integer not null default 0,
  lease_worker_id text,
  lease_expires_at timestamptz,
  crashes integer not null default 0,
  state_seq integer,
  state_fold_version integer,
  state_subject_id text collate "C",
  state_sealed bytea,
  primary key (tenant, case_id)
) with (fillfactor = 70);
create index cases_runnable on cases (tenant, runnable_since, case_id) where runnable_since is not null;
create index cases_wake on cases (tenant, wake_at, case_id) where wake_at is not null;
create index cases_leased on cases (tenant, lease_expires_at) where lease_expires_at is not null;
create index cases_listed on cases (tenant, updated_at, case_id) where version > 0;
create index cases_by_status on cases (tenant, status, updated_at, case_id) where version > 0;
create index cases_by_customer on cases (tenant, customer_id, updated_at, case_id) where customer_id is not null;

create table events (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  seq integer not null,
  at timestamptz not null,
  kind text collate "C" not null,
  v integer not null,
  writer text collate "C" not null,
  epoch integer not null,
  actor_id text collate "C" not null,
  dedupe_key text collate "C",
  commitment text collate "C" not null,
  previous_hash text collate "C" not null,
  hash text collate "C" not null,
  primary key (tenant, case_id, seq)
);
create unique index events_dedupe on events (tenant, dedupe_key) where dedupe_key is not null;

create table event_bodies (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  seq integer not null,
  subject_id text collate "C" not null,
  salt bytea not null,
  sealed bytea not null,
  primary key (tenant, case_id, seq)
);

create table subject_keys (
  tenant text collate "C" not null,
  subject_id text collate "C" not null,
  wrapped bytea not null,
  primary key (tenant, subject_id)
);

create function purser_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger events_unchangeable before update or delete or truncate on events
  for each statement execute function purser_refuse_change();
create trigger event_bodies_unchangeable before update or truncate on event_bodies
  for each statement execute function purser_refuse_change();
`,
};
