import type { Migration } from "./migration.ts";

/** `opened_at` is null for a case that was erased before it was measured: it is counted nowhere. */
export const caseMeasures: Migration = {
  number: 21,
  name: "case-measures",
  statements: `
create table case_measures (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  version integer not null,
  case_updated_at timestamptz not null,
  opened_at timestamptz,
  is_part boolean not null default false,
  channel text not null default '',
  procedure text,
  ending text not null default 'open',
  is_verified boolean not null default false,
  handoff text,
  resolution_ms bigint,
  rating smallint,
  unanswered integer not null default 0,
  tokens bigint not null default 0,
  cost_micros bigint not null default 0,
  tools jsonb not null default '{}',
  policies jsonb not null default '{}',
  primary key (tenant, case_id)
);
create index case_measures_by_opening on case_measures (tenant, opened_at) where not is_part;
create index case_measures_by_change on case_measures (tenant, case_updated_at);
`,
};
