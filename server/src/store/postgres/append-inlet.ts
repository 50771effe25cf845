import { caseIdSchema, instantSchema } from "@purser/contract";
import { z } from "zod";
import type { InletAppend, InletResult } from "../../cases/case-store.ts";
import {
  type EventArguments,
  erasesField,
  eventArguments,
  headShape,
  keepAppended,
  moreArgument,
  outboxField,
  withInletKept,
  withSubjectKey,
} from "./append-statement.ts";
import type { LogWriter } from "./log-writer.ts";
import { onlyRow } from "./only-row.ts";

export async function appendInlet(writer: LogWriter, append: InletAppend): Promise<InletResult> {
  const { database, keys, logs, random } = writer;
  const { tenant, caseId, subjectId, actorId, dedupeKey, expectedVersion, notAfter, outboxDone, open, pauses } = append;
  const more = moreArgument({
    expectedVersion,
    notAfter,
    outboxDone,
    open,
    pauses,
    erases: erasesField(append.events),
    owner: append.owner ?? null,
    decided: append.decided === undefined ? null : { ...append.decided, policies: [...append.decided.policies] },
    mentions: [...(append.mentions ?? [])],
    outbox: outboxField(append.outbox ?? [], append.events),
  });
  // Before it is written: a claim may come upon it before its answer is here.
  logs.awaitClaim(tenant, caseId);
  let written: EventArguments["sealedEvents"] = [];
  const answer = await withSubjectKey<Answer>(keys, append, async (key) => {
    const { sealedEvents, events, bytes } = eventArguments({ ...append, writer: "inlet", epoch: 0 }, key.key, random);
    written = sealedEvents;
    const wrapped = key.kind === "new" ? key.wrapped : null;
    const values = [tenant, caseId, subjectId, wrapped, actorId, dedupeKey, events, bytes, more];
    return onlyRow(await database.run({ ...statement, values }), answerSchema).answer;
  });
  if (answer.kind !== "appended") return answer;
  const placed = keepAppended(writer, append, written, answer);
  return { kind: "appended", placed };
}

const statement = {
  name: "append-inlet",
  text: withInletKept("purser_append_inlet($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9::jsonb)", "$9"),
} as const;

const answerSchema = z.object({
  answer: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("appended"), ...headShape }),
    z.object({ kind: z.literal("duplicate"), caseId: caseIdSchema, seq: z.int() }),
    z.object({ kind: z.literal("overtaken"), version: z.int() }),
    z.object({ kind: z.literal("too-late"), now: instantSchema }),
    z.object({ kind: z.literal("no-such-case") }),
    z.object({ kind: z.literal("key-exists") }),
    z.object({ kind: z.literal("key-missing") }),
  ]),
});
type Answer = Exclude<z.infer<typeof answerSchema>["answer"], { kind: "key-exists" | "key-missing" }>;
