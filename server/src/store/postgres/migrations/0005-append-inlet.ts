import type { Migration } from "./migration.ts";

/**
 * What came from outside. Answers `CaseStore.appendInlet`'s result, or `key-exists` and `key-missing`, upon which the
 * caller seals with another key and calls again. Of two that open one case at once, or bring one delivery to two
 * cases, one ends in a unique violation; it too is called again.
 */
export const appendInlet: Migration = {
  number: 5,
  name: "append-inlet",
  statements: `
create function purser_append_inlet(p jsonb, p_salts bytea[], p_sealed bytea[], p_wrapped bytea)
returns jsonb language plpgsql as $$
declare
  v_tenant constant text := p ->> 'tenant';
  v_case_id constant text := p ->> 'caseId';
  v_version integer;
  v_head text;
  v_at timestamptz;
  v_is_erased boolean;
  v_exists boolean;
  v_delivery record;
  v_problem text;
begin
  select version, head_hash, updated_at, is_erased into v_version, v_head, v_at, v_is_erased
    from cases where tenant = v_tenant and case_id = v_case_id for update;
  v_exists := found;
  if p ? 'dedupeKey' then
    select case_id, seq into v_delivery from events where tenant = v_tenant and dedupe_key = p ->> 'dedupeKey';
    if found then
      return jsonb_build_object('kind', 'duplicate', 'caseId', v_delivery.case_id, 'seq', v_delivery.seq);
    end if;
  end if;
  if not v_exists then
    if not p ? 'open' then
      return jsonb_build_object('kind', 'no-such-case');
    end if;
    v_version := 0;
    v_head := repeat('0', 64);
    v_is_erased := false;
  end if;
  if (p ->> 'expectedVersion')::integer <> v_version then
    return jsonb_build_object('kind', 'overtaken', 'version', v_version);
  end if;
  v_at := greatest(v_at, purser_now_ms());
  if v_at >= (p ->> 'notAfter')::timestamptz then
    return jsonb_build_object('kind', 'too-late', 'now', purser_instant(v_at));
  end if;
  v_problem := purser_keep_key(v_tenant, p ->> 'subjectId', p_wrapped);
  if v_problem is not null then
    return jsonb_build_object('kind', v_problem);
  end if;

  v_head := purser_add_events(p, v_version, v_head, v_at, p_salts, p_sealed);
  v_version := v_version + coalesce(array_length(p_salts, 1), 0);
  v_is_erased := v_is_erased or p ? 'erases';
  if v_exists then
    update cases set version = v_version, head_hash = v_head, updated_at = v_at, is_erased = v_is_erased,
        runnable_since = case when v_is_erased then null else coalesce(runnable_since, v_at) end
      where tenant = v_tenant and case_id = v_case_id;
  else
    insert into cases (tenant, case_id, customer_id, channel, status, version, head_hash, opened_at, updated_at,
        runnable_since, blueprint_hash, is_erased)
      values (v_tenant, v_case_id, p -> 'open' ->> 'customerId', p -> 'open' ->> 'channel', 'working', v_version,
        v_head, v_at, v_at, case when v_is_erased then null else v_at end, p -> 'open' ->> 'blueprintHash',
        v_is_erased);
  end if;
  if p ? 'pauses' then
    perform purser_keep_pauses(v_tenant, p -> 'pauses');
  end if;
  if p ? 'outboxDone' then
    delete from outbox where tenant = v_tenant and outbox_id = p ->> 'outboxDone';
  end if;
  return jsonb_build_object('kind', 'appended', 'at', purser_instant(v_at), 'version', v_version);
end $$;
`,
};
