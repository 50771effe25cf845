import { type CaseEventOf, epochMsOf } from "@purser/contract";
import { hours } from "@purser/kit";
import { type CaseHistory, changesIn, eventsIn, eventsOf, type History } from "../check/history.ts";
import type { Simulation } from "./simulation.ts";
import type { Swarm } from "./swarm.ts";

/**
 * The classes of failures that a simulation can bring about, by their numbers. Those of real
 * processes (F2, F5, F7) are met in `proc/`; F24 is what logs of past releases are for, F33 what an audit is for, and F30
 * waits for a channel that sends.
 */
export const failureClasses = [
  "F1 crash",
  "F3 stopped past its lease",
  "F4 wrong clock",
  "F6 commit without an answer",
  "F10 delivery doubled",
  "F11 webhook overtaken",
  "F12 webhook never",
  "F13 time-out after the effect",
  "F14 time-out before the effect",
  "F15 carried out twice",
  "F16 status that lies",
  "F17 malformed answer",
  "F18 poisoned text",
  "F19 key lifetime passed in a wait",
  "F20 read-back lags",
  "F21 model slow or down",
  "F22 model talks nonsense",
  "F23 model answers differently",
  "F25 new version during a case",
  "F26 answer raced",
  "F27 two approvers",
  "F28 customer or teammate in between",
  "F29 two cases at once",
  "F31 poison case",
  "F34 failure while undoing",
  "F35 effect after it was settled",
] as const;
type FailureClass = (typeof failureClasses)[number];

/** What a run brought with it and met, by name. */
export type Met = {
  scenario: string;
  swarm: Swarm;
  simulation: Simulation;
  webhooks: readonly string[];
  deliveries: number;
};

/** Each class that the run has met, once. */
export function failureClassesIn(history: History, met: Met): readonly FailureClass[] {
  const { scenario, swarm, simulation } = met;
  const { disturbed } = simulation.scheduler;
  const replies = simulation.replies.map(({ reply, method }) => ({ kind: reply.kind, isCall: method !== "GET" }));
  const models = simulation.model?.met ?? [];
  const isPlayed = (...names: readonly string[]): boolean => names.includes(scenario);
  const happened: Readonly<Record<FailureClass, boolean>> = {
    "F1 crash": disturbed.some((what) => what.startsWith("crash")),
    "F3 stopped past its lease": disturbed.some((what) => what.startsWith("freeze")),
    "F4 wrong clock": true,
    "F6 commit without an answer": disturbed.some((what) => what.endsWith("cut after append")),
    "F10 delivery doubled": met.webhooks.includes("webhook doubled") || met.deliveries > history.acknowledged.length,
    "F11 webhook overtaken": met.webhooks.includes("webhook late"),
    "F12 webhook never": met.webhooks.includes("webhook lost"),
    ...unansweredIn(history),
    "F15 carried out twice": simulation.network.doubled.size > 0,
    "F17 malformed answer": replies.some(({ kind }) => kind === "garbled"),
    "F18 poisoned text": isPlayed("poisoned-text"),
    "F19 key lifetime passed in a wait": history.cases.some(hasLateStart),
    "F20 read-back lags": history.cases.some(hasLaggingFinding),
    "F21 model slow or down": models.some((what) => what === "model slow" || what === "model down"),
    "F22 model talks nonsense": models.some((what) => !["model slow", "model down", "model fickle"].includes(what)),
    "F23 model answers differently": models.includes("model fickle"),
    "F25 new version during a case": swarm.republished !== null,
    "F26 answer raced": isPlayed("approval-raced", "answered-late"),
    "F27 two approvers": isPlayed("approval-raced", "own-approval"),
    "F28 customer or teammate in between": isPlayed(
      "address-twice",
      "taken-over",
      "closed-meanwhile",
      "refund-mind-changed",
    ),
    "F29 two cases at once": isPlayed("two-cases", "two-addresses", "limit-in-sum"),
    "F31 poison case": isPlayed("poisoned-case"),
  };
  return failureClasses.filter((name) => happened[name]);
}

/** What became of calls whose answer nobody could read. */
function unansweredIn(history: History) {
  const changes = changesIn(history.systems);
  const tickOf = (key: string): number | undefined => changes.find((change) => change.key === key)?.tick;
  const ended = history.cases.flatMap((each) =>
    eventsOf(each, "call.ended").flatMap((event) => {
      const { outcome, key } = event.body;
      return outcome.kind === "unknown" ? [{ event, code: outcome.code, tick: tickOf(key) }] : [];
    }),
  );
  const silent = ended.filter(({ code }) => code === "PUR-3002");
  const isBefore = ({ event, tick }: (typeof ended)[number]): boolean =>
    tick !== undefined && tick <= epochMsOf(event.at);
  return {
    "F13 time-out after the effect": silent.some(isBefore),
    "F14 time-out before the effect": silent.some((one) => !isBefore(one)),
    "F16 status that lies": ended.some(({ code }) => code === "PUR-3006" || code === "PUR-3003"),
    "F34 failure while undoing": history.cases.some(hasFailedUndo),
    "F35 effect after it was settled": history.cases.some((each) =>
      eventsOf(each, "call.verified").some(
        ({ body, at }) =>
          body.finding.kind === "not-done" && body.finding.settled && (tickOf(body.key) ?? 0) > epochMsOf(at),
      ),
    ),
  };
}

/** The share of a key's lifetime of 24 hours within which a call may be repeated. */
const resendableMs = hours(19);

/** A first call so long after its proposal that a key of then would be too old. */
function hasLateStart(history: CaseHistory): boolean {
  const madeAt = new Map(eventsOf(history, "proposal.made").map(({ body, at }) => [body.proposal.proposalId, at]));
  return eventsOf(history, "call.started").some(({ body, at }) => {
    const made = madeAt.get(body.proposalId);
    return body.attempt === 1 && made !== undefined && epochMsOf(at) - epochMsOf(made) > resendableMs;
  });
}

/** Not there at first, and there later, without a repeat. */
function hasLaggingFinding(history: CaseHistory): boolean {
  const found = eventsOf(history, "call.verified");
  const isSame = (one: CaseEventOf<"call.verified">, other: CaseEventOf<"call.verified">): boolean =>
    one.body.key === other.body.key && one.body.attempt === other.body.attempt && one.seq < other.seq;
  return found.some(
    (one) =>
      one.body.finding.kind === "not-done" &&
      found.some((other) => other.body.finding.kind === "done" && isSame(one, other)),
  );
}

function hasFailedUndo(history: CaseHistory): boolean {
  const undoKeys = new Set<string>(
    eventsOf(history, "call.started").flatMap(({ body }) => (body.undoOf === null ? [] : body.key)),
  );
  return eventsIn(history).some(
    (event) => event.kind === "call.ended" && undoKeys.has(event.body.key) && event.body.outcome.kind !== "done",
  );
}
