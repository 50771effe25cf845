import { instantOf, invitationSchema, secondFactorSchema, sessionViewSchema } from "@purser/contract";
import { TOTP } from "otpauth";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { z } from "zod";
import { type TestApi, openTestApi } from "./testing/test-api.ts";

const email = "ada@example.com";
const password = "a long password of hers";
const admin = { name: "Ada", email, password };

let api: TestApi;
beforeEach(async () => {
  api = await openTestApi();
});
afterEach(() => api.stop());

/** A browser: it keeps the cookie that it was given, and says what page it asks from. */
function openBrowser(headers: Record<string, string> = { "x-purser-desk": "person" }) {
  let cookie = "";
  const ask = async (method: "GET" | "POST", path: string, body?: unknown, more: Record<string, string> = {}) => {
    const response = await fetch(new URL(path, api.url), {
      method,
      headers: { ...headers, ...(cookie === "" ? {} : { cookie }), ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const given = response.headers.get("set-cookie");
    if (given !== null) cookie = given.split(";")[0] ?? "";
    return response;
  };
  return {
    ask,
    cookie: () => cookie,
    code: async (...request: Parameters<typeof ask>) => {
      const body: unknown = await (await ask(...request)).json();
      return typeof body === "object" && body !== null && "code" in body ? body.code : null;
    },
    json: async <Value>(schema: z.ZodType<Value>, ...request: Parameters<typeof ask>) =>
      schema.parse(await (await ask(...request)).json()),
  };
}
type Browser = ReturnType<typeof openBrowser>;

const passing = (minutes: number): void => api.clock.set(instantOf(Date.parse(api.clock.now()) + minutes * 60_000));
const codeOf = (secret: string): string =>
  new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: Date.parse(api.clock.now()) });

async function setUp(): Promise<void> {
  expect((await api.ask("POST", "/v1/set-up", admin)).status).toBe(200);
}

/** Signs in and sets up the second factor; its secret. */
async function withSecondFactor(browser: Browser): Promise<string> {
  const view = await browser.json(sessionViewSchema, "POST", "/v1/session", { email, password });
  expect(view).toMatchObject({ kind: "second-factor-due", person: { role: "admin", email } });
  expect(await browser.code("GET", "/v1/cases")).toBe("PUR-2044");
  const { secret, uri } = await browser.json(secondFactorSchema, "POST", "/v1/session/second-factor");
  expect(uri).toContain(secret);
  const confirmed = await browser.json(sessionViewSchema, "POST", "/v1/session/second-factor/confirm", {
    code: codeOf(secret),
  });
  expect(confirmed).toMatchObject({ kind: "signed-in", hasSecondFactor: true });
  return secret;
}

test("the first account is made once, by who has the deployment's key, and is an admin's", async () => {
  const browser = openBrowser();
  expect(await browser.json(sessionViewSchema, "GET", "/v1/session")).toMatchObject({ isSetUp: false });
  expect(await browser.code("POST", "/v1/set-up", admin)).toBe("PUR-2005");
  await setUp();
  expect((await api.ask("POST", "/v1/set-up", { ...admin, id: "eve", email: "eve@example.com" })).status).toBe(409);
  expect(await browser.json(sessionViewSchema, "GET", "/v1/session")).toMatchObject({ isSetUp: true });
});

test("a role that decides signs in with a second factor, whose codes are good once each", async () => {
  await setUp();
  const secret = await withSecondFactor(openBrowser());
  const other = openBrowser();
  expect(await other.code("POST", "/v1/session", { email, password })).toBe("PUR-2042");
  const used = { email, password, code: codeOf(secret) };
  expect(await other.code("POST", "/v1/session", used)).toBe("PUR-2043");
  passing(1);
  expect(await other.code("POST", "/v1/session", { email, password, code: codeOf(secret) })).toBeNull();
  expect((await other.ask("GET", "/v1/cases")).status).toBe(200);
  await other.ask("POST", "/v1/session/end");
  expect(await other.code("GET", "/v1/cases")).toBe("PUR-2005");
});

test("after five wrong tries each further one waits, also the right one, and other accounts do not", async () => {
  await setUp();
  const browser = openBrowser();
  for (let count = 1; count <= 5; count += 1)
    expect(await browser.code("POST", "/v1/session", { email, password: "wrong" })).toBe("PUR-2040");
  expect(await browser.code("POST", "/v1/session", { email, password })).toBe("PUR-2041");
  expect(await browser.code("POST", "/v1/session", { email: "eve@example.com", password })).toBe("PUR-2040");
  passing(1);
  expect(await browser.code("POST", "/v1/session", { email, password: "wrong" })).toBe("PUR-2040");
  passing(1);
  expect(await browser.code("POST", "/v1/session", { email, password })).toBe("PUR-2041");
  passing(1);
  expect(await browser.code("POST", "/v1/session", { email, password })).toBeNull();
});

test("who knows the password has no more tries at the code for asking without one in between", async () => {
  await setUp();
  await withSecondFactor(openBrowser());
  passing(1);
  const browser = openBrowser();
  const answers: unknown[] = [];
  for (let count = 1; count <= 6; count += 1) {
    answers.push(await browser.code("POST", "/v1/session", { email, password, code: "000000" }));
    answers.push(await browser.code("POST", "/v1/session", { email, password }));
  }
  expect(answers.filter((answer) => answer === "PUR-2043").length).toBeLessThan(5);
  expect(answers.at(-1)).toBe("PUR-2041");
});

test("tries side by side are all counted", async () => {
  await setUp();
  const browser = openBrowser();
  const codes = await Promise.all(
    Array.from({ length: 12 }, () => browser.code("POST", "/v1/session", { email, password: "wrong" })),
  );
  expect(codes.filter((code) => code === "PUR-2040")).toHaveLength(5);
});

test("a session ends when nothing is done for half an hour, and after twelve hours whatever is done", async () => {
  await setUp();
  const browser = openBrowser();
  await withSecondFactor(browser);
  for (let count = 0; count < 30; count += 1) {
    passing(20);
    expect((await browser.ask("GET", "/v1/cases")).status).toBe(200);
  }
  for (let count = 0; count < 5; count += 1) {
    passing(20);
    await browser.ask("GET", "/v1/cases");
  }
  passing(20);
  expect(await browser.code("GET", "/v1/cases")).toBe("PUR-2046");
});

test("what the page asks by itself keeps no session alive", async () => {
  await setUp();
  const browser = openBrowser();
  await withSecondFactor(browser);
  for (const minutes of [20, 9]) {
    passing(minutes);
    expect((await browser.ask("GET", "/v1/cases", undefined, { "x-purser-desk": "page" })).status).toBe(200);
  }
  passing(2);
  expect(await browser.code("GET", "/v1/cases")).toBe("PUR-2046");
});

test("with a session nothing is changed by another site's page, nor by who does not say that they are ours", async () => {
  await setUp();
  const browser = openBrowser();
  await withSecondFactor(browser);
  const caseId = await api.opened({ text: "hello" });
  const note = ["POST", `/v1/cases/${caseId}/notes`, { text: "Seen." }] as const;
  const foreign: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
  ];
  for (const headers of foreign) expect(await browser.code(...note, headers)).toBe("PUR-2045");
  const bare = await fetch(new URL(note[1], api.url), {
    method: "POST",
    headers: { cookie: browser.cookie() },
    body: JSON.stringify(note[2]),
  });
  expect(bare.status).toBe(403);
  expect(await browser.code(...note, { origin: api.url, "sec-fetch-site": "same-origin" })).toBeNull();
});

test("the cookie is for this server's requests alone, and no script reads it", async () => {
  await setUp();
  const response = await openBrowser().ask("POST", "/v1/session", { email, password });
  expect(response.headers.get("set-cookie")).toMatch(
    /^purser_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
  );
});

test("who is invited takes it up once, with a password of their own; a change of role ends their sessions", async () => {
  await setUp();
  const browser = openBrowser();
  await withSecondFactor(browser);
  const mia = { id: "mia", name: "Mia", email: "mia@example.com", role: "teammate" };
  const { token } = await browser.json(invitationSchema, "POST", "/v1/accounts", mia);
  expect(await browser.code("POST", "/v1/accounts", mia)).toBe("PUR-2049");
  const hers = openBrowser();
  expect(await hers.code("POST", "/v1/invitations", { token: "mia:guess", password })).toBe("PUR-2048");
  const view = await hers.json(sessionViewSchema, "POST", "/v1/invitations", { token, password });
  expect(view).toMatchObject({ kind: "signed-in", hasSecondFactor: false, person: { id: "mia", role: "teammate" } });
  expect(await openBrowser().code("POST", "/v1/invitations", { token, password })).toBe("PUR-2048");
  expect(await hers.code("POST", "/v1/accounts/mia/role", { role: "lead" })).toBe("PUR-2051");
  expect(await hers.code("GET", "/v1/accounts")).toBe("PUR-2051");
  expect(await browser.code("POST", "/v1/accounts/admin/role", { role: "lead" })).toBe("PUR-2051");
  expect(await browser.code("POST", "/v1/accounts/mia/role", { role: "auditor" })).toBeNull();
  expect(await hers.code("GET", "/v1/cases")).toBe("PUR-2046");
});

test("who forgot the password gets a link to a new one, good once; the old one and all sessions end with it, and not before", async () => {
  await setUp();
  const browser = openBrowser();
  await withSecondFactor(browser);
  const mia = { id: "mia", name: "Mia", email: "mia@example.com", role: "teammate" };
  const first = await browser.json(invitationSchema, "POST", "/v1/accounts", mia);
  const hers = openBrowser();
  await hers.ask("POST", "/v1/invitations", { token: first.token, password });
  const reset = ["POST", "/v1/accounts/mia/reset", { secondFactor: "kept" }] as const;
  expect(await hers.code(...reset)).toBe("PUR-2051");
  expect(await browser.code("POST", "/v1/accounts/nobody/reset", { secondFactor: "kept" })).toBe("PUR-2002");
  const { token: older } = await browser.json(invitationSchema, ...reset);
  const { token } = await browser.json(invitationSchema, ...reset);
  expect(await openBrowser().code("POST", "/v1/session", { email: mia.email, password })).toBeNull();
  const fresh = "an entirely new password";
  expect(await openBrowser().code("POST", "/v1/invitations", { token: older, password: fresh })).toBe("PUR-2048");
  expect(await openBrowser().code("POST", "/v1/invitations", { token, password: fresh })).toBeNull();
  expect(await openBrowser().code("POST", "/v1/invitations", { token, password: fresh })).toBe("PUR-2048");
  expect(await hers.code("GET", "/v1/cases")).toBe("PUR-2046");
  expect(await openBrowser().code("POST", "/v1/session", { email: mia.email, password })).toBe("PUR-2040");
  expect(await openBrowser().code("POST", "/v1/session", { email: mia.email, password: fresh })).toBeNull();
  const late = await browser.json(invitationSchema, ...reset);
  api.clock.advance(86_400_000);
  expect(await openBrowser().code("POST", "/v1/invitations", { token: late.token, password })).toBe("PUR-2048");
});

test("a new password is no way round the second factor, unless the link was made to set that up again too", async () => {
  await setUp();
  const browser = openBrowser();
  const secret = await withSecondFactor(browser);
  expect(await browser.code("POST", "/v1/accounts/admin/reset", { secondFactor: "set-up-again" })).toBe("PUR-2051");
  const byOperator = async (secondFactor: string): Promise<string> => {
    const about = ["POST", "/v1/accounts/admin/reset", { secondFactor }] as const;
    return (await api.json(invitationSchema, 201, ...about)).token;
  };
  const token = await byOperator("kept");
  const fresh = "an entirely new password";
  expect(await openBrowser().code("POST", "/v1/invitations", { token, password: fresh })).toBe("PUR-2042");
  expect(await openBrowser().code("POST", "/v1/invitations", { token, password: fresh, code: "000000" })).toBe(
    "PUR-2043",
  );
  expect(await openBrowser().code("POST", "/v1/session", { email, password: fresh })).toBe("PUR-2040");
  api.clock.advance(30_000);
  const code = codeOf(secret);
  expect(await openBrowser().code("POST", "/v1/invitations", { token, password: fresh, code })).toBeNull();
  const lost = await byOperator("set-up-again");
  const again = openBrowser();
  const view = await again.json(sessionViewSchema, "POST", "/v1/invitations", { token: lost, password });
  expect(view).toMatchObject({ kind: "second-factor-due" });
});

test("without a second factor a teammate works and answers nothing that waits for approval", async () => {
  await setUp();
  const browser = openBrowser();
  await withSecondFactor(browser);
  const { token } = await browser.json(invitationSchema, "POST", "/v1/accounts", {
    id: "mia",
    name: "Mia",
    email: "mia@example.com",
    role: "teammate",
  });
  const hers = openBrowser();
  await hers.ask("POST", "/v1/invitations", { token, password });
  const caseId = await api.opened({ customer: "LC-1", level: 2, text: "refund 4700" });
  const { pauses } = await api.until(caseId, "waiting");
  const { pauseId = "", digest = "" } = pauses[0] ?? {};
  const answer = { digest, decision: "yes" };
  expect(await hers.code("POST", `/v1/pauses/${pauseId}/answer`, answer)).toBe("PUR-2044");
  expect(await hers.code("POST", `/v1/cases/${caseId}/takeover`)).toBeNull();
});

test("only a server for who sits at its machine signs in without a password, and only under its own name", async () => {
  expect(await openBrowser().code("POST", "/v1/session/here")).toBe("PUR-2050");
  await api.stop();
  const people = [
    { id: "tm-local", name: "You", email: null, role: "lead" },
    { id: "tm-second", name: "Second lead", email: null, role: "lead" },
  ] as const;
  api = await openTestApi({ localPeople: people });
  const browser = openBrowser();
  expect(await openBrowser({}).code("POST", "/v1/session/here")).toBe("PUR-2045");
  const renamed = new Request("http://rebound.example/v1/session/here", {
    method: "POST",
    headers: { "x-purser-desk": "person", host: "rebound.example" },
  });
  expect((await api.fetch(renamed)).status).toBe(403);
  const view = await browser.json(sessionViewSchema, "POST", "/v1/session/here");
  expect(view).toMatchObject({ kind: "signed-in", person: { id: "tm-local", role: "lead" } });
  expect(await browser.json(sessionViewSchema, "POST", "/v1/session/end")).toMatchObject({ here: people });
  const second = await browser.json(sessionViewSchema, "POST", "/v1/session/here?as=tm-second");
  expect(second).toMatchObject({ kind: "signed-in", person: { id: "tm-second", role: "lead" } });
  expect(await openBrowser().code("POST", "/v1/session/here?as=tm-else")).toBe("PUR-2050");
  expect((await browser.ask("GET", "/v1/cases")).status).toBe(200);
});
