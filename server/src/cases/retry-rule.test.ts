import type { Verdict } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import {
  answered,
  asked,
  closed,
  done,
  ended,
  handedOff,
  joined,
  judged,
  key,
  notDone,
  notYetDone,
  opened,
  otherProposalId,
  pauseId,
  proposalId,
  proposed,
  second,
  started,
  stateOf,
  unknown,
  verified,
  type WrittenEvent,
} from "./testing/test-written-log.ts";

/** A refund whose outcome nobody knows, begun at second 1 and heard of at second 11. */
function inDoubt(change: Parameters<typeof started>[1] = {}): readonly WrittenEvent[] {
  return [
    opened,
    proposed(0),
    judged(0, { kind: "allow" }),
    judged(1, { kind: "allow" }, true),
    started(1, change),
    ended(11, unknown),
  ];
}

function stepAfter(events: readonly WrittenEvent[], at: number) {
  return decide(stateOf(events), second(at));
}

const resend = { kind: "start", proposalId, attempt: 2 };
const natural = { once: "natural" as const, resendUntil: null };
const keyless = { once: "none" as const, resendUntil: null };

describe("after an unknown outcome", () => {
  test("the system of record is asked before anything else", () => {
    expect(stepAfter(inDoubt(), 11)).toEqual({ kind: "verify", key });
  });

  test("what is found done is not sent again", () => {
    expect(stepAfter([...inDoubt(), verified(12, done)], 12)).toEqual({ kind: "think" });
  });

  test("not done counts only after the settle time, by a second look", () => {
    const looked = [...inDoubt(), verified(12, notYetDone)];
    expect(stepAfter(looked, 13)).toEqual({ kind: "wait", until: second(21) });
    expect(stepAfter(looked, 21)).toEqual({ kind: "verify", key });
  });

  test.each([
    ["a key that is young enough goes again", {}, notDone, 22, resend],
    ["a key that nobody can look up goes again", {}, { kind: "key-safe" as const, detail: "" }, 22, resend],
    ["a precondition goes again", natural, notDone, 22, resend],
    ["what has neither goes to a person", keyless, notDone, 22, { kind: "handOff" }],
    [
      "a key past four fifths of its life goes to a person",
      { resendUntil: second(22) },
      notDone,
      22,
      { kind: "handOff" },
    ],
    ["what shows two effects goes to a person", {}, { kind: "doubled" as const, detail: "" }, 22, { kind: "handOff" }],
  ])("%s", (_what, change, finding, at, expected) => {
    expect(stepAfter([...inDoubt(change), verified(at, finding)], at)).toMatchObject(expected);
  });

  test("the third attempt is the last", () => {
    const third = [
      ...inDoubt(),
      ...[2, 3].flatMap((attempt) => [
        verified(30 * attempt, notDone, attempt - 1),
        judged(30 * attempt, { kind: "allow" }, true),
        started(30 * attempt, { attempt }),
        ended(30 * attempt + 1, unknown, attempt),
      ]),
      verified(120, notDone, 3),
    ];
    expect(stepAfter(third, 120)).toMatchObject({ kind: "handOff" });
  });

  test("a look-up that cannot tell is made again, ever later, and the fifth hands over", () => {
    const cannotTell = (at: number) => verified(at, { kind: "unknown", detail: "" });
    const looks = [12, 20, 40, 110, 420].map(cannotTell);
    expect(stepAfter([...inDoubt(), ...looks.slice(0, 1)], 12)).toEqual({ kind: "wait", until: second(14) });
    expect(stepAfter([...inDoubt(), ...looks.slice(0, 2)], 20)).toEqual({ kind: "wait", until: second(30) });
    expect(stepAfter([...inDoubt(), ...looks], 720)).toMatchObject({ kind: "handOff" });
  });

  test.each([
    ["handed over", handedOff(15)],
    ["taken over by a teammate", joined(15)],
    ["closed", closed(15)],
  ])("a case that was %s meanwhile sends nothing again", (_what, stop) => {
    for (const at of [16, 22, 700, 90_000]) expect(stepAfter([...inDoubt(), stop], at).kind).not.toBe("start");
    expect(stepAfter([...inDoubt(), stop, verified(700, notDone)], 700).kind).not.toBe("start");
  });

  test("no other call begins before it is known what became of this one", () => {
    const other = [
      ...inDoubt(),
      proposed(13, { proposalId: otherProposalId, author: { kind: "teammate", teammateId: "tm_lead" } }),
    ];
    const judgedOther = judged(14, { kind: "allow" });
    if (judgedOther.event.kind !== "proposal.judged") throw new Error("A judgement is written.");
    const ready: readonly WrittenEvent[] = [
      ...other,
      { at: 14, event: { kind: "proposal.judged", body: { ...judgedOther.event.body, proposalId: otherProposalId } } },
      verified(14, notYetDone),
    ];
    expect(stepAfter(ready, 15)).toEqual({ kind: "wait", until: second(21) });
    expect(stepAfter([...ready, verified(21, done)], 21)).toEqual({
      kind: "start",
      proposalId: otherProposalId,
      attempt: 1,
    });
  });
});

describe("a repeat", () => {
  const confirmed: readonly WrittenEvent[] = [
    opened,
    proposed(0),
    judged(0, { kind: "confirm" }),
    asked(0, "confirm", second(3_600)),
    answered(5, "yes"),
    judged(6, { kind: "allow" }, true),
    started(6, { pauseIds: [pauseId] }),
    ended(16, unknown),
    verified(27, notDone),
  ];

  test("stands on the answers that its first attempt consumed", () => {
    expect(stateOf(confirmed).calls[0]?.grants.map(({ pause }) => pause.pauseId)).toEqual([pauseId]);
    const repeated = stateOf([
      ...confirmed,
      judged(28, { kind: "allow" }, true),
      started(28, { attempt: 2, pauseIds: [pauseId] }),
    ]);
    expect(repeated.calls[0]?.grants.map(({ pause }) => pause.pauseId)).toEqual([pauseId]);
  });

  test("is the request of the first attempt, on the facts of then", () => {
    const [call] = stateOf([...confirmed, judged(28, { kind: "allow" }, true), started(28, { attempt: 2 })]).calls;
    expect(call).toMatchObject({ attempt: 2, facts: { seenAt: 6 } });
  });

  test("that is not allowed any more goes to a person, and never round in circles", () => {
    const verdicts: readonly Verdict[] = [
      { kind: "confirm" },
      { kind: "identify", level: 3 },
      { kind: "deny", reasons: [""] },
    ];
    for (const verdict of verdicts) {
      const state = stateOf([...confirmed, judged(28, verdict)]);
      expect(decide(state, second(28))).toMatchObject({ kind: "handOff" });
      expect(state.calls).toEqual([]);
    }
  });
});

describe("a key that was given up", () => {
  const givenUp = [...inDoubt(), handedOff(15)];

  test("is looked up again after ten minutes, after a day, and at the end of its life", () => {
    expect(stepAfter(givenUp, 16)).toEqual({ kind: "wait", until: second(615) });
    expect(stepAfter(givenUp, 615)).toEqual({ kind: "verify", key });
    const looked = [...givenUp, verified(615, notDone)];
    expect(stepAfter(looked, 616)).toEqual({ kind: "wait", until: second(69_120) });
    expect(stepAfter([...looked, verified(69_120, notDone)], 69_121)).toEqual({ kind: "wait", until: second(86_415) });
    expect(stepAfter([...looked, verified(69_120, notDone), verified(86_415, notDone)], 86_416)).toEqual({
      kind: "wait",
      until: null,
    });
  });

  test("and is found done late is told to a person, also in a closed case", () => {
    expect(stepAfter([...givenUp, verified(615, done)], 615)).toMatchObject({ kind: "handOff" });
    expect(stepAfter([...givenUp, closed(20), verified(615, done)], 615)).toMatchObject({ kind: "handOff" });
  });

  test("is looked up at once when a late outcome comes in", () => {
    const signal: WrittenEvent = {
      at: 30,
      event: { kind: "signal.received", body: { source: "late-outcome", refersTo: key, data: {} } },
    };
    expect(stepAfter([...givenUp, signal], 30)).toEqual({ kind: "verify", key });
  });
});

describe("a call that is under way when it is stopped", () => {
  test.each([
    ["closed", closed(5)],
    ["taken over", joined(5)],
    ["handed over", handedOff(5)],
  ])("and is found done in a case that was %s is told to a person", (_what, stop) => {
    const events = [...inDoubt().slice(0, 5), stop, ended(6, done), verified(7, done)];
    expect(stepAfter(events, 7)).toMatchObject({ kind: "handOff" });
  });

  test("a teammate who has the case keeps it when a person is told", () => {
    const state = stateOf([...inDoubt().slice(0, 5), joined(5), ended(6, done), verified(7, done), handedOff(7)]);
    expect(state.owner).toMatchObject({ kind: "teammate", teammateId: "tm_lead" });
  });
});
