import type { Migration } from "./migration.ts";

/**
 * Who works on what. The time is read into a variable first: an index cannot be searched for a volatile function.
 *
 * A claim looks some rows further than asked, so that workers which claim at the same moment each find their own. Both
 * functions must walk their index in its order, however many rows wait: without statistics Postgres expects a few, and
 * would sort them all.
 */
export const claims: Migration = {
  number: 7,
  name: "claims",
  statements: `
create function purser_claim(p_tenant text, p_worker_id text, p_lease_ms bigint, p_limit integer)
returns setof cases language plpgsql set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  v_now constant timestamptz := purser_now_ms();
begin
  return query
  with candidates as materialized (
    (select case_id from cases
      where tenant = p_tenant and runnable_since is not null
        and (lease_expires_at is null or lease_expires_at <= v_now)
      order by runnable_since, case_id limit p_limit + 32)
    union
    (select case_id from cases
      where tenant = p_tenant and wake_at <= v_now and (lease_expires_at is null or lease_expires_at <= v_now)
      order by wake_at, case_id limit p_limit + 32)
  ), chosen as materialized (
    select c.case_id, least(c.runnable_since, case when c.wake_at <= v_now then c.wake_at end) as waiting_since
      from candidates join cases as c on c.tenant = p_tenant and c.case_id = candidates.case_id
      where (c.lease_expires_at is null or c.lease_expires_at <= v_now)
        and (c.runnable_since is not null or c.wake_at <= v_now)
      order by waiting_since, c.case_id limit p_limit
      for update of c skip locked
  ), claimed as (
    update cases as c set epoch = c.epoch + 1, crashes = c.crashes + 1, lease_worker_id = p_worker_id,
        lease_expires_at = v_now + p_lease_ms * interval '1 millisecond'
      from chosen where c.tenant = p_tenant and c.case_id = chosen.case_id
      returning c as case_row, c.case_id, chosen.waiting_since
  )
  select (case_row).* from claimed order by waiting_since, case_id;
end $$;

create function purser_claim_outbox(p_tenant text, p_lease_ms bigint, p_limit integer)
returns setof outbox language plpgsql set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  v_now constant timestamptz := purser_now_ms();
begin
  return query
  with chosen as materialized (
    select outbox_id as chosen_id, due_at as was_due_at from outbox
      where tenant = p_tenant and due_at <= v_now
      order by due_at, outbox_id limit p_limit
      for update skip locked
  ), claimed as (
    update outbox set attempts = attempts + 1, due_at = v_now + p_lease_ms * interval '1 millisecond'
      from chosen where tenant = p_tenant and outbox_id = chosen_id
      returning outbox.*, was_due_at
  )
  select tenant, outbox_id, case_id, kind, target, seq, attempts, due_at from claimed order by was_due_at, outbox_id;
end $$;
`,
};
