import { nothingAfterErasure } from "./0018-nothing-after-erasure.ts";
import { changedFunction } from "./changed-function.ts";
import type { Migration } from "./migration.ts";

/**
 * An append does only what it has something to do for, and nobody reads what they know.
 *
 * Who reads or claims a case says what it knows of its log, and gets only what came after it. An append tells the hash
 * that it was chained to, so that who knew the log up to there knows it up to the new head.
 */
export const leanAppends: Migration = {
  number: 27,
  name: "lean-appends",
  statements: `
-- A claim then changes no column of an index, so that it writes none (a HOT update). What is leased is runnable or was
-- due, and is found by the indexes of these.
drop index cases_leased;

${changed("purser_append_inlet", [
  ["  v_delivered_seq integer;", "  v_delivered_seq integer;\n  v_previous text;"],
  [
    "  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'inlet',",
    "  v_previous := v_head;\n  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'inlet',",
  ],
  [
    "'at', purser_instant(v_at), 'version', v_version);",
    "'at', purser_instant(v_at), 'version', v_version,\n    'hash', v_head, 'previousHash', v_previous);",
  ],
])}

${changed("purser_append_worker", [
  ["  v_is_overtaken boolean;", "  v_is_overtaken boolean;\n  v_previous text;"],
  [
    "  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'worker',",
    "  v_previous := v_head;\n  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'worker',",
  ],
  ["'hash', v_head,", "'hash', v_head, 'previousHash', v_previous,"],
])}

-- Locks, in the order of their keys, the totals that an append relies on or changes; true when one has moved. Booking
-- changes the state of entries and no total.
create or replace function purser_have_totals_moved(p_tenant text, p_totals jsonb) returns boolean language plpgsql as $$
declare
  v_released constant text[] := purser_texts(p_totals -> 'release');
  v_keys text[];
begin
  if not p_totals ?| array['expected', 'reserve', 'release'] then
    return false;
  end if;
  select array_agg(distinct key) into v_keys from (
    select element ->> 'key' as key
      from jsonb_array_elements(coalesce(p_totals -> 'expected', '[]') || coalesce(p_totals -> 'reserve', '[]'))
        as element
    union all
    select key from total_entries where tenant = p_tenant and call_key = any (v_released)
  ) as wanted;
  insert into totals (tenant, key) select p_tenant, key from unnest(v_keys) as key order by key on conflict do nothing;
  perform 1 from totals where tenant = p_tenant and key = any (v_keys) order by key for update;
  return exists (
    select from jsonb_to_recordset(p_totals -> 'expected') as wanted(key text, version integer)
      where wanted.version <> (select t.version from totals as t where t.tenant = p_tenant and t.key = wanted.key)
  );
end $$;

create or replace function purser_change_totals(p_tenant text, p_totals jsonb, p_at timestamptz) returns void
language plpgsql as $$
declare
  v_released constant text[] := purser_texts(p_totals -> 'release');
  v_booked constant text[] := purser_texts(p_totals -> 'book');
  v_left text[];
  v_entered text[];
begin
  if p_totals ? 'release' then
    with released as (
      delete from total_entries where tenant = p_tenant and call_key = any (v_released) returning key
    ) select array_agg(key) into v_left from released;
  end if;
  if p_totals ? 'book' then
    update total_entries set state = 'booked' where tenant = p_tenant and call_key = any (v_booked);
  end if;
  if p_totals ? 'reserve' then
    with reserved as (
      insert into total_entries (tenant, key, call_key, amount, state, at)
      select p_tenant, key, "callKey", amount, 'reserved', p_at
        from jsonb_to_recordset(p_totals -> 'reserve') as claim(key text, "callKey" text, amount bigint)
      on conflict (tenant, call_key, key) do update
        set amount = excluded.amount, state = excluded.state, at = excluded.at
      returning key
    ) select array_agg(key) into v_entered from reserved;
  end if;
  if v_left is not null or v_entered is not null then
    update totals set version = totals.version + 1 where tenant = p_tenant and key = any (v_left || v_entered);
  end if;
end $$;

-- What a reader knows of a log counts when the event of this number has this hash, no state was stored after it, and the
-- case is not erased; else \`known_seq\` is null and the whole is read.
-- A short list looks so cheap to Postgres that it would plan anew for each, which takes longer than to read.
alter function purser_events_at(text, text, integer[]) set plan_cache_mode = force_generic_plan;

-- The events after p_after_seq up to p_last_seq.
create or replace function purser_log_after(p_tenant text, p_case_id text, p_after_seq integer, p_last_seq integer)
returns json language sql stable as $$
  select case when p_after_seq >= p_last_seq then '[]'
    else purser_events_at(p_tenant, p_case_id, array(select generate_series(p_after_seq + 1, p_last_seq))) end
$$;

drop function purser_claim_with_log(text, text, bigint, integer);
create function purser_claim_with_log(
  p_tenant text, p_worker_id text, p_lease_ms bigint, p_limit integer, p_case_ids text[], p_seqs integer[],
  p_hashes text[]
) returns table (case_row cases, known_seq integer, log json)
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  v_claimed constant cases[] := array(select c from purser_claim(p_tenant, p_worker_id, p_lease_ms, p_limit) as c);
begin
  return query
  select c, known.seq,
      purser_log_after(p_tenant, c.case_id, greatest(coalesce(c.state_seq, 0), known.seq), c.version)
    from unnest(v_claimed) as c
    left join lateral (
      -- A scalar query, which looks one row up: a join might take the whole table, while it has no statistics.
      select (select e.seq from events as e
          where e.tenant = p_tenant and e.case_id = c.case_id and e.seq = hint.seq and e.hash = hint.hash) as seq
        from unnest(p_case_ids, p_seqs, p_hashes) as hint(case_id, seq, hash)
        where hint.case_id = c.case_id and hint.seq >= coalesce(c.state_seq, 0) and not c.is_erased
    ) as known on true;
end $$;
`,
};

type Place = readonly [from: string, to: string];

function changed(name: string, places: readonly Place[]): string {
  return places.reduce(
    (statements, [from, to]) => changedFunction({ statements }, name, { from, to }),
    nothingAfterErasure.statements,
  );
}
