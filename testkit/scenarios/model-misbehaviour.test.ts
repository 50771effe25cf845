import { proposedStepSchema } from "@purser/contract";
import { type Misbehaviour, misbehaviourNames } from "@purser/kit/testing";
import { afterAll, describe, expect, test } from "vitest";
import type { CaseView } from "../../server/src/agent/reasoner.ts";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import { loadLibrary, removeLibraries } from "./library.ts";
import { thinkWith, viewsOf } from "./model-world.ts";

afterAll(removeLibraries);

/** What operators read of each, once for each time that it was met. */
const expected: Readonly<Record<Misbehaviour, readonly string[]>> = {
  "answer-cut-at-its-length": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "answer-empty-body": ["PUR-6007"],
  "answer-of-nothing": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "answer-refused": ["PUR-6012"],
  "answer-text-instead-of-a-call": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "answer-with-odd-usage": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "answer-withheld": ["PUR-6012"],
  "answer-without-choices": ["PUR-6007"],
  "call-huge": ["PUR-6010"],
  "call-nested-deeply": ["PUR-6007"],
  "call-of-another-case": ["PUR-6008", "PUR-6008", "PUR-6008"],
  "call-of-no-such-tool": ["PUR-6008", "PUR-6008", "PUR-6008"],
  "call-ten-thousand-at-once": ["PUR-6010"],
  "call-that-poisons": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "call-two-at-once": ["PUR-6009", "PUR-6009", "PUR-6009"],
  "call-with-broken-json": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "call-with-no-object": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "call-with-unknown-arguments": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "call-with-wrong-types": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "call-without-arguments": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "connection-reset": ["PUR-6001"],
  "connection-silent": ["PUR-6002"],
  "reply-claims-what-was-not-done": ["PUR-6014", "PUR-6014"],
  "reply-empty": ["PUR-6007", "PUR-6007", "PUR-6007"],
  "reply-invents-a-date": ["PUR-6014", "PUR-6014"],
  "reply-invents-an-amount": ["PUR-6014", "PUR-6014"],
  "reply-invents-an-order": ["PUR-6014", "PUR-6014"],
  "reply-promises": ["PUR-6014", "PUR-6014"],
  "reply-says-its-prompt": ["PUR-6015", "PUR-6015", "PUR-6015"],
  "reply-with-odd-characters": [],
  "service-failed": ["PUR-6006"],
  "service-key-refused": ["PUR-6004"],
  "service-no-such-model": ["PUR-6005"],
  "service-overloaded": ["PUR-6006"],
  "service-page-instead-of-answer": ["PUR-6007"],
  "service-page-of-a-proxy": ["PUR-6006"],
  "service-prompt-too-long": ["PUR-6019"],
  "service-rate-limited": ["PUR-6003"],
  "service-rate-limited-for-a-day": ["PUR-6003"],
  "service-redirects": ["PUR-6001"],
  "service-without-tools": ["PUR-6005", "PUR-6007", "PUR-6007"],
  "stream-cut": ["PUR-6011"],
  "stream-cut-in-a-call": ["PUR-6011"],
  "stream-drips-forever": ["PUR-6002"],
  "stream-endless": ["PUR-6010"],
  "stream-ends-unfinished": ["PUR-6011"],
  "stream-of-no-json": ["PUR-6007"],
  "stream-reports-an-error": ["PUR-6006"],
  "stream-stalls": ["PUR-6002"],
};

/** Each takes its whole time, so it gets little. */
const endless: readonly Misbehaviour[] = ["connection-silent", "stream-stalls", "stream-drips-forever"];

const views = await viewsOf(await loadLibrary(), "Hi! Could I keep the book a bit longer please?");
const view: CaseView | undefined = views[0];
if (view === undefined) throw new Error("There is no first view.");
const instead = await rulesReasoner.think(view);

describe.concurrent("a model that misbehaves for ever", () => {
  test.for(misbehaviourNames)("with %s ends in a bounded, logged thought of another", async (name) => {
    const limits = { timeoutMs: endless.includes(name) ? 400 : 20_000, outputTokens: 500 };
    const { thought, codes, requests } = await thinkWith(() => name, view, { limits });
    expect(codes).toEqual(expected[name]);
    expect(requests).toBeLessThanOrEqual(3);
    expect(proposedStepSchema.safeParse(thought.step).success).toBe(true);
    if (codes.length === 0) return;
    expect(thought).toMatchObject({ by: "rules", step: instead.step });
    expect(thought.reason).toContain(codes.at(-1));
  });
});

test("there are at least 25 ways to misbehave, each with its answer", () => {
  expect(Object.keys(expected).sort()).toEqual([...misbehaviourNames].sort());
  expect(misbehaviourNames.length).toBeGreaterThanOrEqual(25);
});
