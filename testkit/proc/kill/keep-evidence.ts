import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { History, Violation } from "../../check/history.ts";

/**
 * Writes the logs and ledger entries that violations name into a file and gives its path: processes do not run the same way
 * twice, so what was left behind is gone with the database otherwise.
 */
export async function keepEvidence(
  { cases, systems }: History,
  violations: readonly Violation[],
  seed: number,
): Promise<string> {
  const named = new Set(violations.flatMap((violation) => violation.match(idOrKey) ?? []));
  const names = (record: unknown): boolean => {
    const text = JSON.stringify(record);
    return [...named].some((name) => text.includes(name));
  };
  const concerned = cases.filter(names);
  const caseIds = new Set<string | null>(concerned.map(({ caseId }) => caseId));
  const evidence = {
    violations,
    cases: concerned.map(({ caseId, end, rows }) => ({ caseId, end, events: rows.map(({ event }) => event) })),
    systems: systems.map(({ name, effects, calls }) => ({
      name,
      effects: effects.filter(names),
      calls: calls.filter((call) => caseIds.has(call.caseId) || names(call)),
    })),
  };
  const path = join(tmpdir(), `purser-kill-${seed}.json`);
  await writeFile(path, `${JSON.stringify(evidence, null, 1)}\n`);
  return path;
}

/** Ids of cases, pauses, proposals and messages, keys of calls, and order numbers. */
const idOrKey = /\b(?:[a-z]+_[a-z0-9]{20}|[a-z0-9]{40,}|L-\d{5})\b/g;
