import { type Instant, type JsonObject, hashSchema, instantSchema } from "@purser/contract";
import { z } from "zod";
import type { DecisionAppend, DecisionResult, OutcomeResult, TotalsChange, WorkerAppend } from "../../cases/case-store.ts";
import { outboxSeq } from "../outbox-seq.ts";
import type { Random } from "../sealed-event.ts";
import { sealState } from "../sealed-state.ts";
import { appendArguments, withSubjectKey, withoutEmpty } from "./append-statement.ts";
import type { Database } from "./database.ts";
import { onlyRow } from "./only-row.ts";
import { placedUpTo } from "./placed.ts";
import type { KeyForAppend, SubjectKeys } from "./subject-keys.ts";

/** What an append of a worker needs besides itself. */
export type WorkerWriter = { database: Database; keys: SubjectKeys; random: Random };

export async function appendOutcome(writer: WorkerWriter, append: WorkerAppend): Promise<OutcomeResult> {
  const answer = await write(writer, append, { kind: "outcome" });
  switch (answer.kind) {
    case "appended": {
      const { hash: headHash, wasOvertaken } = answer;
      return { kind: "appended", placed: placedUpTo(answer, append.events.length), headHash, wasOvertaken };
    }
    case "fenced":
      return answer;
    case "overtaken":
    case "too-late":
    case "totals-moved":
    default:
      throw new Error(`An outcome was answered as a decision is: ${answer.kind}`);
  }
}

export async function appendDecision(writer: WorkerWriter, append: DecisionAppend): Promise<DecisionResult> {
  const answer = await write(writer, append, { kind: "decision", notAfter: append.notAfter });
  if (answer.kind !== "appended") return answer;
  return { kind: "appended", placed: placedUpTo(answer, append.events.length), headHash: answer.hash };
}

type Purpose = { kind: "outcome" } | { kind: "decision"; notAfter: Instant | null };
type Answer = Exclude<z.infer<typeof answerSchema>["answer"], { kind: "key-exists" | "key-missing" }>;

async function write(writer: WorkerWriter, append: WorkerAppend, purpose: Purpose): Promise<Answer> {
  const { tenant } = append.lease;
  const more = withoutEmpty(workerFields(append, purpose));
  return withSubjectKey<Answer>(writer.keys, { tenant, subjectId: append.subjectId }, async (key) => {
    const values = valuesOf(append, key, writer.random, more);
    return onlyRow(await writer.database.run({ ...statement, values }), answerSchema).answer;
  });
}

const statement = {
  name: "append-worker",
  text: "select purser_append_worker($1::jsonb, $2::bytea[], $3::bytea[], $4::bytea, $5::bytea) as answer",
} as const;

function valuesOf(append: WorkerAppend, key: KeyForAppend, random: Random, more: JsonObject): readonly unknown[] {
  const { tenant, caseId, epoch } = append.lease;
  const { subjectId, actorId, events, pauses, state } = append;
  const request = { tenant, caseId, subjectId, actorId, events, pauses, writer: "worker", epoch, dedupeKey: null } as const;
  const { json, salts, sealed } = appendArguments(request, key.key, random, more);
  const sealedState = state === null ? null : sealState(state, append.lease, { subjectId, key: key.key }, random).sealed;
  return [JSON.stringify(json), salts, sealed, key.kind === "new" ? key.wrapped : null, sealedState];
}

function workerFields(append: WorkerAppend, purpose: Purpose): JsonObject {
  const isDecision = purpose.kind === "decision";
  return {
    decision: isDecision ? true : null,
    notAfter: isDecision ? purpose.notAfter : null,
    releases: append.releases ? true : null,
    expectedVersion: append.expectedVersion,
    status: append.status,
    customerId: append.customerId,
    wakeAt: append.wakeAt,
    stateSeq: append.state?.seq ?? null,
    stateFoldVersion: append.state?.foldVersion ?? null,
    outbox: append.outbox.map((row) => ({ ...row, fromHead: outboxSeq(row, append.events, 0) })),
    calls: append.calls,
    totals: totalsFields(append.totals, isDecision),
  };
}

/** Null when no total is touched. An outcome is not asked what it expected. */
function totalsFields(change: TotalsChange, isDecision: boolean): JsonObject | null {
  const expected = isDecision ? change.expected.map(({ key, version }) => ({ key, version })) : [];
  // One entry for each total and call, the last one named: a row can be written only once in a statement.
  const reserved = new Map(change.reserve.map((claim) => [JSON.stringify([claim.key, claim.callKey]), claim]));
  const reserve = [...reserved.values()].map(({ key, callKey, amount }) => ({ key, callKey, amount }));
  const fields = withoutEmpty({ expected, reserve, book: change.book, release: change.release });
  return Object.keys(fields).length === 0 ? null : fields;
}

const answerSchema = z.object({
  answer: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("appended"), at: instantSchema, version: z.int(), hash: hashSchema, wasOvertaken: z.boolean() }),
    z.object({ kind: z.literal("overtaken"), version: z.int() }),
    z.object({ kind: z.literal("fenced") }),
    z.object({ kind: z.literal("totals-moved") }),
    z.object({ kind: z.literal("too-late"), now: instantSchema }),
    z.object({ kind: z.literal("key-exists") }),
    z.object({ kind: z.literal("key-missing") }),
  ]),
});
