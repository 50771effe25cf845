import { plusMs } from "@purser/contract";
import type { CaseStore } from "../../cases/case-store.ts";
import { type MemoryData, tenantData } from "./memory-data.ts";

type Blueprints = Pick<
  CaseStore,
  | "publishBlueprint"
  | "publishedBlueprint"
  | "listPublications"
  | "keepPendingVersion"
  | "claimVersionMails"
  | "listPendingVersions"
  | "endPendingVersion"
  | "pinCase"
  | "keepBlueprint"
  | "readBlueprint"
>;

/** The versions of the blueprint, which of them is in force, and which one a case goes by. */
export function blueprintsIn(data: MemoryData): Blueprints {
  return {
    publishBlueprint: async (tenant, { inPlaceOf, ...publishing }) => {
      const { publications } = tenantData(data, tenant);
      if (inPlaceOf !== null && publications.at(-1)?.hash !== inPlaceOf) return false;
      publications.push({ ...publishing, number: publications.length + 1, at: data.clock.now(), confirmedBy: null });
      return true;
    },
    publishedBlueprint: async (tenant) => tenantData(data, tenant).publications.at(-1)?.hash ?? null,
    listPublications: async (tenant, limit) => tenantData(data, tenant).publications.toReversed().slice(0, limit),
    keepPendingVersion: async (tenant, pending, mails) => {
      const { pendingVersions, versionMails } = tenantData(data, tenant);
      pendingVersions.push({ ...pending, at: data.clock.now(), end: null });
      const { pendingId } = pending;
      for (const mail of mails)
        versionMails.set(mail.outboxId, { ...mail, pendingId, attempts: 0, dueAt: data.clock.now() });
    },
    claimVersionMails: async (tenant, leaseMs, limit) => {
      const now = data.clock.now();
      const due = [...tenantData(data, tenant).versionMails.values()].filter(({ dueAt }) => dueAt <= now);
      return due.slice(0, limit).map((row) => {
        row.attempts += 1;
        row.dueAt = plusMs(now, leaseMs);
        const { outboxId, personId, pendingId, attempts } = row;
        return { outboxId, personId, pendingId, attempts };
      });
    },
    listPendingVersions: async (tenant, limit) =>
      tenantData(data, tenant)
        .pendingVersions.toReversed()
        .toSorted((one, other) => Number(one.end !== null) - Number(other.end !== null))
        .slice(0, limit),
    endPendingVersion: async (tenant, pendingId, end) => {
      const { pendingVersions, publications } = tenantData(data, tenant);
      const index = pendingVersions.findIndex((pending) => pending.pendingId === pendingId);
      const pending = pendingVersions[index];
      if (pending === undefined || pending.end !== null) return "over";
      const at = data.clock.now();
      if (end.kind === "confirmed") {
        const { hash, by, why, inPlaceOf } = pending;
        if (publications.at(-1)?.hash !== inPlaceOf) return "other-in-force";
        const number = publications.length + 1;
        publications.push({ hash, by, why, source: "desk", number, at, confirmedBy: end.by });
      }
      pendingVersions[index] = { ...pending, end: { ...end, at } };
      return "ended";
    },
    pinCase: async (tenant, caseId, hash) => {
      const found = tenantData(data, tenant).cases.get(caseId);
      if (found !== undefined) found.blueprintHash = hash;
    },
    keepBlueprint: async (tenant, hash, files) => {
      const { blueprints } = tenantData(data, tenant);
      if (!blueprints.has(hash)) blueprints.set(hash, files);
    },
    readBlueprint: async (tenant, hash) => tenantData(data, tenant).blueprints.get(hash) ?? null,
  };
}
