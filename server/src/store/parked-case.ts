import type { CaseId, PurserError } from "@purser/contract";

/** Told of a case that no worker can read: its log does not open, or holds what this release does not know. */
export type OnProblem = (caseId: CaseId | null, error: PurserError) => void;

/** After this long a case that could not be read is tried again: by then a newer release may run. */
export const parkedMs = 3_600_000;
