import type { Migration } from "./migration.ts";

/**
 * What came from outside. Answers `CaseStore.appendInlet`'s result, or `key-exists` and `key-missing`, upon which the
 * caller seals with another key and calls again.
 *
 * The lock and the look-ups are one statement, because a statement costs more than what it does. Where the lock has to
 * be waited for, the look-ups are older than it: a delivery that came in meanwhile then ends in a unique violation, as
 * does the second of two that open one case at once. Both are called again.
 */
export const appendInlet: Migration = {
  number: 5,
  name: "append-inlet",
  statements: `
create function purser_append_inlet(
  p_tenant text, p_case_id text, p_subject_id text, p_wrapped bytea, p_actor_id text, p_dedupe_key text,
  p_events jsonb, p_bytes bytea, p_more jsonb
) returns jsonb language plpgsql as $$
declare
  v_version integer;
  v_head text;
  v_at timestamptz;
  v_is_erased boolean;
  v_exists boolean;
  v_delivered_seq integer;
  v_has_key boolean;
begin
  select version, head_hash, updated_at, is_erased,
      (select seq from events where tenant = p_tenant and dedupe_key = p_dedupe_key),
      exists (select from subject_keys where tenant = p_tenant and subject_id = p_subject_id)
    into v_version, v_head, v_at, v_is_erased, v_delivered_seq, v_has_key
    from cases where tenant = p_tenant and case_id = p_case_id for update;
  v_exists := found;
  if not v_exists then
    select 0, repeat('0', 64), false,
        (select seq from events where tenant = p_tenant and dedupe_key = p_dedupe_key),
        exists (select from subject_keys where tenant = p_tenant and subject_id = p_subject_id)
      into v_version, v_head, v_is_erased, v_delivered_seq, v_has_key;
  end if;
  if v_delivered_seq is not null then
    return (select jsonb_build_object('kind', 'duplicate', 'caseId', case_id, 'seq', seq)
      from events where tenant = p_tenant and dedupe_key = p_dedupe_key);
  end if;
  if not v_exists and p_more -> 'open' is null then
    return jsonb_build_object('kind', 'no-such-case');
  end if;
  if (p_more ->> 'expectedVersion')::integer <> v_version then
    return jsonb_build_object('kind', 'overtaken', 'version', v_version);
  end if;
  v_at := greatest(v_at, purser_now_ms());
  if v_at >= (p_more ->> 'notAfter')::timestamptz then
    return jsonb_build_object('kind', 'too-late', 'now', purser_instant(v_at));
  end if;
  if not v_has_key and p_wrapped is null then
    return jsonb_build_object('kind', 'key-missing');
  end if;
  if p_wrapped is not null and (v_has_key or not purser_add_key(p_tenant, p_subject_id, p_wrapped)) then
    return jsonb_build_object('kind', 'key-exists');
  end if;

  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'inlet', 0, p_actor_id,
    p_dedupe_key, p_events, p_bytes);
  v_version := v_version + jsonb_array_length(p_events);
  v_is_erased := v_is_erased or p_more -> 'erases' is not null;
  if v_exists then
    update cases set version = v_version, head_hash = v_head, updated_at = v_at, is_erased = v_is_erased,
        runnable_since = case when v_is_erased then null else coalesce(runnable_since, v_at) end
      where tenant = p_tenant and case_id = p_case_id;
  else
    insert into cases (tenant, case_id, customer_id, channel, status, version, head_hash, opened_at, updated_at,
        runnable_since, blueprint_hash, is_erased)
      values (p_tenant, p_case_id, p_more -> 'open' ->> 'customerId', p_more -> 'open' ->> 'channel', 'working',
        v_version, v_head, v_at, v_at, case when v_is_erased then null else v_at end,
        p_more -> 'open' ->> 'blueprintHash', v_is_erased);
  end if;
  if p_more -> 'pauses' is not null then
    perform purser_keep_pauses(p_tenant, p_more -> 'pauses');
  end if;
  if p_more -> 'outboxDone' is not null then
    delete from outbox where tenant = p_tenant and outbox_id = p_more ->> 'outboxDone';
  end if;
  return jsonb_build_object('kind', 'appended', 'at', purser_instant(v_at), 'version', v_version);
end $$;
`,
};
