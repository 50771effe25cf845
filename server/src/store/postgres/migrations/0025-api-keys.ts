import type { Migration } from "./migration.ts";

/** API keys that were made at the desk, by the SHA-256 of each; a key that has ended stays, so that it is known whose it was. */
export const apiKeys: Migration = {
  number: 25,
  name: "api-keys",
  statements: `
create table api_keys (
  tenant text collate "C" not null,
  key_id text collate "C" not null,
  key_hash text collate "C" not null,
  name text not null,
  role text collate "C" not null,
  scopes text[] not null,
  made_by text collate "C" not null,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz,
  primary key (tenant, key_id),
  unique (tenant, key_hash)
);
`,
};
