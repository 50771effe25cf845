import {
  approvalsAskedBy,
  type Assurance,
  type CallKey,
  type CaseEvent,
  type CaseEventOf,
  type CaseId,
  type IdentityLevel,
  type Instant,
  type JsonObject,
  type Judgement,
  jsonObjectSchema,
  unreachable,
  type VersionEffect,
  type ProposedStep,
  type Verdict,
  type VerdictInShort,
} from "@purser/contract";
import { isUndoable, undoNameOf } from "@purser/kit";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { touchedBy } from "../../blueprint/claims.ts";
import { isDraftIn } from "../../blueprint/toolbox.ts";
import { judge, notEvaluated } from "../../guardrails/judge.ts";
import { stricter } from "../../guardrails/stricter.ts";

/** What judges: a version, as far as its policies and tools go. */
export type Judging = Pick<Blueprint, "policies" | "toolbox">;

export type EffectRequest = {
  since: Instant;
  /** The actions that are judged otherwise. */
  actions: ReadonlySet<string>;
  inForce: Blueprint;
  changed: Judging;
};

const mostCaseIds = 50;

/** What was judged again in the logs that were taken in. */
export type VersionJudged = Pick<VersionEffect, "judged" | "notComparable" | "changes">;
export type EffectCount = {
  take: (caseId: CaseId, events: readonly CaseEvent[]) => void;
  counted: () => VersionJudged;
};

/**
 * Judges again what was proposed since a moment: each proposal of these actions once, with the facts, the totals and the
 * customer's level of its first judgement, by the version in force and by the changed one. Nothing is read from a system.
 */
export function countEffect(request: EffectRequest): EffectCount {
  const counts = new Map<string, VersionEffect["changes"][number]>();
  let [judged, notComparable] = [0, 0];
  return {
    take: (caseId, events) => {
      for (const asked of askedIn(events, request)) {
        const [from, to] = [request.inForce, request.changed].map((judging) => verdictOf(asked, judging, request));
        if (from === undefined || to === undefined || from === null || to === null) notComparable += 1;
        else {
          judged += 1;
          count(counts, { caseId, actions: asked.parts.map(({ action }) => action), from, to });
        }
      }
    },
    counted: () => ({
      judged,
      notComparable,
      changes: [...counts.values()].toSorted((one, other) => other.proposals - one.proposals),
    }),
  };
}

/** A proposal as the guard was asked about it first; several parts are judged as one. */
type Asked = {
  parts: readonly { action: string; args: JsonObject; facts: JsonObject }[];
  totals: Judgement["totals"];
  level: IdentityLevel;
  channel: string;
};

function askedIn(events: readonly CaseEvent[], { since, actions, inForce }: EffectRequest): readonly Asked[] {
  const steps = new Map<string, ProposedStep>();
  const calls = new Map<CallKey, CaseEventOf<"call.started">["body"]>();
  const asked: Asked[] = [];
  let identity: { level: IdentityLevel; expiresAt: Instant | null } = { level: 0, expiresAt: null };
  let channel = "";
  for (const { kind, at, body } of events) {
    if (kind === "case.opened") channel = body.channel;
    if (kind === "identity.changed") identity = body;
    if (kind === "proposal.made") steps.set(body.proposal.proposalId, body.proposal.step);
    if (kind === "call.started") calls.set(body.key, body);
    if (kind !== "proposal.judged" || body.atExecution) continue;
    const step = steps.get(body.proposalId);
    steps.delete(body.proposalId);
    const parts = step === undefined || at < since ? [] : partsOf(step, body.judgement.facts, calls, inForce);
    const { verdict, totals } = body.judgement;
    const isAboveLimit = verdict.kind === "escalate" && verdict.above !== undefined;
    if (isAboveLimit || !parts.some(({ action }) => actions.has(action))) continue;
    const level = identity.expiresAt !== null && at >= identity.expiresAt ? 0 : identity.level;
    asked.push({ parts, totals, level, channel });
  }
  return asked;
}

/** What a step asks the guard about, with the facts of each part; none for a step that changes nothing. */
function partsOf(
  step: ProposedStep,
  facts: JsonObject,
  calls: ReadonlyMap<CallKey, { tool: string; args: JsonObject; undoOf: CallKey | null }>,
  { toolbox }: Blueprint,
): Asked["parts"] {
  const factsOf = (name: string): JsonObject => jsonObjectSchema.catch({}).parse(facts[name]);
  const undoing = (key: CallKey, its: JsonObject): Asked["parts"] => {
    const call = calls.get(key);
    if (call === undefined) return [];
    const action = toolbox.actions.get(call.tool);
    const isTakenBack = call.undoOf === null && action !== undefined && isUndoable(action.undo);
    return [{ action: isTakenBack ? undoNameOf(call.tool) : call.tool, args: call.args, facts: its }];
  };
  switch (step.kind) {
    case "call":
      return [{ action: step.call.tool, args: step.call.args, facts }];
    case "coordinate":
      return step.calls.map(({ tool, args }) => ({ action: tool, args, facts: factsOf(tool) }));
    case "undo":
      return undoing(step.callKey, facts);
    case "undo-all":
      return step.callKeys.flatMap((key) => undoing(key, factsOf(key)));
    case "ask":
    case "handoff":
    case "later":
    case "lookup":
    case "open-cases":
    case "plan":
    case "reply":
    case "resolve":
    case "withdraw":
      return [];
    default:
      return unreachable(step);
  }
}

/** Null where the policies cannot be asked: the tool is gone, or its facts are others than they were. */
function verdictOf(asked: Asked, judging: Judging, { inForce }: EffectRequest): Verdict | null {
  const judgements: Judgement[] = [];
  for (const part of asked.parts) {
    const judgement = judgePart(part, asked, judging, inForce);
    if (judgement === null) return null;
    judgements.push(judgement);
  }
  return judgements.reduce((one, other) => stricter(one, other)).verdict;
}

function judgePart(
  { action, args, facts }: Asked["parts"][number],
  { totals: logged, level, channel }: Asked,
  { policies, toolbox }: Judging,
  { settings }: Blueprint,
): Judgement | null {
  const tool = toolbox.actions.get(action) ?? toolbox.actions.get(action.replace(/^undo_/, ""));
  // It may not know arguments that an older version of it took.
  const touched = tool === undefined ? null : touchedBy(tool, args);
  if (touched?.kind !== "claimed") return null;
  const totals = Object.fromEntries(policies.totalsOf(action).map((name) => [name, logged[name] ?? 0]));
  const ask = (assurance: Assurance) =>
    policies.ask({ agent: settings.agent.name, action, resource: touched.value, args, facts, totals, assurance });
  const judgement = judge({
    ask,
    facts,
    totals,
    level,
    highestLevel: settings.channels[channel]?.highestLevel ?? 0,
    held: null,
    isSingleOperator: settings.singleOperator,
    isDraft: isDraftIn(toolbox, action),
  });
  const { verdict } = judgement;
  return verdict.kind === "escalate" && verdict.reasons.includes(notEvaluated) ? null : judgement;
}

function inShort(verdict: Verdict): VerdictInShort {
  const role = "role" in verdict ? verdict.role : null;
  const level = verdict.kind === "identify" ? verdict.level : null;
  return { kind: verdict.kind, role, approvals: approvalsAskedBy(verdict), level };
}

function count(
  counts: Map<string, VersionEffect["changes"][number]>,
  { caseId, actions, from, to }: { caseId: CaseId; actions: string[]; from: Verdict; to: Verdict },
): void {
  const [before, after] = [inShort(from), inShort(to)];
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const key = JSON.stringify([actions, before, after]);
  const known = counts.get(key) ?? { actions, from: before, to: after, proposals: 0, caseIds: [] };
  counts.set(key, known);
  known.proposals += 1;
  if (!known.caseIds.includes(caseId) && known.caseIds.length < mostCaseIds) known.caseIds.push(caseId);
}
