import { desk } from "./0023-desk.ts";
import { changedFunction } from "./changed-function.ts";
import type { Migration } from "./migration.ts";

/**
 * Files that messages name, encrypted in parts under the key of their subject. A case may have files before it is open: those
 * of its first message. What no message names is swept, and the key of a case that was never opened with it.
 */
export const files: Migration = {
  number: 26,
  name: "files",
  statements: `
create table files (
  tenant text collate "C" not null,
  file_id text collate "C" not null,
  case_id text collate "C" not null,
  subject_id text collate "C" not null,
  by_id text collate "C" not null,
  at timestamptz not null,
  is_named boolean not null,
  sealed bytea not null,
  primary key (tenant, file_id)
);
create index files_by_case on files (tenant, case_id);
create index files_by_subject on files (tenant, subject_id);
create index files_unnamed on files (tenant, at) where not is_named;

create table file_parts (
  tenant text collate "C" not null,
  file_id text collate "C" not null,
  number integer not null,
  sealed bytea not null,
  primary key (tenant, file_id, number),
  foreign key (tenant, file_id) references files on delete cascade
);
-- What is encrypted grows when it is packed.
alter table file_parts alter column sealed set storage external;

-- Asks for the key first, as every append does: an erasure keeps all others from the keys until it is over.
create function purser_keep_file(p_tenant text, p_file_id text, p_case_id text, p_subject_id text, p_wrapped bytea, p_by text,
  p_described bytea, p_parts bytea, p_part_bytes integer)
returns text language plpgsql as $$
declare
  v_has_key boolean := exists (select from subject_keys where tenant = p_tenant and subject_id = p_subject_id);
begin
  if exists (select from cases where tenant = p_tenant and case_id = p_case_id and is_erased)
      or (p_subject_id <> p_case_id
        and not exists (select from customers where tenant = p_tenant and customer_id = p_subject_id)) then
    return 'erased';
  end if;
  if exists (select from files where tenant = p_tenant and file_id = p_file_id) then
    return 'known';
  end if;
  if not v_has_key and p_wrapped is null then
    return 'key-missing';
  end if;
  if p_wrapped is not null and (v_has_key or not purser_add_key(p_tenant, p_subject_id, p_wrapped)) then
    return 'key-exists';
  end if;
  insert into files (tenant, file_id, case_id, subject_id, by_id, at, is_named, sealed)
    values (p_tenant, p_file_id, p_case_id, p_subject_id, p_by, purser_now_ms(), false, p_described)
    on conflict do nothing;
  if not found then
    return 'known';
  end if;
  insert into file_parts (tenant, file_id, number, sealed)
    select p_tenant, p_file_id, number, substring(p_parts from number * p_part_bytes + 1 for p_part_bytes)
    from generate_series(0, (length(p_parts) - 1) / p_part_bytes) as number;
  return 'appended';
end $$;

create function purser_name_files(p_tenant text, p_case_id text, p_by text, p_file_ids text[], p_into text)
returns boolean language plpgsql as $$
declare
  v_count integer;
begin
  perform 1 from files where tenant = p_tenant and file_id = any (p_file_ids) and by_id = p_by
    and case_id in (p_case_id, p_into) order by file_id for update;
  get diagnostics v_count = row_count;
  if v_count <> cardinality(p_file_ids) then
    return false;
  end if;
  update files set is_named = true, case_id = p_into where tenant = p_tenant and file_id = any (p_file_ids);
  return true;
end $$;

create function purser_sweep_files(p_tenant text, p_older_than_ms bigint) returns integer language plpgsql as $$
declare
  v_count integer;
  v_subjects text[];
begin
  with swept as (
    delete from files where tenant = p_tenant and not is_named
      and at <= purser_now_ms() - p_older_than_ms * interval '1 millisecond'
    returning case_id, subject_id)
  select count(*), array_agg(subject_id) filter (where subject_id = case_id) into v_count, v_subjects from swept;
  delete from subject_keys where tenant = p_tenant and subject_id = any (v_subjects)
    and not exists (select from cases where cases.tenant = p_tenant and cases.case_id = subject_keys.subject_id)
    and not exists (select from files where files.tenant = p_tenant and files.subject_id = subject_keys.subject_id);
  return v_count;
end $$;

${changedFunction(desk, "purser_erase", {
  from: `  delete from calls where tenant = p_tenant and case_id = any (p_case_ids);`,
  to: `  delete from calls where tenant = p_tenant and case_id = any (p_case_ids);
  delete from files where tenant = p_tenant and (case_id = any (p_case_ids) or subject_id = any (p_case_ids || p_customer_id));`,
})}
`,
};
