import type { Assurance, Hash, JsonObject, Judgement, Reservation, TeammateRole } from "@purser/contract";
import type { PolicySet, TouchedRecord } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { Blueprint } from "../blueprint/blueprint.ts";
import { isDraftIn } from "../blueprint/toolbox.ts";
import type { TotalReading } from "../cases/case-store.ts";
import { judge } from "../guardrails/judge.ts";
import { judgeAtExecution } from "../guardrails/judge-at-execution.ts";
import { stricter } from "../guardrails/stricter.ts";
import { reservationsOf, type TotalDefinition, totalKey } from "../guardrails/totals.ts";
import { levelNow, type StepContext } from "./step-context.ts";

/** What the guard is asked about: an operation or a lookup, with facts read now. */
export type GuardSubject = {
  name: string;
  args: JsonObject;
  facts: JsonObject;
  touches: TouchedRecord;
  counts: Readonly<Record<string, number>>;
  isDraft: boolean;
  asksFirst: boolean;
};

/** What is really there at execution; `approvers` are the roles that those who approved have now, each person once. */
export type Held = { assurance: Assurance; approvers: readonly TeammateRole[] };

export type GuardAnswer = {
  judgement: Judgement;
  policyHash: Hash;
  /** The totals as they were read, to be held against what they are when the call starts. */
  expected: readonly TotalReading[];
  /** What the call claims of them. */
  reservations: readonly Reservation[];
};

/**
 * Asks the policies that the case pins and those in force; the stricter answer counts, and what is a draft in either version is
 * one. With `held` the assurance that is
 * really there is judged, at execution; without, what would be needed is found out. `claimed` is what an earlier attempt
 * of the same call has already reserved.
 */
export async function consultGuard(
  subject: GuardSubject,
  context: StepContext,
  held: Held | null,
  claimed: readonly Reservation[] = [],
): Promise<GuardAnswer> {
  const { state, world, blueprint } = context;
  const ids = { caseId: state.caseId, customerId: state.customerId };
  const inForce = world.blueprints.inForce();
  const sets = distinctSets(blueprint, inForce);
  const names = new Set(sets.flatMap(({ policies }) => policies.totalsOf(subject.name)));
  const definitions = [
    ...new Map([...blueprint.totals, ...inForce.totals].map((definition) => [definition.name, definition])).values(),
  ].filter(({ name }) => names.has(name));
  const expected =
    definitions.length === 0
      ? []
      : await world.store.readTotals(
          state.tenant,
          definitions.map((definition) => ({ key: totalKey(definition, ids), windowMs: definition.windowMs })),
        );
  const totals = totalsByName(definitions, expected, claimed);
  const isDraft = subject.isDraft || isDraftIn(inForce.toolbox, subject.name);
  const judgements = sets.map(({ policies }) => judgeWith(policies, { ...subject, isDraft }, totals, context, held));
  const judgement = judgements.reduce((one, other) => stricter(one, other));
  const reservations = claimed.length > 0 ? [] : reservationsOf(definitions, subject.counts, ids, [...names]);
  return { judgement, policyHash: policyHashOf(sets), expected, reservations };
}

function judgeWith(
  policies: PolicySet,
  subject: GuardSubject,
  totals: Record<string, number>,
  context: StepContext,
  held: Held | null,
): Judgement {
  const { blueprint, state } = context;
  const { name, args, facts, touches } = subject;
  const request = {
    ask: (assurance: Assurance) =>
      policies.ask({
        agent: blueprint.settings.agent.name,
        action: name,
        resource: touches,
        args,
        facts,
        totals,
        assurance,
      }),
    named: policies.assuranceOf(name),
    facts,
    totals,
    level: levelNow(context),
    highestLevel: blueprint.settings.channels[state.channel]?.highestLevel ?? 0,
    held: held?.assurance ?? null,
    ...(held === null ? {} : { approvers: held.approvers }),
    isSingleOperator: blueprint.settings.singleOperator,
    isDraft: subject.isDraft,
    asksFirst: subject.asksFirst,
  };
  return held === null ? judge(request) : judgeAtExecution(request);
}

/** Nothing else has a policy set of its own: one, or two when the blueprint changed during the case. */
function distinctSets(pinned: Blueprint, inForce: Blueprint): readonly Blueprint[] {
  return pinned.policies.hash === inForce.policies.hash ? [pinned] : [pinned, inForce];
}

function policyHashOf(sets: readonly Blueprint[]): Hash {
  const [only, ...others] = sets.map(({ policies }) => policies.hash);
  return only !== undefined && others.length === 0 ? only : hashOf(sets.map(({ policies }) => policies.hash));
}

function totalsByName(
  definitions: readonly TotalDefinition[],
  readings: readonly TotalReading[],
  claimed: readonly Reservation[],
): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [index, { name }] of definitions.entries()) {
    const own = claimed.filter((reservation) => reservation.name === name).reduce((sum, { amount }) => sum + amount, 0);
    values[name] = (readings[index]?.value ?? 0) - own;
  }
  return values;
}
