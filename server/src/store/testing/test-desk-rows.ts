import { describe, expect, test } from "vitest";
import {
  type OpenStore,
  append,
  caseId,
  claimedCase,
  idNamed,
  inlet,
  noteEvent,
  storesOf,
  tenant,
} from "./store-under-test.ts";

/** Decisions and mentions: what appends leave for the desk to count and to list. */
export function testDeskRows(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("desk rows", () => {
    test("a decision is kept with the append that it is, and with nothing that was not written", async () => {
      const { store, now, advance } = await openStore();
      await claimedCase(store);
      const openedAt = now();
      const decided = {
        pauseId: idNamed("pause", "one"),
        personId: "tm-anna",
        decision: "yes" as const,
        openedAt,
        lookedMs: 4200,
        policies: ["large-refund", "lead-approves"],
      };
      await advance(90_000);
      const answer = inlet("", { events: [noteEvent("Yes.")], decided });
      expect(await store.appendInlet({ ...answer, expectedVersion: 99 })).toMatchObject({ kind: "overtaken" });
      expect(await store.listDecisions(tenant, openedAt, 10)).toEqual([]);
      await append(store, answer);
      const row = { ...decided, caseId, decidedAt: now() };
      expect(await store.listDecisions(tenant, openedAt, 10)).toEqual([row]);
      await advance(1000);
      const other = {
        ...decided,
        pauseId: idNamed("pause", "two"),
        decision: "no" as const,
        lookedMs: null,
        policies: [],
      };
      await append(store, inlet("", { events: [noteEvent("No.")], decided: other }));
      expect(await store.listDecisions(tenant, openedAt, 10)).toEqual([{ ...other, caseId, decidedAt: now() }, row]);
      expect(await store.listDecisions(tenant, openedAt, 1)).toHaveLength(1);
      expect(await store.listDecisions(tenant, now(), 10)).toHaveLength(1);
      expect(await store.listDecisions("globex", openedAt, 10)).toEqual([]);
    });

    test("who is named in a note finds it, unread until they have seen it", async () => {
      const { store, now, advance } = await openStore();
      await claimedCase(store);
      const { placed } = await append(store, inlet("", { events: [noteEvent("@anna")], mentions: ["anna", "ben"] }));
      const row = { personId: "anna", caseId, seq: placed[0]?.seq, at: now(), readAt: null };
      expect(await store.listMentions(tenant, "anna", 10)).toEqual([row]);
      await advance(1000);
      await store.readMentions(tenant, "anna", row.at);
      expect(await store.listMentions(tenant, "anna", 10)).toEqual([{ ...row, readAt: now() }]);
      expect(await store.listMentions(tenant, "ben", 10)).toMatchObject([{ readAt: null }]);
      await append(store, inlet("", { events: [noteEvent("@anna again")], mentions: ["anna"] }));
      expect(await store.listMentions(tenant, "anna", 10)).toMatchObject([
        { readAt: null },
        { readAt: row.at && now() },
      ]);
      expect(await store.listMentions(tenant, "anna", 1)).toHaveLength(1);
    });
  });
}
