import type { OpenCall } from "./case-state.ts";

/** What people call a call: by its tool, and of an undo that it is one. */
export function callName({ tool, undoOf }: Pick<OpenCall, "tool" | "undoOf">): string {
  return undoOf === null ? tool : `the undo of ${tool}`;
}
