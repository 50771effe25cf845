import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runActions } from "../../server/src/cli/conformance/run-actions.ts";
import { createMcpSystem } from "../../server/src/connectors/mcp/index.ts";
import { billingOverlay, layOutBilling } from "./billing-blueprint.ts";
import { openBilling, serveBilling } from "./billing-server.ts";
import { layOutReturns } from "./returns-blueprint.ts";

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "purser-overlay-conformance-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function returnsShop(path = "", change = (text: string): string => text): string {
  const folder = emptyFolder();
  layOutReturns(folder, path, change);
  return folder;
}

async function failing(folder: string): Promise<readonly { behaviour: string; violations: readonly string[] }[]> {
  const results = await runActions(folder, [], () => {});
  expect(results.length).toBeGreaterThan(20);
  return results.flatMap(({ behaviour, violations }) => (violations.length > 0 ? [{ behaviour, violations }] : []));
}

async function failingBehaviours(folder: string): Promise<readonly string[]> {
  return (await failing(folder)).map(({ behaviour }) => behaviour);
}

const overlay = "tools/overlays/shop.yaml";
const world = "conformance/announce-return.ts";

describe("an action that an overlay makes of a document of OpenAPI is held to its contract", () => {
  test("and the guide's keeps it", async () => {
    expect(await failing(returnsShop())).toEqual([]);
  });

  const lax: readonly [string, string, string, string, readonly string[]][] = [
    [
      "one that takes nothing found for done",
      overlay,
      "done: answer.returns.size() == 1",
      "done: answer.returns.size() <= 1",
      ["read-back", "time-out-before"],
    ],
    [
      "one that cannot tell that nothing was done",
      overlay,
      "      notDone: answer.returns.size() == 0\n",
      "",
      ["time-out-before"],
    ],
    [
      "an undo that is found done whatever there is",
      overlay,
      'done: answer.returns[0].state == "cancelled"',
      'done: answer.returns[0].state != ""',
      ["undo-read-back", "undo-time-out-before"],
    ],
    ["one whose time to settle is too short", overlay, "settle: 10s", "settle: 1s", ["declaration"]],
    [
      "one whose customer nobody fills in",
      overlay,
      "facts:\n      operation: getOrder\n      with: { customerId: customer.ref,",
      'facts:\n      operation: getOrder\n      with: { customerId: { value: "C-1" },',
      ["foreign-customer", "nobody-known"],
    ],
    [
      "one whose system pays no attention to keys",
      world,
      "if (known !== undefined)",
      "if (known === null)",
      ["once", "undo-then-repeat"],
    ],
  ];
  for (const [what, path, from, to, behaviours] of lax) {
    test(`${what} is found`, async () => {
      const folder = returnsShop(path, (text) => text.replace(from, to));
      expect(await failingBehaviours(folder)).toEqual(expect.arrayContaining([...behaviours]));
    });
  }

  test("a tool that no overlay makes, and an overlay with mistakes, are errors that name the place", async () => {
    const unknown = returnsShop(world, (text) => text.replace('"announce_return"', '"announce_returns"'));
    await expect(runActions(unknown, [], () => {})).rejects.toThrow(/PUR-2104.*announce_returns/s);
    const broken = returnsShop(overlay, (text) => text.replace("tier: execute", "tier: harmless"));
    await expect(runActions(broken, [], () => {})).rejects.toThrow(/PUR-2104.*tools\/overlays\/shop\.yaml/s);
  });
});

describe("an action that an overlay makes of tools of an MCP server is held to its contract", () => {
  /** What the real server offers, accepted, and the world in which the action is tried. */
  async function billingDesk(overlayText: string): Promise<string> {
    const folder = emptyFolder();
    const running = await serveBilling(openBilling(), "current");
    const system = createMcpSystem({
      name: "billing",
      way: { kind: "http", url: running.url, allowPrivate: true, headers: {}, oauth: null },
      timeoutMs: null,
      directory: folder,
      readSecret: async () => "",
      version: "0.0.0",
    });
    const { operations } = await system.list();
    await system.close();
    await running.close();
    const connections = "systems:\n  billing: { kind: mcp, url: https://billing.example/mcp }\n";
    layOutBilling(folder, { operations, connections, overlay: overlayText });
    cpSync(join(import.meta.dirname, "billing-conformance.ts"), join(folder, "conformance/refund-charge.ts"));
    return folder;
  }

  test("and one that keeps it passes", async () => {
    expect(await failing(await billingDesk(billingOverlay))).toEqual([]);
  });

  test("and one that cannot tell, or tells too soon, is found", async () => {
    const blind = billingOverlay.replace("      notDone: answer.matches.size() == 0\n", "");
    expect(await failingBehaviours(await billingDesk(blind))).toContain("time-out-before");
    const eager = billingOverlay.replace('&& answer.matches[0].status == "cancelled"', "");
    expect(await failingBehaviours(await billingDesk(eager))).toContain("undo-read-back");
  });
});
