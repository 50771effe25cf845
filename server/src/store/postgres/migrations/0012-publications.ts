import type { Migration } from "./migration.ts";

/** Which blueprint version was put in force when, and by whom; the last one is in force. */
export const publications: Migration = {
  number: 12,
  name: "publications",
  statements: `
create table publications (
  tenant text not null,
  number integer not null,
  hash text not null,
  published_by text not null,
  published_at timestamptz not null default purser_now(),
  primary key (tenant, number)
);
`,
};
