import { eventPageSchema, plusMs, visitorWelcomeSchema } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { limitsSchema, noLimits } from "../../blueprint/settings/limits.ts";
import { settingsSchema } from "../../blueprint/settings/settings.ts";
import { openApi, openTestApi, type TestApi } from "../testing/test-api.ts";
import { newId, newKey, type Visitors, visitorsOf } from "../testing/test-visitor.ts";

const monthMs = 30 * 86_400_000;

let api: TestApi;
let visitors: Visitors;
beforeAll(async () => {
  api = await openTestApi();
  visitors = visitorsOf(api);
});
afterAll(() => api.stop());

describe("a stranger", () => {
  test("begins a conversation by her first message and reads the reply in it", async () => {
    const { session, caseId, isKnown } = await visitors.begin("hello");
    expect(isKnown).toBe(false);
    await api.until(caseId ?? "", "waiting");
    expect(await visitors.textsOf(session)).toEqual(["hello", "Hello! How can I help?"]);
  });

  test("begins one conversation however often and from however many tabs it is sent, and each message is in it once", async () => {
    const key = newKey();
    const [first, second] = ["hello", "hello from the other tab"].map((text) => ({ key, messageId: newId(), text }));
    const sessions = await Promise.all(
      [first, second, first, second, first].map((body) => visitors.sessionOf("POST", "conversations", null, body)),
    );
    expect(new Set(sessions.map(({ caseId }) => caseId)).size).toBe(1);
    const { session = "" } = sessions[0] ?? {};
    const hers = (await visitors.entriesOf(session)).filter(
      (entry) => entry.kind === "message" && entry.from === "customer",
    );
    expect(hers).toHaveLength(2);
    expect(new Set(hers.map((entry) => entry.kind === "message" && entry.messageId))).toEqual(
      new Set([first?.messageId, second?.messageId]),
    );
  });

  test("writes each message once, and another visitor's message of the same name is another message", async () => {
    const [one, other] = await Promise.all([visitors.begin("hello"), visitors.begin("hello")]);
    const message = { messageId: newId(), text: "hello again" };
    for (const { session } of [one, one, other])
      expect((await visitors.visit("POST", "messages", session, message)).status).toBe(202);
    for (const { session } of [one, other])
      expect((await visitors.textsOf(session)).filter((text) => text === "hello again")).toHaveLength(1);
  });

  test("stores the message that began the conversation once, though another tab sends it as a later one too", async () => {
    const body = { key: newKey(), messageId: newId(), text: "hello from a tab" };
    const { session } = await visitors.sessionOf("POST", "conversations", null, body);
    const { messageId, text } = body;
    expect((await visitors.visit("POST", "messages", session, { messageId, text })).status).toBe(202);
    expect((await visitors.textsOf(session)).filter((each) => each === text)).toHaveLength(1);
  });

  test("refuses other words under the id of a message that is stored, the first one too", async () => {
    const body = { key: newKey(), messageId: newId(), text: "hello from a tab" };
    const { session } = await visitors.sessionOf("POST", "conversations", null, body);
    const { messageId } = body;
    const later = { messageId: newId(), text: "and a later word" };
    expect((await visitors.visit("POST", "messages", session, later)).status).toBe(202);
    const other = { text: "other words" };
    expect(await visitors.refusalOf("POST", "messages", session, { messageId, ...other })).toBe("PUR-2037");
    expect(await visitors.refusalOf("POST", "messages", session, { ...later, ...other })).toBe("PUR-2037");
    expect(await visitors.refusalOf("POST", "conversations", null, { ...body, ...other })).toBe("PUR-2037");
  });

  test("goes on with her conversation for thirty days", async () => {
    const at = await openApi();
    const body = { key: newKey(), messageId: newId(), text: "hello" };
    const { session, expiresAt } = await visitorsOf(at).sessionOf("POST", "conversations", null, body);
    expect(Date.parse(expiresAt) - Date.parse(at.clock.now())).toBe(monthMs);
    at.clock.set(plusMs(expiresAt, -1000));
    expect((await visitorsOf(at).visit("GET", "entries", session)).status).toBe(200);
    at.clock.set(expiresAt);
    expect(await visitorsOf(at).refusalOf("GET", "entries", session)).toBe("PUR-3360");
  });

  test("opens no more conversations from one network than may be, a repeat counts once, and no header changes the network", async () => {
    const limits = limitsSchema.parse({ visitors: "2 per hour" });
    const at = await openApi({ settings: { limits } });
    const repeated = { key: newKey(), messageId: newId(), text: "hello" };
    const from = async (address: string, body: object) =>
      (
        await fetch(new URL("/v1/visitor/conversations", at.url), {
          method: "POST",
          headers: { "x-forwarded-for": address },
          body: JSON.stringify(body),
        })
      ).status;
    const anew = (): object => ({ key: newKey(), messageId: newId(), text: "hello" });
    expect(await from("192.0.2.1", repeated)).toBe(201);
    expect(await from("192.0.2.2", repeated)).toBe(201);
    expect(await from("192.0.2.3", anew())).toBe(201);
    expect(await from("192.0.2.4", anew())).toBe(429);
    expect(await visitorsOf(at).refusalOf("POST", "conversations", null, anew())).toBe("PUR-3362");
    const { widget } = settingsSchema.parse({
      name: "x",
      currency: "EUR",
      widget: { addressHeader: "x-forwarded-for" },
    });
    const behind = await openApi({ settings: { limits, widget } });
    const through = async (address: string) =>
      (
        await fetch(new URL("/v1/visitor/conversations", behind.url), {
          method: "POST",
          headers: { "x-forwarded-for": address },
          body: JSON.stringify(anew()),
        })
      ).status;
    const fromEach = [
      "1.1.1.1",
      "6.6.6.6, 1.1.1.1",
      "7.7.7.7, 1.1.1.1",
      "2.2.2.2",
      "2001:db8:1:2::1",
      "2001:db8:1:2:3::4",
    ];
    expect(
      await fromEach.reduce<Promise<number[]>>(
        async (all, address) => [...(await all), await through(address)],
        Promise.resolve([]),
      ),
    ).toEqual([201, 201, 429, 201, 201, 201]);
    expect(await through("2001:db8:1:2:9:9:9:9")).toBe(429);
    const oneNetwork = ["2001:db8::a:0:0:1", "2001:db8::b:0:0:1", "2001:DB8:0:0:c::1", "2001:db8::1"];
    expect(
      await oneNetwork.reduce<Promise<number[]>>(
        async (all, address) => [...(await all), await through(address)],
        Promise.resolve([]),
      ),
    ).toEqual([201, 201, 429, 429]);
    expect([await through("::ffff:1.1.1.1"), await through("::ffff:3.3.3.3")]).toEqual([429, 201]);
  });
});

describe("what a visitor sees", () => {
  test("is what was said, asked and settled, and nothing of trace, notes, policies and what teammates are asked", async () => {
    const { session, caseId } = await visitors.begin("refund 19000", (await visitors.identify("C-71")).session);
    await api.until(caseId ?? "", "waiting");
    await api.ask("POST", `/v1/cases/${caseId}/notes`, { text: "she-seems-angry" });
    const seen = await visitors.entriesOf(session);
    const kinds = await visitors.kindsIn(caseId);
    expect(kinds).toContain("pause.opened");
    expect(kinds).toContain("note.added");
    expect(new Set(seen.map(({ kind }) => kind))).toEqual(new Set(["message"]));
    for (const hidden of ["she-seems-angry", "policy", "digest", "tm-local", "C-71"])
      expect(JSON.stringify(seen)).not.toContain(hidden);
  });

  test("comes as a stream that goes on after the entry that was seen last", async () => {
    const { session, caseId } = await visitors.begin("hello");
    await api.until(caseId ?? "", "waiting");
    const [first] = await visitors.entriesOf(session);
    const response = await fetch(new URL("/v1/visitor/entries", api.url), {
      headers: { authorization: `Bearer ${session}`, accept: "text/event-stream", "last-event-id": String(first?.seq) },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = "";
    while (!heard.includes("bye now")) {
      heard += (await reader?.read())?.value ?? "";
      if (heard.includes("How can I help") && !heard.includes("bye now"))
        await visitors.visit("POST", "messages", session, { messageId: "bye-0123456789abcdef", text: "bye now" });
    }
    await reader?.cancel();
    const entries = [...heard.matchAll(/^data: (\{"kind".*)$/gm)].map(([, data = ""]) =>
      z.json().parse(JSON.parse(data)),
    );
    expect(entries.slice(0, 2)).toMatchObject([
      { text: "Hello! How can I help?" },
      { text: "bye now", from: "customer" },
    ]);
    expect(heard).toMatch(/^id: \d+\nevent: entry\n/m);
  });

  test("says before she writes whom she writes to, and when people are there again", async () => {
    const welcome = async (at: TestApi) =>
      visitorWelcomeSchema.parse(await (await visitorsOf(at).visit("GET", "welcome", null)).json());
    expect((await welcome(api)).opensAt).toBeNull();
    const { businessHours = expect.fail() } = settingsSchema.parse({
      name: "x",
      currency: "EUR",
      businessHours: { week: { tuesday: ["09:00-17:00"] } },
    });
    const closed = await openApi({ settings: { businessHours, timeZone: "UTC" } });
    expect((await welcome(closed)).opensAt).toBe("2026-02-10T09:00:00.000Z");
    closed.clock.set("2026-02-10T09:00:00.000Z");
    expect((await welcome(closed)).opensAt).toBeNull();
  });
});

describe("a question", () => {
  test("is answered by its digest, once; a late or repeated click says what is", async () => {
    const { session, caseId } = await visitors.begin("refund 4700", (await visitors.identify("C-1")).session);
    const { pauseId, digest, title, text } = await visitors.entryOf(session, "asked");
    expect(`${title} ${text}`).toContain("47.00");
    const answer = (decision: string, by = session, of: string = digest) =>
      ["POST", "answers", by, { pauseId, digest: of, decision }] as const;
    expect(await visitors.refusalOf(...answer("yes", session, "0".repeat(64)))).toBe("PUR-4001");
    expect(await visitors.refusalOf(...answer("edit"))).toBe("PUR-2001");
    const stranger = await visitors.begin("hello");
    expect(await visitors.refusalOf(...answer("yes", stranger.session))).toBe("PUR-2002");
    expect((await visitors.visit(...answer("yes"))).status).toBe(200);
    expect(["PUR-4003", "PUR-4006"]).toContain(await visitors.refusalOf(...answer("no")));
    expect(await visitors.entryOf(session, "settled")).toMatchObject({ pauseId, how: "yes" });
    await expect.poll(() => visitors.kindsIn(caseId)).toContain("call.verified");
    expect([...api.shop.refunds.values()].filter(({ amountMinor }) => amountMinor === 4700)).toHaveLength(1);
  });
});

describe("a person", () => {
  test("is had by the very first request too: one case, handed over before the agent answers, also when it is sent again", async () => {
    const first = { key: newKey(), messageId: newId(), text: "I would like to talk to a person.", wantsPerson: true };
    const { session, caseId } = await visitors.sessionOf("POST", "conversations", null, first);
    expect((await visitors.sessionOf("POST", "conversations", null, first)).caseId).toBe(caseId);
    const { owner } = await api.until(caseId ?? "", "handed-off");
    expect(owner).toMatchObject({ kind: "queue", trigger: "person-asked" });
    expect((await visitors.kindsIn(caseId)).filter((kind) => kind === "handoff.asked")).toHaveLength(1);
    expect(await visitors.entryOf(session, "handed-over")).toBeDefined();
  });

  test("is had by one request, whatever the agent is at; a second one changes nothing", async () => {
    const { session, caseId } = await visitors.begin("hello");
    await api.until(caseId ?? "", "waiting");
    expect((await visitors.visit("POST", "person", session)).status).toBe(200);
    const { owner } = await api.until(caseId ?? "", "handed-off");
    expect(owner).toMatchObject({ kind: "queue", trigger: "person-asked" });
    await visitors.entryOf(session, "handed-over");
    expect((await visitors.visit("POST", "person", session)).status).toBe(200);
    expect((await visitors.kindsIn(caseId)).filter((kind) => kind === "handoff.asked")).toHaveLength(1);
    await api.ask("POST", `/v1/cases/${caseId}/takeover`);
    await api.ask("POST", `/v1/cases/${caseId}/reply`, { text: "Hello, this is Ada." });
    await visitors.entryOf(session, "joined");
    expect((await visitors.entriesOf(session)).at(-1)).toMatchObject({ from: "teammate", text: "Hello, this is Ada." });
  });
});

test("answers that count for nothing are on record, no more of them than she may write messages", async () => {
  const limits = { ...noLimits, messages: limitsSchema.parse({ messages: "5 per minute" }).messages };
  const at = await openApi({ settings: { limits } });
  const hers = visitorsOf(at);
  const { session, caseId } = await hers.begin("refund 4700", (await hers.identify("C-1")).session);
  const { pauseId, digest } = await hers.entryOf(session, "asked");
  expect((await hers.visit("POST", "answers", session, { pauseId, digest, decision: "no" })).status).toBe(200);
  const refusals: string[] = [];
  for (let count = 1; count <= 12; count += 1)
    refusals.push(await hers.refusalOf("POST", "answers", session, { pauseId, digest, decision: "yes" }));
  expect(refusals[0]).toBe("PUR-4003");
  expect(refusals.at(-1)).toBe("PUR-2167");
  const { events } = eventPageSchema.parse(await (await at.ask("GET", `/v1/cases/${caseId}/events?limit=200`)).json());
  expect(events.filter(({ kind }) => kind === "note.added").length).toBeLessThan(6);
});

describe("a rating", () => {
  test("stands in the log of its case, the last one counts, and none is out of bounds", async () => {
    const { session, caseId } = await visitors.begin("hello");
    for (const body of [{ rating: 0 }, { rating: 6 }, { rating: 4.5 }, { rating: 3, comment: "x".repeat(2001) }])
      expect(await visitors.refusalOf("POST", "rating", session, body)).toBe("PUR-2001");
    await visitors.visit("POST", "rating", session, { rating: 2 });
    await visitors.visit("POST", "rating", session, { rating: 5, comment: "Quick and kind." });
    const { events } = await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events`);
    expect(events.filter(({ kind }) => kind === "case.rated").map(({ body }) => body)).toEqual([
      { rating: 2, comment: null },
      { rating: 5, comment: "Quick and kind." },
    ]);
    expect((await visitors.entriesOf(session)).findLast(({ kind }) => kind === "rated")).toMatchObject({ rating: 5 });
    expect(JSON.stringify(await visitors.entriesOf(session))).not.toContain("Quick and kind.");
  });
});

describe("a page of another origin", () => {
  test("reads no answer, and is not allowed to send a session", async () => {
    const { session } = await visitors.begin("hello");
    const origin = "https://elsewhere.example";
    const read = await api.ask("GET", "/v1/visitor/entries", undefined, { authorization: `Bearer ${session}`, origin });
    expect(read.headers.get("access-control-allow-origin")).toBeNull();
    const asked = await fetch(new URL("/v1/visitor/messages", api.url), {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
    });
    expect(asked.ok).toBe(false);
    expect(asked.headers.get("access-control-allow-headers")).toBeNull();
  });
});
