import { genesisHash } from "@purser/contract";
import { envelopeHash } from "@purser/kit/audit";
import { describe, expect, test } from "vitest";
import {
  append,
  caseId,
  claimedCase,
  customerId,
  inlet,
  opening,
  otherCaseId,
  tenant,
  workOn,
} from "../../store-under-test.ts";
import { postgresOf } from "./postgres-under-test.ts";
import type { TestDatabases } from "./test-databases.ts";

const erased = { kind: "case.erased", body: { by: "admin", legalBasis: "Art. 17" } } as const;

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
