import type { ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Ended, endCommands, ended, runToEnd, smallBlueprint, startCommand, writeTree } from "./test-command.ts";

let folder: string;
let data: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-dev-"));
  // Where Postgres may not run as root it runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  data = join(folder, "data");
  writeTree(folder, smallBlueprint);
});
afterEach(() => endCommands(started.splice(0)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const startsWithinMs = 30_000;
const runningSchema = z.object({ pid: z.int(), url: z.string() });

const publishedSchema = z.object({ hash: z.string(), before: z.string() });
const versionSchema = z.object({ blueprintHash: z.string() });

type Dev = { child: ChildProcess; url: string; output: string; end: Promise<Ended> };

/** Starts `dev` and waits until it says that it is there. */
async function startDev(): Promise<Dev> {
  const child = startCommand(["dev", "--port", "0", "--data", data], folder);
  started.push(child);
  const end = ended(child);
  let output = "";
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Press Ctrl-C to stop.")) resolve();
    });
  });
  const failed = end.then(({ stderr }) => Promise.reject(new Error(`dev ended: ${stderr}`)));
  await Promise.race([ready, failed]);
  return { child, end, output, url: /(http:\S+)\/readyz/.exec(output)?.[1] ?? "" };
}

function postgresPid(): number {
  return Number(readFileSync(join(data, "postgres", "data", "postmaster.pid"), "utf8").split("\n")[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status;
}

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  const key = readFileSync(join(data, "api-key"), "utf8").trim();
  const response = await fetch(url, { ...init, headers: { authorization: `Bearer ${key}` } });
  expect(response.ok).toBe(true);
  return response.json();
}

async function openCase(url: string): Promise<string> {
  const body = JSON.stringify({ text: "hello" });
  return z.object({ caseId: z.string() }).parse(await ask(`${url}/v1/cases`, { method: "POST", body })).caseId;
}

/** The blueprint version that a case opened now begins with. */
async function versionOfNewCase(url: string): Promise<string> {
  return versionSchema.parse(await ask(`${url}/v1/cases/${await openCase(url)}`)).blueprintHash;
}

test(
  "dev starts everything, refuses a second start, recovers from kill -9, follows what is published, and stops without leaving a process",
  async () => {
    const first = await startDev();
    expect(await statusOf(`${first.url}/readyz`)).toBe(200);
    expect(first.output).toMatch(/^- till +http:/m);
    expect(first.output).not.toMatch(/postgres:\/\/\w+:\w/);
    expect(statSync(join(data, "key")).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, "api-key")).mode & 0o777).toBe(0o600);

    const second = await runToEnd(["dev", "--port", "0", "--data", data], folder);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain("PUR-1002");
    expect(second.stderr).toContain(first.url);

    const taken = await runToEnd(["dev", "--port", new URL(first.url).port, "--data", join(folder, "other")], folder);
    expect(taken.code).toBe(1);
    expect(taken.stderr).toContain("PUR-1007");
    expect(taken.stderr).toContain(new URL(first.url).port);

    const caseId = await openCase(first.url);
    first.child.kill("SIGKILL");
    await first.end;

    const again = await startDev();
    expect(await statusOf(`${again.url}/readyz`)).toBe(200);
    const postgres = postgresPid();
    expect(runningSchema.parse(JSON.parse(readFileSync(join(data, "running.json"), "utf8")))).toEqual({
      pid: again.child.pid,
      url: again.url,
    });
    const cases = await runToEnd(["cases", "--json", "--data", data], folder);
    expect(cases.stdout).toContain(caseId);
    const audit = await runToEnd(["audit", "verify", "--data", data], folder);
    expect(audit.stdout).toContain("every link holds");
    expect(audit.code).toBe(0);

    writeFileSync(join(folder, "blueprint.yaml"), "name: Corner shop and bakery\ncurrency: USD\n");
    const published = await runToEnd(["publish", "--json", "--data", data], folder);
    const { hash, before } = publishedSchema.parse(JSON.parse(published.stdout));
    expect(hash).not.toBe(before);
    await expect.poll(() => versionOfNewCase(again.url), { timeout: startsWithinMs, interval: 500 }).toBe(hash);

    again.child.kill("SIGINT");
    expect((await again.end).code).toBe(0);
    expect(isAlive(postgres)).toBe(false);
    expect(existsSync(join(data, "running.json"))).toBe(false);
    expect((await runToEnd(["cases", "--data", data], folder)).stderr).toContain("PUR-1010");
  },
  6 * startsWithinMs,
);
