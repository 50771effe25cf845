import { deskRows } from "./0022-desk-rows.ts";
import { changedFunction } from "./changed-function.ts";
import type { Migration } from "./migration.ts";

/**
 * What the desk keeps beside the logs. Tags and snoozes are notes about a case and say nothing of her; each change is kept
 * with who made it. `case_words` are keyed hashes, made from the logs and made again from them. `handed_at` is since when
 * people have a case without a break, whoever of them it is.
 */
export const desk: Migration = {
  number: 23,
  name: "desk",
  statements: `
create table case_tags (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  tag text collate "C" not null,
  primary key (tenant, case_id, tag)
);
create index case_tags_by_tag on case_tags (tenant, tag, case_id);

-- Over at its time, or with a message of the customer after event \`version\`.
create table case_snoozes (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  until timestamptz not null,
  version integer not null,
  primary key (tenant, case_id)
);
create index case_snoozes_by_time on case_snoozes (tenant, until);

create table case_note_changes (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  number integer not null,
  at timestamptz not null,
  by text collate "C" not null,
  kind text collate "C" not null,
  about text collate "C",
  primary key (tenant, case_id, number)
);

create table case_words (
  tenant text collate "C" not null,
  case_id text collate "C" not null,
  version integer not null,
  words bigint[] not null,
  primary key (tenant, case_id)
);
create index case_words_by_word on case_words using gin (words);

create table saved_filters (
  tenant text collate "C" not null,
  account_id text collate "C" not null,
  version integer not null,
  wrapped bytea not null,
  sealed bytea not null,
  primary key (tenant, account_id)
);

create function purser_is_snoozed(p_tenant text, p_case_id text) returns boolean language sql stable as $$
  select exists (select from case_snoozes snooze
    where snooze.tenant = p_tenant and snooze.case_id = p_case_id and snooze.until > purser_now_ms()
      and not exists (select from events event where event.tenant = p_tenant and event.case_id = p_case_id
        and event.seq > snooze.version and event.kind = 'message.received'))
$$;

-- One change of a case's notes at a time; the row of the case is locked, so that none comes after its erasure.
create function purser_change_note(
  p_tenant text, p_case_id text, p_by text, p_kind text, p_tag text, p_until timestamptz, p_most_tags integer
) returns text language plpgsql as $$
declare
  v_version integer;
  v_is_erased boolean;
  v_count integer;
begin
  select version, is_erased into v_version, v_is_erased from cases
    where tenant = p_tenant and case_id = p_case_id for no key update;
  if not found then return 'no-such-case'; end if;
  if v_is_erased then return 'erased'; end if;
  if p_kind = 'tag-added' then
    if (select count(*) from case_tags where tenant = p_tenant and case_id = p_case_id and tag <> p_tag) >= p_most_tags then
      return 'too-many-tags';
    end if;
    insert into case_tags (tenant, case_id, tag) values (p_tenant, p_case_id, p_tag) on conflict do nothing;
  elsif p_kind = 'tag-removed' then
    delete from case_tags where tenant = p_tenant and case_id = p_case_id and tag = p_tag;
  elsif p_kind = 'snoozed' then
    if p_until <= purser_now_ms() then return 'too-late'; end if;
    insert into case_snoozes as known (tenant, case_id, until, version) values (p_tenant, p_case_id, p_until, v_version)
      on conflict (tenant, case_id) do update set until = excluded.until, version = excluded.version;
  else
    delete from case_snoozes where tenant = p_tenant and case_id = p_case_id and purser_is_snoozed(p_tenant, p_case_id);
  end if;
  get diagnostics v_count = row_count;
  if v_count = 0 then return 'unchanged'; end if;
  insert into case_note_changes (tenant, case_id, number, at, by, kind, about)
    select p_tenant, p_case_id, coalesce(max(number), 0) + 1, purser_now_ms(), p_by, p_kind,
      coalesce(p_tag, to_char(p_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from case_note_changes where tenant = p_tenant and case_id = p_case_id;
  return 'changed';
end $$;

-- Nothing is written once the case is erased: the lock of its row waits for an erasure that is under way.
create function purser_keep_words(p_tenant text, p_case_id text, p_version integer, p_words bigint[], p_most integer)
returns void language plpgsql as $$
begin
  perform 1 from cases where tenant = p_tenant and case_id = p_case_id and not is_erased for share;
  if not found then return; end if;
  insert into case_words as known (tenant, case_id, version, words)
    values (p_tenant, p_case_id, p_version, p_words[1:p_most])
    on conflict (tenant, case_id) do update set
      version = greatest(known.version, excluded.version),
      words = case when known.version >= excluded.version or cardinality(excluded.words) = 0 then known.words else
        (array(select unnest(known.words) union select unnest(excluded.words)))[1:p_most] end;
end $$;

alter table case_owners add column handed_at timestamptz;
update case_owners set handed_at = since;
alter table case_owners alter column handed_at set not null;

create or replace function purser_keep_owner(p_tenant text, p_case_id text, p_row jsonb) returns boolean language plpgsql as $$
declare
  v_handed_at timestamptz;
begin
  delete from case_owners where tenant = p_tenant and case_id = p_case_id returning handed_at into v_handed_at;
  if jsonb_typeof(p_row) = 'object' then
    insert into case_owners (tenant, case_id, queue, trigger, topic, assigned_to, teammate_id, since, handed_at)
      select p_tenant, p_case_id, queue, trigger, topic, "assignedTo", "teammateId", since, coalesce(v_handed_at, since)
      from jsonb_to_record(p_row)
        as row(queue text, trigger text, topic text, "assignedTo" text, "teammateId" text, since timestamptz);
  end if;
  return true;
end $$;

${changedFunction(deskRows, "purser_erase", {
  from: `  delete from case_owners where tenant = p_tenant and case_id = any (p_case_ids);`,
  to: `  delete from case_owners where tenant = p_tenant and case_id = any (p_case_ids);
  delete from case_tags where tenant = p_tenant and case_id = any (p_case_ids);
  delete from case_snoozes where tenant = p_tenant and case_id = any (p_case_ids);
  delete from case_note_changes where tenant = p_tenant and case_id = any (p_case_ids);
  delete from case_words where tenant = p_tenant and case_id = any (p_case_ids);`,
})}
`,
};
