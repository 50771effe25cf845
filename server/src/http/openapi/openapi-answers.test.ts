import { createHmac } from "node:crypto";
import {
  apiKeyListSchema,
  attachmentSchema,
  callViewSchema,
  caseViewSchema,
  invitationSchema,
  jsonSchema,
  limitPageSchema,
  madeApiKeySchema,
  pendingVersionSchema,
  problemSchema,
  secondFactorSchema,
  tierPageSchema,
  versionPageSchema,
} from "@purser/contract";
import { TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { apiKeyOf } from "../authenticate.ts";
import { allRoutes } from "../all-routes.ts";
import { signLoginToken } from "../visitors/login-token.ts";
import { type TestApi, openTestApi, testSiteKey } from "../testing/test-api.ts";
import { newId, newKey } from "../testing/test-visitor.ts";

/** What the served description says of one answer. */
const contentSchema = z.record(z.string(), z.object({ schema: z.object({ $ref: z.string().optional() }).loose() }));
const operationSchema = z.object({
  operationId: z.string(),
  responses: z.record(z.string(), z.object({ content: contentSchema })),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
type Operation = z.infer<typeof operationSchema>;

/** What the payment system signs its webhooks with. */
const secret = Buffer.from("a secret of thirty-two characters");
const adminKey = "pur_admin_0123456789";
const rule = { secretFrom: "PAYMENTS_SECRET", kind: "type", about: { key: "data.key" } };

let api: TestApi;
let operations: Map<string, Operation>;
let definitions: Record<string, unknown>;
/** By operation, the statuses that were really answered. */
const answered = new Map<string, Set<number>>();

beforeAll(async () => {
  const keys = [apiKeyOf(adminKey, { id: "tm-admin", role: "admin", scopes: ["desk"] })];
  api = await openTestApi({
    keys,
    inlets: new Map([["payments", { secret, rule }]]),
    localPeople: [{ id: "tm-local", name: "You", email: null, role: "lead" }],
  });
  const document = await api.json(documentSchema, 200, "GET", "/openapi.json");
  operations = new Map(
    Object.values(document.paths)
      .flatMap((methods) => Object.values(methods))
      .map((operation) => [operation.operationId, operation]),
  );
  definitions = document.components.schemas;
});
afterAll(() => api.stop());

const parsers = new Map<string, z.core.$ZodType>();

/** A parser made from the description alone, as any client would make it. */
function parserOf(reference: string): z.core.$ZodType {
  const known = parsers.get(reference);
  if (known !== undefined) return known;
  const text = JSON.stringify({ $ref: reference, $defs: definitions }).replaceAll("#/components/schemas/", "#/$defs/");
  const made = z.fromJSONSchema(z.record(z.string(), jsonSchema).parse(JSON.parse(text)));
  parsers.set(reference, made);
  return made;
}

/** Sends a request, and holds the answer against what the description says of this operation and this status. */
async function ask(operationId: string, status: number, ...request: Parameters<TestApi["ask"]>): Promise<unknown> {
  const response = await api.ask(...request);
  const body: unknown = await response.json();
  expect({ operationId, status: response.status, body }).toMatchObject({ operationId, status });
  const type = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
  const reference = operations.get(operationId)?.responses[String(status)]?.content[type]?.schema.$ref;
  if (reference === undefined) throw new Error(`${operationId} does not describe ${status} as ${type}.`);
  expect({ operationId, status, problems: z.safeParse(parserOf(reference), body).error?.issues ?? [] }).toEqual({
    operationId,
    status,
    problems: [],
  });
  answered.set(operationId, (answered.get(operationId) ?? new Set()).add(status));
  return body;
}

const nobody = "case_00000000000000000000";
const mia = { id: "mia", name: "Mia", email: "mia@example.com" };

/** What the browser keeps after this request. */
async function cookieOf(path: string, body: object): Promise<string> {
  const headers = { "x-purser-desk": "person" };
  const response = await fetch(new URL(path, api.url), { method: "POST", headers, body: JSON.stringify(body) });
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function opened(body: object): Promise<string> {
  return z.object({ caseId: z.string() }).parse(await ask("openCase", 201, "POST", "/v1/cases", body)).caseId;
}

test("a parser that is made from the description refuses what it does not describe", () => {
  const parser = parserOf("#/components/schemas/OpenedCase");
  expect(z.safeParse(parser, { caseId: nobody, isNew: true }).success).toBe(true);
  for (const wrong of [{ caseId: nobody }, { caseId: "case_1", isNew: true }, { caseId: nobody, isNew: true, more: 1 }])
    expect(z.safeParse(parser, wrong).success).toBe(false);
});

test("the limits and versions of the blueprint are answered as described", async () => {
  const { hash } = limitPageSchema.parse(await ask("listLimits", 200, "GET", "/v1/blueprint/limits"));
  const changes = [{ policy: "refund-confirmed", index: 0, value: 12_000 }];
  await ask("previewLimits", 200, "POST", "/v1/blueprint/limits/preview", { changes });
  await ask("previewLimits", 422, "POST", "/v1/blueprint/limits/preview", { changes: [...changes, ...changes] });
  const save = { changes, why: "Fewer approvals for the season.", hash };
  const waiting = pendingVersionSchema.parse(await ask("saveLimits", 202, "POST", "/v1/blueprint/limits", save));
  const pending = `/v1/blueprint/pending/${waiting.pendingId}`;
  await ask("readVersionOutlook", 200, "GET", `/v1/blueprint/versions/${waiting.hash}/outlook`);
  await ask("listPendingVersions", 200, "GET", "/v1/blueprint/pending");
  await ask("confirmVersion", 403, "POST", `${pending}/confirm`);
  await ask("refuseVersion", 400, "POST", `${pending}/refuse`, { why: "" });
  await ask("refuseVersion", 200, "POST", `${pending}/refuse`, { why: "Not this season." });
  await ask("withdrawVersion", 409, "POST", `${pending}/withdraw`);
  await ask("confirmVersion", 404, "POST", "/v1/blueprint/pending/pend_00000000000000000000/confirm");
  const lower = { ...save, changes: [{ policy: "refund-confirmed", index: 0, value: 9_000 }], examples: "follow" };
  await ask("saveLimits", 200, "POST", "/v1/blueprint/limits", lower);
  await ask("saveLimits", 409, "POST", "/v1/blueprint/limits", lower);
  await ask("saveLimits", 400, "POST", "/v1/blueprint/limits", { ...save, why: " " });
  const { versions } = versionPageSchema.parse(await ask("listVersions", 200, "GET", "/v1/blueprint/versions"));
  await ask("compareVersions", 200, "GET", `/v1/blueprint/versions/${versions[0]?.hash}/diff?against=${hash}`);
  await ask("compareVersions", 404, "GET", `/v1/blueprint/versions/${"0".repeat(64)}/diff`);
  await ask("publishVersion", 202, "POST", `/v1/blueprint/versions/${hash}/publish`, { why: "The season is over." });
  const unknown = `/v1/blueprint/versions/${"0".repeat(64)}/publish`;
  await ask("publishVersion", 409, "POST", unknown, { why: "A try." });
});

test("the tiers of tools and their moves are answered as described", async () => {
  const { hash } = tierPageSchema.parse(await ask("listTiers", 200, "GET", "/v1/blueprint/tiers"));
  const move = { action: "refund_order", tier: "draft" };
  await ask("previewTier", 200, "POST", "/v1/blueprint/tiers/preview", move);
  await ask("previewTier", 422, "POST", "/v1/blueprint/tiers/preview", { ...move, tier: "execute" });
  const save = { ...move, why: "Until the new shop runs.", hash, examples: "follow" };
  await ask("moveTier", 200, "POST", "/v1/blueprint/tiers", save);
  await ask("moveTier", 409, "POST", "/v1/blueprint/tiers", { ...save, tier: "execute" });
  const drafted = tierPageSchema.parse(await ask("listTiers", 200, "GET", "/v1/blueprint/tiers"));
  const back = { ...save, tier: "execute", hash: drafted.hash };
  const doors: string[] = [];
  for (let made = 0; made < 2; made += 1) {
    const waiting = pendingVersionSchema.parse(await ask("moveTier", 202, "POST", "/v1/blueprint/tiers", back));
    doors.push(`/v1/blueprint/pending/${waiting.pendingId}`);
  }
  const admin = { authorization: `Bearer ${adminKey}` };
  await ask("confirmVersion", 200, "POST", `${doors[0]}/confirm`, undefined, admin);
  await ask("confirmVersion", 409, "POST", `${doors[1]}/confirm`, undefined, admin);
  await ask("withdrawVersion", 403, "POST", `${doors[1]}/withdraw`, undefined, admin);
  await ask("withdrawVersion", 200, "POST", `${doors[1]}/withdraw`);
  await ask("moveTier", 400, "POST", "/v1/blueprint/tiers", { ...save, tier: "lookup" });
});

test("cases, their messages and logs are answered as described", async () => {
  const caseId = await opened({ customer: "LC-1", level: 2, text: "hello" });
  await api.until(caseId, "waiting");
  const path = `/v1/cases/${caseId}`;
  await ask("listCases", 200, "GET", "/v1/cases?limit=1");
  await ask("listCases", 400, "GET", "/v1/cases?limit=many");
  await ask("readCase", 200, "GET", path);
  await ask("readCase", 404, "GET", `/v1/cases/${nobody}`);
  await ask("sendMessage", 202, "POST", `${path}/messages`, { text: "hello again" });
  await ask("sendMessage", 400, "POST", `${path}/messages`, { words: "hello" });
  await ask("readEvents", 200, "GET", `${path}/events`);
  await ask("explainCase", 200, "GET", `${path}/why`);
  await ask("changeIdentity", 200, "POST", `${path}/identity`, { level: 3, method: "passkey" });
  await ask("addNote", 200, "POST", `${path}/notes`, { text: "She is kind." });
  await ask("replyToCustomer", 409, "POST", `${path}/reply`, { text: "Hello, this is Ada." });
  await ask("takeOverCase", 200, "POST", `${path}/takeover`);
  await ask("replyToCustomer", 200, "POST", `${path}/reply`, { text: "Hello, this is Ada." });
  await ask("listTeammates", 200, "GET", "/v1/teammates");
  await ask("addNote", 200, "POST", `${path}/notes`, { text: "@tm-local look, @nobody too." });
  await ask("listMentions", 200, "GET", "/v1/mentions");
  await ask("readMentions", 200, "POST", "/v1/mentions/read", { upTo: "2030-01-01T00:00:00.000Z" });
  await ask("countApprovals", 200, "GET", "/v1/approvals/counts?days=30");
  await ask("countApprovals", 400, "GET", "/v1/approvals/counts?days=8");
  await ask("listDecisions", 200, "GET", "/v1/approvals/decisions?quick=true");
  await ask("draftReply", 200, "POST", `${path}/draft`);
  await ask("draftReply", 404, "POST", `/v1/cases/${nobody}/draft`);
  await ask("listCannedReplies", 200, "GET", `${path}/replies`);
  await ask("listLookups", 200, "GET", `${path}/lookups`);
  await ask("lookUp", 200, "POST", `${path}/lookups`, { tool: "read_order", args: { orderId: "L-1" } });
  await ask("lookUp", 422, "POST", `${path}/lookups`, { tool: "find_flowers" });
  await ask("readRecordsBeside", 200, "GET", `${path}/records`);
  await ask("readRecordsBeside", 404, "GET", `/v1/cases/${nobody}/records`);
  await ask("listQueue", 200, "GET", "/v1/queue?queue=default");
  await ask("listInbox", 200, "GET", "/v1/inbox?view=mine");
  await ask("readBlueprint", 200, "GET", "/v1/blueprint");
  await ask("listUnanswered", 200, "GET", "/v1/blueprint/unanswered");
  await ask("readInsights", 200, "GET", "/v1/insights?by=week");
  await ask("readInsights", 400, "GET", "/v1/insights?by=mood");
  await ask("listCountedCases", 200, "GET", "/v1/insights/cases?what=handedOff&by=procedure");
  await ask("listCountedCases", 400, "GET", "/v1/insights/cases?since=yesterday");
  await ask("listInbox", 400, "GET", "/v1/inbox?view=theirs");
  const action = { kind: "tag", tag: "vip" };
  await ask("actOnCases", 200, "POST", "/v1/inbox/actions", { caseIds: [caseId, nobody], action });
  await ask("actOnCases", 400, "POST", "/v1/inbox/actions", {
    caseIds: [caseId],
    action: { kind: "tag", tag: "V I P" },
  });
  await ask("listInbox", 200, "GET", "/v1/inbox?tags=vip&due=soon&assignee=tm-lead");
  await ask("showTyping", 200, "POST", `${path}/typing`);
  await ask("showTyping", 404, "POST", `/v1/cases/${nobody}/typing`);
  await ask("listTags", 200, "GET", "/v1/inbox/tags");
  await ask("readDeskNotes", 200, "GET", `${path}/desk-notes`);
  await ask("readDeskNotes", 404, "GET", `/v1/cases/${nobody}/desk-notes`);
  await ask("readFilters", 200, "GET", "/v1/inbox/filters");
  const filters = [{ name: "VIPs of mine", filter: { view: "mine", tags: ["vip"] } }];
  await ask("saveFilters", 200, "POST", "/v1/inbox/filters", { version: 0, filters });
  await ask("saveFilters", 409, "POST", "/v1/inbox/filters", { version: 0, filters });
  await ask("readFilters", 200, "GET", "/v1/inbox/filters");
  await ask("readBriefing", 200, "GET", `${path}/briefing`);
  await ask("readBriefing", 404, "GET", `/v1/cases/${nobody}/briefing`);
  await ask("proposeByHand", 422, "POST", `${path}/proposals`, { tool: "send_flowers" });
  await ask("proposeByHand", 200, "POST", `${path}/proposals`, {
    tool: "refund_order",
    args: { orderId: "L-1", amountMinor: 100 },
  });
  await ask("assignCase", 422, "POST", `${path}/assign`, { teammateId: "nobody-here" });
  await ask("releaseCase", 200, "POST", `${path}/release`, { note: "My shift ends." });
  await ask("assignCase", 200, "POST", `${path}/assign`, { teammateId: null });
  await ask("takeNextCase", 200, "POST", "/v1/queue/next");
  await ask("takeNextCase", 404, "POST", "/v1/queue/next");
  await ask("returnCase", 200, "POST", `${path}/return`, { note: "She knows." });
  await ask("returnCase", 409, "POST", `${path}/return`);
  await ask("closeCase", 200, "POST", `${path}/close`, { reason: "It was a test." });
  await ask("sendMessage", 409, "POST", `${path}/messages`, { text: "one more" });
  await ask("reopenCase", 200, "POST", `${path}/reopen`, { reason: "She called.", message: "I look again." });
  await ask("reopenCase", 409, "POST", `${path}/reopen`, { reason: "Twice." });
  const other = await opened({ customer: "LC-1", level: 2, text: "hello" });
  await ask("mergeCase", 409, "POST", `${path}/merge`, { into: caseId, reason: "Into itself." });
  await ask("mergeCase", 200, "POST", `/v1/cases/${other}/merge`, { into: caseId, reason: "The same parcel." });
  await ask("openCase", 404, "POST", "/v1/cases", { customer: "noah@example.com" });
  await ask("openCase", 401, "POST", "/v1/cases", {}, { authorization: "Bearer nobody" });
  await ask("openCase", 413, "POST", "/v1/cases", { text: "x".repeat(1_100_000) });
  await ask("startTrigger", 201, "POST", "/v1/triggers/greet", { customer: "LC-1" });
  await ask("startTrigger", 404, "POST", "/v1/triggers/wave", {});
});

test("pauses, calls and what takes them back are answered as described", async () => {
  const caseId = await opened({ customer: "LC-1", level: 2, text: "refund 4700" });
  const { pauses } = await api.until(caseId, "waiting");
  const { pauseId = "", digest = "" } = pauses[0] ?? {};
  await ask("listPauses", 200, "GET", "/v1/pauses");
  await ask("readPause", 200, "GET", `/v1/pauses/${pauseId}`);
  await ask("answerPause", 409, "POST", `/v1/pauses/${pauseId}/answer`, {
    digest: "a".repeat(64),
    decision: "yes",
    as: "customer",
  });
  await ask("answerPause", 403, "POST", `/v1/pauses/${pauseId}/answer`, { digest, decision: "yes" });
  await ask("proposeAgain", 409, "POST", `/v1/pauses/${pauseId}/propose-again`, { as: "customer" });
  await ask("answerPause", 200, "POST", `/v1/pauses/${pauseId}/answer`, { digest, decision: "yes", as: "customer" });
  const { calls } = await api.until(caseId, "resolved");
  const key = caseViewSchema.shape.calls.parse(calls)[0]?.key ?? "";
  const call = callViewSchema.parse(await ask("readCall", 200, "GET", `/v1/calls/${key}`));
  expect(call.state).toBe("done");
  await ask("undoCase", 200, "POST", `/v1/cases/${caseId}/undo`, { reason: "a mistake", dryRun: true });
  await ask("undoCase", 404, "POST", `/v1/cases/case_${"0".repeat(20)}/undo`, { reason: "a mistake" });
  await ask("undoCall", 200, "POST", `/v1/calls/${key}/undo`, { reason: "a mistake", dryRun: true });
  await ask("undoCall", 202, "POST", `/v1/calls/${key}/undo`, { reason: "a mistake" });
  await ask("undoCall", 404, "POST", `/v1/calls/${"0".repeat(52)}/undo`, { reason: "a mistake" });
});

test("what has expired is proposed anew as described", async () => {
  const caseId = await opened({ customer: "LC-7", level: 2, text: "refund 4700" });
  const { pauses } = await api.until(caseId, "waiting");
  const { pauseId = "", digest = "", expiresAt = "" } = pauses[0] ?? {};
  api.clock.set(expiresAt);
  // The worker of the test notes itself once only, and must count as at work still.
  await api.world.store.beat("main", { processId: api.world.workerId, role: "worker" });
  const late = { digest, decision: "yes", as: "customer" };
  const { offer } = problemSchema.parse(await ask("answerPause", 409, "POST", `/v1/pauses/${pauseId}/answer`, late));
  expect(offer).toEqual({ method: "POST", path: `/v1/pauses/${pauseId}/propose-again` });
  await ask("proposeAgain", 201, "POST", offer?.path ?? "", { as: "customer" });
});

test("what is on record of a customer, her export and her erasure are answered as described", async () => {
  const customer = "LC-9";
  await opened({ customer, level: 2, text: "hello" });
  const path = `/v1/customers/${customer}`;
  const byAdmin = { authorization: `Bearer ${adminKey}` };
  await ask("readCustomerFile", 200, "GET", path);
  await ask("setHold", 201, "POST", `${path}/holds`, { basis: "Art. 17 (3) GDPR", until: "2027-01-01T00:00:00.000Z" });
  await ask("setHold", 400, "POST", `${path}/holds`, { basis: "" });
  await ask("requestForCustomer", 201, "POST", `${path}/requests`, { what: "erase", legalBasis: "Art. 17" });
  await ask("withdrawRequest", 200, "POST", `${path}/requests/2/withdraw`, { reason: "She has called." });
  await ask("withdrawRequest", 409, "POST", `${path}/requests/2/withdraw`, { reason: "She has called." });
  await ask("requestForCustomer", 201, "POST", `${path}/requests`, { what: "erase", legalBasis: "Art. 17" });
  await ask("eraseCustomer", 200, "POST", `${path}/erase`, { dryRun: true });
  await ask("eraseCustomer", 409, "POST", `${path}/erase`, { confirm: "another" });
  await ask("eraseCustomer", 409, "POST", `${path}/erase`, { confirm: customer }, byAdmin);
  await ask("releaseHold", 200, "POST", `${path}/holds/1/release`, { reason: "It is settled." });
  await ask("releaseHold", 409, "POST", `${path}/holds/1/release`, { reason: "It is settled." });
  await ask("eraseCustomer", 403, "POST", `${path}/erase`, { confirm: customer });
  await ask("exportCustomer", 409, "POST", `${path}/export`);
  await ask("requestForCustomer", 201, "POST", `${path}/requests`, { what: "export", legalBasis: "Art. 15" });
  await ask("exportCustomer", 200, "POST", `${path}/export`, {}, byAdmin);
  await ask("readCustomerFile", 200, "GET", path, undefined, byAdmin);
  await ask("eraseCustomer", 200, "POST", `${path}/erase`, { confirm: customer }, byAdmin);
  await ask("readCustomerFile", 404, "GET", "/v1/customers/nobody");
});

test("accounts and sessions are answered as described", async () => {
  const desk = { "x-purser-desk": "person" };
  const person = { email: "ada@example.com", password: "a long password of hers" };
  await ask("readSession", 200, "GET", "/v1/session");
  await ask("signInHere", 200, "POST", "/v1/session/here", {}, desk);
  await ask("signInHere", 403, "POST", "/v1/session/here", {});
  await ask("setUp", 200, "POST", "/v1/set-up", { name: "Ada", ...person });
  await ask("setUp", 409, "POST", "/v1/set-up", { name: "Ada", ...person });
  await ask("signIn", 401, "POST", "/v1/session", { ...person, password: "wrong" }, desk);
  await ask("signIn", 200, "POST", "/v1/session", person, desk);
  const cookie = await cookieOf("/v1/session", person);
  const { secret } = secondFactorSchema.parse(
    await ask("beginSecondFactor", 200, "POST", "/v1/session/second-factor", {}, { ...desk, cookie }),
  );
  const confirm = "/v1/session/second-factor/confirm";
  await ask("confirmSecondFactor", 401, "POST", confirm, { code: "000000" }, { ...desk, cookie });
  const code = new TOTP({ secret }).generate({ timestamp: Date.parse(api.clock.now()) });
  await ask("confirmSecondFactor", 200, "POST", confirm, { code }, { ...desk, cookie });
  const next = new TOTP({ secret }).generate({ timestamp: Date.parse(api.clock.now()) + 30_000 });
  const admin = { ...desk, cookie: await cookieOf("/v1/session", { ...person, code: next }), authorization: "" };
  await ask("listAccounts", 403, "GET", "/v1/accounts");
  await ask("listAccounts", 200, "GET", "/v1/accounts", undefined, admin);
  const wanted = { name: "Chat server", role: "teammate", scopes: ["desk", "channel"], days: 30 };
  await ask("makeApiKey", 403, "POST", "/v1/api-keys", wanted);
  await ask("makeApiKey", 400, "POST", "/v1/api-keys", { ...wanted, role: "lead" }, admin);
  const { key, made } = madeApiKeySchema.parse(await ask("makeApiKey", 201, "POST", "/v1/api-keys", wanted, admin));
  const byKey = { authorization: `Bearer ${key}` };
  await ask("listCases", 200, "GET", "/v1/cases", undefined, byKey);
  await ask("makeApiKey", 403, "POST", "/v1/api-keys", wanted, byKey);
  await ask("listApiKeys", 403, "GET", "/v1/api-keys", undefined, byKey);
  const { keys } = apiKeyListSchema.parse(await ask("listApiKeys", 200, "GET", "/v1/api-keys", undefined, admin));
  expect(keys).toEqual([{ ...made, lastUsedAt: api.clock.now() }]);
  expect(JSON.stringify(keys)).not.toContain(key);
  await ask("endApiKey", 403, "POST", `/v1/api-keys/${made.id}/end`, undefined, byKey);
  await ask("endApiKey", 200, "POST", `/v1/api-keys/${made.id}/end`, undefined, admin);
  await ask("endApiKey", 404, "POST", `/v1/api-keys/${made.id}/end`, undefined, admin);
  await ask("listCases", 401, "GET", "/v1/cases", undefined, byKey);
  await ask("inviteTeammate", 403, "POST", "/v1/accounts", { ...mia, role: "lead" });
  const invited = await ask("inviteTeammate", 201, "POST", "/v1/accounts", { ...mia, role: "lead" }, admin);
  const { token } = invitationSchema.parse(invited);
  const accepted = { token, password: "another long password" };
  await ask("acceptInvitation", 200, "POST", "/v1/invitations", accepted, desk);
  await ask("acceptInvitation", 404, "POST", "/v1/invitations", accepted, desk);
  const kept = { secondFactor: "kept" };
  await ask("resetAccount", 201, "POST", "/v1/accounts/mia/reset", kept, admin);
  await ask("resetAccount", 404, "POST", "/v1/accounts/nobody/reset", kept, admin);
  await ask("changeRole", 200, "POST", "/v1/accounts/mia/role", { role: "teammate" }, admin);
  await ask("listCases", 401, "GET", "/v1/cases", undefined, { cookie, authorization: "" });
  await ask("signOut", 200, "POST", "/v1/session/end", {}, admin);
});

test("a webhook is answered as described", async () => {
  const seconds = String(Math.floor(Date.parse(api.clock.now()) / 1000));
  const body = JSON.stringify({ type: "refund.paid", data: { key: "0".repeat(52) } });
  const signature = createHmac("sha256", secret).update(`wh_1.${seconds}.${body}`).digest("base64");
  const signed = { "webhook-id": "wh_1", "webhook-timestamp": seconds, "webhook-signature": `v1,${signature}` };
  await ask("receiveWebhook", 202, "POST", "/v1/inlets/payments", body, signed);
  await ask("receiveWebhook", 401, "POST", "/v1/inlets/payments", body, { ...signed, "webhook-id": "wh_2" });
  await ask("receiveWebhook", 404, "POST", "/v1/inlets/carrier", body, signed);
});

test("the deployment is answered for as described", async () => {
  await ask("verifyAudit", 200, "GET", "/v1/audit/verify");
  await ask("verifyAudit", 404, "GET", `/v1/audit/verify?case=${nobody}`);
  await ask("readDeploymentState", 200, "GET", "/v1/settings/state");
  await ask("verifyAudit", 200, "GET", "/v1/audit/verify?limit=1");
  await ask("listCheckpoints", 200, "GET", "/v1/audit/checkpoints");
  await ask("health", 200, "GET", "/healthz");
  await ask("readiness", 200, "GET", "/readyz");
});

test("an event of the stream is one as described", async () => {
  const caseId = await opened({ text: "hello" });
  const leaving = new AbortController();
  const response = await fetch(new URL(`/v1/cases/${caseId}/events`, api.url), {
    headers: { authorization: "Bearer pur_lead_0123456789", accept: "text/event-stream" },
    signal: leaving.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/^data: .*\n/m.test(text)) text += (await reader?.read())?.value ?? "";
  leaving.abort();
  const data: unknown = JSON.parse(/^data: (.*)\n/m.exec(text)?.[1] ?? "");
  expect(z.safeParse(parserOf("#/components/schemas/Event"), data).error?.issues ?? []).toEqual([]);
});

test("a visitor's conversation is answered as described", async () => {
  const key = newKey();
  const none = { authorization: "" };
  await ask("welcomeVisitor", 200, "GET", "/v1/visitor/welcome", undefined, none);
  const message = { messageId: newId(), text: "refund 4700" };
  const token = signLoginToken(
    { customer: "C-90", isFreshLogin: false, nowMs: Date.parse(api.clock.now()) },
    testSiteKey,
  );
  const known = await ask("identifyVisitor", 200, "POST", "/v1/visitor/identity", { token }, none);
  await ask("identifyVisitor", 401, "POST", "/v1/visitor/identity", { token: "x" }, none);
  const bearerOf = (answer: unknown) => ({
    authorization: `Bearer ${z.object({ session: z.string() }).parse(answer).session}`,
  });
  await ask("readEntries", 409, "GET", "/v1/visitor/entries", undefined, bearerOf(known));
  const begun = await ask(
    "openConversation",
    201,
    "POST",
    "/v1/visitor/conversations",
    { key, ...message },
    bearerOf(known),
  );
  await ask("openConversation", 400, "POST", "/v1/visitor/conversations", { key: "x", ...message }, none);
  const hers = bearerOf(begun);
  const { caseId } = z.object({ caseId: z.string() }).parse(begun);
  const { pauses } = await api.until(caseId, "waiting");
  await ask("readEntries", 200, "GET", "/v1/visitor/entries", undefined, hers);
  await ask("readEntries", 401, "GET", "/v1/visitor/entries", undefined, none);
  await ask("writeAsVisitor", 202, "POST", "/v1/visitor/messages", { messageId: newId(), text: "hello" }, hers);
  const [{ pauseId, digest } = expect.fail()] = pauses;
  const answer = { pauseId, digest, decision: "yes" };
  await ask("answerAsVisitor", 200, "POST", "/v1/visitor/answers", answer, hers);
  await ask("answerAsVisitor", 409, "POST", "/v1/visitor/answers", answer, hers);
  await ask("askForPerson", 200, "POST", "/v1/visitor/person", undefined, hers);
  await ask("rateConversation", 200, "POST", "/v1/visitor/rating", { rating: 5 }, hers);
});

test("files are answered as described, and as they are", async () => {
  const key = newKey();
  const none = { authorization: "", "conversation-key": key };
  const hers = attachmentSchema.parse(await ask("sendFileAsVisitor", 201, "POST", "/v1/visitor/files", "a note", none));
  await ask("sendFileAsVisitor", 415, "POST", "/v1/visitor/files", "<html>", none);
  await ask("sendFileAsVisitor", 401, "POST", "/v1/visitor/files", "a note", { authorization: "" });
  const message = { key, messageId: newId(), text: "", attachments: [hers.fileId] };
  const begun = await ask("openConversation", 201, "POST", "/v1/visitor/conversations", message, { authorization: "" });
  const { session, caseId } = z.object({ session: z.string(), caseId: z.string() }).parse(begun);
  const as = { authorization: `Bearer ${session}` };
  const path = `/v1/cases/${caseId}`;
  await ask("sendFile", 409, "POST", `${path}/files`, "a note");
  await ask("takeOverCase", 200, "POST", `${path}/takeover`);
  const ours = attachmentSchema.parse(await ask("sendFile", 201, "POST", `${path}/files`, "a note of ours"));
  await ask("replyToCustomer", 200, "POST", `${path}/reply`, { attachments: [ours.fileId] });
  await askFile("readFile", "a note", `${path}/files/${hers.fileId}`);
  await ask("readFile", 404, "GET", `${path}/files/file_00000000000000000000`);
  await askFile("readFileAsVisitor", "a note of ours", `/v1/visitor/files/${ours.fileId}`, as);
  await ask("readEntries", 200, "GET", "/v1/visitor/entries", undefined, as);
  await ask("readBriefing", 200, "GET", `${path}/briefing`);
  await ask("readEvents", 200, "GET", `${path}/events`);
});

/** The same for a file: its description says no more than that it is one. */
async function askFile(operationId: string, content: string, path: string, headers = {}): Promise<void> {
  const response = await api.ask("GET", path, undefined, headers);
  expect(await response.text()).toBe(content);
  expect(operations.get(operationId)?.responses["200"]?.content).toEqual({
    "*/*": { schema: { type: "string", format: "binary" } },
  });
  answered.set(operationId, (answered.get(operationId) ?? new Set()).add(response.status));
}

test("every route was asked, and gave an answer that is no problem", () => {
  const good = [...answered].filter(([, statuses]) => [...statuses].some((status) => status < 300));
  expect(good.map(([operationId]) => operationId).toSorted()).toEqual(
    allRoutes.map(({ operationId }) => operationId).toSorted(),
  );
});
