import { createHmac } from "node:crypto";
import {
  pauseViewSchema,
  problemSchema,
  proposalViewSchema,
  changedCaseSchema,
  pausePageSchema,
} from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { OperatorLog } from "../../worker/world.ts";
import { deskOnlyKey, leadKey, openTestApi, type TestApi, testSiteKey } from "../testing/test-api.ts";
import { channelOnlyKey, connectAgent, keyOf, type McpAgent, peoplesKeys, type PersonId } from "./test-mcp.ts";

const publicUrl = "https://purser.example.com";
let api: TestApi;
const agents = new Map<string, McpAgent>();
const logged: unknown[] = [];

beforeAll(async () => {
  const log: OperatorLog = (...line) => logged.push(line);
  api = await openTestApi({ keys: peoplesKeys, publicUrl, log });
});
afterAll(async () => {
  for (const { client } of agents.values()) await client.close();
  await api.stop();
});

async function agentWith(key: string): Promise<McpAgent> {
  const agent = agents.get(key) ?? (await connectAgent(api.url, key));
  agents.set(key, agent);
  return agent;
}
const agentOf = (person: PersonId): Promise<McpAgent> => agentWith(keyOf(person));

const legacyList = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };
const modern = "2026-07-28";

/** A request of the current revision, which says in its headers what its body says. */
function modernCall(name: string, args: object) {
  const meta = {
    "io.modelcontextprotocol/protocolVersion": modern,
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args, _meta: meta } };
  const headers = { "mcp-protocol-version": modern, "mcp-method": "tools/call", "mcp-name": name };
  return { body, headers };
}

/** A raw request to the endpoint; the key of a lead unless the headers say otherwise. */
function ask(headers: Record<string, string> = {}, body: unknown = legacyList, method = "POST", query = "") {
  const basic = {
    authorization: `Bearer ${leadKey}`,
    accept: "application/json, text/event-stream",
    "content-type": "application/json",
  };
  return fetch(new URL(`/mcp${query}`, api.url), {
    method,
    headers: { ...basic, ...headers },
    ...(method === "POST" ? { body: typeof body === "string" ? body : JSON.stringify(body) } : {}),
  });
}

async function problemOf(response: Response) {
  return problemSchema.parse(await response.json());
}

/** What somebody sends who has a token, and not a key of this deployment. */
function jsonWebToken(audience: string, key: Uint8Array | string): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { aud: audience, sub: "tm-lea", role: "lead", scope: "desk channel", exp: 4_102_444_800 };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}

describe("the door of the MCP server", () => {
  const wrong: [string, string][] = [
    ["no credentials", ""],
    ["an empty key", "Bearer "],
    ["a key of another deployment", "Bearer pur_another_deployment_0123"],
    ["a key cut short", `Bearer ${leadKey.slice(0, -1)}`],
    ["a key with more after it", `Bearer ${leadKey}0`],
    ["a key in capitals", `Bearer ${leadKey.toUpperCase()}`],
    ["two keys", `Bearer ${leadKey} ${deskOnlyKey}`],
    ["a key without its scheme", leadKey],
    ["a key as a password", `Basic ${Buffer.from(`purser:${leadKey}`).toString("base64")}`],
    ["a key as a digest", `Digest username="${leadKey}"`],
    ["a token for this server that nobody here has issued", `Bearer ${jsonWebToken(`${publicUrl}/mcp`, "guessed")}`],
    ["a token for another server", `Bearer ${jsonWebToken("https://other.example.com/mcp", "guessed")}`],
    ["a token signed with the key of the host site", `Bearer ${jsonWebToken(publicUrl, testSiteKey)}`],
    ["a token without a signature", `Bearer ${jsonWebToken(publicUrl, "x").replace(/[^.]*$/, "")}`],
  ];
  test.each(wrong)("refuses %s", async (_, authorization) => {
    const response = await ask({ authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await problemOf(response)).toMatchObject({ code: "PUR-2005" });
  });

  test.each([
    ["the address", { query: `?access_token=${leadKey}&key=${leadKey}`, headers: {} }],
    ["another header", { query: "", headers: { "x-api-key": leadKey } }],
    ["a cookie", { query: "", headers: { cookie: `authorization=Bearer ${leadKey}` } }],
  ])("takes no key from %s", async (_, { query, headers }) => {
    expect((await ask({ authorization: "", ...headers }, legacyList, "POST", query)).status).toBe(401);
  });

  test.each([
    "http://evil.example.com",
    "https://evil.example.com",
    "null",
    "file://",
    "http://localhost.evil.example.com",
    "http://127.0.0.1.evil.example.com",
    "http://evil.example.com#localhost",
    "http://user@evil.example.com",
    "https://purser.example.com.evil.example.com",
    "https://notpurser.example.com",
    "chrome-extension://abcdefghijklmnop",
    "garbage",
  ])("refuses a page of the origin %s before it looks at the key", async (origin) => {
    for (const authorization of [`Bearer ${leadKey}`, "Bearer wrong"]) {
      const response = await ask({ origin, authorization });
      expect(response.status).toBe(403);
      expect(await problemOf(response)).toMatchObject({ code: "PUR-5020" });
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test.each([undefined, "http://localhost:5173", "http://127.0.0.1:8080", "http://[::1]:3000", publicUrl])(
    "lets the origin %s in",
    async (origin) => {
      expect((await ask(origin === undefined ? {} : { origin })).status).toBe(200);
    },
  );

  test("takes no body over the limit, whether or not its length is told", async () => {
    const large = JSON.stringify({ ...legacyList, params: { filler: "x".repeat(1_100_000) } });
    expect((await ask({}, large)).status).toBe(413);
    const untold = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(large));
        controller.close();
      },
    });
    const options = { method: "POST", body: untold, duplex: "half" as const };
    const headers = { authorization: `Bearer ${leadKey}`, "content-type": "application/json" };
    expect((await fetch(new URL("/mcp", api.url), { ...options, headers })).status).toBe(413);
  });
});

describe("a handle", () => {
  const made = ["1", "session-1", "00000000-0000-4000-8000-000000000000", "../../etc/passwd", "' or 1=1 --"];

  test("is never given out", async () => {
    const initialize = {
      ...legacyList,
      method: "initialize",
      params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
    };
    const response = await ask({}, initialize);
    expect(response.status).toBe(200);
    expect(response.headers.get("mcp-session-id")).toBeNull();
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  test.each(made)("that is guessed, such as %s, opens and ends nothing", async (session) => {
    for (const method of ["GET", "DELETE"])
      expect((await ask({ "mcp-session-id": session }, null, method)).status).toBe(405);
    expect((await ask({ "mcp-session-id": session, authorization: "" })).status).toBe(401);
  });

  test("of a pause that is not for this caller looks like one that there is not", async () => {
    const { pauseId, digest } = await pauseForLead();
    const bob = await agentOf("bob");
    const absent = `pause_${"a".repeat(20)}`;
    const ways: [string, object][] = [
      ["get_pause", {}],
      ["answer_pause", { digest, decision: "yes" }],
      ["answer_pause", { digest, decision: "no" }],
      ["answer_pause", { digest: "guessed", decision: "yes" }],
      ["answer_pause", { digest, decision: "edit", args: { amountMinor: 1 } }],
    ];
    for (const [tool, args] of ways) {
      const there = await bob.refused(tool, { pauseId, ...args });
      expect(there).toEqual(
        JSON.parse(JSON.stringify(await bob.refused(tool, { pauseId: absent, ...args })).replaceAll(absent, pauseId)),
      );
      expect(there.code).toBe("PUR-2002");
    }
    expect((await bob.call(pausePageSchema, "list_pauses")).pauses).toEqual([]);
    const lea = await agentOf("lea");
    expect((await lea.call(pausePageSchema, "list_pauses")).pauses.map((row) => row.pauseId)).toContain(pauseId);
  });

  test.each([
    ["get_case", { caseId: "case_aaaaaaaaaaaaaaaaaaaa" }],
    ["list_events", { caseId: "case_aaaaaaaaaaaaaaaaaaaa" }],
    ["explain_case", { caseId: "case_aaaaaaaaaaaaaaaaaaaa" }],
    ["take_over_case", { caseId: "case_aaaaaaaaaaaaaaaaaaaa" }],
    ["read_order", { caseId: "case_aaaaaaaaaaaaaaaaaaaa", args: { orderId: "L-1" } }],
    ["refund_order", { caseId: "case_aaaaaaaaaaaaaaaaaaaa", args: { orderId: "L-1", amountMinor: 1 } }],
    ["preview_case_undo", { caseId: "case_aaaaaaaaaaaaaaaaaaaa" }],
    ["undo_case", { caseId: "case_aaaaaaaaaaaaaaaaaaaa", reason: "Guessed." }],
    ["get_call", { key: "a".repeat(52) }],
    ["undo_call", { key: "a".repeat(52), reason: "Guessed." }],
  ])("that is guessed for %s finds nothing", async (tool, args) => {
    expect(await (await agentOf("ada")).refused(tool, args)).toMatchObject({ code: "PUR-2002" });
  });
});

/** A refund that only a lead may approve, proposed by Ada. */
async function pauseForLead() {
  const ada = await agentOf("ada");
  const caseId = await api.opened({ customer: "C-1", level: 2, goal: "her order is right" });
  await ada.call(changedCaseSchema, "take_over_case", { caseId });
  const wish = { caseId, args: { orderId: "L-1", amountMinor: 19_000 } };
  const { awaits } = await ada.call(proposalViewSchema, "refund_order", wish);
  const pauseId = awaits?.kind === "answer" ? awaits.pauseId : "";
  const { digest } = await ada.call(pauseViewSchema, "get_pause", { pauseId });
  return { ada, caseId, pauseId, digest };
}

describe("a request whose headers say other things than its body", () => {
  const { body, headers } = modernCall("list_cases", {});
  test("is let in when they agree", async () => {
    expect((await ask(headers, body)).status).toBe(200);
  });

  test.each([
    ["another tool", { "mcp-name": "get_pause" }],
    ["another method", { "mcp-method": "tools/list" }],
    ["another revision", { "mcp-protocol-version": "2025-11-25" }],
    ["a revision that there is not", { "mcp-protocol-version": "2099-01-01" }],
    ["no method", { "mcp-method": "" }],
    ["no name", { "mcp-name": "" }],
    ["two methods", { "mcp-method": "tools/call, tools/list" }],
    ["another content", { "content-type": "text/plain" }],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
  ])("is refused for %s", async (_, wrong) => {
    const response = await ask({ ...headers, ...wrong }, body);
    expect([400, 415]).toContain(response.status);
    expect(await response.text()).not.toContain('"cases"');
  });

  test.each([
    ["no JSON", "{"],
    ["an empty batch", []],
    ["another version of JSON-RPC", { ...legacyList, jsonrpc: "1.0" }],
    ["no method", { jsonrpc: "2.0", id: 1 }],
  ])("is refused when its body is %s", async (_, wrong) => {
    const response = await ask({}, wrong);
    const text = await response.text();
    expect(text).not.toContain("take_over_case");
    expect(response.status).toBe(400);
  });
});

describe("a key that is good for less", () => {
  test("is not let in at all without the scope of the desk", async () => {
    const response = await ask({ authorization: `Bearer ${channelOnlyKey}` });
    expect(response.status).toBe(403);
    expect(await problemOf(response)).toMatchObject({ code: "PUR-2007" });
  });

  test.each([
    ["speak for the customer", "send_message", { caseId: "case_aaaaaaaaaaaaaaaaaaaa", text: "yes" }, "PUR-2007"],
    ["vouch for the customer", "open_case", { customer: "C-1", level: 2 }, "PUR-2007"],
    ["open a case with a token of the host site", "open_case", { token: "a.b.c" }, "PUR-2001"],
    ["lay claim to a role", "open_case", { customer: "C-1", role: "admin" }, "PUR-2001"],
  ])("cannot %s", async (_, tool, args, code) => {
    expect(await (await agentWith(deskOnlyKey)).refused(tool, args)).toMatchObject({ code });
  });

  test.each([
    ["as the customer", { as: "customer" }],
    ["by another surface", { surface: "chat" }],
    ["as somebody else", { by: "tm-lea" }],
  ])("cannot answer %s", async (_, more) => {
    const { pauseId, digest, ada } = await pauseForLead();
    const answer = { pauseId, digest, decision: "yes", ...more };
    expect(await ada.refused("answer_pause", answer)).toMatchObject({ code: "PUR-2001" });
    expect(await ada.refused("answer_pause", { pauseId, digest, decision: "yes" })).toMatchObject({ code: "PUR-4004" });
  });

  test("cannot confirm what it proposed in the customer's place", async () => {
    const ada = await agentOf("ada");
    const lea = await agentOf("lea");
    const caseId = await api.opened({ text: "refund 4700", customer: "C-1", level: 2 });
    const { pauses } = await api.until(caseId, "waiting");
    const { pauseId = "", digest = "" } = pauses[0] ?? {};
    for (const agent of [ada, lea])
      expect(await agent.refused("answer_pause", { pauseId, digest, decision: "yes" })).toMatchObject({
        code: "PUR-4004",
      });
    expect(api.shop.refunds.size).toBe(0);
  });

  test("of an auditor reads, and takes, looks up, proposes and answers nothing", async () => {
    const { caseId, pauseId, digest } = await pauseForLead();
    const aud = await agentOf("aud");
    expect((await aud.call(pauseViewSchema, "get_pause", { pauseId })).digest).toBe(digest);
    const other = await api.opened({ customer: "C-1", level: 2, goal: "her order is right" });
    const heard = api.shop.heard.length;
    expect(await aud.refused("take_over_case", { caseId: other })).toMatchObject({ code: "PUR-2007" });
    const args = { orderId: "L-1" };
    expect(await aud.refused("read_order", { caseId: other, args })).toMatchObject({ code: "PUR-2161" });
    const refund = { caseId, args: { ...args, amountMinor: 100 } };
    expect(await aud.refused("refund_order", refund)).toMatchObject({ code: "PUR-2007" });
    expect(await aud.refused("answer_pause", { pauseId, digest, decision: "yes" })).toMatchObject({ code: "PUR-4004" });
    expect(api.shop.heard).toHaveLength(heard);
  });
});

test("a caller's key reaches no system of record and no line of the log", async () => {
  const { ada, caseId } = await pauseForLead();
  await ada.call(z.object({}).loose(), "read_order", { caseId, args: { orderId: "L-1" } });
  await ask({ authorization: "Bearer wrong-but-secret" });
  const seen = JSON.stringify([api.shop.heard, logged]);
  expect(api.shop.heard.length).toBeGreaterThan(0);
  for (const secret of [keyOf("ada"), leadKey, "wrong-but-secret"]) expect(seen).not.toContain(secret);
  expect(seen.toLowerCase()).not.toContain("bearer");
});
