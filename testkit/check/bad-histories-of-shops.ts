import { hashOf } from "@purser/kit/audit";
import type { BadHistories } from "./bad-history.ts";
import type { History } from "./history.ts";
import {
  afterStep,
  approved,
  automatic,
  call,
  caseOf,
  done,
  effect,
  handedOff,
  historyOf,
  judged,
  key,
  made,
  opened,
  proposalId,
  received,
  replaced,
  resolution,
  resolved,
  shownTo,
  started,
  told,
  unknown,
  ended,
  verified,
} from "./refund-story.ts";
import {
  idNamed,
  inlet,
  keyNamed,
  second,
  worker,
  writtenCase,
  writtenHistory,
  writtenShop,
} from "./written-history.ts";

const undoKey = keyNamed("undo");
const reversal = {
  ...effect,
  seq: 2,
  tick: Date.parse(second(9)),
  key: undoKey,
  kind: "reversal" as const,
  reverses: key,
};
const undoBegun = worker("undo begun", "undo.started", { key, undoKey }, { at: 8 });
const otherUndoKey = keyNamed("other undo");
const undoBegunAgain = worker("undo begun again", "undo.started", { key, undoKey: otherUndoKey }, { at: 8 });
const held = worker("held", "call.held", { key, proposalId, releaseAt: second(60) }, { at: 4 });
const waiting = { status: "waiting" as const, wakeAt: null, isRunnable: false };
const asked: History["prompts"] = [{ caseId: caseOf(automatic).caseId, proposals: [proposalId], text: "" }];

/** A refund of 90 dollars that needs nobody, in the case of this name. */
function ninety(name: string, at: number): { history: History["cases"][number]; key: string; effect: typeof effect } {
  const own = keyNamed(name);
  const facts = { refundableMinor: 9_000, currency: "USD" };
  const assurance = { identity: 2 as const, confirmed: false, approved: false, approverRole: null };
  const judgement = { verdict: { kind: "allow" as const }, policies: [], facts, totals: {}, assurance };
  const prop = idNamed("prop", name);
  const change = { proposalId: prop, factsHash: hashOf(facts), judgement };
  const steps = [
    opened,
    shownTo(2),
    received(name, 0),
    made({ proposalId: prop }),
    judged("decided", at, { kind: "allow" }, change),
    started("started", at + 1, { key: own, proposalId: prop, args: { orderId: `L-${name}`, amountMinor: 9_000 } }),
    worker(
      "found",
      "call.verified",
      { key: own, attempt: 1, finding: done, settledAt: second(at + 3), values: {} },
      { at: at + 3 },
    ),
    told(`told ${name}`, at + 4, [own]),
    resolution,
  ];
  const object = `CH-${name}`;
  const amount = { chargeId: object, amountMinor: 9_000 };
  return {
    history: writtenCase(name, steps, resolved),
    key: own,
    effect: { ...effect, key: own, object, args: amount, tick: Date.parse(second(at + 2)) },
  };
}

function ninetyTwice(): History {
  const [one, other] = [ninety("one", 5), ninety("other", 6)];
  const calls = [one, other].map((each, index) => ({ ...call, seq: index + 1, key: each.key }));
  const effects = [one.effect, { ...other.effect, seq: 2 }];
  return writtenHistory([one.history, other.history], { effects, calls });
}

/** Of persons, limits, undone effects, leaks and repeated thoughts. Each trips the invariant under which it stands, and no other. */
export const badHistoriesOfShops: BadHistories = {
  I3: [
    {
      what: "a refund that is more than was left to refund",
      history: historyOf(automatic, {
        effects: [effect],
        shop: { ...writtenShop, paidMinor: { "CH-1": 1_900 } },
      }),
    },
    {
      what: "a refund above what needs nobody, which nobody has confirmed",
      history: historyOf(automatic, {
        shop: {
          ...writtenShop,
          smallRefund: { published: { blueprintHash: hashOf("blueprint"), mostMinor: 1_900 }, changed: null },
        },
      }),
    },
  ],
  I4: [
    {
      what: "a proposal under the hash of another",
      history: historyOf(replaced(approved, "made", made({ reason: "Other.", argsHash: hashOf("other") }))),
    },
  ],
  I7: [
    {
      what: "a proposal that is written twice",
      history: historyOf(afterStep(automatic, "made", { ...made(), name: "made again", at: second(2) })),
    },
    {
      what: "what is held and called off from outside, though nobody ends the case",
      history: historyOf(
        [
          ...automatic.slice(0, 5),
          held,
          inlet("called off", "call.withdrawn", { key, by: "tm_lead", reason: "" }, { at: 5 }),
        ],
        { effects: [], calls: [], end: waiting },
      ),
    },
  ],
  I9: [
    {
      what: "an effect that came after the last look, of which nobody has heard again",
      history: historyOf(
        [
          ...automatic.slice(0, 7),
          ended("lost", 15, unknown),
          verified("looked", 30, { kind: "not-done", settled: true, detail: "" }),
          handedOff,
        ],
        {
          effects: [{ ...effect, tick: Date.parse(second(3_600)) }],
          end: { status: "handed-off", wakeAt: null, isRunnable: false },
        },
      ),
    },
    {
      what: "a call that a system has carried out twice, and no person has it",
      history: historyOf(automatic, { effects: [effect, { ...effect, seq: 2 }], doubled: new Set([key]) }),
    },
  ],
  I10: [
    {
      what: "an effect on another customer",
      history: historyOf(automatic, { effects: [{ ...effect, subject: "LC-2" }] }),
    },
    {
      what: "an effect on another customer's record",
      history: historyOf(automatic, { effects: [{ ...effect, object: "CH-2" }] }),
    },
    {
      what: "a call for somebody who is not known any more",
      history: historyOf(
        afterStep(
          automatic,
          "decided",
          inlet(
            "stranger",
            "identity.changed",
            { subject: "cus_mia", level: 0, method: "new-sender", expiresAt: null },
            { at: 4 },
          ),
        ),
      ),
    },
  ],
  I11: [{ what: "two refunds that are too much together", history: ninetyTwice() }],
  I12: [
    {
      what: "something that is taken back and no log has begun it",
      history: historyOf(automatic, { effects: [effect, reversal] }),
    },
    {
      what: "an effect that is taken back twice",
      history: historyOf(afterStep(automatic, "verified", undoBegun, undoBegunAgain), {
        effects: [effect, reversal, { ...reversal, seq: 3, key: otherUndoKey }],
      }),
    },
    {
      what: "an undo that nothing shows",
      history: historyOf(
        afterStep(
          automatic,
          "verified",
          worker("undone", "undo.ended", { key, undoKey, isUndone: true, residue: null }, { at: 8 }),
        ),
      ),
    },
    {
      what: "a held call that is begun before it is released",
      history: historyOf(afterStep(automatic, "decided", held)),
    },
  ],
  I13: [
    {
      what: "another customer's address in a message",
      history: historyOf(
        replaced(automatic, "told", { ...told("told", 9, [key]), ...saying("Write to max@example.com.") }),
      ),
    },
    {
      what: "another customer's address in a prompt",
      history: historyOf(automatic, {
        prompts: asked.map((each) => ({ ...each, proposals: [], text: "max@example.com" })),
      }),
    },
    {
      what: "what only another customer's records say in a note of the case",
      history: historyOf([
        ...automatic,
        inlet("noted", "note.added", { by: "tm_1", text: "canary-of-max" }, { at: 100, by: "tm_1" }),
      ]),
    },
    {
      what: "what only another customer's records say in a trace of the case",
      history: historyOf(automatic, {
        outputs: asked.map(({ caseId }) => ({ where: "a trace", caseId, text: "canary-of-max" })),
      }),
    },
    {
      what: "a customer's address in a line for operators",
      history: historyOf(automatic, { lines: ["max@example.com"] }),
    },
  ],
  I14: [
    {
      what: "a model that was asked again though its answer was recorded",
      history: historyOf(automatic.slice(0, 4), {
        effects: [],
        calls: [],
        prompts: asked,
        end: waiting,
      }),
    },
  ],
  I15: [
    {
      what: "a question that is open after its time",
      history: historyOf(approved.slice(0, 6), {
        effects: [],
        calls: [],
        end: waiting,
        endedAt: second(2_000_000),
      }),
    },
    {
      what: "a child case that thinks more than its parent had left for it",
      history: historyOf([openedAsChild(1), ...automatic.slice(1, 3), thoughtAgain(0)], {
        effects: [],
        calls: [],
        end: waiting,
      }),
    },
    {
      what: "a case that thinks and thinks",
      history: historyOf([...automatic.slice(0, 3), ...Array.from({ length: 12 }, (_, index) => thoughtAgain(index))], {
        effects: [],
        calls: [],
        end: waiting,
      }),
    },
  ],
};

function thoughtAgain(index: number) {
  const name = `again ${index}`;
  return { ...made({ proposalId: idNamed("prop", name) }), name };
}

function openedAsChild(thoughts: number) {
  const { event } = opened;
  if (event.kind !== "case.opened") throw new Error("A case begins otherwise.");
  const parent = { caseId: idNamed("case", "parent"), proposalId: idNamed("prop", "parent"), thoughts, given: {} };
  return { ...opened, event: { ...event, body: { ...event.body, parent } } };
}

function saying(text: string) {
  const { event } = told("told", 9, [key]);
  return event.kind === "message.sent" ? { event: { ...event, body: { ...event.body, text } } } : { event };
}
