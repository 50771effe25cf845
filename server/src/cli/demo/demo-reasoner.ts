import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PurserError } from "@purser/contract";
import type { Recording } from "@purser/kit/model-server";
import type { Reasoner } from "../../agent/reasoner.ts";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import type { OperatorLog } from "../../worker/world.ts";
import { largestModel, openModelReasoner } from "../open-model-reasoner.ts";
import { openReasoner } from "../open-reasoner.ts";
import type { Runtime } from "../runtime.ts";
import type { Cleanups } from "./cleanups.ts";

export const reasonerKinds = ["rules", "model"] as const;
/** `configured` is who thinks in a deployment of the blueprint. */
export type ReasonerKind = (typeof reasonerKinds)[number] | "configured";

type Place = {
  runtime: Pick<Runtime, "rulesReasoner" | "modelProvider" | "moderationService">;
  blueprint: Blueprint;
  log: OperatorLog;
};

/**
 * Who proposes in a demo: the rules, or a model. The model is the one that the blueprint names; where it names none, the
 * scenario's recording answers from a server of its own, over HTTP as a model's service would. Throws PUR-6018.
 */
export async function demoReasoner(
  kind: ReasonerKind,
  scenario: string,
  place: Place,
  cleanups: Cleanups,
): Promise<Reasoner> {
  const { runtime, blueprint, log } = place;
  if (kind === "configured") return openReasoner(blueprint, place);
  const fallback = await runtime.rulesReasoner();
  if (kind === "rules") return fallback;
  const configured = largestModel(blueprint);
  const common = { name: "model", blueprint, fallback, runtime, log };
  if (configured !== null) {
    const model = await runtime.modelProvider(configured.settings);
    return openModelReasoner({ ...common, settings: configured.settings, model });
  }
  const settings = {
    provider: "openai-compatible",
    baseUrl: await startRecording(await readRecording(blueprint.directory, scenario), cleanups),
    allowPrivate: false,
    model: "recording",
    tools: "native",
    timeout: recordedTimeoutMs,
    maxOutputTokens: recordedTokens,
  } as const;
  const model = await runtime.modelProvider(settings);
  return openModelReasoner({ ...common, settings, model });
}

const recordedTimeoutMs = 10_000;
const recordedTokens = 2_000;

async function startRecording(recording: Recording, cleanups: Cleanups): Promise<string> {
  const { replay, startModelServer } = await import("@purser/kit/model-server");
  const server = await startModelServer({ script: replay(recording) });
  cleanups.add(server.stop);
  return server.url;
}

async function readRecording(directory: string, scenario: string): Promise<Recording> {
  const { recordingSchema } = await import("@purser/kit/model-server");
  const path = join(directory, "recordings", `${scenario}.json`);
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) throw new PurserError("PUR-6018", `There is no ${path}.`);
  const parsed = recordingSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new PurserError("PUR-6018", `${path} is not readable: ${parsed.error.message}`);
  return parsed.data;
}
