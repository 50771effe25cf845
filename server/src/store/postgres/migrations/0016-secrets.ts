import type { Migration } from "./migration.ts";

/**
 * What connectors prove themselves with. `sealed` is the value under a key of its own, `wrapped` that key under the
 * deployment's; `key_id` names it for people. No index and no log holds a value.
 */
export const secrets: Migration = {
  number: 16,
  name: "secrets",
  statements: `
create table secrets (
  tenant text collate "C" not null,
  name text collate "C" not null,
  key_id text collate "C" not null,
  wrapped bytea not null,
  sealed bytea not null,
  set_at timestamptz not null,
  primary key (tenant, name)
);
`,
};
