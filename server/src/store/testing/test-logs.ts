import { genesisHash } from "@purser/contract";
import { commitmentOf, envelopeHash } from "@purser/kit/audit";
import { describe, expect, test } from "vitest";
import {
  type OpenStore,
  append,
  caseId,
  claimOne,
  claimedCase,
  hashNamed,
  inlet,
  messageEvent,
  noteEvent,
  opening,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

/** Text that is easy to spoil on its way through JSON, SQL, escapes and encodings. */
const difficultTexts = [
  'Say "hello" \\ and \\u0041 \\\\',
  "nul \u0000 bell \u0007 tab \t newline \n return \r",
  "Ünïcödé · 漢字 · עברית · 🧥👩🏽‍🚀",
  "line separators \u2028 \u2029, del \u007f, nbsp \u00a0, bom \ufeff",
  "'; drop table events; -- $1 ${x} %s {}",
  "e\u0301 is not \u00e9",
  "x".repeat(20_000),
];

export function testLogs(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("logs", () => {
    test("a log reads back as it was written, and its chain verifies", async () => {
      const { store, advance } = await openStore();
      await append(store, opening({ dedupeKey: hashNamed("delivery") }));
      for (const text of difficultTexts) {
        await advance(1);
        await append(store, inlet(text));
      }
      const held = await claimOne(store);
      await store.appendDecision(workOn(held, { events: difficultTexts.map(noteEvent) }));
      const stored = await store.readEvents(tenant, caseId, 0, 1000);
      expect(stored.map(({ event }) => event?.body)).toEqual([
        ...opening().events.map((event) => event.body),
        ...difficultTexts.map((text) => messageEvent(text).body),
        ...difficultTexts.map((text) => noteEvent(text).body),
      ]);
      let previousHash = genesisHash;
      for (const [index, { envelope, salt, body }] of stored.entries()) {
        const { hash, ...row } = envelope;
        expect(row).toMatchObject({ tenant, caseId, seq: index + 1, v: 1, previousHash });
        expect(envelopeHash(row)).toBe(hash);
        expect(commitmentOf(body, Buffer.from(salt ?? "", "hex"))).toBe(row.commitment);
        previousHash = hash;
      }
      expect(await store.readCase(tenant, caseId)).toMatchObject({ headHash: previousHash });
    });

    test("a row says who wrote it, under which lease, and for which delivery", async () => {
      const { store } = await openStore();
      const held = await claimedCase(store, { dedupeKey: hashNamed("delivery") });
      await store.appendDecision(workOn(held));
      const stored = await store.readEvents(tenant, caseId, 0, 10);
      expect(stored.map(({ envelope }) => envelope)).toMatchObject([
        { writer: "inlet", epoch: 0, actorId: "cus_mia", dedupeKey: hashNamed("delivery") },
        { writer: "inlet", epoch: 0, actorId: "cus_mia", dedupeKey: null },
        { writer: "worker", epoch: 1, actorId: "agent_rules", dedupeKey: null },
      ]);
    });

    test("events of two subjects in one log are both readable", async () => {
      const { store } = await openStore();
      await append(store, opening({ subjectId: caseId }));
      await append(store, inlet("I am Mia"));
      const stored = await store.readEvents(tenant, caseId, 0, 10);
      expect(stored.map(({ event }) => event?.kind)).toEqual(["case.opened", "message.received", "message.received"]);
    });

    test("two logs with the same events have nothing in common but their kinds", async () => {
      const { store } = await openStore();
      await append(store, opening());
      await append(store, opening({ tenant: "globex" }));
      const [one, two] = [
        await store.readEvents(tenant, caseId, 0, 10),
        await store.readEvents("globex", caseId, 0, 10),
      ];
      expect(one[0]?.envelope.commitment).not.toBe(two[0]?.envelope.commitment);
      expect(one[0]?.salt).not.toBe(two[0]?.salt);
    });

    test("a log is read in pieces", async () => {
      const { store } = await openStore();
      await append(store, opening());
      for (const text of ["three", "four", "five"]) await append(store, inlet(text));
      const seqs = async (after: number, limit: number): Promise<readonly number[]> =>
        (await store.readEvents(tenant, caseId, after, limit)).map(({ envelope }) => envelope.seq);
      expect(await seqs(0, 2)).toEqual([1, 2]);
      expect(await seqs(2, 2)).toEqual([3, 4]);
      expect(await seqs(4, 2)).toEqual([5]);
      expect(await seqs(5, 2)).toEqual([]);
    });
  });
}
