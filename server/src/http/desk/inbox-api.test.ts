import {
  actedOnCasesSchema,
  caseIdSchema,
  caseViewSchema,
  type DeskAction,
  deskNotesSchema,
  inboxPageSchema,
  plusMs,
  savedFiltersSchema,
} from "@purser/contract";
import { expect, test } from "vitest";
import { z } from "zod";
import type { CaseStore } from "../../cases/case-store.ts";
import { apiKeyOf } from "../authenticate.ts";
import { type TestApi, openApi } from "../testing/test-api.ts";

const hourMs = 3_600_000;
const nobody = "case_00000000000000000000";

async function act(api: TestApi, caseIds: readonly string[], action: DeskAction) {
  const { results } = await api.json(actedOnCasesSchema, 200, "POST", "/v1/inbox/actions", { caseIds, action });
  return results;
}

async function inboxOf(api: TestApi, query: string) {
  return (await api.json(inboxPageSchema, 200, "GET", `/v1/inbox?${query}`)).cases;
}

/** A case that waits for the customer, handed to people where they are to have it. */
async function waiting(api: TestApi, takenOver = false): Promise<string> {
  const caseId = await api.opened({ text: "hello", customer: "C-1", level: 2 });
  await api.until(caseId, "waiting");
  if (takenOver) await api.json(z.unknown(), 200, "POST", `/v1/cases/${caseId}/takeover`);
  return caseId;
}

/** The lines of a stream as they come, until one has all of these words. */
async function streamedUntil(
  api: TestApi,
  path: string,
  words: readonly string[],
  does: () => Promise<unknown>,
  { headers: more = {}, when = "retry:" }: { headers?: Readonly<Record<string, string>>; when?: string } = {},
) {
  const gone = new AbortController();
  const headers = { accept: "text/event-stream", authorization: `Bearer ${api.key}`, ...more };
  const response = await fetch(new URL(path, api.url), { headers, signal: gone.signal });
  const decoder = new TextDecoder();
  let text = "";
  let isDone = false;
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(z.instanceof(Uint8Array).parse(chunk), { stream: true });
    if (text.includes(when) && !isDone) {
      isDone = true;
      await does();
    }
    if (text.split("\n\n").some((line) => words.every((word) => line.includes(word)))) break;
  }
  gone.abort();
  return text;
}

test("what is done to many cases is told of each, and what took place can be taken back", async () => {
  const api = await openApi();
  const [one, other] = [await waiting(api), await waiting(api, true)];
  const tagged = await act(api, [one, other, nobody, one], { kind: "tag", tag: "late-parcel" });
  expect(tagged).toMatchObject([
    { caseId: one, outcome: "changed", undo: { kind: "untag", tag: "late-parcel" } },
    { caseId: other, outcome: "changed" },
    { caseId: nobody, outcome: "refused", problem: { code: "PUR-2002" }, undo: null },
  ]);
  expect(await act(api, [one], { kind: "tag", tag: "late-parcel" })).toMatchObject([{ outcome: "unchanged" }]);
  expect((await inboxOf(api, "tags=late-parcel")).map(({ tags }) => tags)).toEqual([["late-parcel"], ["late-parcel"]]);
  expect(await act(api, [other], { kind: "assign", teammateId: "tm-nobody" })).toMatchObject([
    { outcome: "refused", problem: { code: "PUR-2163" } },
  ]);
  const assigned = await act(api, [one, other], { kind: "assign", teammateId: null });
  expect(assigned).toMatchObject([
    { outcome: "refused", problem: { code: "PUR-2162" } },
    { outcome: "changed", undo: { kind: "assign", teammateId: "tm-local" } },
  ]);
  const closed = await act(api, [one, other], { kind: "close", reason: "Both are about the same parcel." });
  expect(closed.map(({ outcome, undo }) => [outcome, undo])).toEqual([
    ["changed", null],
    ["changed", null],
  ]);
  expect((await api.json(caseViewSchema, 200, "GET", `/v1/cases/${one}`)).status).toBe("closed");
  expect(await act(api, [one], { kind: "close", reason: "Again." })).toMatchObject([
    { outcome: "refused", problem: { code: "PUR-2004" } },
  ]);
  for (const { caseId, undo } of tagged) if (undo !== null) await act(api, [caseId], undo);
  expect(await inboxOf(api, "tags=late-parcel")).toEqual([]);
});

test("a snoozed case leaves the views of work until its time, and who snoozed it is kept", async () => {
  const api = await openApi();
  const caseId = await waiting(api);
  const until = plusMs(api.clock.now(), hourMs);
  expect(await act(api, [caseId], { kind: "snooze", until: api.clock.now() })).toMatchObject([
    { outcome: "refused", problem: { code: "PUR-3301" } },
  ]);
  await act(api, [caseId], { kind: "snooze", until });
  expect(await inboxOf(api, "view=customer")).toEqual([]);
  expect(await inboxOf(api, "view=snoozed")).toMatchObject([{ caseId, snoozedUntil: until }]);
  expect(await inboxOf(api, "")).toMatchObject([{ caseId }]);
  const notes = await api.json(deskNotesSchema, 200, "GET", `/v1/cases/${caseId}/desk-notes`);
  expect(notes).toMatchObject({ snoozedUntil: until, changes: [{ by: "tm-local", kind: "snoozed", about: until }] });
  api.clock.advance(hourMs);
  expect(await inboxOf(api, "view=customer")).toMatchObject([{ caseId, snoozedUntil: null }]);
});

test("what people promised is due from when they got a case, what is urgent comes first, and a reply meets the first part", async () => {
  const sla = {
    firstReply: { durationMs: 2 * hourMs, counts: "always" as const },
    resolution: { durationMs: 24 * hourMs, counts: "always" as const },
    queues: {},
  };
  const api = await openApi({ settings: { sla } });
  const free = await waiting(api);
  const early = await waiting(api, true);
  const firstAt = api.clock.now();
  api.clock.advance(hourMs);
  const late = await waiting(api, true);
  expect(await inboxOf(api, "sort=due")).toMatchObject([
    { caseId: early, due: { what: "first-reply", at: plusMs(firstAt, 2 * hourMs) } },
    { caseId: late, due: { what: "first-reply", at: plusMs(firstAt, 3 * hourMs) } },
  ]);
  expect((await inboxOf(api, "due=soon")).map(({ caseId }) => caseId)).toEqual([early]);
  const [whole, rest] = [await inboxOf(api, ""), await inboxOf(api, "view=mine&tags=vip&due=soon")];
  expect(whole.find(({ caseId }) => caseId === free)?.due).toBeNull();
  expect(rest).toEqual([]);
  await api.json(z.unknown(), 200, "POST", `/v1/cases/${early}/reply`, { text: "Hello." });
  expect(await inboxOf(api, "sort=due")).toMatchObject([
    { caseId: late },
    { caseId: early, due: { what: "resolution", at: plusMs(firstAt, 24 * hourMs) } },
  ]);
  const page = await api.json(inboxPageSchema, 200, "GET", "/v1/inbox?sort=due&limit=1");
  const next = encodeURIComponent(page.next ?? "");
  expect(await inboxOf(api, `sort=due&limit=1&cursor=${next}`)).toMatchObject([{ caseId: early }]);
  expect((await api.ask("GET", "/v1/inbox?sort=due&cursor=nonsense")).status).toBe(400);
  expect((await api.ask("GET", "/v1/inbox?sort=due&cursor=2026-13-01 2026-02-10 case_1")).status).toBe(400);
});

test("the filter of what is overdue shows that and what will be within the hour, in its view, until it is answered", async () => {
  const sla = { firstReply: { durationMs: 3 * hourMs, counts: "always" as const }, queues: {} };
  const api = await openApi({ settings: { sla } });
  const breached = await waiting(api, true);
  api.clock.advance(2 * hourMs);
  const soon = await waiting(api, true);
  const answered = await waiting(api, true);
  await waiting(api);
  const due = async (more = "") => (await inboxOf(api, `due=soon${more}`)).map(({ caseId }) => caseId);
  expect(await due()).toEqual([breached]);
  api.clock.advance(2 * hourMs);
  await waiting(api, true);
  expect(await due()).toEqual([breached, ...[soon, answered].toSorted()]);
  await api.json(z.unknown(), 200, "POST", `/v1/cases/${answered}/reply`, { text: "Hello." });
  expect(await due()).toEqual([breached, soon]);
  const [first, second] = await inboxOf(api, "due=soon");
  expect([first?.due?.at, second?.due?.at].map((at) => at !== undefined && at <= api.clock.now())).toEqual([
    true,
    false,
  ]);
  expect(await due("&view=mine")).toEqual([breached, soon]);
  expect(await due("&view=unassigned")).toEqual([]);
});

test("saved filters are kept in their order, and whoever read an older version is told", async () => {
  const api = await openApi();
  const filters = [
    { name: "Late parcels", filter: { tags: ["late-parcel"], sort: "due" } },
    { name: "Mine", filter: { view: "mine" } },
  ];
  expect(await api.json(savedFiltersSchema, 200, "GET", "/v1/inbox/filters")).toEqual({ version: 0, filters: [] });
  const saved = await api.json(savedFiltersSchema, 200, "POST", "/v1/inbox/filters", { version: 0, filters });
  expect(saved).toEqual({ version: 1, filters });
  expect((await api.ask("POST", "/v1/inbox/filters", { version: 0, filters: [] })).status).toBe(409);
  const twice = [filters[0], filters[0]];
  expect((await api.ask("POST", "/v1/inbox/filters", { version: 1, filters: twice })).status).toBe(400);
  expect(await api.json(savedFiltersSchema, 200, "GET", "/v1/inbox/filters")).toEqual(saved);
});

test("the stream of the inbox tells a case again when it changes, and of one that left the view its id", async () => {
  const api = await openApi();
  const caseId = await waiting(api);
  const first = await streamedUntil(api, "/v1/inbox?view=customer", ["event: case", caseId], async () => undefined);
  expect(first).toContain(caseId);
  const tagged = await streamedUntil(api, "/v1/inbox?view=customer", ["event: case", "late-parcel"], () =>
    act(api, [caseId], { kind: "tag", tag: "late-parcel" }),
  );
  expect(tagged.match(/event: case/g)?.length).toBeLessThanOrEqual(2);
  await streamedUntil(api, "/v1/inbox?view=customer", ["event: gone", caseId], () =>
    act(api, [caseId], { kind: "snooze", until: plusMs(api.clock.now(), hourMs) }),
  );
});

/** Counts what is asked of a store, by the name of the question. */
function counting(): { over: (store: CaseStore) => CaseStore; since: () => Record<string, number> } {
  let asked: Record<string, number> = {};
  const noted = <Answer>(name: string, answer: Answer): Answer => {
    asked[name] = (asked[name] ?? 0) + 1;
    return answer;
  };
  return {
    over: (store) => ({
      ...store,
      readState: (...args) => noted("readState", store.readState(...args)),
      readStates: (...args) => noted("readStates", store.readStates(...args)),
      readEventsAt: (...args) => noted("readEventsAt", store.readEventsAt(...args)),
      readEventsOf: (...args) => noted("readEventsOf", store.readEventsOf(...args)),
      listCases: (...args) => noted("listCases", store.listCases(...args)),
    }),
    since: () => {
      const before = asked;
      asked = {};
      return before;
    },
  };
}

test("a page of the inbox costs as many reads as a single case, and so does a list of what waits for an answer", async () => {
  const reads = counting();
  const eve = apiKeyOf("pur_eve_0123456789", { id: "eve", role: "teammate", scopes: ["desk"] });
  const api = await openApi({ store: reads.over, keys: [eve] });
  await waiting(api);
  reads.since();
  expect(await inboxOf(api, "")).toHaveLength(1);
  const ofOne = reads.since();
  for (let count = 0; count < 5; count += 1) await waiting(api);
  reads.since();
  expect(await inboxOf(api, "")).toHaveLength(6);
  expect(reads.since()).toEqual(ofOne);
  expect(ofOne).toEqual({ listCases: 1, readStates: 1, readEventsOf: 1 });
});

test("a stream that begins where the page was read tells what changed since, and so does one that comes again", async () => {
  const api = await openApi();
  const [still, changed] = [await waiting(api), await waiting(api)];
  api.clock.advance(60_000);
  const { at } = await api.json(inboxPageSchema, 200, "GET", "/v1/inbox");
  await act(api, [changed], { kind: "tag", tag: "vip" });
  const text = await streamedUntil(api, `/v1/inbox?since=${at}`, ["event: case", changed], async () => undefined);
  expect(text).not.toContain(still);
  const again = await streamedUntil(api, "/v1/inbox", ["event: case", changed], async () => undefined, {
    headers: { "last-event-id": at },
  });
  expect(again).not.toContain(still);
});

test("a desk is told to read its list anew when more has changed than can be told", async () => {
  const api = await openApi({
    store: (store) => ({
      ...store,
      listChanged: async (_tenant, _from, limit) => Array.from({ length: limit }, () => caseIdSchema.parse(nobody)),
    }),
  });
  const { at } = await api.json(inboxPageSchema, 200, "GET", "/v1/inbox");
  expect(await streamedUntil(api, `/v1/inbox?since=${at}`, ["event: anew"], async () => undefined)).not.toContain(
    "event: gone",
  );
});

test("what changes is read once for all desks that look at the same view", async () => {
  const reads = counting();
  const api = await openApi({ store: reads.over });
  const caseId = await waiting(api);
  const { at } = await api.json(inboxPageSchema, 200, "GET", "/v1/inbox");
  const desks = 4;
  let following = 0;
  const follow = (): Promise<string> =>
    streamedUntil(
      api,
      `/v1/inbox?since=${at}`,
      ["event: case", "vip"],
      async () => {
        following += 1;
        if (following < desks) return;
        reads.since();
        await act(api, [caseId], { kind: "tag", tag: "vip" });
      },
      // All have told what they found at their beginning by then, and wait.
      { when: "event: case" },
    );
  await Promise.all(Array.from({ length: desks }, follow));
  expect(reads.since()).toMatchObject({ listCases: 1, readStates: 1 });
});

test("others who look at a case are told who is writing there, and nobody of themselves", async () => {
  const eve = apiKeyOf("pur_eve_0123456789", { id: "eve", role: "teammate", scopes: ["desk"] });
  const api = await openApi({ keys: [eve] });
  const caseId = await waiting(api);
  const events = `/v1/cases/${caseId}/events`;
  const text = await streamedUntil(api, events, ["event: typing", "eve"], async () => {
    await api.ask("POST", `/v1/cases/${caseId}/typing`);
    await api.ask("POST", `/v1/cases/${caseId}/typing`, undefined, { authorization: "Bearer pur_eve_0123456789" });
  });
  expect(text).not.toContain(`"teammateId":"tm-local"`);
  expect((await api.ask("GET", events)).status).toBe(200);
  expect(await (await api.ask("GET", events)).text()).not.toContain("typing");
});
