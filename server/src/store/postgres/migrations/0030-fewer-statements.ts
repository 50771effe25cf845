import type { Migration } from "./migration.ts";

/**
 * Inside a function a statement costs more to begin than to carry out, so there are fewer of them: one for all that
 * is asked of totals, a simple one for a claim where no timer is due, and none where nothing came after what is known of a log.
 */
export const fewerStatements: Migration = {
  number: 30,
  name: "fewer-statements",
  statements: `
-- Locks, in the order of their keys, the totals that an append relies on or changes; true when one has moved. Booking
-- changes the state of entries and no total. The update changes nothing: it locks a row that is there, and tells its version.
create or replace function purser_have_totals_moved(p_tenant text, p_totals jsonb) returns boolean language plpgsql as $$
declare
  v_has_moved boolean;
begin
  if not p_totals ?| array['expected', 'reserve', 'release'] then
    return false;
  end if;
  with wanted as (
    select element ->> 'key' as key
      from jsonb_array_elements(coalesce(p_totals -> 'expected', '[]') || coalesce(p_totals -> 'reserve', '[]')) as element
    union
    select key from total_entries
      where tenant = p_tenant and call_key = any (array(select jsonb_array_elements_text(p_totals -> 'release')))
  ), locked as (
    insert into totals (tenant, key) select p_tenant, key from wanted order by key
      on conflict (tenant, key) do update set version = totals.version
      returning totals.key, totals.version
  )
  select exists (
    select from jsonb_to_recordset(p_totals -> 'expected') as expected(key text, version integer)
      join locked on locked.key = expected.key and locked.version <> expected.version
  ) into v_has_moved;
  return v_has_moved;
end $$;

-- The events after p_after_seq up to p_last_seq.
create or replace function purser_log_after(p_tenant text, p_case_id text, p_after_seq integer, p_last_seq integer)
returns json language plpgsql stable as $$
begin
  if p_after_seq >= p_last_seq then
    return '[]';
  end if;
  return purser_events_at(p_tenant, p_case_id, array(select generate_series(p_after_seq + 1, p_last_seq)));
end $$;

-- Where timers are due as well, what waits longest comes first, whichever it is.
alter function purser_claim(text, text, bigint, integer) rename to purser_claim_with_due;
create function purser_claim(p_tenant text, p_worker_id text, p_lease_ms bigint, p_limit integer)
returns setof cases language plpgsql set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  v_now constant timestamptz := purser_now_ms();
begin
  if exists (
    select from cases where tenant = p_tenant and wake_at <= v_now and (lease_expires_at is null or lease_expires_at <= v_now)
  ) then
    return query select * from purser_claim_with_due(p_tenant, p_worker_id, p_lease_ms, p_limit);
    return;
  end if;
  return query
  with chosen as materialized (
    select case_id as chosen_id from cases
      where tenant = p_tenant and runnable_since is not null
        and (lease_expires_at is null or lease_expires_at <= v_now)
      order by runnable_since, case_id limit p_limit
      for update skip locked
  ), claimed as (
    update cases set epoch = epoch + 1, crashes = crashes + 1, lease_worker_id = p_worker_id,
        lease_expires_at = v_now + p_lease_ms * interval '1 millisecond'
      from chosen where tenant = p_tenant and case_id = chosen_id
      returning cases.*
  )
  select * from claimed order by runnable_since, case_id;
end $$;
`,
};
