import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PurserError } from "@purser/contract";
import { Hono } from "hono";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeTree } from "../../cli/test-command.ts";
import { serveDesk } from "./desk-page.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-desk-page-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const script = "export const answer = 42;\n";

/** What is answered at an address: with what headers, or with which code. */
async function get(path: string, headers: Record<string, string> = {}) {
  const app = new Hono();
  serveDesk(app, pathToFileURL(`${folder}/`));
  app.onError((error, context) => context.text(error instanceof PurserError ? error.code : String(error), 500));
  return app.request(path, { headers });
}
function build(): void {
  writeTree(folder, { "index.html": "<!doctype html><title>desk</title>", "assets/index-a1.js": script });
}

test("every address of the desk is its one page, which nobody keeps, under a policy that allows nothing inline", async () => {
  build();
  for (const path of ["/desk/", "/desk/inbox", "/desk/cases/case_1?view=mine"]) {
    const response = await get(path);
    expect(await response.text()).toContain("<title>desk</title>");
    expect(response.headers.get("cache-control")).toBe("no-cache");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
  }
  expect((await get("/desk")).headers.get("location")).toBe("/desk/");
});

test("a file has a name of its content, so it is kept for good; it is zipped for who takes that", async () => {
  build();
  const response = await get("/desk/assets/index-a1.js");
  expect(await response.text()).toBe(script);
  expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(response.headers.get("content-type")).toContain("text/javascript");
  const zipped = await get("/desk/assets/index-a1.js", { "accept-encoding": "gzip, br" });
  expect(zipped.headers.get("content-encoding")).toBe("gzip");
  expect(zipped.headers.get("vary")).toBe("accept-encoding");
});

test("a file that is not there is no page, and no path leads out of the folder", async () => {
  build();
  build();
  for (const path of [
    "/desk/assets/index-b2.js",
    "/desk/favicon.ico",
    "/desk/assets/../../../etc/hosts.txt",
    "/desk/assets/%2e%2e%2findex.html",
  ])
    expect(await (await get(path)).text()).toMatch(/PUR-2002|404/);
});

test("a desk that was not built says so", async () => {
  expect(await (await get("/desk/")).text()).toBe("PUR-1008");
});
