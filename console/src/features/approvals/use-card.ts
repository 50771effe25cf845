import {
  type CaseView,
  type EventView,
  type PauseView,
  caseViewSchema,
  eventBodySchemas,
  eventPageSchema,
  pauseViewSchema,
} from "@purser/contract";
import type { JsonObject, PolicyReference } from "@purser/contract";
import { z } from "zod";
import { useQuery } from "@tanstack/react-query";
import { read, withQuery } from "../../lib/api.ts";

export const cardKey = (pauseId: string) => ["card", pauseId] as const;
const pageSize = 200;

/** Whether a query is of a card that belongs to one of these cases. */
export function isCardOf(caseIds: ReadonlySet<string>, queryKey: readonly unknown[], data: unknown): boolean {
  const { data: card } = ofCaseSchema.safeParse(data);
  return queryKey[0] === "card" && card !== undefined && caseIds.has(card.pause.caseId);
}
const ofCaseSchema = z.object({ pause: z.object({ caseId: z.string() }) });

export type Decided = { by: string; decision: "yes" | "no" | "edit"; at: string; reason: string | null };

/** All that a person needs to decide, in one piece. */
export type Card = {
  pause: PauseView;
  view: CaseView;
  /** The action with its arguments; null for what is no single action. */
  call: { tool: string; args: JsonObject } | null;
  /** Why it was proposed. */
  reason: string | null;
  proposedBy: string | null;
  /** The customer's words that asked for something, the last before it was proposed; null where there are none. */
  herWords: string | null;
  facts: { fields: JsonObject; readAt: string } | null;
  totals: Readonly<Record<string, number>>;
  policies: readonly PolicyReference[];
  decided: Decided | null;
};

export function useCard(pauseId: string) {
  return useQuery({ queryKey: cardKey(pauseId), queryFn: ({ signal }) => readCard(pauseId, signal) });
}

async function readCard(pauseId: string, signal: AbortSignal): Promise<Card> {
  const pause = await read(pauseViewSchema, `/v1/pauses/${pauseId}`, signal);
  const [view, events] = await Promise.all([
    read(caseViewSchema, `/v1/cases/${pause.caseId}`, signal),
    readLog(pause.caseId, signal),
  ]);
  return {
    pause,
    view,
    ...proposedIn(events, pause.proposalId),
    herWords: herWordsIn(events, pause.proposalId),
    ...judgedIn(events, pause),
    decided: decidedIn(events, pauseId),
  };
}

async function readLog(caseId: string, signal: AbortSignal): Promise<EventView[]> {
  const events: EventView[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: z.infer<typeof eventPageSchema> = await read(
      eventPageSchema,
      withQuery(`/v1/cases/${caseId}/events`, { after, limit: pageSize }),
      signal,
    );
    events.push(...page.events);
    after = page.next;
  }
  return events;
}

function proposedIn(events: readonly EventView[], proposalId: string): Pick<Card, "call" | "reason" | "proposedBy"> {
  for (const { kind, body } of events) {
    if (kind !== "proposal.made") continue;
    const { data } = eventBodySchemas[kind].safeParse(body);
    if (data?.proposal.proposalId !== proposalId) continue;
    const { step, reason, author } = data.proposal;
    const proposedBy = author.kind === "teammate" ? author.teammateId : null;
    return { call: step.kind === "call" ? step.call : null, reason, proposedBy };
  }
  return { call: null, reason: null, proposedBy: null };
}

function herWordsIn(events: readonly EventView[], proposalId: string): string | null {
  const messages = new Map<string, string>();
  let words: string | null = null;
  for (const { kind, body } of events) {
    if (kind === "message.received") {
      const { data } = eventBodySchemas[kind].safeParse(body);
      if (data !== undefined) messages.set(data.messageId, data.text);
    } else if (kind === "message.understood") {
      const { data } = eventBodySchemas[kind].safeParse(body);
      if (data !== undefined && data.requests.length > 0) words = messages.get(data.messageId) ?? words;
    } else if (kind === "proposal.made") {
      const { data } = eventBodySchemas[kind].safeParse(body);
      if (data?.proposal.proposalId === proposalId) break;
    }
  }
  return words;
}

/** The judgement that it was asked after: the last one before the question. */
function judgedIn(events: readonly EventView[], pause: PauseView): Pick<Card, "facts" | "totals" | "policies"> {
  for (const { kind, body, at } of events.toReversed()) {
    if (kind !== "proposal.judged" || at > pause.openedAt) continue;
    const { data } = eventBodySchemas[kind].safeParse(body);
    if (data?.proposalId !== pause.proposalId) continue;
    const { facts, totals, policies } = data.judgement;
    return { facts: { fields: facts, readAt: data.readAt }, totals, policies };
  }
  return { facts: null, totals: {}, policies: [] };
}

function decidedIn(events: readonly EventView[], pauseId: string): Decided | null {
  for (const { kind, body, at } of events.toReversed()) {
    if (kind !== "pause.answered") continue;
    const { data } = eventBodySchemas[kind].safeParse(body);
    if (data?.pauseId === pauseId) return { by: data.by.id, decision: data.decision, at, reason: data.reason };
  }
  return null;
}
