import type { BadHistories } from "./bad-history.ts";
import type { History } from "./history.ts";
import {
  afterStep,
  automatic,
  done,
  ended,
  handedOff,
  historyOf,
  key,
  received,
  replaced,
  resolution,
  resolved,
  told,
  unknown,
  verified,
} from "./refund-story.ts";
import { second } from "./written-history.ts";

const waiting = { status: "waiting" as const, wakeAt: null, isRunnable: false };
const handed = { status: "handed-off" as const, wakeAt: null, isRunnable: false };
const nothing = { effects: [], calls: [] };
const withRows = (
  history: History,
  change: (rows: History["cases"][number]["rows"]) => History["cases"][number]["rows"],
): History => ({
  ...history,
  cases: history.cases.map((each) => ({ ...each, rows: change(each.rows) })),
});

/** Logs, deliveries, words and ends that are wrong. Each trips the invariant under which it stands, and no other. */
export const badHistoriesOfLogs: BadHistories = {
  I7: [
    {
      what: "a gap",
      history: withRows(historyOf(automatic), (rows) => rows.filter(({ envelope }) => envelope.seq !== 4)),
    },
    {
      what: "a body that was changed",
      history: withRows(historyOf(automatic), (rows) =>
        rows.map((row) => (row.envelope.seq === 2 ? { ...row, body: { text: "Other words." } } : row)),
      ),
    },
    {
      what: "a row that was changed",
      history: withRows(historyOf(automatic), (rows) =>
        rows.map((row) =>
          row.envelope.seq === 2 ? { ...row, envelope: { ...row.envelope, actorId: "cus_max" } } : row,
        ),
      ),
    },
    {
      what: "an epoch that goes back",
      history: historyOf(
        automatic.map((each) => (each.name === "made" ? { ...each, epoch: 2, actorId: "worker-2" } : each)),
      ),
    },
    {
      what: "two workers in one epoch",
      history: historyOf(automatic.map((each) => (each.name === "ended" ? { ...each, actorId: "worker-2" } : each))),
    },
    {
      what: "an inlet that decides",
      history: historyOf(
        automatic.map((each) => (each.name === "judged" ? { ...each, writer: "inlet", epoch: 0 } : each)),
      ),
    },
    {
      what: "a time that goes back",
      history: historyOf(automatic.map((each) => (each.name === "ended" ? { ...each, at: second(10) } : each))),
    },
  ],
  I8: [
    {
      what: "a delivery that was taken in twice",
      history: historyOf(afterStep(automatic, "asks", received("asks", 0))),
    },
    {
      what: "a delivery that was acknowledged and lost",
      history: historyOf(automatic, { acknowledged: [{ provider: "chat", deliveryId: "lost" }] }),
    },
  ],
  I9: [
    { what: "an effect that nobody knows of", history: historyOf([...automatic.slice(0, 6), resolution]) },
    { what: "a call that is done and has no effect", history: historyOf(automatic, { effects: [] }) },
    {
      what: "a message about what was not found done",
      history: historyOf(
        [...replaced(automatic, "verified").slice(0, 8), verified("verified", 10, done, { epoch: 9 }), resolution].map(
          (each) => (each.name === "verified" ? { ...each, actorId: "worker-9" } : each),
        ),
      ),
    },
    {
      what: "a customer who is told twice",
      history: historyOf(afterStep(automatic, "told", told("told again", 10, [key]))),
    },
    {
      what: "a message that is sent twice",
      history: historyOf(afterStep(automatic, "told", told("sent again", 10, [], "told"))),
    },
    {
      what: "a late finding that no person is told of",
      history: historyOf(
        [
          ...automatic.slice(0, 6),
          ended("lost", 15, unknown),
          handedOff,
          verified("verified", 640, done, { epoch: 10 }),
        ],
        { end: handed },
      ),
    },
  ],
  I15: [
    {
      what: "a case that works and does nothing",
      history: historyOf(automatic.slice(0, 4), {
        ...nothing,
        end: { status: "working", wakeAt: null, isRunnable: false },
      }),
    },
    { what: "a case that nobody takes", history: historyOf(automatic, { end: { ...resolved, isRunnable: true } }) },
    { what: "a case that is shown as something else than it is", history: historyOf(automatic, { end: waiting }) },
  ],
};
