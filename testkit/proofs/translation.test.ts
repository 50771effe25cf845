import { type Action, defineAction, type PolicySet, type Solver } from "@purser/kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import { openZ3 } from "../../server/src/solvers/z3/index.ts";
import { openLarkspur } from "../scenarios/larkspur.ts";
import { differenceFromCedar } from "./same-as-cedar.ts";

let solver: Solver;
beforeAll(async () => {
  solver = await openZ3();
});
afterAll(() => solver.close());

const seed = 20_261_121;

describe("the translation of policies says what Cedar says", () => {
  test("of every action of the example, on random requests", async () => {
    const { policies } = await openLarkspur();
    const differences: unknown[] = [];
    for (const action of policies.actions) {
      const difference = await differenceFromCedar(action, policies, solver, { runs: 12, seed });
      if (difference !== null) differences.push(difference);
    }
    expect(differences).toEqual([]);
  });

  test.each([
    ["texts with a pattern", `context.args.text like "a*b\\*\\\\*" || context.args.text like "*"`],
    ["a pattern without a wildcard, and an empty one", `context.args.text like "x" || context.args.text like ""`],
    ["texts that are not ASCII", `context.args.text == "ä" || context.args.text == "q\\"\\\\u"`],
    ["sets of texts", `context.args.tags.contains("x") || context.args.tags.containsAll(context.facts.tags)`],
    [
      "sets that have something in common",
      `context.args.tags.containsAny(context.facts.tags) && !context.args.tags.isEmpty()`,
    ],
    ["sets of numbers", `context.args.numbers == [1, 2] || context.args.numbers.containsAny([0, 3])`],
    ["a number in a set", `[1, 2, 3].contains(context.args.count)`],
    ["arithmetic", `context.args.count * 3 - context.facts.count + -2 >= 7`],
    ["an if", `(if context.args.flag then context.args.count else context.facts.count) > 1`],
    ["what may be absent", `context.args has note && context.args.note == "x"`],
    ["what may be absent in what may be absent", `context.facts has place.city && context.facts.place.city == "x"`],
    ["records", `context.facts has place && context.facts.place == context.args.place`],
    ["a record that is written out", `context.args.place == {city: "x", zone: 1}`],
    ["who asks, and about what", `principal == Agent::"x" || resource in [Record::"order/1", Record::"order/2"]`],
    ["kinds of entities", `principal is Agent && resource is Record && action == Action::"probe" && context.args.flag`],
    ["what is not so", `!(context.args.flag || context.args.count != 2) && context.args.text != "x"`],
  ])("of %s", async (_what, condition) => {
    const policies = probePolicies(condition);
    expect(policies.logicOf("probe").policies.map(({ uncovered }) => uncovered)).toEqual([null, null]);
    expect(await differenceFromCedar("probe", policies, solver, { runs: 150, seed })).toBeNull();
  });

  test("of policies for one agent or one record", async () => {
    const policies = load(`@id("one") permit (principal == Agent::"x", action, resource == Record::"order/1");
@id("other") forbid (principal is Agent, action == Action::"probe", resource in Record::"order/2");`);
    expect(await differenceFromCedar("probe", policies, solver, { runs: 100, seed })).toBeNull();
  });

  test.each([
    ["sets of records", "!context.args.places.isEmpty()", "args.places, a set of neither texts nor whole numbers"],
    [
      "numbers that JSON does not keep",
      "context.args.count != 9223372036854775807",
      "a number as large as 9223372036854776000",
    ],
    ["characters beyond those of SMT-LIB", `context.args.text == "\\u{E0001}"`, "the character \u{E0001}"],
  ])("and does not speak of %s", (_what, condition, why) => {
    const [policy] = probePolicies(condition).logicOf("probe").policies;
    expect(policy).toMatchObject({ id: "probe", effect: "permit", uncovered: why });
    expect(policy?.term).toMatch(/^uncovered\/probe\//);
  });
});

const place = z.strictObject({ city: z.string(), zone: z.int() });
const probe = probeAction();

/** The condition once as a permit, once as a forbid that fires when it does not hold and something else does. */
function probePolicies(condition: string): PolicySet {
  return load(`@id("probe") permit (principal, action, resource) when { ${condition} };
@id("except") forbid (principal, action, resource) when { context.facts.isFlagged } unless { ${condition} };`);
}

function load(text: string): PolicySet {
  const result = cedarPolicyEngine.load([{ path: "guardrails/probe.cedar", text }], {
    tools: [probe],
    totals: ["sum"],
  });
  if (result.kind === "rejected") throw new Error(JSON.stringify(result.problems));
  return result.policies;
}

function probeAction(): Action {
  const never = (): never => {
    throw new Error("The guard calls no tool.");
  };
  return defineAction({
    name: "probe",
    title: "probe",
    tier: "execute",
    input: z.strictObject({
      text: z.string(),
      count: z.int(),
      flag: z.boolean(),
      note: z.string().exactOptional(),
      tags: z.array(z.string()),
      numbers: z.array(z.int()),
      places: z.array(place),
      place,
    }),
    output: z.strictObject({}),
    needs: {},
    gives: [],
    factsSchema: z.strictObject({
      count: z.int(),
      tags: z.array(z.string()),
      place: place.nullable(),
      isFlagged: z.boolean(),
    }),
    sources: { count: "test", tags: "test", place: "test", isFlagged: "test" },
    touches: never,
    readFacts: never,
    describe: never,
    simulate: never,
    execute: never,
    verify: never,
    undo: { kind: "irreversible", because: "a test" },
  });
}
