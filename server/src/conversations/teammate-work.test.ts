import { callKeySchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { readCaseNow } from "./read-case-now.ts";
import { requestUndo } from "./request-undo.ts";
import { addNote, closeCase, returnToAgent, takeOver } from "./teammate-work.ts";
import { askedEvents, lead, openTestDesk, tenant } from "./test-desk.ts";

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

  test("and gives it back has it thought about anew", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    await takeOver(caseId, lead, at.desk);
    await returnToAgent(caseId, lead, null, at.desk);
    expect((await readCaseNow(caseId, at.desk)).state).toMatchObject({ owner: { kind: "agent" }, needsThought: true });
  });
});

test("nothing but a note is added to a closed case", async () => {
  const at = openTestDesk();
  const caseId = await at.opens();
  await closeCase(caseId, lead, "Done.", at.desk);
  await expect(takeOver(caseId, lead, at.desk)).rejects.toThrow("PUR-2004");
  await expect(returnToAgent(caseId, lead, null, at.desk)).rejects.toThrow("PUR-2004");
  await expect(closeCase(caseId, lead, "Again.", at.desk)).rejects.toThrow("PUR-2004");
  await addNote(caseId, "tm_lead", "Called her.", at.desk);
  expect((await readCaseNow(caseId, at.desk)).row.version).toBe(5);
});

test("an undo of a call that nobody knows is refused", async () => {
  const at = openTestDesk();
  await expect(requestUndo(callKeySchema.parse("1".repeat(52)), "Wrong.", "tm_lead", at.desk)).rejects.toThrow(
    "PUR-2002",
  );
});
