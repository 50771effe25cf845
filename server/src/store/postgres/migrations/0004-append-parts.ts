import type { Migration } from "./migration.ts";

/**
 * What both kinds of append share. An append is one call of one function, in a transaction of its own: the row of the
 * case is locked first, so all that follows is alone with the case.
 *
 * The arguments are one JSON object, whose missing fields mean "none", and the bytes beside it.
 */
export const appendParts: Migration = {
  number: 4,
  name: "append-parts",
  statements: `
-- Null when the subject's key is as the caller believes: known (p_wrapped is null), or new with this wrapping.
create function purser_keep_key(p_tenant text, p_subject_id text, p_wrapped bytea) returns text language plpgsql as $$
begin
  if p_wrapped is null then
    perform 1 from subject_keys where tenant = p_tenant and subject_id = p_subject_id;
    return case when found then null else 'key-missing' end;
  end if;
  insert into subject_keys (tenant, subject_id, wrapped) values (p_tenant, p_subject_id, p_wrapped)
    on conflict do nothing;
  return case when found then null else 'key-exists' end;
end $$;

-- Adds the events after the head and returns the new head's hash. Each event brings the canonical JSON of its row, cut
-- where the time, the previous hash and the number go.
create function purser_add_events(
  p jsonb, p_version integer, p_head text, p_at timestamptz, p_salts bytea[], p_sealed bytea[]
) returns text language plpgsql as $$
declare
  v_at constant text := purser_instant(p_at);
  v_event jsonb;
  v_previous text := p_head;
  v_hash text := p_head;
begin
  for i in 1 .. coalesce(array_length(p_salts, 1), 0) loop
    v_event := p -> 'events' -> (i - 1);
    v_previous := v_hash;
    v_hash := encode(sha256(convert_to(
      (v_event ->> 'p1') || v_at || (v_event ->> 'p2') || v_previous || (v_event ->> 'p3') || (p_version + i)::text
      || (v_event ->> 'p4'), 'UTF8')), 'hex');
    insert into events (tenant, case_id, seq, at, kind, v, writer, epoch, actor_id, dedupe_key, commitment,
        previous_hash, hash)
      values (p ->> 'tenant', p ->> 'caseId', p_version + i, p_at, v_event ->> 'kind', (v_event ->> 'v')::integer,
        p ->> 'writer', (p ->> 'epoch')::integer, p ->> 'actorId',
        case when i = 1 then p ->> 'dedupeKey' end, v_event ->> 'commitment', v_previous, v_hash);
    insert into event_bodies (tenant, case_id, seq, subject_id, salt, sealed)
      values (p ->> 'tenant', p ->> 'caseId', p_version + i, p ->> 'subjectId', p_salts[i], p_sealed[i]);
  end loop;
  return v_hash;
end $$;

create function purser_keep_pauses(p_tenant text, p_pauses jsonb) returns void language sql as $$
  insert into pauses (tenant, pause_id, case_id, kind, state, may_answer, opened_at, expires_at)
  select p_tenant, "pauseId", "caseId", kind, state, "mayAnswer", "openedAt", "expiresAt"
  from jsonb_to_recordset(p_pauses) as row("pauseId" text, "caseId" text, kind text, state text, "mayAnswer" text,
    "openedAt" timestamptz, "expiresAt" timestamptz)
  on conflict (tenant, pause_id) do update set case_id = excluded.case_id, kind = excluded.kind,
    state = excluded.state, may_answer = excluded.may_answer, opened_at = excluded.opened_at,
    expires_at = excluded.expires_at
$$;
`,
};
