import type { Migration } from "./migration.ts";

/** So that each view of the inbox costs what it shows, and not what all cases are. */
export const deskIndexes: Migration = {
  number: 29,
  name: "desk-indexes",
  statements: `
create index pauses_asking_people on pauses (tenant, case_id) where state = 'open' and may_answer <> 'customer';
create index case_owners_by_teammate on case_owners (tenant, teammate_id) where teammate_id is not null;
create index case_owners_by_assignee on case_owners (tenant, assigned_to) where assigned_to is not null;
create index case_note_changes_by_time on case_note_changes (tenant, at);
-- What people wrote to customers: since when an answer is no longer owed.
create index events_of_people on events (tenant, case_id, at, actor_id) where kind = 'message.sent' and writer = 'inlet';
`,
};
