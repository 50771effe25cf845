import type { CaseId, CaseStatus, Hash } from "@purser/contract";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { CaseRow } from "../cases/case-store.ts";
import type { Desk } from "./desk.ts";
import { askForHandoff, migrateCase, type MigrationMapping, whyNotCarried } from "./migrate-case.ts";
import { readCaseNow } from "./read-case-now.ts";

/** A case that is not over and began with an older version: what it waits for, and why it could not be carried over. */
export type WaitingCase = {
  caseId: CaseId;
  status: CaseStatus;
  pauses: readonly { pauseId: string; title: string; mayAnswer: string }[];
  cannotMigrate: readonly string[];
};
export type OlderVersion = { hash: Hash; cases: readonly WaitingCase[] };

const unfinished = ["working", "waiting", "handed-off"] as const satisfies readonly CaseStatus[];
const pageSize = 200;

/** The cases that are not over, by the version that they began with, without those of the version that is published. */
export async function listOlderVersions(
  to: Blueprint,
  mapping: MigrationMapping,
  desk: Desk,
): Promise<readonly OlderVersion[]> {
  const versions = new Map<Hash, WaitingCase[]>();
  for (const status of unfinished) {
    for await (const { caseId } of casesWith(status, desk)) {
      const { state, now } = await readCaseNow(caseId, desk);
      if (state.blueprintHash === to.hash) continue;
      const pauses = state.pauses.map(({ pauseId, shown, mayAnswer }) => ({
        pauseId,
        title: shown.title,
        mayAnswer: mayAnswer.kind === "customer" ? "customer" : mayAnswer.role,
      }));
      const known = versions.get(state.blueprintHash) ?? [];
      versions.set(state.blueprintHash, known);
      known.push({ caseId, status, pauses, cannotMigrate: whyNotCarried(state, now, to, mapping) });
    }
  }
  return [...versions].map(([hash, cases]) => ({ hash, cases }));
}

export type Published = { migrated: number; refused: readonly CaseId[]; handedOff: number };

/**
 * Puts a folder's version in force, and does with the cases of older ones what is wanted. Cases that are kept go on under the
 * version that they began with, and are judged by both; one that cannot be carried over is kept.
 */
export async function publish(
  to: Blueprint,
  {
    older,
    wish,
    mapping,
    by,
    why,
  }: {
    older: readonly OlderVersion[];
    wish: "keep" | "migrate" | "hand-off";
    mapping: MigrationMapping;
    by: string;
    why: string;
  },
  desk: Desk,
): Promise<Published> {
  await desk.store.publishBlueprint(desk.tenant, { hash: to.hash, by, why, source: "folder", inPlaceOf: null });
  const refused: CaseId[] = [];
  let [migrated, handedOff] = [0, 0];
  for (const { caseId, status } of older.flatMap(({ cases }) => cases)) {
    if (wish === "migrate") {
      const result = await migrateCase(caseId, { to, mapping, by }, desk);
      if (result.kind === "migrated") migrated += 1;
      else refused.push(caseId);
    }
    if (wish === "hand-off" && status !== "handed-off") {
      await askForHandoff(
        caseId,
        by,
        `The blueprint version ${to.hash} took the place of the one it began with.`,
        desk,
      );
      handedOff += 1;
    }
  }
  return { migrated, refused, handedOff };
}

async function* casesWith(status: CaseStatus, { store, tenant }: Desk): AsyncGenerator<CaseRow, void> {
  for (let after: string | null = null; ;) {
    const page = await store.listCases({ tenant, status, customerId: null, after, limit: pageSize });
    yield* page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}
