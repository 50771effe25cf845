import type { ErrorCode, EventBody } from "@purser/contract";
import type { ModelLimits, ModelMessage, ModelProvider, ModelUsage } from "@purser/kit";
import { costMicrosOf, type Price } from "../../blueprint/settings/prices.ts";
import { thoughtsLeft } from "../../cases/decide.ts";
import type { Moderator } from "../moderation/moderator.ts";
import type { CaseView, Reasoner, Thought } from "../reasoner.ts";
import { handoffOf } from "../rules/planning/handoff.ts";
import { chooseProcedures } from "./choose-procedures.ts";
import { hear, hearLast, shownFirst } from "./hear.ts";
import { type Objection, objectionTo } from "./objections.ts";
import { offeredSteps, type Proposed } from "./offered-step.ts";
import { withPlainReply } from "./plain-reply.ts";
import { labelsFor, promptFor } from "./prompt.ts";
import { readAnswer } from "./read-answer.ts";

export type ModelReasonerOptions = {
  /** As proposals name their author. */
  name: string;
  model: ModelProvider;
  /** `auto` tries tool calling, and text from then on once the service has said that it knows none. */
  tools: "auto" | "native" | "text";
  limits: Pick<ModelLimits, "timeoutMs" | "outputTokens">;
  price: Price | null;
  /** Goes on where the model gives nothing that can be used. */
  fallback: Reasoner;
  moderator: Moderator;
  /** For operators; never with what people wrote. */
  log: (level: "info" | "warn", event: string, fields: Readonly<Record<string, string | number | null>>) => void;
};

/** The first answer and the repairs of it. */
const turnsPerThought = 3;
const bounds = { characters: 60_000, calls: 12 } as const;
/** A reply that nothing proved is asked for once more, and then replaced. */
const repliesTried = 2;

/**
 * A reasoner that asks a model for one step. Whatever the model does, a thought comes of it: after at most two repairs the
 * fallback thinks instead. It keeps nothing between thoughts but whether the model can call tools.
 */
export function createModelReasoner(options: ModelReasonerOptions): Reasoner {
  let byText = options.tools === "text";
  return {
    name: options.name,
    doing: "readingMessage",
    think: (view) =>
      new Thinking(view, options, byText, () => {
        byText = true;
      }).think(),
  };
}

type Spent = { turns: number; usage: ModelUsage };
type Failed = { code: ErrorCode; step: Proposed["step"] | null };

class Thinking {
  readonly #view: CaseView;
  readonly #options: ModelReasonerOptions;
  readonly #onTextOnly: () => void;
  readonly #heard: EventBody<"message.understood">[];
  #byText: boolean;
  #spent: Spent = { turns: 0, usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 } };

  constructor(view: CaseView, options: ModelReasonerOptions, byText: boolean, onTextOnly: () => void) {
    this.#view = view;
    this.#options = options;
    this.#byText = byText;
    this.#onTextOnly = onTextOnly;
    this.#heard = hear(view, options.name);
  }

  async think(): Promise<Thought> {
    if (this.#view.state.wantsPerson || this.#heard.some(({ wantsPerson }) => wantsPerson))
      return this.#thought(handoffOf("person-asked", "The customer asked for a person.", "Answer her in person."));
    const held = await this.#heldBack();
    if (held !== null) return this.#thought(held);
    const found = await this.#askModel();
    if ("because" in found) return this.#proposal(found);
    const plain = found.step === null ? null : withPlainReply(found.step, this.#view);
    if (plain !== null && found.code === "PUR-6014")
      return this.#thought({ step: plain, reason: "Nothing proved what the model wanted to say, so the log speaks." });
    return this.#thinkInstead(found.code);
  }

  /** What no model is to read goes to a person. */
  async #heldBack(): Promise<ReturnType<typeof handoffOf> | null> {
    for (const { text } of shownFirst(this.#view)) {
      const moderated = await this.#options.moderator(text, "in");
      if (moderated.kind === "clean") continue;
      const categories = moderated.categories.join(", ");
      this.#report({ code: "PUR-6015", why: categories });
      const why = `The moderation held her message back: ${categories}.`;
      return handoffOf("not-understood", why, "Read what she wrote, and answer her if it is meant well.");
    }
    return null;
  }

  async #askModel(): Promise<Proposed | Failed> {
    const { model, limits } = this.#options;
    const heard = this.#heard.length > 0 ? this.#heard : hearLast(this.#view, this.#options.name);
    const chosen = chooseProcedures(this.#view, heard);
    const labels = labelsFor(this.#view);
    const offered = offeredSteps(this.#view, chosen, labels);
    const turns = Math.min(turnsPerThought, thoughtsLeft(this.#view.state));
    const repairs: ModelMessage[] = [];
    let failed: Failed = { code: "PUR-6013", step: null };
    let unproved = 0;
    while (this.#spent.turns < turns) {
      const messages = [...promptFor(this.#view, chosen, labels, this.#byText ? offered : []), ...repairs];
      const tools = this.#byText ? [] : offered.map(({ tool }) => tool);
      const answer = await model.ask({ messages, tools, limits: { ...limits, ...bounds } });
      this.#count(answer.usage);
      if (answer.kind === "failed") {
        this.#report({ code: answer.code, why: answer.detail });
        failed = { code: answer.code, step: null };
        if (!answer.lacksTools || this.#byText || this.#options.tools === "native") return failed;
        this.#byText = true;
        this.#onTextOnly();
        continue;
      }
      const read = readAnswer(answer, offered);
      const objection =
        read.kind === "unusable"
          ? read
          : await objectionTo(read.proposed.step, this.#view, chosen, this.#options.moderator);
      if (read.kind === "proposed" && objection === null) return read.proposed;
      if (objection === null) continue;
      this.#report(objection);
      failed = { code: objection.code, step: read.kind === "proposed" ? read.proposed.step : null };
      unproved += objection.code === "PUR-6014" ? 1 : 0;
      if (objection.code === "PUR-6012" || unproved >= repliesTried) return failed;
      repairs.push(...repairOf(answer, objection));
    }
    return failed;
  }

  #count({ inputTokens, cachedInputTokens, outputTokens, isEstimate }: ModelUsage): void {
    const { turns, usage } = this.#spent;
    if (isEstimate === true)
      this.#options.log("info", "model.usage-estimated", {
        caseId: this.#view.state.caseId,
        model: this.#options.model.name,
        inputTokens,
        outputTokens,
      });
    this.#spent = {
      turns: turns + 1,
      usage: {
        inputTokens: usage.inputTokens + inputTokens,
        cachedInputTokens: usage.cachedInputTokens + cachedInputTokens,
        outputTokens: usage.outputTokens + outputTokens,
      },
    };
  }

  /** Without what the model or the customer wrote: an objection may quote it. */
  #report({ code }: Objection): void {
    const { caseId } = this.#view.state;
    this.#options.log("warn", "model.unusable", {
      caseId,
      code,
      model: this.#options.model.name,
      turn: this.#spent.turns,
    });
  }

  #proposal({ step, because, facts, options }: Proposed): Thought {
    const { state } = this.#view;
    const procedure = step.kind === "plan" ? step.procedure : (state.plan?.procedure ?? null);
    const known = facts.filter((path) => state.values[path] !== undefined);
    const grounds = { procedure, facts: [...new Set(known)], options: [...options] };
    return { ...this.#thought({ step, reason: because }), grounds };
  }

  async #thinkInstead(code: ErrorCode): Promise<Thought> {
    const { fallback, model, name } = this.#options;
    const thought = await fallback.think(this.#view);
    const reason = `${thought.reason} (${name} was asked first, and ${model.name} gave nothing that can be used: ${code}.)`;
    return { ...thought, reason, by: thought.by ?? fallback.name, unusable: code, ...this.#cost() };
  }

  #thought({ step, reason }: Pick<Thought, "step" | "reason">): Thought {
    return { understood: this.#heard, step, reason, ...this.#cost() };
  }

  /** Nothing where no model was asked. */
  #cost(): Pick<Thought, "cost"> {
    const { turns, usage } = this.#spent;
    const { price } = this.#options;
    if (turns === 0) return {};
    const tokens = usage.inputTokens + usage.outputTokens;
    return { cost: { tokens, costMicros: price === null ? 0 : costMicrosOf(usage, price), turns } };
  }
}

/** What the model said and what is wrong with it, without a tool call that providers would want an answer to. */
function repairOf(
  answer: { text: string; calls: readonly { name: string; input: unknown }[] },
  { why }: Objection,
): ModelMessage[] {
  const said = [answer.text, ...answer.calls.slice(0, 2).map(({ name, input }) => `${name} ${JSON.stringify(input)}`)];
  const text = said.join("\n").trim().slice(0, longestEcho);
  return [
    { role: "assistant", text: text === "" ? "(nothing)" : text },
    { role: "user", text: `This cannot be taken. ${why.slice(0, longestEcho)}` },
  ];
}

const longestEcho = 3_000;
