import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Scenario } from "@purser/kit";
import { createModuleLoader } from "../../blueprint/module-loader.ts";

/** The scenarios of a blueprint, by name: each file in `scenarios/` whose default export is one. None where there is no such folder. */
export async function loadScenarios(directory: string): Promise<ReadonlyMap<string, Scenario>> {
  const folder = join(directory, "scenarios");
  const scenarios = new Map<string, Scenario>();
  if (!existsSync(folder)) return scenarios;
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")).sort();
  const loader = createModuleLoader(directory, { isFresh: false });
  for (const name of names) {
    const exported = await loader.importDefault(join(folder, name));
    if (isScenario(exported)) scenarios.set(exported.name, exported);
  }
  return scenarios;
}

function isScenario(value: unknown): value is Scenario {
  return (
    typeof value === "object" && value !== null && "kind" in value && value.kind === "scenario" && "prepare" in value
  );
}
