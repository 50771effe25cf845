import type { NewEvent, OutboxId } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { CaseStore, OutboxClaim, OutboxRow } from "../../cases/case-store.ts";
import {
  type OpenStore,
  append,
  caseId,
  claimedCase,
  idNamed,
  inlet,
  leaseMs,
  noteEvent,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

const outboxId = idNamed("out", "reply");

function sentEvent(id: OutboxId): NewEvent {
  const body = { outboxId: id, channel: "chat", text: "Hello", claims: [], pauseId: null, proposalId: null };
  return { kind: "message.sent", body };
}

function deliveredEvent(id: OutboxId): NewEvent {
  return { kind: "message.delivered", body: { outboxId: id, state: "accepted", detail: "" } };
}

const everyKind = ["message", "case", "signal", "mail"] as const;

async function claimRows(
  store: CaseStore,
  limit = 10,
  kinds: readonly OutboxRow["kind"][] = everyKind,
): Promise<readonly OutboxClaim[]> {
  return store.claimOutbox({ tenant, workerId: "sender-1", leaseMs, limit, kinds });
}

/** A case with one message committed to be sent. */
async function sendOne(store: CaseStore): Promise<void> {
  const held = await claimedCase(store);
  await store.appendDecision(
    workOn(held, {
      events: [noteEvent("Replying."), sentEvent(outboxId), noteEvent("Replied.")],
      outbox: [{ outboxId, kind: "message", target: "chat" }],
    }),
  );
}

export function testOutbox(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("outbox", () => {
    test("what is committed to be sent is handed out once at a time, with the event that holds it", async () => {
      const { store, advance } = await openStore();
      await sendOne(store);
      const row = {
        tenant,
        caseId,
        outboxId,
        kind: "message",
        target: "chat",
        seq: 4,
        lease: { workerId: "sender-1" },
      };
      expect(await claimRows(store)).toEqual([{ ...row, attempts: 1 }]);
      expect(await claimRows(store)).toEqual([]);
      await advance(leaseMs);
      expect(await claimRows(store)).toEqual([{ ...row, attempts: 2 }]);
    });

    test("a row that no event names belongs to the last event of its append", async () => {
      const { store } = await openStore();
      const held = await claimedCase(store);
      const outbox = [{ outboxId, kind: "case", target: "case" }] as const;
      await store.appendDecision(workOn(held, { events: [noteEvent("One."), noteEvent("Two.")], outbox }));
      expect(await claimRows(store)).toMatchObject([{ outboxId, seq: 4, kind: "case" }]);
    });

    test("what came from outside can have something to be told as well, once it is written", async () => {
      const { store } = await openStore();
      await claimedCase(store);
      const told = {
        events: [sentEvent(outboxId), noteEvent("Told.")],
        outbox: [{ outboxId, kind: "signal", target: "x" }],
      } as const;
      expect(await store.appendInlet(inlet("", { ...told, expectedVersion: 9 }))).toMatchObject({ kind: "overtaken" });
      expect(await claimRows(store)).toEqual([]);
      const seq = (await append(store, inlet("", told))).placed[0]?.seq;
      expect(await claimRows(store)).toMatchObject([{ outboxId, kind: "signal", target: "x", seq }]);
    });

    test("a sender gets the kinds that it sends, and no other", async () => {
      const { store } = await openStore();
      await sendOne(store);
      expect(await claimRows(store, 10, ["mail", "case"])).toEqual([]);
      expect(await claimRows(store, 10, ["mail", "message"])).toHaveLength(1);
    });

    test("a send that failed is tried again after its delay", async () => {
      const { store, advance, now } = await openStore();
      await sendOne(store);
      await claimRows(store);
      await store.postponeOutbox(outboxId, leaseMs * 4);
      const dueAt = await store.nextWakeAt(tenant);
      await advance(leaseMs * 4 - 1);
      expect(await claimRows(store)).toEqual([]);
      await advance(1);
      expect(dueAt).toBe(now());
      expect(await claimRows(store)).toMatchObject([{ outboxId, attempts: 2 }]);
    });

    test("a row is done in the append that records its delivery", async () => {
      const { store, advance } = await openStore();
      await sendOne(store);
      await claimRows(store);
      const delivered = inlet("", { events: [deliveredEvent(outboxId)], outboxDone: outboxId });
      expect(await store.appendInlet({ ...delivered, expectedVersion: 1 })).toMatchObject({ kind: "overtaken" });
      await advance(leaseMs);
      expect(await claimRows(store)).toHaveLength(1);
      await append(store, delivered);
      await advance(leaseMs);
      expect(await claimRows(store)).toEqual([]);
      expect(await store.nextWakeAt(tenant)).toBeNull();
    });

    test("senders that claim at once share the rows out, the longest due first", async () => {
      const { store, advance } = await openStore();
      const held = await claimedCase(store);
      const ids = ["a", "b", "c", "d", "e", "f"].map((name) => idNamed("out", name));
      for (const [index, id] of ids.entries()) {
        const outbox = [{ outboxId: id, kind: "message", target: "chat" }] as const;
        const change = { events: [sentEvent(id)], outbox, releases: false, expectedVersion: held.row.version + index };
        expect(await store.appendDecision(workOn(held, change))).toMatchObject({ kind: "appended" });
        await advance(1);
      }
      expect(await claimRows(store, 2)).toMatchObject([{ outboxId: ids[0] }, { outboxId: ids[1] }]);
      const claims = (await Promise.all([claimRows(store), claimRows(store), claimRows(store)])).flat();
      const rest = await claimRows(store);
      const claimed = [...claims, ...rest].map((row) => row.outboxId);
      expect(claimed.toSorted()).toEqual(ids.slice(2).toSorted());
    });
  });
}
