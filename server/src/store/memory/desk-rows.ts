import type { CaseId, Instant } from "@purser/contract";
import type { CaseStore, InletAppend } from "../../cases/case-store.ts";
import { type MemoryData, type TenantData, tenantData } from "./memory-data.ts";

/** What the desk counts and lists without reading a log. */
export function deskRowsIn(data: MemoryData): Pick<CaseStore, "listDecisions" | "listMentions" | "readMentions"> {
  return {
    listDecisions: async (tenant, since, limit) =>
      [...tenantData(data, tenant).decisions.values()]
        .filter(({ decidedAt }) => decidedAt >= since)
        .toSorted((one, other) => lastFirst(one.decidedAt, other.decidedAt) || (one.pauseId < other.pauseId ? -1 : 1))
        .slice(0, limit),
    listMentions: async (tenant, personId, limit) =>
      tenantData(data, tenant)
        .mentions.filter((row) => row.personId === personId)
        .toSorted((one, other) => lastFirst(one.at, other.at) || other.seq - one.seq)
        .slice(0, limit),
    readMentions: async (tenant, personId, upTo) => {
      const { mentions } = tenantData(data, tenant);
      for (const [index, row] of mentions.entries())
        if (row.personId === personId && row.at <= upTo && row.readAt === null)
          mentions[index] = { ...row, readAt: data.clock.now() };
    },
  };
}

function lastFirst(one: Instant, other: Instant): number {
  return one === other ? 0 : one < other ? 1 : -1;
}

/** What an append from outside leaves for the desk. */
export function keepDeskRows(tenant: TenantData, append: InletAppend, { seq, at }: { seq: number; at: Instant }): void {
  const { caseId, decided, mentions = [] } = append;
  if (decided !== undefined && !tenant.decisions.has(decided.pauseId))
    tenant.decisions.set(decided.pauseId, { ...decided, caseId, decidedAt: at });
  tenant.mentions.push(...mentions.map((personId) => ({ personId, caseId, seq, at, readAt: null })));
}

export function forgetDeskRows(tenant: TenantData, isErased: (caseId: CaseId) => boolean): void {
  for (const [pauseId, row] of tenant.decisions) if (isErased(row.caseId)) tenant.decisions.delete(pauseId);
  const kept = tenant.mentions.filter(({ caseId }) => !isErased(caseId));
  tenant.mentions.splice(0, tenant.mentions.length, ...kept);
}
