import type { Reasoner } from "../agent/reasoner.ts";
import { createRouter } from "../agent/router/router.ts";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { OperatorLog } from "../worker/world.ts";
import { openModelReasoner } from "./open-model-reasoner.ts";
import type { Runtime } from "./runtime.ts";

type Place = { runtime: Pick<Runtime, "rulesReasoner" | "modelProvider" | "moderationService">; log: OperatorLog };

/**
 * Who thinks in a deployment: the rules alone, or a router over them and the models that the blueprint names. Throws
 * PUR-6016 when a model's provider or key is not there.
 */
export async function openReasoner(blueprint: Blueprint, { runtime, log }: Place): Promise<Reasoner> {
  const rules = await runtime.rulesReasoner();
  const sizes = (["small", "frontier"] as const).flatMap((size) => {
    const settings = blueprint.settings.models[size];
    return settings === undefined ? [] : [{ size, settings }];
  });
  if (sizes.length === 0) return rules;
  const opened = await Promise.all(
    sizes.map(async ({ size, settings }): Promise<[string, Reasoner]> => {
      const model = await runtime.modelProvider(settings);
      const name = `${size}: ${settings.model}`;
      return [size, await openModelReasoner({ name, settings, model, blueprint, fallback: rules, runtime, log })];
    }),
  );
  return createRouter({
    rules,
    models: Object.fromEntries(opened),
    onTrouble: ({ size, reasoner, reason, circuit }) =>
      log(circuit === "open" ? "error" : "warn", "model.failed", { size, reasoner, reason, circuit }),
  });
}
