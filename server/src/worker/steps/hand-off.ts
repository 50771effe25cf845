import { type Instant, type NewEvent, type ProposalId, type ProposedStep, unreachable } from "@purser/contract";
import { handoffPacket } from "../../agent/handoff/packet.ts";
import { isOpenAt, nextOpening } from "../../blueprint/settings/business-hours.ts";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import { routeCase } from "../../blueprint/settings/route-case.ts";
import { openedOf } from "../../blueprint/settings/settings.ts";
import { queueFor, teamOf } from "../../blueprint/settings/team.ts";
import type { HandoffDue } from "../../cases/case-state.ts";
import { loadsOf } from "../../cases/owner-rows.ts";
import type { StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { isUnknownToHer } from "../unspoken.ts";
import { messageTo } from "./message.ts";
import { partlyUndoneMessage } from "./undo-messages.ts";

/** Gives the case to people with all that is known. Open questions are withdrawn: nothing begins once a person has it. */
export async function handOff(
  due: HandoffDue,
  proposalId: ProposalId | null,
  context: StepContext,
): Promise<StepResult> {
  const { state, world, blueprint } = context;
  const proposed = state.proposals.find((proposal) => proposal.proposalId === proposalId)?.step;
  const suggestion = proposed?.kind === "handoff" ? proposed.suggestion : null;
  const cause = { trigger: due.trigger, topic: due.topic, why: due.reasons.join(" "), suggestion };
  const packet = handoffPacket(cause, state, await context.readLog(), blueprint);
  const withdrawn: NewEvent[] = state.pauses.map((pause) => ({
    kind: "pause.withdrawn",
    body: { pauseId: pause.pauseId, proposalId: pause.proposalId, by: "handoff", reason: "A person has taken over." },
  }));
  // What came out after a case was over needs a person's eyes, and a closed case is in nobody's list.
  const reopened: NewEvent[] =
    state.lifecycle === "open" ? [] : [{ kind: "case.reopened", body: { reason: packet.why } }];
  const opensAt = opensAgainAt(context);
  const queue = queueOf(due, context);
  const events: NewEvent[] = [
    ...reopened,
    ...withdrawn,
    { kind: "handoff.made", body: { handoffId: world.id("hand"), queue, packet, opensAt } },
    ...(await assigned(queue, context)),
  ];
  const partlyUndone = partlyUndoneMessage(context);
  if (partlyUndone !== null) events.push(partlyUndone);
  else if (isTold(due, context) && !(await isUnknownToHer(context)))
    events.push(toldOf(due, proposed, opensAt, context));
  const calls = [...state.calls, ...state.sweeps.map(({ call }) => call)];
  return { events, release: calls.filter(({ isKnownNotDone }) => isKnownNotDone).map(({ key }) => key) };
}

/** A sensitive topic has its queue, what is asked for has another; a case that waits in one already stays there. */
function queueOf({ topic }: HandoffDue, { state, blueprint }: StepContext): string {
  const known = topic === null ? undefined : blueprint.sensitive.topics.get(topic);
  if (known !== undefined) return known.queue;
  if (state.owner.kind !== "agent") return state.owner.queue;
  const asked = [
    ...(state.procedure === null ? [] : [state.procedure]),
    ...state.requests.map(({ procedure }) => procedure),
  ];
  return queueFor(asked, teamOf(blueprint.settings));
}

/** Whose it is to take. A case that a teammate has is nobody else's. */
async function assigned(queue: string, { state, world, blueprint }: StepContext): Promise<NewEvent[]> {
  const { settings } = blueprint;
  const team = teamOf(settings);
  const isStaying = state.owner.kind === "queue" && state.owner.queue === queue;
  if (
    Object.values(team.people).every(({ cases }) => cases === undefined) ||
    state.owner.kind === "teammate" ||
    isStaying
  )
    return [];
  const loads = loadsOf(await world.store.listOwners(state.tenant));
  const assignment = routeCase({ queue, language: languageOf(state.values, settings.locale) }, team, loads);
  return [{ kind: "case.assigned", body: { ...assignment, by: "routing" } }];
}

/** What a system of record says of her, else the shop's own. */
function languageOf(values: StepContext["state"]["values"], locale: string): string {
  const known = values["customer.language"]?.value ?? values["customer.locale"]?.value;
  return new Intl.Locale(typeof known === "string" && known !== "" ? known : locale).language;
}

/** When people are there again; null while they are. */
function opensAgainAt({ blueprint, now }: StepContext): Instant | null {
  const hours = openedOf(blueprint.settings);
  return hours === null || isOpenAt(hours, now) ? null : nextOpening(hours, now);
}

/**
 * Once, when the agent gives the case up; and when a case that waits for a person turns out to be about a sensitive
 * topic. While a teammate has it nothing is said.
 */
function isTold({ topic }: HandoffDue, { state }: StepContext): boolean {
  const { owner, lifecycle } = state;
  if (lifecycle === "closed") return false;
  switch (owner.kind) {
    case "agent":
      return true;
    case "queue":
      return topic !== null && topic !== owner.topic;
    case "teammate":
      return false;
    default:
      return unreachable(owner);
  }
}

/** What the customer reads: the topic's sentence, or the reasoner's words when all that they speak of was found done, else the host's. */
function toldOf(
  due: HandoffDue,
  step: ProposedStep | undefined,
  opensAt: Instant | null,
  context: StepContext,
): NewEvent {
  const { blueprint, state } = context;
  const { settings } = blueprint;
  const when = opensAt === null ? hostSays(settings, "answeredHere") : hostSays(settings, "answeredFrom", { opensAt });
  const topic = due.topic === null ? undefined : blueprint.sensitive.topics.get(due.topic);
  if (topic !== undefined) {
    const said = [topic.sentence, ...(topic.helpline === null ? [] : [topic.helpline])];
    const parts = said.map((words) => ("own" in words ? words.own : hostSays(settings, words.host)));
    return messageTo(context, [...parts, when].join(" "));
  }
  const reply = step?.kind === "handoff" ? step.reply : undefined;
  const isProved = reply?.claims.every((key) => state.doneCalls.some((call) => call.key === key));
  if (reply === undefined || isProved !== true) return messageTo(context, `${hostSays(settings, "handedOff")} ${when}`);
  const text = opensAt === null ? reply.text : `${reply.text} ${when}`;
  return messageTo(context, text, { claims: reply.claims });
}
