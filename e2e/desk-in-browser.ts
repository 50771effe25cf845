import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instantSchema, problemSchema } from "@purser/contract";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { findRunningPostgres } from "../server/src/store/postgres/embedded/find-running-postgres.ts";
import { replaceClock } from "../server/src/store/postgres/demo-clock.ts";
import { endCommands } from "../server/src/cli/test-command.ts";
import { type Dev, findChromium, launchChromium, startDev } from "./test-browser.ts";

/** What a person may have to wait for on a busy machine. */
export const soon = { timeout: 45_000 };
const startsWithinMs = 90_000;

/** Without a browser: a failure where it counts, else one line. */
export function chromiumOrSkip(what: string): string | null {
  const chromium = findChromium();
  test.runIf(chromium === null)(`${what} is not tried in a browser`, (context) => {
    if (process.env["CI"] !== undefined) throw new Error("No Chromium was found: name it in CHROMIUM_PATH.");
    context.skip("no Chromium was found: install one, or name it in CHROMIUM_PATH");
  });
  return chromium;
}

const caseSchema = z.object({ caseId: z.string() });
const pausesSchema = z.object({
  pauses: z.array(z.object({ pauseId: z.string(), caseId: z.string(), mayAnswer: z.string() })),
});
const pauseSchema = z.object({ digest: z.string() });

/** One server with the example and one browser for the tests of a block; a window of its own for whoever asks. */
export function openDesk(executablePath: string, ...options: readonly string[]) {
  let folder = "";
  let server: Dev;
  let browser: Browser;
  const pages: { page: Page; complaints: string[] }[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "purser-desk-"));
    chmodSync(folder, 0o755);
    [server, browser] = await Promise.all([startDev(folder, 0, ...options), launchChromium(executablePath)]);
  }, startsWithinMs);
  afterEach(async () => {
    for (const { page, complaints } of pages.splice(0)) {
      await page.context().close();
      expect(complaints).toEqual([]);
    }
  });
  afterAll(async () => {
    await browser.close();
    await endCommands([server.child]);
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (
    method: "GET" | "POST",
    path: string,
    body?: object,
  ): Promise<{ isOk: boolean; said: unknown }> => {
    const response = await fetch(new URL(path, server.url), {
      method,
      headers: { authorization: `Bearer ${server.key}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { isOk: response.ok, said: await response.json() };
  };
  const ask = async <Value>(schema: z.ZodType<Value>, method: "GET" | "POST", path: string, body?: object) => {
    const { isOk, said } = await send(method, path, body);
    if (!isOk) throw new Error(`${method} ${path}: ${JSON.stringify(said)}`);
    return schema.parse(said);
  };
  const openIn = async (context: BrowserContext, path: string, isQuiet: boolean): Promise<Page> => {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (isQuiet && message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => void complaints.push(String(error)));
    page.on("dialog", (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    pages.push({ page, complaints });
    await page.goto(new URL(path, server.url).href);
    return page;
  };
  const contextOf = (options: BrowserContextOptions = {}): Promise<BrowserContext> =>
    browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const pausesOf = async (caseId: string, from: string) =>
    (await ask(pausesSchema, "GET", "/v1/pauses")).pauses.filter(
      (pause) => pause.caseId === caseId && (from === "customer") === (pause.mayAnswer === "customer"),
    );
  return {
    server: () => server,
    folder: () => folder,
    restart: async (): Promise<void> => {
      server = await startDev(folder, Number(new URL(server.url).port), ...options);
    },
    ask,
    /** What the API says to what it does not take. */
    refused: async (path: string, body: object) => {
      const { isOk, said } = await send("POST", path, body);
      expect(isOk).toBe(false);
      return problemSchema.parse(said);
    },
    /** A window; what the page complains of, and dialogs of the browser, fail the test unless it is told that some come. */
    open: async (path: string, context: BrowserContextOptions = {}, isQuiet = true): Promise<Page> =>
      openIn(await contextOf(context), path, isQuiet),
    /** A window of the second lead, in another browser. */
    openAsSecond: async (path: string, isQuiet = true): Promise<Page> => {
      const context = await contextOf();
      const entered = await context.request.post(new URL("/v1/session/here?as=tm-second", server.url).href, {
        headers: { "x-purser-desk": "person", origin: server.url },
      });
      expect(entered.ok()).toBe(true);
      return openIn(context, path, isQuiet);
    },
    /** So much time goes by for the server, from its database on. */
    pass: async (durationMs: number): Promise<void> => {
      const running = await findRunningPostgres(join(folder, "postgres"));
      const clock = await replaceClock(running ?? expect.fail(), instantSchema.parse(new Date().toISOString()));
      await clock.advance(durationMs);
      await clock.close();
    },
    /** What the second lead does over the API. */
    postAsSecond: async (path: string, body: object): Promise<void> => {
      const headers = { authorization: `Bearer ${readFileSync(join(folder, "api-key-second"), "utf8").trim()}` };
      const response = await fetch(new URL(path, server.url), { method: "POST", headers, body: JSON.stringify(body) });
      expect(response.ok).toBe(true);
    },
    /** The customer writes, and the case is there. */
    write: async (customer: string, text: string): Promise<string> =>
      (await ask(caseSchema, "POST", "/v1/cases", { customer, level: 2, text })).caseId,
    /** A refund of $180 that she has confirmed: it waits for a lead. */
    refundToApprove: async (): Promise<string> => {
      const text = "my order L-43987 arrived with a hole in it, I want my money back";
      const { caseId } = await ask(caseSchema, "POST", "/v1/cases", { customer: "LC-2908", level: 2, text });
      const pause = await first(() => pausesOf(caseId, "customer"));
      const { digest } = await ask(pauseSchema, "GET", `/v1/pauses/${pause.pauseId}`);
      await ask(z.unknown(), "POST", `/v1/pauses/${pause.pauseId}/answer`, { digest, decision: "yes", as: "customer" });
      await first(() => pausesOf(caseId, "teammate"));
      return caseId;
    },
  };
}
/** At the machine of the server anybody may be either lead. */
export async function asSecondLead(page: Page, path: string): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Second lead, at this machine" }).click(soon);
  await page.getByRole("link", { name: "Approvals" }).waitFor(soon);
  await page.goto(new URL(path, page.url()).href);
}
export type Desk = ReturnType<typeof openDesk>;

/** The first of what comes about. */
export async function first<Item>(look: () => Promise<readonly Item[]>): Promise<Item> {
  const giveUpAt = performance.now() + soon.timeout;
  for (;;) {
    const [found] = await look();
    if (found !== undefined) return found;
    if (performance.now() > giveUpAt) throw new Error("It did not come about.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const eventsSchema = z.object({
  events: z.array(z.object({ kind: z.string(), body: z.record(z.string(), z.unknown()) })),
});

/** The bodies of the events of a kind in a case's log. */
export async function bodiesOf(desk: Desk, caseId: string, kind: string): Promise<readonly Record<string, unknown>[]> {
  const { events } = await desk.ask(eventsSchema, "GET", `/v1/cases/${caseId}/events`);
  return events.filter((event) => event.kind === kind).map(({ body }) => body);
}
