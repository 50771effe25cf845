import {
  caseViewSchema,
  casePageSchema,
  changedCaseSchema,
  eventPageSchema,
  openedCaseSchema,
  pausePageSchema,
  pauseViewSchema,
  proposalViewSchema,
  proposedAgainSchema,
  undoPreviewSchema,
  whySchema,
} from "@purser/contract";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { openTestApi, type TestApi } from "../testing/test-api.ts";
import { connectAgent, keyOf, type McpAgent, peoplesKeys, type PersonId } from "./test-mcp.ts";

const open: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop();
});

async function openApi(): Promise<TestApi> {
  const api = await openTestApi({ keys: peoplesKeys });
  open.push(api);
  return api;
}

async function agentOf(api: TestApi, person?: PersonId, protocol?: "2025-11-25"): Promise<McpAgent> {
  const agent = await connectAgent(api.url, person === undefined ? undefined : keyOf(person), protocol);
  open.push({ stop: () => agent.client.close() });
  return agent;
}

/** A case of a customer who is known, which this agent has taken over. */
async function takenCase(api: TestApi, agent: McpAgent, level = 2): Promise<string> {
  const caseId = await api.opened({ customer: "C-1", level, goal: "her order is right" });
  await agent.call(changedCaseSchema, "take_over_case", { caseId });
  return caseId;
}

const refund = (caseId: string, amountMinor: number, more: object = {}) => ({
  caseId,
  args: { orderId: "L-1", amountMinor },
  ...more,
});

describe("an agent that is connected by MCP", () => {
  test.each(["2025-11-25", "2026-07-28"] as const)("is served by the revision %s of the protocol", async (protocol) => {
    const api = await openApi();
    const agent = await connectAgent(api.url, keyOf("ada"), protocol);
    open.push({ stop: () => agent.client.close() });
    expect(agent.client.getNegotiatedProtocolVersion()).toBe(protocol);
    expect(agent.client.getServerVersion()).toMatchObject({ name: "purser", title: "Purser for Test shop" });
    expect(agent.client.getInstructions()).toContain("Nobody approves what they proposed");
    expect((await agent.call(casePageSchema, "list_cases")).cases).toEqual([]);
  });

  test("is offered Purser's tools and the deployment's, each with its schemas and what it may change", async () => {
    const agent = await agentOf(await openApi(), "ada");
    const { tools } = await agent.client.listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["get_case", "answer_pause", "read_order", "refund_order"]));
    expect(new Set(names).size).toBe(names.length);
    for (const tool of tools) expect(tool.outputSchema).toMatchObject({ type: "object" });
    const byName = new Map(tools.map((tool) => [tool.name, tool]));
    expect(byName.get("refund_order")?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true });
    expect(byName.get("read_order")?.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
    expect(byName.get("refund_order")?.inputSchema).toMatchObject({
      required: ["caseId", "args"],
      properties: { args: { required: ["orderId", "amountMinor"] } },
      additionalProperties: false,
    });
  });

  test("opens a case once for each wish, reads it, its log and its story", async () => {
    const api = await openApi();
    const agent = await agentOf(api);
    const wish = { customer: "mia@example.com", text: "hello there", requestId: "wish-1" };
    const { caseId, isNew } = await agent.call(openedCaseSchema, "open_case", wish);
    expect(isNew).toBe(true);
    expect(await agent.call(openedCaseSchema, "open_case", wish)).toEqual({ caseId, isNew: false });
    await expect
      .poll(async () => (await agent.call(eventPageSchema, "list_events", { caseId })).events.map(({ kind }) => kind))
      .toContain("message.sent");
    expect(await agent.call(caseViewSchema, "get_case", { caseId })).toMatchObject({ caseId, customerRef: "LC-1" });
    const { explanations } = await agent.call(whySchema, "explain_case", { caseId });
    expect(explanations.flatMap(({ sentences }) => sentences).join(" ")).toContain("hello there");
  });

  test("reads cases as resources, and is told of one that there is not", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await takenCase(api, agent);
    const { resources } = await agent.client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([`purser://cases/${caseId}`]);
    const { contents } = await agent.client.readResource({ uri: `purser://cases/${caseId}/story` });
    expect(contents[0]).toMatchObject({ mimeType: "text/plain" });
    expect(JSON.stringify(contents)).toContain("handed-off");
    await expect(agent.client.readResource({ uri: `purser://cases/${caseId}x` })).rejects.toThrow("not found");
  });
});

describe("an agent that follows a case", () => {
  test("is told when it has changed, until the server stops, and of no other case", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await takenCase(api, agent);
    const other = await takenCase(api, agent);
    const told: string[] = [];
    agent.client.setNotificationHandler(
      "notifications/resources/updated",
      ({ params: { uri } }) => void told.push(uri),
    );
    const following = await agent.client.listen({ resourceSubscriptions: [`purser://cases/${caseId}`] });
    await agent.call(changedCaseSchema, "add_note", { caseId: other, text: "Of another." });
    await agent.call(changedCaseSchema, "add_note", { caseId, text: "Of this one." });
    await expect.poll(() => new Set(told)).toEqual(new Set([`purser://cases/${caseId}`]));
    api.close();
    expect(await following.closed).toBe("graceful");
  });

  test("by an older revision reads it again: no subscription is offered that needs a session", async () => {
    const agent = await agentOf(await openApi(), "ada", "2025-11-25");
    expect(agent.client.getServerCapabilities()?.resources?.subscribe).toBeUndefined();
  });
});

describe("an action that an agent proposes", () => {
  test("is done when the guardrails allow it, and can be taken back", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await takenCase(api, agent);
    const done = await agent.call(proposalViewSchema, "refund_order", refund(caseId, 2000));
    expect(done).toMatchObject({ caseId, progress: "done", awaits: null, call: { result: { refundId: "RF-1" } } });
    expect(await agent.call(undoPreviewSchema, "preview_undo", { key: done.call?.key })).toMatchObject({
      possible: true,
      describe: "Take back the refund of $20.00?",
    });
    await agent.call(z.object({ caseId: z.literal(caseId) }), "undo_call", {
      key: done.call?.key,
      reason: "Wrong one.",
    });
    await expect.poll(() => [...api.shop.refunds.values()].map(({ isVoid }) => isVoid)).toEqual([true]);
  });

  test("waits for a lead, who is not its author, and is done once when the lead says yes", async () => {
    const api = await openApi();
    const ada = await agentOf(api, "ada");
    const lea = await agentOf(api, "lea");
    const caseId = await takenCase(api, ada);
    const waiting = await ada.call(proposalViewSchema, "refund_order", refund(caseId, 15_000, { reason: "Broken." }));
    expect(waiting).toMatchObject({
      progress: "waiting",
      awaits: { kind: "answer", from: "teammate", question: "Refund $150.00 for order L-1?" },
    });
    const pauseId = waiting.awaits?.kind === "answer" ? waiting.awaits.pauseId : "";
    const { digest } = await ada.call(pauseViewSchema, "get_pause", { pauseId });
    const yes = { pauseId, digest, decision: "yes" };
    expect(await ada.refused("answer_pause", yes)).toMatchObject({ code: "PUR-4004" });
    expect((await lea.call(pausePageSchema, "list_pauses")).pauses.map((row) => row.pauseId)).toEqual([pauseId]);
    await lea.call(z.object({ caseId: z.string() }), "answer_pause", yes);
    const { proposalId } = waiting;
    expect(await ada.call(proposalViewSchema, "get_proposal", { caseId, proposalId })).toMatchObject({
      progress: "done",
    });
    expect(api.shop.refunds.size).toBe(1);
    const { explanations } = await lea.call(whySchema, "explain_case", { caseId });
    expect(explanations.flatMap(({ sentences }) => sentences)).toContain("It came by mcp, known by api-key.");
  });

  test("is proposed again once, by one who was asked too long ago, and asked about anew", async () => {
    const api = await openApi();
    const lea = await agentOf(api, "lea");
    const aud = await agentOf(api, "aud");
    const caseId = await api.opened({ text: "refund 15000", customer: "C-1", level: 2 });
    const [asked] = (await api.until(caseId, "waiting")).pauses;
    const { pauseId = "", digest, expiresAt } = asked ?? {};
    expect(await lea.refused("propose_again", { pauseId })).toMatchObject({ code: "PUR-4060" });
    api.clock.set(expiresAt ?? expect.fail("Nothing is asked."));
    await api.until(caseId, "handed-off");
    expect(await lea.refused("answer_pause", { pauseId, digest, decision: "yes" })).toMatchObject({ code: "PUR-4002" });
    expect(await aud.refused("propose_again", { pauseId })).toMatchObject({ code: "PUR-2007" });
    const again = await lea.call(proposedAgainSchema, "propose_again", { pauseId });
    expect(await lea.call(proposedAgainSchema, "propose_again", { pauseId })).toEqual(again);
    const pausesNow = async () => (await api.json(caseViewSchema, 200, "GET", `/v1/cases/${caseId}`)).pauses;
    await expect.poll(pausesNow).toMatchObject([{ proposalId: again.proposalId, shown: asked?.shown }]);
    const [anew] = await pausesNow();
    expect(anew?.digest).not.toBe(digest);
    const own = { pauseId: anew?.pauseId, digest: anew?.digest, decision: "yes" };
    expect(await lea.refused("answer_pause", own), "she has proposed it herself").toMatchObject({ code: "PUR-4004" });
    expect(api.shop.refunds.size).toBe(0);
  });

  test("is proposed once when it is sent twice under one id", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await takenCase(api, agent);
    const wish = refund(caseId, 2000, { requestId: "wish-1" });
    const [first, second] = await Promise.all([
      agent.call(proposalViewSchema, "refund_order", wish),
      agent.call(proposalViewSchema, "refund_order", wish),
    ]);
    expect(second).toEqual(first);
    expect(api.shop.refunds.size).toBe(1);
    const other = await agent.call(proposalViewSchema, "refund_order", refund(caseId, 2000, { requestId: "wish-2" }));
    expect(other.proposalId).not.toBe(first.proposalId);
    expect(api.shop.refunds.size).toBe(2);
  });

  test("is refused under an id under which something else was proposed", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await takenCase(api, agent);
    const first = await agent.call(proposalViewSchema, "refund_order", refund(caseId, 2000, { requestId: "wish-1" }));
    const problem = await agent.refused("refund_order", refund(caseId, 2100, { requestId: "wish-1" }));
    expect(problem).toMatchObject({ code: "PUR-2175", detail: first.proposalId });
    expect(api.shop.refunds.size).toBe(1);
  });

  test("is told to be forbidden with the reason of the guardrail", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await takenCase(api, agent);
    expect(await agent.call(proposalViewSchema, "refund_order", refund(caseId, 30_000))).toMatchObject({
      progress: "denied",
      reasons: ["That is more than was paid."],
    });
    expect(api.shop.refunds.size).toBe(0);
  });

  test("is refused in a case that the agent does not have, with what to do first", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await api.opened({ customer: "C-1", level: 2, goal: "her order is right" });
    const refused = await agent.refused("refund_order", refund(caseId, 2000));
    expect(refused.code).toBe("PUR-2162");
    expect(refused.text).toContain("take it over first");
    const other = await agentOf(api, "bob");
    await other.call(changedCaseSchema, "take_over_case", { caseId });
    expect(await agent.refused("refund_order", refund(caseId, 2000))).toMatchObject({ code: "PUR-2160" });
    expect(api.shop.heard).toEqual([]);
  });
});

describe("a lookup of an agent", () => {
  test("reads for the customer of the case and is noted in it", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await api.opened({ customer: "C-1", level: 2, goal: "her order is right" });
    const found = z.object({ outcome: z.object({ kind: z.literal("found"), result: z.object({}).loose() }) });
    const { outcome } = await agent.call(found, "read_order", { caseId, args: { orderId: "L-1" } });
    expect(outcome.result).toEqual({ refundableMinor: 20_000 });
    expect(api.shop.heard.map(({ headers }) => headers?.["purser-customer"])).toEqual(["C-1"]);
    const { events } = await agent.call(eventPageSchema, "list_events", { caseId });
    expect(events.findLast(({ kind }) => kind === "note.added")).toMatchObject({
      actorId: "tm-ada",
      body: { text: 'tm-ada looked up read_order with {"orderId":"L-1"}.' },
    });
  });

  test("reads nothing while the guardrails ask for a customer who has shown who she is", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await api.opened({ customer: "C-1", level: 1, goal: "her order is right" });
    const refused = await agent.refused("read_order", { caseId, args: { orderId: "L-1" } });
    expect(refused.code).toBe("PUR-5021");
    expect(refused.detail).toContain("show who she is");
    expect(api.shop.heard).toEqual([]);
  });
});

describe("what an agent gets wrong", () => {
  test("is told with a code, the field, what was kept and what to do", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const refused = await agent.refused("list_cases", { limit: 0 });
    expect(refused.code).toBe("PUR-2001");
    expect(refused.text).toMatch(/^PUR-2001: .*\nlimit: .*\nKept: .*\nWhat to do: /);
    expect(await agent.refused("get_case", { caseId: "case_aaaaaaaaaaaaaaaaaaaa" })).toMatchObject({
      code: "PUR-2002",
    });
    const caseId = await takenCase(api, agent);
    const negative = await agent.refused("refund_order", refund(caseId, -1));
    expect(negative.code).toBe("PUR-2001");
    expect(negative.detail).toContain("amountMinor");
    await expect(agent.client.callTool({ name: "drop_tables", arguments: {} })).rejects.toThrow("drop_tables");
  });

  test("names no customer: whose records are touched comes from the case", async () => {
    const api = await openApi();
    const agent = await agentOf(api, "ada");
    const caseId = await takenCase(api, agent);
    for (const more of [{ customerId: "C-2" }, { customer: "C-2" }])
      expect(await agent.refused("refund_order", refund(caseId, 2000, more))).toMatchObject({ code: "PUR-2001" });
    expect(api.shop.heard).toEqual([]);
  });
});
