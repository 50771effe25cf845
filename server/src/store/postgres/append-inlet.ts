import { caseIdSchema, instantSchema } from "@purser/contract";
import { z } from "zod";
import type { InletAppend, InletResult } from "../../cases/case-store.ts";
import type { Random } from "../sealed-event.ts";
import { appendArguments, withSubjectKey, withoutEmpty } from "./append-statement.ts";
import type { Database } from "./database.ts";
import { onlyRow } from "./only-row.ts";
import { placedUpTo } from "./placed.ts";
import type { SubjectKeys } from "./subject-keys.ts";

export async function appendInlet(
  database: Database,
  keys: SubjectKeys,
  random: Random,
  append: InletAppend,
): Promise<InletResult> {
  const { expectedVersion, notAfter, outboxDone, open } = append;
  const more = withoutEmpty({ expectedVersion, notAfter, outboxDone, open });
  const answer = await withSubjectKey(keys, append, async (key) => {
    const { json, salts, sealed } = appendArguments({ ...append, writer: "inlet", epoch: 0 }, key.key, random, more);
    const values = [JSON.stringify(json), salts, sealed, key.kind === "new" ? key.wrapped : null];
    return onlyRow(await database.run({ ...statement, values }), answerSchema).answer;
  });
  if (answer.kind !== "appended") return answer;
  return { kind: "appended", placed: placedUpTo(answer, append.events.length) };
}

const statement = {
  name: "append-inlet",
  text: "select purser_append_inlet($1::jsonb, $2::bytea[], $3::bytea[], $4::bytea) as answer",
} as const;

const answerSchema = z.object({
  answer: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("appended"), at: instantSchema, version: z.int() }),
    z.object({ kind: z.literal("duplicate"), caseId: caseIdSchema, seq: z.int() }),
    z.object({ kind: z.literal("overtaken"), version: z.int() }),
    z.object({ kind: z.literal("too-late"), now: instantSchema }),
    z.object({ kind: z.literal("no-such-case") }),
    z.object({ kind: z.literal("key-exists") }),
    z.object({ kind: z.literal("key-missing") }),
  ]),
});
