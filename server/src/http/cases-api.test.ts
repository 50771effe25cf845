import {
  acceptedMessageSchema,
  caseIdSchema,
  casePageSchema,
  caseViewSchema,
  eventPageSchema,
  openedCaseSchema,
  problemSchema,
} from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApi, deskOnlyKey, openTestApi } from "./testing/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.stop());

const unknownCase = "case_00000000000000000000";

describe("the door", () => {
  test("a request without a key, or with a wrong one, is refused before anything is looked at", async () => {
    for (const authorization of ["", "Bearer", "Bearer pur_nobody_knows_this", "Basic dXNlcjpwYXNz"]) {
      const problem = await api.json(problemSchema, 401, "GET", `/v1/cases/${unknownCase}`, undefined, {
        authorization,
      });
      expect(problem.code).toBe("PUR-2005");
    }
  });

  test("errors are problem documents made from the error table", async () => {
    const response = await api.ask("GET", `/v1/cases/${unknownCase}`);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(problemSchema.parse(await response.json())).toEqual({
      type: "not-found",
      title: "There is no such record, or it is not yours to see.",
      status: 404,
      code: "PUR-2002",
      detail: unknownCase,
      kept: "Nothing was changed.",
      todo: "Check the id.",
    });
  });

  test("an unknown id, an id that cannot be one and an unknown path are told alike", async () => {
    for (const path of [
      `/v1/cases/${unknownCase}`,
      "/v1/cases/42",
      "/v1/pauses/pause_00000000000000000000",
      `/v1/calls/${"0".repeat(52)}`,
      "/v1/nothing",
      `/v1/cases/${unknownCase}/events`,
      `/v1/cases/${unknownCase}/why`,
    ]) {
      expect((await api.json(problemSchema, 404, "GET", path)).code).toBe("PUR-2002");
    }
    expect(
      (await api.json(problemSchema, 404, "POST", `/v1/cases/${unknownCase}/messages`, { text: "hello" })).code,
    ).toBe("PUR-2002");
  });

  test("a body that does not fit is refused with the field's name, and so is an unknown field", async () => {
    const wrong: [unknown, string][] = [
      ["{", "no JSON"],
      [{ text: 7 }, "text"],
      [{ texts: "hello" }, "texts"],
      [{ channel: "pigeon" }, "pigeon"],
      [{ level: 9 }, "level"],
      [[], "object"],
    ];
    for (const [body, named] of wrong) {
      const problem = await api.json(problemSchema, 400, "POST", "/v1/cases", body);
      expect(problem.code).toBe("PUR-2001");
      expect(problem.detail).toContain(named);
    }
    expect((await api.json(problemSchema, 400, "GET", "/v1/cases?status=odd")).detail).toContain("status");
    expect((await api.json(problemSchema, 400, "GET", "/v1/cases?cursor=odd")).code).toBe("PUR-2001");
  });

  test("a body over one MiB is refused, with its length named or not", async () => {
    const text = "x".repeat(1_048_577);
    expect((await api.json(problemSchema, 413, "POST", "/v1/cases", { text })).code).toBe("PUR-2003");
  });
});

describe("a case", () => {
  test("is opened with its first message and answered", async () => {
    const response = await api.ask("POST", "/v1/cases", { text: "hello", customer: "C-1", subject: "Shoes" });
    expect(response.status).toBe(201);
    const { caseId } = openedCaseSchema.parse(await response.json());
    expect(response.headers.get("location")).toBe(`/v1/cases/${caseId}`);
    const view = await api.until(caseId, "waiting");
    expect(view).toMatchObject({
      customerRef: "C-1",
      subject: "Shoes",
      channel: "chat",
      identity: { level: 1, method: "api-key" },
      owner: { kind: "agent" },
    });
    const { events } = await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events`);
    expect(events.map(({ kind }) => kind)).toContain("message.sent");
  });

  test("is opened once for one Idempotency-Key, with a message or without", async () => {
    for (const body of [{ text: "hello" }, { goal: "Renew the contract" }]) {
      const headers = { "idempotency-key": `key-${JSON.stringify(body)}` };
      const first = await api.json(openedCaseSchema, 201, "POST", "/v1/cases", body, headers);
      const again = await api.json(openedCaseSchema, 201, "POST", "/v1/cases", body, headers);
      expect(first.isNew).toBe(true);
      expect(again).toEqual({ caseId: first.caseId, isNew: false });
    }
  });

  test("takes a message once for one message id or Idempotency-Key, and the same key for another case anew", async () => {
    const [one, other] = [await api.opened({}), await api.opened({})];
    const send = (caseId: string, body: object, headers = {}) =>
      api.json(acceptedMessageSchema, 202, "POST", `/v1/cases/${caseId}/messages`, body, headers);
    expect((await send(one, { text: "hello", messageId: "m-1" })).isNew).toBe(true);
    expect((await send(one, { text: "hello", messageId: "m-1" })).isNew).toBe(false);
    expect((await send(other, { text: "hello", messageId: "m-1" })).isNew).toBe(true);
    expect((await send(one, { text: "hello" }, { "idempotency-key": "k-1" })).isNew).toBe(true);
    expect((await send(one, { text: "hello" }, { "idempotency-key": "k-1" })).isNew).toBe(false);
  });

  test("refuses other words under a message id or Idempotency-Key that was used, and stores neither", async () => {
    const caseId = await api.opened({});
    const path = `/v1/cases/${caseId}/messages`;
    const words = (text: string) => ({ text, messageId: "m-1" });
    await api.json(acceptedMessageSchema, 202, "POST", path, words("hello"));
    const refused = await api.json(problemSchema, 409, "POST", path, words("and the hat too"));
    expect(refused).toMatchObject({ code: "PUR-2037", detail: caseId });
    const keyed = { "idempotency-key": "m-1" };
    expect(await api.json(problemSchema, 409, "POST", path, { text: "no" }, keyed)).toMatchObject({ code: "PUR-2037" });
    expect((await api.json(acceptedMessageSchema, 202, "POST", path, words("hello"))).isNew).toBe(false);
    const { events } = await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events`);
    expect(events.filter(({ kind }) => kind === "message.received")).toHaveLength(1);
  });

  test("takes what a customer says from a key that may speak for her, and from no other", async () => {
    const caseId = await api.opened({ text: "hello", customer: "C-2" });
    const desk = { authorization: `Bearer ${deskOnlyKey}` };
    const refused = await api.json(problemSchema, 403, "POST", `/v1/cases/${caseId}/messages`, { text: "yes" }, desk);
    expect(refused.code).toBe("PUR-2007");
  });

  test("learns who its customer is from a key that may vouch for her, and from no other", async () => {
    const caseId = await api.opened({ text: "hello", customer: "C-2" });
    const body = { level: 2, method: "code by mail" };
    const desk = { authorization: `Bearer ${deskOnlyKey}` };
    expect((await api.json(problemSchema, 403, "POST", `/v1/cases/${caseId}/identity`, body, desk)).code).toBe(
      "PUR-2007",
    );
    expect((await api.json(problemSchema, 403, "POST", "/v1/cases", { level: 2 }, desk)).code).toBe("PUR-2007");
    expect((await api.ask("POST", `/v1/cases/${caseId}/identity`, body)).status).toBe(200);
    expect((await api.json(caseViewSchema, 200, "GET", `/v1/cases/${caseId}`)).identity).toEqual({
      ...body,
      expiresAt: null,
    });
  });

  test("falls silent when a teammate takes it over, and is closed once", async () => {
    const caseId = await api.opened({ text: "hello" });
    await api.until(caseId, "waiting");
    expect((await api.ask("POST", `/v1/cases/${caseId}/takeover`)).status).toBe(200);
    expect((await api.until(caseId, "handed-off")).owner).toMatchObject({ kind: "teammate", teammateId: "tm-local" });
    expect((await api.ask("POST", `/v1/cases/${caseId}/notes`, { text: "Called her." })).status).toBe(200);
    expect((await api.ask("POST", `/v1/cases/${caseId}/return`)).status).toBe(200);
    expect((await api.ask("POST", `/v1/cases/${caseId}/close`, { reason: "Done by phone." })).status).toBe(200);
    await api.until(caseId, "closed");
    expect((await api.json(problemSchema, 409, "POST", `/v1/cases/${caseId}/messages`, { text: "hello" })).code).toBe(
      "PUR-2004",
    );
    expect((await api.json(problemSchema, 409, "POST", `/v1/cases/${caseId}/close`, { reason: "Again." })).code).toBe(
      "PUR-2004",
    );
  });

  test("stands in lists, a page at a time, by its status", async () => {
    const first = await api.json(casePageSchema, 200, "GET", "/v1/cases?limit=2");
    expect(first.cases).toHaveLength(2);
    const second = await api.json(casePageSchema, 200, "GET", `/v1/cases?limit=2&cursor=${first.next ?? ""}`);
    const ids = [...first.cases, ...second.cases].map(({ caseId }) => caseId);
    expect(new Set(ids).size).toBe(4);
    const caseId = await api.opened({ text: "what is the meaning of this?" });
    await api.until(caseId, "handed-off");
    const handedOff = await api.json(casePageSchema, 200, "GET", "/v1/cases?status=handed-off");
    expect(handedOff.cases.map((row) => row.caseId)).toContain(caseId);
    expect(new Set(handedOff.cases.map(({ status }) => status))).toEqual(new Set(["handed-off"]));
  });
});

describe("a case's log", () => {
  test("is read a page at a time", async () => {
    const caseId = await api.opened({ text: "hello" });
    await api.until(caseId, "waiting");
    const first = await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events?limit=2`);
    expect(first.events.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(first.next).toBe(2);
    const second = await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events?after=2`);
    expect(second.events[0]?.seq).toBe(3);
    expect(second.next).toBeNull();
  });

  test("is streamed live, and goes on after the last event that a client has seen", async () => {
    const caseId = await api.opened({ text: "hello" });
    await api.until(caseId, "waiting");
    const headers = { accept: "text/event-stream", "last-event-id": "1" };
    const response = await api.ask("GET", `/v1/cases/${caseId}/events`, undefined, headers);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const lines = streamOf(response);
    expect(await lines.next("id:")).toBe("id: 2");
    await api.ask("POST", `/v1/cases/${caseId}/notes`, { text: "A note while the stream is open." });
    for (let line = await lines.next("event:"); line !== "event: note.added";) line = await lines.next("event:");
    expect(await lines.next("data:")).toContain("A note while the stream is open.");
    await lines.close();
  });

  test("has progress between its events, without an id, and never again after a reconnect", async () => {
    const caseId = await api.opened({ text: "hello" });
    await api.until(caseId, "waiting");
    const { events } = await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events`);
    const follow = async (): Promise<ReturnType<typeof streamOf>> =>
      streamOf(
        await api.ask("GET", `/v1/cases/${caseId}/events`, undefined, {
          accept: "text/event-stream",
          "last-event-id": String(events.length),
        }),
      );
    const first = await follow();
    await first.next("retry:");
    api.world.store.showProgress(caseIdSchema.parse(caseId), "looking up your order");
    expect(await first.next("")).toBe("");
    expect(await first.next("")).toBe("event: progress");
    expect(await first.next("")).toBe('data: {"doing":"looking up your order"}');
    await first.close();
    const again = await follow();
    await api.ask("POST", `/v1/cases/${caseId}/notes`, { text: "Later." });
    expect(await again.next("event:")).toBe("event: note.added");
    await again.close();
  });
});

/** The lines of a stream that begin with a word, one at a time. */
function streamOf(response: Response): { next: (word: string) => Promise<string>; close: () => Promise<void> } {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    next: async (word) => {
      for (;;) {
        const end = text.indexOf("\n");
        if (end >= 0) {
          const line = text.slice(0, end);
          text = text.slice(end + 1);
          if (line.startsWith(word)) return line;
        } else {
          const chunk = await reader?.read();
          if (chunk === undefined || chunk.done) throw new Error("The stream has ended.");
          text += chunk.value;
        }
      }
    },
    close: async () => reader?.cancel(),
  };
}
