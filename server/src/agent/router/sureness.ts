import type { HandoffTrigger } from "@purser/contract";
import { hostLanguage } from "../../blueprint/sentences/host-sentences.ts";
import type { LeastRoute, RouterSettings } from "../../blueprint/settings/router-settings.ts";
import { hasEnglish } from "../reply-check/languages.ts";
import { replyOf } from "../reply-of.ts";
import { requestPath } from "../rules/planning/last-question.ts";
import type { CaseView, Thought } from "../reasoner.ts";

/** Which reasoner a step is for, before it is known what may be spent and who answers. */
export type Wish = { route: LeastRoute; why: string };

/** Where rules come to their end, and a model may still find a way; any other handoff is a person's. */
const openEnds: readonly HandoffTrigger[] = ["not-understood", "no-way"];

/**
 * Rules where they are sure, else a model: small, or frontier where the blueprint says so or the small one has already
 * failed at what she wrote last.
 */
export function wishFor(thought: Thought, view: CaseView, settings: RouterSettings): Wish {
  const least = leastRoute(thought, view, settings);
  if (least !== null && least.route !== "rules" && !isForPerson(thought)) return least;
  const doubt = doubtOf(thought, view, settings);
  if (doubt === null) return { route: "rules", why: "The rules are sure." };
  return hasFailedSmall(view)
    ? { route: "frontier", why: `${doubt} What the small model proposed before came to nothing.` }
    : { route: "small", why: doubt };
}

/** Why a model is to be asked in the place of rules; null when they are sure. */
function doubtOf(thought: Thought, view: CaseView, { sure }: RouterSettings): string | null {
  if (isForPerson(thought)) return null;
  const { understood, step } = thought;
  if (saysEnglish(step, view)) return "The rules would say it in English.";
  const unsure = understood.find(({ next }) => next === "ask" || next === "decline");
  if (unsure !== undefined || asksWhatSheWants(step)) return "The rules are not sure what she wants.";
  if (step.kind === "handoff" && openEnds.includes(step.trigger)) return "The rules lead no further.";
  const wishes = understood.flatMap(({ requests }) => requests);
  const least = Math.min(...wishes.map(({ confidence }) => confidence));
  if (least < sure) return `The rules are sure by ${least.toFixed(2)} only, below ${sure}.`;
  const before = view.state.route?.route;
  const isModels = before === "small" || before === "frontier" || before === "cache";
  return isModels && wishes.length === 0 ? "A model has begun it." : null;
}

/** So they begin anew, also where she has been understood already: what a model has begun, rules know nothing of. */
function asksWhatSheWants(step: Thought["step"]): boolean {
  return step.kind === "ask" && step.path === requestPath;
}

/** The rules have their own sentences in English alone: in a blueprint of another language a model says it rather. */
export function saysEnglish(step: Thought["step"], { blueprint: { settings } }: CaseView): boolean {
  const reply = replyOf(step);
  return reply !== null && hostLanguage(settings) !== "en" && hasEnglish(reply.text);
}

/** A person was asked for, or must decide: no model changes that. */
function isForPerson({ understood, step }: Thought): boolean {
  return (
    understood.some(({ next, wantsPerson }) => next === "person" || wantsPerson) ||
    (step.kind === "handoff" && !openEnds.includes(step.trigger))
  );
}

/** What the blueprint demands for what she wants now, or for what is in hand: the most of it. */
function leastRoute({ understood }: Thought, { state }: CaseView, { procedures }: RouterSettings): Wish | null {
  const now = understood.flatMap(({ requests }) => requests);
  const names = (now.length > 0 ? now : state.requests.slice(-1)).map(({ procedure }) => procedure);
  const demanded = names.flatMap((name): Wish[] => {
    const route = procedures[name];
    return route === undefined ? [] : [{ route, why: `The blueprint wants ${route} for ${name}.` }];
  });
  return demanded.find(({ route }) => route === "frontier") ?? demanded.find(({ route }) => route === "small") ?? null;
}

/** Twice since her last message something was proposed that could not be done. */
function hasFailedSmall({ state }: CaseView): boolean {
  if (state.route?.route !== "small") return false;
  const lastHeard = state.messages.findLast(({ direction }) => direction === "in")?.seq ?? 0;
  const ends = state.finished.filter(({ seq }) => seq > lastHeard).map(({ end }) => end.kind);
  return ends.filter((kind) => kind === "denied" || kind === "refused" || kind === "failed").length >= 2;
}

/** Why a frontier model should look at it after the small one; null when that was sure. */
export function doubtOfSmall({ understood, step }: Thought, { smallSure }: RouterSettings): string | null {
  if (step.kind === "handoff" && openEnds.includes(step.trigger)) return "The small model leads no further.";
  if (understood.some(({ next }) => next === "decline")) return "The small model does not know what she wants.";
  const least = Math.min(...understood.flatMap(({ requests }) => requests.map(({ confidence }) => confidence)));
  return least < smallSure ? `The small model is sure by ${least.toFixed(2)} only, below ${smallSure}.` : null;
}

/** Whether rules may go on though they are not as sure as they are asked to be: no model can be asked. */
export function canRulesGoOn({ understood, step }: Thought, view: CaseView): boolean {
  if (saysEnglish(step, view)) return false;
  if (step.kind === "handoff") return !openEnds.includes(step.trigger);
  return !asksWhatSheWants(step) && understood.every(({ next }) => next === "act" || next === "person");
}
