import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { hashSchema, type IdOf, type IdPrefix } from "@purser/contract";
import { hashOf, idFromBytes } from "@purser/kit/audit";
import pg from "pg";
import { chromium, type Page } from "playwright-core";
import { z } from "zod";
import type { CaseStore } from "../../server/dist/cases/case-store.js";
import { openPostgresStore } from "../../server/dist/store/postgres/postgres-store.js";
import { openCluster } from "./deployment.js";

const cases = Number(process.env["BENCH_CASES"] ?? 100_000);
const customers = 1_000;
const writers = 16;
const tenant = "main";
const root = fileURLToPath(new URL("../..", import.meta.url));
const blueprintHash = hashSchema.parse(hashOf("bench"));

/** What a person meets at the desk with 100,000 cases: a key until the next frame, and an event from its commit to the screen. */
async function main(): Promise<void> {
  const cluster = await openCluster();
  const masterKey = randomBytes(32);
  const store = await openPostgresStore({ url: cluster.url, masterKey, random: randomBytes, poolSize: writers });
  const seededMs = await timed(() => seed(store, cluster.url));
  await store.close();
  const desk = await openDesk(cluster.url, masterKey);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const openedMs = await timed(async () => {
      await page.goto(`${desk.url}/desk/inbox`);
      await page.getByRole("list", { name: "Cases" }).getByRole("link").first().waitFor();
    });
    await page.getByText("Live").waitFor();
    const eventOnScreenMs = await eventTimes(page, desk);
    const interactionMs = await interactionTimes(page);
    const figures = {
      interactionMs: round(quantile(interactionMs, 0.95)),
      eventOnScreenMs: round(quantile(eventOnScreenMs, 0.95)),
      interactionMedianMs: round(quantile(interactionMs, 0.5)),
      eventOnScreenMedianMs: round(quantile(eventOnScreenMs, 0.5)),
      openedMs: round(openedMs),
      seededMs: round(seededMs),
      cases,
    };
    process.stdout.write(`${JSON.stringify(figures, null, process.argv.includes("--json") ? 0 : 2)}\n`);
  } finally {
    await browser.close();
    await desk.stop();
    await cluster.stop();
  }
}

/** Cases as people find them, written through the store; no worker thinks about them, and their words are not indexed. */
async function seed(store: CaseStore, url: string): Promise<void> {
  const known = await Promise.all(
    Array.from({ length: customers }, (_none, number) => store.customerOf(tenant, `LC-${number}`)),
  );
  let next = 0;
  const write = async (): Promise<void> => {
    for (let number = next++; number < cases; number = next++) {
      const customerId = known[number % customers] ?? null;
      if (customerId === null) throw new Error("There are no customers.");
      await store.appendInlet(seededCase(number, customerId));
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("update cases set runnable_since = null, status = 'waiting'");
  await client.query("insert into case_words select tenant, case_id, version, '{}' from cases");
  await client.query("vacuum analyze");
  await client.end();
}

function id<Prefix extends IdPrefix>(prefix: Prefix): IdOf<Prefix> {
  return idFromBytes(prefix, randomBytes(16));
}

function seededCase(number: number, customerId: IdOf<"cus">): Parameters<CaseStore["appendInlet"]>[0] {
  const customerRef = `LC-${number % customers}`;
  const caseId = id("case");
  const text = `The parcel of order L-${number} has not arrived`;
  const sender = { kind: "customer", id: customerRef } as const;
  const message = {
    messageId: id("msg"),
    channel: "chat",
    sender,
    provider: "bench",
    deliveryId: `${number}`,
    text,
    answers: null,
  };
  const trigger = { kind: "message", name: "message" } as const;
  const about = { subject: null, goal: null, procedure: null, blueprintHash, parent: null };
  return {
    tenant,
    caseId,
    subjectId: customerId,
    actorId: "bench",
    dedupeKey: null,
    events: [
      { kind: "case.opened", body: { trigger, channel: "chat", customerId, customerRef, ...about } },
      { kind: "message.received", body: message },
    ],
    open: { customerId, channel: "chat", blueprintHash },
    expectedVersion: null,
    notAfter: null,
    pauses: [],
    outboxDone: null,
  };
}

type Desk = { url: string; key: string; stop: () => Promise<void> };

/** The desk as people start it, on the database with the cases. */
async function openDesk(databaseUrl: string, masterKey: Uint8Array): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "purser-bench-desk-"));
  chmodSync(folder, 0o755);
  const command = join(root, "server", "bin", "purser.js");
  const blueprint = join(root, "examples", "larkspur");
  const child = spawn(process.execPath, [command, "dev", "--port", "0", "--data", folder, "--blueprint", blueprint], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PURSER_KEY: Buffer.from(masterKey).toString("base64") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let output = "";
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`The desk did not start: ${output}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Press Ctrl-C to stop.")) resolve();
    });
  });
  const url = new URL(/^Page +(\S+)$/m.exec(output)?.[1] ?? "").origin;
  const key = readFileSync(join(folder, "api-key"), "utf8").trim();
  return {
    url,
    key,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const events = 30;
const openedSchema = z.object({ caseId: z.string() });

/** Replies of a teammate, from when the server has said that one is stored to when its text stands on the page. */
async function eventTimes(page: Page, { url, key }: Desk): Promise<number[]> {
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(new URL(path, url), { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const { caseId } = openedSchema.parse(await post("/v1/cases", { customer: "LC-2901", level: 2 }));
  await post(`/v1/cases/${caseId}/takeover`, {});
  const times: number[] = [];
  for (let number = 0; number < events; number += 1) {
    const text = `reply ${number} of the bench`;
    const seen = page.evaluate(
      `new Promise((resolve) => {
        const look = () => document.body.innerText.includes(${JSON.stringify(text)}) ? resolve(Date.now()) : requestAnimationFrame(look);
        look();
      })`,
    );
    await post(`/v1/cases/${caseId}/reply`, { text });
    const storedAt = Date.now();
    times.push(Math.max(0, z.number().parse(await seen) - storedAt));
  }
  return times;
}

const keys = 60;
const scrolls = 20;

/** From a key to the frame that is drawn after it, while the list is scrolled through and rows are selected. */
async function interactionTimes(page: Page): Promise<number[]> {
  await page.evaluate(`
    globalThis.benchTimes = [];
    addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => benchTimes.push(performance.now() - timeStamp);
      port2.postMessage(null);
    }), { capture: true });
  `);
  await page.mouse.move(700, 400);
  for (let count = 0; count < scrolls; count += 1) {
    await page.mouse.wheel(0, 4_000);
    await page.waitForTimeout(100);
  }
  for (let count = 0; count < keys; count += 1) {
    await page.keyboard.press(count % 5 === 4 ? "x" : "j");
    await page.waitForTimeout(30);
  }
  return z.array(z.number()).parse(await page.evaluate("benchTimes"));
}

function chromiumPath(): string {
  const places = [process.env["CHROMIUM_PATH"] ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome"];
  const found = places.find((path) => path !== "" && existsSync(path));
  if (found === undefined) throw new Error("No Chromium was found: name it in CHROMIUM_PATH.");
  return found;
}

async function timed(does: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await does();
  return performance.now() - start;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

await main();
