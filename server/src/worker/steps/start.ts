import {
  type CallKey,
  type Instant,
  type JsonObject,
  type NewEvent,
  type ProposalId,
  plusMs,
  roleRank,
} from "@purser/contract";
import { type FactsOutcome, toolOfUndo } from "@purser/kit";
import { callKeyOf } from "@purser/kit/audit";
import { asPart, hostSays } from "../../blueprint/sentences/host-sentences.ts";
import { roleNow } from "../../blueprint/settings/people.ts";
import type { ActiveProposal, CaseState, Grant, OpenCall } from "../../cases/case-state.ts";
import { callName } from "../../cases/call-name.ts";
import { wholeOf } from "../../cases/coordinate.ts";
import { isKnownNotDone } from "../../cases/folding/known-not-done.ts";
import { isCustomerToldOfHeld, standingOf } from "../../cases/proposal-ends.ts";
import type { Operation } from "../../tools/operation.ts";
import { consultGuard, type GuardAnswer, type Held } from "../consult-guard.ts";
import { operationOfCall, operationOfProposal } from "../operation-of.ts";
import { levelNow, proposalIn, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { deniedEvent, impossibleEvent, unreadEvent } from "./denied-event.ts";
import { type JudgedEvent, judgedEvent } from "./judge.ts";
import { messageTo } from "./message.ts";
import { readFacts } from "./read-facts.ts";
import { verify } from "./verify.ts";

/** The share of a key's lifetime after which the same call is no longer repeated. */
const keyLifetimeShare = 0.8;

/**
 * Judges once more with fresh facts, the totals and the assurance actually held, and writes down the intention. All of
 * it is one append: judgement, consumed grants, reservations and `call.started`; another version of the case or of a
 * total writes nothing.
 */
export async function start(proposalId: ProposalId, attempt: number, context: StepContext): Promise<StepResult> {
  const { state } = context;
  const proposal = proposalIn(state, proposalId);
  const prepared = operationOfProposal(proposal, context);
  if (prepared.kind === "impossible") return { events: [impossibleEvent(proposal, context, prepared)] };
  const { operation } = prepared;
  const settling = attempt === 1 ? await settleFirst(proposal, operation, context) : null;
  if (settling !== null) return settling;
  const facts = await currentFacts(proposal, operation, attempt, context);
  if (facts.kind !== "read") return { events: [notReadAtStart(proposal, facts, context)] };
  const earlier = state.calls.find((call) => call.proposalId === proposalId);
  const grants = heldGrants(proposal, earlier, context);
  const answer = await consultGuard(
    { ...operation, facts: facts.facts },
    asDecided(proposal, context),
    heldNow(grants, context),
    earlier?.reservations,
  );
  const judged = judgedEvent(proposal, operation, answer, { ...context, now: facts.readAt }, true);
  if (answer.judgement.verdict.kind !== "allow" || isShownChanged(proposal, grants, judged, state)) {
    if (proposal.phase.kind === "held") return { events: [withdrawnByGuard(proposal.phase.key, reasonOf(answer))] };
    // The answers so far are void, so what is needed now is found out as if nobody had been asked.
    const anew = await consultGuard({ ...operation, facts: facts.facts }, context, null, earlier?.reservations);
    const judgedAnew = judgedEvent(proposal, operation, anew, context, false);
    // A part asks nobody again: it is over, and so is the call that it would have repeated.
    if (proposal.author.kind === "coordinate")
      return { events: [judgedAnew], release: earlier === undefined ? [] : [earlier.key] };
    return { events: [...voidedGrants(proposal), judgedAnew] };
  }
  const key = callKeyOf(
    { tenant: state.tenant, caseId: state.caseId, proposalId, action: operation.name, argsHash: proposal.argsHash },
    context.world.deploymentSecret,
  );
  if (operation.graceMs !== null && proposal.phase.kind === "judged")
    return hold({ proposal, judged, key, graceMs: operation.graceMs }, context);
  return begin({ proposal, operation, answer, judged, key, attempt, earlier, grants }, context);
}

/**
 * A call that was given up may have happened all the same: before another begins on its record it is looked up once more.
 * Null when nothing on the record is in doubt; else what the look-up says, and where it says nothing the proposal's refusal.
 */
async function settleFirst(
  proposal: ActiveProposal,
  { touches }: Operation,
  context: StepContext,
): Promise<StepResult | null> {
  const doubtful = context.state.sweeps.find(({ call }) => !call.isKnownNotDone && isOn(call, touches, context));
  if (doubtful === undefined) return null;
  const { call } = doubtful;
  const looked = await verify(call.key, context);
  // What happened twice stays a person's.
  const isSettled = looked.events.some(
    ({ kind, body }) => kind === "call.verified" && (body.finding.kind === "done" || isKnownNotDone(body.finding)),
  );
  if (isSettled) return looked;
  const reason = `Nobody can tell yet what became of ${callName(call)}, on the same record.`;
  return { ...looked, events: [...looked.events, refusedAtStart(proposal, reason, context)] };
}

function isOn(call: OpenCall, { type, id }: Operation["touches"], context: StepContext): boolean {
  const prepared = operationOfCall(call, context);
  if (prepared.kind === "impossible") return false;
  const { touches } = prepared.operation;
  return touches.type === type && touches.id === id;
}

type Holding = { proposal: ActiveProposal; judged: JudgedEvent; key: CallKey; graceMs: number };

/** Decided, and executed only when the grace period is over and the guard still agrees then. */
function hold({ proposal, judged, key, graceMs }: Holding, context: StepContext): StepResult {
  const { state, blueprint, now } = context;
  const { proposalId } = proposal;
  const releaseAt = plusMs(now, graceMs);
  const what = judged.body.shown.text;
  const told: NewEvent[] = isCustomerToldOfHeld(proposal, state)
    ? [messageTo(context, hostSays(blueprint.settings, "held", { what, at: releaseAt }), { proposalId })]
    : [];
  return { events: [judged, { kind: "call.held", body: { key, proposalId, releaseAt } }, ...told], commitsFirst: true };
}

/** What is held says that it is off, so that whoever has seen it held does not wait for it. */
function refusedAtStart(proposal: ActiveProposal, reason: string, context: StepContext): NewEvent {
  const { phase } = proposal;
  return phase.kind === "held" ? withdrawnByGuard(phase.key, reason) : deniedEvent(proposal, context, [reason]);
}

function notReadAtStart(
  proposal: ActiveProposal,
  { kind, detail }: Exclude<CurrentFacts, { kind: "read" }>,
  context: StepContext,
): NewEvent {
  return kind === "failed" && proposal.phase.kind !== "held"
    ? unreadEvent(proposal, context, detail)
    : refusedAtStart(proposal, "What the guardrails need could not be read.", context);
}

function withdrawnByGuard(key: CallKey, reason: string): NewEvent {
  return { kind: "call.withdrawn", body: { key, by: "guard", reason } };
}

function reasonOf({ judgement: { verdict } }: GuardAnswer): string {
  return "reasons" in verdict ? verdict.reasons.join(" ") : "What it was decided on has changed since.";
}

type Beginning = {
  proposal: ActiveProposal;
  operation: Operation;
  answer: GuardAnswer;
  judged: JudgedEvent;
  key: CallKey;
  attempt: number;
  /** The attempt that is repeated. */
  earlier: OpenCall | undefined;
  grants: readonly Grant[];
};

function begin(
  { proposal, operation, answer, judged, key, attempt, earlier, grants }: Beginning,
  { now }: StepContext,
): StepResult {
  const { proposalId, argsHash, phase, step } = proposal;
  const released: NewEvent[] = phase.kind === "held" ? [{ kind: "call.released", body: { key } }] : [];
  const started: NewEvent = {
    kind: "call.started",
    body: {
      key,
      attempt,
      proposalId,
      tool: operation.undoOf === null ? operation.name : toolOfUndo(operation.name),
      args: operation.args,
      argsHash,
      pauseIds: grants.map(({ pause }) => pause.pauseId),
      reservations: [...(earlier?.reservations ?? answer.reservations)],
      undoOf: operation.undoOf,
      once: operation.once,
      resendUntil:
        earlier?.resendUntil ??
        (operation.keyLifetimeMs === null ? null : plusMs(now, operation.keyLifetimeMs * keyLifetimeShare)),
      settleMs: operation.settleMs,
    },
  };
  const undo: NewEvent[] =
    step.kind === "undo" ? [{ kind: "undo.started", body: { key: step.callKey, undoKey: key } }] : [];
  const limits: Instant[] = [
    ...(phase.kind === "held" ? [] : grants.map(({ pause }) => pause.expiresAt)),
    judged.body.validUntil,
  ];
  const [notAfter] = limits.sort();
  return {
    events: [judged, ...released, started, ...undo],
    totals: {
      expected: answer.expected,
      reserve: answer.reservations.map((reservation) => ({ ...reservation, callKey: key })),
    },
    ...(notAfter === undefined ? {} : { notAfter }),
    commitsFirst: true,
  };
}

type CurrentFacts = { kind: "read"; facts: JsonObject; readAt: Instant } | Exclude<FactsOutcome, { kind: "read" }>;

/** The facts of the last judgement while they are fresh; read anew for a repeat and when they are stale. */
async function currentFacts(
  proposal: ActiveProposal,
  operation: Operation,
  attempt: number,
  context: StepContext,
): Promise<CurrentFacts> {
  const standing = standingOf(proposal);
  if (attempt === 1 && proposal.grants.length === 0 && standing !== null && context.now < standing.validUntil) {
    return { kind: "read", facts: standing.judgement.facts, readAt: standing.readAt };
  }
  const read = await readFacts(operation, context, attempt);
  return read.kind === "read" ? { ...read, readAt: context.now } : read;
}

/** What was shown to whoever said yes must still be what will happen. */
function isShownChanged(
  proposal: ActiveProposal,
  grants: readonly Grant[],
  judged: JudgedEvent,
  state: CaseState,
): boolean {
  if (grants.length === 0) return false;
  const { title, text } = judged.body.shown;
  const { author, step } = proposal;
  // That what was done together is taken back if another part fails was shown in one sentence for all of it.
  const isShownAlone = step.kind === "call" || wholeOf(state, proposal)?.step.kind === "undo-all";
  if (author.kind === "coordinate")
    return isShownAlone && !grants.every(({ pause }) => pause.shown.text.includes(asPart(text)));
  const shown = standingOf(proposal)?.shown;
  return shown?.text !== text || shown.title !== title;
}

function voidedGrants(proposal: ActiveProposal): NewEvent[] {
  return proposal.grants.map(({ pause }) => ({
    kind: "pause.superseded",
    body: {
      pauseId: pause.pauseId,
      proposalId: proposal.proposalId,
      newProposalId: null,
      reason: "What was shown has changed since.",
    },
  }));
}

/**
 * What was held was decided by who she had shown herself to be then: at its release only facts, totals and guardrails are
 * looked at anew.
 */
function asDecided({ phase }: ActiveProposal, context: StepContext): StepContext {
  if (phase.kind !== "held") return context;
  const level = phase.standing.judgement.assurance.identity;
  const { state } = context;
  return { ...context, state: { ...state, identity: { ...state.identity, level, expiresAt: null } } };
}

/** The answers that still hold; a repeat of a call stands on those that its first attempt consumed, as does what was held. */
function heldGrants(proposal: ActiveProposal, earlier: OpenCall | undefined, { now }: StepContext): readonly Grant[] {
  if (proposal.phase.kind === "held") return proposal.grants;
  return [...proposal.grants, ...(earlier?.grants ?? [])].filter(({ pause }) => now < pause.expiresAt);
}

/** An approval counts by the role that its giver has now, not by the one that they had. */
function heldNow(grants: readonly Grant[], context: StepContext): Held {
  const { people } = context.world.blueprints.inForce().settings;
  const given = new Map(grants.flatMap((grant) => (grant.pause.kind === "approve" ? [[grant.by, grant.role]] : [])));
  const approvers = [...given].flatMap(([by, role]) => roleNow(people, by, role) ?? []);
  const strongest = approvers.toSorted((one, other) => roleRank(other) - roleRank(one))[0] ?? null;
  const assurance = {
    identity: levelNow(context),
    confirmed: grants.some(({ pause }) => pause.kind === "confirm"),
    approved: strongest !== null,
    approverRole: strongest,
  };
  return { assurance, approvers };
}
