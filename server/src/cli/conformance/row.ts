import { isDeepStrictEqual } from "node:util";
import type { ProposedStep } from "@purser/contract";
import type { ProbeWorld } from "./probe-world.ts";
import { programText } from "./probe-reasoner.ts";

/** One way in which a wait for a person goes wrong elsewhere, and what must happen here instead. */
export type Row = { id: string; title: string; play: (world: ProbeWorld) => Promise<void> };

/** Throws what was expected and what was found. */
export function same(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new Error(`${what}: ${JSON.stringify(found)} where ${JSON.stringify(expected)} was expected`);
}

export function holds(what: string, isTrue: boolean): void {
  if (!isTrue) throw new Error(`It does not hold that ${what}.`);
}

export function act(recordId: string, amountMinor = 100, more: object = {}): object {
  return { kind: "call", call: { tool: "purser_probe_act", args: { recordId, amountMinor, ...more } } };
}

export function change(recordId: string, amountMinor = 100): object {
  return { kind: "call", call: { tool: "purser_probe_change", args: { recordId, amountMinor } } };
}

export function read(recordId: string): object {
  return { kind: "lookup", calls: [{ tool: "purser_probe_read", args: { recordId } }] };
}

/** Child cases, each with the steps that it is to propose. */
export function openCases(
  order: Extract<ProposedStep, { kind: "open-cases" }>["order"],
  programs: readonly (readonly object[])[],
): object {
  return {
    kind: "open-cases",
    order,
    cases: programs.map((steps) => ({ goal: programText(steps), procedure: null, given: {} })),
  };
}
