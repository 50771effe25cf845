import {
  addedNoteSchema,
  mentionsSchema,
  openedCaseSchema,
  pausePageSchema,
  pauseViewSchema,
  problemSchema,
} from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allRoutes } from "./all-routes.ts";
import { apiKeyOf, type Caller } from "./authenticate.ts";
import { openTestApi, type TestApi } from "./testing/test-api.ts";

const callers = {
  auditor: { id: "tm-eyes", role: "auditor", scopes: ["desk", "channel"], authenticated: "api-key" },
  teammate: { id: "tm-mate", role: "teammate", scopes: ["desk"], authenticated: "api-key" },
  widget: { id: "tm-widget", role: "lead", scopes: ["channel"], authenticated: "api-key" },
} as const satisfies Record<string, Caller>;
type Name = keyof typeof callers;
const keyOf = (name: Name): string => `pur_key_of_${name}_0123`;
const as = (name: Name) => ({ authorization: `Bearer ${keyOf(name)}` });
const names: readonly Name[] = ["auditor", "teammate", "widget"];

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({
    keys: names.map((name) => apiKeyOf(keyOf(name), callers[name])),
    localPeople: [{ id: "tm-eyes", name: "Eyes", role: "auditor", email: null }],
  });
});
afterAll(() => api.stop());

async function pausesOf(headers: Record<string, string>): Promise<readonly string[]> {
  const { pauses } = await api.json(pausePageSchema, 200, "GET", "/v1/pauses", undefined, headers);
  return pauses.map(({ pauseId }) => pauseId);
}

async function openPause(amountMinor: number): Promise<string> {
  const caseId = await api.opened({ text: `refund ${amountMinor}`, customer: "C-1", level: 2 });
  return (await api.until(caseId, "waiting")).pauses[0]?.pauseId ?? "";
}

test("an Idempotency-Key is each caller's own: another's case is not opened in its place, nor told", async () => {
  const key = { "idempotency-key": "2026-02-10" };
  const open = (more: Record<string, string>) =>
    api.json(openedCaseSchema, 201, "POST", "/v1/cases", { text: "hello" }, { ...key, ...more });
  const mate = await open(as("teammate"));
  const widget = await open(as("widget"));
  expect([mate.isNew, widget.isNew]).toEqual([true, true]);
  expect(await open(as("widget"))).toEqual({ caseId: widget.caseId, isNew: false });
});

describe("a pause", () => {
  test("is listed and shown to who may see it, and to others it is not there", async () => {
    const [hers, leads] = [await openPause(4700), await openPause(19_000)];
    expect(new Set(await pausesOf({}))).toEqual(new Set([hers, leads]));
    expect(new Set(await pausesOf(as("auditor")))).toEqual(new Set([hers, leads]));
    for (const name of ["teammate", "widget"] as const) {
      expect(await pausesOf(as(name))).toEqual([hers]);
      expect((await api.ask("GET", `/v1/pauses/${hers}`, undefined, as(name))).status).toBe(200);
      const absent = await api.json(problemSchema, 404, "GET", `/v1/pauses/${leads}`, undefined, as(name));
      expect([absent.code, absent.detail]).toEqual(["PUR-2002", leads]);
    }
  });
});

describe("an auditor", () => {
  const posted = allRoutes.filter(
    ({ method, access, isOwn }) => method === "post" && access === "key" && isOwn !== true,
  );

  test.each(posted.map(({ operationId, path }) => [operationId, path]))("changes nothing by %s", async (_, path) => {
    const caseId = await api.opened({ text: "hello", customer: "C-2", level: 2 });
    const { version } = await api.until(caseId, "waiting");
    const pauseId = await openPause(19_000);
    const ids: Record<string, string> = {
      caseId,
      pauseId,
      key: "0".repeat(52),
      customer: "C-2",
      name: "greet",
      number: "1",
      accountId: "mia",
      hash: "0".repeat(64),
      pendingId: `pend_${"0".repeat(20)}`,
      keyId: "_key_0",
    };
    const at = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? "");
    const body = path.endsWith("/answer") ? { digest: "a", decision: "yes" } : {};
    const refused = await api.ask("POST", at, body, as("auditor"));
    expect(refused.status).toBeGreaterThanOrEqual(400);
    const { code } = problemSchema.parse(await refused.json());
    // Answers are held against the pause first, and what is tried stands in the log.
    expect(code).toBe(path.endsWith("/answer") ? "PUR-4001" : "PUR-2007");
    expect((await api.until(caseId, "waiting")).version).toBe(version);
  });

  test("says what they have seen of what names them, and keeps filters of their own", async () => {
    const caseId = await api.opened({ text: "hello", customer: "C-2", level: 2 });
    expect(allRoutes.flatMap(({ operationId, isOwn }) => (isOwn === true ? operationId : []))).toEqual([
      "saveFilters",
      "readMentions",
    ]);
    await api.json(addedNoteSchema, 200, "POST", `/v1/cases/${caseId}/notes`, { text: "Is this right, @tm-eyes?" });
    const before = await api.json(mentionsSchema, 200, "GET", "/v1/mentions", undefined, as("auditor"));
    expect(before).toMatchObject({ unread: 1, mentions: [{ caseId, isRead: false }] });
    const upTo = before.mentions[0]?.at;
    const after = await api.json(mentionsSchema, 200, "POST", "/v1/mentions/read", { upTo }, as("auditor"));
    expect(after).toMatchObject({ unread: 0, mentions: [{ caseId, isRead: true }] });
  });

  test("answers no pause, also with its digest, and the attempt is on record", async () => {
    const pauseId = await openPause(19_000);
    const { digest, caseId } = await api.json(
      pauseViewSchema,
      200,
      "GET",
      `/v1/pauses/${pauseId}`,
      undefined,
      as("auditor"),
    );
    const path = `/v1/pauses/${pauseId}/answer`;
    expect((await api.json(problemSchema, 403, "POST", path, { digest, decision: "yes" }, as("auditor"))).code).toBe(
      "PUR-4004",
    );
    const log = await (await api.ask("GET", `/v1/cases/${caseId}/events`, undefined, as("auditor"))).text();
    expect(log).toContain("by tm-eyes (auditor) was refused: not-authorised");
  });
});
