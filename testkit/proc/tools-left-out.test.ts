import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, ended, startCommand } from "../../server/src/cli/test-command.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-tools-"));
  const files = {
    "blueprint.yaml": "name: Shop\n",
    "connections.yaml": "systems:\n  shop: { kind: openapi, document: shop.json, url: https://shop.example }\n",
    "shop.json": JSON.stringify({
      openapi: "3.1.0",
      paths: {
        "/orders": { get: { operationId: "listOrders" } },
        "/files": { put: { requestBody: { content: { "image/png": {} } } } },
        "/batches": { post: { requestBody: { content: { "application/json": { schema: { type: "array" } } } } } },
      },
    }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tools(...args: string[]): Promise<Ended> {
  return ended(startCommand(["tools", ...args], folder));
}

test("purser tools says how many operations of a document are left out, which, and why", async () => {
  const { stdout, stderr } = await tools();
  expect(stderr).toBe("");
  expect(stdout).toContain("shop/listOrders");
  expect(stdout).toContain("Of shop 2 are left out:");
  expect(stdout).toContain("  PUT /files: Its body is no JSON");
  expect(stdout).toContain("  POST /batches: Its body is no JSON object with named fields.");
  const asJson: unknown = JSON.parse((await tools("--json")).stdout);
  expect(asJson).toMatchObject({ leftOut: [{ connection: "shop", name: "PUT /files" }, { name: "POST /batches" }] });
}, 60_000);
