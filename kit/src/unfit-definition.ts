import { PurserError } from "@purser/contract";

type Parts = Readonly<Record<string, unknown>>;

/** What an action, or the undo of one, must declare as a function. */
const ofAction = ["touches", "readFacts", "describe", "simulate", "execute", "verify"] as const;
const ofUndo = ["readFacts", "describe", "execute", "verify"] as const;

/** All that an action can declare. */
const partsOfAction = [
  "name",
  "title",
  "tier",
  "input",
  "output",
  "needs",
  "gives",
  "promises",
  "factsSchema",
  "sources",
  "touches",
  "counts",
  "readFacts",
  "describe",
  "simulate",
  "execute",
  "verify",
  "once",
  "keyLifetimeMs",
  "settleMs",
  "freshForMs",
  "undo",
];
const partsOfLookup = ["name", "title", "input", "output", "needs", "gives", "isPersonal", "doing", "run"];
const partsOfUndo: Readonly<Record<string, readonly string[]>> = {
  irreversible: ["kind", "because"],
  held: ["kind", "graceMs"],
  reversible: ["kind", "withinMs", "residue", "factsSchema", "sources", ...ofUndo],
  compensable: ["kind", "withinMs", "residue", "factsSchema", "sources", ...ofUndo],
};

/**
 * Throws PUR-2105 with all that a definition lacks, and all that it misspells: nobody would read it. Types force it in
 * TypeScript; a blueprint's files are run without being checked for types.
 */
export function refuseUnfitAction(definition: Parts & { name: string }): void {
  refuse(
    definition.name,
    [
      ...["title", "input", "output", "needs", "gives", "sources", "tier", "factsSchema"].filter(
        (part) => !has(definition, part),
      ),
      ...ofAction.filter((part) => typeof definition[part] !== "function"),
      ...missingInUndo(definition["undo"]),
    ],
    [...misspeltIn(definition, partsOfAction), ...misspeltInUndo(definition["undo"])],
  );
}

/** The same of a lookup. */
export function refuseUnfitLookup(definition: Parts & { name: string }): void {
  refuse(
    definition.name,
    [
      ...["title", "input", "output", "gives"].filter((part) => !has(definition, part)),
      ...(typeof definition["run"] === "function" ? [] : ["run"]),
    ],
    misspeltIn(definition, partsOfLookup),
  );
}

function refuse(name: string, missing: readonly string[], unknown: readonly string[]): void {
  const lacks = missing.length === 0 ? [] : [`declares no ${missing.join(", no ")}`];
  const mistakes = [...lacks, ...unknown];
  if (mistakes.length > 0) throw new PurserError("PUR-2105", `${name} ${mistakes.join("; it ")}.`);
}

function has(definition: Parts, part: string): boolean {
  return definition[part] !== undefined;
}

/** What is written almost like a part that a definition has; what bears no likeness may be its author's own. */
function misspeltIn(definition: Parts, known: readonly string[]): readonly string[] {
  return Object.keys(definition).flatMap((part) => {
    const meant = known.includes(part)
      ? undefined
      : known.find((each) => isAlike(part.toLowerCase(), each.toLowerCase()));
    return meant === undefined ? [] : [`declares ${part}, which nothing reads: it is called ${meant}`];
  });
}

function isAlike(one: string, other: string): boolean {
  return (
    `${one}ms` === other || editsBetween(one, other) <= Math.min(mostEdits, Math.floor(other.length / lettersAnEdit))
  );
}

const mostEdits = 2;
/** A word of three letters is another one as soon as one of them differs. */
const lettersAnEdit = 4;

/** How many letters are put in, left out or replaced to make one word of the other. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(one).entries()) {
    const next = [at + 1];
    for (const [index, each] of Array.from(other).entries())
      next.push(
        Math.min((next[index] ?? 0) + 1, (row[index + 1] ?? 0) + 1, (row[index] ?? 0) + (letter === each ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

function misspeltInUndo(undo: unknown): readonly string[] {
  const parts = partsOf(undo);
  return misspeltIn(parts, partsOfUndo[String(parts["kind"])] ?? Object.keys(parts)).map((why) => `${why}, under undo`);
}

function missingInUndo(undo: unknown): readonly string[] {
  const parts = partsOf(undo);
  if (parts["kind"] === undefined) return ["undo"];
  if (parts["kind"] === "irreversible") return has(parts, "because") ? [] : ["undo.because"];
  if (parts["kind"] === "held") return has(parts, "graceMs") ? [] : ["undo.graceMs"];
  return [
    ...["withinMs", "factsSchema", "sources"].filter((part) => !has(parts, part)),
    ...ofUndo.filter((part) => typeof parts[part] !== "function"),
  ].map((part) => `undo.${part}`);
}

function partsOf(undo: unknown): Parts {
  return typeof undo === "object" && undo !== null ? { ...undo } : {};
}
