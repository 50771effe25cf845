import { type CaseId, type CaseStatus, type Hash, type Instant, PurserError } from "@purser/contract";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import type { CaseState } from "../../cases/case-state.ts";
import type { CaseRow } from "../../cases/case-store.ts";
import type { Desk } from "../desk.ts";
import { askForHandoff, migrateCase, type MigrationMapping, whyNotCarried } from "./migrate-case.ts";
import { readCasesNow } from "../read-case-now.ts";

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
const unreadable = "Its log cannot be read.";

/** The cases that are not over, by the version that they began with, without those of the version that is published. */
export async function listOlderVersions(
  to: Blueprint,
  mapping: MigrationMapping,
  desk: Desk,
): Promise<readonly OlderVersion[]> {
  const versions = new Map<Hash, WaitingCase[]>();
  for (const status of unfinished) {
    for await (const { caseId, state, now, hash } of casesWith(status, desk)) {
      if (hash === to.hash) continue;
      const known = versions.get(hash) ?? [];
      versions.set(hash, known);
      if (state === null) {
        known.push({ caseId, status, pauses: [], cannotMigrate: [unreadable] });
        continue;
      }
      const pauses = state.pauses.map(({ pauseId, shown, mayAnswer }) => ({
        pauseId,
        title: shown.title,
        mayAnswer: mayAnswer.kind === "customer" ? "customer" : mayAnswer.role,
      }));
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
    try {
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
    } catch (error) {
      // It ended, was erased, moves on and on or cannot be read: that keeps no other case from what is wanted.
      if (!(error instanceof PurserError) || error.code === "PUR-1005") throw error;
      refused.push(caseId);
    }
  }
  return { migrated, refused, handedOff };
}

/** The state is null where the log cannot be read; its row then says the version. */
type ListedCase = Pick<CaseRow, "caseId"> & { hash: Hash } & (
    | { state: CaseState; now: Instant }
    | { state: null; now: null }
  );

async function* casesWith(status: CaseStatus, desk: Desk): AsyncGenerator<ListedCase, void> {
  const { store, tenant } = desk;
  for (let after: string | null = null; ;) {
    const page = await store.listCases({ tenant, status, customerId: null, after, limit: pageSize });
    const { cases, unreadable: torn } = await readCasesNow(
      page.rows.map(({ caseId }) => caseId),
      desk,
    );
    for (const { caseId, blueprintHash } of page.rows) {
      const found = cases.get(caseId);
      if (found !== undefined) yield { caseId, hash: found.state.blueprintHash, state: found.state, now: found.now };
      else if (torn.has(caseId)) yield { caseId, hash: blueprintHash, state: null, now: null };
    }
    if (page.next === null) return;
    after = page.next;
  }
}
