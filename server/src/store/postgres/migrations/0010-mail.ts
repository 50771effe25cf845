import type { Migration } from "./migration.ts";

/** Outbox rows by kind, since each kind has its own sender; and turns, of which there are so many in a window of time. */
export const mail: Migration = {
  number: 10,
  name: "mail",
  statements: `
drop function purser_claim_outbox(text, bigint, integer);
create function purser_claim_outbox(p_tenant text, p_lease_ms bigint, p_limit integer, p_kinds text[])
returns setof outbox language plpgsql set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  v_now constant timestamptz := purser_now_ms();
begin
  return query
  with chosen as materialized (
    select outbox_id as chosen_id, due_at as was_due_at from outbox
      where tenant = p_tenant and due_at <= v_now and kind = any (p_kinds)
      order by due_at, outbox_id limit p_limit
      for update skip locked
  ), claimed as (
    update outbox set attempts = attempts + 1, due_at = v_now + p_lease_ms * interval '1 millisecond'
      from chosen where tenant = p_tenant and outbox_id = chosen_id
      returning outbox.*, was_due_at
  )
  select tenant, outbox_id, case_id, kind, target, seq, attempts, due_at from claimed order by was_due_at, outbox_id;
end $$;

create function purser_take_turn(p_tenant text, p_key text, p_call_key text, p_limit bigint, p_window_ms bigint)
returns boolean language plpgsql as $$
declare
  v_now constant timestamptz := purser_now_ms();
begin
  insert into totals (tenant, key) values (p_tenant, p_key) on conflict do nothing;
  perform from totals where tenant = p_tenant and key = p_key for update;
  if exists (select from total_entries where tenant = p_tenant and call_key = p_call_key and key = p_key) then
    return true;
  end if;
  if p_limit <= (select count(*) from total_entries where tenant = p_tenant and key = p_key
      and at > v_now - p_window_ms * interval '1 millisecond') then
    return false;
  end if;
  insert into total_entries (tenant, key, call_key, amount, state, at)
    values (p_tenant, p_key, p_call_key, 1, 'booked', v_now);
  update totals set version = version + 1 where tenant = p_tenant and key = p_key;
  return true;
end $$;
`,
};
