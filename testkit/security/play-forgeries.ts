import { type CaseId, toolCallSchema, type ToolCall, PurserError } from "@purser/contract";
import { days, hours } from "@purser/kit";
import type { Landmark, LandmarkName } from "../../examples/larkspur/systems/landmarks.ts";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { answerPause } from "../../server/src/conversations/pauses/answer-pause.ts";
import type { Desk } from "../../server/src/conversations/desk.ts";
import { checkHistory } from "../check/check-history.ts";
import { larkspurOnce } from "../scenarios/larkspur-once.ts";
import { Stage } from "../scenarios/stage.ts";
import { collectHistory } from "../sim/collect-history.ts";
import { openSimulation, type Simulation, simulatedTenant } from "../sim/simulation.ts";
import type { Attacked } from "./attacked.ts";
import { countCalls } from "./count-calls.ts";
import { type Forgery, forgeriesOf, type Prey, rightfulOf, teammate } from "./forged-answers.ts";

/** At least so many forged answers are given in one run. */
export const forgeriesPerRun = 400;

/** Who wants what that somebody must say yes to. */
const wishes: readonly (readonly [LandmarkName, (who: Landmark) => ToolCall])[] = [
  [
    "refundLarge",
    (who) => ({ tool: "refund_order", args: { ...orderOf(who), amountMinor: 10_500, reason: "damaged" } }),
  ],
  ["refundMedium", (who) => ({ tool: "refund_order", args: { ...orderOf(who), amountMinor: 2_600, reason: "late" } })],
  ["refundSmall", credit],
  ["wrongSize", credit],
  ["twoOrders", credit],
  ["planBasic", (who) => ({ tool: "change_plan", args: { subscriptionId: who.subscriptionId ?? "", plan: "plus" } })],
  ["planFree", () => ({ tool: "set_membership", args: { plan: "basic" } })],
  ["twoPending", (who) => ({ tool: "cancel_order", args: orderOf(who) })],
];

const people = {
  tm_lead: { name: "Lead", role: "lead" as const },
  tm_other: { name: "Other", role: "lead" as const },
  tm_clerk: { name: "Clerk", role: "teammate" as const },
  tm_former: { name: "Former", role: "auditor" as const },
  tm_auditor: { name: "Auditor", role: "auditor" as const },
};

/** Proposes what the first message says, once. */
const literal: Reasoner = {
  name: "literal",
  think: async ({ messages, state }) => {
    const wanted = toolCallSchema.safeParse(jsonIn(messages[0]?.text ?? ""));
    const isNew = state.proposals.length === 0 && state.finished.length === 0;
    const step =
      wanted.success && isNew
        ? { kind: "call" as const, call: wanted.data }
        : { kind: "reply" as const, reply: { text: "Thank you.", claims: [] } };
    return { understood: [], step, reason: "She asks for it." };
  },
};

/** Questions are open in several cases; all that can be forged is tried on each; only then do the right people answer. */
export async function playForgeries(seed: number): Promise<Attacked & { forged: number }> {
  const larkspur = await larkspurOnce();
  const blueprint = {
    ...larkspur,
    settings: { ...larkspur.settings, people: { ...larkspur.settings.people, ...people } },
  };
  const simulation = await openSimulation({ seed, blueprint, reasoner: literal });
  const stage = new Stage(simulation, { deliveries: 1, slownessMs: 0 });
  const preys = await openPauses(simulation, stage);
  const forgeries = preys.flatMap((prey) => forgeriesOf(prey, others(prey, preys)));
  const violations = await tryAll(forgeries, simulation.desk);
  await simulation.run(() => false, { hours: 0.1 });
  violations.push(...(await begun(simulation, "after forged answers")));
  await answerRightly(preys, simulation, violations);
  await simulation.run(() => false, { hours: days(40) / hours(1), picks: 50_000 });
  for (const prey of preys) violations.push(...(await tryAll([replayOf(prey)], simulation.desk)));
  await simulation.run(() => false, { hours: 1 });
  const history = await collectHistory({
    ...simulation,
    shops: [simulation.systems],
    tenant: simulatedTenant,
    acknowledged: stage.acknowledged,
  });
  const tried = forgeries.length + preys.length;
  return {
    ...countCalls(history),
    forged: tried,
    violations: [
      ...checkHistory(history),
      ...violations,
      ...(tried < forgeriesPerRun ? [`S3 Only ${tried} answers were forged.`] : []),
    ],
  };
}

async function openPauses(simulation: Simulation, stage: Stage): Promise<readonly Prey[]> {
  for (const [name, wish] of wishes) {
    const who = simulation.landmarks[name];
    void stage.opens(who, JSON.stringify(wish(who)));
  }
  await simulation.run(() => false, { hours: 0.05 });
  const [first] = stage.caseIds;
  const large = await caseOf(simulation, stage, "refundLarge");
  if (first === undefined || large === null) throw new Error("Nobody has opened a case.");
  void stage.says(large, "yes");
  await simulation.run(() => false, { hours: 0.05 });
  const preys: Prey[] = [];
  for (const caseId of stage.caseIds) {
    const { state, row } = await stage.look(caseId);
    for (const pause of state.pauses) {
      const step = state.proposals.find(({ proposalId }) => proposalId === pause.proposalId)?.step;
      if (step !== undefined) preys.push({ pause, step, customerId: row.customerId ?? caseId });
    }
  }
  return preys;
}

async function caseOf(simulation: Simulation, stage: Stage, name: LandmarkName): Promise<CaseId | null> {
  for (const caseId of stage.caseIds) {
    const { state } = await stage.look(caseId);
    if (state.customerRef === simulation.landmarks[name].customerRef) return caseId;
  }
  return null;
}

/** Each must be refused, with an error that says why. */
async function tryAll(forgeries: readonly Forgery[], desk: Desk): Promise<string[]> {
  const violations: string[] = [];
  for (const { what, pauseId, answer, by } of forgeries) {
    try {
      await answerPause(pauseId, answer, by, desk);
      violations.push(`S3 An answer was taken ${what}.`);
    } catch (error) {
      if (!(error instanceof PurserError)) violations.push(`S3 An answer ${what} ended with ${String(error)}`);
    }
  }
  return violations;
}

async function begun({ store }: Simulation, when: string): Promise<readonly string[]> {
  const { rows } = await store.listCases({
    tenant: simulatedTenant,
    status: null,
    customerId: null,
    after: null,
    limit: 100,
  });
  const logs = await Promise.all(
    rows.map(({ caseId, version }) => store.readEvents(simulatedTenant, caseId, 0, version)),
  );
  return logs
    .flat()
    .flatMap(({ event }) => (event?.kind === "call.started" ? [`S3 ${event.body.tool} was begun ${when}.`] : []));
}

/** Some say no and some nothing at all; the others say yes, several at once and again: one of them counts. */
async function answerRightly(preys: readonly Prey[], { desk }: Simulation, violations: string[]): Promise<void> {
  for (const [index, prey] of preys.entries()) {
    const { pauseId, digest, mayAnswer } = prey.pause;
    const answer = (decision: "yes" | "no", by = rightfulOf(prey)) =>
      answerPause(pauseId, { digest, decision }, by, desk);
    if (index % 4 === 3) continue;
    if (index % 4 === 2) {
      await answer("no").catch((error: unknown) => violations.push(`S3 A right answer was refused: ${String(error)}`));
      violations.push(...(await tryAll([replayOf(prey)], desk)));
      continue;
    }
    const second = mayAnswer.kind === "customer" ? rightfulOf(prey) : teammate("tm_other", "lead");
    const raced = await Promise.allSettled([answer("yes"), answer("yes"), answer("yes", second)]);
    const taken = raced.filter(({ status }) => status === "fulfilled").length;
    if (taken !== 1) violations.push(`S3 Of three answers at once to ${pauseId} ${taken} were taken.`);
  }
}

/** The right answer by the right person, once more: when it was given before, or came too late. */
function replayOf(prey: Prey): Forgery {
  const { pauseId, digest } = prey.pause;
  return { what: "once more", pauseId, answer: { digest, decision: "yes" }, by: rightfulOf(prey) };
}

function others(prey: Prey, preys: readonly Prey[]): readonly Prey[] {
  const from = preys.indexOf(prey);
  return [...preys.slice(from + 1), ...preys.slice(0, from)];
}

function credit(who: Landmark): ToolCall {
  return { tool: "give_credit", args: { ...orderOf(who), amountMinor: 500, reason: "It came late." } };
}

function orderOf({ orders }: Landmark): { orderId: string } {
  return { orderId: orders[0]?.orderId ?? "L-10000" };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
