import { auditReportSchema, eventPageSchema, pauseViewSchema, problemSchema } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApi, openTestApi } from "./testing/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.stop());

async function problemOf(response: Promise<Response>) {
  const answer = await response;
  const problem = problemSchema.parse(await answer.json());
  expect(problem.status).toBe(answer.status);
  return problem;
}

async function textsIn(caseId: string) {
  const { events } = await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events?limit=200`);
  return events.flatMap(({ kind, body }) => (kind === "message.received" ? [body?.["text"]] : []));
}

/** A case that is wide awake after whatever it was sent: its log holds, and it answers the next message. */
async function expectAlive(caseId: string): Promise<void> {
  await api.until(caseId, "waiting");
  const report = await api.json(auditReportSchema, 200, "GET", `/v1/audit/verify?case=${caseId}`);
  expect(report).toMatchObject({ cases: 1 });
  expect((await api.ask("POST", `/v1/cases/${caseId}/messages`, { text: "hello again" })).status).toBe(202);
  await api.until(caseId, "waiting");
}

describe("a message", () => {
  test("of a megabyte is refused with the length that is allowed, and the longest allowed one is taken", async () => {
    const caseId = await api.opened({ text: "hello" });
    const path = `/v1/cases/${caseId}/messages`;
    const problem = await problemOf(api.ask("POST", path, { text: "x".repeat(1_000_000) }));
    expect(problem).toMatchObject({ code: "PUR-2001" });
    expect(problem.detail).toMatch(/text: .*20000/);
    const longest = `hello ${"x".repeat(19_994)}`;
    expect((await api.ask("POST", path, { text: longest })).status).toBe(202);
    expect(await textsIn(caseId)).toEqual(["hello", longest]);
    await expectAlive(caseId);
  });

  test("with NUL, half a character or broken UTF-8 is kept, with a mark in the place of what is no character", async () => {
    const caseId = await api.opened({ text: "hello \u0000 there" });
    const path = `/v1/cases/${caseId}/messages`;
    expect((await api.ask("POST", path, '{"text":"hello \\ud83d, \\udc5f \\ud83d\\udc5f"}')).status).toBe(202);
    const broken = Buffer.concat([Buffer.from('{"text":"hello '), Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from('"}')]);
    const sent = await fetch(new URL(path, api.url), {
      method: "POST",
      headers: { authorization: "Bearer pur_lead_0123456789" },
      body: broken,
    });
    expect(sent.status).toBe(202);
    expect(await textsIn(caseId)).toEqual([
      "hello \ufffd there",
      "hello \ufffd, \ufffd \u{1f45f}",
      expect.stringMatching(/^hello \ufffd+$/),
    ]);
    await expectAlive(caseId);
  });

  test("that is binary junk altogether is no JSON", async () => {
    const caseId = await api.opened({ text: "hello" });
    const junk = Buffer.from("89504e470d0a1a0a0000000d49484452ff00fe", "hex");
    const response = fetch(new URL(`/v1/cases/${caseId}/messages`, api.url), {
      method: "POST",
      headers: { authorization: "Bearer pur_lead_0123456789", "content-type": "image/png" },
      body: junk,
    });
    expect(await problemOf(response)).toMatchObject({ code: "PUR-2001", detail: "The body is no JSON." });
    expect(await textsIn(caseId)).toEqual(["hello"]);
  });
});

describe("what is no message", () => {
  test("an id with a character that is none is refused: it would never be found again", async () => {
    for (const body of [
      { customer: "C\u00001" },
      { customer: "C-\ud800" },
      { channel: "ch\u0000at" },
      { customer: "  " },
    ])
      expect(await problemOf(api.ask("POST", "/v1/cases", { text: "hello", ...body }))).toMatchObject({
        code: "PUR-2001",
      });
    const caseId = await api.opened({ text: "hello" });
    const message = { text: "hello", messageId: "m\u0000" };
    expect(await problemOf(api.ask("POST", `/v1/cases/${caseId}/messages`, message))).toMatchObject({
      code: "PUR-2001",
    });
  });

  test("words that are blank are refused with where they stand", async () => {
    const problem = await problemOf(api.ask("POST", "/v1/cases", { text: " \n " }));
    expect(problem).toMatchObject({ code: "PUR-2001" });
    expect(JSON.stringify(problem)).toContain("it is blank");
    const caseId = await api.opened({ text: "hello" });
    expect(await problemOf(api.ask("POST", `/v1/cases/${caseId}/messages`, { text: "\t" }))).toMatchObject({
      code: "PUR-2001",
    });
  });

  test("an edit with arguments that the action does not take is refused, and the question stays open", async () => {
    const caseId = await api.opened({ text: "refund 4700", customer: "C-1", level: 2 });
    const { pauses } = await api.until(caseId, "waiting");
    const path = `/v1/pauses/${pauses[0]?.pauseId ?? ""}`;
    const { digest } = await api.json(pauseViewSchema, 200, "GET", path);
    for (const args of [{ amountMinor: "five" }, { more: true }]) {
      const answer = { digest, decision: "edit", args };
      expect(await problemOf(api.ask("POST", `${path}/answer`, answer))).toMatchObject({ code: "PUR-2164" });
    }
    expect((await api.json(pauseViewSchema, 200, "GET", path)).state).toBe("open");
  });

  test("JSON that is nested without end, or with keys that objects have of their own, is refused or harmless", async () => {
    const caseId = await api.opened({ text: "refund 4700", customer: "C-1", level: 2 });
    const { pauses } = await api.until(caseId, "waiting");
    const pauseId = pauses[0]?.pauseId ?? "";
    const { digest } = await api.json(pauseViewSchema, 200, "GET", `/v1/pauses/${pauseId}`);
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const path = `/v1/pauses/${pauseId}/answer`;
    for (const args of [`{"a":${deep}}`, '{"__proto__":{"amountMinor":1}}', '{"amountMinor":"\\ud800"}']) {
      const body = `{"digest":"${digest}","decision":"edit","args":${args}}`;
      const problem = await problemOf(api.ask("POST", path, body));
      expect(problem.status).toBeLessThan(500);
    }
    expect(await problemOf(api.ask("POST", "/v1/cases", deep))).toMatchObject({ code: "PUR-2001" });
    expect((await api.json(pauseViewSchema, 200, "GET", `/v1/pauses/${pauseId}`)).state).toBe("open");
    expect([...api.shop.refunds]).toEqual([]);
  });
});
