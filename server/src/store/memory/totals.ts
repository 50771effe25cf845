import { type CallKey, epochMsOf, type Instant, instantOf } from "@purser/contract";
import type { TotalQuery, TotalReading, TotalsChange } from "../../cases/case-store.ts";
import type { MemoryTotal } from "./memory-data.ts";

type Totals = Map<string, MemoryTotal>;

export function readTotals(totals: Totals, queries: readonly TotalQuery[], now: Instant): readonly TotalReading[] {
  return queries.map(({ key, windowMs }) => {
    const total = totals.get(key);
    const after = windowMs === null ? "" : instantOf(epochMsOf(now) - windowMs);
    const entries = [...(total?.entries.values() ?? [])].filter((entry) => entry.at > after);
    return { key, value: entries.reduce((sum, entry) => sum + entry.amount, 0), version: total?.version ?? 0 };
  });
}

export function haveTotalsMoved(totals: Totals, expected: readonly TotalReading[]): boolean {
  return expected.some(({ key, version }) => (totals.get(key)?.version ?? 0) !== version);
}

/** Given back first, then spent, then claimed; each total that an entry enters or leaves gets one new version. */
export function changeTotals(totals: Totals, change: TotalsChange, at: Instant): void {
  const touched = new Set<MemoryTotal>();
  for (const key of change.release)
    for (const total of withCall(totals, key)) if (total.entries.delete(key)) touched.add(total);
  for (const key of change.book) {
    for (const total of withCall(totals, key)) {
      const entry = total.entries.get(key);
      if (entry !== undefined) entry.state = "booked";
    }
  }
  for (const { key, callKey, amount } of change.reserve) {
    const total = totals.get(key) ?? { version: 0, entries: new Map<CallKey, never>() };
    totals.set(key, total);
    total.entries.set(callKey, { amount, state: "reserved", at });
    touched.add(total);
  }
  for (const total of touched) total.version += 1;
}

function withCall(totals: Totals, key: CallKey): readonly MemoryTotal[] {
  return [...totals.values()].filter((total) => total.entries.has(key));
}
