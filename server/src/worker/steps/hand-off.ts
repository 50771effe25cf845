import type { HandoffPacket, NewEvent, ProposalId, ProposedStep } from "@purser/contract";
import type { CaseState } from "../../cases/case-state.ts";
import type { StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { sentences } from "../sentences.ts";
import { messageTo } from "./message.ts";

/** Gives the case to people with all that is known. Open questions are withdrawn: nothing begins once a person has it. */
export function handOff(reasons: readonly string[], proposalId: ProposalId | null, context: StepContext): StepResult {
  const { state, world } = context;
  const proposed = state.proposals.find((proposal) => proposal.proposalId === proposalId)?.step;
  const packet = proposed?.kind === "handoff" ? proposed.packet : packetOf(state, reasons);
  const withdrawn: NewEvent[] = state.pauses.map((pause) => ({
    kind: "pause.withdrawn",
    body: { pauseId: pause.pauseId, proposalId: pause.proposalId, by: "handoff", reason: "A person has taken over." },
  }));
  // What came out after a case was closed needs a person's eyes, and a closed case is in nobody's list.
  const reopened: NewEvent[] =
    state.lifecycle === "closed" ? [{ kind: "case.reopened", body: { reason: packet.why } }] : [];
  const events: NewEvent[] = [
    ...reopened,
    ...withdrawn,
    { kind: "handoff.made", body: { handoffId: world.id("hand"), queue: "default", packet } },
  ];
  if (state.lifecycle !== "closed" && state.owner.kind === "agent") events.push(toldOf(proposed, context));
  const calls = [...state.calls, ...state.sweeps.map(({ call }) => call)];
  return { events, release: calls.filter(({ isKnownNotDone }) => isKnownNotDone).map(({ key }) => key) };
}

/** What the customer reads: the reasoner's words when all that they speak of was found done, else the host's. */
function toldOf(step: ProposedStep | undefined, context: StepContext): NewEvent {
  const reply = step?.kind === "handoff" ? step.reply : undefined;
  const isProved = reply?.claims.every((key) => context.state.doneCalls.some((call) => call.key === key));
  return reply !== undefined && isProved === true
    ? messageTo(context, reply.text, { claims: reply.claims })
    : messageTo(context, sentences.handedOff);
}

/** All that the case knows, for a person who must go on without asking anybody. */
function packetOf(state: CaseState, reasons: readonly string[]): HandoffPacket {
  const open = [
    ...state.calls.map((call) => `${call.tool} was begun at ${call.startedAt}; its outcome is not known.`),
    ...state.pauses.map((pause) => `Not decided: ${pause.shown.text}`),
  ];
  return {
    why: reasons.join(" "),
    wants: state.goal ?? state.requests.map(({ procedure }) => procedure).join(", "),
    known: Object.entries(state.values).map(([name, { value, source }]) => ({ name, value, source })),
    done: state.doneCalls.map((call) => `${call.tool} at ${call.doneAt}${call.isUndone ? ", undone since" : ""}`),
    open,
    suggestion: open.length > 0 ? "Look at what is open first." : "Answer the customer.",
  };
}
