import {
  type CaseEvent,
  type CaseId,
  type NewEvent,
  type ProposedStep,
  PurserError,
  type ReplyDraft,
  unreachable,
} from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { isUnanswered } from "../agent/handoff/next-action.ts";
import type { ViewMessage } from "../agent/reasoner.ts";
import { rulesReasoner } from "../agent/rules/rules-reasoner.ts";
import type { CaseState } from "../cases/case-state.ts";
import { foldLog } from "../cases/folding/fold.ts";
import { refuseClosed } from "../conversations/append-inlet.ts";
import type { Desk } from "../conversations/desk.ts";
import { readCaseNow } from "../conversations/read-case-now.ts";
import { readLog } from "../conversations/read-log.ts";
import { type Acting, addNote, refuseUnlessHas } from "../conversations/teammate-work.ts";
import { contextOf } from "./preview-undo.ts";
import type { StepContext } from "./step-context.ts";
import { lookup } from "./steps/lookup.ts";
import type { World } from "./world.ts";

/** So many thoughts at most lead to a draft: to understand, to plan, to read what is needed, to write. */
const mostThoughts = 8;

/**
 * What the agent would write or do now, if the teammate who has the case gave it back: thought by rules alone, so it costs
 * nothing and is the same each time. Lookups are made, under the guard; that they were, and for whom, is noted. Nothing is
 * proposed, and nothing reaches the customer.
 *
 * @throws PurserError PUR-2002, PUR-2004 · PUR-2160, PUR-2162 they do not have the case · PUR-2164 its blueprint cannot be run.
 */
export async function draftReply(
  caseId: CaseId,
  by: Acting,
  { desk, world }: { desk: Desk; world: World },
): Promise<ReplyDraft> {
  const caseNow = await readCaseNow(caseId, desk);
  refuseClosed(caseNow);
  refuseUnlessHas(caseNow.state, by);
  const context = await contextOf(caseNow, quiet(world));
  if (context === null) throw new PurserError("PUR-2164", "The blueprint version of this case can no longer be run.");
  const log = await readLog(caseId, desk);
  const empty = { caseId, text: null, call: null, lookedUp: [] };
  if (!isUnanswered(log)) return { ...empty, reason: "Her last message is answered." };
  const thought = await thinkAlong({ ...context, state: asAgents(context.state, log) }, messagesIn(log));
  const { lookedUp } = thought;
  if (lookedUp.length > 0)
    await addNote(caseId, by.id, `For a draft for ${by.id}, ${lookedUp.join(", ")} was looked up.`, desk);
  return { ...empty, ...wouldDo(thought.step), reason: thought.reason, lookedUp };
}

/** The customer is not told of what is looked up here. */
function quiet(world: World): World {
  return { ...world, store: { ...world.store, showProgress: () => undefined } };
}

/** The case as the agent would find it: hers is the last word, and nothing is proposed or asked. */
function asAgents(state: CaseState, log: readonly CaseEvent[]): CaseState {
  const answered = log.findLastIndex((event) => event.kind === "message.sent" && event.body.teammateId !== undefined);
  const unread = log.findLast((event, index) => event.kind === "message.received" && index > answered);
  return {
    ...state,
    lifecycle: "open",
    owner: { kind: "agent" },
    wantsPerson: false,
    handoffDue: null,
    proposals: [],
    pauses: [],
    needsThought: true,
    unreadFromSeq: state.unreadFromSeq ?? unread?.seq ?? null,
  };
}

function messagesIn(log: readonly CaseEvent[]): ViewMessage[] {
  return log.flatMap((event): ViewMessage[] => {
    if (event.kind !== "message.received" && event.kind !== "message.sent") return [];
    const { seq, at } = event;
    const { text, attachments = [] } = event.body;
    const said =
      event.kind === "message.received"
        ? { direction: "in" as const, id: event.body.messageId }
        : { direction: "out" as const, id: event.body.outboxId };
    return [{ seq, at, text, attachments, ...said }];
  });
}

type Thinking = { step: ProposedStep; reason: string; lookedUp: string[] };

/** Thinks on a copy of the case until there is something to say or do; only lookups touch anything outside. */
async function thinkAlong(context: StepContext, messages: readonly ViewMessage[]): Promise<Thinking> {
  const { now, blueprint, world } = context;
  const lookedUp: string[] = [];
  let { state } = context;
  const take = (events: readonly NewEvent[]): void => {
    const placed = events.map((event, index) => ({
      ...event,
      seq: state.seq + 1 + index,
      at: now,
      actorId: "",
      epoch: 1,
    }));
    state = foldLog(state, placed, state);
  };
  for (let count = 1; ; count += 1) {
    const allowance = { most: "rules" as const, why: null };
    const { step, reason, understood } = await rulesReasoner.think({ state, now, blueprint, messages, allowance });
    const isLast = count >= mostThoughts || (step.kind !== "plan" && step.kind !== "lookup");
    if (isLast) return { step, reason, lookedUp };
    const proposalId = world.id("prop");
    const author = { kind: "reasoner" as const, name: rulesReasoner.name };
    const proposal = { proposalId, author, step, reason, argsHash: hashOf(step) };
    take([
      ...understood.map((body): NewEvent => ({ kind: "message.understood", body })),
      { kind: "proposal.made", body: { proposal, stale: false } },
    ]);
    if (step.kind === "plan")
      take([{ kind: "plan.made", body: { procedure: step.procedure, steps: step.steps, reason } }]);
    else {
      take((await lookup(proposalId, { ...context, state })).events);
      lookedUp.push(...step.calls.map(({ tool }) => tool));
    }
  }
}

/** What a step would tell her, and which action it would begin with. */
function wouldDo(step: ProposedStep): Pick<ReplyDraft, "text" | "call"> {
  switch (step.kind) {
    case "reply":
    case "withdraw":
      return { text: step.reply.text, call: null };
    case "later":
    case "resolve":
      return { text: step.reply?.text ?? null, call: null };
    case "ask":
      return { text: step.question, call: null };
    case "call":
      return { text: null, call: step.call };
    case "coordinate":
      return { text: null, call: step.calls[0] ?? null };
    case "lookup":
    case "plan":
    case "open-cases":
    case "undo":
    case "undo-all":
    case "handoff":
      return { text: null, call: null };
    default:
      return unreachable(step);
  }
}
