import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PurserError } from "@purser/contract";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { formatProblem } from "../../blueprint/reading/problem.ts";
import { comparePolicies } from "../../proofs/compare-policies.ts";
import type { Guarded } from "../../proofs/guarded-action.ts";
import { comparisonInWords } from "../../proofs/tell-comparison.ts";
import { findBlueprint } from "../find-project.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";

type Options = { blueprint?: string | undefined; json: boolean };
type Version = Guarded & { isSingleOperator: boolean };

/**
 * Says what the second folder permits and forbids unlike the first. A folder is a blueprint, or holds `.cedar` files for the
 * tools of the blueprint that the command works on.
 */
export async function compareGuardrails(
  folders: readonly string[],
  options: Options,
  runtime: Runtime,
  terminal: Terminal,
): Promise<void> {
  const [older, newer, third] = folders;
  if (older === undefined || newer === undefined || third !== undefined)
    throw new PurserError("PUR-2192", `--diff takes two folders, the old one and the new one; got ${folders.length}.`);
  const before = await versionIn(older, options, runtime);
  const after = await versionIn(newer, options, runtime);
  const mode = { isSingleOperator: before.isSingleOperator || after.isSingleOperator };
  const solver = await runtime.openSolver();
  try {
    const comparison = await comparePolicies(before, after, mode, solver);
    if (options.json) terminal.print(JSON.stringify({ before: older, after: newer, ...comparison }));
    else for (const line of comparisonInWords(comparison)) terminal.print(line);
  } finally {
    await solver.close();
  }
}

async function versionIn(folder: string, options: Options, runtime: Runtime): Promise<Version> {
  const directory = resolve(folder);
  if (existsSync(join(directory, "blueprint.yaml"))) return asVersion(await blueprintIn(directory, runtime));
  const files = existsSync(directory) ? await guardrailsIn(directory) : [];
  if (files.length === 0)
    throw new PurserError("PUR-2192", `${folder} has neither a blueprint.yaml nor a .cedar file.`);
  const blueprint = await blueprintIn(findBlueprint(options.blueprint, process.cwd()), runtime);
  const { toolbox, totals } = blueprint;
  const tools = [...toolbox.lookups.values(), ...toolbox.actions.values()];
  const load = runtime.loadPolicies(files, { tools, totals: totals.map(({ name }) => name) });
  if (load.kind === "rejected") throw new PurserError("PUR-2192", load.problems.map(formatProblem).join("\n"));
  return { ...asVersion(blueprint), policies: load.policies };
}

function asVersion({ policies, toolbox, settings }: Blueprint): Version {
  return { policies, toolbox, isSingleOperator: settings.singleOperator };
}

async function blueprintIn(directory: string, runtime: Runtime): Promise<Blueprint> {
  const load = await runtime.loadBlueprint(directory);
  if (load.kind === "loaded") return load.value;
  throw new PurserError("PUR-2192", `${directory} has mistakes:\n${load.problems.map(formatProblem).join("\n")}`);
}

async function guardrailsIn(directory: string): Promise<readonly { path: string; text: string }[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".cedar")).toSorted();
  return Promise.all(
    names.map(async (name) => ({ path: `guardrails/${name}`, text: await readFile(join(directory, name), "utf8") })),
  );
}
