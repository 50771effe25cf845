import { describe, expect, test } from "vitest";
import { checkHistory } from "./check-history.ts";
import type { History } from "./history.ts";
import {
  afterStep, answered, approved, asked, automatic, call, done, effect, ended, handedOff, historyOf, judged, key, made, proposalId, received, repeated,
  replaced, resolution, resolved, started, told, unknown, verified,
} from "./refund-story.ts";
import { idNamed, inlet, keyNamed, second, worker, type WrittenStep } from "./written-history.ts";
import { hashOf } from "@purser/kit/audit";

const otherKey = keyNamed("other");
const otherProposal = idNamed("prop", "other");
const waiting = { status: "waiting" as const, wakeAt: null, isRunnable: false };
const handed = { status: "handed-off" as const, wakeAt: null, isRunnable: false };
const closed = { status: "closed" as const, wakeAt: null, isRunnable: false };
const closing = (at: number) => inlet("closed", "case.closed", { by: "tm_lead", reason: "" }, { at, by: "tm_lead" });
const nothing = { effects: [], calls: [] };

describe("a history in which all is well passes:", () => {
  const good: Readonly<Record<string, History>> = {
    "a refund that needs nobody": historyOf(automatic),
    "a refund that the customer confirms and a lead approves": historyOf(approved),
    "a refund that was lost, looked up and sent again": historyOf(repeated, { calls: [call, { ...call, seq: 2, attempt: 2 }] }),
    "a refund that she declines": historyOf(replaced(approved.slice(0, 7), "answered confirm", answered("confirm", { decision: "no" })), { ...nothing, end: waiting }),
    "a refund whose outcome stays unknown, handed to a person, found late and told again": historyOf(
      [...automatic.slice(0, 6), ended("lost", 15, unknown), handedOff, verified("verified", 640, done, { epoch: 10 }), { ...handedOff, name: "again", epoch: 11, actorId: "worker-11", at: second(641) }],
      { end: handed },
    ),
    "a case that a person closes before anything began": historyOf([...automatic.slice(0, 4), closing(5)], { ...nothing, end: closed }),
  };
  for (const [what, history] of Object.entries(good)) {
    test(what, () => {
      expect(checkHistory(history)).toEqual([]);
    });
  }
});

type Bad = { what: string; history: History };
const startedBy = (steps: readonly WrittenStep[], change: Parameters<typeof started>[2]): readonly WrittenStep[] => replaced(steps, "started", started("started", steps === approved ? 23 : 5, change));
const bothPauses = [idNamed("pause", "confirm"), idNamed("pause", "approve")];
const stopped = (stop: WrittenStep): History => historyOf([...automatic.slice(0, 5), stop, ...automatic.slice(5, 9)], { end: handed });
const again = (change: Parameters<typeof started>[2], at = 28): WrittenStep => started("started again", at, { attempt: 2, ...change }, 2);
const repeatedWith = (steps: readonly WrittenStep[]): History => historyOf(steps, { calls: [call, { ...call, seq: 2, attempt: 2 }] });
const withRows = (history: History, change: (rows: History["cases"][number]["rows"]) => History["cases"][number]["rows"]): History => ({
  ...history,
  cases: history.cases.map((each) => ({ ...each, rows: change(each.rows) })),
});

const bad: Readonly<Record<string, readonly Bad[]>> = {
  I1: [
    { what: "one key with two effects", history: historyOf(automatic, { effects: [effect, { ...effect, seq: 2 }] }) },
    { what: "an effect without a key", history: historyOf(automatic, { effects: [effect, { ...effect, seq: 2, key: null }] }) },
    { what: "an effect whose key is in no log", history: historyOf(automatic, { effects: [effect, { ...effect, seq: 2, key: otherKey }] }) },
    { what: "an attempt that arrives twice", history: historyOf(automatic, { calls: [call, { ...call, seq: 2 }] }) },
    {
      what: "two keys of one proposal, each with an effect",
      history: historyOf(
        [...automatic.slice(0, 8), judged("decided again", 9, { kind: "allow" }), started("other", 10, { key: otherKey }), worker("found other", "call.verified", { key: otherKey, attempt: 1, finding: done, settledAt: second(11), values: {} }, { at: 11 }), told("told", 12, [key]), resolution],
        { effects: [effect, { ...effect, seq: 2, key: otherKey }], calls: [call, { ...call, seq: 2, key: otherKey }] },
      ),
    },
  ],
  I2: [{ what: "a call that arrives before its intention", history: { ...historyOf(automatic), witnesses: [{ system: "payments", key, attempt: 1, intention: null }] } }],
  I3: [
    { what: "an intention without a decision at execution", history: historyOf(replaced(automatic, "decided")) },
    { what: "a decision on other arguments", history: historyOf(replaced(automatic, "decided", judged("decided", 4, { kind: "allow" }, { argsHash: hashOf("other") }))) },
    { what: "facts that were too old", history: historyOf(replaced(automatic, "decided", judged("decided", 4, { kind: "allow" }, { readAt: second(-1), validUntil: second(9) }))) },
    { what: "a decision that had expired", history: historyOf(replaced(automatic, "decided", judged("decided", 4, { kind: "allow" }, { validUntil: second(5) }))) },
    { what: "facts that are not those of the decision", history: historyOf(replaced(automatic, "decided", judged("decided", 4, { kind: "allow" }, { factsHash: hashOf("others") }))) },
  ],
  I4: [
    { what: "an answer to another digest", history: historyOf(replaced(approved, "answered approve", answered("approve", { digest: hashOf("other") }))) },
    { what: "an answer that had expired", history: historyOf(replaced(approved, "asked approve", asked("approve", { expiresAt: second(23) }))) },
    { what: "an approval by its author", history: historyOf(replaced(approved, "made", { ...made({ author: { kind: "teammate", teammateId: "tm_lead" } }), writer: "inlet", epoch: 0 })) },
    { what: "other words than were shown", history: historyOf(replaced(approved, "asked approve", asked("approve", { shown: { title: "", text: "Refund $1.00?", reasons: [] } }))) },
    { what: "a confirmation that is missing", history: historyOf(startedBy(approved, { pauseIds: [idNamed("pause", "approve")] })) },
    { what: "an answer that nobody gave", history: historyOf(replaced(replaced(approved, "asked approve"), "answered approve")) },
    { what: "an approval by a customer", history: historyOf(replaced(approved, "answered approve", answered("approve", { by: { kind: "customer", id: "cus_mia", role: null } }))) },
    {
      what: "one approval for two calls",
      history: historyOf(afterStep(startedBy(approved, { pauseIds: bothPauses }), "verified", judged("decided again", 26, { kind: "allow" }), started("other", 26, { key: otherKey, pauseIds: bothPauses })), {
        calls: [call, { ...call, seq: 2, key: otherKey }],
      }),
    },
    {
      what: "an answer that was void",
      history: historyOf(afterStep(approved, "answered approve", worker("voided", "pause.superseded", { pauseId: idNamed("pause", "approve"), proposalId, newProposalId: null, reason: "" }, { at: 21 }))),
    },
  ],
  I5: [
    { what: "a call after a hand-over", history: stopped({ ...handedOff, at: second(4), epoch: 1, actorId: "worker-1" }) },
    { what: "a call after its question was withdrawn", history: historyOf(afterStep(automatic, "decided", worker("withdrawn", "pause.withdrawn", { pauseId: idNamed("pause", "confirm"), proposalId, by: "reasoner", reason: "" }, { at: 4 }))) },
    { what: "a call after its question had expired", history: historyOf(afterStep(automatic, "decided", worker("expired", "pause.expired", { pauseId: idNamed("pause", "confirm"), proposalId }, { at: 4 }))) },
    { what: "a call after a newer proposal", history: historyOf(afterStep(automatic, "decided", worker("superseded", "pause.superseded", { pauseId: null, proposalId, newProposalId: otherProposal, reason: "" }, { at: 4 }))) },
    { what: "a call after a no", history: historyOf(afterStep(automatic, "decided", answered("confirm", { decision: "no" })).map((each) => ({ ...each, at: each.name === "answered confirm" ? second(4) : each.at }))) },
    { what: "a call in a closed case", history: historyOf([...automatic.slice(0, 5), closing(4), ...automatic.slice(5, 8), { ...handedOff, at: second(9) }], { end: closed }) },
  ],
  I6: [
    { what: "a repeat without a look-up", history: repeatedWith(replaced(replaced(repeated, "looked"), "looked too early")) },
    { what: "a repeat before it had settled", history: repeatedWith(replaced(repeated, "looked")) },
    { what: "a repeat of what has no key", history: repeatedWith(replaced(repeated, "started", started("started", 5, { once: "none" }))) },
    { what: "a repeat of a key that is too old", history: repeatedWith(replaced(repeated, "started", started("started", 5, { resendUntil: second(28) }))) },
    { what: "an attempt that was left out", history: historyOf(replaced(repeated, "started again", again({ attempt: 3 })), { calls: [call, { ...call, seq: 2, attempt: 3 }] }) },
    {
      what: "another call on the same order while one was in doubt",
      history: historyOf(
        [
          ...automatic.slice(0, 6),
          ended("lost", 15, unknown),
          { ...made({ proposalId: otherProposal }), name: "made other", at: second(16) },
          judged("decided other", 17, { kind: "allow" }, { proposalId: otherProposal }),
          started("other", 18, { key: otherKey, proposalId: otherProposal }),
          verified("verified", 26, done),
          told("told", 27, [key]),
          resolution,
        ],
        { calls: [call, { ...call, seq: 2, key: otherKey }] },
      ),
    },
  ],
  I7: [
    { what: "a gap", history: withRows(historyOf(automatic), (rows) => rows.filter(({ envelope }) => envelope.seq !== 4)) },
    { what: "a body that was changed", history: withRows(historyOf(automatic), (rows) => rows.map((row) => (row.envelope.seq === 2 ? { ...row, body: { text: "Other words." } } : row))) },
    { what: "a row that was changed", history: withRows(historyOf(automatic), (rows) => rows.map((row) => (row.envelope.seq === 2 ? { ...row, envelope: { ...row.envelope, actorId: "cus_max" } } : row))) },
    { what: "an epoch that goes back", history: historyOf(automatic.map((each) => (each.name === "made" ? { ...each, epoch: 2, actorId: "worker-2" } : each))) },
    { what: "two workers in one epoch", history: historyOf(automatic.map((each) => (each.name === "ended" ? { ...each, actorId: "worker-2" } : each))) },
    { what: "an inlet that decides", history: historyOf(automatic.map((each) => (each.name === "judged" ? { ...each, writer: "inlet", epoch: 0 } : each))) },
    { what: "a time that goes back", history: historyOf(automatic.map((each) => (each.name === "ended" ? { ...each, at: second(10) } : each))) },
  ],
  I8: [
    { what: "a delivery that was taken in twice", history: historyOf(afterStep(automatic, "asks", received("asks", 0))) },
    { what: "a delivery that was acknowledged and lost", history: historyOf(automatic, { acknowledged: [{ provider: "chat", deliveryId: "lost" }] }) },
  ],
  I9: [
    { what: "an effect that nobody knows of", history: historyOf([...automatic.slice(0, 6), resolution]) },
    { what: "a call that is done and has no effect", history: historyOf(automatic, { effects: [] }) },
    { what: "a message about what was not found done", history: historyOf([...replaced(automatic, "verified").slice(0, 8), verified("verified", 10, done, { epoch: 9 }), resolution].map((each) => (each.name === "verified" ? { ...each, actorId: "worker-9" } : each))) },
    { what: "a customer who is told twice", history: historyOf(afterStep(automatic, "told", told("told again", 10, [key]))) },
    { what: "a message that is sent twice", history: historyOf(afterStep(automatic, "told", told("sent again", 10, [], "told"))) },
    { what: "a late finding that no person is told of", history: historyOf([...automatic.slice(0, 6), ended("lost", 15, unknown), handedOff, verified("verified", 640, done, { epoch: 10 })], { end: handed }) },
    { what: "an undo that nothing shows", history: historyOf(afterStep(automatic, "verified", worker("undone", "undo.ended", { key, undoKey: otherKey, isUndone: true, residue: null }, { at: 8 }))) },
  ],
  I15: [
    { what: "a case that works and does nothing", history: historyOf(automatic.slice(0, 4), { ...nothing, end: { status: "working", wakeAt: null, isRunnable: false } }) },
    { what: "a case that nobody takes", history: historyOf(automatic, { end: { ...resolved, isRunnable: true } }) },
    { what: "a case that is shown as something else than it is", history: historyOf(automatic, { end: waiting }) },
  ],
};

for (const [invariant, histories] of Object.entries(bad)) {
  describe(`${invariant} is the one that is tripped by`, () => {
    for (const { what, history } of histories) {
      test(what, () => {
        const tripped = new Set(checkHistory(history).map((violation) => violation.split(" ")[0]));
        expect([...tripped]).toEqual([invariant]);
      });
    }
  });
}
