import { expect, test } from "vitest";
import { peopleSchema } from "../blueprint/settings/people.ts";
import { readLog } from "./read-log.ts";
import { openTestDesk, tenant } from "./test-desk.ts";
import { listMentions, readMentions, writeNote } from "./write-note.ts";

const settings = {
  people: peopleSchema.parse({
    anna: { name: "Anna", role: "teammate", email: "anna@shop.example" },
    "ben.b": { name: "Ben", role: "teammate" },
    lea: { name: "Lea", role: "lead", email: "lea@shop.example" },
  }),
  queues: {},
};
const known = new Set(Object.keys(settings.people));

test("whom a note names is told once, by their list and by mail where they have an address; never its writer", async () => {
  const at = openTestDesk(settings);
  const caseId = await at.opens();
  const text = "@anna, @anna and @ben.b. look; so do I, @lea. Write to x@anna.example, @nobody.";
  expect(await writeNote(caseId, "lea", text, { known, isMailed: true }, at.desk)).toEqual({
    caseId,
    mentioned: ["anna", "ben.b", "lea"],
    unknown: ["nobody"],
  });
  expect((await readLog(caseId, at.desk)).at(-1)).toMatchObject({
    kind: "note.added",
    body: { mentions: ["anna", "ben.b", "lea"] },
  });
  expect(await listMentions("anna", at.desk)).toMatchObject({
    unread: 1,
    mentions: [{ caseId, by: "lea", text, isRead: false }],
  });
  expect((await listMentions("ben.b", at.desk)).unread).toBe(1);
  expect((await listMentions("lea", at.desk)).unread).toBe(0);
  const mails = await at.store.claimOutbox({ tenant, workerId: "w", leaseMs: 1000, limit: 10, kinds: ["mail"] });
  expect(mails).toMatchObject([{ target: "note anna", caseId }]);
  await readMentions("anna", at.clock.now(), at.desk);
  expect(await listMentions("anna", at.desk)).toMatchObject({ unread: 0, mentions: [{ isRead: true }] });
});

test("without mail nobody is mailed, and a note that names nobody tells nobody", async () => {
  const at = openTestDesk(settings);
  const caseId = await at.opens();
  await writeNote(caseId, "lea", "@anna look", { known, isMailed: false }, at.desk);
  expect(await writeNote(caseId, "lea", "She called.", { known, isMailed: true }, at.desk)).toMatchObject({
    mentioned: [],
    unknown: [],
  });
  expect(await at.store.claimOutbox({ tenant, workerId: "w", leaseMs: 1000, limit: 10, kinds: ["mail"] })).toEqual([]);
});
