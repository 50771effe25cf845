import { nothingAfterErasure } from "./0018-nothing-after-erasure.ts";
import { changedFunction } from "./changed-function.ts";
import type { Migration } from "./migration.ts";

/**
 * Who reads or claims a case says what it knows of its log, and gets only what came after it. An append tells the hash
 * that it was chained to, so that who knew the log up to there knows it up to the new head.
 */
export const knownLogs: Migration = {
  number: 26,
  name: "known-logs",
  statements: `
${changed("purser_append_inlet", [
  ["  v_delivered_seq integer;", "  v_delivered_seq integer;\n  v_previous text;"],
  [
    "  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'inlet',",
    "  v_previous := v_head;\n  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'inlet',",
  ],
  [
    "'at', purser_instant(v_at), 'version', v_version);",
    "'at', purser_instant(v_at), 'version', v_version,\n    'hash', v_head, 'previousHash', v_previous);",
  ],
])}

${changed("purser_append_worker", [
  ["  v_is_overtaken boolean;", "  v_is_overtaken boolean;\n  v_previous text;"],
  [
    "  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'worker',",
    "  v_previous := v_head;\n  v_head := purser_add_events(p_tenant, p_case_id, p_subject_id, v_version, v_head, v_at, 'worker',",
  ],
  ["'hash', v_head,", "'hash', v_head, 'previousHash', v_previous,"],
])}

-- What a reader knows of a log counts when the event of this number has this hash, no state was stored after it, and the
-- case is not erased; else \`known_seq\` is null and the whole is read.
drop function purser_claim_with_log(text, text, bigint, integer);
create function purser_claim_with_log(
  p_tenant text, p_worker_id text, p_lease_ms bigint, p_limit integer, p_case_ids text[], p_seqs integer[],
  p_hashes text[]
) returns table (case_row cases, known_seq integer, log json) language plpgsql as $$
declare
  v_claimed constant cases[] := array(select c from purser_claim(p_tenant, p_worker_id, p_lease_ms, p_limit) as c);
begin
  return query
  select c, known.seq,
      purser_log_after(p_tenant, c.case_id, greatest(coalesce(c.state_seq, 0), known.seq), c.version)
    from unnest(v_claimed) as c
    left join lateral (
      select e.seq from unnest(p_case_ids, p_seqs, p_hashes) as hint(case_id, seq, hash)
        join events as e on e.tenant = p_tenant and e.case_id = c.case_id and e.seq = hint.seq and e.hash = hint.hash
        where hint.case_id = c.case_id and hint.seq >= coalesce(c.state_seq, 0) and not c.is_erased
    ) as known on true;
end $$;
`,
};

type Place = readonly [from: string, to: string];

function changed(name: string, places: readonly Place[]): string {
  return places.reduce(
    (statements, [from, to]) => changedFunction({ statements }, name, { from, to }),
    nothingAfterErasure.statements,
  );
}
