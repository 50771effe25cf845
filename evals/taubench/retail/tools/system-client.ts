import type { ErrorCode, JsonObject } from "@purser/contract";
import {
  type Action,
  type ActionOutcome,
  days,
  defineAction,
  type FactsOutcome,
  type Finding,
  type SystemClient,
  type SystemReply,
  type Systems,
  type ToolContext,
} from "@purser/kit";
import { z } from "zod";

/** What was read of a system of record, or why it was not. */
export type Reading<Value> =
  | { kind: "found"; value: Value }
  | { kind: "refused" | "failed"; code: ErrorCode; detail: string };

export async function readRecord<Value>(
  { systems }: ToolContext,
  system: string,
  path: string,
  schema: z.core.$ZodType<Value>,
): Promise<Reading<Value>> {
  const reply = await systemIn(systems, system).request({ method: "GET", path });
  if (reply.kind !== "answered") return { kind: "failed", code: codeOf(reply), detail: reply.detail };
  if (reply.status === 404) return { kind: "refused", code: "PUR-2002", detail: detailOf(reply) };
  const parsed = z.safeParse(schema, reply.body);
  if (reply.status === 200 && parsed.success) return { kind: "found", value: parsed.data };
  return { kind: "failed", code: "PUR-3003", detail: detailOf(reply) };
}

const effectSchema = z.object({ path: z.array(z.string()), value: z.json().optional() });
const effectsSchema = z.object({ effects: z.array(effectSchema) });
const outputSchema = z.object({ changed: z.array(z.string()) });
type Output = z.infer<typeof outputSchema>;

export type WriteDefinition<Input extends JsonObject, Facts extends JsonObject> = {
  /** The system of record that carries it out. */
  system: string;
  name: string;
  title: string;
  input: z.core.$ZodType<Input>;
  factsSchema: z.core.$ZodType<Facts>;
  sources: Readonly<Record<keyof Facts & string, string>>;
  touches: (args: Input) => { type: string; id: string };
  readFacts: (context: ToolContext & { args: Input }) => Promise<FactsOutcome<Facts>>;
  describe: (context: { args: Input; facts: Facts }) => string;
  /** Why what was done stays done. */
  because: string;
};

/** An action that is one write to a system of record: done once under its key, and read back by it. */
export function writeAction<Input extends JsonObject, Facts extends JsonObject>(
  definition: WriteDefinition<Input, Facts>,
): Action {
  const { system, name, because } = definition;
  const path = `/operations/${name}`;
  return defineAction<Input, Output, Facts>({
    ...definition,
    tier: "execute",
    output: outputSchema,
    needs: {},
    gives: [],
    once: "key",
    keyLifetimeMs: days(1),
    simulate: async ({ systems, args }) => {
      const headers = { "dry-run": "yes" };
      const reply = await systemIn(systems, system).request({ method: "POST", path, body: args, headers });
      if (reply.kind === "answered" && reply.status >= 400) return { kind: "would-refuse", detail: detailOf(reply) };
      const parsed = effectsSchema.safeParse(reply.kind === "answered" ? reply.body : null);
      if (!parsed.success) return { kind: "cannot-tell", detail: `Nothing says what ${name} would change.` };
      const changes = parsed.data.effects.map(({ path: [collection = "", id = "", ...fields], value }) => ({
        record: `${collection} ${id}`,
        field: fields.join("."),
        from: null,
        to: JSON.stringify(value ?? null),
      }));
      return { kind: "would-do", changes };
    },
    execute: async ({ systems, args, key }): Promise<ActionOutcome<Output>> => {
      const reply = await systemIn(systems, system).request({ method: "POST", path, body: args, key });
      if (reply.kind === "notSent") return { kind: "failed", code: "PUR-3001", retry: "safe", detail: reply.detail };
      if (reply.kind !== "answered") return { kind: "unknown", code: codeOf(reply), detail: reply.detail };
      if (reply.status >= 400 && reply.status < 500)
        return { kind: "refused", code: "PUR-3004", detail: detailOf(reply) };
      const parsed = effectsSchema.safeParse(reply.body);
      if (!parsed.success) return { kind: "unknown", code: "PUR-3003", detail: detailOf(reply) };
      return { kind: "done", result: changedBy(parsed.data.effects) };
    },
    verify: async (context): Promise<Finding<Output>> => {
      const schema = effectsSchema.extend({ times: z.int() });
      const read = await readRecord(context, system, `/effects?key=${encodeURIComponent(context.key)}`, schema);
      if (read.kind !== "found") return { kind: "unknown", detail: read.detail };
      const { times, effects } = read.value;
      if (times === 0) return { kind: "not-done", detail: "Nothing was done under the key." };
      if (times > 1) return { kind: "doubled", detail: `${times} things were done under the key.` };
      return { kind: "done", result: changedBy(effects) };
    },
    undo: { kind: "irreversible", because },
  });
}

function changedBy(effects: readonly z.infer<typeof effectSchema>[]): Output {
  return { changed: [...new Set(effects.map(({ path: [collection, id] }) => `${collection} ${id}`))] };
}

function systemIn(systems: Systems, system: string): SystemClient {
  const client = systems[system];
  if (client === undefined) throw new Error(`connections.yaml names no system ${system}.`);
  return client;
}

function codeOf({ kind }: Exclude<SystemReply, { kind: "answered" }>): ErrorCode {
  return kind === "notSent" ? "PUR-3001" : kind === "noAnswer" ? "PUR-3002" : "PUR-3003";
}

function detailOf({ body, status }: Extract<SystemReply, { kind: "answered" }>): string {
  const parsed = z.object({ error: z.string() }).safeParse(body);
  return parsed.success ? parsed.data.error : `The system answered ${status}.`;
}
