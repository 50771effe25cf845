import { describe, expect, test } from "vitest";
import { badHistoriesOfCalls } from "./bad-histories-of-calls.ts";
import { badHistoriesOfLogs } from "./bad-histories-of-logs.ts";
import { badHistoriesOfPeople } from "./bad-histories-of-people.ts";
import { badHistoriesOfShops } from "./bad-histories-of-shops.ts";
import { checkHistory } from "./check-history.ts";
import type { History } from "./history.ts";
import {
  answered,
  approved,
  automatic,
  call,
  done,
  effect,
  ended,
  handedOff,
  handedOffAgain,
  historyOf,
  repeated,
  replaced,
  unknown,
  verified,
} from "./refund-story.ts";
import { inlet, second, writtenShop } from "./written-history.ts";

const waiting = { status: "waiting" as const, wakeAt: null, isRunnable: false };
const handed = { status: "handed-off" as const, wakeAt: null, isRunnable: false };
const closed = { status: "closed" as const, wakeAt: null, isRunnable: false };
const closing = (at: number) => inlet("closed", "case.closed", { by: "tm_lead", reason: "" }, { at, by: "tm_lead" });
/** What somebody else refunded in the millisecond in which the facts were read. */
const byHand = (seq: number, amountMinor: number) => ({
  ...effect,
  seq,
  tick: Date.parse(second(2)),
  key: null,
  args: { chargeId: "CH-1", amountMinor },
});
const nothing = { effects: [], calls: [] };

describe("a history in which all is well passes:", () => {
  const good: Readonly<Record<string, History>> = {
    "a refund that needs nobody": historyOf(automatic),
    "a refund that the customer confirms and a lead approves": historyOf(approved),
    "a refund that was lost, looked up and sent again": historyOf(repeated, {
      calls: [call, { ...call, seq: 2, attempt: 2 }],
    }),
    "a refund that she declines": historyOf(
      replaced(approved.slice(0, 7), "answered confirm", answered("confirm", { decision: "no" })),
      { ...nothing, end: waiting },
    ),
    "a refund whose outcome stays unknown, handed to a person, found late and told again": historyOf(
      [
        ...automatic.slice(0, 6),
        ended("lost", 15, unknown),
        handedOff,
        verified("verified", 640, done, { epoch: 10 }),
        handedOffAgain,
      ],
      { end: handed },
    ),
    "a case that a person closes before anything began": historyOf([...automatic.slice(0, 4), closing(5)], {
      ...nothing,
      end: closed,
    }),
  };
  for (const [what, history] of Object.entries(good)) {
    test(what, () => {
      expect(checkHistory(history)).toEqual([]);
    });
  }
});

test("a refund may be decided on what was left between two changes of one millisecond", () => {
  const history = historyOf(automatic, {
    effects: [byHand(1, 1_000), byHand(2, 2_000), byHand(3, 500), { ...effect, seq: 4 }],
    shop: { ...writtenShop, paidMinor: { "CH-1": 5_000 } },
  });
  expect(checkHistory(history).filter((violation) => violation.startsWith("I3"))).toEqual([]);
});

const bad = [badHistoriesOfCalls, badHistoriesOfPeople, badHistoriesOfLogs, badHistoriesOfShops].flatMap((each) =>
  Object.entries(each),
);

for (const [invariant, histories] of bad) {
  describe(`${invariant} is the one that is tripped by`, () => {
    for (const { what, history } of histories) {
      test(what, () => {
        const tripped = new Set(checkHistory(history).map((violation) => violation.split(" ")[0]));
        expect([...tripped]).toEqual([invariant]);
      });
    }
  });
}
