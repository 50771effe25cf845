import { createHmac } from "node:crypto";
import { acceptedMessageSchema, caseViewSchema, customerExportSchema, problemSchema } from "@purser/contract";
import { afterEach, describe, expect, test } from "vitest";
import type { Inlet } from "../blueprint/connections.ts";
import { type Limits, limitsSchema, noLimits } from "../blueprint/settings/limits.ts";
import { apiKeyOf } from "./authenticate.ts";
import { type TestApi, openTestApi } from "./testing/test-api.ts";

const adaKey = "pur_ada_01234567890";
const bobKey = "pur_bob_01234567890";
const adminKeys = [adaKey, bobKey].map((key, index) =>
  apiKeyOf(key, { id: `tm-${index}`, role: "admin", scopes: ["desk", "channel"] }),
);
const secret = Buffer.from("a secret of thirty-two characters");
const rule: Inlet["rule"] = { secretFrom: "PAYMENTS_SECRET", kind: "type", about: { key: "data.key" } };

let api: TestApi;
afterEach(() => api.stop());

async function open(limits: Partial<Limits> = limitsSchema.parse({})): Promise<void> {
  api = await openTestApi({
    keys: adminKeys,
    settings: { limits: { ...noLimits, ...limits } },
    inlets: new Map<string, Inlet>([["payments", { secret, rule }]]),
  });
}

function as(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` };
}

async function refusalOf(response: Response): Promise<string> {
  const { code, status } = problemSchema.parse(await response.json());
  return `${status} ${code}, again in ${response.headers.get("retry-after")} s`;
}

async function statuses(count: number, ask: (index: number) => Promise<Response>): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) found.push((await ask(index)).status);
  return found;
}

function webhook(id: string): Promise<Response> {
  const seconds = String(Math.floor(Date.parse(api.clock.now()) / 1000));
  const body = JSON.stringify({ type: "refund.paid", data: { key: "nobody's" } });
  const signature = createHmac("sha256", secret).update(`${id}.${seconds}.${body}`).digest("base64");
  return api.ask("POST", "/v1/inlets/payments", body, {
    authorization: "",
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": `v1,${signature}`,
  });
}

describe("limits", () => {
  test("of a person's key 60 requests a minute are answered, by the API and by MCP together", async () => {
    await open();
    const list = () => api.ask("GET", "/v1/cases", undefined, as(adaKey));
    const mcp = () =>
      api.ask(
        "POST",
        "/mcp",
        { jsonrpc: "2.0", id: 1, method: "ping" },
        {
          ...as(adaKey),
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
        },
      );
    expect((await mcp()).status).not.toBe(429);
    expect(new Set(await statuses(59, list))).toEqual(new Set([200]));
    expect(await refusalOf(await list())).toBe("429 PUR-2166, again in 60 s");
    expect((await mcp()).status).toBe(429);
    expect((await api.ask("GET", "/v1/cases", undefined, as(bobKey))).status).toBe(200);
    expect((await api.ask("GET", "/healthz", undefined, as(adaKey))).status).toBe(200);
    api.clock.advance(60_000);
    expect((await list()).status).toBe(200);
  });

  test("a key of the deployment's own, behind which all customers stand, has a limit only where one is set", async () => {
    await open();
    const list = () => api.ask("GET", "/v1/cases");
    expect(new Set(await statuses(70, list))).toEqual(new Set([200]));
    await api.stop();
    await open(limitsSchema.parse({ programs: "3 per minute" }));
    expect(await statuses(4, list)).toEqual([200, 200, 200, 429]);
  });

  test("of a visitor's messages the 21st in a minute is refused, stored nowhere, and taken when it is sent again later", async () => {
    await open();
    const caseId = await api.opened({ subject: "A question" });
    const other = await api.opened({ subject: "Another's question" });
    const write = (index: number, to = caseId) =>
      api.ask("POST", `/v1/cases/${to}/messages`, { text: `note ${index}`, messageId: `m-${index}` });
    expect(new Set(await statuses(20, write))).toEqual(new Set([202]));
    expect(await refusalOf(await write(20))).toBe("429 PUR-2167, again in 60 s");
    const { isNew } = await api.json(
      acceptedMessageSchema,
      202,
      ...(["POST", `/v1/cases/${caseId}/messages`, { text: "note 19", messageId: "m-19" }] as const),
    );
    expect(isNew, "a repeat of what is stored is no new message").toBe(false);
    expect((await write(0, other)).status).toBe(202);
    const events = await (await api.ask("GET", `/v1/cases/${caseId}/events?limit=200`)).text();
    expect(events).toContain("note 19");
    expect(events).not.toContain("note 20");
    api.clock.advance(60_000);
    expect((await write(20)).status).toBe(202);
  });

  test("of a visitor's messages there are 200 in a day, however slowly they come", async () => {
    await open({
      messages: [
        { limit: 2, windowMs: 60_000 },
        { limit: 3, windowMs: 86_400_000 },
      ],
    });
    const caseId = await api.opened({ subject: "A question", customer: "C-1" });
    const write = () => api.ask("POST", `/v1/cases/${caseId}/messages`, { text: "hello" });
    expect(await statuses(3, write)).toEqual([202, 202, 429]);
    api.clock.advance(60_000);
    expect(await statuses(2, write)).toEqual([202, 429]);
    api.clock.advance(120_000);
    expect(await refusalOf(await write())).toBe("429 PUR-2167, again in 86220 s");
    expect(limitsSchema.parse({}).messages.map(({ limit }) => limit)).toEqual([20, 200]);
  });

  test("a customer opens 5 cases an hour by writing; others, and what teammates start for her, go on", async () => {
    await open();
    const start = (index: number, customer = "C-1") =>
      api.ask("POST", "/v1/cases", { customer, text: "hello" }, { "idempotency-key": `${customer} ${index}` });
    expect(await statuses(6, start)).toEqual([201, 201, 201, 201, 201, 429]);
    expect(await refusalOf(await start(5))).toBe("429 PUR-2168, again in 3600 s");
    expect((await start(4)).status, "a repeat opens nothing new").toBe(201);
    expect((await start(0, "C-2")).status).toBe(201);
    expect((await api.ask("POST", "/v1/cases", { customer: "C-1", subject: "By hand" })).status).toBe(201);
    api.clock.advance(3_600_000);
    expect((await start(5)).status).toBe(201);
  });

  test("of one system's webhooks 50 a second are taken, a repeat counts once, and the next comes again by itself", async () => {
    await open();
    expect((await webhook("wh-0")).status).toBe(202);
    expect(new Set(await statuses(50, (index) => webhook(`wh-${index}`)))).toEqual(new Set([202]));
    expect(await refusalOf(await webhook("wh-50"))).toBe("429 PUR-2169, again in 1 s");
    api.clock.advance(1000);
    expect((await webhook("wh-50")).status).toBe(202);
  });

  test("a webhook with a wrong signature counts for nothing", async () => {
    await open({ webhooks: [{ limit: 1, windowMs: 1000 }] });
    const forged = { "webhook-id": "wh-1", "webhook-timestamp": "0", "webhook-signature": "v1,bm8=" };
    expect((await api.ask("POST", "/v1/inlets/payments", "{}", forged)).status).toBe(401);
    expect((await webhook("wh-1")).status).toBe(202);
  });

  test("a person is handed the cases of 5 customers a day; the request that is refused stays open for another", async () => {
    await open({ exports: [{ limit: 1, windowMs: 86_400_000 }] });
    for (const customer of ["C-1", "C-2"]) {
      await api.opened({ customer, text: "hello" });
      await api.ask("POST", `/v1/customers/${customer}/requests`, { what: "export", legalBasis: "Art. 15" });
    }
    const take = (customer: string, key: string) => api.ask("POST", `/v1/customers/${customer}/export`, {}, as(key));
    expect((await take("C-3", adaKey)).status).toBe(404);
    await api.opened({ customer: "C-3", text: "hello" });
    expect((await take("C-3", adaKey)).status, "nobody has asked for it, so it counts for nothing").toBe(409);
    expect((await take("C-1", adaKey)).status).toBe(200);
    expect(await refusalOf(await take("C-2", adaKey))).toBe("429 PUR-2174, again in 86400 s");
    customerExportSchema.parse(await (await take("C-2", bobKey)).json());
    expect(limitsSchema.parse({}).exports).toEqual([{ limit: 5, windowMs: 86_400_000 }]);
  });

  test("a case can be read by a person whose visitor has written too much", async () => {
    await open({ messages: [{ limit: 1, windowMs: 60_000 }] });
    const caseId = await api.opened({ customer: "C-1", text: "hello" });
    expect((await api.ask("POST", `/v1/cases/${caseId}/messages`, { text: "hello" })).status).toBe(429);
    await api.json(caseViewSchema, 200, "GET", `/v1/cases/${caseId}`, undefined, as(adaKey));
  });
});
