import { type JsonObject, jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import type { Mapping, Source } from "./overlay.ts";

/** Which sources a mapping may name. */
export type Available = { own: JsonObject; result: JsonObject | null; facts: JsonObject | null; hasKey: boolean };

/** The tool's own arguments: those of the operation that the overlay does not fill in. */
export function ownInput(input: JsonObject, mapping: Mapping): JsonObject {
  const own = Object.entries(propertiesOf(input)).filter(([name]) => mapping[name] === undefined);
  return {
    type: "object",
    properties: Object.fromEntries(own),
    required: requiredOf(input).filter((name) => mapping[name] === undefined),
    additionalProperties: false,
  };
}

export function propertiesOf(schema: JsonObject): JsonObject {
  const parsed = jsonObjectSchema.safeParse(schema["properties"]);
  return parsed.success ? parsed.data : {};
}

export function requiredOf(schema: JsonObject): readonly string[] {
  const parsed = z.array(z.string()).safeParse(schema["required"]);
  return parsed.success ? parsed.data : [];
}

/** Why a source has no value here; null when it has. */
export function whyNoSource(source: Source, { own, result, facts, hasKey }: Available): string | null {
  if (typeof source !== "string" || source === "customer.ref") return null;
  if (source === "key") return hasKey ? null : "There is no key here: nothing is carried out.";
  if (source === "callKey")
    return result === null ? "Only an undo knows the key of the call that it takes back." : null;
  const [root = "", name = ""] = source.split(".");
  if (root === "args") return propertiesOf(own)[name] === undefined ? `The tool has no argument ${name}.` : null;
  if (root === "result") {
    if (result === null) return "Only an undo knows the result of the call that it takes back.";
    return propertiesOf(result)[name] === undefined ? `The action gives no ${name}.` : null;
  }
  if (facts === null) return "Facts are not known here.";
  return propertiesOf(facts)[name] === undefined ? `There is no fact ${name}.` : null;
}
