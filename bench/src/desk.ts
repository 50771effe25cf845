import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { hashSchema } from "@purser/contract";
import { chromium, type Page } from "playwright-core";
import { z } from "zod";
import { openPostgresStore } from "../../server/dist/store/postgres/postgres-store.js";
import { openCluster } from "./deployment.js";
import { seedCases } from "./desk-cases.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const connections = 16;

/**
 * What a person meets at the desk with 100,000 cases, while five cases a second change: from a key or a click to the next
 * frame, to what was asked for, and from the commit of an event to its row on the screen.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { cases: { type: "string", default: "100000" }, json: { type: "boolean", default: false } },
  });
  const cases = Number(values.cases);
  if (!Number.isSafeInteger(cases) || cases < fewestCases) {
    process.stderr.write(`npm run bench:desk -- [--cases N] [--json]: N is a number from ${fewestCases} on.\n`);
    process.exitCode = 2;
    return;
  }
  const cluster = await openCluster();
  const masterKey = randomBytes(32);
  const seededMs = await seed(cluster.url, masterKey, cases);
  const desk = await openDesk(cluster.url, masterKey);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${desk.url}/desk/inbox`);
    await rowsOf(page).first().waitFor();
    await page.getByText("Live").waitFor();
    await page.evaluate(watching);
    const changes = await changing(desk);
    const events = await eventTimes(page, desk);
    const acted = await interact(page);
    const frames = await scrollFrames(page);
    await changes.stop();
    const figures = {
      cases,
      interactionMs: quantiles(acted.frameMs),
      newEventMs: quantiles(events),
      scrollFrameMs: { p95: quantile(frames, 0.95) },
      resultMs: quantiles(acted.resultMs),
      changesPerSecond: round(changes.perSecond()),
      seededSeconds: Math.round(seededMs / 1_000),
    };
    process.stdout.write(`${JSON.stringify(figures, null, values.json ? 0 : 2)}\n`);
  } finally {
    await browser.close();
    await desk.stop();
    await cluster.stop();
  }
}

/** So that each view has something to scroll through. */
const fewestCases = 2_000;

/** The cases are of the blueprint that the desk has in force, which it keeps at its first start. */
async function seed(url: string, masterKey: Uint8Array, cases: number): Promise<number> {
  const desk = await openDesk(url, masterKey);
  const { hash } = await ask(desk, z.object({ hash: hashSchema }), "GET", "/v1/blueprint");
  await desk.stop();
  const store = await openPostgresStore({ url, masterKey, random: randomBytes, poolSize: connections });
  const seededMs = await seedCases(store, url, cases, hash);
  await store.close();
  return seededMs;
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

async function ask<Value>(
  { url, key }: Desk,
  schema: z.ZodType<Value>,
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<Value> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return schema.parse(JSON.parse(text));
}

const listSchema = z.object({ cases: z.array(z.object({ caseId: z.string() })) });
const changeEachMs = 200;

/** Colleagues at work: notes in cases that people have, one after the other. */
async function changing(desk: Desk): Promise<{ stop: () => Promise<void>; perSecond: () => number }> {
  const { cases } = await ask(desk, listSchema, "GET", "/v1/inbox?view=handed-off&limit=100");
  const ending = new AbortController();
  const startedAt = performance.now();
  let count = 0;
  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const caseId = cases[count % cases.length]?.caseId ?? "";
      const [posted] = await Promise.all([
        ask(desk, z.unknown(), "POST", `/v1/cases/${caseId}/notes`, { text: `She called, for the ${count}th time.` }),
        delay(changeEachMs),
      ]);
      count += posted === undefined ? 0 : 1;
    }
  };
  const under = work();
  return {
    stop: async () => {
      ending.abort();
      await under;
    },
    perSecond: () => (count * 1_000) / (performance.now() - startedAt),
  };
}

const events = 40;
const openedSchema = z.object({ caseId: z.string() });
const logSchema = z.object({ events: z.array(z.object({ kind: z.string(), at: z.iso.datetime() })) });
const listText = `document.querySelector('ul[aria-label="Cases"]')?.textContent ?? ""`;

/** Replies of a teammate, from the time that their event has in the log to the frame with its text. */
async function eventTimes(page: Page, desk: Desk): Promise<number[]> {
  const { caseId } = await ask(desk, openedSchema, "POST", "/v1/cases", { customer: "LC-2901", level: 2 });
  await ask(desk, z.unknown(), "POST", `/v1/cases/${caseId}/takeover`, {});
  const times: number[] = [];
  for (let number = 0; number < events; number += 1) {
    const text = `reply ${number} of the bench`;
    const seen = page.evaluate(
      `new Promise((resolve) => {
        const look = () => (${listText}).includes(${JSON.stringify(text)}) ? bench.painted(() => resolve(Date.now())) : requestAnimationFrame(look);
        look();
      })`,
    );
    await ask(desk, z.unknown(), "POST", `/v1/cases/${caseId}/reply`, { text });
    const seenAt = z.number().parse(await seen);
    const log = await ask(desk, logSchema, "GET", `/v1/cases/${caseId}/events?limit=200`);
    const said = log.events.findLast(({ kind }) => kind === "message.sent");
    if (said !== undefined) times.push(seenAt - Date.parse(said.at));
  }
  return times;
}

/**
 * In the page: from each key and click to the next frame, as it is painted, and from the last of them to when something is there.
 */
const watching = `globalThis.bench = (() => {
  const frameMs = [];
  let lastAt = 0;
  const painted = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(null);
  });
  for (const kind of ["keydown", "click"])
    addEventListener(kind, ({ timeStamp }) => {
      lastAt = timeStamp;
      painted(() => frameMs.push(performance.now() - timeStamp));
    }, { capture: true });
  const until = (isThere) => new Promise((resolve) => {
    const look = () => isThere() ? painted(() => resolve(performance.now() - lastAt)) : requestAnimationFrame(look);
    look();
  });
  return { frameMs, painted, until };
})()`;

const rowsOf = (page: Page) => page.getByRole("list", { name: "Cases" }).getByRole("link");
const rounds = 6;
const steps = 12;
const betweenMs = 30;

/** Goes through the list, selects, changes the view, filters by a tag, opens cases and goes back, by keyboard and mouse. */
async function interact(page: Page): Promise<{ frameMs: number[]; resultMs: number[] }> {
  const resultMs: number[] = [];
  const press = async (key: string): Promise<void> => {
    await page.keyboard.press(key);
    await delay(betweenMs);
  };
  const until = async (isThere: string): Promise<void> => {
    resultMs.push(z.number().parse(await page.evaluate(`bench.until(() => ${isThere})`)));
  };
  const isShown = `document.querySelector('[data-index="0"] a') !== null`;
  for (let round = 0; round < rounds; round += 1) {
    for (let step = 0; step < steps; step += 1) await press("j");
    for (let step = 0; step < steps / 3; step += 1) await press("Shift+ArrowDown");
    for (const key of ["x", "k", "x", "Escape"]) await press(key);
    for (const key of ["4", "6", "3", "1"]) {
      await page.keyboard.press(key);
      await until(`${pressed(key)} && ${isShown}`);
      await delay(betweenMs);
    }
    await press("f");
    const dialog = page.getByRole("dialog", { name: "Filter" });
    await dialog.getByRole("button", { name: /^vip/ }).click();
    await until(`location.search.includes("vip") && ${isShown}`);
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Without the filter Tag: vip" }).click();
    await until(`!location.search.includes("vip") && ${isShown}`);
    await press("j");
    await page.keyboard.press("Enter");
    await until(`document.querySelector("article") !== null`);
    await page.keyboard.press("Escape");
    await until(isShown);
  }
  const frameMs = z.array(z.number()).parse(await page.evaluate("bench.frameMs"));
  return { frameMs, resultMs };
}

/** The view of this key is the one that is shown. */
function pressed(key: string): string {
  return `document.querySelector('[aria-label="Views"] button:nth-child(${key})')?.getAttribute("aria-pressed") === "true"`;
}

const turns = 120;

/** The time between frames while the list is scrolled through, and what comes next is fetched. */
async function scrollFrames(page: Page): Promise<number[]> {
  await page.evaluate(`
    bench.frames = [];
    let before = performance.now();
    const note = (now) => {
      bench.frames.push(now - before);
      before = now;
      if (bench.frames) bench.going = requestAnimationFrame(note);
    };
    bench.going = requestAnimationFrame((now) => { before = now; bench.going = requestAnimationFrame(note); });
  `);
  await page.mouse.move(700, 400);
  for (let turn = 0; turn < turns; turn += 1) {
    await page.mouse.wheel(0, 240);
    await delay(betweenMs);
  }
  return z.array(z.number()).parse(await page.evaluate("cancelAnimationFrame(bench.going), bench.frames"));
}

function chromiumPath(): string {
  const places = [process.env["CHROMIUM_PATH"] ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome"];
  const found = places.find((path) => path !== "" && existsSync(path));
  if (found === undefined) throw new Error("No Chromium was found: name it in CHROMIUM_PATH.");
  return found;
}

function quantiles(values: readonly number[]): { p50: number; p95: number } {
  return { p50: quantile(values, 0.5), p95: quantile(values, 0.95) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

await main();
