import { hashOf } from "@purser/kit/audit";
import type { BadHistories } from "./bad-history.ts";
import type { History } from "./history.ts";
import {
  afterStep,
  answered,
  approved,
  asked,
  automatic,
  call,
  handedOff,
  historyOf,
  judged,
  made,
  proposalId,
  replaced,
  started,
} from "./refund-story.ts";
import { idNamed, inlet, keyNamed, second, worker, type WrittenStep } from "./written-history.ts";

const otherKey = keyNamed("other");
const otherProposal = idNamed("prop", "other");
const handed = { status: "handed-off" as const, wakeAt: null, isRunnable: false };
const closed = { status: "closed" as const, wakeAt: null, isRunnable: false };
const closing = (at: number) => inlet("closed", "case.closed", { by: "tm_lead", reason: "" }, { at, by: "tm_lead" });
const startedBy = (steps: readonly WrittenStep[], change: Parameters<typeof started>[2]): readonly WrittenStep[] =>
  replaced(steps, "started", started("started", steps === approved ? 23 : 5, change));
const bothPauses = [idNamed("pause", "confirm"), idNamed("pause", "approve")];
const stopped = (stop: WrittenStep): History =>
  historyOf([...automatic.slice(0, 5), stop, ...automatic.slice(5, 9)], { end: handed });

/** Answers and stops that were not kept. Each trips the invariant under which it stands, and no other. */
export const badHistoriesOfPeople: BadHistories = {
  I4: [
    {
      what: "an answer to another digest",
      history: historyOf(replaced(approved, "answered approve", answered("approve", { digest: hashOf("other") }))),
    },
    {
      what: "an answer that had expired",
      history: historyOf(replaced(approved, "asked approve", asked("approve", { expiresAt: second(23) }))),
    },
    {
      what: "an approval by its author",
      history: historyOf(
        replaced(approved, "made", {
          ...made({ author: { kind: "teammate", teammateId: "tm_lead" } }),
          writer: "inlet",
          epoch: 0,
        }),
      ),
    },
    {
      what: "other words than were shown",
      history: historyOf(
        replaced(
          approved,
          "asked approve",
          asked("approve", { shown: { title: "", text: "Refund $1.00?", reasons: [] } }),
        ),
      ),
    },
    {
      what: "a confirmation that is missing",
      history: historyOf(startedBy(approved, { pauseIds: [idNamed("pause", "approve")] })),
    },
    {
      what: "an answer that nobody gave",
      history: historyOf(replaced(replaced(approved, "asked approve"), "answered approve")),
    },
    {
      what: "an approval by a customer",
      history: historyOf(
        replaced(
          approved,
          "answered approve",
          answered("approve", { by: { kind: "customer", id: "cus_mia", role: null } }),
        ),
      ),
    },
    {
      what: "one approval for two calls",
      history: historyOf(
        afterStep(
          startedBy(approved, { pauseIds: bothPauses }),
          "verified",
          judged("decided again", 26, { kind: "allow" }),
          started("other", 26, { key: otherKey, pauseIds: bothPauses }),
        ),
        {
          calls: [call, { ...call, seq: 2, key: otherKey }],
        },
      ),
    },
    {
      what: "an answer that was void",
      history: historyOf(
        afterStep(
          approved,
          "answered approve",
          worker(
            "voided",
            "pause.superseded",
            { pauseId: idNamed("pause", "approve"), proposalId, newProposalId: null, reason: "" },
            { at: 21 },
          ),
        ),
      ),
    },
  ],
  I5: [
    {
      what: "a call after a hand-over",
      history: stopped({ ...handedOff, at: second(4), epoch: 1, actorId: "worker-1" }),
    },
    {
      what: "a call after its question was withdrawn",
      history: historyOf(
        afterStep(
          automatic,
          "decided",
          worker(
            "withdrawn",
            "pause.withdrawn",
            { pauseId: idNamed("pause", "confirm"), proposalId, by: "reasoner", reason: "" },
            { at: 4 },
          ),
        ),
      ),
    },
    {
      what: "a call after its question had expired",
      history: historyOf(
        afterStep(
          automatic,
          "decided",
          worker("expired", "pause.expired", { pauseId: idNamed("pause", "confirm"), proposalId }, { at: 4 }),
        ),
      ),
    },
    {
      what: "a call after a newer proposal",
      history: historyOf(
        afterStep(
          automatic,
          "decided",
          worker(
            "superseded",
            "pause.superseded",
            { pauseId: null, proposalId, newProposalId: otherProposal, reason: "" },
            { at: 4 },
          ),
        ),
      ),
    },
    {
      what: "a call after a no",
      history: historyOf(
        afterStep(automatic, "decided", answered("confirm", { decision: "no" })).map((each) => ({
          ...each,
          at: each.name === "answered confirm" ? second(4) : each.at,
        })),
      ),
    },
    {
      what: "a call in a closed case",
      history: historyOf(
        [...automatic.slice(0, 5), closing(4), ...automatic.slice(5, 8), { ...handedOff, at: second(9) }],
        { end: closed },
      ),
    },
  ],
};
