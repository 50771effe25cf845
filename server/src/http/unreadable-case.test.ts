import { casePageSchema, inboxPageSchema } from "@purser/contract";
import { expect, test } from "vitest";
import { z } from "zod";
import { type TestApi, openApi } from "./testing/test-api.ts";
import { withMissingRows, withTornCases } from "./testing/test-torn-store.ts";

async function waiting(api: TestApi): Promise<string> {
  const caseId = await api.opened({ text: "hello", customer: "C-1", level: 2 });
  await api.until(caseId, "waiting");
  return caseId;
}

/** What the stream of the inbox tells until it has named all of these cases. */
async function firstOfStream(api: TestApi, caseIds: readonly string[]): Promise<string> {
  const gone = new AbortController();
  const headers = { accept: "text/event-stream", authorization: `Bearer ${api.key}` };
  const response = await fetch(new URL("/v1/inbox", api.url), { headers, signal: gone.signal });
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(z.instanceof(Uint8Array).parse(chunk), { stream: true });
    if (caseIds.every((caseId) => text.includes(caseId))) break;
  }
  gone.abort();
  return text;
}

test.each([
  ["of whose log a body does not open", withTornCases],
  ["of whose log a row is missing", withMissingRows],
])("a case %s hides no other: its row says so, and it is refused when it is opened", async (_, tearing) => {
  const broken = new Set<string>();
  const api = await openApi({ store: tearing(broken) });
  const [torn, whole] = [await waiting(api), await waiting(api)];
  broken.add(torn);
  const { cases: rows } = await api.json(inboxPageSchema, 200, "GET", "/v1/inbox");
  expect(rows.find(({ caseId }) => caseId === torn)).toMatchObject({
    unreadable: "PUR-5002",
    isErased: false,
    customerRef: null,
    lastMessage: null,
    status: "waiting",
  });
  expect(rows.find(({ caseId }) => caseId === whole)).toMatchObject({ unreadable: null, customerRef: "C-1" });
  const { cases } = await api.json(casePageSchema, 200, "GET", "/v1/cases");
  expect(cases.map(({ caseId }) => caseId).toSorted()).toEqual([torn, whole].toSorted());
  expect(await api.json(z.object({ code: z.string() }), 500, "GET", `/v1/cases/${torn}`)).toEqual({ code: "PUR-5002" });
  expect(await firstOfStream(api, [torn, whole])).toContain('"unreadable":"PUR-5002"');
});
