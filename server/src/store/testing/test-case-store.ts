import { describe } from "vitest";
import type { OpenStore } from "./store-under-test.ts";
import { testCustomerRecords } from "./test-customer-records.ts";
import { testFiles } from "./test-files.ts";
import { testInsights } from "./test-insights.ts";
import { testDeskNotes } from "./test-desk-notes.ts";
import { testInlets } from "./test-inlets.ts";
import { testLeases } from "./test-leases.ts";
import { testLogs } from "./test-logs.ts";
import { testDeskRows } from "./test-desk-rows.ts";
import { testOutbox } from "./test-outbox.ts";
import { testPublications } from "./test-publications.ts";
import { testReading } from "./test-reading.ts";
import { testStanding } from "./test-standing.ts";
import { testTotals } from "./test-totals.ts";
import { testViews } from "./test-views.ts";
import { testTurns } from "./test-turns.ts";
import { testWorkerAppends } from "./test-worker-appends.ts";

/** What every store must do; see `CaseStore`. `open` gives a fresh store for each test. */
export function testCaseStore(name: string, open: OpenStore): void {
  describe(`case store: ${name}`, () => {
    testInlets(open);
    testWorkerAppends(open);
    testLeases(open);
    testLogs(open);
    testTotals(open);
    testTurns(open);
    testOutbox(open);
    testDeskRows(open);
    testReading(open);
    describe("views and searches", () => {
      testViews(open);
    });
    describe("what the desk notes", () => {
      testDeskNotes(open);
    });
    testFiles(open);
    testStanding(open);
    testInsights(open);
    testPublications(open);
    testCustomerRecords(open);
  });
}
