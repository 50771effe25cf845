import { type Pause, epochMsOf } from "@purser/contract";
import { minutes } from "@purser/kit";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { changeIdentity } from "../../server/src/conversations/customers/change-identity.ts";
import { requestUndo } from "../../server/src/conversations/request-undo.ts";
import { takeOver } from "../../server/src/conversations/teammate-work.ts";
import { asksForRefund, orderOf, refundText } from "./requests.ts";
import type { Scenario } from "./scenario.ts";
import { lead, type Stage } from "./stage.ts";

const otherLead = { id: "tm_other", role: "lead" } as const;

/** A lead approves another amount: an edit is a proposal of the lead's, which another lead approves. */
export const approvalEdited: Scenario = {
  name: "approval-edited",
  endsAs: "resolved",
  effects: ["payments refund"],
  play: async (stage) => {
    const who = stage.landmarks.refundLarge;
    const caseId = await stage.opens(who, refundText(who, orderOf(who).paidMinor));
    await stage.saysOnceAsked(caseId, "yes");
    const pause = await stage.pauseOf(caseId, "approve");
    await stage.takesTime();
    await stage.answers(pause, "edit", lead, { amountMinor: orderOf(who).paidMinor - 100 });
    await answersAll(stage, caseId, pause);
  },
};

/** What is asked after the edit is answered by the customer, and by a lead who did not write it. */
async function answersAll(stage: Stage, caseId: Parameters<Stage["look"]>[0], edited: Pause): Promise<void> {
  const seen = new Set<string>([edited.pauseId]);
  for (let round = 0; round < 2; round += 1) {
    let found: Pause | undefined;
    await stage.until(caseId, ({ state }) => {
      found = state.pauses.find(({ pauseId }) => !seen.has(pauseId));
      return found !== undefined || state.lifecycle === "resolved";
    });
    if (found === undefined) return;
    seen.add(found.pauseId);
    await stage.takesTime();
    if (found.kind === "confirm") await stage.says(caseId, "yes");
    else await stage.answers(found, "yes", otherLead);
  }
}

/** Two leads and the customer decide at the same moment, each something else. */
export const approvalRaced: Scenario = {
  name: "approval-raced",
  endsAs: "resolved", // as whoever was first wants it: with the seed of the calm test it is who says yes
  effects: ["payments refund"],
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundLarge, 10_100);
    await stage.saysOnceAsked(caseId, "yes");
    const pause = await stage.pauseOf(caseId, "approve");
    const moment = (): Promise<void> => stage.takesTime(stage.random.pick([1, 200]));
    const yes = moment().then(() => stage.tries(() => stage.answers(pause, "yes", lead)));
    const race = stage.random.pick(["no", "edit", "withdraw", "take-over", "yes"]);
    await moment();
    if (race === "no" || race === "yes") await stage.tries(() => stage.answers(pause, race, otherLead));
    if (race === "edit") await stage.tries(() => stage.answers(pause, "edit", otherLead, { amountMinor: 10_000 }));
    if (race === "withdraw") await stage.says(caseId, "Never mind.");
    if (race === "take-over") await stage.tries(() => takeOver(caseId, otherLead, stage.deskOf(otherLead.id)));
    await yes;
  },
};

/** She answers in the last moment before her question is off. */
export const answeredLate: Scenario = {
  name: "answered-late",
  endsAs: "waiting", // the answer comes in time, and the call would not
  effects: [],
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundMedium, 2_600);
    const pause = await stage.pauseOf(caseId, "confirm");
    await stage.waits(epochMsOf(pause.expiresAt) - epochMsOf(stage.clock.now()) - 1 - stage.random.below(60));
    await stage.says(caseId, "yes");
  },
};

/** After the first refund she wants a second one: what she has said yes to was the first. */
export const refundAgain: Scenario = {
  name: "refund-again",
  endsAs: "waiting", // for her second yes, which does not come
  effects: ["payments refund"],
  play: async (stage) => {
    const who = stage.landmarks.refundLarge;
    const caseId = await stage.opens(who, refundText(who, 3_000));
    await stage.saysOnceAsked(caseId, "yes");
    await stage.until(caseId, ({ state }) => state.lifecycle === "resolved");
    await stage.says(caseId, refundText(who, 3_000));
  },
};

/** Who proposes an undo tries to approve it too; then another lead does. */
export const ownApproval: Scenario = {
  name: "own-approval",
  endsAs: "resolved",
  effects: ["payments refund", "payments refund-void"],
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundSmall, 500);
    await stage.until(caseId, ({ state }) => state.lifecycle === "resolved");
    const [call] = (await stage.look(caseId)).state.doneCalls;
    if (call === undefined) return;
    await stage.insists(() => requestUndo(call.key, "Refunded by mistake.", lead.id, stage.deskOf(lead.id)));
    const pause = await stage.pauseOf(caseId, "approve");
    await stage.tries(() => stage.answers(pause, "yes", lead));
    await stage.tries(() => stage.answers(pause, "yes", otherLead));
  },
};

/** Two cases about one order, each within every limit of its own, and together beyond the customer's. */
export const limitInSum: Scenario = {
  name: "limit-in-sum",
  endsAs: "resolved", // of an order of more than $150 the other case waits for a person
  effects: ["payments refund", "payments refund"],
  play: async (stage) => {
    const who = stage.landmarks.refundLarge;
    const half = Math.min(9_900, Math.trunc(orderOf(who).paidMinor / 2));
    const cases = await Promise.all([1, 2].map(() => stage.opens(who, refundText(who, half))));
    await Promise.all(cases.map((caseId) => stage.saysOnceAsked(caseId, "yes")));
  },
};

/** A stranger joins after she has signed in: the level is that of the lowest who writes. */
export const strangerJoins: Scenario = {
  name: "stranger-joins",
  endsAs: "waiting",
  effects: [],
  play: async (stage) => {
    const who = stage.landmarks.refundSmall;
    const caseId = await stage.opens(who, "thank you so much");
    const stranger = { level: 0 as const, method: "new-sender", expiresAt: null };
    await stage.insists(() => changeIdentity(caseId, stranger, stage.deskOf("web-1")));
    await stage.says(caseId, refundText(who, 500));
  },
};

const graceMs = minutes(30);

/** A refund is made only after a while in which it can be called off. */
function holdingRefunds(larkspur: Blueprint): Blueprint {
  const actions = new Map(larkspur.toolbox.actions);
  const refund = actions.get("refund_order");
  if (refund !== undefined) actions.set("refund_order", { ...refund, undo: { kind: "held", graceMs } });
  return { ...larkspur, toolbox: { ...larkspur.toolbox, actions } };
}

/** What is held is called off in time, or a moment too late. */
export const heldWithdrawn: Scenario = {
  name: "held-withdrawn",
  endsAs: "waiting",
  effects: [],
  blueprint: holdingRefunds,
  play: async (stage) => {
    const caseId = await asksForRefund(stage, stage.landmarks.refundSmall, 500);
    await stage.until(caseId, ({ state }) => state.proposals.some(({ phase }) => phase.kind === "held"));
    await stage.waits(stage.random.chance(0.5) ? stage.random.below(graceMs) : graceMs - 100 + stage.random.below(100));
    await stage.says(caseId, "Never mind.");
  },
};

/** Nobody calls it off. */
export const heldReleased: Scenario = {
  name: "held-released",
  endsAs: "resolved",
  effects: ["payments refund"],
  blueprint: holdingRefunds,
  play: async (stage) => {
    await asksForRefund(stage, stage.landmarks.refundSmall, 500);
  },
};
