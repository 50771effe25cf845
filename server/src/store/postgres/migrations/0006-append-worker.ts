import type { Migration } from "./migration.ts";

/** What a worker writes under its lease: a decision when `p` names one, else an outcome. Answers as 0005 does. */
export const appendWorker: Migration = {
  number: 6,
  name: "append-worker",
  statements: `
-- Locks, in the order of their keys, the totals that a decision relies on or changes; true when one has moved.
create function purser_have_totals_moved(p_tenant text, p_totals jsonb) returns boolean language plpgsql as $$
declare
  v_keys text[];
begin
  select array_agg(distinct key) into v_keys from (
    select element ->> 'key' as key
      from jsonb_array_elements(coalesce(p_totals -> 'expected', '[]') || coalesce(p_totals -> 'reserve', '[]'))
        as element
    union all
    select key from total_entries
      where tenant = p_tenant and call_key in (select jsonb_array_elements_text(p_totals -> 'release'))
  ) as wanted;
  insert into totals (tenant, key) select p_tenant, key from unnest(v_keys) as key order by key on conflict do nothing;
  perform 1 from totals where tenant = p_tenant and key = any (v_keys) order by key for update;
  return exists (
    select 1 from jsonb_to_recordset(p_totals -> 'expected') as wanted(key text, version integer)
      join totals on totals.tenant = p_tenant and totals.key = wanted.key
      where totals.version <> wanted.version
  );
end $$;

create function purser_change_totals(p_tenant text, p_totals jsonb, p_at timestamptz) returns void
language plpgsql as $$
declare
  v_released text[];
  v_reserved text[];
begin
  if p_totals ? 'release' then
    with released as (
      delete from total_entries
        where tenant = p_tenant and call_key in (select jsonb_array_elements_text(p_totals -> 'release'))
        returning key
    ) select array_agg(key) into v_released from released;
  end if;
  if p_totals ? 'book' then
    update total_entries set state = 'booked'
      where tenant = p_tenant and call_key in (select jsonb_array_elements_text(p_totals -> 'book'));
  end if;
  if p_totals ? 'reserve' then
    with reserved as (
      insert into total_entries (tenant, key, call_key, amount, state, at)
      select p_tenant, key, "callKey", amount, 'reserved', p_at
        from jsonb_to_recordset(p_totals -> 'reserve') as claim(key text, "callKey" text, amount bigint)
      on conflict (tenant, key, call_key) do update
        set amount = excluded.amount, state = excluded.state, at = excluded.at
      returning key
    ) select array_agg(key) into v_reserved from reserved;
  end if;
  update totals set version = version + 1 where tenant = p_tenant and key = any (v_released || v_reserved);
end $$;

create function purser_keep_outbox(p_tenant text, p_case_id text, p_outbox jsonb, p_version integer, p_at timestamptz)
returns void language sql as $$
  insert into outbox (tenant, outbox_id, case_id, kind, target, seq, due_at)
  select p_tenant, "outboxId", p_case_id, kind, target, p_version + "fromHead", p_at
  from jsonb_to_recordset(p_outbox) as row("outboxId" text, kind text, target text, "fromHead" integer)
  on conflict do nothing
$$;

create function purser_append_worker(
  p jsonb, p_salts bytea[], p_sealed bytea[], p_wrapped bytea, p_state bytea
) returns jsonb language plpgsql as $$
declare
  v_tenant constant text := p ->> 'tenant';
  v_case_id constant text := p ->> 'caseId';
  v_is_decision constant boolean := p ? 'decision';
  v_releases constant boolean := p ? 'releases';
  v_version integer;
  v_head text;
  v_at timestamptz;
  v_is_erased boolean;
  v_epoch integer;
  v_is_held boolean;
  v_is_overtaken boolean;
  v_keeps_state boolean;
  v_problem text;
begin
  select version, head_hash, updated_at, is_erased, epoch, lease_expires_at is not null
    into v_version, v_head, v_at, v_is_erased, v_epoch, v_is_held
    from cases where tenant = v_tenant and case_id = v_case_id for update;
  if not found or v_epoch <> (p ->> 'epoch')::integer or (v_is_decision and not v_is_held) then
    return jsonb_build_object('kind', 'fenced');
  end if;
  v_is_overtaken := v_version <> (p ->> 'expectedVersion')::integer;
  if v_is_decision and v_is_overtaken then
    return jsonb_build_object('kind', 'overtaken', 'version', v_version);
  end if;
  v_at := greatest(v_at, purser_now_ms());
  if v_at >= (p ->> 'notAfter')::timestamptz then
    return jsonb_build_object('kind', 'too-late', 'now', purser_instant(v_at));
  end if;
  if p ? 'totals' then
    if purser_have_totals_moved(v_tenant, p -> 'totals') and v_is_decision then
      return jsonb_build_object('kind', 'totals-moved');
    end if;
  end if;
  v_problem := purser_keep_key(v_tenant, p ->> 'subjectId', p_wrapped);
  if v_problem is not null then
    return jsonb_build_object('kind', v_problem);
  end if;

  v_head := purser_add_events(p, v_version, v_head, v_at, p_salts, p_sealed);
  v_version := v_version + coalesce(array_length(p_salts, 1), 0);
  v_is_erased := v_is_erased or p ? 'erases';
  v_keeps_state := v_is_overtaken or p_state is null;
  update cases set version = v_version, head_hash = v_head, updated_at = v_at, is_erased = v_is_erased,
      customer_id = coalesce(p ->> 'customerId', customer_id),
      status = case when v_is_overtaken then status else p ->> 'status' end,
      wake_at = case when v_is_overtaken then wake_at else (p ->> 'wakeAt')::timestamptz end,
      runnable_since = case
        when v_is_erased then null
        when not v_releases then coalesce(runnable_since, v_at)
        when v_is_overtaken then v_at end,
      lease_worker_id = case when v_releases then null else lease_worker_id end,
      lease_expires_at = case when v_releases then null else lease_expires_at end,
      crashes = case when v_releases then 0 else crashes end,
      state_seq = case when v_keeps_state then state_seq else (p ->> 'stateSeq')::integer end,
      state_fold_version = case
        when v_keeps_state then state_fold_version else (p ->> 'stateFoldVersion')::integer end,
      state_subject_id = case when v_keeps_state then state_subject_id else p ->> 'subjectId' end,
      state_sealed = case when v_keeps_state then state_sealed else p_state end
    where tenant = v_tenant and case_id = v_case_id;
  if p ? 'pauses' then
    perform purser_keep_pauses(v_tenant, p -> 'pauses');
  end if;
  if p ? 'outbox' then
    perform purser_keep_outbox(v_tenant, v_case_id, p -> 'outbox', v_version, v_at);
  end if;
  if p ? 'calls' then
    insert into calls (tenant, call_key, case_id)
      select v_tenant, call_key, v_case_id from jsonb_array_elements_text(p -> 'calls') as call_key
      on conflict do nothing;
  end if;
  if p ? 'totals' then
    perform purser_change_totals(v_tenant, p -> 'totals', v_at);
  end if;
  return jsonb_build_object('kind', 'appended', 'at', purser_instant(v_at), 'version', v_version, 'hash', v_head,
    'wasOvertaken', v_is_overtaken);
end $$;
`,
};
