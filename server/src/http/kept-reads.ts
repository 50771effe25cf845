import type { CaseId } from "@purser/contract";
import type { CaseStore } from "../cases/case-store.ts";
import type { LookupRead } from "../tools/run-lookup.ts";
import { type KeepsReads, openRecordsBeside, type ReadRecordsBeside } from "../worker/records-beside.ts";

const keptForMs = 60_000;
const mostKept = 1_000;

type Kept = { caseId: CaseId; sinceMs: number; read: Promise<LookupRead> };

/**
 * What systems of record answered for a case, in memory, for a minute; nothing of a case that was closed or erased. Where
 * nobody is told of that, it is gone after the minute all the same.
 */
export class KeptReads implements KeepsReads {
  readonly #kept = new Map<string, Kept>();

  constructor({
    store,
    tenant,
  }: {
    store: Pick<CaseStore, "subscribe" | "readCase" | "readEventsAt">;
    tenant: string;
  }) {
    const hasEnded = async (caseId: CaseId): Promise<boolean> => {
      const row = await store.readCase(tenant, caseId);
      const [last] = row === null ? [] : await store.readEventsAt(tenant, caseId, [row.version]);
      return last === undefined || last.kind === "case.erased" || last.kind === "case.closed";
    };
    store.subscribe((caseId) => {
      if (!this.#hasOf(caseId)) return;
      hasEnded(caseId).then(
        (isOver) => (isOver ? this.#forget(caseId) : undefined),
        () => this.#forget(caseId),
      );
    });
  }

  /** What is kept under the key, or what is asked now. */
  read({ caseId, key, nowMs }: Parameters<KeepsReads["read"]>[0], ask: () => Promise<LookupRead>): Promise<LookupRead> {
    const known = this.#kept.get(key);
    if (known !== undefined && nowMs - known.sinceMs < keptForMs) return known.read;
    const kept: Kept = { caseId, sinceMs: nowMs, read: ask() };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    setTimeout(() => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    }, keptForMs).unref();
    return kept.read;
  }

  /** All that is kept now. */
  all(): Promise<readonly LookupRead[]> {
    return Promise.all([...this.#kept.values()].map(({ read }) => read));
  }

  #hasOf(caseId: CaseId): boolean {
    return [...this.#kept.values()].some((kept) => kept.caseId === caseId);
  }

  #forget(caseId: CaseId): void {
    for (const [key, kept] of this.#kept) if (kept.caseId === caseId) this.#kept.delete(key);
  }
}

/** What is shown beside cases, with what was read for them kept in this process. */
export function openKeptRecords(desk: ConstructorParameters<typeof KeptReads>[0]): ReadRecordsBeside {
  return openRecordsBeside(new KeptReads(desk));
}
