import type { Migration } from "./migration.ts";

/**
 * A claim changes each row that it chose by its primary key. Joined with what was chosen in one statement, rows were
 * found by walking all of a tenant's: in a new database, before the first statistics, Postgres takes one row for all there
 * are, and each way to it for as good as the other.
 *
 * Both functions walk their indexes in the order of waiting, and look some rows further than asked, so that workers which
 * claim at the same moment each find their own. A row that another claim has locked is passed over.
 */
export const claimsRowByRow: Migration = {
  number: 32,
  name: "claims-row-by-row",
  statements: `
drop function purser_claim(text, text, bigint, integer);
drop function purser_claim_with_due(text, text, bigint, integer);
create function purser_claim(p_tenant text, p_worker_id text, p_lease_ms bigint, p_limit integer)
returns setof cases language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  v_now constant timestamptz := purser_now_ms();
  v_expires_at constant timestamptz := v_now + p_lease_ms * interval '1 millisecond';
  v_case_id text;
  v_claimed cases;
  v_count integer := 0;
begin
  for v_case_id in
    (select case_id from (
      (select case_id, runnable_since as waiting_since from cases
        where tenant = p_tenant and runnable_since is not null
          and (lease_expires_at is null or lease_expires_at <= v_now)
        order by runnable_since, case_id limit p_limit + 32)
      union all
      (select case_id, wake_at from cases
        where tenant = p_tenant and wake_at <= v_now and runnable_since is null
          and (lease_expires_at is null or lease_expires_at <= v_now)
        order by wake_at, case_id limit p_limit + 32)
    ) as waiting order by waiting_since, case_id)
  loop
    exit when v_count = p_limit;
    update cases set epoch = epoch + 1, crashes = crashes + 1, lease_worker_id = p_worker_id, lease_expires_at = v_expires_at
      where tenant = p_tenant and case_id = (
        select case_id from cases
          where tenant = p_tenant and case_id = v_case_id
            and (lease_expires_at is null or lease_expires_at <= v_now)
            and (runnable_since is not null or wake_at <= v_now)
          for update skip locked
      )
      returning * into v_claimed;
    if found then
      v_count := v_count + 1;
      return next v_claimed;
    end if;
  end loop;
end $$;

drop function purser_claim_outbox(text, bigint, integer, text[]);
create function purser_claim_outbox(p_tenant text, p_lease_ms bigint, p_limit integer, p_kinds text[])
returns setof outbox language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
declare
  v_now constant timestamptz := purser_now_ms();
  v_outbox_id text;
  v_claimed outbox;
begin
  for v_outbox_id in
    select outbox_id from outbox
      where tenant = p_tenant and due_at <= v_now and kind = any (p_kinds)
      order by due_at, outbox_id limit p_limit
      for update skip locked
  loop
    update outbox set attempts = attempts + 1, due_at = v_now + p_lease_ms * interval '1 millisecond'
      where tenant = p_tenant and outbox_id = v_outbox_id
      returning * into v_claimed;
    return next v_claimed;
  end loop;
end $$;
`,
};
