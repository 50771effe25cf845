import type { JsonObject } from "@purser/contract";
import type { ActionOutcome, Finding, ToolContext } from "@purser/kit";
import { z } from "zod";
import { change, readRecord } from "./shop-client.ts";

/** The systems with writes that carry the version that they expect. */
type VersionedSystem = "oms" | "calendar" | "crm";

/** A write under a precondition. `reverses` is the key of the call that it takes back. */
export type VersionedWrite = {
  path: string;
  body?: JsonObject;
  version: number;
  key: string;
  attempt: number;
  reverses?: string;
};

/**
 * Sends a write with the version that it expects. A repeat may meet the version that its own first attempt made: then
 * it is not refused but perhaps done.
 */
export async function changeVersioned<Body, Result extends JsonObject>(
  context: ToolContext,
  system: VersionedSystem,
  { path, body, version, key, attempt, reverses }: VersionedWrite,
  schema: z.core.$ZodType<Body>,
  resultOf: (body: Body) => Result,
): Promise<ActionOutcome<Result>> {
  const headers = { "if-version": String(version), ...(reverses === undefined ? {} : { "purser-reverses": reverses }) };
  const withBody = body === undefined ? {} : { body };
  const request = { method: "POST" as const, path, key, headers, ...withBody };
  const outcome = await change(context, system, request, schema, resultOf);
  const isPerhapsDone = attempt > 1 && outcome.kind === "refused" && outcome.code === "PUR-3005";
  return isPerhapsDone ? { kind: "unknown", code: outcome.code, detail: outcome.detail } : outcome;
}

const effectSchema = z.object({ object: z.string(), result: z.string().nullable() });
const effectsSchema = z.object({ effects: z.array(effectSchema) });
/** One thing that was done; `result` is the id of what it made. */
export type Effect = z.infer<typeof effectSchema>;

/** Finds what was done under a key, where the system can say it, and lets `readBack` look whether the record shows it. */
export async function findUnderKey<Result extends JsonObject>(
  context: ToolContext,
  system: Exclude<VersionedSystem, "crm">,
  key: string,
  readBack: (effect: Effect) => Promise<Finding<Result>>,
): Promise<Finding<Result>> {
  const under = await readRecord(context, system, `/effects?key=${encodeURIComponent(key)}`, effectsSchema);
  if (under.kind !== "found") return { kind: "unknown", detail: under.detail };
  const [effect, ...others] = under.value.effects;
  if (effect === undefined) return { kind: "not-done", detail: "Nothing was done under the key." };
  if (others.length > 0) return { kind: "doubled", detail: `${others.length + 1} things were done under the key.` };
  return readBack(effect);
}
