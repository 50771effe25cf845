import type { CaseId } from "@purser/contract";
import { closeCase } from "../../server/src/conversations/end-case.ts";
import { returnToAgent, takeOver } from "../../server/src/conversations/teammate-work.ts";
import { requestCaseUndo } from "../../server/src/conversations/request-case-undo.ts";
import { requestUndo } from "../../server/src/conversations/request-undo.ts";
import { asksForNewAddress, asksForRefund, orderOf, refundText } from "./requests.ts";
import type { Scenario } from "./scenario.ts";
import {
  answeredLate,
  approvalEdited,
  approvalRaced,
  heldReleased,
  heldWithdrawn,
  limitInSum,
  ownApproval,
  refundAgain,
  strangerJoins,
} from "./scenarios-of-people.ts";
import {
  creditDrafted,
  escalated,
  foreignOrder,
  labelAwaited,
  lookedUp,
  noteAdded,
  planMeanwhile,
  poisonedCase,
  poisonedText,
  replyOnly,
} from "./scenarios-of-systems.ts";
import { lead, type Stage } from "./stage.ts";

export const changeAddress: Scenario = {
  name: "change-address",
  endsAs: "resolved",
  effects: ["oms address"],
  play: async (stage) => {
    await asksForNewAddress(stage);
  },
};

export const refundAutomatic: Scenario = {
  name: "refund-automatic",
  endsAs: "resolved",
  effects: ["payments refund"],
  play: async (stage) => {
    await asksForRefund(stage, stage.landmarks.refundSmall, 500);
  },
};

export const refundConfirmed: Scenario = {
  name: "refund-confirmed",
  endsAs: "resolved",
  effects: ["payments refund"],
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundMedium, 2_600);
    await stage.saysOnceAsked(caseId, "yes");
  },
};

export const refundApproved: Scenario = {
  name: "refund-approved",
  endsAs: "resolved",
  effects: ["payments refund"],
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundLarge, 10_100);
    await stage.saysOnceAsked(caseId, "Yes please");
    await stage.decides(caseId, "yes");
  },
};

/** A lead does not approve, and she is told. */
export const refundRefused: Scenario = {
  name: "refund-refused",
  endsAs: "waiting",
  effects: [],
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundLarge, 10_100);
    await stage.saysOnceAsked(caseId, "ok");
    await stage.decides(caseId, "no");
  },
};

export const refundDeclined: Scenario = {
  name: "refund-declined",
  endsAs: "waiting",
  effects: [],
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundMedium, 2_600);
    await stage.saysOnceAsked(caseId, "No, thank you.");
  },
};

/** Nobody answers: the question is off when its time is over. */
export const refundUnanswered: Scenario = {
  name: "refund-unanswered",
  endsAs: "waiting",
  effects: [],
  play: async (stage) => {
    await asksForRefund(stage, stage.landmarks.refundMedium, 2_600);
  },
};

export const approvalUnanswered: Scenario = {
  name: "approval-unanswered",
  endsAs: "handed-off",
  effects: [],
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundLarge, 10_100);
    await stage.saysOnceAsked(caseId, "yes");
  },
};

/** She wants another amount while the first is being asked about. */
export const refundMindChanged: Scenario = {
  name: "refund-mind-changed",
  endsAs: "resolved",
  effects: ["payments refund"],
  play: async (stage) => {
    const who = stage.landmarks.refundMedium;
    const caseId = await stage.opens(who, refundText(who, orderOf(who).paidMinor));
    const first = await stage.pauseOf(caseId, "confirm");
    await stage.says(caseId, refundText(who, 2_600));
    await stage.until(caseId, ({ state }) =>
      state.pauses.some(({ kind, pauseId }) => kind === "confirm" && pauseId !== first.pauseId),
    );
    await stage.saysOnceAsked(caseId, "go ahead");
  },
};

/** She writes while her address is being changed: at any point, and once more for the same order. */
export const addressTwice: Scenario = {
  name: "address-twice",
  endsAs: "resolved",
  effects: ["oms address", "oms address"],
  play: async (stage) => {
    const caseId = await asksForNewAddress(stage);
    await stage.takesTime(15_000);
    const { orderId } = orderOf(stage.landmarks.pendingOrder);
    await stage.says(caseId, `Sorry, order ${orderId} must go to 305 Lark Lane, Austin, TX 78704 after all.`);
  },
};

/** A teammate takes the case over at any point, and perhaps gives it back. */
export const takenOver: Scenario = {
  name: "taken-over",
  endsAs: "handed-off",
  effects: ["payments refund"],
  play: async (stage) => {
    const caseId = await wantsRefund(stage);
    await stage.insists(() => takeOver(caseId, lead, stage.deskOf(lead.id)));
    await stage.takesTime();
    if (stage.random.chance(0.5)) await stage.insists(() => returnToAgent(caseId, lead, null, stage.deskOf(lead.id)));
  },
};

/** A teammate closes the case at any point: what was under way then must not stay unseen. */
export const closedMeanwhile: Scenario = {
  name: "closed-meanwhile",
  endsAs: "closed",
  effects: ["payments refund"],
  play: async (stage) => {
    const caseId = await wantsRefund(stage);
    const close = () => closeCase(caseId, lead, { reason: "Settled on the phone." }, stage.deskOf(lead.id));
    await stage.insists(close, "PUR-3330");
  },
};

/** She asks for a refund, with her yes where it needs one, and some time passes. */
async function wantsRefund(stage: Stage): Promise<CaseId> {
  const isSmall = stage.random.chance(0.5);
  const who = isSmall ? stage.landmarks.refundSmall : stage.landmarks.refundMedium;
  const caseId = await asksForRefund(stage, who, 500);
  if (!isSmall) await stage.saysOnceAsked(caseId, "yes");
  await stage.takesTime(stage.random.chance(0.5) ? 200 : 60_000);
  return caseId;
}

/** Two cases of one customer about one order at once: the limits and the order are one. */
export const twoCases: Scenario = {
  name: "two-cases",
  endsAs: "resolved", // and the other is handed over: nothing is left to refund
  effects: ["payments refund"],
  play: async (stage) => {
    const who = stage.landmarks.refundSmall;
    const { paidMinor } = orderOf(who);
    await Promise.all([stage.opens(who, refundText(who, paidMinor)), stage.opens(who, refundText(who, paidMinor))]);
  },
};

/** Two cases about the address of one order at once: the order's version decides, and nothing is overwritten unseen. */
export const twoAddresses: Scenario = {
  name: "two-addresses",
  endsAs: "resolved", // and the other is handed over: the order had changed
  effects: ["oms address"],
  play: async (stage) => {
    await Promise.all([asksForNewAddress(stage), asksForNewAddress(stage)]);
  },
};

/** A refund is taken back: one lead proposes it, another approves. */
export const refundUndone: Scenario = {
  name: "refund-undone",
  endsAs: "resolved",
  effects: ["payments refund", "payments refund-void"],
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundSmall, 500);
    await stage.until(caseId, ({ state }) => state.lifecycle === "resolved");
    const { state } = await stage.look(caseId);
    const [call] = state.doneCalls;
    if (call === undefined) return;
    await stage.insists(() => requestUndo(call.key, "Refunded by mistake.", "tm_other", stage.deskOf("tm_other")));
    await stage.decides(caseId, "yes");
  },
};

/** All that was done together is taken back with her yes, the last first. */
export const cancelUndoneLater: Scenario = {
  name: "cancel-undone-later",
  endsAs: "resolved",
  effects: [
    "payments cancel-subscription",
    "payments refund",
    "payments refund-void",
    "payments reactivate-subscription",
    "crm membership",
    "crm membership",
  ],
  play: async (stage) => {
    await cancelTogether.play(stage);
    const [caseId] = stage.caseIds;
    if (caseId === undefined) return;
    await stage.until(caseId, ({ state }) => state.lifecycle === "resolved");
    const { state } = await stage.look(caseId);
    const takesBack = state.doneCalls.toReversed().map(({ key, tool }) => ({
      key,
      tool,
      why: [],
      describe: tool,
      verdict: { kind: "confirm" as const },
      residue: null,
    }));
    const plan = { caseId, takesBack, stays: [], isProposed: false };
    await requestCaseUndo(plan, "Cancelled by mistake.", "tm_other", stage.deskOf("tm_other"));
    await stage.saysOnceAsked(caseId, "yes");
  },
};

/** Three actions in two systems that are done together or not at all, with one yes. */
export const cancelTogether: Scenario = {
  name: "cancel-together",
  endsAs: "resolved",
  effects: ["payments cancel-subscription", "payments refund", "crm membership"],
  play: async (stage) => {
    const who = stage.landmarks.planBasic;
    const caseId = await stage.opens(who, `Please cancel ${who.subscriptionId ?? ""}, and give me $5.00 back.`);
    await stage.saysOnceAsked(caseId, "yes");
  },
};

/** Two wishes become cases of their own, side by side; one of them needs her yes, which she gives where she wrote. */
export const partsOfTheirOwn: Scenario = {
  name: "parts-of-their-own",
  endsAs: "resolved",
  effects: ["payments refund", "payments refund"],
  play: async (stage) => {
    const who = stage.landmarks.refundMedium;
    const caseId = await stage.opens(who, `Both of these: ${refundText(who, 2_600)} And also: ${refundText(who, 300)}`);
    await stage.untilChildAsks(caseId);
    await stage.takesTime();
    await stage.says(caseId, "yes");
  },
};

export const scenarios: readonly Scenario[] = [
  changeAddress,
  refundAutomatic,
  refundConfirmed,
  refundApproved,
  refundRefused,
  refundDeclined,
  refundUnanswered,
  approvalUnanswered,
  refundMindChanged,
  addressTwice,
  takenOver,
  closedMeanwhile,
  twoCases,
  twoAddresses,
  refundUndone,
  cancelTogether,
  partsOfTheirOwn,
  cancelUndoneLater,
  approvalEdited,
  approvalRaced,
  answeredLate,
  refundAgain,
  ownApproval,
  limitInSum,
  strangerJoins,
  heldWithdrawn,
  heldReleased,
  labelAwaited,
  noteAdded,
  creditDrafted,
  planMeanwhile,
  poisonedText,
  foreignOrder,
  escalated,
  lookedUp,
  replyOnly,
  poisonedCase,
];
