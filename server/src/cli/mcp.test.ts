import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import {
  answeredPauseSchema,
  changedCaseSchema,
  openedCaseSchema,
  pauseViewSchema,
  proposalViewSchema,
} from "@purser/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ended, runToEnd, startCommand } from "./test-command.ts";

const larkspur = fileURLToPath(new URL("../../../examples/larkspur", import.meta.url));
const bin = fileURLToPath(new URL("../../bin/purser.js", import.meta.url));
const takesMs = 120_000;

let folder: string;
let data: string;
let dev: ChildProcess;
const clients: Client[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "purser-mcp-"));
  // Where Postgres may not run as root it runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  data = join(folder, "data");
  dev = startCommand(["dev", "--port", "0", "--json", "--blueprint", larkspur, "--data", data], folder);
  await new Promise<void>((resolve, reject) => {
    dev.stdout?.once("data", () => resolve());
    dev.once("close", () => reject(new Error("dev has ended.")));
  });
}, takesMs);
afterAll(async () => {
  for (const client of clients) await client.close();
  const gone = ended(dev);
  dev.kill("SIGINT");
  await gone;
  rmSync(folder, { recursive: true, force: true });
}, takesMs);

/** An agent that starts `purser mcp` as one of the two leads of a data directory. */
async function agentOf(lead: "local" | "second") {
  const client = new Client({ name: "test-agent", version: "1.0.0" });
  const args = [bin, "mcp", "--blueprint", larkspur, "--data", data, "--lead", lead];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder }));
  clients.push(client);
  return async <Value>(
    schema: z.core.$ZodType<Value>,
    name: string,
    given: Record<string, unknown>,
  ): Promise<Value> => {
    const { isError, content, structuredContent } = await client.callTool({ name, arguments: given });
    if (isError === true) throw new Error(JSON.stringify(content));
    return z.parse(schema, structuredContent);
  };
}

const foundOrders = z.object({
  outcome: z.object({
    result: z.looseObject({ orders: z.array(z.looseObject({ orderId: z.string(), paidMinor: z.int() })) }),
  }),
});

test(
  "an agent proposes a refund by purser mcp, the customer and a lead say yes, and it is done",
  async () => {
    const agent = await agentOf("local");
    const lead = await agentOf("second");
    const wish = { customer: "LC-2908", level: 2, goal: "what arrived broken is paid back" };
    const { caseId } = await agent(openedCaseSchema, "open_case", wish);
    await agent(changedCaseSchema, "take_over_case", { caseId });
    const { outcome } = await agent(foundOrders, "find_orders", { caseId, args: {} });
    const [order] = outcome.result.orders;
    const args = { orderId: order?.orderId, amountMinor: order?.paidMinor, reason: "damaged" };
    const asked = await agent(proposalViewSchema, "refund_order", { caseId, args, reason: "It arrived with a hole." });
    expect(asked).toMatchObject({ progress: "waiting", awaits: { kind: "answer", from: "customer" } });
    await agent(z.unknown(), "send_message", { caseId, text: "yes" });
    const { proposalId } = asked;
    await expect
      .poll(async () => (await agent(proposalViewSchema, "get_proposal", { caseId, proposalId })).awaits)
      .toMatchObject({ kind: "answer", from: "lead" });
    const { awaits } = await agent(proposalViewSchema, "get_proposal", { caseId, proposalId });
    const pauseId = awaits?.kind === "answer" ? awaits.pauseId : "";
    const { digest } = await lead(pauseViewSchema, "get_pause", { pauseId });
    const yes = { pauseId, digest, decision: "yes" };
    await expect(agent(z.unknown(), "answer_pause", yes)).rejects.toThrow("PUR-4004");
    await lead(answeredPauseSchema, "answer_pause", yes);
    const done = { caseId, proposalId, waitSeconds: 30 };
    expect(await agent(proposalViewSchema, "get_proposal", done)).toMatchObject({ progress: "done" });
    const again = { caseId, args: { ...args, amountMinor: 100 } };
    expect(await agent(proposalViewSchema, "refund_order", again)).toMatchObject({ progress: "denied", call: null });
  },
  takesMs,
);

test(
  "purser mcp says so when no server runs, and writes nothing where the protocol is spoken",
  async () => {
    const args = ["mcp", "--blueprint", larkspur, "--data", join(folder, "nobody")];
    const { code, stdout, stderr } = await runToEnd(args, folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("PUR-1010");
  },
  takesMs,
);
