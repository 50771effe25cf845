import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { genesisHash } from "@purser/contract";
import { envelopeHash } from "@purser/kit/audit";
import type { CaseStore } from "../../../cases/case-store.ts";
import { callStarted } from "../../../cases/testing/test-call-started.ts";
import { makeRequest, releaseHold, setHold } from "../../../conversations/customers/customer-file.ts";
import { eraseCustomer, planErasure } from "../../../conversations/customers/erase-customer.ts";
import type { Acting } from "../../../conversations/teammate-work.ts";
import { verifyLogs } from "../../../conversations/verify-logs.ts";
import { describe, expect, test } from "vitest";
import {
  append,
  caseId,
  claimedCase,
  customerId,
  idNamed,
  inlet,
  keyNamed,
  opening,
  otherCaseId,
  tenant,
  workOn,
} from "../../testing/store-under-test.ts";
import { KeptReads } from "../../../http/kept-reads.ts";
import { everythingThatOpens } from "./test-everything-that-opens.ts";
import { plantCanaries } from "./test-plant-canaries.ts";
import { postgresOf } from "./postgres-under-test.ts";
import type { TestDatabases } from "./test-databases.ts";

const erased = { kind: "case.erased", body: { by: "admin", legalBasis: "Art. 17" } } as const;

const lead: Acting = { id: "tm-lead", role: "lead" };
const admin: Acting = { id: "tm-admin", role: "admin" };

function deskOf(store: CaseStore) {
  return { tenant, store, people: () => ({}), isSingleOperator: () => false };
}

export function testErasure(databases: () => TestDatabases): void {
  const openDatabase = postgresOf(databases);
  describe("erasure in Postgres", () => {
    test("an erased log keeps its rows and its chain, and no body", async () => {
      const { pool, open } = await openDatabase();
      const store = await open();
      const held = await claimedCase(store);
      await store.appendDecision(workOn(held, { events: [erased], status: "closed", subjectId: caseId }));
      await pool.query("delete from subject_keys where subject_id = $1", [customerId]);
      await pool.query("delete from event_bodies where subject_id = $1", [customerId]);
      const stored = await (await open()).readEvents(tenant, caseId, 0, 10);
      expect(stored.map(({ event, salt, body }) => [event?.kind, salt === null, body === null])).toEqual([
        [undefined, true, true],
        [undefined, true, true],
        ["case.erased", false, false],
      ]);
      let previousHash = genesisHash;
      for (const { envelope } of stored) {
        const { hash, ...row } = envelope;
        expect([row.previousHash, envelopeHash(row)]).toEqual([previousHash, hash]);
        previousHash = hash;
      }
      const read = await store.readState(tenant, caseId);
      expect(read?.events.map((event) => event.kind)).toEqual(["case.erased"]);
    });

    test("of 50 canaries of a customer none is left in anything that opens, and every chain holds", async () => {
      const { pool, url, open, problems } = await openDatabase();
      const store = await open();
      const reads = new KeptReads({ store, tenant });
      const { canaries, others } = await plantCanaries(store, reads);
      const folder = mkdtempSync(join(tmpdir(), "purser-erasure-"));
      try {
        const kept = async (): Promise<string> => JSON.stringify(await reads.all());
        const found = (await everythingThatOpens(pool, url, folder)) + (await kept());
        expect(canaries.filter((canary) => !found.includes(canary))).toEqual([]);
        const desk = deskOf(store);
        await makeRequest(customerId, { what: "erase", legalBasis: "Art. 17" }, lead, desk);
        const report = await eraseCustomer(customerId, admin, desk);
        expect(report).toMatchObject({ isErased: true, obstacles: [] });
        expect(report.caseIds).toHaveLength(5);
        await expect.poll(kept).not.toContain("mia");
        const left = (await everythingThatOpens(pool, url, folder)) + (await kept());
        expect(canaries.filter((canary) => left.includes(canary))).toEqual([]);
        expect(others.filter((canary) => !left.includes(canary))).toEqual([]);
        expect(left).toContain("Art. 17");
        for (const reader of [store, await open()]) {
          expect((await verifyLogs(null, { store: reader, tenant })).problem).toBeNull();
          const read = await reader.readState(tenant, report.caseIds[0] ?? caseId);
          expect(read?.events.map(({ kind }) => kind)).toEqual(["case.erased"]);
          expect(await reader.claim({ tenant, workerId: "w", leaseMs: 1000, limit: 50 })).toHaveLength(
            reader === store ? 1 : 0,
          );
        }
        expect(JSON.stringify(problems)).not.toMatch(/canary/);
        // Doing it again, as after a crash, changes nothing.
        expect((await eraseCustomer(customerId, admin, desk)).isErased).toBe(true);
        expect((await store.readRecords(tenant, customerId)).map(({ by, entry }) => [by, entry.kind])).toEqual([
          ["tm-lead", "request.made"],
          ["tm-admin", "request.carried-out"],
        ]);
        expect(await everythingThatOpens(pool, url, folder)).toContain("Art. 17");
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    test("is refused while nobody knows what became of a call, and nothing is erased", async () => {
      const { open } = await openDatabase();
      const store = await open();
      const held = await claimedCase(store);
      const key = keyNamed("refund");
      const started = callStarted({ key, proposalId: idNamed("prop", "refund") });
      await store.appendDecision(workOn(held, { events: [started], calls: [key] }));
      const desk = deskOf(store);
      await makeRequest(customerId, { what: "erase", legalBasis: "x" }, lead, desk);
      const plan = await planErasure(customerId, admin, desk);
      expect(plan.obstacles).toEqual([{ caseId, why: "It is not settled what became of refund_order." }]);
      await expect(eraseCustomer(customerId, admin, desk)).rejects.toThrow("PUR-2183");
      expect((await store.readEvents(tenant, caseId, 0, 10)).every(({ event }) => event !== null)).toBe(true);
    });

    test("a hold that is set while she is erased comes first or too late, and what it keeps can be read", async () => {
      const { open } = await openDatabase();
      const store = await open();
      await append(store, opening());
      await makeRequest(customerId, { what: "erase", legalBasis: "Art. 17" }, lead, deskOf(store));
      // Between the last look at her records and their destruction.
      const held: CaseStore = {
        ...store,
        erase: async (erasure) => {
          await setHold(customerId, { basis: "Lawsuit 7 O 12/26", until: null }, lead, deskOf(store));
          return store.erase(erasure);
        },
      };
      const desk = deskOf(held);
      await expect(eraseCustomer(customerId, admin, desk)).rejects.toThrow("Lawsuit 7 O 12/26");
      const kept = await (await open()).readEvents(tenant, caseId, 0, 10);
      expect(kept.map(({ event }) => event?.kind)).toEqual(["case.opened", "message.received", "case.erased"]);
      await releaseHold(customerId, { hold: 2, reason: "Settled." }, lead, deskOf(store));
      expect((await eraseCustomer(customerId, admin, deskOf(store))).isErased).toBe(true);
      const left = await (await open()).readEvents(tenant, caseId, 0, 10);
      expect(left.map(({ event }) => event?.kind)).toEqual([undefined, undefined, "case.erased"]);
    });

    test("records are never changed", async () => {
      const { pool, open } = await openDatabase();
      const store = await open();
      await append(store, opening());
      await setHold(customerId, { basis: "Art. 17 (3)", until: null }, lead, deskOf(store));
      await expect(pool.query("update customer_records set by_id = 'x'")).rejects.toThrow("never changed");
      await expect(pool.query("delete from customer_records")).rejects.toThrow("never changed");
    });

    test("who writes with a key that was destroyed elsewhere gets a new one", async () => {
      const { pool, open } = await openDatabase();
      const store = await open();
      await append(store, opening());
      await pool.query("delete from subject_keys");
      await pool.query("delete from event_bodies");
      await append(store, opening({ caseId: otherCaseId }));
      await append(store, inlet("Hello again", { caseId: otherCaseId }));
      const stored = await (await open()).readEvents(tenant, otherCaseId, 0, 10);
      expect(stored.map(({ event }) => event?.kind)).toEqual(["case.opened", "message.received", "message.received"]);
    });
  });
}
