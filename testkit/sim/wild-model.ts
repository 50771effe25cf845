import { callKeySchema, PurserError, type ProposedStep, unreachable } from "@purser/contract";
import { seconds } from "@purser/kit";
import type { CaseView, Reasoner, Thought } from "../../server/src/agent/reasoner.ts";
import type { SeededRandom } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

/**
 * What a model does instead of a good answer, at the thought with this number.
 *
 * `slow`: it takes longer than a lease. `down`: nothing comes, and whoever waited falls back to the rules. `cut`: the
 * answer breaks off, and whoever reads it throws. `unknown-tool`, `wrong-types`, `greedy`: a call that may not be.
 * `untrue`: it says that something is done. `endless`: from here on it only ever says one more thing.
 */
export type ModelTrouble = { thought: number; kind: (typeof modelTroubles)[number] };
export const modelTroubles = [
  "slow",
  "down",
  "cut",
  "unknown-tool",
  "wrong-types",
  "greedy",
  "untrue",
  "endless",
] as const;

/** A model was asked: which proposals it saw, and what stood in the prompt. */
export type Prompt = { caseId: string; proposals: readonly string[]; text: string };

/** A script behind a provider of models: asked over a port, in trouble now and then, and never the same answer twice. */
export class WildModel {
  readonly prompts: Prompt[] = [];
  readonly met: string[] = [];
  readonly #scripted: Reasoner;
  readonly #troubles: readonly ModelTrouble[];
  readonly #isFickle: boolean;
  readonly #random: SeededRandom;
  readonly #scheduler: Scheduler;
  readonly #endless = new Set<string>();

  constructor(
    scripted: Reasoner,
    { troubles, isFickle }: { troubles: readonly ModelTrouble[]; isFickle: boolean },
    { random, scheduler }: { random: SeededRandom; scheduler: Scheduler },
  ) {
    this.#scripted = scripted;
    this.#troubles = troubles;
    this.#isFickle = isFickle;
    this.#random = random;
    this.#scheduler = scheduler;
  }

  /** The model as one worker asks it. */
  askedBy(actor: string): Reasoner {
    const { name } = this.#scripted;
    return { name, think: (view) => this.#scheduler.call(actor, "model.ask", () => this.#answer(view, actor)) };
  }

  async #answer(view: CaseView, actor: string): Promise<Thought> {
    const { caseId, proposals, finished, values } = view.state;
    const known = [...proposals, ...finished].toSorted((one, other) => one.seq - other.seq);
    const text = JSON.stringify([view.messages, values]);
    this.prompts.push({ caseId, proposals: known.map(({ proposalId }) => proposalId), text });
    const trouble = this.#troubles.find(({ thought }) => thought === this.prompts.length);
    if (trouble !== undefined) this.met.push(`model ${trouble.kind}`);
    if (trouble?.kind === "endless") this.#endless.add(caseId);
    if (this.#endless.has(caseId)) return thought({ kind: "plan", procedure: "endless", steps: [] });
    if (trouble?.kind === "slow" || trouble?.kind === "down") await this.#scheduler.sleep(actor, seconds(35), null);
    if (trouble?.kind === "cut") throw new PurserError("PUR-3003", "The answer of the model broke off.");
    const answered = await this.#scripted.think(view);
    return trouble === undefined ? this.#varied(answered) : inTrouble(trouble.kind, answered);
  }

  /** Asked again it would want another amount: only the recorded answer counts. */
  #varied(answered: Thought): Thought {
    const { step } = answered;
    const amountMinor = step.kind === "call" ? step.call.args["amountMinor"] : undefined;
    if (!this.#isFickle || step.kind !== "call" || typeof amountMinor !== "number") return answered;
    this.met.push("model fickle");
    const args = { ...step.call.args, amountMinor: Math.max(1, amountMinor - this.#random.below(50)) };
    return { ...answered, step: { kind: "call", call: { ...step.call, args } } };
  }
}

function inTrouble(kind: ModelTrouble["kind"], answered: Thought): Thought {
  switch (kind) {
    case "unknown-tool":
      return thought({ kind: "call", call: { tool: "wire_money", args: { amountMinor: 1_000_000 } } });
    case "wrong-types":
      return thought({ kind: "call", call: { tool: "refund_order", args: { orderId: 7, amountMinor: "all" } } });
    case "greedy":
      return thought(greedy(answered.step));
    case "untrue":
      return thought({ kind: "reply", reply: { text: "All of it is done.", claims: [neverCalled] } });
    case "slow":
    case "down":
    case "cut":
    case "endless":
      return answered;
    default:
      return unreachable(kind);
  }
}

const neverCalled = callKeySchema.parse("a".repeat(52));

/** A hundred times what she asked for. */
function greedy(step: ProposedStep): ProposedStep {
  const amountMinor = step.kind === "call" ? step.call.args["amountMinor"] : undefined;
  if (step.kind !== "call" || typeof amountMinor !== "number") return step;
  return { kind: "call", call: { ...step.call, args: { ...step.call.args, amountMinor: amountMinor * 100 } } };
}

function thought(step: ProposedStep): Thought {
  return { understood: [], step, reason: "The model says so." };
}
