import type { JsonObject } from "@purser/contract";
import type { Action } from "@purser/kit";
import { z } from "zod";
import { isPromised } from "./promised.ts";

const touchedSchema = z.object({ type: z.string(), id: z.string() });
const countsSchema = z.record(z.string(), z.number());

type Claim<Value> = { kind: "claimed"; value: Value } | { kind: "impossible"; detail: string; isFault: true };

/** The record that an action would touch. */
export function touchedBy(action: Action, args: JsonObject): Claim<z.infer<typeof touchedSchema>> {
  return claimOf(`touches of ${action.name}`, () => action.touches(args), touchedSchema);
}

/** What an action would count, which limits go by. */
export function countedBy(action: Action, args: JsonObject): Claim<z.infer<typeof countsSchema>> {
  return claimOf(`counts of ${action.name}`, () => action.counts(args), countsSchema);
}

/** A tool is written by others: an action of which this cannot be told is not begun, and no limit is passed by it. */
function claimOf<Value>(what: string, claim: () => unknown, schema: z.ZodType<Value>): Claim<Value> {
  const impossible = (why: string): Claim<Value> => {
    return { kind: "impossible", detail: `${what} cannot be told: ${why}`, isFault: true };
  };
  try {
    const claimed = claim();
    if (isPromised(claimed)) return impossible("It answered a promise.");
    const parsed = schema.safeParse(claimed);
    return parsed.success ? { kind: "claimed", value: parsed.data } : impossible(parsed.error.message);
  } catch (error) {
    return impossible(error instanceof Error ? error.message : String(error));
  }
}
