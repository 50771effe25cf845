import type { NewEvent } from "@purser/contract";
import type { CaseState } from "./case-state.ts";
import type { OutboxRow } from "./case-store.ts";

/** What these events of a case tell other cases: committed with them, and delivered at least once. */
export function outboxRowsOf({ parent }: Pick<CaseState, "parent">, events: readonly NewEvent[]): OutboxRow[] {
  return events.flatMap(({ kind, body }): OutboxRow[] => {
    if (kind === "child.opened") return [{ outboxId: body.outboxId, kind: "case", target: body.childId }];
    if (kind === "child.stopped") return [{ outboxId: body.outboxId, kind: "signal", target: body.childId }];
    if (kind === "case.reported") return [{ outboxId: body.outboxId, kind: "signal", target: body.parentId }];
    // The customer reads the conversation of the case that she wrote to.
    if (kind === "message.sent" && parent !== null)
      return [{ outboxId: body.outboxId, kind: "signal", target: parent.caseId }];
    return [];
  });
}
