import { caseViewSchema, openedCaseSchema, problemSchema } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signLoginToken } from "./visitors/login-token.ts";
import { type TestApi, deskOnlyKey, openTestApi, testSiteKey } from "./testing/test-api.ts";

let api: TestApi;
beforeAll(async () => (api = await openTestApi()));
afterAll(() => api.stop());

function tokenFor(customer: string): string {
  return signLoginToken({ customer, isFreshLogin: false, nowMs: Date.parse(api.clock.now()) }, testSiteKey);
}

async function view(caseId: string) {
  return api.json(caseViewSchema, 200, "GET", `/v1/cases/${caseId}`);
}

async function refusal(body: object, path = "/v1/cases") {
  const response = await api.ask("POST", path, body);
  return problemSchema.parse(await response.json());
}

describe("a customer who is named by e-mail address", () => {
  test("is the one whom the systems of record know by it, as a matched contact", async () => {
    const caseId = await api.opened({ customer: "mia@example.com", text: "hello" });
    expect(await view(caseId)).toMatchObject({ customerRef: "LC-1", identity: { level: 1 } });
    const byRef = await api.opened({ customer: "LC-1", text: "hello" });
    expect((await view(byRef)).customerId).toBe((await view(caseId)).customerId);
  });

  test.each([
    ["noah@example.com", "PUR-2031"],
    ["down@example.com", "PUR-2032"],
    ["not an@address", "PUR-2001"],
  ])("%s is refused with %s, and nothing is opened", async (customer, code) => {
    const before = await (await api.ask("GET", "/v1/cases")).text();
    expect(await refusal({ customer, text: "hello" })).toMatchObject({ code });
    expect(await (await api.ask("GET", "/v1/cases")).text()).toBe(before);
  });
});

describe("a login token of the host site", () => {
  test("names her and proves level 2, also with a key that may vouch for nobody", async () => {
    const response = await api.ask(
      "POST",
      "/v1/cases",
      { token: tokenFor("mia@example.com"), text: "hello" },
      {
        authorization: `Bearer ${deskOnlyKey}`,
      },
    );
    const { caseId } = openedCaseSchema.parse(await response.json());
    expect(await view(caseId)).toMatchObject({
      customerRef: "LC-1",
      identity: { level: 2, method: "site-token", expiresAt: "2026-02-10T11:17:00.000Z" },
    });
  });

  test("opens one case: shown again, it answers with that", async () => {
    const token = tokenFor("LC-1");
    const first = await api.json(openedCaseSchema, 201, "POST", "/v1/cases", { token, text: "hello" });
    const again = await api.json(openedCaseSchema, 201, "POST", "/v1/cases", { token, text: "give me another" });
    expect(again).toEqual({ caseId: first.caseId, isNew: false });
  });

  test("is refused when it is forged, or given beside another word on who she is", async () => {
    expect(await refusal({ token: `${tokenFor("LC-1")}x`, text: "hello" })).toMatchObject({ code: "PUR-2034" });
    expect(await refusal({ token: tokenFor("LC-1"), level: 3, text: "hello" })).toMatchObject({ code: "PUR-2001" });
    expect(await refusal({ token: tokenFor("LC-1"), customer: "LC-2" })).toMatchObject({ code: "PUR-2001" });
  });
});

describe("a procedure that is started", () => {
  test("under an Idempotency-Key of another request is refused, and names the case that has it", async () => {
    const key = { "idempotency-key": "tuesday" };
    const opens = (body: object) => api.ask("POST", "/v1/cases", body, key);
    const first = await api.json(openedCaseSchema, 201, "POST", "/v1/cases", { customer: "LC-1", text: "hello" }, key);
    for (const other of [{ customer: "LC-2", text: "hello" }, { customer: "LC-1", text: "goodbye" }, { text: "hello" }])
      expect(await (await opens(other)).json()).toMatchObject({ code: "PUR-2036", detail: first.caseId });
    expect(await (await opens({ customer: "LC-1", text: "hello" })).json()).toEqual({ ...first, isNew: false });
  });

  test("by a trigger opens a case with its goal, once for an Idempotency-Key", async () => {
    const key = { "idempotency-key": "monday" };
    const body = { customer: "mia@example.com" };
    const opened = await api.json(openedCaseSchema, 201, "POST", "/v1/triggers/greet", body, key);
    const again = await api.json(openedCaseSchema, 201, "POST", "/v1/triggers/greet", body, key);
    expect(again).toEqual({ caseId: opened.caseId, isNew: false });
    const other = await api.json(openedCaseSchema, 201, "POST", "/v1/cases", { text: "hello" }, key);
    expect(other.isNew).toBe(true);
    expect(await view(opened.caseId)).toMatchObject({
      procedure: "say-hello",
      goal: "she has been greeted",
      channel: "chat",
      customerRef: "LC-1",
    });
  });

  test("by its name does the same", async () => {
    const caseId = await api.opened({ customer: "LC-1", procedure: "say-hello" });
    expect(await view(caseId)).toMatchObject({ procedure: "say-hello", goal: "she has been greeted" });
  });

  test("must exist", async () => {
    expect(await refusal({}, "/v1/triggers/wave")).toMatchObject({ code: "PUR-2035", status: 404 });
    expect(await refusal({ procedure: "wave" })).toMatchObject({ code: "PUR-2035" });
    expect(await refusal({ procedure: "say-hello" }, "/v1/triggers/greet")).toMatchObject({ code: "PUR-2001" });
  });
});
