import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { fileIdSchema, genesisHash } from "@purser/contract";
import { decrypt, envelopeHash } from "@purser/kit/audit";
import type { Pool } from "pg";
import { z } from "zod";
import type { CaseStore } from "../../../cases/case-store.ts";
import { callStarted } from "../../../cases/test-call-started.ts";
import { makeRequest, releaseHold, setHold } from "../../../conversations/customer-file.ts";
import { eraseCustomer, planErasure } from "../../../conversations/erase-customer.ts";
import type { Acting } from "../../../conversations/teammate-work.ts";
import { verifyLogs } from "../../../conversations/verify-logs.ts";
import { describe, expect, test } from "vitest";
import {
  append,
  blueprintHash,
  caseId,
  claimAll,
  claimedCase,
  customerId,
  idNamed,
  inlet,
  instant,
  keyNamed,
  messageEvent,
  openedEvent,
  opening,
  otherCaseId,
  tenant,
  workOn,
} from "../../store-under-test.ts";
import { KeptReads } from "../../../http/kept-reads.ts";
import { openDescription, openPart } from "../../sealed-file.ts";
import { unwrapKey } from "../../subject-key.ts";
import { fileNamed } from "../../test-files.ts";
import { exportAudit } from "../audit/export-audit.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { masterKey, postgresOf } from "./postgres-under-test.ts";
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
      const { canaries, others } = await plant(store, reads);
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

/** 50 canaries in five cases, one of which nobody knew the customer of at first; and one of somebody else. */
async function plant(
  store: CaseStore,
  reads: KeptReads,
): Promise<{ canaries: readonly string[]; others: readonly string[] }> {
  const canaries: string[] = [];
  const next = (): string => {
    canaries.push(`canary-${canaries.length + 1}-of-mia`);
    return canaries.at(-1) ?? "";
  };
  const nobodys = idNamed("case", "nobody's at first");
  const unknown = { caseId: nobodys, subjectId: nobodys };
  const open = { customerId: null, channel: "chat", blueprintHash };
  await append(store, inlet("", { ...unknown, open, events: [openedEvent, messageEvent(next())] }));
  for (let count = 1; count < 9; count += 1) await append(store, inlet(next(), unknown));
  const file = fileNamed("hers", Buffer.from(next()), unknown);
  await store.keepFile(file);
  await store.nameFiles({ tenant, caseId: nobodys, by: "customer", fileIds: [file.file.fileId], into: nobodys });
  const [held] = await claimAll(store);
  if (held === undefined) throw new Error("Nothing is claimed.");
  await store.appendDecision(workOn(held, { customerId, state: { seq: 5, foldVersion: 1, text: canaries[0] ?? "" } }));
  for (const name of ["one", "two", "three", "four"]) {
    const its = { caseId: idNamed("case", name) };
    await append(store, opening(its));
    for (let count = name === "one" ? 1 : 0; count < 10; count += 1) await append(store, inlet(next(), its));
  }
  const beside = (name: string, text: string) =>
    reads.read({ caseId: idNamed("case", name), key: name, nowMs: 0 }, async () => ({
      tool: "list_orders",
      args: {},
      values: {},
      readAt: instant("2026-01-05T09:00:00Z"),
      outcome: { kind: "found", result: { text } },
    }));
  await beside("one", next());
  await beside("theirs", "canary-beside-somebody-else");
  const theirs = { caseId: idNamed("case", "theirs"), subjectId: idNamed("cus", "somebody else") };
  await append(store, opening({ ...theirs, open: { ...open, customerId: theirs.subjectId } }));
  await append(store, inlet("canary-of-somebody-else", theirs));
  return { canaries, others: ["canary-of-somebody-else", "canary-beside-somebody-else"] };
}

/** All that somebody reads who has the database, the master key, a backup and an export. */
async function everythingThatOpens(pool: Pool, databaseUrl: string, folder: string): Promise<string> {
  const texts: string[] = [];
  const tables = z
    .array(z.object({ name: z.string() }))
    .parse((await pool.query<object>("select tablename as name from pg_tables where schemaname = 'public'")).rows);
  for (const { name } of tables) {
    const { rows } = await pool.query<object>(`select row_to_json(kept)::text as json from ${name} as kept`);
    texts.push(
      ...z
        .array(z.object({ json: z.string() }))
        .parse(rows)
        .map(({ json }) => withBytes(json)),
    );
  }
  const keys = new Map<string, Uint8Array>();
  const wrapped = await pool.query<object>("select tenant, subject_id, wrapped from subject_keys");
  for (const row of z.array(wrappedSchema).parse(wrapped.rows)) {
    const owner = `${row.tenant}/${row.subject_id}`;
    keys.set(owner, unwrapKey(row.wrapped, owner, masterKey));
  }
  const bodies = await pool.query<object>(
    "select tenant, case_id, kind, commitment, subject_id, sealed from event_bodies join events using (tenant, case_id, seq)",
  );
  for (const row of z.array(bodySchema).parse(bodies.rows)) {
    const context = `${row.tenant}/${row.case_id}/${row.kind}/${row.commitment}`;
    // Every key is tried on every body: also one that was moved.
    for (const key of keys.values()) {
      try {
        texts.push(decrypt(row.sealed, key, context));
      } catch {
        // It does not open with this key.
      }
    }
  }
  const parts = await pool.query<object>(
    "select tenant, file_id, number, files.sealed as described, file_parts.sealed from files join file_parts using (tenant, file_id)",
  );
  for (const row of z.array(partSchema).parse(parts.rows)) {
    for (const key of keys.values()) {
      try {
        const file = openDescription(row.tenant, row.file_id, row.described, key);
        texts.push(Buffer.from(openPart(row.tenant, file, row.number, row.sealed, key)).toString("utf8"));
      } catch {
        // It does not open with this key.
      }
    }
  }
  const backup = join(folder, `backup-${texts.length}-${performance.now()}`);
  await writeBackup({ databaseUrl, path: backup, masterKey, version: "1" });
  texts.push(withBytes(gunzipSync(readFileSync(backup)).toString("utf8")));
  const audit = join(folder, `audit-${texts.length}-${performance.now()}`);
  await exportAudit({ databaseUrl, masterKey, tenant, path: audit, version: "1" });
  texts.push(readFileSync(audit, "utf8"));
  return texts.join("\n");
}

/** With the bytes that stand in hex also as text. */
function withBytes(json: string): string {
  const bytes = [...json.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = ""]) => Buffer.from(hex, "hex").toString("utf8"));
  return [json, ...bytes].join("\n");
}

const wrappedSchema = z.object({ tenant: z.string(), subject_id: z.string(), wrapped: z.instanceof(Buffer) });
const partSchema = z.object({
  tenant: z.string(),
  file_id: fileIdSchema,
  number: z.int(),
  described: z.instanceof(Buffer),
  sealed: z.instanceof(Buffer),
});
const bodySchema = z.object({
  tenant: z.string(),
  case_id: z.string(),
  kind: z.string(),
  commitment: z.string(),
  subject_id: z.string(),
  sealed: z.instanceof(Buffer),
});
