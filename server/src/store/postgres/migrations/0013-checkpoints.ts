import type { Migration } from "./migration.ts";

/** Signed statements about the heads of all logs, and of each the heads that had moved since the one before. */
export const checkpoints: Migration = {
  number: 13,
  name: "checkpoints",
  statements: `
create table checkpoints (
  tenant text collate "C" not null,
  number integer not null,
  at timestamptz not null,
  body jsonb not null,
  primary key (tenant, number)
);
create table checkpoint_heads (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  number integer not null,
  version integer not null,
  head_hash text collate "C" not null,
  primary key (tenant, case_id, number)
);
create index checkpoint_heads_by_number on checkpoint_heads (tenant, number, case_id);
create trigger checkpoints_unchangeable before update or delete or truncate on checkpoints
  for each statement execute function purser_refuse_change();
create trigger checkpoint_heads_unchangeable before update or delete or truncate on checkpoint_heads
  for each statement execute function purser_refuse_change();
`,
};
