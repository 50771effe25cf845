import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CaseEvent, type CaseId, instantOf } from "@purser/contract";
import { caseId, customerId, hashNamed, idNamed, otherCaseId, tenant } from "../testing/store-under-test.ts";
import { type KnownLog, KnownLogs } from "./known-logs.ts";

const keptMs = 1_000;
const mostBytes = 1_000;

function event(seq: number): CaseEvent {
  const body = { by: customerId, text: String(seq) };
  return { kind: "note.added", body, seq, at: atNoon, actorId: "a", epoch: 0 };
}
const atNoon = instantOf(Date.UTC(2026, 0, 5, 12));

function logUpTo(seq: number, bytes = 100): KnownLog {
  const events = Array.from({ length: seq }, (_, index) => event(index + 1));
  return { headHash: hashNamed(String(seq)), seq, state: null, events, bytes };
}

describe("known logs", () => {
  let logs: KnownLogs;
  beforeEach(() => {
    vi.useFakeTimers();
    logs = new KnownLogs({ mostBytes, keptMs });
  });
  afterEach(() => {
    logs.close();
    vi.useRealTimers();
  });

  test("a log goes on by what was written behind its head", () => {
    logs.add(tenant, caseId, { previousHash: hashNamed("0"), headHash: hashNamed("1"), events: [event(1)], bytes: 10 });
    logs.add(tenant, caseId, { previousHash: hashNamed("1"), headHash: hashNamed("2"), events: [event(2)], bytes: 10 });
    expect(logs.find(tenant, caseId)).toEqual({ ...logUpTo(2), bytes: 20 });
  });

  test("what was written behind another head makes a log unknown", () => {
    logs.keep(tenant, caseId, logUpTo(2));
    logs.add(tenant, caseId, { previousHash: hashNamed("x"), headHash: hashNamed("3"), events: [event(3)], bytes: 10 });
    expect(logs.find(tenant, caseId)).toBeNull();
  });

  test("an older reading that comes late takes no newer one's place", () => {
    logs.keep(tenant, caseId, logUpTo(3));
    logs.keep(tenant, caseId, logUpTo(2));
    expect(logs.find(tenant, caseId)?.seq).toBe(3);
  });

  test("once a state is stored, only the events after it are held", () => {
    logs.keep(tenant, caseId, logUpTo(4));
    const state = { seq: 3, foldVersion: 1, text: "three" };
    logs.rebase(tenant, caseId, state);
    expect(logs.find(tenant, caseId)).toMatchObject({ seq: 4, state, events: [event(4)] });
  });

  test("what nobody has used for its time is forgotten, and what was used stays", () => {
    logs.keep(tenant, caseId, logUpTo(1));
    logs.keep(tenant, otherCaseId, logUpTo(1));
    vi.advanceTimersByTime(keptMs);
    expect(logs.find(tenant, caseId)).not.toBeNull();
    vi.advanceTimersByTime(keptMs);
    expect(logs.find(tenant, caseId)).not.toBeNull();
    expect(logs.find(tenant, otherCaseId)).toBeNull();
  });

  test("they never hold more than their bytes", () => {
    const ids: CaseId[] = Array.from({ length: 50 }, (_, index) => idNamed("case", String(index)));
    for (const id of ids) logs.keep(tenant, id, logUpTo(1));
    const found = ids.filter((id) => logs.find(tenant, id) !== null);
    expect(found.length * 100).toBeLessThanOrEqual(mostBytes);
    expect(found).toContain(ids.at(-1));
  });

  test("a claim is told of cases that something is written to, until they are claimed", () => {
    logs.keep(tenant, caseId, logUpTo(1));
    logs.keep(tenant, otherCaseId, logUpTo(1));
    logs.awaitClaim(tenant, caseId);
    logs.awaitClaim("globex", otherCaseId);
    expect(logs.hints(tenant)).toEqual([{ caseId, log: logUpTo(1) }]);
    logs.claimed(tenant, caseId);
    expect(logs.hints(tenant)).toEqual([]);
  });
});
