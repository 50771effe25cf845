import type { Migration } from "./migration.ts";

/** The cases that people have, as their queues list them; kept with the append that changes who has one. */
export const caseOwners: Migration = {
  number: 11,
  name: "case-owners",
  statements: `
create table case_owners (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  queue text collate "C" not null,
  trigger text collate "C",
  topic text collate "C",
  assigned_to text collate "C",
  teammate_id text collate "C",
  since timestamptz not null,
  primary key (tenant, case_id)
);
create index case_owners_by_time on case_owners (tenant, since);

-- What an append says of who has the case; a row that is JSON null says that no person has it any more.
create function purser_keep_owner(p_tenant text, p_case_id text, p_row jsonb) returns boolean language plpgsql as $$
begin
  delete from case_owners where tenant = p_tenant and case_id = p_case_id;
  if jsonb_typeof(p_row) = 'object' then
    insert into case_owners (tenant, case_id, queue, trigger, topic, assigned_to, teammate_id, since)
      select p_tenant, p_case_id, queue, trigger, topic, "assignedTo", "teammateId", since
      from jsonb_to_record(p_row)
        as row(queue text, trigger text, topic text, "assignedTo" text, "teammateId" text, since timestamptz);
  end if;
  return true;
end $$;
`,
};
