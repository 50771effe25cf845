import type { Migration } from "./migration.ts";

/** Why a version was put in force, and whether a folder or a change at the desk made it; until now it was always a folder. */
export const publicationReasons: Migration = {
  number: 24,
  name: "publication-reasons",
  statements: `
alter table publications
  add column why text not null default '',
  add column source text not null default 'folder' check (source in ('folder', 'desk'));
`,
};
