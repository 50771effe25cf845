import type { CallFinding } from "@purser/contract";

/** A look-up that says for sure that nothing happened, or that the same key again is harmless. */
export function isKnownNotDone(finding: CallFinding): boolean {
  return finding.kind === "key-safe" || (finding.kind === "not-done" && finding.settled);
}
