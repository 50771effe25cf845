import { describe, expect, test } from "vitest";
import { readCasesNow } from "../../../conversations/read-case-now.ts";
import {
  append,
  caseId,
  claimAll,
  idNamed,
  inlet,
  opening,
  otherCaseId,
  tenant,
} from "../../testing/store-under-test.ts";
import { postgresOf } from "./postgres-under-test.ts";
import { setStoreTime } from "./set-store-time.ts";
import { tamper } from "./test-tamper.ts";
import type { TestDatabases } from "./test-databases.ts";

export function testUnreadableLogs(databases: () => TestDatabases): void {
  const openDatabase = postgresOf(databases);
  describe("logs in Postgres", () => {
    test.each(["update events set actor_id = 'x'", "delete from events", "truncate events"])(
      "are kept from: %s",
      async (statement) => {
        const { pool, open } = await openDatabase();
        await append(await open(), opening());
        await expect(pool.query(statement)).rejects.toThrow("never changed");
        await expect(pool.query("update event_bodies set salt = ''")).rejects.toThrow("never changed");
      },
    );

    test.each([
      ["a changed body", "update event_bodies set sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20))"],
      [
        "a body of another event",
        "update event_bodies set sealed = (select sealed from event_bodies where seq = 1 limit 1)",
      ],
      ["a body that is gone", "delete from event_bodies"],
      ["a key that is gone", "delete from subject_keys"],
      [
        "a key that does not open",
        "update subject_keys set wrapped = set_byte(wrapped, 20, 255 - get_byte(wrapped, 20))",
      ],
      ["a kind that nobody knows", "update events set kind = 'case.sung'"],
      ["a version that nobody knows", "update events set v = 2"],
    ])("with %s stop no worker, and are tried again after an hour", async (_, statement) => {
      const { pool, open, problems } = await openDatabase();
      await setStoreTime(pool, "2026-01-05T09:00:00Z");
      const writer = await open();
      await append(writer, opening({ subjectId: caseId }));
      await append(writer, opening({ caseId: otherCaseId }));
      const what = `tenant = '${tenant}' and ${/subject_keys/.test(statement) ? "subject_id" : "case_id"} = '${caseId}'`;
      const isOneEvent = /update event_bodies set sealed = \(/.test(statement);
      await tamper(pool, `${statement} where ${what}${isOneEvent ? " and seq = 2" : ""}`);
      const store = await open();
      expect((await claimAll(store)).map((held) => held.row.caseId)).toEqual([otherCaseId]);
      expect(problems).toMatchObject([{ caseId, error: { code: "PUR-5002" } }]);
      expect(problems[0]?.error.message).not.toContain("torn");
      expect(await store.readCase(tenant, caseId)).toMatchObject({
        isRunnable: false,
        wakeAt: "2026-01-05T10:00:00.000Z",
      });
      await expect(store.readState(tenant, caseId)).rejects.toMatchObject({ code: "PUR-5002" });
      const { cases, unreadable } = await readCasesNow([caseId, otherCaseId], { store, tenant });
      expect([...cases.keys()]).toEqual([otherCaseId]);
      expect([...unreadable]).toMatchObject([[caseId, { code: "PUR-5002" }]]);
      expect(await claimAll(store)).toEqual([]);
      await setStoreTime(pool, "2026-01-05T10:00:00Z");
      await claimAll(store);
      expect(problems.map((problem) => problem.caseId)).toContain(caseId);
      expect(problems.length).toBeGreaterThanOrEqual(2);
    });

    test("hide no event of another log, where one event of theirs cannot be read", async () => {
      const { pool, open } = await openDatabase();
      const writer = await open();
      await append(writer, opening());
      await append(writer, opening({ caseId: otherCaseId }));
      const changed = "sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20))";
      await tamper(pool, `update event_bodies set ${changed} where case_id = '${caseId}' and seq = 2`);
      const places = [caseId, otherCaseId].map((each) => ({ caseId: each, seq: 2 }));
      expect(await (await open()).readEventsOf(tenant, places)).toMatchObject([
        { kind: "unreadable", error: { code: "PUR-5002" } },
        { kind: "read", event: { kind: "message.received" } },
      ]);
    });

    test("have a row of what is to be sent that cannot be read: the others are handed out, and it is told each hour", async () => {
      const { pool, open, problems } = await openDatabase();
      await setStoreTime(pool, "2026-01-05T09:00:00Z");
      const store = await open();
      const [torn, whole] = [idNamed("out", "torn"), idNamed("out", "whole")];
      const outbox = [torn, whole].map((outboxId) => ({ outboxId, kind: "case" as const, target: "case" }));
      await append(store, { ...opening(), outbox });
      await pool.query("update outbox set case_id = 'torn' where outbox_id = $1", [torn]);
      const claimed = () =>
        store.claimOutbox({ tenant, workerId: "sender-1", leaseMs: 1000, limit: 10, kinds: ["case"] });
      expect(await claimed()).toMatchObject([{ outboxId: whole }]);
      expect(problems).toMatchObject([{ caseId: null, error: { code: "PUR-5002" } }]);
      await setStoreTime(pool, "2026-01-05T09:59:00Z");
      expect(await claimed()).toMatchObject([{ outboxId: whole }]);
      expect(problems).toHaveLength(1);
      await setStoreTime(pool, "2026-01-05T10:00:00Z");
      await claimed();
      expect(problems).toHaveLength(2);
    });

    test("hold no word of what was said", async () => {
      const { pool, open } = await openDatabase();
      const store = await open();
      await append(store, opening());
      await append(store, inlet("My iban is DE00CANARY"));
      const [held] = await claimAll(store);
      if (held === undefined) throw new Error("The case waits for nobody.");
      const state = { seq: 2, foldVersion: 1, text: "DE00CANARY" };
      const lists = { pauses: [], outbox: [], calls: [], totals: { expected: [], reserve: [], book: [], release: [] } };
      await store.appendDecision({
        ...lists,
        ...held,
        subjectId: idNamed("cus", "mia"),
        actorId: "agent_rules",
        expectedVersion: 3,
        events: [{ kind: "note.added", body: { by: "agent", text: "DE00CANARY" } }],
        status: "waiting",
        customerId: null,
        wakeAt: null,
        state,
        releases: true,
        notAfter: null,
      });
      for (const table of ["cases", "events", "event_bodies", "subject_keys", "deployment"]) {
        const found = await pool.query(
          `select 1 from ${table} as t where t::text like any (array['%CANARY%', '%torn%'])`,
        );
        expect(found.rowCount).toBe(0);
        const bytes = await pool.query(
          `select 1 from ${table} as t where t::text like '%' || encode('CANARY', 'hex') || '%'`,
        );
        expect(bytes.rowCount).toBe(0);
      }
    });
  });
}
