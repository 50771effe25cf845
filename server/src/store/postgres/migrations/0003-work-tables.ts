import type { Migration } from "./migration.ts";

/** What follows from the logs and is kept beside them, in the same transactions. */
export const workTables: Migration = {
  number: 3,
  name: "work-tables",
  statements: `
create table pauses (
  tenant text collate "C" not null,
  pause_id text collate "C" not null,
  case_id text collate "C" not null,
  kind text collate "C" not null,
  state text collate "C" not null,
  may_answer text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant, pause_id)
);
create index pauses_by_state on pauses (tenant, state, expires_at);
create index pauses_listed on pauses (tenant, expires_at);

create table outbox (
  tenant text collate "C" not null,
  outbox_id text collate "C" not null,
  case_id text collate "C" not null,
  kind text collate "C" not null,
  target text not null,
  seq integer not null,
  attempts integer not null default 0,
  due_at timestamptz not null,
  primary key (tenant, outbox_id)
);
create index outbox_due on outbox (tenant, due_at);
create index outbox_by_id on outbox (outbox_id);

create table calls (
  tenant text collate "C" not null,
  call_key text collate "C" not null,
  case_id text collate "C" not null,
  primary key (tenant, call_key)
);

create table totals (
  tenant text collate "C" not null,
  key text collate "C" not null,
  version integer not null default 0,
  primary key (tenant, key)
);

create table total_entries (
  tenant text collate "C" not null,
  key text collate "C" not null,
  call_key text collate "C" not null,
  amount bigint not null,
  state text collate "C" not null,
  at timestamptz not null,
  primary key (tenant, call_key, key)
);
create index total_entries_by_time on total_entries (tenant, key, at) include (amount);

create table customers (
  tenant text collate "C" not null,
  ref_hash text collate "C" not null,
  customer_id text collate "C" not null,
  primary key (tenant, ref_hash)
);
`,
};
