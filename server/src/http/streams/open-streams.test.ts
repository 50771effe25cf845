import { madeApiKeySchema, secondFactorSchema } from "@purser/contract";
import { TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Follower, OpenStreams } from "./open-streams.ts";
import { openTestApi, type TestApi } from "../testing/test-api.ts";
import { type Visitors, visitorsOf } from "../testing/test-visitor.ts";

let api: TestApi;
let visitors: Visitors;
beforeAll(async () => {
  api = await openTestApi({
    localPeople: [{ id: "tm-local", name: "Ada", email: "ada@shop.example", role: "admin" }],
  });
  visitors = visitorsOf(api);
});
afterAll(() => api.stop());

/** A stream of the API; `ended` settles when the server has ended it. */
async function follow(path: string, headers: Record<string, string>) {
  const stopping = new AbortController();
  const response = await fetch(new URL(path, api.url), {
    headers: { accept: "text/event-stream", ...headers },
    signal: stopping.signal,
  });
  expect(response.status).toBe(200);
  let text = "";
  const listen = async (): Promise<string> => {
    for await (const bytes of response.body ?? []) text += Buffer.from(bytes).toString("utf8");
    return text;
  };
  const ended = listen().catch(() => "cut off by the test");
  return { ended, stop: () => stopping.abort() };
}

const deskHeaders = (): Record<string, string> => ({ "x-purser-desk": "person", origin: api.url });

async function cookieOfLocal(): Promise<Record<string, string>> {
  const url = new URL("/v1/session/here?as=tm-local", api.url);
  const response = await fetch(url, { method: "POST", headers: deskHeaders() });
  expect(response.status).toBe(200);
  return { cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
}

/** The first account, an admin's, with the second factor that its role needs. */
async function adminHeaders(): Promise<Record<string, string>> {
  const post = (path: string, body: object, cookie: string): Promise<Response> =>
    fetch(new URL(path, api.url), {
      method: "POST",
      headers: { ...deskHeaders(), cookie },
      body: JSON.stringify(body),
    });
  const cookieIn = (response: Response): string => response.headers.get("set-cookie")?.split(";")[0] ?? "";
  const person = { email: "bea@shop.example", password: "a long password of hers" };
  await api.ask("POST", "/v1/set-up", { name: "Bea", ...person });
  const cookie = cookieIn(await post("/v1/session", person, ""));
  const begun = await post("/v1/session/second-factor", {}, cookie);
  const { secret } = secondFactorSchema.parse(await begun.json());
  const code = new TOTP({ secret }).generate({ timestamp: Date.parse(api.clock.now()) });
  const confirmed = await post("/v1/session/second-factor/confirm", { code }, cookie);
  return { ...deskHeaders(), authorization: "", cookie: cookieIn(confirmed) || cookie };
}

const soonMs = 4_000;
const soon = (ended: Promise<string>): Promise<string> =>
  Promise.race([ended, new Promise<string>((resolve) => setTimeout(() => resolve("still open"), soonMs))]);

describe("an open stream", () => {
  test("ends at once when its session is signed out", async () => {
    const cookie = await cookieOfLocal();
    const streams = [await follow("/v1/inbox", cookie), await follow("/v1/cases", cookie)];
    const left = await fetch(new URL("/v1/session/end", api.url), {
      method: "POST",
      headers: { ...deskHeaders(), ...cookie },
    });
    expect(left.status).toBe(200);
    for (const { ended } of streams) expect(await soon(ended)).toContain("retry:");
  });

  test("is counted by /metrics, as a share of those that there may be", async () => {
    const shareOf = async (): Promise<number> => {
      const text = await (await api.ask("GET", "/metrics")).text();
      return Number(/^purser_event_streams_share\{of="others"\} (.*)$/m.exec(text)?.[1]);
    };
    const before = await shareOf();
    const cookie = await cookieOfLocal();
    const { stop } = await follow("/v1/inbox", cookie);
    expect(await shareOf()).toBeGreaterThan(before);
    stop();
  });

  test("ends when its key is ended", async () => {
    const admin = await adminHeaders();
    const wanted = { name: "reports", role: "teammate", scopes: ["desk"], days: 1 };
    const { key, made } = await api.json(madeApiKeySchema, 201, "POST", "/v1/api-keys", wanted, admin);
    const { ended } = await follow("/v1/cases", { authorization: `Bearer ${key}` });
    expect((await api.ask("POST", `/v1/api-keys/${made.id}/end`, undefined, admin)).status).toBe(200);
    expect(await soon(ended)).toContain("retry:");
  });

  test("tells a stranger nothing of what comes after the host site has said whose conversation it is", async () => {
    const stranger = await visitors.begin("hello");
    const stream = await follow("/v1/visitor/entries", { authorization: `Bearer ${stranger.session}` });
    const known = await visitors.identify("C-81", stranger.session);
    expect(known.caseId).toBe(stranger.caseId);
    await visitors.visit("POST", "messages", known.session, { messageId: "m".repeat(16), text: "my secret wish" });
    const heard = await soon(stream.ended);
    expect(heard).toContain("retry:");
    expect(heard).not.toContain("secret");
  });

  test("ends with the session of its visitor", async () => {
    const login = await visitors.identify("C-82");
    const known = await visitors.begin("hello", login.session);
    api.clock.advance(Date.parse(known.expiresAt) - Date.parse(api.clock.now()) - 1_000);
    const stream = await follow("/v1/visitor/entries", { authorization: `Bearer ${known.session}` });
    expect(await soon(stream.ended)).toContain("retry:");
  });

  test("of one conversation is the ninth: the first of them is closed, the others go on", async () => {
    const { session } = await visitors.begin("hello");
    const streams = [];
    for (let count = 0; count < 9; count += 1)
      streams.push(await follow("/v1/visitor/entries", { authorization: `Bearer ${session}` }));
    const [first, ...others] = streams;
    expect(await soon(first?.ended ?? expect.fail())).toContain("retry:");
    const open = await Promise.race([...others.map(({ ended }) => ended), Promise.resolve("all are open")]);
    expect(open).toBe("all are open");
    for (const { stop } of others) stop();
  });
});

describe("the places of a process", () => {
  const bounds = { perHolder: { visitor: 2, session: 2, key: 2 }, visitors: 3, others: 2 };
  const follower = (kind: Follower["kind"], holder: string, gone = new AbortController().signal): Follower => ({
    kind,
    holder,
    gone,
    mayGoOn: async () => true,
  });

  test("are bounded: whoever comes too many is refused, and visitors take none of the desk's", () => {
    const streams = new OpenStreams(bounds);
    for (const holder of ["ada", "bea", "cleo"]) streams.take(follower("visitor", holder));
    expect(() => streams.take(follower("visitor", "dora"))).toThrow("PUR-1013");
    streams.take(follower("session", "eve"));
    streams.take(follower("key", "fay"));
    expect(() => streams.take(follower("session", "gil"))).toThrow("PUR-1013");
  });

  test("are free again when a reader goes away or a stream ends", () => {
    const streams = new OpenStreams(bounds);
    const reader = new AbortController();
    streams.take(follower("session", "ada", reader.signal));
    const { leave } = streams.take(follower("session", "bea"));
    reader.abort();
    streams.take(follower("session", "cleo"));
    leave();
    expect(() => streams.take(follower("session", "dora"))).not.toThrow();
  });

  test("are taken from whoever has the most for one: the oldest stream makes room, also when all are full", () => {
    const streams = new OpenStreams(bounds);
    const [first, second] = [streams.take(follower("key", "ada")), streams.take(follower("key", "ada"))];
    const third = streams.take(follower("key", "ada"));
    expect([first.ended.aborted, second.ended.aborted, third.ended.aborted]).toEqual([true, false, false]);
  });
});
