import type { CaseStore } from "../../cases/case-store.ts";
import { type MemoryData, tenantData } from "./memory-data.ts";

type Blueprints = Pick<
  CaseStore,
  "publishBlueprint" | "publishedBlueprint" | "listPublications" | "pinCase" | "keepBlueprint" | "readBlueprint"
>;

/** The versions of the blueprint, which of them is in force, and which one a case goes by. */
export function blueprintsIn(data: MemoryData): Blueprints {
  return {
    publishBlueprint: async (tenant, { inPlaceOf, ...publishing }) => {
      const { publications } = tenantData(data, tenant);
      if (inPlaceOf !== null && publications.at(-1)?.hash !== inPlaceOf) return false;
      publications.push({ ...publishing, number: publications.length + 1, at: data.clock.now() });
      return true;
    },
    publishedBlueprint: async (tenant) => tenantData(data, tenant).publications.at(-1)?.hash ?? null,
    listPublications: async (tenant, limit) => tenantData(data, tenant).publications.toReversed().slice(0, limit),
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
