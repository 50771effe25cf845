import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callKeySchema, type Instant, instantSchema } from "@purser/contract";
import { type Action, type Lookup, type RemoteOperation, type Systems, isUndoable } from "@purser/kit";
import { toolContextFor } from "@purser/kit/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { loadBlueprint } from "../../server/src/blueprint/load-blueprint.ts";
import { loadOverlays } from "../../server/src/blueprint/remote/load-overlays.ts";
import { formatProblem } from "../../server/src/blueprint/reading/problem.ts";
import { createMcpSystem, type McpSystem } from "../../server/src/connectors/mcp/index.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import { billingOverlay, layOutBilling } from "./billing-blueprint.ts";
import { type Billing, openBilling, type RunningBilling, serveBilling } from "./billing-server.ts";

const now: Instant = instantSchema.parse("2026-03-01T09:00:00.000Z");
const key = callKeySchema.parse("a".repeat(52));
let billing: Billing;
let running: RunningBilling;
let system: McpSystem;
let operations: readonly RemoteOperation[];
let directory: string;

beforeAll(async () => {
  billing = openBilling();
  running = await serveBilling(billing, "current");
  directory = mkdtempSync(join(tmpdir(), "purser-overlays-"));
  system = createMcpSystem({
    name: "billing",
    way: { kind: "http", url: running.url, allowPrivate: true, headers: {}, oauth: null },
    timeoutMs: null,
    directory,
    readSecret: async () => "",
    version: "0.0.0",
  });
  ({ operations } = await system.list());
});
afterAll(async () => {
  await system.close();
  await running.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  Object.assign(billing, { ...openBilling(), seen: billing.seen, cut: billing.cut });
});

const connections = "systems:\n  billing: { kind: mcp, url: https://billing.example/mcp }\n";

async function loaded(overlay = billingOverlay): Promise<Blueprint> {
  layOutBilling(directory, { operations, connections, overlay });
  const load = await loadBlueprint(directory, cedarPolicyEngine);
  if (load.kind === "rejected") throw new Error(load.problems.map(formatProblem).join("\n"));
  return load.value;
}

async function tools(): Promise<{ refund: Action; find: Lookup }> {
  const { toolbox } = await loaded();
  const refund = toolbox.actions.get("refund_charge");
  const find = toolbox.lookups.get("find_charge");
  if (refund === undefined || find === undefined) throw new Error("The tools are not there.");
  return { refund, find };
}

function contextOf(customerRef = "C-7", systems: Systems = { billing: system }) {
  return toolContextFor({ systems, customerRef, now });
}

it("an overlay makes ordinary tools, loaded without a network, that ask for nothing that Purser fills in", async () => {
  const { refund, find } = await tools();
  expect(z.safeParse(refund.input, { chargeId: "CH-1", amountMinor: 5 }).success).toBe(true);
  expect(z.safeParse(refund.input, { chargeId: "CH-1", amountMinor: 5, customer: "C-8" }).success).toBe(false);
  expect(z.safeParse(refund.input, { chargeId: "CH-1", amountMinor: -5 }).success).toBe(false);
  expect(find.gives).toEqual(["charge.refundableMinor", "charge.currency"]);
  expect(find.doing).toBe("looking at your charge");
});

it("what a server says of itself in words or hints stands in no tool", async () => {
  const { refund, find } = await tools();
  expect(JSON.stringify([refund, find])).not.toMatch(/Ignore|readOnly/);
  expect(refund.tier).toBe("execute");
});

it("the facts, the call, the read-back and the undo go to the server, and each is done once", async () => {
  const { refund } = await tools();
  const context = { ...contextOf(), args: { chargeId: "CH-1", amountMinor: 1_200 } };
  const read = await refund.readFacts(context);
  expect(read).toEqual({ kind: "read", facts: { refundableMinor: 5_000, currency: "USD" } });
  const facts = { refundableMinor: 5_000, currency: "USD" };
  expect(await refund.verify({ ...context, facts, key })).toMatchObject({ kind: "not-done" });
  const result = { refund: { id: "RF-1", state: "created" } };
  for (const attempt of [1, 2])
    expect(await refund.execute({ ...context, facts, key, attempt })).toEqual({ kind: "done", result });
  expect(await refund.verify({ ...context, facts, key })).toEqual({ kind: "done", result });
  expect(billing.refunds).toHaveLength(1);
  if (!isUndoable(refund.undo)) throw new Error("It can be undone.");
  const undone = { ...context, callKey: key, result };
  const undoKey = callKeySchema.parse("b".repeat(52));
  const before = await refund.undo.readFacts(undone);
  expect(before).toEqual({ kind: "read", facts: { state: "created" } });
  const held = { ...undone, facts: { state: "created" }, key: undoKey };
  expect(await refund.undo.verify(held)).toMatchObject({ kind: "not-done" });
  expect(await refund.undo.execute({ ...held, attempt: 1 })).toMatchObject({ kind: "done" });
  expect(await refund.undo.verify(held)).toMatchObject({ kind: "done" });
  expect(billing.refunds[0]?.isCancelled).toBe(true);
});

it("a record of another customer is not found, and nobody without a customer asks at all", async () => {
  const { find, refund } = await tools();
  const args = { chargeId: "CH-1", amountMinor: 5 };
  expect(await find.run({ ...contextOf("C-8"), args: { chargeId: "CH-1" } })).toMatchObject({ kind: "refused" });
  expect(await refund.readFacts({ ...contextOf("C-8"), args })).toMatchObject({ kind: "refused" });
  const requests = billing.seen.length;
  expect(await find.run({ ...contextOf(), customer: null, args: { chargeId: "CH-1" } })).toMatchObject({
    kind: "refused",
  });
  expect(billing.seen.length).toBe(requests);
});

it("an action on the customer's own record names no argument for it", async () => {
  const { toolbox } = await loaded(billingOverlay.replace("id: args.chargeId }", "id: customer }"));
  const touched = toolbox.actions.get("refund_charge")?.touches({ chargeId: "CH-1", amountMinor: 5 });
  expect(touched).toEqual({ type: "Charge", id: "customer" });
});

it("an error that is reported leaves the outcome unknown, and a changed tool is known not to have run", async () => {
  const { refund } = await tools();
  const context = {
    ...contextOf(),
    args: { chargeId: "CH-1", amountMinor: 5 },
    facts: { refundableMinor: 1, currency: "USD" },
    key,
  };
  billing.mood = "refuse";
  expect(await refund.execute({ ...context, attempt: 1 })).toMatchObject({ kind: "unknown", code: "PUR-3028" });
  billing.mood = "answer";
  billing.describes = "Something else.";
  expect(await refund.execute({ ...context, attempt: 1 })).toMatchObject({
    kind: "failed",
    retry: "never",
    code: "PUR-3021",
  });
  expect(billing.refunds).toEqual([]);
});

it("a system that cannot answer now says nothing of a record, also where its errors mean that there is none", async () => {
  const { find, refund } = await tools();
  const call = async () => ({ kind: "broken" as const, detail: "billing answers 503." });
  const context = contextOf("C-7", { billing: { ...system, call } });
  const failed = { kind: "failed", code: "PUR-3006", detail: "billing answers 503." };
  expect(await find.run({ ...context, args: { chargeId: "CH-1" } })).toEqual(failed);
  const args = { chargeId: "CH-1", amountMinor: 5 };
  expect(await refund.readFacts({ ...context, args })).toEqual(failed);
  const facts = { refundableMinor: 1, currency: "USD" };
  expect(await refund.execute({ ...context, args, facts, key, attempt: 1 })).toMatchObject({ kind: "unknown" });
  expect(await refund.verify({ ...context, args, facts, key })).toMatchObject({ kind: "unknown" });
});

type Mistake = { what: string; from: string; to: string; code: string; at: string; says: string };

/** `at`: the text that stands where the mistake is told. */
const mistakes: readonly Mistake[] = [
  {
    what: "an operation that nobody accepted",
    from: "operation: get_charge\n    title",
    to: "operation: list_charges\n    title",
    code: "PUR-3022",
    at: "list_charges",
    says: "billing/list_charges was not accepted",
  },
  {
    what: "an argument that there is not",
    from: "with: { customer: customer.ref }\n",
    to: "with: { client: customer.ref }\n",
    code: "PUR-3023",
    at: "client: customer.ref",
    says: "get_charge has no argument client",
  },
  {
    what: "a key that nobody is told",
    from: "with: { customer: customer.ref, requestId: key }",
    to: 'with: { customer: customer.ref, requestId: { value: "same" } }',
    code: "PUR-3023",
    at: "once: key",
    says: "once: key needs an argument that takes the key",
  },
  {
    what: "a key without an end",
    from: "    keyLifetime: 24h\n",
    to: "",
    code: "PUR-3023",
    at: "once: key",
    says: "keyLifetime",
  },
  {
    what: "a needed argument without a source",
    from: "with: { customer: customer.ref, chargeId: args.chargeId }",
    to: "with: { customer: customer.ref } # here",
    code: "PUR-3023",
    at: "# here",
    says: "get_charge needs chargeId",
  },
  {
    what: "a source that is no argument of the tool",
    from: "id: args.chargeId",
    to: "id: args.orderId",
    code: "PUR-3023",
    at: "args.orderId",
    says: "The tool has no argument orderId",
  },
  {
    what: "a fact that nothing declares",
    from: "refundableMinor: answer.refundableMinor, currency",
    to: "refundableMinor: answer.rest, currency",
    code: "PUR-3023",
    at: "answer.rest",
    says: "does not declare the type of refundableMinor",
  },
  {
    what: "a condition that cannot be read",
    from: "notDone: answer.matches.size() == 0",
    to: "notDone: answer.matches.size( == 0",
    code: "PUR-3023",
    at: "size( ==",
    says: "This condition cannot be read",
  },
  {
    what: "a condition over something else",
    from: "notDone: answer.matches.size() == 0",
    to: "notDone: reply.matches.size() == 0",
    code: "PUR-3023",
    at: "reply.matches",
    says: "and not reply",
  },
  {
    what: "what is given and not read back",
    from: "        refund.state: answer.matches.0.status\n    once",
    to: "    once",
    code: "PUR-3023",
    at: "refund.id: answer.matches",
    says: "missing: refund.state",
  },
  {
    what: "an action without an undo",
    from: /    undo:[\s\S]*$/.exec(billingOverlay)?.[0] ?? "",
    to: "",
    code: "PUR-2103",
    at: "kind: action",
    says: "tools.refund_charge.undo",
  },
  {
    what: "a template that does not end",
    from: "{{ args.amountMinor | money }} of your",
    to: "{{ args.amountMinor | money of your",
    code: "PUR-3023",
    at: "money of your",
    says: "cannot be read as a template",
  },
  {
    what: "a tier that there is not",
    from: "tier: execute",
    to: "tier: harmless",
    code: "PUR-2103",
    at: "tier: harmless",
    says: "tools.refund_charge.tier",
  },
  {
    what: "a word that is no key",
    from: "    once: key\n",
    to: "    once: key\n    onse: key\n",
    code: "PUR-2103",
    at: "onse: key",
    says: "onse",
  },
  {
    what: "a connection that there is not",
    from: "connection: billing",
    to: "connection: till",
    code: "PUR-2107",
    at: "connection: till",
    says: "till is no MCP server",
  },
];

for (const { what, from, to, code, at, says } of mistakes) {
  it(`an overlay with ${what} is told with its line`, () => {
    expect(billingOverlay).toContain(from);
    const text = billingOverlay.replace(from, to);
    const line = text.slice(0, text.indexOf(at)).split("\n").length;
    layOutBilling(directory, { operations, connections, overlay: text });
    const files = ["connections.yaml", "tools/overlays/billing.yaml", "tools/pins.json"].map((path) => ({
      path,
      text: readFileSync(join(directory, path), "utf8"),
    }));
    const { problems } = loadOverlays(files, null);
    expect(problems).toMatchObject([{ code, path: "tools/overlays/billing.yaml", line }]);
    expect(problems[0]?.message).toContain(says);
  });
}

it("a pin that was edited by hand loads no blueprint", async () => {
  layOutBilling(directory, { operations, connections });
  const path = join(directory, "tools/pins.json");
  writeFileSync(path, readFileSync(path, "utf8").replace("in whole or in part", "in whole"));
  const load = await loadBlueprint(directory, cedarPolicyEngine);
  expect(load.kind === "rejected" ? load.problems.map(({ code }) => code) : []).toContain("PUR-3026");
});
