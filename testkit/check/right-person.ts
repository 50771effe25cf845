import type { CaseEventOf } from "@purser/contract";
import { answersOf } from "./oracle.ts";
import { minimumLevel } from "./oracle-guard.ts";
import { type CaseHistory, changesIn, eventsOf, type History, subjectOf, type Violation } from "./history.ts";

/** I10: what happens, happens to the customer of the case, to what is hers, and with her known as well as it needs. */
export function checkRightPerson({ cases, systems, shop }: History): readonly Violation[] {
  const changes = changesIn(systems);
  return cases.flatMap((each) => {
    const started = new Map<string, CaseEventOf<"call.started">>(
      eventsOf(each, "call.started").map((event) => [event.body.key, event]),
    );
    return [
      ...changes.flatMap((change) => {
        const call = started.get(change.key ?? "");
        if (call === undefined) return [];
        const subject = subjectOfCall(call, each);
        return [
          ...(change.subject === subject
            ? []
            : [`${change.operation} on ${change.object} is ${change.subject}'s, in the case of ${subject}.`]),
          ...((shop.owners[change.object] ?? change.subject) === change.subject
            ? []
            : [`${change.object} is not ${change.subject}'s.`]),
        ];
      }),
      ...eventsOf(each, "call.started").flatMap((event) => unknownPerson(event, each)),
    ];
  });
}

/** A one-time code goes to whoever's address was named, before anybody knows whose case it is; all else is the case's. */
function subjectOfCall({ seq, body: { tool } }: CaseEventOf<"call.started">, history: CaseHistory): string | null {
  if (tool !== "send_code") return subjectOf(history);
  return eventsOf(history, "code.made").findLast((made) => made.seq < seq)?.body.addressee?.ref ?? null;
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
