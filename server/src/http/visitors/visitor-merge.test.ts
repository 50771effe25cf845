import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestApi, type TestApi } from "../testing/test-api.ts";
import { filesOf } from "../testing/test-files.ts";
import { newId, type Visitors, visitorsOf } from "../testing/test-visitor.ts";

let api: TestApi;
let visitors: Visitors;
beforeAll(async () => {
  api = await openTestApi();
  visitors = visitorsOf(api);
});
afterAll(() => api.stop());

describe("a conversation whose case was merged into another of hers", () => {
  const mergedInto = async (caseId: string | null, into: string) => {
    for (const id of [caseId, into]) await api.ask("POST", `/v1/cases/${id}/takeover`);
    api.clock.advance(60_000);
    const response = await api.ask("POST", `/v1/cases/${caseId}/merge`, { into, reason: "The same parcel." });
    expect(response.status).toBe(200);
  };
  const begun = async () => {
    const { session, caseId } = await visitors.begin("hello", (await visitors.identify("LC-1")).session);
    await api.until(caseId ?? "", "waiting");
    const into = await api.opened({ text: "hello from elsewhere", customer: "LC-1", level: 2 });
    await api.until(into, "waiting");
    return { session, caseId, into };
  };
  const said = async (caseId: string, text: string) => {
    const response = await api.ask("POST", `/v1/cases/${caseId}/reply`, { text });
    expect(response.status).toBeLessThan(300);
  };

  test("goes on as one: what she writes is in the other case, what is said there she reads after what was said before", async () => {
    const { session, caseId, into } = await begun();
    await mergedInto(caseId, into);
    const message = { messageId: newId(), text: "hello, is anybody there?" };
    expect((await visitors.visit("POST", "messages", session, message)).status).toBe(202);
    await said(into, "I am.");
    expect(await visitors.kindsIn(into)).toContain("message.received");
    const entries = await visitors.entriesOf(session);
    expect(await visitors.textsOf(session)).toEqual([
      "hello",
      "Hello! How can I help?",
      "hello, is anybody there?",
      "I am.",
    ]);
    expect(entries.map(({ kind }) => kind)).not.toContain("closed");
    expect(entries.find((entry) => entry.kind === "message" && entry.text === message.text)).toMatchObject(message);
    const numbers = entries.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const after of [0, numbers[1] ?? 0, numbers[2] ?? 0])
      expect((await visitors.entriesOf(session, after)).map(({ seq }) => seq)).toEqual(
        numbers.filter((seq) => seq > after),
      );
  });

  test("keeps its files: what was sent before the merge opens in the case that goes on, and a new one is sent to it", async () => {
    const { session, caseId, into } = await begun();
    const files = filesOf(api);
    const before = await files.sent("before", { session, name: "before.txt" });
    expect((await files.say(session, [before.fileId])).status).toBe(202);
    await mergedInto(caseId, into);
    const after = await files.sent("after", { session, name: "after.txt" });
    expect((await files.say(session, [after.fileId])).status).toBe(202);
    for (const [text, { fileId }] of Object.entries({ before, after })) {
      expect(await (await visitors.visit("GET", `files/${fileId}`, session)).text()).toBe(text);
      expect(await (await api.ask("GET", `/v1/cases/${into}/files/${fileId}`)).text()).toBe(text);
    }
    expect((await api.ask("GET", `/v1/cases/${caseId}/files/${after.fileId}`)).status).toBe(404);
  });

  test("is followed: the stream ends with the merge, and whoever comes again reads on where she was", async () => {
    const { session, caseId, into } = await begun();
    const before = await visitors.entriesOf(session);
    const last = before.at(-1)?.seq ?? 0;
    const stream = visitors.streamOf(session, last);
    await mergedInto(caseId, into);
    expect((await stream.ended).map(({ kind }) => kind)).toEqual(["joined"]);
    await said(into, "It is on its way.");
    const again = visitors.streamOf(session, last);
    await expect
      .poll(() => again.heard.map((entry) => entry.kind === "message" && entry.text))
      .toContain("It is on its way.");
    again.stop();
  });

  test("shows what the case that goes on had asked her before, and it is answered there; nothing else of it", async () => {
    const { session, caseId, into } = await begun();
    await api.ask("POST", `/v1/cases/${into}/takeover`);
    const wish = { tool: "refund_order", args: { orderId: "L-1", amountMinor: 4700 } };
    expect((await api.ask("POST", `/v1/cases/${into}/proposals`, wish)).status).toBe(200);
    await expect.poll(() => visitors.kindsIn(into)).toContain("pause.opened");
    const last = (await visitors.entriesOf(session)).at(-1)?.seq ?? 0;
    await mergedInto(caseId, into);
    const { pauseId, digest, seq } = await visitors.entryOf(session, "asked");
    expect(await visitors.textsOf(session)).not.toContain("hello from elsewhere");
    const all = (await visitors.entriesOf(session)).map((entry) => entry.seq);
    expect(all).toEqual(all.toSorted((one, other) => one - other));
    for (const after of [last, seq])
      expect((await visitors.entriesOf(session, after)).map((entry) => entry.seq)).toEqual(
        all.filter((each) => each > after),
      );
    const stream = visitors.streamOf(session, last);
    await expect.poll(() => stream.heard.map(({ kind }) => kind)).toContain("asked");
    const answer = await visitors.visit("POST", "answers", session, { pauseId, digest, decision: "yes" });
    expect(answer.status).toBe(200);
    await expect.poll(() => stream.heard.map(({ kind }) => kind)).toContain("settled");
    stream.stop();
    expect(await visitors.entryOf(session, "settled")).toMatchObject({ pauseId, how: "yes" });
  });

  test("is rated where it goes on, and a person is asked for there", async () => {
    const { session, caseId, into } = await begun();
    await mergedInto(caseId, into);
    expect((await visitors.visit("POST", "rating", session, { rating: 5 })).status).toBe(200);
    expect((await visitors.visit("POST", "person", session)).status).toBe(200);
    expect(await visitors.kindsIn(into)).toContain("case.rated");
    expect(await visitors.kindsIn(caseId)).not.toContain("case.rated");
  });

  test("stays hers when she comes back and shows again who she is; a stranger's session opens nothing of it", async () => {
    const { session, caseId, into } = await begun();
    await mergedInto(caseId, into);
    await said(into, "Welcome back.");
    const known = await visitors.identify("LC-1", session);
    expect(known.caseId).toBe(caseId);
    expect(await visitors.textsOf(known.session)).toContain("Welcome back.");
    const other = await visitors.identify("LC-2", session);
    expect(other.caseId).toBeNull();
  });
});
