import type { Solver } from "@purser/kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { loadProperties } from "../../server/src/blueprint/properties.ts";
import { readBlueprintFiles } from "../../server/src/blueprint/reading/read-files.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import type { Proof } from "../../server/src/proofs/proof.ts";
import { proveProperty } from "../../server/src/proofs/prove-property.ts";
import { openZ3 } from "../../server/src/solvers/z3/index.ts";
import { larkspurDirectory, openLarkspur } from "../scenarios/larkspur.ts";
import { type Mutant, mutants } from "./mutants.ts";

let blueprint: Blueprint;
let files: Awaited<ReturnType<typeof readBlueprintFiles>>;
let solver: Solver;

beforeAll(async () => {
  blueprint = await openLarkspur();
  files = await readBlueprintFiles(larkspurDirectory);
  solver = await openZ3();
});
afterAll(() => solver.close());

describe("a mistake in the example's guardrails is found by a property", () => {
  test.each(mutants)("$what", async (mutant) => {
    const mutated = withMutant(mutant);
    const proof = await prove(mutant.property, mutated);
    expect(proof.kind).toBe("refuted");
    if (proof.kind !== "refuted") return;
    expect(proof.sentences).not.toEqual([]);
    for (const { question, isPermitted } of decisions(proof, mutated))
      expect([question, isPermitted]).not.toEqual([question, decisionOf(question, blueprint)]);
  });

  test("and there is one for each property, none of which is broken without it", async () => {
    expect(blueprint.properties.filter(({ name }) => mutants.every(({ property }) => property !== name))).toEqual([]);
  });
});

type Question = Parameters<Blueprint["policies"]["ask"]>[0];

/** What Cedar itself says of the examples: unlike what it said before the mistake. */
function decisions(proof: Extract<Proof, { kind: "refuted" }>, mutated: Blueprint) {
  return proof.examples.map((question) => ({ question, isPermitted: decisionOf(question, mutated) }));
}

function decisionOf(question: Question, { policies }: Blueprint): boolean {
  const answer = policies.ask(question);
  expect(answer.errors).toEqual([]);
  return answer.isPermitted;
}

function prove(name: string, of: Blueprint): Promise<Proof> {
  const property = of.properties.find((one) => one.name === name);
  if (property === undefined) throw new Error(`The example has no property "${name}".`);
  return proveProperty(property, of, { isSingleOperator: false }, solver);
}

function withMutant({ file, from, to }: Mutant): Blueprint {
  const path = `guardrails/${file}`;
  const text = files.find((one) => one.path === path)?.text ?? "";
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${path} has the text ${parts.length - 1} times:\n${from}`);
  const guardrails = files
    .filter((one) => one.path.endsWith(".cedar"))
    .map((one) => (one.path === path ? { path, text: parts.join(to) } : one));
  const tools = [...blueprint.toolbox.lookups.values(), ...blueprint.toolbox.actions.values()];
  const load = cedarPolicyEngine.load(guardrails, { tools, totals: blueprint.totals.map(({ name }) => name) });
  if (load.kind === "rejected") throw new Error(JSON.stringify(load.problems));
  const properties = loadProperties(files, load.policies, blueprint.toolbox);
  if (properties.kind === "rejected") throw new Error(JSON.stringify(properties.problems));
  return { ...blueprint, policies: load.policies, properties: properties.value };
}
