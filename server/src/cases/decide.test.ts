import { type CaseEvent, type ProposalId, plusMs } from "@purser/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CaseState, foldVersion, stateBounds } from "./case-state.ts";
import { decide, nextWakeAfter, nextWakeAt } from "./decide.ts";
import { foldLog } from "./folding/fold.ts";
import { statusOf } from "./status.ts";
import { readStoredState, writeStoredState } from "./folding/stored-state.ts";
import { RandomCase, randomPlace } from "./testing/test-random-log.ts";

const numbers = fc.array(fc.nat(9_999), { minLength: 150, maxLength: 500, size: "max" });
/** The same logs every time: what is found today is found tomorrow. */
const seed = 20_260_210;
const runs = { numRuns: 120, seed };
const steps =
  "think judge lookup ask identify supersede withdraw start call verify say resolve handOff expire fire reopen wait part giveUp openCases stopChild report askWhich";
const events =
  "call.started call.ended call.verified undo.ended pause.answered pause.expired pause.withdrawn pause.superseded " +
  "handoff.made teammate.joined teammate.left case.resolved case.reopened case.closed signal.received " +
  "child.opened child.ended child.stopped case.reported";
const whatMatters = [...steps.split(" ").map((kind) => `step ${kind}`), ...events.split(" ")];
/** A step is decided at once, after a time-out, after a day and after a month. */
const delaysMs = [0, 20_000, 86_400_000, 2_592_000_000];

describe("over any log", () => {
  test("the logs that are tried hold what matters: every step, every end of a call, every stop", () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(numbers, (given) => {
        for (const { state, now, kind } of pointsOf(new RandomCase(given).play().events))
          met.add(kind).add(`step ${decide(state, now).kind}`);
      }),
      runs,
    );
    expect([...met]).toEqual(expect.arrayContaining(whatMatters));
  });

  test("a step is decided at every point and at any later time, the same twice", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        for (const { state, now } of pointsOf(new RandomCase(given).play().events)) {
          expect(decide(state, now)).toEqual(decide(structuredClone(state), now));
        }
      }),
      { numRuns: 40, seed },
    );
  });

  test("nothing waits for a time that has passed", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        for (const { state, now } of pointsOf(new RandomCase(given).play().events)) {
          const step = decide(state, now);
          if (step.kind === "wait" && step.until !== null) expect(step.until > now).toBe(true);
        }
      }),
      runs,
    );
  });

  test("a case that could not be carried on sleeps through no time that is set: deadlines, look-ups, timers", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        for (const { state, now } of pointsOf(new RandomCase(given).play().events)) {
          const next = nextWakeAt(state);
          const wakesAt = nextWakeAfter(state, now);
          if (next !== null && next > now) expect(wakesAt).toBe(next);
          if (wakesAt !== null) expect(wakesAt > now).toBe(true);
          const dates = state.pauses.map(({ expiresAt }) => expiresAt).filter((date) => date > now);
          expect(dates.every((date) => wakesAt !== null && wakesAt <= date)).toBe(true);
        }
      }),
      { numRuns: 40, seed },
    );
  });

  test("no call begins for a proposal that was stopped, not a first one and not a repeat", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        const { events } = new RandomCase(given).play();
        for (const { state, now, seq } of pointsOf(events)) {
          const step = decide(state, now);
          if (step.kind === "start") expect(stoppedBy(events.slice(0, seq)).has(step.proposalId)).toBe(false);
        }
      }),
      runs,
    );
  });

  test("no other call begins while it is not known what became of one", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        for (const { state, now } of pointsOf(new RandomCase(given).play().events)) {
          const step = decide(state, now);
          if (step.kind === "start")
            expect(state.calls.every(({ proposalId }) => proposalId === step.proposalId)).toBe(true);
        }
      }),
      runs,
    );
  });

  test("a state that was stored and read goes on as the one folded from zero", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        let stored: CaseState | null = null;
        let folded: CaseState | null = null;
        for (const event of new RandomCase(given).play().events) {
          folded = foldLog(folded, [event], randomPlace);
          stored = foldLog(stored, [event], randomPlace);
          expect(stored).toEqual(folded);
          stored = readStoredState({ seq: stored.seq, foldVersion, text: writeStoredState(stored) });
        }
      }),
      { numRuns: 40, seed },
    );
  });

  test("the state stays bounded however long the log gets", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9_999), { minLength: 1_500, maxLength: 3_000, size: "max" }), (given) => {
        const { state } = playedToEnd(given);
        expect(state.messages.length).toBeLessThanOrEqual(stateBounds.messages);
        expect(state.finished.length).toBeLessThanOrEqual(stateBounds.finishedProposals);
        expect(state.doneCalls.length).toBeLessThanOrEqual(stateBounds.doneCalls);
        expect(state.children.length).toBeLessThanOrEqual(stateBounds.children);
        expect(state.sweeps.length).toBeLessThanOrEqual(stateBounds.sweeps);
      }),
      { numRuns: 20, seed },
    );
  });

  test("left alone, every case comes to rest, and a case at rest is not working", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        const played = playedToEnd(given);
        expect(played.settle(600)).not.toBeNull();
        expect(statusOf(played.state)).not.toBe("working");
        expect(played.state.calls).toEqual([]);
      }),
      runs,
    );
  });
});

describe("over any log of a case with child cases", () => {
  test("each proposal's cases are joined once, in their order, when none of them goes on", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        let state: CaseState | null = null;
        const joined = new Set<ProposalId>();
        for (const event of new RandomCase(given).play().events) {
          const before: CaseState | null = state;
          state = foldLog(state, [event], randomPlace);
          for (const { proposalId, end } of state.finished) {
            if (end.kind !== "joined" || before?.finished.some((one) => one.proposalId === proposalId)) continue;
            expect(joined.has(proposalId)).toBe(false);
            joined.add(proposalId);
            const children = state.children.filter((child) => child.proposalId === proposalId);
            expect(children.every((child) => child.end !== null)).toBe(true);
            expect(end.children).toEqual(
              children.toSorted((one, other) => one.index - other.index).map(({ caseId }) => caseId),
            );
          }
        }
      }),
      runs,
    );
  });

  test("it is waiting, handed off or closed while one of them goes on, and a child reports once", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        const { events } = new RandomCase(given).play();
        for (const { state } of pointsOf(events)) {
          if (state.children.some(({ end }) => end === null))
            expect(["waiting", "handed-off", "closed"]).toContain(statusOf(state));
        }
        expect(events.filter(({ kind }) => kind === "case.reported").length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40, seed },
    );
  });
});

describe("over any events in any order, even those that no kernel would write", () => {
  test("the fold and the decision are total", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9_999), fc.nat(200)), { minLength: 5, maxLength: 60 }), (given) => {
        const pool = new RandomCase(given.map(([number]) => number)).play().events;
        let state: CaseState = foldLog(null, pool.slice(0, 1), randomPlace);
        for (const [number, delay] of given) {
          const event = pool[1 + (number % Math.max(pool.length - 1, 1))];
          if (event === undefined) continue;
          state = foldLog(state, [{ ...event, seq: state.seq + 1 }], randomPlace);
          expect(decide(state, plusMs(event.at, delay * 60_000))).toHaveProperty("kind");
          expect(statusOf(state)).toEqual(expect.any(String));
        }
      }),
      runs,
    );
  });
});

function playedToEnd(given: readonly number[]): RandomCase {
  const played = new RandomCase(given);
  played.play();
  return played;
}

/** The state after each event, at several later times. */
function pointsOf(events: readonly CaseEvent[]) {
  const points: { state: CaseState; kind: CaseEvent["kind"]; seq: number; now: CaseEvent["at"] }[] = [];
  let state: CaseState | null = null;
  for (const event of events) {
    state = foldLog(state, [event], randomPlace);
    for (const delayMs of delaysMs)
      points.push({ state, kind: event.kind, seq: event.seq, now: plusMs(event.at, delayMs) });
  }
  return points;
}

/** Read from the log alone: what a no, a withdrawal, an expiry, a newer proposal, a refusal or a person has stopped. */
function stoppedBy(events: readonly CaseEvent[]): ReadonlySet<ProposalId> {
  const stopped = new Set<ProposalId>();
  const made = new Set<ProposalId>();
  for (const { kind, body } of events) {
    if (kind === "proposal.made" && body.proposal.author.kind !== "teammate") made.add(body.proposal.proposalId);
    if (kind === "pause.answered" && body.decision !== "yes") stopped.add(body.proposalId);
    if (kind === "pause.withdrawn" || kind === "pause.expired") stopped.add(body.proposalId);
    if (kind === "pause.superseded" && body.newProposalId !== null) stopped.add(body.proposalId);
    if (
      kind === "proposal.judged" &&
      (body.judgement.verdict.kind === "deny" || body.judgement.verdict.kind === "escalate")
    )
      stopped.add(body.proposalId);
    if (kind === "handoff.made" || kind === "teammate.joined" || kind === "case.closed")
      for (const proposalId of made) stopped.add(proposalId);
  }
  return stopped;
}
