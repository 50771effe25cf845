import type { LimitChange, LimitView } from "@purser/contract";
import { minorPerMajor } from "../../lib/words.ts";

/** What somebody typed into a field of the form, by the limit's key. */
export type Typed = Readonly<Record<string, string>>;

export function keyOf({ policy, index }: Pick<LimitView, "policy" | "index">): string {
  return `${policy}/${index}`;
}

/** As it stands in its field: money in whole units of the currency. */
export function textOf({ unit, value }: LimitView, currency: string): string {
  if (unit === "number") return String(value);
  const perMajor = minorPerMajor(currency);
  return (value / perMajor).toFixed(String(perMajor).length - 1);
}

/** Null for what is no such number, or one that is too large to be exact. */
export function valueOf(text: string, { unit }: Pick<LimitView, "unit">, currency: string): number | null {
  const perMajor = unit === "money" ? minorPerMajor(currency) : 1;
  const places = String(perMajor).length - 1;
  const [, whole = "", part = ""] = /^(\d{1,12})(?:[.,](\d*))?$/.exec(text.trim()) ?? [];
  if (whole === "" || part.length > places) return null;
  return Number(whole) * perMajor + Number(part.padEnd(places, "0") || "0");
}

/** The fields that say something else than the limits in force; `wrong` are those that say nothing that could be. */
export function changesIn(
  limits: readonly LimitView[],
  typed: Typed,
  currency: string,
): { changes: LimitChange[]; wrong: ReadonlySet<string> } {
  const changes: LimitChange[] = [];
  const wrong = new Set<string>();
  for (const limit of limits) {
    const text = typed[keyOf(limit)];
    if (text === undefined) continue;
    const value = valueOf(text, limit, currency);
    if (value === null) wrong.add(keyOf(limit));
    else if (value !== limit.value) changes.push({ policy: limit.policy, index: limit.index, value });
  }
  return { changes, wrong };
}
