import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instantOf } from "@purser/contract";
import { expect, onTestFinished, test } from "vitest";
import { watchSystems } from "../../server/src/http/desk/system-watch.ts";
import { runtime } from "../../server/src/main.ts";
import { openBilling, serveBilling } from "./billing-server.ts";
import { shopDocument } from "./returns-blueprint.ts";

/** How the desk's settings show the connections that a process has made. */
function shown(connections: Parameters<typeof runtime.connect>[0]) {
  const directory = mkdtempSync(join(tmpdir(), "purser-reachable-"));
  writeFileSync(join(directory, "shop.yaml"), shopDocument());
  const { systems, close } = runtime.connect(connections, { directory, readSecret: async () => "" });
  onTestFinished(async () => {
    await close();
    rmSync(directory, { recursive: true, force: true });
  });
  let seconds = 0;
  const watch = watchSystems(systems, () => instantOf((seconds += 60) * 1_000));
  return async () => {
    const kinds = Object.entries(connections).map(([name, { kind }]) => ({ name, kind, hasAddress: true }));
    const states = await watch.read(kinds.map((each) => ({ ...each, missing: async () => [] })));
    return states.map(({ name, reach, why }) => [name, reach, why]);
  };
}

test("an MCP server is shown as reachable while it lists its tools, and why it is not once it is gone", async () => {
  const billing = await serveBilling(openBilling(), "current");
  const way = { kind: "http" as const, url: billing.url, allowPrivate: true, headers: {}, oauth: null };
  const read = shown({ billing: { kind: "mcp", way, timeoutMs: null } });
  expect(await read()).toEqual([["billing", "reachable", null]]);
  await billing.close();
  expect(await read()).toEqual([["billing", "unreachable", expect.any(String)]]);
});

test("a system behind an OpenAPI document is shown as reachable while anything answers there", async () => {
  const shop = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  const address = shop.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const read = shown({
    shop: { kind: "openapi", document: "shop.yaml", url, allowPrivate: true, headers: {}, timeoutMs: null },
  });
  expect(await read()).toEqual([["shop", "reachable", null]]);
  shop.closeAllConnections();
  await new Promise((resolve) => shop.close(resolve));
  expect(await read()).toEqual([["shop", "unreachable", expect.any(String)]]);
});
