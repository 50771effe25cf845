import type { ModelScript } from "@purser/kit/testing";
import { startModelServer } from "@purser/kit/testing";
import { createModelReasoner, type ModelReasonerOptions } from "../../server/src/agent/model/model-reasoner.ts";
import { moderatorOf } from "../../server/src/agent/moderation/moderator.ts";
import type { CaseView, Reasoner, Thought } from "../../server/src/agent/reasoner.ts";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { modelAt } from "./model-at.ts";
import { openSimulation } from "../sim/simulation.ts";
import { opensChat } from "./opens-chat.ts";

/** The views of one case that the rules reasoner carried through, in their order: what a model would have been shown. */
export async function viewsOf(blueprint: Blueprint, text: string): Promise<readonly CaseView[]> {
  const views: CaseView[] = [];
  const reasoner: Reasoner = {
    name: "rules",
    think: (view) => {
      views.push(structuredCloneOf(view));
      return rulesReasoner.think(view);
    },
  };
  const simulation = await openSimulation({ seed: 1, blueprint, reasoner });
  await opensChat("READER-1", text, simulation.desk);
  await simulation.run(() => false, { hours: 1 });
  return views;
}

/** A copy of what changes with the case; the blueprint holds functions and stays. */
function structuredCloneOf(view: CaseView): CaseView {
  return { ...view, state: structuredClone(view.state), messages: structuredClone(view.messages) };
}

export type Thinking = {
  thought: Thought;
  /** Error codes in the operators' log, in their order. */
  codes: readonly string[];
  /** What stood in the operators' log beside them. */
  logged: string;
  requests: number;
  /** All texts of the last request. */
  lastPrompt: string;
};

/** One thought of a model behind a scripted server, over HTTP. */
export async function thinkWith(
  script: ModelScript,
  view: CaseView,
  options: Partial<ModelReasonerOptions> = {},
): Promise<Thinking> {
  const server = await startModelServer({ script });
  try {
    const lines: Readonly<Record<string, string | number | null>>[] = [];
    const model = await modelAt(server.url);
    const reasoner = createModelReasoner({
      name: "model",
      model,
      tools: "auto",
      limits: { timeoutMs: 5_000, outputTokens: 1_000 },
      price: { input: 2, output: 10 },
      fallback: rulesReasoner,
      moderator: moderatorOf(view.blueprint.settings.moderation, null, () => undefined),
      log: (_level, _event, fields) => lines.push(fields),
      ...options,
    });
    const thought = await reasoner.think(view);
    const requests = server.requests();
    return {
      thought,
      codes: lines.flatMap(({ code }) => (typeof code === "string" ? [code] : [])),
      logged: JSON.stringify(lines),
      requests: requests.length,
      lastPrompt: (requests.at(-1)?.messages ?? []).map(({ content }) => content).join("\n"),
    };
  } finally {
    await server.stop();
  }
}
