import type { CaseEventOf } from "@purser/contract";
import type { CaseState } from "../case-state.ts";
import { changeProposal } from "../proposal-ends.ts";

/** Wrong codes that one request allows: with six digits a guess in 200,000. */
const triesOfCode = 5;

export function foldIdentityChanged(state: CaseState, event: CaseEventOf<"identity.changed">): CaseState {
  const { level, method, expiresAt, customer } = event.body;
  const waiting = state.proposals.filter((proposal) => proposal.phase.kind === "identifying");
  return {
    ...state,
    identity: { level, method, expiresAt },
    identification: { ...state.identification, isAsked: false, pending: null },
    customerId: state.customerId ?? customer?.id ?? null,
    customerRef: state.customerRef ?? customer?.ref ?? null,
    proposals: state.proposals.map((proposal) =>
      waiting.includes(proposal) ? { ...proposal, phase: { kind: "made" } } : proposal,
    ),
    needsThought: state.needsThought || (waiting.length === 0 && isNews(state, level)),
  };
}

/**
 * Showing again who she is, as each visit of the site does, is no news of a customer who was known as well before, nor while
 * something of hers is asked or done: it stays asked, and is judged by who she is then.
 */
function isNews({ customerRef, identity, proposals }: CaseState, level: number): boolean {
  if (customerRef === null) return true;
  const isUnderWay = proposals.some(({ phase }) => phase.kind !== "made" && phase.kind !== "identifying");
  return level > identity.level && !isUnderWay;
}

export function foldCodeAsked(state: CaseState, event: CaseEventOf<"code.asked">): CaseState {
  const asked = { ...state, identification: { ...state.identification, isAsked: true } };
  return changeProposal(asked, event.body.proposalId, (proposal) =>
    proposal.phase.kind === "identifying" ? { ...proposal, phase: { ...proposal.phase, isTold: true } } : proposal,
  );
}

export function foldCodeRequested(state: CaseState, event: CaseEventOf<"code.requested">): CaseState {
  const { requestId, address, name } = event.body;
  if (address !== undefined) return withIdentification(state, { pending: { kind: "request", requestId, address } });
  return name === undefined
    ? state
    : withIdentification(state, { pending: { kind: "request-by-name", requestId, name } });
}

export function foldCodeMade(state: CaseState, event: CaseEventOf<"code.made">): CaseState {
  const { requestId, addressee, level, expiresAt } = event.body;
  const code = { requestId, addressee, level, expiresAt, triesLeft: triesOfCode };
  return withIdentification(state, { pending: null, code });
}

export function foldCodeRefused(state: CaseState): CaseState {
  return withIdentification(state, { pending: null });
}

/** A right code is used up with it. */
export function foldCodeTried(state: CaseState, event: CaseEventOf<"code.tried">): CaseState {
  const { requestId, isRight } = event.body;
  const { code } = state.identification;
  if (code === null || code.requestId !== requestId) return state;
  const triesLeft = isRight ? 0 : Math.max(0, code.triesLeft - 1);
  return withIdentification(state, {
    code: { ...code, triesLeft },
    pending: isRight ? null : { kind: "wrong-code" },
  });
}

function withIdentification(state: CaseState, change: Partial<CaseState["identification"]>): CaseState {
  return { ...state, identification: { ...state.identification, ...change } };
}
