import { callKeySchema, type CaseId, type NewEvent } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { peopleSchema } from "../blueprint/settings/people.ts";
import { queuesSchema } from "../blueprint/settings/team.ts";
import { testPacket } from "../cases/testing/test-packet.ts";
import { closeCase } from "./end-case.ts";
import { readCaseNow } from "./read-case-now.ts";
import { requestUndo } from "./request-undo.ts";
import {
  type Acting,
  addNote,
  assignCase,
  releaseCase,
  replyAsTeammate,
  returnToAgent,
  takeOver,
} from "./teammate-work.ts";
import { askedEvents, lead, openTestDesk, tenant, type TestDesk } from "./test-desk.ts";
import { listQueue, takeNext } from "./work-queue.ts";

const settings = {
  people: peopleSchema.parse({
    tm_lead: { name: "Lea", role: "lead" },
    tm_anna: { name: "Anna", role: "teammate", cases: { skills: ["billing"], languages: ["en"] } },
    tm_ben: { name: "Ben", role: "teammate", cases: { languages: ["en"] } },
    tm_audit: { name: "Udo", role: "auditor" },
  }),
  queues: queuesSchema.parse({ billing: { skills: ["billing"] } }),
};
const anna: Acting = { id: "tm_anna", role: "teammate" };
const ben: Acting = { id: "tm_ben", role: "teammate" };
const auditor: Acting = { id: "tm_audit", role: "auditor" };

function handoff({ desk }: TestDesk, queue: string, topic: string | null = null): NewEvent {
  const packet = testPacket(topic === null ? {} : { trigger: "sensitive", topic });
  return { kind: "handoff.made", body: { handoffId: desk.id("hand"), queue, packet, opensAt: null } };
}

/** A case that waits in a queue. */
async function queued(at: TestDesk, queue = "default", topic: string | null = null): Promise<CaseId> {
  const caseId = await at.opens(`${queue} ${topic ?? ""} ${at.desk.id("msg")}`);
  await at.writes(caseId, [handoff(at, queue, topic)]);
  return caseId;
}

async function codeOf(refused: Promise<unknown>): Promise<string> {
  return refused.then(
    () => "",
    (error: unknown) => String(error instanceof Error && "code" in error ? error.code : error),
  );
}

describe("a teammate who takes a case over", () => {
  test("withdraws what is being asked, in the same append", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    const { pause, events } = askedEvents(at, "confirm");
    await at.writes(caseId, events);
    await takeOver(caseId, lead, at.desk);
    const { state } = await readCaseNow(caseId, at.desk);
    expect(state).toMatchObject({
      owner: { kind: "teammate", teammateId: "tm_lead" },
      pauses: [],
      proposals: [],
      needsThought: false,
    });
    expect((await at.store.findPause(tenant, pause.pauseId))?.state).toBe("withdrawn");
  });

  test("and gives it back has it thought about anew, with what was noted", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    await takeOver(caseId, lead, at.desk);
    await returnToAgent(caseId, lead, "She only wants the label.", at.desk);
    expect((await readCaseNow(caseId, at.desk)).state).toMatchObject({
      owner: { kind: "agent" },
      needsThought: true,
      returned: { teammateId: "tm_lead", note: "She only wants the label." },
    });
  });

  test("and has answered her gives it back without anything left for the agent to say", async () => {
    const at = openTestDesk(settings);
    const caseId = await queued(at);
    await takeOver(caseId, ben, at.desk);
    await replyAsTeammate(caseId, "Hello, this is Ben.", ben, at.desk);
    await returnToAgent(caseId, ben, null, at.desk);
    expect((await readCaseNow(caseId, at.desk)).state).toMatchObject({ needsThought: false, unreadFromSeq: null });
  });
});

describe("one case has one owner", () => {
  test("of those who take it at the same moment one gets it, and the others are told who", async () => {
    const at = openTestDesk(settings);
    const caseId = await queued(at);
    const takers = [lead, anna, ben];
    const codes = await Promise.all(takers.map((by) => codeOf(takeOver(caseId, by, at.desk))));
    expect(codes.toSorted()).toEqual(["", "PUR-2160", "PUR-2160"]);
    const { owner } = (await readCaseNow(caseId, at.desk)).state;
    expect(owner).toMatchObject({ kind: "teammate", teammateId: takers[codes.indexOf("")]?.id });
    await expect(takeOver(caseId, { id: "tm_other", role: "lead" }, at.desk)).rejects.toThrow(/has it since/);
  });

  test("taking what one has already changes nothing", async () => {
    const at = openTestDesk(settings);
    const caseId = await queued(at);
    await takeOver(caseId, ben, at.desk);
    const { version } = (await readCaseNow(caseId, at.desk)).row;
    await takeOver(caseId, ben, at.desk);
    expect((await readCaseNow(caseId, at.desk)).row.version).toBe(version);
  });

  test("nobody writes to her, gives it back or closes it but who has it, or a lead", async () => {
    const at = openTestDesk(settings);
    const caseId = await queued(at);
    expect(await codeOf(replyAsTeammate(caseId, "Hello", ben, at.desk))).toBe("PUR-2162");
    await takeOver(caseId, anna, at.desk);
    expect(await codeOf(replyAsTeammate(caseId, "Hello", lead, at.desk))).toBe("PUR-2160");
    expect(await codeOf(returnToAgent(caseId, ben, null, at.desk))).toBe("PUR-2160");
    expect(await codeOf(releaseCase(caseId, ben, null, at.desk))).toBe("PUR-2160");
    expect(await codeOf(closeCase(caseId, ben, { reason: "Done." }, at.desk))).toBe("PUR-2160");
    await releaseCase(caseId, lead, "Anna is ill.", at.desk);
    expect((await readCaseNow(caseId, at.desk)).state.owner).toMatchObject({ kind: "queue", why: "Anna is ill." });
    await returnToAgent(caseId, ben, null, at.desk);
    expect(await codeOf(returnToAgent(caseId, ben, null, at.desk))).toBe("PUR-2162");
  });

  test("a queue is for those who have its skills, for leads, and for nobody who only reads", async () => {
    const at = openTestDesk(settings);
    const caseId = await queued(at, "billing");
    expect(await codeOf(takeOver(caseId, ben, at.desk))).toBe("PUR-2161");
    expect(await codeOf(takeOver(caseId, auditor, at.desk))).toBe("PUR-2161");
    expect(await codeOf(takeOver(await at.opens("agent's"), auditor, at.desk))).toBe("PUR-2161");
    expect(await codeOf(assignCase(caseId, ben, lead, at.desk))).toBe("PUR-2161");
    await takeOver(caseId, anna, at.desk);
    await releaseCase(caseId, anna, null, at.desk);
    await takeOver(caseId, lead, at.desk);
  });
});

describe("a case is assigned", () => {
  test("to a person by name, who has it once they take it; others may take it all the same", async () => {
    const at = openTestDesk(settings);
    const caseId = await queued(at);
    await assignCase(caseId, anna, lead, at.desk);
    expect((await readCaseNow(caseId, at.desk)).state.owner).toMatchObject({ kind: "queue", assignedTo: "tm_anna" });
    expect(await at.store.listOwners(tenant)).toMatchObject([{ assignedTo: "tm_anna", teammateId: null }]);
    await takeOver(caseId, ben, at.desk);
    expect(await at.store.listOwners(tenant)).toMatchObject([{ assignedTo: null, teammateId: "tm_ben" }]);
  });

  test("from a teammate to another by a lead alone, and never while the agent has it", async () => {
    const at = openTestDesk(settings);
    expect(await codeOf(assignCase(await at.opens("first"), anna, lead, at.desk))).toBe("PUR-2162");
    const caseId = await queued(at);
    await takeOver(caseId, ben, at.desk);
    expect(await codeOf(assignCase(caseId, anna, anna, at.desk))).toBe("PUR-2160");
    await assignCase(caseId, anna, lead, at.desk);
    expect((await readCaseNow(caseId, at.desk)).state.owner).toMatchObject({ kind: "queue", assignedTo: "tm_anna" });
  });
});

describe("the queue", () => {
  test("has what no machine may answer first, then what waits longest, and nothing that people are done with", async () => {
    const at = openTestDesk(settings);
    const first = await queued(at);
    at.clock.advance(60_000);
    const urgent = await queued(at, "default", "bereavement");
    at.clock.advance(60_000);
    const last = await queued(at, "billing");
    const all = { queue: null, teammateId: null };
    expect((await listQueue(all, at.desk)).map(({ caseId }) => caseId)).toEqual([urgent, first, last]);
    expect((await listQueue({ ...all, queue: "billing" }, at.desk)).map(({ caseId }) => caseId)).toEqual([last]);
    await closeCase(urgent, lead, { reason: "Settled." }, at.desk);
    await returnToAgent(first, lead, null, at.desk);
    expect((await listQueue(all, at.desk)).map(({ caseId }) => caseId)).toEqual([last]);
  });

  test("gives a person the next case that they may have, theirs before nobody's, and never one that is another's", async () => {
    const at = openTestDesk(settings);
    await queued(at, "billing");
    const annas = await queued(at);
    const free = await queued(at);
    const bens = await queued(at);
    await assignCase(annas, anna, lead, at.desk);
    await assignCase(bens, ben, lead, at.desk);
    expect(await takeNext(ben, at.desk)).toEqual({ caseId: bens });
    expect(await takeNext(ben, at.desk)).toEqual({ caseId: free });
    expect(await codeOf(takeNext(ben, at.desk))).toBe("PUR-2165");
  });
});

test("nothing but a note is added to a closed case", async () => {
  const at = openTestDesk();
  const caseId = await at.opens();
  await closeCase(caseId, lead, { reason: "Done." }, at.desk);
  await expect(takeOver(caseId, lead, at.desk)).rejects.toThrow("PUR-2004");
  await expect(returnToAgent(caseId, lead, null, at.desk)).rejects.toThrow("PUR-2004");
  await expect(closeCase(caseId, lead, { reason: "Again." }, at.desk)).rejects.toThrow("PUR-2004");
  await addNote(caseId, "tm_lead", "Called her.", at.desk);
  expect((await readCaseNow(caseId, at.desk)).row.version).toBe(5);
});

test("an undo of a call that nobody knows is refused", async () => {
  const at = openTestDesk();
  await expect(requestUndo(callKeySchema.parse("1".repeat(52)), "Wrong.", "tm_lead", at.desk)).rejects.toThrow(
    "PUR-2002",
  );
});
