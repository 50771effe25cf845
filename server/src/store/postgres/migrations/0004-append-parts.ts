import type { Migration } from "./migration.ts";

/**
 * What both kinds of append share. An append is one call of one function, in a transaction of its own: the row of the
 * case is locked first, so all that follows is alone with the case. What is in every append is an argument, the rest
 * lies in one JSON object, whose missing fields mean "none".
 */
export const appendParts: Migration = {
  number: 4,
  name: "append-parts",
  statements: `
-- Adds the events after the head and returns the new head's hash. Each event brings the canonical JSON of its row, cut
-- where the time, the previous hash and the number go. p_bytes holds for each event its salt of 16 bytes and then its
-- sealed body, whose length the event names.
create function purser_add_events(
  p_tenant text, p_case_id text, p_subject_id text, p_version integer, p_head text, p_at timestamptz, p_writer text,
  p_epoch integer, p_actor_id text, p_dedupe_key text, p_events jsonb, p_bytes bytea
) returns text language plpgsql as $$
declare
  v_at constant text := purser_instant(p_at);
  v_count constant integer := jsonb_array_length(p_events);
  v_event jsonb;
  v_offset integer := 1;
  v_length integer;
  v_previous text;
  v_hash text := p_head;
begin
  for i in 1 .. v_count loop
    v_event := p_events -> (i - 1);
    v_length := (v_event ->> 'length')::integer;
    v_previous := v_hash;
    v_hash := encode(sha256(convert_to(
      (v_event ->> 'p1') || v_at || (v_event ->> 'p2') || v_previous || (v_event ->> 'p3') || (p_version + i)::text
      || (v_event ->> 'p4'), 'UTF8')), 'hex');
    insert into events (tenant, case_id, seq, at, kind, v, writer, epoch, actor_id, dedupe_key, commitment,
        previous_hash, hash)
      values (p_tenant, p_case_id, p_version + i, p_at, v_event ->> 'kind', (v_event ->> 'v')::integer, p_writer,
        p_epoch, p_actor_id, case when i = 1 then p_dedupe_key end, v_event ->> 'commitment', v_previous, v_hash);
    insert into event_bodies (tenant, case_id, seq, subject_id, salt, sealed)
      values (p_tenant, p_case_id, p_version + i, p_subject_id, substring(p_bytes from v_offset for 16),
        substring(p_bytes from v_offset + 16 for v_length));
    v_offset := v_offset + 16 + v_length;
  end loop;
  return v_hash;
end $$;

-- Stores a new key of a subject; false when there is one already.
create function purser_add_key(p_tenant text, p_subject_id text, p_wrapped bytea) returns boolean
language plpgsql as $$
begin
  insert into subject_keys (tenant, subject_id, wrapped) values (p_tenant, p_subject_id, p_wrapped)
    on conflict do nothing;
  return found;
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
