import type { Migration } from "./migration.ts";

/** So that a page of what is due costs what it shows, and not what all of what people have is. */
export const dueIndex: Migration = {
  number: 31,
  name: "due-index",
  statements: `
create index case_owners_by_queue on case_owners (tenant, queue, handed_at, case_id);
`,
};
