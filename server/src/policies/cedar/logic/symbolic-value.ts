import { smt } from "@purser/kit";
import type { EntityName } from "../read-policy.ts";
import { NotCovered, textTerm } from "./text-term.ts";

/** A value of Cedar whose parts are terms. Sets are arrays from elements to Bool; an entity is its type and the term of its id. */
export type SymbolicValue =
  | { kind: "boolean"; term: string }
  | { kind: "long"; term: string }
  | { kind: "string"; term: string }
  | { kind: "set"; element: ElementSort; term: string }
  | { kind: "entity"; type: string; id: string }
  | { kind: "entities"; members: readonly SymbolicEntity[] }
  | { kind: "record"; fields: ReadonlyMap<string, SymbolicField> }
  /** What stands in the schema and has no form here; it may be carried about but not looked into. */
  | { kind: "opaque"; what: string };
export type SymbolicEntity = Extract<SymbolicValue, { kind: "entity" }>;
export type SymbolicRecord = Extract<SymbolicValue, { kind: "record" }>;
export type SymbolicField = { isPresent: string; value: SymbolicValue };
/** The sorts of elements; a set of booleans is finite in itself, for which sets that are finite by a default have no form. */
export type ElementSort = "Int" | "String";

export function booleanOf(term: string): SymbolicValue {
  return { kind: "boolean", term };
}

export function entityOf({ type, id }: EntityName): SymbolicEntity {
  return { kind: "entity", type, id: textTerm(id) };
}

/** Whether two values are the same, as Cedar's `==` says it; values of different kinds are not. */
export function areEqual(one: SymbolicValue, other: SymbolicValue): string {
  refuseOpaque(one);
  refuseOpaque(other);
  if (one.kind === "record" && other.kind === "record") return areEqualRecords(one, other);
  if (one.kind === "entity" && other.kind === "entity")
    return one.type === other.type ? smt.call("=", one.id, other.id) : smt.falsehood;
  if (one.kind === "entities" || other.kind === "entities") throw new NotCovered("a comparison of sets of entities");
  if (one.kind === "set" && other.kind === "set")
    return one.element === other.element ? smt.call("=", one.term, other.term) : smt.falsehood;
  const [left, right] = [scalarTerm(one), scalarTerm(other)];
  return one.kind === other.kind && left !== null && right !== null ? smt.call("=", left, right) : smt.falsehood;
}

/** The one value or the other, by a condition. */
export function chosen(condition: string, one: SymbolicValue, other: SymbolicValue): SymbolicValue {
  if (condition === smt.truth) return one;
  if (condition === smt.falsehood) return other;
  const choose = (left: string, right: string) => (left === right ? left : smt.call("ite", condition, left, right));
  if (one.kind === "record" && other.kind === "record") {
    const absent: SymbolicField = { isPresent: smt.falsehood, value: { kind: "opaque", what: "an absent attribute" } };
    const names = new Set([...one.fields.keys(), ...other.fields.keys()]);
    const fieldOf = (name: string): SymbolicField => {
      const [left, right] = [one.fields.get(name) ?? absent, other.fields.get(name) ?? absent];
      const value =
        left.isPresent === smt.falsehood
          ? right.value
          : right.isPresent === smt.falsehood
            ? left.value
            : chosen(condition, left.value, right.value);
      return { isPresent: choose(left.isPresent, right.isPresent), value };
    };
    return { kind: "record", fields: new Map([...names].map((name) => [name, fieldOf(name)])) };
  }
  if (one.kind === "entity" && other.kind === "entity" && one.type === other.type)
    return { ...one, id: choose(one.id, other.id) };
  if (one.kind === "set" && other.kind === "set" && one.element === other.element)
    return { ...one, term: choose(one.term, other.term) };
  if (one.kind === "boolean" && other.kind === "boolean") return { ...one, term: choose(one.term, other.term) };
  if (one.kind === "long" && other.kind === "long") return { ...one, term: choose(one.term, other.term) };
  if (one.kind === "string" && other.kind === "string") return { ...one, term: choose(one.term, other.term) };
  throw new NotCovered("an if whose two values differ in kind");
}

export function refuseOpaque(value: SymbolicValue): void {
  if (value.kind === "opaque") throw new NotCovered(value.what);
}

function areEqualRecords(one: SymbolicRecord, other: SymbolicRecord): string {
  const names = [...new Set([...one.fields.keys(), ...other.fields.keys()])];
  return smt.and(
    names.map((name) => {
      const [left, right] = [one.fields.get(name), other.fields.get(name)];
      if (left === undefined || right === undefined)
        return smt.not(left?.isPresent ?? right?.isPresent ?? smt.falsehood);
      const isSame = areEqual(left.value, right.value);
      if (left.isPresent === smt.truth && right.isPresent === smt.truth) return isSame;
      return smt.and([smt.call("=", left.isPresent, right.isPresent), smt.call("=>", left.isPresent, isSame)]);
    }),
  );
}

function scalarTerm(value: SymbolicValue): string | null {
  return value.kind === "boolean" || value.kind === "long" || value.kind === "string" ? value.term : null;
}
