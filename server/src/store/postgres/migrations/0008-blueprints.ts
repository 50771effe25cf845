import type { Migration } from "./migration.ts";

/** The files of each blueprint version that a case may still pin: any worker can carry the case on. */
export const blueprints: Migration = {
  number: 8,
  name: "blueprints",
  statements: `
create table blueprints (
  tenant text not null,
  hash text not null,
  files jsonb not null,
  kept_at timestamptz not null default purser_now(),
  primary key (tenant, hash)
);
`,
};
