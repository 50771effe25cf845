import type { ModelProvider } from "@purser/kit";
import { createModelReasoner } from "../agent/model/model-reasoner.ts";
import { moderatorOf } from "../agent/moderation/moderator.ts";
import type { Reasoner } from "../agent/reasoner.ts";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { ModelSettings, ModelSize } from "../blueprint/settings/models.ts";
import { priceOf } from "../blueprint/settings/prices.ts";
import type { OperatorLog } from "../worker/world.ts";
import type { Runtime } from "./runtime.ts";

export type ModelReasonerRequest = {
  /** As proposals name their author: `small`, `frontier`, or `model` where there is one. */
  name: string;
  settings: Pick<ModelSettings, "tools" | "timeout" | "maxOutputTokens" | "model"> &
    Pick<Partial<ModelSettings>, "price">;
  model: ModelProvider;
  blueprint: Blueprint;
  /** Goes on where the model gives nothing that can be used. */
  fallback: Reasoner;
  runtime: Pick<Runtime, "moderationService">;
  log: OperatorLog;
};

/** A model reasoner with the moderation of its blueprint; what has no price costs nothing. */
export async function openModelReasoner(request: ModelReasonerRequest): Promise<Reasoner> {
  const { name, settings, model, blueprint, fallback, runtime, log } = request;
  const { moderation } = blueprint.settings;
  const service = await runtime.moderationService(moderation);
  return createModelReasoner({
    name,
    model,
    tools: settings.tools,
    limits: { timeoutMs: settings.timeout, outputTokens: settings.maxOutputTokens },
    price: priceOf(settings, blueprint.settings),
    fallback,
    moderator: moderatorOf(moderation, service, (code, detail) => log("warn", "moderation.failed", { code, detail })),
    log,
  });
}

/** The largest model that a blueprint names; null where it names none. */
export function largestModel({ settings }: Blueprint): { size: ModelSize; settings: ModelSettings } | null {
  for (const size of ["frontier", "small"] as const) {
    const found = settings.models[size];
    if (found !== undefined) return { size, settings: found };
  }
  return null;
}
