import type { CaseId, Instant } from "@purser/contract";
import {
  type CaseNotes,
  type DeskNotes,
  type HandedCase,
  type HandedFrom,
  mostTags,
  type NoteChange,
  type NoteResult,
} from "../../cases/desk-notes.ts";
import { type MemoryData, tenantData } from "./memory-data.ts";

const mostListed = 100;

/** What the desk notes; words are read from the logs at each search, so there is no index to bring up to date. */
export function deskNotesIn(data: MemoryData, tell: (caseId: CaseId) => void): DeskNotes {
  return {
    changeNotes: async (tenant, caseId, by, change) => {
      const result = changeNotes(data, tenant, caseId, change);
      if (result.kind !== "changed") return result;
      const { noteChanges } = tenantData(data, tenant);
      const about = "tag" in change ? change.tag : "until" in change ? change.until : null;
      const kept = { at: data.clock.now(), by, kind: change.kind, about };
      noteChanges.set(caseId, [...(noteChanges.get(caseId) ?? []), kept]);
      tell(caseId);
      return result;
    },
    readNotes: async (tenant, caseIds) => {
      const notes = caseIds.map((caseId): [CaseId, CaseNotes] => {
        const tags = tenantData(data, tenant).tags.get(caseId) ?? [];
        return [caseId, { tags, snoozedUntil: snoozedUntil(data, tenant, caseId) }];
      });
      return new Map(notes.filter(([, { tags, snoozedUntil: until }]) => tags.length > 0 || until !== null));
    },
    readNoteChanges: async (tenant, caseId) =>
      (tenantData(data, tenant).noteChanges.get(caseId) ?? []).toReversed().slice(0, mostListed),
    listTags: async (tenant) => {
      const counts = new Map<string, number>();
      for (const tags of tenantData(data, tenant).tags.values())
        for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
      return [...counts]
        .map(([tag, cases]) => ({ tag, cases }))
        .toSorted((one, other) => other.cases - one.cases || (one.tag < other.tag ? -1 : 1))
        .slice(0, mostListed);
    },
    listChanged: async (tenant, from, limit) => listChanged(data, tenant, from).slice(-limit),
    listHandedOver: async (tenant, caseIds) => listHandedOver(data, tenant, caseIds),
    listLongestHandedOver: async (tenant, mostOfEach, from) => {
      const groups = new Map<string, HandedCase[]>();
      const all = listHandedOver(data, tenant, [...tenantData(data, tenant).owners.keys()]);
      for (const handed of all.filter((each) => isWithin(each, from)))
        groups.set(groupOf(handed), [...(groups.get(groupOf(handed)) ?? []), handed]);
      return [...groups.values()].flatMap((group) =>
        group.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)).slice(0, mostOfEach),
      );
    },
    indexWords: async (_tenant, from) => ({ next: from, isDone: true }),
  };
}

function listHandedOver(data: MemoryData, tenant: string, caseIds: readonly CaseId[]): HandedCase[] {
  return [...tenantData(data, tenant).owners.values()]
    .filter(({ caseId }) => caseIds.includes(caseId))
    .map(({ caseId, queue, since }) => {
      const handedAt = tenantData(data, tenant).handedAt.get(caseId) ?? since;
      return { caseId, queue, handedAt, repliedAt: repliedAt(data, tenant, caseId, handedAt) };
    });
}

function isWithin({ queue, handedAt, repliedAt: at }: HandedCase, from: readonly HandedFrom[]): boolean {
  const bound = from.find((each) => each.queue === queue) ?? from.find((each) => each.queue === null);
  const since = at === null ? bound?.owed : bound?.answered;
  return since === undefined || since === null || handedAt >= since;
}

function groupOf({ queue, repliedAt: at }: HandedCase): string {
  return `${at === null ? "owed" : "answered"} ${queue}`;
}

function placeOf({ handedAt, caseId }: HandedCase): string {
  return `${handedAt} ${caseId}`;
}

function listChanged(data: MemoryData, tenant: string, from: Instant): CaseId[] {
  const { cases, noteChanges, snoozes } = tenantData(data, tenant);
  const changes = [
    ...[...cases.values()].map(({ caseId, updatedAt }) => ({ caseId, at: updatedAt })),
    ...[...noteChanges].flatMap(([caseId, changed]) => changed.map(({ at }) => ({ caseId, at }))),
    ...[...snoozes].map(([caseId, { until }]) => ({ caseId, at: until })),
  ].filter(({ at }) => at >= from && at <= data.clock.now());
  const latest = new Map<CaseId, Instant>();
  for (const { caseId, at } of changes) if (at > (latest.get(caseId) ?? "")) latest.set(caseId, at);
  return [...latest].toSorted(([, one], [, other]) => (one < other ? -1 : 1)).map(([caseId]) => caseId);
}

function changeNotes(data: MemoryData, tenant: string, caseId: CaseId, change: NoteChange): NoteResult {
  const { cases, tags, snoozes } = tenantData(data, tenant);
  const found = cases.get(caseId);
  if (found === undefined) return { kind: "no-such-case" };
  if (found.isErased) return { kind: "erased" };
  const known = tags.get(caseId) ?? [];
  switch (change.kind) {
    case "tag-added": {
      const others = known.filter((tag) => tag !== change.tag);
      if (others.length >= mostTags) return { kind: "too-many-tags" };
      tags.set(caseId, [...others, change.tag].toSorted());
      return { kind: others.length < known.length ? "unchanged" : "changed" };
    }
    case "tag-removed": {
      const others = known.filter((tag) => tag !== change.tag);
      tags.set(caseId, others);
      return { kind: others.length < known.length ? "changed" : "unchanged" };
    }
    case "snoozed":
      if (change.until <= data.clock.now()) return { kind: "too-late" };
      snoozes.set(caseId, { until: change.until, version: found.events.length });
      return { kind: "changed" };
    case "woken": {
      if (snoozedUntil(data, tenant, caseId) === null) return { kind: "unchanged" };
      snoozes.delete(caseId);
      return { kind: "changed" };
    }
  }
}

/** Null where it is over, by its time or because the customer wrote. */
export function snoozedUntil(data: MemoryData, tenant: string, caseId: CaseId): Instant | null {
  const { snoozes, cases } = tenantData(data, tenant);
  const snooze = snoozes.get(caseId);
  if (snooze === undefined || snooze.until <= data.clock.now()) return null;
  const later = cases.get(caseId)?.events.slice(snooze.version) ?? [];
  return later.some(({ envelope }) => envelope.kind === "message.received") ? null : snooze.until;
}

function repliedAt(data: MemoryData, tenant: string, caseId: CaseId, handedAt: Instant): Instant | null {
  const events = tenantData(data, tenant).cases.get(caseId)?.events ?? [];
  const reply = events.find(
    ({ envelope: { kind, writer, at, actorId } }) =>
      kind === "message.sent" && writer === "inlet" && at >= handedAt && !actorId.startsWith("case_"),
  );
  return reply?.envelope.at ?? null;
}
