import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { endCommands, ended, runToEnd, smallBlueprint, startCommand, writeTree } from "./test-command.ts";

let folder: string;
let shop: string;
const started: ChildProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-publish-"));
  // Where Postgres may not run as root it runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  shop = join(folder, "shop");
  writeTree(shop, smallBlueprint);
});
afterEach(() => endCommands(started.splice(0)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runsWithinMs = 240_000;
const readySchema = z.object({ url: z.string(), apiKey: z.string() });
const openedSchema = z.object({ caseId: z.string() });
const eventsSchema = z.object({ events: z.array(z.object({ kind: z.string(), body: z.unknown() })) });
const openingSchema = z.object({ blueprintHash: z.string() });
const reportSchema = z.object({
  hash: z.string(),
  before: z.string(),
  dryRun: z.boolean(),
  older: z.array(z.object({ hash: z.string(), cases: z.array(z.object({ caseId: z.string() })) })),
});

test(
  "a changed folder changes nothing until it is published; then a running server opens cases under it, and so does a new one",
  async () => {
    const data = join(folder, "data");
    const publish = async (...more: string[]) =>
      reportSchema.parse(JSON.parse((await runToEnd(["publish", "--json", "--data", data, ...more], shop)).stdout));
    const first = await startServe(data);
    const { caseId, version: before } = await openCase(first);
    writeFileSync(join(shop, "blueprint.yaml"), "name: Corner shop and bakery\ncurrency: USD\n");
    const would = await publish("--dry-run");
    expect(would).toMatchObject({ before, dryRun: true, older: [{ hash: before, cases: [{ caseId }] }] });
    expect(would.hash).not.toBe(before);
    await stop(first);

    const second = await startServe(data);
    expect((await openCase(second)).version).toBe(before);
    const done = await publish();
    expect(done).toMatchObject({ before, hash: would.hash, dryRun: false });
    let taken = "";
    for (let tries = 0; tries < 60 && taken !== would.hash; tries += 1) {
      await delay(500);
      taken = (await openCase(second)).version;
    }
    expect(taken).toBe(would.hash);
    await stop(second);
  },
  runsWithinMs,
);

test(
  "what was put in force at the desk is not replaced by a folder unless that is said, and its files can be taken into one",
  async () => {
    const data = join(folder, "desk-data");
    const publish = (...more: string[]) => runToEnd(["publish", "--json", "--data", data, ...more], shop);
    writeFileSync(join(shop, "blueprint.yaml"), "name: Corner shop\ncurrency: USD\n");
    const server = await startServe(data);
    const { version: first } = await openCase(server);
    writeFileSync(join(shop, "blueprint.yaml"), "name: Corner shop and café\ncurrency: USD\n");
    expect((await publish("--why", "We sell coffee.")).code).toBe(0);
    const back = await fetch(new URL(`/v1/blueprint/versions/${first}/publish`, server.url), {
      method: "POST",
      headers: { authorization: `Bearer ${server.apiKey}` },
      body: JSON.stringify({ why: "The machine is broken." }),
    });
    expect(back.status).toBe(200);
    const refused = await publish();
    expect([refused.code, refused.stdout]).toEqual([
      1,
      expect.stringMatching(/PUR-2199.*tm-local.*machine is broken/s),
    ]);
    const pulled = join(folder, "pulled");
    expect((await runToEnd(["pull", pulled, "--data", data], shop)).code).toBe(0);
    expect(readFileSync(join(pulled, "blueprint.yaml"), "utf8")).toBe("name: Corner shop\ncurrency: USD\n");
    expect((await runToEnd(["pull", pulled, "--data", data], shop)).stderr).toContain("PUR-1021");
    expect((await runToEnd(["publish", "--data", data, "--blueprint", pulled], shop)).code).toBe(0);
    expect((await publish("--over-desk")).code).toBe(0);
    await stop(server);
  },
  runsWithinMs,
);

type Running = z.infer<typeof readySchema> & { child: ChildProcess; end: ReturnType<typeof ended> };

async function startServe(data: string): Promise<Running> {
  const child = startCommand(["serve", "--json", "--port", "0", "--data", data], shop);
  started.push(child);
  const end = ended(child);
  const ready = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    void end.then(({ stderr }) => reject(new Error(stderr)));
  });
  return { ...readySchema.parse(JSON.parse(ready)), child, end };
}

async function stop({ child, end }: Running): Promise<void> {
  child.kill("SIGINT");
  await end;
}

/** Opens a case, and reads the blueprint version that it began with. */
async function openCase({ url, apiKey }: Running): Promise<{ caseId: string; version: string }> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const body = JSON.stringify({ text: "Hello", channel: "chat" });
  const opened = await fetch(`${url}/v1/cases`, { method: "POST", headers, body });
  const { caseId } = openedSchema.parse(await opened.json());
  const log = eventsSchema.parse(await (await fetch(`${url}/v1/cases/${caseId}/events`, { headers })).json());
  return { caseId, version: openingSchema.parse(log.events[0]?.body).blueprintHash };
}
