import { randomBytes } from "node:crypto";
import {
  eventPageSchema,
  problemSchema,
  type VisitorEntry,
  visitorEntriesSchema,
  visitorEntrySchema,
  type VisitorSession,
  visitorSessionSchema,
} from "@purser/contract";
import { expect } from "vitest";
import { signLoginToken } from "../visitors/login-token.ts";
import { type TestApi, testSiteKey } from "./test-api.ts";

export const newKey = (): string => randomBytes(32).toString("base64url");
export const newId = (): string => randomBytes(12).toString("base64url");

/** The programs in visitors' browsers, as far as the server sees them. */
export function visitorsOf(api: TestApi) {
  /** A request of a visitor's browser, with her session if she has one. */
  const visit = (method: "GET" | "POST", path: string, session: string | null, body?: object): Promise<Response> =>
    fetch(new URL(`/v1/visitor/${path}`, api.url), {
      method,
      headers: session === null ? {} : { authorization: `Bearer ${session}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const refusalOf = async (...request: Parameters<typeof visit>): Promise<string> => {
    const response = await visit(...request);
    expect(response.status).toBeGreaterThanOrEqual(400);
    return problemSchema.parse(await response.json()).code;
  };
  const sessionOf = async (...request: Parameters<typeof visit>): Promise<VisitorSession> =>
    visitorSessionSchema.parse(await (await visit(...request)).json());
  const entriesOf = async (session: string, after = 0): Promise<readonly VisitorEntry[]> =>
    visitorEntriesSchema.parse(await (await visit("GET", `entries?after=${after}`, session)).json()).entries;
  /** Her conversation as it comes; `ended` settles with what was heard when the server ends the stream. */
  const streamOf = (session: string, after: number) => {
    const heard: VisitorEntry[] = [];
    const stopping = new AbortController();
    const listen = async (): Promise<readonly VisitorEntry[]> => {
      const response = await fetch(new URL(`/v1/visitor/entries?after=${after}`, api.url), {
        headers: { authorization: `Bearer ${session}`, accept: "text/event-stream" },
        signal: stopping.signal,
      });
      let text = "";
      for await (const bytes of response.body ?? []) {
        const events = (text + Buffer.from(bytes).toString("utf8")).split("\n\n");
        text = events.pop() ?? "";
        for (const event of events) {
          const data = /^event: entry\ndata: (.*)$/m.exec(event)?.[1];
          if (data !== undefined) heard.push(visitorEntrySchema.parse(JSON.parse(data)));
        }
      }
      return heard;
    };
    const ended = listen().catch(() => heard);
    return { heard, ended, stop: () => stopping.abort() };
  };
  const loginOf = (customer: string): string =>
    signLoginToken({ customer, isFreshLogin: false, nowMs: Date.parse(api.clock.now()) }, testSiteKey);
  return {
    visit,
    refusalOf,
    sessionOf,
    entriesOf,
    streamOf,
    begin: (text: string, session: string | null = null): Promise<VisitorSession> =>
      sessionOf("POST", "conversations", session, { key: newKey(), messageId: newId(), text }),
    identify: (customer: string, session: string | null = null): Promise<VisitorSession> =>
      sessionOf("POST", "identity", session, { token: loginOf(customer) }),
    textsOf: async (session: string): Promise<readonly string[]> =>
      (await entriesOf(session)).flatMap((entry) => (entry.kind === "message" ? [entry.text] : [])),
    /** The first entry of a kind, once it is there. */
    entryOf: async <Kind extends VisitorEntry["kind"]>(
      session: string,
      kind: Kind,
    ): Promise<Extract<VisitorEntry, { kind: Kind }>> => {
      const isOfKind = (entry: VisitorEntry): entry is Extract<VisitorEntry, { kind: Kind }> => entry.kind === kind;
      const look = async () => (await entriesOf(session)).find(isOfKind);
      await expect.poll(look).toBeDefined();
      return (await look()) ?? expect.fail();
    },
    kindsIn: async (caseId: string | null): Promise<readonly string[]> =>
      (await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events`)).events.map(({ kind }) => kind),
  };
}
export type Visitors = ReturnType<typeof visitorsOf>;
