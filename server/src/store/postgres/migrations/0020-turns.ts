import type { Migration } from "./migration.ts";

/**
 * Turns have a table of their own, beside the totals that guardrails rely on: they end soon, there are many, and a crash
 * of the database may forget them, so none of them waits for a disk. Each new one takes some away that have ended.
 */
export const turns: Migration = {
  number: 20,
  name: "turns",
  statements: `
create unlogged table turns (
  tenant text collate "C" not null,
  key text collate "C" not null,
  turn_id text collate "C" not null,
  at timestamptz not null,
  ends_at timestamptz not null,
  primary key (tenant, key, turn_id)
);
create index turns_by_time on turns (tenant, key, at);
create index turns_by_end on turns (ends_at);

drop function purser_take_turn(text, text, text, bigint, bigint);

-- How many ms there is no turn left for; 0 when one was taken, now or before.
create function purser_take_turn(p_tenant text, p_key text, p_turn_id text, p_limits bigint[], p_windows_ms bigint[])
returns bigint language plpgsql as $$
declare
  v_now timestamptz;
  v_wait_ms bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_tenant || '/' || p_key, 19));
  v_now := purser_now_ms();
  if exists (select from turns where tenant = p_tenant and key = p_key and turn_id = p_turn_id and ends_at > v_now) then
    return 0;
  end if;
  select max(ceil(extract(epoch from taken.at - v_now) * 1000 + rate.window_ms)) into v_wait_ms
    from unnest(p_limits, p_windows_ms) as rate(max_turns, window_ms)
    cross join lateral (
      select at from turns where tenant = p_tenant and key = p_key
        and at > v_now - rate.window_ms * interval '1 millisecond'
        order by at desc offset rate.max_turns - 1 limit 1
    ) as taken;
  if v_wait_ms is not null then
    return v_wait_ms;
  end if;
  delete from turns where (tenant, key, turn_id) in (
    select tenant, key, turn_id from turns where ends_at <= v_now order by ends_at limit 20 for update skip locked
  );
  insert into turns (tenant, key, turn_id, at, ends_at)
    values (p_tenant, p_key, p_turn_id, v_now,
      v_now + (select max(window_ms) from unnest(p_windows_ms) as window_ms) * interval '1 millisecond')
    on conflict (tenant, key, turn_id) do update set at = excluded.at, ends_at = excluded.ends_at;
  return 0;
end $$;

delete from total_entries where key like 'mail/%';
delete from totals where key like 'mail/%';
`,
};
