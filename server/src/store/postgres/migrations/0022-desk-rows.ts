import { erase } from "./0014-erase.ts";
import { changedFunction } from "./changed-function.ts";
import type { Migration } from "./migration.ts";

/**
 * What the desk counts and lists without reading a log: who decided what, and who was named in a note. Both are written by
 * the append that they are about, and forgotten with the case.
 */
export const deskRows: Migration = {
  number: 22,
  name: "desk-rows",
  statements: `
create table decisions (
  tenant text collate "C" not null,
  pause_id text collate "C" not null,
  case_id text collate "C" not null,
  person_id text collate "C" not null,
  decision text collate "C" not null,
  opened_at timestamptz not null,
  decided_at timestamptz not null,
  looked_ms integer,
  policies text[] collate "C" not null,
  primary key (tenant, pause_id)
);
create index decisions_by_time on decisions (tenant, decided_at);

create table mentions (
  tenant text collate "C" not null,
  person_id text collate "C" not null,
  case_id text collate "C" not null,
  seq integer not null,
  at timestamptz not null,
  read_at timestamptz,
  primary key (tenant, person_id, case_id, seq)
);
create index mentions_by_time on mentions (tenant, person_id, at);

-- What an append from outside leaves beside the log.
create function purser_keep_inlet(p_tenant text, p_case_id text, p_more jsonb, p_version integer, p_at timestamptz)
returns boolean language plpgsql as $$
begin
  if p_more ? 'outbox' then
    perform purser_keep_outbox(p_tenant, p_case_id, p_more -> 'outbox', p_version, p_at);
  end if;
  if p_more ? 'decided' then
    insert into decisions (tenant, pause_id, case_id, person_id, decision, opened_at, decided_at, looked_ms, policies)
      select p_tenant, "pauseId", p_case_id, "personId", decision, "openedAt", p_at, "lookedMs",
        array(select jsonb_array_elements_text(p_more -> 'decided' -> 'policies'))
      from jsonb_to_record(p_more -> 'decided')
        as row("pauseId" text, "personId" text, decision text, "openedAt" timestamptz, "lookedMs" integer)
      on conflict do nothing;
  end if;
  if p_more ? 'mentions' then
    insert into mentions (tenant, person_id, case_id, seq, at)
      select p_tenant, person_id, p_case_id, p_version, p_at
      from jsonb_array_elements_text(p_more -> 'mentions') as person_id
      on conflict do nothing;
  end if;
  return true;
end $$;

${changedFunction(erase, "purser_erase", {
  from: `  delete from calls where tenant = p_tenant and case_id = any (p_case_ids);`,
  to: `  delete from calls where tenant = p_tenant and case_id = any (p_case_ids);
  delete from decisions where tenant = p_tenant and case_id = any (p_case_ids);
  delete from mentions where tenant = p_tenant and case_id = any (p_case_ids);`,
})}
`,
};
