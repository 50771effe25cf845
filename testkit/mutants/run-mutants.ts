import { parseArgs } from "node:util";
import type { Json } from "@purser/contract";
import { z } from "zod";
import { inLanes, laneOption, serveLane } from "../lanes.ts";
import { printResult } from "../print-result.ts";
import { scenarios } from "../scenarios/scenarios.ts";
import type { Reach } from "../sim/reach.ts";
import { mutants } from "./all-mutants.ts";
import type { hunt, Hunted } from "./hunt.ts";
import { PatchedKernel } from "./patched-kernel.ts";

const options = { only: { type: "string", multiple: true }, json: { type: "boolean", default: false } } as const;

/** Every planted bug is found within so many seeds. */
const mostSeeds = 200;
/** The product as it is passes so many seeds of every scenario. */
const controlSeeds = 3;
const control = "M0";

const huntedSchema = z.strictObject({
  name: z.string(),
  runs: z.int(),
  caught: z.strictObject({ seed: z.int(), scenario: z.string(), violation: z.string() }).nullable(),
  violations: z.array(z.string()),
});
type Named = z.infer<typeof huntedSchema>;

/** Plants one bug after another and plays until the invariant that must notice it does. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes(laneOption)) return serve();
  const { values } = parseArgs({ args: [...args], options });
  const names = [control, ...mutants.map(({ name }) => name)].filter(
    (name) => values.only === undefined || values.only.includes(name),
  );
  const reach: Record<string, number> = {};
  let runs = 0;
  let wrong = 0;
  await inLanes("mutants/run-mutants.ts", names, huntedSchema, (hunted) => {
    runs += hunted.runs;
    const problem = problemOf(hunted);
    wrong += problem === null ? 0 : 1;
    if (hunted.caught !== null) reach[`${hunted.name} caught at run`] = hunted.runs;
    process.stdout.write(`${lineOf(hunted, problem)}\n`);
  });
  if (names.length === 0) process.stdout.write(`There is no ${String(values.only)}.\n`);
  printResult({ suite: "mutants", runs, violations: wrong, reach: sorted(reach) }, values.json);
  return wrong === 0 && names.length > 0 ? 0 : 1;
}

function problemOf({ name, caught, violations }: Named): string | null {
  if (name === control) return violations.length === 0 ? null : `The product as it is: ${violations.join(" ")}`;
  return caught === null ? `nothing noticed it, but: ${violations.slice(0, 3).join(" ") || "nothing at all"}` : null;
}

function lineOf({ name, runs, caught }: Named, problem: string | null): string {
  const mutant = mutants.find((candidate) => candidate.name === name);
  const what = mutant === undefined ? "no bug" : `${mutant.what} → ${mutant.invariant}`;
  const found = caught === null ? "" : `: ${caught.violation.slice(0, 160)} (seed ${caught.seed}, ${caught.scenario})`;
  return `${problem === null ? "passed" : "FAILED"}  ${name.padEnd(4)} ${what}, ${runs} runs${found}${problem === null ? "" : `: ${problem}`}`;
}

async function serve(): Promise<number> {
  const kernel = await PatchedKernel.open();
  const code = await serveLane((item) => huntIn(kernel, item));
  await kernel.close();
  return code;
}

async function huntIn(kernel: PatchedKernel, item: Json): Promise<Named> {
  const mutant = mutants.find(({ name }) => name === item);
  const everything = { plays: scenarios.map(({ name }) => name) };
  const { runs, caught, violations } = await kernel.run<{ hunt: typeof hunt }, Hunted>(
    "testkit/mutants/hunt.ts",
    mutant?.patches ?? [],
    (module) =>
      mutant === undefined
        ? module.hunt(everything, null, controlSeeds)
        : module.hunt(mutant, mutant.invariant, mostSeeds),
  );
  return { name: mutant?.name ?? control, runs, caught, violations: [...violations] };
}

function sorted(reach: Reach): Reach {
  return Object.fromEntries(
    Object.entries(reach).toSorted(
      ([one], [other]) => Number(one.slice(1).split(" ")[0]) - Number(other.slice(1).split(" ")[0]),
    ),
  );
}
