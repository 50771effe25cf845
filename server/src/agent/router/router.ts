import {
  type ErrorCode,
  type EventBody,
  errorTable,
  type ProposedStep,
  type Route,
  unreachable,
} from "@purser/contract";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import type { RouterSettings } from "../../blueprint/settings/router-settings.ts";
import type { DoneCall } from "../../cases/case-state.ts";
import { doneSoFar, untoldCalls } from "../done-so-far.ts";
import type { CaseView, CircuitState, ModelSize, Reasoner, Thought } from "../reasoner.ts";
import { AnswerCache } from "./answer-cache.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { canRulesGoOn, doubtOfSmall, saysEnglish, type Wish, wishFor } from "./sureness.ts";
import { waitForModel } from "./wait-for-model.ts";
import { errorFields } from "../../trace/error-fields.ts";

export type RouterParts = {
  rules: Reasoner;
  /** Reject, or answer with `unusable`, when the model gives nothing that can be used. */
  models: Partial<Record<ModelSize, Reasoner>>;
  /** Told of every failed call, for operators. */
  onTrouble: (trouble: { size: ModelSize; reasoner: string; reason: string; circuit: CircuitState["kind"] }) => void;
};

export type Router = Required<Pick<Reasoner, "health">> & Reasoner;

type Handoff = Extract<ProposedStep, { kind: "handoff" }>;
type Member = { size: ModelSize; reasoner: Reasoner; breaker: CircuitBreaker };
type Cost = NonNullable<Thought["cost"]>;
/** What came of asking the models: a thought, or why there is none. */
type Asked =
  | { thought: Thought; member: Member; why: string }
  | { trouble: string; why: "not-allowed" | "unusable" | "down"; cost: Cost | null };

/**
 * One reasoner made of several. Rules think first: they cost nothing. Where they are not sure a model is asked, as large
 * as the doubt, the blueprint and the budgets say. A model that does not answer is left alone for a while; what rules can
 * do goes on meanwhile, what they cannot waits, and is given to people when it has waited long enough.
 */
export function createRouter({ rules, models, onTrouble }: RouterParts): Router {
  const members = (["small", "frontier"] as const).flatMap((size): Member[] => {
    const reasoner = models[size];
    return reasoner === undefined ? [] : [{ size, reasoner, breaker: new CircuitBreaker() }];
  });
  const cache = new AnswerCache();
  const think = async (view: CaseView): Promise<Thought> => {
    const settings = view.blueprint.settings.router;
    const heard = await rules.think(view);
    const wish = wishFor(heard, view, settings);
    if (wish.route === "rules" || members.length === 0) return routed(heard, "rules", rules.name, wish.why);
    const known = cache.find(view, heard);
    if (known !== null) return routed(known, "cache", "cache", "Exactly this was asked before, of the same pages.");
    if (view.allowance.most === "rules") return withoutMoney(heard, view, rules.name);
    const asked = await askModels(wish, view, { members, onTrouble, settings });
    if ("thought" in asked) {
      cache.keep(view, heard, asked.thought);
      return routed(asked.thought, asked.member.size, asked.member.reasoner.name, asked.why);
    }
    const { why, trouble, cost } = asked;
    switch (why) {
      case "not-allowed":
        return withoutMoney(heard, view, rules.name);
      case "unusable":
        // It is there, and asking it again would give the same: what rules can say of it is said now.
        return withCost(withoutUse(heard, view, { rules: rules.name, trouble }), cost);
      case "down":
        return withCost(withoutModel(heard, view, { rules, members, trouble }), cost);
      default:
        return unreachable(why);
    }
  };
  return {
    name: "router",
    keepsToAllowance: true,
    think,
    health: () =>
      members.map(({ size, reasoner, breaker }) => ({ size, reasoner: reasoner.name, circuit: breaker.state })),
  };
}

type Asking = { members: readonly Member[]; onTrouble: RouterParts["onTrouble"]; settings: RouterSettings };

/** Asks the size that is wished for, as far as the budgets allow, and the other where that one does not answer. */
async function askModels(wish: Wish, view: CaseView, { members, onTrouble, settings }: Asking): Promise<Asked> {
  const { allowance, now } = view;
  const allowed = members.filter(({ size }) => allowance.most === "frontier" || size === "small");
  const order = wish.route === "frontier" ? allowed.toReversed() : allowed;
  if (order.length === 0)
    return { trouble: allowance.why ?? "There is no model of this size.", why: "not-allowed", cost: null };
  const notes = [wish.why];
  if (wish.route === "frontier" && allowance.most === "small" && allowance.why !== null) notes.push(allowance.why);
  let cost: Cost | null = null;
  let isDown = false;
  let unsure: { thought: Thought; member: Member } | null = null;
  for (const member of order) {
    const { size, reasoner, breaker } = member;
    if (!breaker.mayTry(now)) {
      isDown = true;
      notes.push(`The ${size} model is left alone, as it did not answer.`);
      continue;
    }
    const answer = await answerOf(member, view, onTrouble);
    cost = sum(cost, answer?.cost);
    if (answer === null || answer.unusable !== undefined) {
      isDown ||= isOutage(answer);
      notes.push(`The ${size} model (${reasoner.name}) ${answer === null ? "did not answer" : failureOf(answer)}.`);
      continue;
    }
    const doubt =
      size === "small" && unsure === null && order.at(-1) !== member ? doubtOfSmall(answer, settings) : null;
    if (doubt === null) return { thought: withCost(answer, cost), member, why: notes.join(" ") };
    unsure = { thought: answer, member };
    notes.push(doubt);
  }
  if (unsure !== null) return { thought: withCost(unsure.thought, cost), member: unsure.member, why: notes.join(" ") };
  return { trouble: notes.slice(1).join(" "), why: isDown ? "down" : "unusable", cost };
}

async function answerOf(
  { size, reasoner, breaker }: Member,
  view: CaseView,
  onTrouble: RouterParts["onTrouble"],
): Promise<Thought | null> {
  const failed = (reason: string): void => {
    breaker.failed(view.now, reason);
    onTrouble({ size, reasoner: reasoner.name, reason, circuit: breaker.state.kind });
  };
  if (reasoner.doing !== undefined) view.showProgress?.(hostSays(view.blueprint.settings, reasoner.doing));
  try {
    const thought = await reasoner.think(view);
    const { unusable } = thought;
    if (unusable !== undefined && isOutage(thought)) failed(errorTable[unusable].happened);
    else breaker.succeeded();
    return thought;
  } catch (error) {
    const { error: name, code, at } = errorFields(error);
    failed([name, code, at].filter((part) => part !== null).join(" "));
    return null;
  }
}

/** The service is not there, or not for us; a model that answers badly is there. */
const outages: ReadonlySet<ErrorCode> = new Set([
  "PUR-6001",
  "PUR-6002",
  "PUR-6003",
  "PUR-6004",
  "PUR-6005",
  "PUR-6006",
  "PUR-6011",
]);

function isOutage(answer: Thought | null): boolean {
  return answer === null || (answer.unusable !== undefined && outages.has(answer.unusable));
}

function failureOf({ unusable }: Thought): string {
  if (unusable === undefined) return "answered";
  return `gave nothing that can be used (${unusable}: ${errorTable[unusable].happened})`;
}

/**
 * What rules can say of it, in the blueprint's language; a person answers where they have English words alone. What was
 * done and she was not told goes before a question what she wants, and with a handoff: whoever gets it has her other wishes.
 */
function withoutUse(heard: Thought, view: CaseView, { rules, trouble }: { rules: string; trouble: string }): Thought {
  const untold = untoldHere(heard, view);
  const { step } = heard;
  if (saysEnglish(step, view)) {
    const why = `${trouble} The rules would answer in English.`;
    const inPerson = { kind: "handoff" as const, trigger: "no-way" as const, why, suggestion: "Answer her in person." };
    return routed({ ...heard, step: tellingDone(inPerson, untold, view), reason: why }, "none", rules, why);
  }
  if (step.kind === "handoff")
    return routed({ ...heard, step: tellingDone(step, untold, view) }, "rules", rules, `${trouble} The rules go on.`);
  if (step.kind !== "ask" || untold.length === 0) return routed(heard, "rules", rules, `${trouble} The rules go on.`);
  const told = { kind: "reply" as const, reply: doneSoFar(untold, view.blueprint) };
  return routed({ ...heard, step: told, reason: whyDoneSoFar }, "rules", rules, `${trouble} The log speaks.`);
}

/** The handoff, in whose words goes what was done; its own words, where it has any, stay. */
function tellingDone(step: Handoff, untold: readonly DoneCall[], { blueprint }: CaseView): Handoff {
  if (untold.length === 0 || step.reply !== undefined) return step;
  return { ...step, reply: doneSoFar(untold, blueprint, "doneAndHandedOff") };
}

const whyDoneSoFar = "It is done, and nobody has told her.";

/** What was done without a word to her, where rules lead no further and she has written nothing since. */
function untoldHere(heard: Thought, view: CaseView): DoneCall[] {
  return heard.understood.length > 0 || canRulesGoOn(heard, view) ? [] : untoldCalls(view.state);
}

/** Nothing is left to be spent on models: rules as far as they lead, then people. */
function withoutMoney(heard: Thought, view: CaseView, rules: string): Thought {
  const { allowance } = view;
  const why = allowance.why ?? "Nothing is left to spend on models.";
  if (canRulesGoOn(heard, view)) return routed(heard, "rules", rules, why);
  const suggestion = "Go on by hand: rules alone do not lead on, and models may cost no more.";
  const step = { kind: "handoff" as const, trigger: "budget-spent" as const, why, suggestion };
  return routed({ ...heard, step, reason: why }, "none", rules, why);
}

/** No model answers: rules where they know what she wants, else it waits, and what she wrote stays to be read. */
function withoutModel(
  heard: Thought,
  view: CaseView,
  { rules, members, trouble }: { rules: Reasoner; members: readonly Member[]; trouble: string },
): Thought {
  if (canRulesGoOn(heard, view)) return routed(heard, "rules", rules.name, `${trouble} The rules go on.`);
  const restMs = Math.min(...members.map(({ breaker }) => breaker.restMs(view.now)));
  const waiting = waitForModel(view, { restMs, trouble, untold: untoldHere(heard, view) });
  const understood: EventBody<"message.understood">[] = waiting.step.kind === "later" ? [] : [...heard.understood];
  return routed({ ...waiting, understood }, "none", rules.name, trouble);
}

function routed(thought: Thought, route: Route, reasoner: string, why: string): Thought {
  return { ...thought, route: { route, reasoner, why } };
}

function withCost(thought: Thought, cost: Cost | null): Thought {
  return cost === null ? thought : { ...thought, cost };
}

function sum(one: Cost | null, other: Cost | undefined): Cost | null {
  if (other === undefined) return one;
  if (one === null) return other;
  return { tokens: one.tokens + other.tokens, costMicros: one.costMicros + other.costMicros };
}
