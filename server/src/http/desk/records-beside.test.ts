import { caseRecordsSchema, problemSchema } from "@purser/contract";
import { expect, test } from "vitest";
import { apiKeyOf } from "../authenticate.ts";
import { openApi, type TestApi } from "../testing/test-api.ts";

const beside = [
  { title: "Orders", lookup: "list_orders", list: "orders", shows: ["orderId", "paidMinor", "deliveredAt"] },
];
const auditorKey = "pur_auditor_0123456789";

async function openWithRecords(): Promise<TestApi> {
  const auditor = { id: "tm-eyes", role: "auditor", scopes: ["desk"] } as const;
  const customers = { lookup: "find_customer", codeLevel: 1, beside } as const;
  return openApi({
    settings: { customers: { ...customers, beside } },
    keys: [apiKeyOf(auditorKey, auditor)],
  });
}

async function recordsOf(api: TestApi, caseId: string) {
  return (await api.json(caseRecordsSchema, 200, "GET", `/v1/cases/${caseId}/records`)).lookups;
}

const reads = ({ shop }: TestApi): number => shop.heard.filter(({ path }) => path.startsWith("/order/of-")).length;

test("her records are shown with the fields that are named, and the system is asked once a minute however many look", async () => {
  const api = await openWithRecords();
  const caseId = await api.opened({ text: "hello", customer: "C-1", level: 2 });
  const { version } = await api.until(caseId, "waiting");
  const [first] = await recordsOf(api, caseId);
  expect(first).toMatchObject({
    tool: "list_orders",
    title: "Orders",
    readAt: api.clock.now(),
    outcome: { kind: "found", more: 2 },
  });
  const records = first?.outcome.kind === "found" ? first.outcome.records : [];
  expect(records).toHaveLength(12);
  expect(records[0]).toEqual({ orderId: "L-1", paidMinor: 20_000 });
  api.clock.advance(59_000);
  const again = await Promise.all([recordsOf(api, caseId), recordsOf(api, caseId)]);
  expect(again).toEqual([[first], [first]]);
  expect(reads(api)).toBe(1);
  api.clock.advance(1_000);
  await recordsOf(api, caseId);
  expect(reads(api)).toBe(2);
  expect((await api.until(caseId, "waiting")).version).toBe(version);
});

test("a system that is down is said to be so, and asked again after a minute", async () => {
  const api = await openWithRecords();
  const caseId = await api.opened({ text: "hello", customer: "C-down", level: 2 });
  expect(await recordsOf(api, caseId)).toMatchObject([
    { outcome: { kind: "failed", detail: "The order system is down." } },
  ]);
});

test("nothing is read of a stranger, nor of who has not shown enough, nor by who only reads", async () => {
  const api = await openWithRecords();
  const strangers = await api.opened({ text: "hello" });
  expect(await recordsOf(api, strangers)).toEqual([]);
  const claimed = await api.opened({ text: "hello", customer: "C-1", level: 0 });
  const [refused] = await recordsOf(api, claimed);
  expect(refused?.outcome).toMatchObject({ kind: "refused" });
  const headers = { authorization: `Bearer ${auditorKey}` };
  const path = `/v1/cases/${claimed}/records`;
  expect((await api.json(problemSchema, 403, "GET", path, undefined, headers)).code).toBe("PUR-2161");
  expect(reads(api)).toBe(0);
});
