import type { Migration } from "./migration.ts";

/** What a worker writes under its lease, a decision or an outcome. Answers as 0005 does. */
export const appendWorker: Migration = {
  number: 6,
  name: "append-worker",
  statements: `
create function purser_texts(p_list jsonb) returns text[] language sql immutable as $$
  select array(select jsonb_array_elements_text(p_list))
$$;

-- Locks, in the order of their keys, the totals that a decision relies on or changes; true when one has moved.
create function purser_have_totals_moved(p_tenant text, p_totals jsonb) returns boolean language plpgsql as $$
declare
  v_released constant text[] := purser_texts(p_totals -> 'release');
  v_keys text[];
begin
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

create function purser_change_totals(p_tenant text, p_totals jsonb, p_at timestamptz) returns void
language plpgsql as $$
declare
  v_released constant text[] := purser_texts(p_totals -> 'release');
  v_booked constant text[] := purser_texts(p_totals -> 'book');
  v_left text[];
  v_entered text[];
begin
  with released as (
    delete from total_entries where tenant = p_tenant and call_key = any (v_released) returning key
  ) select array_agg(key) into v_left from released;
  update total_entries set state = 'booked' where tenant = p_tenant and call_key = any (v_booked);
  with reserved as (
    insert into total_entries (tenant, key, call_key, amount, state, at)
    select p_tenant, key, "callKey", amount, 'reserved', p_at
      from jsonb_to_recordset(p_totals -> 'reserve') as claim(key text, "callKey" text, amount bigint)
    on conflict (tenant, call_key, key) do update
      set amount = excluded.amount, state = excluded.state, at = excluded.at
    returning key
  ) select array_agg(key) into v_entered from reserved;
  update totals set version = totals.version + 1 where tenant = p_tenant and key = any (v_left || v_entered);
end $$;

create function purser_keep_outbox(p_tenant text, p_case_id text, p_outbox jsonb, p_version integer, p_at timestamptz)
returns void language sql as $$
  insert into outbox (tenant, outbox_id, case_id, kind, target, seq, due_at)
  select p_tenant, "outboxId", p_case_id, kind, target, p_version + "fromHead", p_at
  from jsonb_to_recordset(p_outbox) as row("outboxId" text, kind text, target text, "fromHead" integer)
  on conflict do nothing
$$;

create function purser_append_worker(
  p_tenant text, p_case_id text, p_subject_id text, p_wrapped bytea, p_actor_id text, p_epoch integer,
  p_is_decision boolean, p_expected_version integer, p_releases boolean, p_status text, p_customer_id text,
  p_wake_at timestamptz, p_events jsonb, p_bytes bytea, p_state bytea, p_more jsonb
) returns jsonb language plpgsql as $$
declare
  v_version integer;
  v_head text;
  v_at timestamptz;
  v_is_erased boolean;
  v_epoch integer;
  v_is_held boolean;
  v_has_key boolean;
  v_is_overtaken boolean;
  v_keeps_state boolean;
begin
  select version, head_hash, updated_at, is_erased, epoch, lease_expires_at is not null,
      exists (select from subject_keys where tenant = p_tenant and subject_id = p_subject_id)
    into v_version, v_head, v_at, v_is_erased, v_epoch, v_is_held, v_has_key
    from cases where tenant = p_tenant and case_id = p_case_id for update;
  if not found or v_epoch <> p_epoch or (p_is_decision and not v_is_held) then
    return jsonb_build_object('kind', 'fenced');
  end if;
  v_is_overtaken := v_version <> p_expected_version;
  if p_is_decision and v_is_overtaken then
    return jsonb_build_object('kind', 'overtaken', 'version', v_version);
  end if;
  v_at := greatest(v_at, purser_now_ms());
  if v_at >= (p_more ->> 'notAfter')::timestamptz then
    return jsonb_build_object('kind', 'too-late', 'now', purser_instant(v_at));
  end if;
  if p_more -> 'totals' is not null then
    if purser_have_totals_moved(p_tenant, p_more -> 'totals') and p_is_decision then
      return jsonb_build_object('kind', 'totals-moved');
    end if;
  end if;
  if not v_has_key and p_wrapped is null then
    return jsonb_build_object('kind', 'key-missing');
  end if;
  if p_wrapped is not null and (v_has_key or not purser_add_key(p_tenant, p_subject_id, p_wrapped)) then
    return jsonb_build_object('kind', 'key-exists');
  end if;

  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'worker', p_epoch,
    p_actor_id, null, p_events, p_bytes);
  v_version := v_version + jsonb_array_length(p_events);
  v_is_erased := v_is_erased or p_more -> 'erases' is not null;
  v_keeps_state := v_is_overtaken or p_state is null;
  update cases set version = v_version, head_hash = v_head, updated_at = v_at, is_erased = v_is_erased,
      customer_id = coalesce(p_customer_id, customer_id),
      status = case when v_is_overtaken then status else p_status end,
      wake_at = case when v_is_overtaken then wake_at else p_wake_at end,
      runnable_since = case
        when v_is_erased then null
        when not p_releases then coalesce(runnable_since, v_at)
        when v_is_overtaken then v_at end,
      lease_worker_id = case when p_releases then null else lease_worker_id end,
      lease_expires_at = case when p_releases then null else lease_expires_at end,
      crashes = case when p_releases then 0 else crashes end,
      state_seq = case when v_keeps_state then state_seq else (p_more ->> 'stateSeq')::integer end,
      state_fold_version = case
        when v_keeps_state then state_fold_version else (p_more ->> 'stateFoldVersion')::integer end,
      state_subject_id = case when v_keeps_state then state_subject_id else p_subject_id end,
      state_sealed = case when v_keeps_state then state_sealed else p_state end
    where tenant = p_tenant and case_id = p_case_id;
  if p_more -> 'pauses' is not null then
    perform purser_keep_pauses(p_tenant, p_more -> 'pauses');
  end if;
  if p_more -> 'outbox' is not null then
    perform purser_keep_outbox(p_tenant, p_case_id, p_more -> 'outbox', v_version, v_at);
  end if;
  if p_more -> 'calls' is not null then
    insert into calls (tenant, call_key, case_id)
      select p_tenant, call_key, p_case_id from jsonb_array_elements_text(p_more -> 'calls') as call_key
      on conflict do nothing;
  end if;
  if p_more -> 'totals' is not null then
    perform purser_change_totals(p_tenant, p_more -> 'totals', v_at);
  end if;
  return jsonb_build_object('kind', 'appended', 'at', purser_instant(v_at), 'version', v_version, 'hash', v_head,
    'wasOvertaken', v_is_overtaken);
end $$;
`,
};
