import { inboxPageSchema } from "@purser/contract";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import type { HandedFrom } from "../../cases/desk-notes.ts";
import { openTestApi, type TestApi } from "../testing/test-api.ts";

const hourMs = 3_600_000;

async function handedOver(api: TestApi): Promise<void> {
  const caseId = await api.opened({ text: "hello", customer: "C-1", level: 2 });
  await api.until(caseId, "waiting");
  await api.json(z.unknown(), 200, "POST", `/v1/cases/${caseId}/takeover`);
}

async function dueIn(api: TestApi) {
  return (await api.json(inboxPageSchema, 200, "GET", "/v1/inbox?sort=due")).cases;
}

test("what is due is read page by page, none twice and none left out, and no more of it than a page can show", async () => {
  const sla = {
    firstReply: { durationMs: 2 * hourMs, counts: "while-open" as const },
    resolution: { durationMs: 3 * hourMs, counts: "always" as const },
    queues: {},
  };
  const weekday = [{ opens: 9 * 60, closes: 17 * 60 }];
  const week = { monday: weekday, tuesday: weekday, wednesday: weekday, thursday: weekday, friday: weekday };
  const asked: (readonly HandedFrom[])[] = [];
  const api = await openTestApi({
    settings: { sla, businessHours: { week, holidays: [] } },
    store: (store) => ({
      ...store,
      listLongestHandedOver: async (tenant, most, from) => {
        asked.push(from);
        return store.listLongestHandedOver(tenant, most, from);
      },
    }),
  });
  onTestFinished(api.stop);
  for (let count = 0; count < 4; count += 1) {
    await handedOver(api);
    api.clock.advance(hourMs);
  }
  const [first] = await dueIn(api);
  await api.json(z.unknown(), 200, "POST", `/v1/cases/${first?.caseId}/reply`, { text: "Hello." });
  const whole = (await dueIn(api)).map(({ caseId }) => caseId);
  expect(whole).toHaveLength(4);
  const paged: string[] = [];
  for (let next: string | null = ""; next !== null;) {
    const cursor: string = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
    const page = await api.json(inboxPageSchema, 200, "GET", `/v1/inbox?sort=due&limit=1${cursor}`);
    paged.push(...page.cases.map(({ caseId }) => caseId));
    next = page.next;
  }
  expect(paged).toEqual(whole);
  const bounds = asked.slice(2).map(([bound]) => bound?.owed ?? "");
  expect(bounds).toEqual(bounds.toSorted());
  expect(bounds.at(-1)).not.toBe("");
});
