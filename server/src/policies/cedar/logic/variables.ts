import { type Json, type JsonObject, unreachable } from "@purser/contract";
import { type PolicySymbol, smt, type SolverValue } from "@purser/kit";
import type { RecordShape, Shape } from "../shape.ts";
import type { ElementSort, SymbolicRecord, SymbolicValue } from "./symbolic-value.ts";
import { NotCovered, textTerm } from "./text-term.ts";

/** The free symbols that stand for a record, a symbol for each value in it and one for whether an optional one is there. */
export type Variables = {
  record: SymbolicRecord;
  symbols: readonly PolicySymbol[];
  /** Symbols with the dotted paths of their values; those of optional ones have `presence`, the symbol that says so. */
  leaves: readonly Leaf[];
};
export type Leaf = { symbol: string; path: string; presences: readonly string[]; shape: Shape | "presence" };

/** Numbers in a question are safe integers: anything else is refused before a policy is asked. */
const largest = BigInt(Number.MAX_SAFE_INTEGER);
const presenceMark = "!given";

export function variablesOf(shape: RecordShape, path: string): Variables {
  const sink: Sink = { symbols: [], leaves: [] };
  return { record: recordVariables(shape, path, [], sink), ...sink };
}

type Sink = { symbols: PolicySymbol[]; leaves: Leaf[] };

function recordVariables(shape: RecordShape, path: string, presences: readonly string[], sink: Sink): SymbolicRecord {
  const fields = [...shape.fields].map(([name, field]) => {
    const fieldPath = path === "" ? name : `${path}.${name}`;
    if (!field.isOptional)
      return [name, { isPresent: smt.truth, value: variable(field.shape, fieldPath, presences, sink) }] as const;
    const presence = `${smt.symbolFor(fieldPath)}${presenceMark}`;
    sink.symbols.push({ name: presence, sort: "Bool", bound: smt.truth });
    sink.leaves.push({ symbol: presence, path: fieldPath, presences, shape: "presence" });
    const value = variable(field.shape, fieldPath, [...presences, presence], sink);
    return [name, { isPresent: presence, value }] as const;
  });
  return { kind: "record", fields: new Map(fields) };
}

function variable(shape: Shape, path: string, presences: readonly string[], sink: Sink): SymbolicValue {
  const symbol = smt.symbolFor(path);
  const leaf = (sort: string, bound: string = smt.truth): void => {
    sink.symbols.push({ name: symbol, sort, bound });
    sink.leaves.push({ symbol, path, presences, shape });
  };
  switch (shape.kind) {
    case "boolean":
      leaf("Bool");
      return { kind: "boolean", term: symbol };
    case "long":
      leaf("Int", between(symbol, shape.minimum, shape.maximum));
      return { kind: "long", term: symbol };
    case "string":
      leaf("String", shape.values === undefined ? smt.truth : oneOf(symbol, shape.values));
      return { kind: "string", term: symbol };
    case "set": {
      const element = elementSort(shape.element);
      if (element === null) return { kind: "opaque", what: `${path}, a set of neither texts nor whole numbers` };
      // All but finitely many values are no elements, as in every set that a question can have.
      leaf(`(Array ${element} Bool)`, smt.not(smt.call("default", symbol)));
      return { kind: "set", element, term: symbol };
    }
    case "record":
      return recordVariables(shape, path, presences, sink);
    default:
      return unreachable(shape);
  }
}

function elementSort(element: Shape): ElementSort | null {
  if (element.kind === "long") return "Int";
  return element.kind === "string" ? "String" : null;
}

/** A choice with a character that no term can have is no bound: more is then taken in, nothing is left out. */
function oneOf(symbol: string, values: readonly string[]): string {
  try {
    return smt.or(values.map((value) => smt.call("=", symbol, textTerm(value))));
  } catch (error) {
    if (error instanceof NotCovered) return smt.truth;
    throw error;
  }
}

function between(symbol: string, minimum: number | undefined, maximum: number | undefined): string {
  const least = minimum === undefined ? -largest : BigInt(minimum);
  const most = maximum === undefined ? largest : BigInt(maximum);
  return smt.and([smt.call("<=", smt.wholeNumber(least), symbol), smt.call("<=", symbol, smt.wholeNumber(most))]);
}

/** The record that a model stands for; what the model does not know is given a value that says nothing. */
export function recordIn(shape: RecordShape, path: string, values: ReadonlyMap<string, SolverValue>): JsonObject {
  const record: Record<string, Json> = {};
  for (const [name, field] of shape.fields) {
    const fieldPath = path === "" ? name : `${path}.${name}`;
    if (field.isOptional && values.get(`${smt.symbolFor(fieldPath)}${presenceMark}`) !== true) continue;
    record[name] = valueIn(field.shape, fieldPath, values);
  }
  return record;
}

function valueIn(shape: Shape, path: string, values: ReadonlyMap<string, SolverValue>): Json {
  const value = values.get(smt.symbolFor(path));
  switch (shape.kind) {
    case "boolean":
      return value === true;
    case "long":
      return typeof value === "bigint" ? Number(value) : (shape.minimum ?? 0);
    case "string":
      return typeof value === "string" ? value : (shape.values?.[0] ?? "");
    case "set":
      return typeof value === "object"
        ? value.map((member) => (typeof member === "bigint" ? Number(member) : member))
        : [];
    case "record":
      return recordIn(shape, path, values);
    default:
      return unreachable(shape);
  }
}
