import { beforeAll, describe, expect, test } from "vitest";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { halves, readExpected } from "./expected-message.ts";
import { changesSomething, hearAll, loadLarkspur } from "./hear-all.ts";
import { hearSmall, type SmallResult } from "./score-small.ts";
import { score, type Score } from "./score.ts";
import { smallBlueprints } from "./small-blueprints.ts";

let blueprint: Blueprint;
const scores = new Map<string, Score>();
beforeAll(async () => {
  blueprint = await loadLarkspur();
  for (const half of halves)
    scores.set(half, score(hearAll(readExpected(half), blueprint).heard, changesSomething(blueprint)));
}, 120_000);

describe.each(halves)("of the messages in the half %s", (half) => {
  test.each([
    ["single requests are right, or right among the two asked about", "singleRight", 0.9],
    ["what is out of scope is recognized", "outOfScopeFound", 0.85],
    ["what is taken for ours is ours", "inScopePrecision", 0.9],
    ["what is ours is taken for ours", "inScopeKept", 0.9],
    ["who wants a person is heard", "personRecall", 0.95],
    ["who is taken to want a person does", "personPrecision", 0.88],
    ["all of several requests are heard, in their order", "multiAll", 0.8],
  ] as const)("%s", (_, figure, bar) => {
    expect(scores.get(half)?.[figure]).toBeGreaterThanOrEqual(bar);
  });

  test("none is acted on that would change something it did not ask for", () => {
    expect(scores.get(half)?.mistakes.filter(({ what }) => what === "WRONG ACT")).toEqual([]);
  });

  test("the confidence is as high as how often it is right", () => {
    expect(scores.get(half)?.calibrationError).toBeLessThanOrEqual(0.08);
  });
});

describe.each(smallBlueprints())("with the few examples of $trade", (small) => {
  let heard: readonly SmallResult[];
  beforeAll(() => {
    heard = hearSmall(small);
  });
  const of = (kind: SmallResult["kind"]): readonly SmallResult[] => heard.filter((one) => one.kind === kind);

  test("what is worded nearly as an example is acted on, or rightly asked about", () => {
    expect(of("near").filter(({ outcome }) => outcome !== "acted" && outcome !== "asked")).toEqual([]);
    expect(of("near").filter(({ outcome }) => outcome === "acted").length).toBeGreaterThan(of("near").length / 2);
  });

  test("nothing is acted on that would change something it did not ask for", () => {
    expect(heard.filter(({ outcome }) => outcome === "wrong-act")).toEqual([]);
  });

  test("most of what nobody there serves is declined", () => {
    const declined = of("out-of-scope").filter(({ outcome }) => outcome === "declined");
    expect(declined.length).toBeGreaterThanOrEqual(of("out-of-scope").length - 1);
  });
});

describe("the evaluation messages", () => {
  const messages = halves.flatMap(readExpected);

  test("are at least 300, of every kind, and about every procedure that somebody can ask for", () => {
    expect(messages.length).toBeGreaterThanOrEqual(300);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    const asked = new Set(messages.flatMap(({ procedures }) => procedures));
    const askedFor = [...blueprint.procedures.values()].filter(({ header }) => header.when.length > 0);
    expect(askedFor.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
  });

  test("are no training examples, nor nearly any", () => {
    const { examples, outOfScope } = blueprint.understanding;
    const wordsOf = (texts: readonly string[]) => texts.map((text) => ({ text, words: wordsAsWritten(text) }));
    const [ours, foreign] = [wordsOf([...examples.values()].flat()), wordsOf(outOfScope)];
    const near = messages.flatMap(({ id, kind, text }) => {
      const words = wordsAsWritten(text);
      // What differs by the one word that makes it foreign is harder for it, not easier.
      return (kind === "out-of-scope" ? foreign : ours)
        .filter((each) => likeness(words, each.words) >= nearlyTheSame)
        .map((each) => `${id}: ${text} | ${each.text}`);
    });
    expect(near).toEqual([]);
  });
});

/** From here on a message is nearly an example: three of four words are the same. */
const nearlyTheSame = 0.75;

function wordsAsWritten(text: string): ReadonlySet<string> {
  return new Set(
    text
      .toLowerCase()
      .replaceAll(/['’]/g, "")
      .match(/[a-z]+|\d+/g),
  );
}

/** The words that two texts share, of all that either has. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / (one.size + other.size - shared);
}
