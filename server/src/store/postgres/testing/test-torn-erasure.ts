import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { CaseStore } from "../../../cases/case-store.ts";
import { makeRequest, releaseHold, setHold } from "../../../conversations/customers/customer-file.ts";
import { eraseCustomer, planErasure } from "../../../conversations/customers/erase-customer.ts";
import { readCaseNow } from "../../../conversations/read-case-now.ts";
import type { Acting } from "../../../conversations/teammate-work.ts";
import { verifyLogs } from "../../../conversations/verify-logs.ts";
import { KeptReads } from "../../../http/kept-reads.ts";
import { customerId, tenant } from "../../testing/store-under-test.ts";
import { everythingThatOpens } from "./test-everything-that-opens.ts";
import { nobodysAtFirst as torn, plantCanaries } from "./test-plant-canaries.ts";
import { postgresOf } from "./postgres-under-test.ts";
import { tamper } from "./test-tamper.ts";
import type { TestDatabases } from "./test-databases.ts";

const lead: Acting = { id: "tm-lead", role: "lead" };
const admin: Acting = { id: "tm-admin", role: "admin" };
const flipped = (column: string) => `${column} = set_byte(${column}, 20, 255 - get_byte(${column}, 20))`;
const ofTorn = `where case_id = '${torn}'`;

function deskOf(store: CaseStore) {
  return { tenant, store, people: () => ({}), isSingleOperator: () => false };
}

export function testTornErasure(databases: () => TestDatabases): void {
  const openDatabase = postgresOf(databases);
  describe("erasure in Postgres of a customer of whom a log cannot be read", () => {
    test.each([
      ["a changed body", `update event_bodies set ${flipped("sealed")} ${ofTorn} and seq = 3`, null],
      ["a body that is gone", `delete from event_bodies ${ofTorn} and seq = 3`, null],
      ["a key that is gone", `delete from subject_keys where subject_id = '${torn}'`, null],
      ["a key that does not open", `update subject_keys set ${flipped("wrapped")} where subject_id = '${torn}'`, null],
      ["a stored state that does not open", `update cases set ${flipped("state_sealed")} ${ofTorn}`, null],
      ["a row that is gone", `delete from events ${ofTorn} and seq = 7`, 7],
      ["a version that nobody knows", `update events set v = 2 ${ofTorn} and seq = 7`, 7],
    ])("with %s destroys what all her cases say, and names the one", async (_, statement, brokenAt) => {
      const { pool, url, open, problems } = await openDatabase();
      const first = await open();
      const { canaries, others } = await plantCanaries(first, new KeptReads({ store: first, tenant }));
      await tamper(pool, statement);
      const folder = mkdtempSync(join(tmpdir(), "purser-torn-erasure-"));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const store = await open();
      const desk = deskOf(store);
      await makeRequest(customerId, { what: "erase", legalBasis: "Art. 17" }, lead, desk);
      const plan = await planErasure(customerId, admin, desk);
      expect(plan.unreadable.map(({ caseId }) => caseId)).toEqual([torn]);
      expect(plan).toMatchObject({ obstacles: [], isErased: false });
      expect(plan.caseIds).toHaveLength(5);

      const { number: hold } = await setHold(customerId, { basis: "Lawsuit", until: null }, lead, desk);
      await expect(eraseCustomer(customerId, admin, desk)).rejects.toThrow("PUR-2170");
      await releaseHold(customerId, { hold, reason: "Settled." }, lead, desk);

      const cutShort = { ...store, erase: () => Promise.reject(new Error("The process ended.")) };
      await expect(eraseCustomer(customerId, admin, deskOf(cutShort))).rejects.toThrow("The process ended.");
      const report = await eraseCustomer(customerId, admin, desk);
      expect(report).toMatchObject({ isErased: true, obstacles: [] });
      expect(report.unreadable.map(({ caseId }) => caseId)).toEqual([torn]);
      expect(JSON.stringify([report, problems])).not.toContain("canary");

      const left = await everythingThatOpens(pool, url, folder);
      expect(canaries.filter((canary) => left.includes(canary))).toEqual([]);
      expect(others.filter((canary) => !left.includes(canary) && !canary.includes("beside"))).toEqual([]);
      const reading = { store: await open(), tenant };
      for (const caseId of report.caseIds) {
        const { problem } = await verifyLogs(caseId, reading);
        expect(problem?.seq ?? null).toBe(caseId === torn ? brokenAt : null);
        await expect(readCaseNow(caseId, reading)).rejects.toThrow("PUR-2182");
      }
      expect(await eraseCustomer(customerId, admin, deskOf(reading.store))).toMatchObject({
        isErased: true,
        unreadable: [],
      });
      const kinds = (await store.readRecords(tenant, customerId)).map(({ entry }) => entry.kind);
      expect(kinds).toEqual(["request.made", "hold.set", "hold.released", "request.carried-out"]);
    });

    test("with her own key lost none of them can be read, and all of them are erased", async () => {
      const { pool, url, open } = await openDatabase();
      const first = await open();
      const { canaries } = await plantCanaries(first, new KeptReads({ store: first, tenant }));
      const folder = mkdtempSync(join(tmpdir(), "purser-torn-erasure-"));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      await tamper(pool, `update subject_keys set ${flipped("wrapped")} where subject_id = '${customerId}'`);
      const desk = deskOf(await open());
      await makeRequest(customerId, { what: "erase", legalBasis: "Art. 17" }, lead, desk);
      const report = await eraseCustomer(customerId, admin, desk);
      expect(report.isErased).toBe(true);
      expect(report.unreadable).toHaveLength(5);
      const left = await everythingThatOpens(pool, url, folder);
      expect(canaries.filter((canary) => left.includes(canary))).toEqual([]);
      expect((await eraseCustomer(customerId, admin, deskOf(await open()))).isErased).toBe(true);
    });
  });
}
