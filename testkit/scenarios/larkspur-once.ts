import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { WebhookRule } from "../../server/src/blueprint/connections.ts";
import { type LarkspurVersion, openLabelWebhooks, openLarkspur } from "./larkspur.ts";

const opened = new Map<LarkspurVersion, Promise<Blueprint>>();
let webhooks: Promise<WebhookRule> | null = null;

/** The example's blueprint, read once in a process: reading it takes longer than a simulation. */
export function larkspurOnce(version: LarkspurVersion = "published"): Promise<Blueprint> {
  const known = opened.get(version) ?? openLarkspur(version);
  opened.set(version, known);
  return known;
}

export function labelWebhooksOnce(): Promise<WebhookRule> {
  webhooks ??= openLabelWebhooks();
  return webhooks;
}
