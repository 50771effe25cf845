import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { createMcpSystem } from "../../server/src/connectors/mcp/index.ts";
import { main } from "../../server/src/main.ts";
import { layOutBilling } from "../remote/billing-blueprint.ts";
import { openBilling, serveBilling } from "../remote/billing-server.ts";
import { layOutReturns } from "../remote/returns-blueprint.ts";

const folder = mkdtempSync(join(tmpdir(), "purser-evals-over-overlays-"));
chmodSync(folder, 0o755);
vi.stubEnv("TMPDIR", folder);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function played(blueprint: string) {
  const printed: string[] = [];
  const keep = (text: unknown): boolean => printed.push(String(text)) > 0;
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
  vi.spyOn(process.stderr, "write").mockImplementation(keep);
  const exitCode = await main(["eval", "--blueprint", blueprint]);
  vi.restoreAllMocks();
  return { exitCode, printed: printed.join("") };
}

test("the eval of the guide's page on OpenAPI documents passes over its stand-in, and reaches no real system", async () => {
  const directory = join(folder, "returns");
  layOutReturns(directory);
  const { exitCode, printed } = await played(directory);
  expect(printed).toContain("passed send-back");
  expect(exitCode).toBe(0);
});

/** A stand-in for the billing server, which gets its tools' calls as requests. */
const standIn = `import { createServer } from "node:http";
export async function startSystems() {
  const refunds = [];
  const answerTo = (method, path, args) => {
    if (path === "/billing/ledger/effects")
      return { effects: refunds.map(({ requestId, amountMinor }) => ({
        key: requestId, operation: "refund", object: "CH-1", kind: "effect", args: { amountMinor }, result: null,
      })) };
    if (method === "GET" && path === "/get_charge") return { chargeId: "CH-1", refundableMinor: 1200, currency: "USD" };
    if (method === "GET" && path === "/find_refund")
      return { matches: refunds.filter(({ requestId }) => requestId === args.requestId) };
    if (method !== "POST" || path !== "/create_refund") return null;
    const made = { ...args, refundId: "RF-1", status: "created" };
    refunds.push(made);
    return made;
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += String(part);
    const answer = answerTo(request.method, request.url, text === "" ? {} : JSON.parse(text));
    response.writeHead(answer === null ? 404 : 200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = "http://127.0.0.1:" + server.address().port;
  return { urls: { billing: url }, controlUrl: url, landmarks: {}, stop: () => new Promise((resolve) => server.close(resolve)) };
}
`;
const refund = `about: What was charged by mistake is refunded.
customer: { ref: C-1, level: 2 }
says: "refund my charge please"
must:
  end: resolved
  ledgers: [{ effect: billing refund, args: { amountMinor: 1200 } }]
`;

async function layOutBillingWithEval(): Promise<string> {
  const directory = join(folder, "billing");
  const billing = await serveBilling(openBilling(), "current");
  const connections = `systems:
  billing:
    kind: mcp
    url: https://billing.example/mcp
    headers: { authorization: { secret: BILLING_TOKEN, prefix: "Bearer " } }
`;
  const way = { kind: "http" as const, url: billing.url, allowPrivate: true, headers: {}, oauth: null };
  const system = createMcpSystem({
    name: "billing",
    way,
    timeoutMs: null,
    directory: folder,
    readSecret: () => Promise.reject(new Error("No secret is needed.")),
    version: "0.1.0",
  });
  const { operations } = await system.list();
  await system.close();
  await billing.close();
  layOutBilling(directory, { operations, connections });
  for (const [path, text] of Object.entries({ "evals/refund.yaml": refund, "systems/start-systems.ts": standIn })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

test("tools of an MCP server are played over a stand-in, which needs no secret of the connection", async () => {
  const directory = await layOutBillingWithEval();
  const { exitCode, printed } = await played(directory);
  expect(printed).toContain("passed refund");
  expect(exitCode).toBe(0);
});
