import { plusMs } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerLink } from "../../conversations/pauses/answer-link.ts";
import { readCaseNow } from "../../conversations/read-case-now.ts";
import { signLoginToken } from "./login-token.ts";
import { leadKey, openApi, openTestApi, type TestApi, testSiteKey } from "../testing/test-api.ts";
import { newId, newKey, type Visitors, visitorsOf } from "../testing/test-visitor.ts";

const hourMs = 3_600_000;

let api: TestApi;
let visitors: Visitors;
beforeAll(async () => {
  api = await openTestApi();
  visitors = visitorsOf(api);
});
afterAll(() => api.stop());

describe("a session", () => {
  test("opens its own conversation and nothing else of the API, and no key of the API is one", async () => {
    const { session, caseId } = await visitors.begin("hello");
    for (const path of ["/v1/cases", `/v1/cases/${caseId}`, `/v1/cases/${caseId}/events`, "/v1/pauses", "/metrics"])
      expect((await api.ask("GET", path, undefined, { authorization: `Bearer ${session}` })).status).toBe(401);
    expect(await visitors.refusalOf("GET", "entries", leadKey)).toBe("PUR-3360");
    expect(await visitors.refusalOf("GET", "entries", null)).toBe("PUR-3360");
  });

  test("that was changed, or signed for something else, is none", async () => {
    const { session } = await visitors.begin("hello");
    const [claim = "", seal = ""] = session.split(".");
    const other = Buffer.from(claim, "base64url").toString("utf8").replace('"level":0', '"level":3');
    expect(await visitors.refusalOf("GET", "entries", `${Buffer.from(other).toString("base64url")}.${seal}`)).toBe(
      "PUR-3360",
    );
    expect(
      await visitors.refusalOf(
        "GET",
        "entries",
        `${claim}.${seal.replace(/^./, (first) => (first === "0" ? "1" : "0"))}`,
      ),
    ).toBe("PUR-3360");
    const refund = await visitors.begin("refund 4700", (await visitors.identify("C-70")).session);
    await visitors.entryOf(refund.session, "asked");
    const { state } = await readCaseNow(refund.caseId ?? expect.fail(), { store: api.world.store, tenant: "main" });
    const [pause = expect.fail()] = state.pauses;
    const link = answerLink(
      { tenant: "main", pause, personId: "ada" },
      api.world.deploymentSecret,
      "https://x.example",
    );
    expect(await visitors.refusalOf("GET", "entries", link.split("/answer/")[1] ?? "")).toBe("PUR-3360");
  });
});

describe("a stranger who signs in", () => {
  test("keeps her conversation, which is hers alone from then on", async () => {
    const stranger = await visitors.begin("hello");
    const known = await visitors.identify("C-80", stranger.session);
    expect(known).toMatchObject({ caseId: stranger.caseId, isKnown: true });
    const { state } = await readCaseNow(known.caseId ?? expect.fail(), { store: api.world.store, tenant: "main" });
    expect(state).toMatchObject({ customerRef: "C-80", identity: { level: 2, method: "site-token" } });
    expect((await visitors.textsOf(known.session))[0]).toBe("hello");
    expect(await visitors.refusalOf("GET", "entries", stranger.session)).toBe("PUR-3360");
    expect(await visitors.refusalOf("POST", "messages", stranger.session, { messageId: newId(), text: "hello" })).toBe(
      "PUR-3360",
    );
  });

  test("by a page that is loaded again changes nothing in the log", async () => {
    const known = await visitors.identify("C-81", (await visitors.begin("hello")).session);
    // This reasoner has nothing to say to somebody who has signed in, and people get the case.
    await api.until(known.caseId ?? "", "handed-off");
    const before = (await visitors.kindsIn(known.caseId)).length;
    const again = await visitors.identify("C-81", known.session);
    expect(again.caseId).toBe(known.caseId);
    expect((await visitors.identify("C-81")).caseId).toBe(known.caseId);
    expect(await visitors.kindsIn(known.caseId)).toHaveLength(before);
  });

  test("by a visit hours later is asked nothing again: what waits for an answer goes on waiting for it", async () => {
    const at = await openApi();
    const visits = visitorsOf(at);
    const { caseId, session } = await visits.begin("refund 4700", (await visits.identify("C-87")).session);
    const asked = await visits.entryOf(session, "asked");
    at.clock.set(plusMs(at.clock.now(), 5 * hourMs));
    const again = await visits.identify("C-87");
    expect(again.caseId).toBe(caseId);
    const log = await visits.kindsIn(caseId);
    expect(log.filter((kind) => kind === "identity.changed")).toHaveLength(2);
    const isRunnable = async () => (await at.until(caseId ?? "", "waiting")).isRunnable;
    await expect.poll(isRunnable).toBe(false);
    const [pause, ...more] = (await readCaseNow(caseId ?? expect.fail(), { store: at.world.store, tenant: "main" }))
      .state.pauses;
    expect([pause?.pauseId, more]).toEqual([asked.pauseId, []]);
    expect(await visits.kindsIn(caseId)).not.toContain("pause.superseded");
  });

  test("by a visit hours later gives nobody anything to think of", async () => {
    const at = await openApi();
    const visits = visitorsOf(at);
    const { caseId } = await visits.begin("hello", (await visits.identify("C-88")).session);
    await at.until(caseId ?? "", "waiting");
    at.clock.set(plusMs(at.clock.now(), 5 * hourMs));
    await visits.identify("C-88");
    const { state } = await readCaseNow(caseId ?? expect.fail(), { store: at.world.store, tenant: "main" });
    expect(state.needsThought).toBe(false);
    expect((await visits.kindsIn(caseId)).at(-1)).toBe("identity.changed");
  });

  test("never gets another customer's conversation, neither with its session nor with its key", async () => {
    const key = newKey();
    const body = { key, messageId: newId(), text: "hello" };
    const stranger = await visitors.sessionOf("POST", "conversations", null, body);
    const hers = await visitors.identify("C-82", stranger.session);
    const other = await visitors.identify("C-83", hers.session);
    expect(other).toMatchObject({ caseId: null, isKnown: true });
    expect((await visitors.identify("C-83", stranger.session)).caseId).toBeNull();
    expect(await visitors.refusalOf("GET", "entries", other.session)).toBe("PUR-3361");
    for (const session of [null, other.session])
      expect(await visitors.refusalOf("POST", "conversations", session, { ...body, messageId: newId() })).toBe(
        "PUR-3360",
      );
    expect((await visitors.visit("GET", "entries", hers.session)).status).toBe(200);
    const { state } = await readCaseNow(hers.caseId ?? expect.fail(), { store: api.world.store, tenant: "main" });
    expect(state.customerRef).toBe("C-82");
  });

  test("on another machine goes on with the conversation that she has open", async () => {
    const first = await visitors.begin("hello", (await visitors.identify("C-84")).session);
    expect((await visitors.identify("C-84")).caseId).toBe(first.caseId);
    await api.ask("POST", `/v1/cases/${first.caseId}/close`, { reason: "done" });
    expect((await visitors.identify("C-84")).caseId).toBeNull();
  });

  test("is known as long as a login lasts, and a conversation that she begins makes it no longer", async () => {
    const at = await openApi();
    const known = await visitorsOf(at).identify("C-85");
    expect(Date.parse(known.expiresAt) - Date.parse(at.clock.now())).toBe(4 * hourMs);
    at.clock.set(plusMs(at.clock.now(), hourMs));
    const body = { key: newKey(), messageId: newId(), text: "hello" };
    const begun = await visitorsOf(at).sessionOf("POST", "conversations", known.session, body);
    expect(begun.expiresAt).toBe(known.expiresAt);
    at.clock.set(known.expiresAt);
    expect(await visitorsOf(at).refusalOf("GET", "entries", begun.session)).toBe("PUR-3360");
  });

  test("with a token that the site has not signed, or that is old, changes nothing", async () => {
    const stranger = await visitors.begin("hello");
    const forged = signLoginToken(
      { customer: "C-86", isFreshLogin: true, nowMs: Date.parse(api.clock.now()) },
      new Uint8Array(32),
    );
    const old = signLoginToken(
      { customer: "C-86", isFreshLogin: true, nowMs: Date.parse(api.clock.now()) - hourMs },
      testSiteKey,
    );
    for (const token of [forged, old, "x"])
      expect(await visitors.refusalOf("POST", "identity", stranger.session, { token })).toBe("PUR-2034");
    expect((await visitors.visit("GET", "entries", stranger.session)).status).toBe(200);
  });
});
