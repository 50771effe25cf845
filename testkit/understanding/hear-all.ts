import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { instantSchema } from "@purser/contract";
import { recognizerFor, understand, type Vocabulary } from "../../server/src/agent/rules/understanding/understand.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { formatProblem } from "../../server/src/blueprint/reading/problem.ts";
import { loadBlueprint } from "../../server/src/blueprint/load-blueprint.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import type { ExpectedMessage } from "./expected-message.ts";
import type { Heard } from "./score.ts";

const tuesday = instantSchema.parse("2026-02-10T15:00:00.000Z");
const larkspur = fileURLToPath(new URL("../../examples/larkspur", import.meta.url));

export async function loadLarkspur(): Promise<Blueprint> {
  const loaded = await loadBlueprint(larkspur, cedarPolicyEngine);
  if (loaded.kind === "rejected") throw new Error(loaded.problems.map(formatProblem).join("\n"));
  return loaded.value;
}

/** Understands every message; with how long the training took, and a message on average, in milliseconds. */
export function hearAll(
  messages: readonly ExpectedMessage[],
  blueprint: Blueprint,
): { heard: Heard[]; trainedInMs: number; messageMs: number } {
  const startedAt = performance.now();
  recognizerFor(blueprint);
  const trainedAt = performance.now();
  const heard = messages.map((expected) => ({ expected, understood: understand(expected.text, tuesday, blueprint) }));
  const messageMs = (performance.now() - trainedAt) / messages.length;
  return { heard, trainedInMs: trainedAt - startedAt, messageMs };
}

export function changesSomething({ procedures, toolbox }: Vocabulary): (procedure: string) => boolean {
  return (name) => procedures.get(name)?.header.tools.some((tool) => toolbox.actions.has(tool)) ?? false;
}
