import { appendInlet } from "./0005-append-inlet.ts";
import { appendWorker } from "./0006-append-worker.ts";
import { changedFunction } from "./changed-function.ts";
import type { Migration } from "./migration.ts";

/**
 * To a case that has ended with `case.erased` nothing is appended any more: of an erased case its last event stays
 * readable, and what somebody read before and wrote after it would be that. The two functions of appends, with a line more.
 */
export const nothingAfterErasure: Migration = {
  number: 18,
  name: "nothing-after-erasure",
  statements: [
    changedFunction(appendInlet, "purser_append_inlet", {
      from: `  if (p_more ->> 'expectedVersion')::integer <> v_version then`,
      to: `  if v_is_erased or (p_more ->> 'expectedVersion')::integer <> v_version then`,
    }),
    changedFunction(appendWorker, "purser_append_worker", {
      from: `  if not found or v_epoch <> p_epoch or`,
      to: `  if not found or v_is_erased or v_epoch <> p_epoch or`,
    }),
  ].join("\n"),
};
