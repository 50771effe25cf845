import { hashSchema, outboxIdSchema, pendingVersionIdSchema } from "@purser/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { CaseStore, PendingEnd, PendingVersion } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import type { OnProblem } from "../parked-case.ts";
import { onlyRow } from "./only-row.ts";
import { readable } from "./outbox.ts";
import { momentField } from "./row-fields.ts";
import { builder } from "./tables.ts";

type PendingVersions = Pick<
  CaseStore,
  "keepPendingVersion" | "claimVersionMails" | "listPendingVersions" | "endPendingVersion"
>;

/** Versions that wait until a second person puts them in force. */
export function pendingVersionsIn(database: Database, onProblem: OnProblem): PendingVersions {
  const run = (statement: ReturnType<typeof sql>) => database.run(statement.compile(builder));
  return {
    keepPendingVersion: async (tenant, { pendingId, hash, inPlaceOf, by, why, widenings }, mails) => {
      const ids = mails.map(({ outboxId }) => outboxId);
      const people = mails.map(({ personId }) => personId);
      // The outbox holds what cases have to send, too: a mail about a version is of none of them.
      await run(sql`with kept as (
          insert into pending_versions (tenant, pending_id, hash, in_place_of, made_by, why, widenings)
          values (${tenant}, ${pendingId}, ${hash}, ${inPlaceOf}, ${by}, ${why}, ${JSON.stringify(widenings)}::jsonb)
        )
        insert into outbox (tenant, outbox_id, case_id, kind, target, seq, due_at)
        select ${tenant}, mail.id, '', 'version', ${pendingId}::text || ' ' || mail.person, 0, purser_now_ms()
        from unnest(${ids}::text[], ${people}::text[]) as mail(id, person)`);
    },
    claimVersionMails: async (tenant, leaseMs, limit) => {
      const rows = await run(sql`select outbox_id, target, attempts
        from purser_claim_outbox(${tenant}, ${leaseMs}, ${limit}, array['version'])`);
      return readable(database, { tenant, rows, schema: mailSchema }, onProblem);
    },
    listPendingVersions: async (tenant, limit) => {
      const rows = await run(sql`select pending_id, hash, in_place_of, made_by, made_at, why, widenings,
          ended, ended_by, ended_why, ended_at from pending_versions
        where tenant = ${tenant} order by ended is not null, made_at desc, pending_id limit ${limit}`);
      return z.array(pendingSchema).parse(rows);
    },
    // The row is locked before anything else: of two ends at the same moment the second finds it over.
    endPendingVersion: async (tenant, pendingId, { kind, by, why }) => {
      const rows = await run(sql`with open as (
          select * from pending_versions where tenant = ${tenant} and pending_id = ${pendingId} and ended is null for update
        ), head as (
          select number, hash from publications where tenant = ${tenant} order by number desc limit 1
        ), published as (
          insert into publications (tenant, number, hash, published_by, why, source, confirmed_by)
          select ${tenant}, head.number + 1, open.hash, open.made_by, open.why, 'desk', ${by}
          from open join head on head.hash = open.in_place_of
          where ${kind}::text = 'confirmed'
          on conflict do nothing returning number
        ), ended as (
          update pending_versions as row
          set ended = ${kind}, ended_by = ${by}, ended_why = ${why}, ended_at = purser_now()
          from open
          where row.tenant = ${tenant} and row.pending_id = open.pending_id
            and (${kind}::text <> 'confirmed' or exists (select from published))
          returning row.pending_id
        )
        select exists (select from ended) as is_ended, exists (select from open) as was_open`);
      const { is_ended: isEnded, was_open: wasOpen } = onlyRow(rows, endingSchema);
      if (isEnded) return "ended";
      return wasOpen ? "other-in-force" : "over";
    },
  };
}

const mailSchema = z
  .object({ outbox_id: z.string(), target: z.string(), attempts: z.int() })
  .transform(({ outbox_id: outboxId, target, attempts }) => {
    const [pendingId = "", personId = ""] = target.split(" ");
    return { outboxId, pendingId, personId, attempts };
  })
  .pipe(
    z.object({ outboxId: outboxIdSchema, pendingId: pendingVersionIdSchema, personId: z.string(), attempts: z.int() }),
  );
const endingSchema = z.object({ is_ended: z.boolean(), was_open: z.boolean() });
const pendingSchema = z
  .object({
    pending_id: pendingVersionIdSchema,
    hash: hashSchema,
    in_place_of: hashSchema,
    made_by: z.string(),
    made_at: momentField,
    why: z.string(),
    widenings: z.array(z.string()),
    ended: z.enum(["confirmed", "refused", "withdrawn"]).nullable(),
    ended_by: z.string().nullable(),
    ended_why: z.string().nullable(),
    ended_at: momentField.nullable(),
  })
  .transform(
    ({ pending_id: pendingId, hash, in_place_of: inPlaceOf, made_by: by, made_at: at, why, widenings, ...row }) => {
      const pending: PendingVersion = { pendingId, hash, inPlaceOf, by, at, why, widenings, end: endOf(row) };
      return pending;
    },
  );

function endOf(row: {
  ended: PendingEnd["kind"] | null;
  ended_by: string | null;
  ended_why: string | null;
  ended_at: PendingEnd["at"] | null;
}): PendingEnd | null {
  const { ended: kind, ended_by: by, ended_why: why, ended_at: at } = row;
  return kind === null || by === null || why === null || at === null ? null : { kind, by, why, at };
}
