import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PurserError } from "@purser/contract";
import { Hono } from "hono";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settingsSchema } from "../../blueprint/settings/settings.ts";
import { writeTree } from "../../cli/test-command.ts";
import { serveWidget } from "./widget-page.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-widget-page-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function get(path: string, hosts: readonly string[] = []) {
  const app = new Hono();
  serveWidget(app, () => hosts, pathToFileURL(`${folder}/`));
  app.onError((error, context) => context.text(error instanceof PurserError ? error.code : String(error), 500));
  return app.request(path);
}
function build(): void {
  writeTree(folder, { "index.html": "<!doctype html><title>Chat</title>", "loader.js": "void 0;\n" });
}

test("the chat is shown in frames of the pages that are named and of our own, and nothing inline runs in it", async () => {
  build();
  const policyOf = async (hosts: readonly string[]) =>
    (await get("/widget/", hosts)).headers.get("content-security-policy") ?? "";
  expect(await policyOf([])).toContain("frame-ancestors 'self';");
  const policy = await policyOf(["https://shop.example", "http://localhost:*"]);
  expect(policy).toContain("frame-ancestors 'self' https://shop.example http://localhost:*;");
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
  expect(policy).not.toMatch(/unsafe/);
});

test("the loader may stand on any page, also on one that isolates itself, and is asked for anew after a while", async () => {
  build();
  const { headers } = await get("/widget/loader.js");
  expect(headers.get("content-type")).toContain("text/javascript");
  expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(headers.get("cache-control")).toBe("public, max-age=300");
});

test("a chat that was not built says so", async () => {
  expect(await (await get("/widget/")).text()).toBe("PUR-3363");
  expect(await (await get("/widget/loader.js")).text()).toBe("PUR-3363");
});

test.each([
  "https://shop.example/",
  "http://shop.example",
  "*",
  "https://*.example",
  "'unsafe-inline'",
  "https://a.example;",
])("%s is no page that could be named", (host) => {
  const read = (hosts: readonly string[]) =>
    settingsSchema.safeParse({ name: "x", currency: "EUR", widget: { hosts } }).success;
  expect(read(["https://shop.example"])).toBe(true);
  expect(read([host])).toBe(false);
});
