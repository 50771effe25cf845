import type { Assurance, IdentityLevel, JsonObject, Judgement, TeammateRole, Verdict } from "@purser/contract";
import { approvalsOf, identityLevels, mostApprovals } from "@purser/contract";
import type { AssuranceField, PolicyAnswer } from "@purser/kit";
import { approverRoles } from "./approver-role.ts";
import { draftNeedsConfirmation, onlyApproved } from "./draft.ts";
import { onlyConfirmed } from "./presumed.ts";

/** What the guard is asked: the policies as a function, and what may be relied on. */
export type GuardRequest = {
  /** Asks the policies about the one action, with its arguments, facts and totals. More assurance never permits less. */
  ask: (assurance: Assurance) => PolicyAnswer;
  /** What of an assurance the answer depends on; absent: on all. */
  named?: readonly AssuranceField[];
  /** Told on in the judgement; the policies got them already. */
  facts: JsonObject;
  totals: Readonly<Record<string, number>>;
  /** The customer's level now, and the highest that this channel can reach. */
  level: IdentityLevel;
  highestLevel: IdentityLevel;
  /** Confirmation and approval that are held already; null when none. Its identity is not used: that is `level`. */
  held: Assurance | null;
  /** The roles of all different people who have approved, for what needs more than one; absent: that of `held` alone. */
  approvers?: readonly TeammateRole[];
  /** True only in the visible mode in which an admin may approve. */
  isSingleOperator: boolean;
  /** True for an action of tier draft: it waits for a teammate's approval, and the customer is asked nothing. */
  isDraft: boolean;
  /** True for an action that the customer confirms whatever the policies permit, since it is only presumed; absent: no. */
  asksFirst?: boolean;
};

/** The sentence for operators when the policies gave an error instead of an answer. */
export const notEvaluated = "The guardrails could not be evaluated.";
export const nothingPermits = "No guardrail permits this.";

/**
 * What must happen before the action may run.
 *
 * Asks first at the highest assurance that the channel can reach. Refused there, a person decides (escalate) or the
 * forbids that fired do (deny). Permitted there, the answer is the least that is missing: identity first, then at the
 * customer's level nothing, her confirmation, an approval, or both. An answer with errors counts as refused. A draft is
 * approved at least, and one that the customer would have to confirm goes to a person.
 */
export function judge(request: GuardRequest): Judgement {
  const remembered = rememberAnswers(request.ask, request.named ?? allFields);
  const asking = { ...request, ask: withOwnRules({ ...request, ask: remembered }) };
  const top = topAssurance(request);
  const answer = asking.ask(top);
  if (!permits(answer)) return refused(request, top, answer);
  return identification(asking, top) ?? leastStep(asking) ?? refused(request, top, { ...answer, isPermitted: false });
}

/** The policies, and what is asked for beside them: of a draft an approval, of what is only presumed her confirmation. */
export function withOwnRules({
  ask,
  isDraft,
  asksFirst = false,
}: Pick<GuardRequest, "ask" | "isDraft" | "asksFirst">): GuardRequest["ask"] {
  if (isDraft) return onlyApproved(ask);
  return asksFirst ? onlyConfirmed(ask) : ask;
}

/** A permitted answer as a judgement at an assurance. */
export function allowed(
  request: Pick<GuardRequest, "facts" | "totals">,
  assurance: Assurance,
  answer: PolicyAnswer,
): Judgement {
  return judgementOf(request, assurance, { kind: "allow" }, answer);
}

/** True only for an answer that permits and is free of errors. */
export function permits(answer: PolicyAnswer): boolean {
  return answer.isPermitted && answer.errors.length === 0;
}

/** What the case holds now: the customer's level, and of what was given only what may count. */
function heldAssurance({
  level,
  held,
  isSingleOperator,
}: Pick<GuardRequest, "level" | "held" | "isSingleOperator">): Assurance {
  const role = held?.approverRole ?? null;
  const isApproved = held?.approved === true && role !== null && approverRoles(isSingleOperator).includes(role);
  return {
    identity: level,
    confirmed: held?.confirmed ?? false,
    approved: isApproved,
    approverRole: isApproved ? role : null,
  };
}

/**
 * What the case holds, told in each way that counts: with one approver of the highest role, with two of whom the lower
 * role counts. A policy that wants two leads is not satisfied by a lead and a teammate.
 */
export function heldAssurances(request: Pick<GuardRequest, "level" | "held" | "isSingleOperator" | "approvers">) {
  const held = heldAssurance(request);
  if (!held.approved || request.approvers === undefined) return [held];
  const counted = approverRoles(request.isSingleOperator);
  const roles = request.approvers
    .filter((role) => counted.includes(role))
    .toSorted((one, other) => counted.indexOf(other) - counted.indexOf(one))
    .slice(0, mostApprovals);
  return [held, ...roles.slice(1).map((role, index) => approvedBy(held, role, index + 2))];
}

function refused(request: GuardRequest, top: Assurance, answer: PolicyAnswer): Judgement {
  const { forbids, errors } = answer;
  if (errors.length > 0)
    return judgementOf(request, top, { kind: "escalate", reasons: [notEvaluated, ...errors] }, answer);
  if (forbids.length === 0) {
    const reason = request.isDraft && answer.permits.length > 0 ? draftNeedsConfirmation : nothingPermits;
    return judgementOf(request, top, { kind: "escalate", reasons: [reason] }, answer);
  }
  const reasons = [...new Set(forbids.map(sentenceOf))];
  const isEscalated = forbids.some(({ escalates }) => escalates);
  return judgementOf(request, top, { kind: isEscalated ? "escalate" : "deny", reasons }, answer);
}

/** What is said of a forbid that fired. */
export function sentenceOf({ id, reason }: { id: string; reason: string | null }): string {
  return reason ?? `The guardrail ${id} forbids this.`;
}

/** The lowest identity level that still permits, if it is above the customer's. */
function identification(request: GuardRequest, top: Assurance): Judgement | null {
  for (const identity of identityLevels.filter((level) => level >= request.level && level <= top.identity)) {
    const assurance = { ...top, identity };
    const answer = request.ask(assurance);
    if (!permits(answer)) continue;
    return identity === request.level
      ? null
      : judgementOf(request, assurance, { kind: "identify", level: identity }, answer);
  }
  return null;
}

/** At the customer's level: as is, with her confirmation, with an approval of the lowest role, with both, with a second one. */
function leastStep(request: GuardRequest): Judgement | null {
  const held = heldAssurance(request);
  const confirmed = { ...held, confirmed: true };
  const confirm = request.isDraft ? null : stepAt(request, confirmed, { kind: "confirm" });
  // What is refused with her confirmation is refused without it: that is not asked.
  const now = request.isDraft || confirm !== null ? (stepAt(request, held, { kind: "allow" }) ?? confirm) : null;
  if (now !== null) return now;
  for (let approvals = 1; approvals <= mostApprovals; approvals += 1) {
    const step =
      approval(request, held, "approve", approvals) ??
      (request.isDraft ? null : approval(request, confirmed, "confirm-then-approve", approvals));
    if (step !== null) return step;
  }
  return null;
}

/** The lowest role whose approval is enough; when the highest is not, none is, and the others are not tried. */
function approval(
  request: GuardRequest,
  held: Assurance,
  kind: "approve" | "confirm-then-approve",
  approvals: number,
): Judgement | null {
  const roles = approverRoles(request.isSingleOperator);
  const highest = roles.at(-1);
  if (highest === undefined || !permits(request.ask(approvedBy(held, highest, approvals)))) return null;
  for (const role of roles) {
    const verdict = approvals === 1 ? { kind, role } : { kind, role, approvals };
    const step = stepAt(request, approvedBy(held, role, approvals), verdict);
    if (step !== null) return step;
  }
  return null;
}

function stepAt(request: GuardRequest, assurance: Assurance, verdict: Verdict): Judgement | null {
  const answer = request.ask(assurance);
  return permits(answer) ? judgementOf(request, assurance, verdict, answer) : null;
}

function topAssurance({ level, highestLevel, isSingleOperator }: GuardRequest): Assurance {
  const identity = highestLevel > level ? highestLevel : level;
  return approvedBy({ ...nothingGiven, identity, confirmed: true }, isSingleOperator ? "admin" : "lead", mostApprovals);
}

const nothingGiven = { confirmed: false, approved: false, approverRole: null } as const;

/** A role below the one that is held changes nothing: what is held was not enough. */
function approvedBy({ approvals: _held, ...held }: Assurance, role: TeammateRole, approvals: number): Assurance {
  return { ...held, approved: true, approverRole: role, ...(approvals === 1 ? {} : { approvals }) };
}

function judgementOf(
  request: Pick<GuardRequest, "facts" | "totals">,
  assurance: Assurance,
  verdict: Verdict,
  answer: PolicyAnswer,
): Judgement {
  const decided = permits(answer) ? answer.permits : answer.forbids;
  const policies = decided.map(({ id, effect, reason }) => ({ id, effect, reason }));
  return { verdict, policies, facts: request.facts, totals: { ...request.totals }, assurance };
}

const allFields = [
  "identity",
  "confirmed",
  "approved",
  "approverRole",
  "approvals",
] as const satisfies readonly AssuranceField[];

/** One search asks for what is the same to the policies more than once; they answer once. */
function rememberAnswers(ask: GuardRequest["ask"], named: readonly AssuranceField[]): GuardRequest["ask"] {
  const answers = new Map<string, PolicyAnswer>();
  return (assurance) => {
    const told = { ...assurance, approvals: approvalsOf(assurance) };
    const key = named.map((field) => String(told[field])).join(" ");
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(assurance);
    answers.set(key, answer);
    return answer;
  };
}
