import type { CaseEventOf } from "@purser/contract";
import { answersOf } from "./oracle.ts";
import { minimumLevel } from "./oracle-guard.ts";
import { type CaseHistory, changesIn, eventsOf, type History, subjectOf, type Violation } from "./history.ts";

/** I10: what happens, happens to the customer of the case, to what is hers, and with her known as well as it needs. */
export function checkRightPerson({ cases, systems, shop }: History): readonly Violation[] {
  const changes = changesIn(systems);
  return cases.flatMap((each) => {
    const subject = subjectOf(each);
    const keys = new Set<string>(eventsOf(each, "call.started").map(({ body }) => body.key));
    return [
      ...changes
        .filter(({ key }) => key !== null && keys.has(key))
        .flatMap((change) => [
          ...(change.subject === subject
            ? []
            : [`${change.operation} on ${change.object} is ${change.subject}'s, in the case of ${subject}.`]),
          ...((shop.owners[change.object] ?? change.subject) === change.subject
            ? []
            : [`${change.object} is not ${change.subject}'s.`]),
        ]),
      ...eventsOf(each, "call.started").flatMap((started) => unknownPerson(started, each)),
    ];
  });
}

function unknownPerson(started: CaseEventOf<"call.started">, history: CaseHistory): Violation[] {
  const { tool, undoOf, key } = started.body;
  const { approvals } = answersOf(started, history);
  const needed = minimumLevel({ tool: undoOf === null ? tool : `undo_${tool}`, approvals });
  const level = levelAt(started, history);
  return level < needed ? [`The call ${key} of ${tool} needs level ${needed}, and she was known at ${level}.`] : [];
}

/** The identity level that held when the call was begun; for what was held, when it was set down. */
function levelAt(started: CaseEventOf<"call.started">, history: CaseHistory): number {
  const { seq, at } = eventsOf(history, "call.held").find(({ body }) => body.key === started.body.key) ?? started;
  const shown = eventsOf(history, "identity.changed").findLast((each) => each.seq < seq)?.body;
  if (shown === undefined || (shown.expiresAt !== null && shown.expiresAt <= at)) return 0;
  return shown.level;
}
