import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { type Listener, listen } from "../listen.ts";
import { openTestApi, type TestApi } from "../testing/test-api.ts";
import { deploymentOffers } from "./serve-mcp.ts";
import { offerConformanceFixtures } from "./test-conformance-offer.ts";

const command = fileURLToPath(new URL("../../../../node_modules/.bin/conformance", import.meta.url));
const baseline = fileURLToPath(new URL("conformance-baseline.yaml", import.meta.url));
const scenarios = 32;

let api: TestApi;
let door: Listener;
let folder: string;

/** The suite brings no key, so what it asks comes in by a door that adds one. All else is what a deployment serves. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "purser-conformance-"));
  api = await openTestApi({ mcpOffers: [...deploymentOffers, offerConformanceFixtures] });
  const withKey = (request: Request): Request => {
    const headers = new Headers(request.headers);
    headers.set("authorization", `Bearer ${api.key}`);
    return new Request(request, { headers });
  };
  door = await listen({ fetch: (request) => api.fetch(withKey(request)) }, { host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await door.stop();
  await api.stop();
  await rm(folder, { recursive: true });
});

function runSuite(): Promise<{ exitCode: number | string; output: string }> {
  const url = `${door.url}/mcp`;
  const options = ["server", "--url", url, "--suite", "all", "--expected-failures", baseline];
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...options], { cwd: folder }, (error, stdout, stderr) =>
      resolve({ exitCode: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

test("the official conformance suite passes, but for what asks the client or needs a session", async () => {
  const { exitCode, output } = await runSuite();
  const ran = [...output.matchAll(/^[✓✗] ([a-z0-9-]+): (\d+) passed, (\d+) failed$/gmu)];
  const passed = ran
    .filter(([, , passes, failures]) => Number(passes) > 0 && failures === "0")
    .map(([, name = ""]) => name);
  const { server } = z.object({ server: z.array(z.string()) }).parse(parse(await readFile(baseline, "utf8")));
  const notPassed = ran.map(([, name = ""]) => name).filter((name) => !passed.includes(name));
  expect({ exitCode, ran: ran.length, notPassed: new Set(notPassed), output }).toEqual({
    exitCode: 0,
    ran: scenarios,
    notPassed: new Set(server),
    output,
  });
});
