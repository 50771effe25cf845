import type { Migration } from "./migration.ts";

/**
 * Versions that wait for a second person, with what became of them, and who put a version in force as the second. The history
 * of what was in force only grows: a row of it is written once.
 */
export const pendingVersions: Migration = {
  number: 28,
  name: "pending-versions",
  statements: `
alter table publications add column confirmed_by text;
create table pending_versions (
  tenant text not null,
  pending_id text not null,
  hash text not null,
  in_place_of text not null,
  made_by text not null,
  made_at timestamptz not null default purser_now(),
  why text not null,
  widenings jsonb not null,
  ended text check (ended in ('confirmed', 'refused', 'withdrawn')),
  ended_by text,
  ended_why text,
  ended_at timestamptz,
  primary key (tenant, pending_id),
  check ((ended is null) = (ended_by is null) and (ended is null) = (ended_why is null)
    and (ended is null) = (ended_at is null))
);
create index pending_versions_by_time on pending_versions (tenant, made_at desc, pending_id);
create trigger publications_unchangeable before update or delete or truncate on publications
  for each statement execute function purser_refuse_change();
`,
};
