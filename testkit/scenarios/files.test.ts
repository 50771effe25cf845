import type { CaseEvent, CaseId, FileId, FileType } from "@purser/contract";
import { beforeAll, describe, expect, test } from "vitest";
import type { Landmarks } from "../../examples/larkspur/systems/landmarks.ts";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import { recognizerFor } from "../../server/src/agent/rules/understanding/understand.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { decide } from "../../server/src/cases/decide.ts";
import { customersFiles, keepFile } from "../../server/src/conversations/files.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { openSimulation } from "../sim/simulation.ts";
import { loadLarkspur } from "../understanding/hear-all.ts";

let blueprint: Blueprint;
beforeAll(async () => {
  blueprint = await loadLarkspur();
  recognizerFor(blueprint);
}, 120_000);

/** What she says, with so many files of this type. */
type Saying = { text: string; files?: number; type?: FileType };

/** A conversation in the example's shop, each message sent when nothing moves any more; its whole log. */
async function converse(who: keyof Landmarks, ...sayings: readonly Saying[]): Promise<readonly CaseEvent[]> {
  const { desk, store, runUntil, landmarks } = await openSimulation({ seed: 1, blueprint, reasoner: rulesReasoner });
  const { customerRef } = landmarks[who];
  const caseId: CaseId = desk.id("case");
  const subjectId = await store.customerOf("main", customerRef);
  for (const [index, { text, files = 0, type = "image/jpeg" }] of sayings.entries()) {
    const arrived = { name: "photo.jpg", type, picture: null, bytes: Buffer.from("a picture") };
    const sent: FileId[] = [];
    for (let count = 0; count < files; count += 1) {
      const place = { caseId, subjectId, by: customersFiles };
      sent.push((await keepFile(place, arrived, `${index}-${count}`, desk)).fileId);
    }
    const message = { text, provider: "chat", deliveryId: String(index), files: { of: caseId, ids: sent } };
    const identity = { level: 2, method: "token", expiresAt: null } as const;
    const trigger = { kind: "message", name: "chat" } as const;
    if (index === 0) await openCase({ caseId, trigger, channel: "chat", customerRef, identity, message }, desk);
    else await receiveMessage(caseId, message, desk);
    await runUntil(async () => {
      const { row, state, now } = await readCaseNow(caseId, desk);
      return row.status !== "working" && decide(state, now).kind === "wait" && state.calls.length === 0;
    });
  }
  const rows = await store.readEvents("main", caseId, 0, 500);
  return rows.flatMap(({ event }) => (event === null ? [] : [event]));
}

const saidIn = (log: readonly CaseEvent[]): readonly string[] =>
  log.flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : []));
const callsIn = (log: readonly CaseEvent[]): readonly string[] =>
  log.flatMap((event) => (event.kind === "call.started" ? [event.body.tool] : []));

const alone = { text: "", files: 1 };
const move = "please move my fitting to Monday at 10 am";

describe("a file", () => {
  test.each([
    [alone, "Thank you, your picture has arrived. What is it about, and what can I do for you?"],
    [{ text: "  ", files: 2 }, "Thank you, your 2 pictures have arrived. What is it about, and what can I do for you?"],
    [
      { ...alone, type: "application/pdf" as const },
      "Thank you, your file has arrived. What is it about, and what can I do for you?",
    ],
  ])(
    "without a word is no nonsense: she is asked what it is about, and what she says then counts: %j",
    async (saying, answer) => {
      const log = await converse("appointment", saying, { text: move }, { text: "yes" });
      expect(saidIn(log)[0]).toBe(answer);
      expect(callsIn(log)).toEqual(["reschedule_appointment"]);
      expect(log.filter(({ kind }) => kind === "handoff.made")).toEqual([]);
    },
  );

  test("takes nothing from the words that come with it", async () => {
    const [plain, illustrated] = await Promise.all(
      [0, 2].map((files) => converse("appointment", { text: move, files }, { text: "yes" })),
    );
    expect(saidIn(illustrated ?? [])).toEqual(saidIn(plain ?? []));
    expect(callsIn(illustrated ?? [])).toEqual(["reschedule_appointment"]);
  });

  test("without a word leaves what she is asked to confirm as it is, and says it again", async () => {
    const log = await converse("appointment", { text: move }, alone, { text: "yes" });
    const [question = "", again = ""] = saidIn(log);
    expect(again.startsWith("Thank you, your picture has arrived. ")).toBe(true);
    expect(again).toContain(question.split("?")[0]);
    expect(callsIn(log)).toEqual(["reschedule_appointment"]);
    expect(log.filter(({ kind }) => kind === "pause.withdrawn")).toEqual([]);
  });

  test("without a word answers no other question either: it is asked again, and her answer counts", async () => {
    const log = await converse(
      "appointment",
      { text: "please move my fitting" },
      alone,
      { text: "Monday at 10 am" },
      { text: "yes" },
    );
    const [question, again] = saidIn(log);
    expect(again).toBe(`Thank you, your picture has arrived. ${question}`);
    expect(callsIn(log)).toEqual(["reschedule_appointment"]);
  });

  test("without a word leaves the question whether something else is meant, and it is asked again", async () => {
    const instead = { text: "actually no, cancel it" };
    const log = await converse("appointment", { text: move }, instead, alone, { text: "yes" }, { text: "yes" });
    const [, question, again] = saidIn(log);
    expect(again).toBe(`Thank you, your picture has arrived. ${question}`);
    expect(callsIn(log)).toEqual(["cancel_appointment"]);
  });

  test("is handed over with the case, by its name and not by what is in it", async () => {
    const log = await converse("appointment", alone, { text: "I want to talk to a person" });
    const handoff = log.find((event) => event.kind === "handoff.made");
    expect(handoff?.body).toMatchObject({ packet: { files: [{ name: "photo.jpg", type: "image/jpeg" }] } });
    expect(JSON.stringify(log)).not.toContain('a picture"');
  });
});
