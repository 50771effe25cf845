import type { CaseEvent } from "@purser/contract";
import { expect, test } from "vitest";
import { z } from "zod";
import { automatic, historyOf } from "./refund-story.ts";
import { checkSameReplay, type Replayed } from "./same-replay.ts";

const stateSchema = z.strictObject({ seqs: z.array(z.int()) });

/** A kernel of which one event after another is a state. */
const kernel: Replayed<{ seqs: readonly number[] }> = {
  fold: (state, event: CaseEvent) => ({ seqs: [...(state?.seqs ?? []), event.seq] }),
  write: (state) => JSON.stringify(state),
  read: (text) => stateSchema.parse(JSON.parse(text)),
  decide: (state, now) => ({ last: state.seqs.at(-1), now }),
};

test("I14 holds for a kernel that forgets nothing by being stored", () => {
  expect(checkSameReplay(historyOf(automatic), kernel)).toEqual([]);
});

test("I14 is tripped by a state that loses something when it is stored", () => {
  const violations = checkSameReplay(historyOf(automatic), {
    ...kernel,
    read: (text) => ({ seqs: kernel.read(text).seqs.slice(1) }),
  });
  expect(violations.some((violation) => violation.includes("folds differently"))).toBe(true);
});

test("I14 is tripped by a step that is not the same twice", () => {
  let calls = 0;
  const violations = checkSameReplay(historyOf(automatic), { ...kernel, decide: () => (calls += 1) });
  expect(violations.some((violation) => violation.includes("decided differently"))).toBe(true);
});
