import { unreachable } from "@purser/contract";
import type { LedgerEffect, PlayedRecord } from "@purser/kit";

/** The writes of a system that changed something. */
export function effectsIn({ ledgers }: PlayedRecord, system: string): readonly LedgerEffect[] {
  return (ledgers[system] ?? []).filter(({ kind }) => hasChanged(kind));
}

function hasChanged(kind: LedgerEffect["kind"]): boolean {
  switch (kind) {
    case "effect":
    case "reversal":
      return true;
    case "noop":
    case "rejected":
      return false;
    default:
      return unreachable(kind);
  }
}

/** What is in the ledgers beside, or missing from, these operations; such as `["payments refund"]`. */
export function otherThan(record: PlayedRecord, expected: readonly string[]): readonly string[] {
  const found = Object.keys(record.ledgers)
    .flatMap((system) => effectsIn(record, system).map(({ operation }) => `${system} ${operation}`))
    .sort();
  const wanted = expected.toSorted();
  if (found.join() === wanted.join()) return [];
  return [`The ledgers have ${found.join(", ") || "nothing"}, expected ${wanted.join(", ") || "nothing"}.`];
}

/** A sentence when what must be so is not. */
export function must(isSo: boolean, otherwise: string): readonly string[] {
  return isSo ? [] : [otherwise];
}

/** All that was said to the customer. */
export function saidIn({ log }: PlayedRecord): string {
  return log.flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : [])).join("\n");
}

/** The pauses that people answered with yes, by kind, in their order. */
export function yesesIn({ log }: PlayedRecord): readonly string[] {
  const kinds = new Map(
    log.flatMap((event) => (event.kind === "pause.opened" ? [[event.body.pause.pauseId, event.body.pause.kind]] : [])),
  );
  return log.flatMap((event) =>
    event.kind === "pause.answered" && event.body.decision === "yes"
      ? [kinds.get(event.body.pauseId) ?? "unknown"]
      : [],
  );
}
