import { type Instant, type JsonObject, instantSchema } from "@purser/contract";
import { z } from "zod";
import type {
  DecisionAppend,
  DecisionResult,
  OutcomeResult,
  Placed,
  TotalsChange,
  WorkerAppend,
} from "../../cases/case-store.ts";
import type { Random } from "../sealed-event.ts";
import { sealState } from "../sealed-state.ts";
import {
  type EventArguments,
  erasesField,
  eventArguments,
  headShape,
  keepAppended,
  moreArgument,
  outboxField,
  withOwnerKept,
  withSubjectKey,
  withoutEmpty,
} from "./append-statement.ts";
import type { LogWriter } from "./log-writer.ts";
import { onlyRow } from "./only-row.ts";
import type { KeyForAppend } from "./subject-keys.ts";

export async function appendOutcome(writer: LogWriter, append: WorkerAppend): Promise<OutcomeResult> {
  const answer = await write(writer, append, { kind: "outcome" });
  switch (answer.kind) {
    case "appended": {
      const { placed, hash: headHash, wasOvertaken } = answer;
      return { kind: "appended", placed, headHash, wasOvertaken };
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

export async function appendDecision(writer: LogWriter, append: DecisionAppend): Promise<DecisionResult> {
  const answer = await write(writer, append, { kind: "decision", notAfter: append.notAfter });
  if (answer.kind !== "appended") return answer;
  return { kind: "appended", placed: answer.placed, headHash: answer.hash };
}

type Purpose = { kind: "outcome" } | { kind: "decision"; notAfter: Instant | null };
type Answer = Exclude<z.infer<typeof answerSchema>["answer"], { kind: "key-exists" | "key-missing" }>;
type Written =
  | (Extract<Answer, { kind: "appended" }> & { placed: readonly Placed[] })
  | Exclude<Answer, { kind: "appended" }>;

async function write(writer: LogWriter, append: WorkerAppend, purpose: Purpose): Promise<Written> {
  const { tenant, caseId } = append.lease;
  const more = moreArgument(rarerFields(append, purpose));
  let written: EventArguments["sealedEvents"] = [];
  const answer = await withSubjectKey<Answer>(writer.keys, { tenant, subjectId: append.subjectId }, async (key) => {
    const { sealedEvents, values } = valuesOf(append, purpose, key, writer.random);
    written = sealedEvents;
    return onlyRow(await writer.database.run({ ...statement, values: [...values, more] }), answerSchema).answer;
  });
  if (answer.kind !== "appended") return answer;
  const placed = keepAppended(writer, append.lease, written, answer);
  if (append.state !== null && !answer.wasOvertaken) writer.logs.rebase(tenant, caseId, append.state);
  if (answer.wasOvertaken) writer.logs.awaitClaim(tenant, caseId);
  return { ...answer, placed };
}

const statement = {
  name: "append-worker",
  text: withOwnerKept(
    "purser_append_worker($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15, $16::jsonb)",
    "$16",
  ),
} as const;

/** The events as they are written, and all arguments of the function but the last, in their order. */
function valuesOf(append: WorkerAppend, purpose: Purpose, key: KeyForAppend, random: Random) {
  const { lease, subjectId, actorId, expectedVersion, releases, status, customerId, wakeAt, state } = append;
  const { tenant, caseId, epoch } = lease;
  const source = { tenant, caseId, writer: "worker", epoch, actorId, dedupeKey: null, events: append.events } as const;
  const { sealedEvents, events, bytes } = eventArguments(source, key.key, random);
  const wrapped = key.kind === "new" ? key.wrapped : null;
  const sealed = state === null ? null : sealState(state, lease, { subjectId, key: key.key }, random).sealed;
  const isDecision = purpose.kind === "decision";
  const values = [
    tenant,
    caseId,
    subjectId,
    wrapped,
    actorId,
    epoch,
    isDecision,
    expectedVersion,
    releases,
    status,
    customerId,
    wakeAt,
    events,
    bytes,
    sealed,
  ];
  return { sealedEvents, values };
}

function rarerFields(append: WorkerAppend, purpose: Purpose): JsonObject {
  return {
    notAfter: purpose.kind === "decision" ? purpose.notAfter : null,
    erases: erasesField(append.events),
    stateSeq: append.state?.seq ?? null,
    stateFoldVersion: append.state?.foldVersion ?? null,
    pauses: append.pauses,
    owner: append.owner ?? null,
    outbox: outboxField(append.outbox, append.events),
    calls: append.calls,
    totals: totalsField(append.totals, purpose.kind === "decision"),
  };
}

/** Null when no total is touched. An outcome is not asked what it expected. */
function totalsField(change: TotalsChange, isDecision: boolean): JsonObject | null {
  const expected = isDecision ? change.expected.map(({ key, version }) => ({ key, version })) : [];
  // One entry for each total and call, the last one named: a row can be written only once in a statement.
  const reserved = new Map(change.reserve.map((claim) => [JSON.stringify([claim.key, claim.callKey]), claim]));
  const reserve = [...reserved.values()].map(({ key, callKey, amount }) => ({ key, callKey, amount }));
  return withoutEmpty({ expected, reserve, book: change.book, release: change.release });
}

const answerSchema = z.object({
  answer: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("appended"),
      ...headShape,
      wasOvertaken: z.boolean(),
    }),
    z.object({ kind: z.literal("overtaken"), version: z.int() }),
    z.object({ kind: z.literal("fenced") }),
    z.object({ kind: z.literal("totals-moved") }),
    z.object({ kind: z.literal("too-late"), now: instantSchema }),
    z.object({ kind: z.literal("key-exists") }),
    z.object({ kind: z.literal("key-missing") }),
  ]),
});
