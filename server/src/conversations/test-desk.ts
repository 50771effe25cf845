import { createHash } from "node:crypto";
import {
  type CaseId,
  type EventBody,
  type Hash,
  hashSchema,
  type NewEvent,
  type Pause,
  plusMs,
} from "@purser/contract";
import { idFromBytes } from "@purser/kit/audit";
import { FakeClock } from "@purser/kit/testing";
import type { CaseStore } from "../cases/case-store.ts";
import { sensitiveTopicIn } from "../agent/rules/understanding/sensitive.ts";
import { builtInSensitive } from "../blueprint/sensitive/load-sensitive.ts";
import { testVoice } from "../blueprint/sentences/test-voice.ts";
import { noLimits } from "../blueprint/settings/limits.ts";
import type { Settings } from "../blueprint/settings/settings.ts";
import { noUnderstanding } from "../blueprint/understanding.ts";
import { foldLog } from "../cases/folding/fold.ts";
import { ownerChangeOf } from "../cases/owner-rows.ts";
import { pauseRowsOf } from "../cases/pause-rows.ts";
import { openMemoryStore } from "../store/memory/memory-store.ts";
import type { Desk } from "./desk.ts";
import { openCase } from "./open-case.ts";
import type { Acting } from "./teammate-work.ts";
import { readCaseNow } from "./read-case-now.ts";

export const tenant = "main";
export const lead: Acting = { id: "tm_lead", role: "lead" };
const someHash: Hash = hashSchema.parse("a".repeat(64));

/** A desk at an empty store, and a worker's pen: what a worker would decide is written as the test wants it. */
export type TestDesk = {
  desk: Desk;
  store: CaseStore;
  clock: FakeClock;
  opens: (deliveryId?: string, customerRef?: string) => Promise<CaseId>;
  writes: (caseId: CaseId, events: readonly NewEvent[]) => Promise<void>;
};

export function openTestDesk(settings: Pick<Settings, "people" | "queues"> = { people: {}, queues: {} }): TestDesk {
  const clock = new FakeClock("2026-02-10T07:17:00Z");
  let drawn = 0;
  const random = (count: number): Uint8Array => {
    drawn += 1;
    return createHash("shake256", { outputLength: count }).update(`draw ${drawn}`).digest();
  };
  const store = openMemoryStore({ clock, random, masterKey: random(32) });
  const desk: Desk = {
    tenant,
    store,
    id: (prefix) => idFromBytes(prefix, random(16)),
    blueprintHash: () => someHash,
    isSingleOperator: () => false,
    people: () => settings.people,
    queues: () => settings.queues,
    sla: () => ({ queues: {}, hours: null }),
    limits: () => noLimits,
    voice: () => testVoice,
    triggers: () => new Map(),
    ownAnswers: () => ({ yes: [], no: [] }),
    sensitiveTopic: (text) => sensitiveTopicIn(text, { sensitive: builtInSensitive, understanding: noUnderstanding }),
  };
  return {
    desk,
    store,
    clock,
    opens: (deliveryId = "first", customerRef = "LC-1") => opens(deliveryId, customerRef, desk),
    writes: (caseId, events) => writes(caseId, events, desk),
  };
}

async function opens(deliveryId: string, customerRef: string, desk: Desk): Promise<CaseId> {
  const identity = { level: 2 as const, method: "token", expiresAt: null };
  const message = { text: "Hello", provider: "chat", deliveryId };
  const { caseId } = await openCase(
    { trigger: { kind: "message", name: "chat" }, channel: "chat", customerRef, identity, message },
    desk,
  );
  return caseId;
}

async function writes(caseId: CaseId, events: readonly NewEvent[], { store }: Desk): Promise<void> {
  const [held] = (await store.claim({ tenant, workerId: "worker-1", leaseMs: 30_000, limit: 10 })).filter(
    ({ row }) => row.caseId === caseId,
  );
  if (held === undefined) throw new Error(`${caseId} waits for no worker.`);
  const { state, now } = await readCaseNow(caseId, { store, tenant });
  const placed = events.map((event, index) => {
    return { ...event, seq: state.seq + 1 + index, at: now, actorId: "worker-1", epoch: held.lease.epoch };
  });
  const result = await store.appendDecision({
    lease: held.lease,
    subjectId: held.row.customerId ?? caseId,
    actorId: "worker-1",
    expectedVersion: held.row.version,
    events,
    status: "waiting",
    customerId: held.row.customerId,
    wakeAt: null,
    state: null,
    pauses: pauseRowsOf(state, caseId, events),
    ...ownerChangeOf(state, foldLog(state, placed, state)),
    outbox: [],
    calls: events.flatMap((event) => (event.kind === "call.started" ? [event.body.key] : [])),
    totals: { expected: [], reserve: [], book: [], release: [] },
    releases: true,
    notAfter: null,
  });
  if (result.kind !== "appended") throw new Error(`Not written: ${result.kind}`);
}

/** A proposed refund about which somebody is asked, as a worker writes it. */
export function askedEvents(
  { desk, clock }: TestDesk,
  kind: Pause["kind"],
): { pause: Pause; events: readonly NewEvent[] } {
  const proposalId = desk.id("prop");
  const step: EventBody<"proposal.made">["proposal"]["step"] = {
    kind: "call",
    call: { tool: "refund_order", args: {} },
  };
  const verdict =
    kind === "confirm" ? { kind: "confirm" as const } : { kind: "approve" as const, role: "lead" as const };
  const now = clock.now();
  const pause: Pause = {
    pauseId: desk.id("pause"),
    kind,
    proposalId,
    digest: someHash,
    shown: { title: "Refund", text: "Refund?", reasons: [] },
    mayAnswer: kind === "confirm" ? { kind: "customer" } : { kind: "teammate", role: "lead" },
    openedAt: now,
    expiresAt: plusMs(now, 3_600_000),
    atDeadline: kind === "confirm" ? "decline" : "hand-off",
    policyHash: someHash,
  };
  const judgement = {
    verdict,
    policies: [],
    facts: {},
    totals: {},
    assurance: { identity: 2 as const, confirmed: false, approved: false, approverRole: null },
  };
  return {
    pause,
    events: [
      {
        kind: "proposal.made",
        body: {
          proposal: {
            proposalId,
            author: { kind: "reasoner", name: "scripted" },
            step,
            reason: "",
            argsHash: someHash,
          },
          stale: false,
        },
      },
      {
        kind: "proposal.judged",
        body: {
          proposalId,
          argsHash: someHash,
          judgement,
          factsHash: someHash,
          readAt: now,
          policyHash: someHash,
          blueprintHash: someHash,
          validUntil: plusMs(now, 5_000),
          shown: { title: "Refund", text: "Refund?" },
          atExecution: false,
        },
      },
      { kind: "pause.opened", body: { pause } },
    ],
  };
}
