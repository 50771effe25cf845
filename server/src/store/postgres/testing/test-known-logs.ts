import { describe, expect, test } from "vitest";
import type { CaseStore } from "../../../cases/case-store.ts";
import {
  append,
  caseId,
  claimedCase,
  claimOne,
  inlet,
  messageEvent,
  noteEvent,
  openedEvent,
  opening,
  tenant,
  workOn,
} from "../../testing/store-under-test.ts";
import { postgresOf } from "./postgres-under-test.ts";
import type { TestDatabases } from "./test-databases.ts";

/** What a process that knows a log reads is what one reads that knows none. */
async function readAlike(knowing: CaseStore, fresh: CaseStore): Promise<readonly string[]> {
  const read = await knowing.readState(tenant, caseId);
  const anew = await fresh.readState(tenant, caseId);
  expect({ ...read, now: null }).toEqual({ ...anew, now: null });
  return (read?.events ?? []).map(({ seq, kind }) => `${seq} ${kind}`);
}

export function testKnownLogs(databases: () => TestDatabases): void {
  const openDatabase = postgresOf(databases);
  describe("known logs in Postgres", () => {
    test("what was appended is read back as anybody else reads it, by whom it was written too", async () => {
      const { open } = await openDatabase();
      const [store, other] = [await open(), await open()];
      const held = await claimedCase(store);
      await store.appendDecision(workOn(held, { events: [noteEvent("ä \u2028 \u{1F9E5}")], releases: false }));
      await append(other, inlet("More"));
      await append(store, inlet("And more"));
      expect(await readAlike(store, await open())).toEqual([
        "1 case.opened",
        "2 message.received",
        "3 note.added",
        "4 message.received",
        "5 message.received",
      ]);
    });

    test("a claim brings what another process has stored meanwhile, state and events", async () => {
      const { open } = await openDatabase();
      const [store, other] = [await open(), await open()];
      await append(store, opening());
      const held = await claimOne(other);
      const state = { seq: 2, foldVersion: 4, text: "two" };
      await other.appendDecision(workOn(held, { state }));
      await append(store, inlet("More"));
      const again = await claimOne(store);
      expect(again.state).toEqual(state);
      expect(again.events.map(({ seq }) => seq)).toEqual([3, 4]);
    });

    test("a log that another was put in the place of is read anew, and appends do not continue it", async () => {
      const { pool, open } = await openDatabase();
      const [store, other] = [await open(), await open()];
      await append(store, opening());
      await store.readState(tenant, caseId);
      // As when an older backup is put back under a process that runs.
      await pool.query(
        "set session_replication_role = replica; delete from events; delete from event_bodies; delete from cases; reset session_replication_role",
      );
      await append(other, opening({ events: [openedEvent, messageEvent("Another coat")] }));
      expect(await readAlike(store, await open())).toHaveLength(2);
      expect((await store.readState(tenant, caseId))?.events[1]).toMatchObject({ body: { text: "Another coat" } });
      expect((await claimOne(store)).events[1]).toMatchObject({ body: { text: "Another coat" } });
    });

    test("an addition to a log that is another one than was known forgets what was known", async () => {
      const { pool, open } = await openDatabase();
      const [store, other] = [await open(), await open()];
      await append(store, opening());
      await pool.query(
        "set session_replication_role = replica; delete from events; delete from event_bodies; delete from cases; reset session_replication_role",
      );
      await append(other, opening({ events: [openedEvent, messageEvent("Another coat")] }));
      await append(store, inlet("More"));
      expect(await readAlike(store, await open())).toHaveLength(3);
    });
  });
}
