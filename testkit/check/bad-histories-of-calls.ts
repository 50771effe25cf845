import { hashOf } from "@purser/kit/audit";
import type { BadHistories } from "./bad-history.ts";
import type { History } from "./history.ts";
import {
  automatic,
  call,
  done,
  effect,
  ended,
  historyOf,
  judged,
  key,
  made,
  repeated,
  replaced,
  resolution,
  started,
  told,
  unknown,
  verified,
} from "./refund-story.ts";
import { idNamed, keyNamed, second, worker, type WrittenStep } from "./written-history.ts";

const otherKey = keyNamed("other");
const otherProposal = idNamed("prop", "other");
const again = (change: Parameters<typeof started>[2], at = 28): WrittenStep =>
  started("started again", at, { attempt: 2, ...change }, 2);
const repeatedWith = (steps: readonly WrittenStep[]): History =>
  historyOf(steps, { calls: [call, { ...call, seq: 2, attempt: 2 }] });

/** Wrong effects, intentions, decisions and repeats. Each trips the invariant under which it stands, and no other. */
export const badHistoriesOfCalls: BadHistories = {
  I1: [
    { what: "one key with two effects", history: historyOf(automatic, { effects: [effect, { ...effect, seq: 2 }] }) },
    {
      what: "an effect without a key",
      history: historyOf(automatic, { effects: [effect, { ...effect, seq: 2, key: null }] }),
    },
    {
      what: "an effect whose key is in no log",
      history: historyOf(automatic, { effects: [effect, { ...effect, seq: 2, key: otherKey }] }),
    },
    { what: "an attempt that arrives twice", history: historyOf(automatic, { calls: [call, { ...call, seq: 2 }] }) },
    {
      what: "two keys of one proposal, each with an effect",
      history: historyOf(
        [
          ...automatic.slice(0, 8),
          judged("decided again", 9, { kind: "allow" }),
          started("other", 10, { key: otherKey }),
          worker(
            "found other",
            "call.verified",
            { key: otherKey, attempt: 1, finding: done, settledAt: second(11), values: {} },
            { at: 11 },
          ),
          told("told", 12, [key]),
          resolution,
        ],
        { effects: [effect, { ...effect, seq: 2, key: otherKey }], calls: [call, { ...call, seq: 2, key: otherKey }] },
      ),
    },
  ],
  I2: [
    {
      what: "a call that arrives before its intention",
      history: { ...historyOf(automatic), witnesses: [{ system: "payments", key, attempt: 1, intention: null }] },
    },
  ],
  I3: [
    { what: "an intention without a decision at execution", history: historyOf(replaced(automatic, "decided")) },
    {
      what: "a decision on other arguments",
      history: historyOf(
        replaced(automatic, "decided", judged("decided", 4, { kind: "allow" }, { argsHash: hashOf("other") })),
      ),
    },
    {
      what: "facts that were too old",
      history: historyOf(
        replaced(
          automatic,
          "decided",
          judged("decided", 4, { kind: "allow" }, { readAt: second(-1), validUntil: second(9) }),
        ),
      ),
    },
    {
      what: "a decision that had expired",
      history: historyOf(
        replaced(automatic, "decided", judged("decided", 4, { kind: "allow" }, { validUntil: second(5) })),
      ),
    },
    {
      what: "facts that are not those of the decision",
      history: historyOf(
        replaced(automatic, "decided", judged("decided", 4, { kind: "allow" }, { factsHash: hashOf("others") })),
      ),
    },
  ],
  I6: [
    {
      what: "a repeat without a look-up",
      history: repeatedWith(replaced(replaced(repeated, "looked"), "looked too early")),
    },
    { what: "a repeat before it had settled", history: repeatedWith(replaced(repeated, "looked")) },
    {
      what: "a repeat of what has no key",
      history: repeatedWith(replaced(repeated, "started", started("started", 5, { once: "none" }))),
    },
    {
      what: "a repeat of a key that is too old",
      history: repeatedWith(replaced(repeated, "started", started("started", 5, { resendUntil: second(28) }))),
    },
    {
      what: "an attempt that was left out",
      history: historyOf(replaced(repeated, "started again", again({ attempt: 3 })), {
        calls: [call, { ...call, seq: 2, attempt: 3 }],
      }),
    },
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
};
