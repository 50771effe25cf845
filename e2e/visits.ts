import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { z } from "zod";
import { signLoginToken } from "../server/src/http/visitors/login-token.ts";
import { type Desk, first } from "./desk-in-browser.ts";
import { chatIn } from "./host-page.ts";

const casesSchema = z.object({ cases: z.array(z.object({ caseId: z.string(), status: z.string() })) });
const eventsSchema = z.object({
  events: z.array(z.object({ kind: z.string(), body: z.record(z.string(), z.unknown()).nullable() })),
});

/** What the tests do as visitors, and look up behind them. */
export function visitsOf(desk: Desk) {
  const heardIn = async (caseId: string): Promise<string[]> =>
    (await desk.ask(eventsSchema, "GET", `/v1/cases/${caseId}/events`)).events.flatMap(({ kind, body }) =>
      kind === "message.received" && typeof body?.["text"] === "string" ? [body["text"]] : [],
    );
  const casesWith = async (beginning: string): Promise<string[]> => {
    const { cases } = await desk.ask(casesSchema, "GET", "/v1/cases?limit=200");
    const heard = await Promise.all(cases.map(async ({ caseId }) => ({ caseId, texts: await heardIn(caseId) })));
    return heard.filter(({ texts }) => texts.some((text) => text.startsWith(beginning))).map(({ caseId }) => caseId);
  };
  const field = (page: Page) => chatIn(page).locator(".composer textarea");
  return {
    field,
    heardIn,
    casesWith,
    caseOf: (beginning: string): Promise<string> => first(() => casesWith(beginning)),
    openCaseOf: async (customer: string): Promise<string> => {
      const { cases } = await desk.ask(casesSchema, "GET", `/v1/inbox?q=${customer}`);
      return cases.find(({ status }) => status !== "closed")?.caseId ?? "";
    },
    customerOf: async (caseId: string): Promise<string | null> =>
      (await desk.ask(z.object({ customerRef: z.string().nullable() }), "GET", `/v1/cases/${caseId}`)).customerRef,
    say: async (page: Page, text: string): Promise<void> => {
      await field(page).fill(text);
      await field(page).press("Enter");
    },
    post: (path: string, body: object = {}) => desk.ask(z.unknown(), "POST", path, body),
    login: (customer: string): string => {
      const siteKey = Buffer.from(readFileSync(join(desk.folder(), "site-key"), "utf8").trim(), "base64");
      return signLoginToken({ customer, isFreshLogin: false, nowMs: Date.now() }, siteKey);
    },
  };
}
