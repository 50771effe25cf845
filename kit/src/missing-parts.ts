import { PurserError } from "@purser/contract";

/** What an action, or the undo of one, must declare as a function. */
const ofAction = ["touches", "readFacts", "describe", "simulate", "execute", "verify"] as const;
const ofUndo = ["readFacts", "describe", "execute", "verify"] as const;

/**
 * Throws PUR-2105 with all that a definition lacks. Types force it in TypeScript; a blueprint's files are run without
 * being checked for types.
 */
export function refuseIncomplete(definition: Readonly<Record<string, unknown>> & { name: string }): void {
  const missing = [
    ...(definition["factsSchema"] === undefined ? ["factsSchema"] : []),
    ...ofAction.filter((part) => typeof definition[part] !== "function"),
    ...missingInUndo(definition["undo"]),
  ];
  if (missing.length > 0) throw new PurserError("PUR-2105", `${definition.name} declares no ${missing.join(", no ")}.`);
}

function missingInUndo(undo: unknown): readonly string[] {
  if (typeof undo !== "object" || undo === null || !("kind" in undo)) return ["undo"];
  if (undo.kind === "irreversible") return [];
  if (undo.kind === "held") return "graceMs" in undo && typeof undo.graceMs === "number" ? [] : ["undo.graceMs"];
  const parts: Readonly<Record<string, unknown>> = { ...undo };
  return ofUndo.filter((part) => typeof parts[part] !== "function").map((part) => `undo.${part}`);
}
