import {
  auditReportSchema,
  callViewSchema,
  casePageSchema,
  pausePageSchema,
  pauseViewSchema,
  problemSchema,
  undoPlanSchema,
  undoPreviewSchema,
  whySchema,
} from "@purser/contract";
import { describe, expect, test } from "vitest";
import { type TestApi, deskOnlyKey, openApi } from "../testing/test-api.ts";

/** Opens a case whose action waits for an answer, and reads what it asks. */
async function openPause(api: TestApi, amountMinor: number) {
  const caseId = await api.opened({ text: `refund ${amountMinor}`, customer: "C-1", level: 2 });
  const { pauses } = await api.until(caseId, "waiting");
  const pauseId = pauses[0]?.pauseId ?? "";
  return { caseId, pauseId, pause: await api.json(pauseViewSchema, 200, "GET", `/v1/pauses/${pauseId}`) };
}

async function openDoneCall(api: TestApi) {
  const caseId = await api.opened({ text: "refund 2000", customer: "C-1", level: 2 });
  const { calls } = await api.until(caseId, "resolved");
  return { caseId, key: calls[0]?.key ?? "" };
}

describe("a pause", () => {
  test("is listed, shows what it asks, and is done when the customer says yes in the chat", async () => {
    const api = await openApi();
    const { caseId, pauseId, pause } = await openPause(api, 4700);
    const { pauses } = await api.json(pausePageSchema, 200, "GET", "/v1/pauses?kind=confirm");
    expect(pauses.map((row) => row.pauseId)).toEqual([pauseId]);
    expect(pause).toMatchObject({
      caseId,
      state: "open",
      shown: { title: "Refund an order", text: "Refund $47.00 for order L-1?" },
      mayAnswer: { kind: "customer" },
    });
    await api.ask("POST", `/v1/cases/${caseId}/messages`, { text: "Yes, please" });
    await api.until(caseId, "resolved");
    expect([...api.shop.refunds.values()]).toEqual([{ refundId: "RF-1", amountMinor: 4700, isVoid: false }]);
    expect((await api.json(pauseViewSchema, 200, "GET", `/v1/pauses/${pauseId}`)).state).toBe("consumed");
  });

  test("is answered once, by who may, and only for what was shown", async () => {
    const api = await openApi();
    const { pauseId, pause } = await openPause(api, 4700);
    const answer = (status: number, body: object, headers = {}) =>
      api.json(problemSchema, status, "POST", `/v1/pauses/${pauseId}/answer`, body, headers);
    const yes = { digest: pause.digest, decision: "yes", as: "customer" };
    expect((await answer(409, { ...yes, digest: "another" })).code).toBe("PUR-4001");
    expect((await answer(403, { ...yes, as: "teammate" })).code).toBe("PUR-4004");
    expect((await answer(403, yes, { authorization: `Bearer ${deskOnlyKey}` })).code).toBe("PUR-2007");
    expect((await answer(400, { decision: "yes" })).detail).toContain("digest");
    expect((await api.ask("POST", `/v1/pauses/${pauseId}/answer`, yes)).status).toBe(200);
    expect((await answer(409, yes)).code).toBe("PUR-4003");
  });

  test("for a teammate is answered with the key of a lead", async () => {
    const api = await openApi();
    const { caseId, pauseId, pause } = await openPause(api, 15_000);
    expect(pause.mayAnswer.kind).toBe("teammate");
    const answered = await api.ask("POST", `/v1/pauses/${pauseId}/answer`, {
      digest: pause.digest,
      decision: "yes",
      reason: "She is right.",
    });
    expect(answered.status).toBe(200);
    await api.until(caseId, "resolved");
    expect(api.shop.refunds.size).toBe(1);
  });
});

describe("a call", () => {
  test("is read with its attempts, outcomes and what reading back found", async () => {
    const api = await openApi();
    const { caseId, key } = await openDoneCall(api);
    const call = await api.json(callViewSchema, 200, "GET", `/v1/calls/${key}`);
    expect(call).toMatchObject({
      caseId,
      tool: "refund_order",
      state: "done",
      undoneBy: null,
      attempts: [{ attempt: 1, outcome: { kind: "done" }, findings: [{ finding: { kind: "done" } }] }],
    });
  });

  test("is taken back, after telling what that would mean without doing it", async () => {
    const api = await openApi();
    const { caseId, key } = await openDoneCall(api);
    const before = await api.json(casePageSchema, 200, "GET", "/v1/cases");
    const preview = await api.json(undoPreviewSchema, 200, "POST", `/v1/calls/${key}/undo`, {
      reason: "Wrong order.",
      dryRun: true,
    });
    expect(preview).toEqual({
      caseId,
      possible: true,
      obstacle: null,
      why: ["It would be done at once.", "The guardrail undo-refund permits it."],
      describe: "Take back the refund of $20.00?",
      verdict: { kind: "allow" },
      residue: "The fee is not returned.",
    });
    expect(await api.json(casePageSchema, 200, "GET", "/v1/cases")).toEqual(before);
    expect((await api.ask("POST", `/v1/calls/${key}/undo`, { reason: "Wrong order." })).status).toBe(202);
    await expect
      .poll(async () => (await api.json(callViewSchema, 200, "GET", `/v1/calls/${key}`)).state)
      .toBe("undone");
    expect([...api.shop.refunds.values()].map(({ isVoid }) => isVoid)).toEqual([true]);
    const again = await api.json(undoPreviewSchema, 200, "POST", `/v1/calls/${key}/undo`, {
      reason: "Again.",
      dryRun: true,
    });
    expect(again).toMatchObject({ possible: false, why: ["It has been undone already."] });
    expect((await api.json(problemSchema, 409, "POST", `/v1/calls/${key}/undo`, { reason: "Again." })).code).toBe(
      "PUR-3012",
    );
  });
});

describe("a case", () => {
  test("is taken back whole, after telling what that is, and says of a second time what stays and why", async () => {
    const api = await openApi();
    const { caseId, key } = await openDoneCall(api);
    const undo = (status: number, body: object) =>
      api.json(undoPlanSchema, status, "POST", `/v1/cases/${caseId}/undo`, { reason: "Wrong order.", ...body });
    const plan = {
      caseId,
      takesBack: [
        { key, tool: "refund_order", describe: "Take back the refund of $20.00?", verdict: { kind: "allow" } },
      ],
      stays: [],
    };
    expect(await undo(200, { dryRun: true })).toMatchObject({ ...plan, isProposed: false });
    expect(api.shop.refunds.values().next().value?.isVoid).toBe(false);
    expect(await undo(202, {})).toMatchObject({ ...plan, isProposed: true });
    await expect
      .poll(async () => (await api.json(callViewSchema, 200, "GET", `/v1/calls/${key}`)).state)
      .toBe("undone");
    expect(await undo(200, {})).toMatchObject({
      takesBack: [],
      stays: [{ key, obstacle: "undone", why: ["It has been undone already."] }],
      isProposed: false,
    });
  });
});

describe("why", () => {
  test("names the message, the guardrails with their facts, who answered, and what reading back found", async () => {
    const api = await openApi();
    const { caseId, pauseId, pause } = await openPause(api, 4700);
    await api.ask("POST", `/v1/pauses/${pauseId}/answer`, { digest: pause.digest, decision: "yes", as: "customer" });
    await api.until(caseId, "resolved");
    const { explanations, status } = await api.json(whySchema, 200, "GET", `/v1/cases/${caseId}/why`);
    const text = explanations.flatMap(({ sentences }) => sentences).join("\n");
    expect(status).toBe("resolved");
    for (const said of [
      "The customer wrote on chat: “refund 4700”",
      "the customer must confirm it first",
      "The guardrail refund-confirmed permits it.",
      "refundableMinor is 20000",
      "The customer said yes to “Refund $47.00 for order L-1?”",
      "Began: “Refund an order” where",
      "Read back, “Refund an order” is done",
    ])
      expect(text).toContain(said);
  });

  test("of one event tells that event and what led to it, and nothing of what came after", async () => {
    const api = await openApi();
    const { caseId } = await openDoneCall(api);
    const all = await api.json(whySchema, 200, "GET", `/v1/cases/${caseId}/why`);
    const started = all.explanations.find(({ kind }) => kind === "call.started")?.seq ?? 0;
    const { explanations } = await api.json(whySchema, 200, "GET", `/v1/cases/${caseId}/why?seq=${started}`);
    expect(explanations.map(({ kind }) => kind)).toEqual([
      "message.received",
      "proposal.made",
      "proposal.judged",
      "proposal.judged",
      "call.started",
    ]);
    expect((await api.json(problemSchema, 404, "GET", `/v1/cases/${caseId}/why?seq=999`)).code).toBe("PUR-2002");
  });
});

describe("the audit", () => {
  test("finds every link of an untouched log whole", async () => {
    const api = await openApi();
    const { caseId } = await openDoneCall(api);
    const report = await api.json(auditReportSchema, 200, "GET", `/v1/audit/verify?case=${caseId}`);
    expect(report).toMatchObject({ cases: 1, problem: null });
    expect(report.events).toBeGreaterThan(5);
    expect((await api.json(auditReportSchema, 200, "GET", "/v1/audit/verify")).problem).toBeNull();
  });

  test("names case and event of the first row that was altered", async () => {
    const api = await openApi({
      store: (store) => ({
        ...store,
        readEvents: async (...request) => {
          const rows = await store.readEvents(...request);
          return rows.map((row) =>
            row.envelope.seq === 3 ? { ...row, envelope: { ...row.envelope, actorId: "somebody-else" } } : row,
          );
        },
      }),
    });
    const { caseId } = await openDoneCall(api);
    const { problem } = await api.json(auditReportSchema, 200, "GET", "/v1/audit/verify");
    expect(problem).toEqual({ caseId, seq: 3, what: "Its row has been altered: its hash is not that of its fields." });
  });
});

describe("a fault", () => {
  test("a fault of ours is told without its words", async () => {
    const api = await openApi({
      store: (store) => ({ ...store, listCases: () => Promise.reject(new Error("the password is swordfish")) }),
    });
    const problem = await api.json(problemSchema, 500, "GET", "/v1/cases");
    expect(problem.code).toBe("PUR-5001");
    expect(JSON.stringify(problem)).not.toContain("swordfish");
  });
});
