import type { CallKey } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { EffectRecord } from "./history.ts";
import {
  afterStep,
  automatic,
  done,
  effect,
  historyOf,
  key,
  notDone,
  replaced,
  started,
  verified,
} from "./refund-story.ts";
import { checkUndoTrue } from "./undo-true.ts";
import { checkWordsMatch } from "./words-match.ts";
import { keyNamed, second, worker, writtenCase, type WrittenStep } from "./written-history.ts";

const tickAt = (at: number): number => Date.parse(second(at));

describe("what a look finds done, while no ledger has it under its key,", () => {
  const withoutKeys = replaced(automatic, "started", started("started", 5, { once: "none" }));
  const args = { customerRef: "LC-1", orderId: "L-10001", amountMinor: 2_000 };
  const another = { ...effect, key: keyNamed("another"), args };
  const calledBy = (step: WrittenStep) =>
    writtenCase("another", [...automatic.slice(0, 5), step], { status: "waiting", wakeAt: null, isRunnable: false });
  const theirs = calledBy(started("started", 5, { key: another.key }));
  const isFound = (steps: readonly WrittenStep[], change: EffectRecord, others = [theirs]): boolean => {
    const { cases, ...history } = historyOf(steps, { effects: [change] });
    const wrong = checkWordsMatch({ ...history, cases: [...cases, ...others] });
    return !wrong.some((violation) => violation.startsWith(`The call ${key} was found done`));
  };

  test("is true where another case has done the very same meanwhile, in a system without keys", () => {
    expect(isFound(withoutKeys, another)).toBe(true);
  });

  test("is false where the other did something else, did it after the look, or before the call, or for somebody else", () => {
    expect(isFound(withoutKeys, { ...another, args: { ...args, amountMinor: 1 } })).toBe(false);
    expect(isFound(withoutKeys, { ...another, tick: tickAt(9) })).toBe(false);
    expect(isFound(withoutKeys, { ...another, tick: tickAt(4) })).toBe(false);
    expect(isFound(withoutKeys, { ...another, subject: "LC-2" })).toBe(false);
  });

  test("is false where it is no other case's, or was done with another tool", () => {
    expect(isFound(withoutKeys, another, [])).toBe(false);
    const cancels = calledBy(started("started", 5, { key: another.key, tool: "cancel_order" }));
    expect(isFound(withoutKeys, another, [cancels])).toBe(false);
  });

  test("is true where the case did the same once more after a look had settled that it was not done, and only then", () => {
    const again = started("started again", 7, { key: another.key });
    const lookedAt = (at: number, settled: boolean): readonly WrittenStep[] =>
      afterStep(withoutKeys, "ended", verified("looked", at, { ...notDone, settled }), again);
    const change = { ...another, tick: tickAt(7) };
    expect(isFound(lookedAt(7, true), change, [])).toBe(true);
    expect(isFound(lookedAt(7, false), change, [])).toBe(false);
    expect(isFound(afterStep(withoutKeys, "ended", again), change, [])).toBe(false);
  });

  test("is false in a system with keys, which tells whose change it is", () => {
    expect(isFound(automatic, another)).toBe(false);
  });
});

describe("what is taken back a second time", () => {
  const [first, again, others] = [keyNamed("undo"), keyNamed("undo again"), keyNamed("another")];
  const undo = (name: string, at: number, undoKey: CallKey): readonly WrittenStep[] => [
    started(name, at, { key: undoKey, undoOf: key, once: "none" }),
    worker(`${name} begun`, "undo.started", { key, undoKey }, { at }),
  ];
  const looked = (name: string, at: number, finding: typeof done | typeof notDone): WrittenStep =>
    worker(name, "call.verified", { key: first, attempt: 1, finding, settledAt: second(at), values: {} }, { at });
  const reversal: EffectRecord = { ...effect, seq: 2, tick: tickAt(10), key: first, kind: "reversal", reverses: key };
  const reversedAgain: EffectRecord = { ...reversal, seq: 4, tick: tickAt(30), key: again };
  const change: EffectRecord = { ...effect, seq: 3, tick: tickAt(11), key: others };
  const isTrue = (finding: typeof done | typeof notDone, ...effects: readonly EffectRecord[]): boolean => {
    const steps = [...undo("undo", 10, first), looked("looked", 12, finding), ...undo("undo again", 30, again)];
    return (
      checkUndoTrue(historyOf(afterStep(automatic, "told", ...steps), { effects: [effect, ...effects] })).length === 0
    );
  };

  test("may be, where somebody else has set it again and a look has found that", () => {
    expect(isTrue(notDone, reversal, change, reversedAgain)).toBe(true);
  });

  test("may not, where nobody has changed it, only later, or something else", () => {
    expect(isTrue(notDone, reversal, reversedAgain)).toBe(false);
    expect(isTrue(notDone, reversal, { ...change, tick: tickAt(20) }, reversedAgain)).toBe(false);
    expect(isTrue(notDone, reversal, { ...change, object: "CH-2" }, reversedAgain)).toBe(false);
  });

  test("may not, where the same reversal happened twice", () => {
    expect(isTrue(notDone, reversal, { ...reversal, seq: 3, tick: tickAt(11) }, reversedAgain)).toBe(false);
  });

  test("may not, where the look had found it done", () => {
    expect(isTrue(done, reversal, change, reversedAgain)).toBe(false);
  });
});
