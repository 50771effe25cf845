import type { NewEvent } from "@purser/contract";
import { expect, test } from "vitest";
import { askedEvents, lead, openTestDesk, type TestDesk } from "../../conversations/test-desk.ts";
import { closeCase } from "../../conversations/end-case.ts";
import { readCaseNow } from "../../conversations/read-case-now.ts";
import { readLog } from "../../conversations/read-log.ts";
import { receiveMessage } from "../../conversations/receive-message.ts";
import { releaseCase, replyAsTeammate, takeOver } from "../../conversations/teammate-work.ts";
import { nextActionIn } from "./next-action.ts";

const call = { tool: "refund_order", args: {} };
const nothing = { suggestion: { text: "Read what is open.", call: null }, trigger: "taken-over" as const };

type CaseId = Awaited<ReturnType<TestDesk["opens"]>>;

async function nextIn(at: TestDesk, caseId: CaseId, packet: Parameters<typeof nextActionIn>[2] = nothing) {
  const { state } = await readCaseNow(caseId, at.desk);
  return nextActionIn(state, await readLog(caseId, at.desk), packet, () => null);
}

test("what a teammate is asked comes before all else, with the question", async () => {
  const at = openTestDesk();
  const caseId = await at.opens();
  const { pause, events } = askedEvents(at, "approve");
  await at.writes(caseId, events satisfies readonly NewEvent[]);
  expect(await nextIn(at, caseId)).toEqual({ kind: "decide", text: "Refund?", pauseId: pause.pauseId });
});

test("whose it is, what she waits for, and what is left come one after the other", async () => {
  const at = openTestDesk();
  const caseId = await at.opens();
  expect(await nextIn(at, caseId)).toMatchObject({ kind: "none" });
  await takeOver(caseId, lead, at.desk);
  expect(await nextIn(at, caseId)).toMatchObject({ kind: "reply" });
  await replyAsTeammate(caseId, "I look into it.", lead, at.desk);
  expect(await nextIn(at, caseId)).toMatchObject({ kind: "give-back" });
  const suggested = { ...nothing, suggestion: { text: "Propose it.", call } };
  expect(await nextIn(at, caseId, suggested)).toEqual({ kind: "propose", text: "Propose it.", call });
  await receiveMessage(caseId, { text: "And now?", provider: "chat", deliveryId: "two" }, at.desk);
  expect(await nextIn(at, caseId, suggested)).toMatchObject({ kind: "reply" });
  await releaseCase(caseId, lead, null, at.desk);
  expect(await nextIn(at, caseId, suggested)).toMatchObject({ kind: "take-over" });
  await closeCase(caseId, lead, { reason: "Done." }, at.desk);
  expect(await nextIn(at, caseId, suggested)).toMatchObject({ kind: "none" });
});
