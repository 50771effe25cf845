import { type Assurance, type IdentityLevel, identityLevels, type TeammateRole } from "@purser/contract";
import type { PolicyAnswer } from "@purser/kit";
import fc from "fast-check";
import type { GuardRequest } from "./judge.ts";

/** What a pretended policy asks for at least; approval is null when it asks for none. */
export type Requirement = { identity: IdentityLevel; confirmed: boolean; approval: "anybody" | TeammateRole | null };
/** Pretended policies: any fulfilled permit permits, any forbid forbids unless its requirement is fulfilled; null: always. */
export type Rules = {
  permits: readonly { id: string; needs: Requirement }[];
  forbids: readonly { id: string; unless: Requirement | null; reason: string | null; escalates: boolean }[];
};

export const noAssurance: Assurance = { identity: 0, confirmed: false, approved: false, approverRole: null };
const roles: readonly (TeammateRole | null)[] = [null, "teammate", "lead", "admin"];

function isFulfilled({ identity, confirmed, approval }: Requirement, held: Assurance): boolean {
  if (held.identity < identity || (confirmed && !held.confirmed)) return false;
  if (approval === null) return true;
  return held.approved && (approval === "anybody" || roles.indexOf(held.approverRole) >= roles.indexOf(approval));
}

/** Answers as a policy engine does: permits are named only when nothing forbids. */
export function answerOf({ permits, forbids }: Rules, held: Assurance): PolicyAnswer {
  const firing = forbids.filter(({ unless }) => unless === null || !isFulfilled(unless, held));
  const fulfilled = permits.filter(({ needs }) => isFulfilled(needs, held));
  const isPermitted = firing.length === 0 && fulfilled.length > 0;
  return {
    isPermitted,
    permits: isPermitted ? fulfilled.map(({ id }) => ({ id, effect: "permit", reason: null })) : [],
    forbids: firing.map(({ id, reason, escalates }) => ({ id, effect: "forbid", reason, escalates })),
    errors: [],
  };
}

/** What pretended policies are asked about at level 2; `changes` say the rest. */
export function requestUnder(rules: Rules, changes: Partial<GuardRequest> = {}): GuardRequest {
  return requestOf((assurance) => answerOf(rules, assurance), changes);
}

/** The same of policies that answer so. */
export function requestOf(ask: GuardRequest["ask"], changes: Partial<GuardRequest> = {}): GuardRequest {
  return {
    ask,
    facts: {},
    totals: {},
    level: 2,
    highestLevel: 3,
    held: null,
    isSingleOperator: false,
    isDraft: false,
    ...changes,
  };
}

/** One permit that asks for this and nothing else. */
export function permitting(needs: Partial<Requirement>, forbids: Rules["forbids"] = []): Rules {
  return { permits: [{ id: "p", needs: { identity: 0, confirmed: false, approval: null, ...needs } }], forbids };
}

export const anyRequirement = fc.record<Requirement>({
  identity: fc.constantFrom(...identityLevels),
  confirmed: fc.boolean(),
  approval: fc.constantFrom(null, "anybody", "teammate", "lead"),
});
