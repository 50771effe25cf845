import { type CaseEvent, type CaseId, type EventBody, type Hash, PurserError } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { appendSeen, refuseClosed } from "./append-inlet.ts";
import { hasOpenChildren } from "../cases/child-cases.ts";
import type { Desk } from "./desk.ts";
import { endedFor, refuseUnderWay } from "./end-case.ts";
import { type CaseNow, readCaseNow } from "./read-case-now.ts";
import { type Acting, refuseOthers, takeOver } from "./teammate-work.ts";
import { messageText } from "../cases/message-text.ts";

/**
 * Two cases of one customer become one: `caseId` is closed for good, and what she writes there goes to `into`, which the
 * teammate who merges has from now on. Its log gets what was said last in the other one. What is asked in the closed one
 * is withdrawn. The same merge twice is one.
 *
 * @throws PurserError PUR-3332 they are the same, of different customers, or a part of another · PUR-3330 something is half
 * done in the closed one · PUR-2004 one is closed · PUR-2160, PUR-2161 it is not theirs.
 */
export async function mergeCases(
  caseId: CaseId,
  { into, reason }: { into: CaseId; reason: string },
  by: Acting,
  desk: Desk,
): Promise<void> {
  const caseNow = await readCaseNow(caseId, desk);
  if (caseNow.state.mergedInto === into) return;
  refuseUnfit(caseNow, await readCaseNow(into, desk));
  refuseUnmergeable(caseNow, by, desk);
  await takeOver(into, by, desk);
  const outboxId = desk.id("out");
  await appendSeen(
    caseId,
    by.id,
    desk,
    (seen) => {
      refuseUnmergeable(seen, by, desk);
      return [
        ...endedFor(seen.state, { by: by.id, reason: `It goes on as ${into}.` }, desk),
        { kind: "case.merged", body: { into, outboxId, by: by.id, reason } },
      ];
    },
    { outboxFor: () => [{ outboxId, kind: "signal", target: into }], dedupeKey: mergeOf(caseId, into) },
  );
  // In the same moment it was merged the other way.
  if ((await readCaseNow(caseId, desk)).state.mergedInto !== into) refuseClosed(await readCaseNow(into, desk));
}

/** The same for both ways: two cases are merged once, or each would go on as the other for ever. */
function mergeOf(one: CaseId, other: CaseId): Hash {
  return hashOf({ source: "merge", cases: [one, other].toSorted() });
}

/** The case that this one is by now; its own where it was not merged. */
export async function goesOnAs(caseId: CaseId, desk: Pick<Desk, "store" | "tenant">): Promise<CaseNow> {
  const caseNow = await readCaseNow(caseId, desk);
  const { mergedInto } = caseNow.state;
  return mergedInto === null ? caseNow : goesOnAs(mergedInto, desk);
}

function refuseUnmergeable(caseNow: CaseNow, by: Acting, desk: Desk): void {
  refuseClosed(caseNow);
  refuseOthers(caseNow.state, by, desk);
  refuseUnderWay(caseNow.state);
  // Closing would stop it, and the case that goes on knows nothing of it.
  if (hasOpenChildren(caseNow.state))
    throw new PurserError("PUR-3330", "A part of the work goes on in a case of its own.");
}

function refuseUnfit({ row, state }: CaseNow, other: CaseNow): void {
  if (row.caseId === other.row.caseId) throw new PurserError("PUR-3332", "A case cannot be merged into itself.");
  const part = [state, other.state].find(({ parent }) => parent !== null);
  if (part !== undefined)
    throw new PurserError("PUR-3332", `${part.caseId} is a part of the work of ${part.parent?.caseId ?? "another"}.`);
  if (row.customerId === null || row.customerId !== other.row.customerId)
    throw new PurserError("PUR-3332", "They are not known to be of the same customer.");
  refuseClosed(other);
}

const mostSaid = 20;
const longestSaid = 1000;

/** What the case that goes on is told of the one that was merged into it. */
export function absorbedFrom(
  from: CaseId,
  { by, reason }: EventBody<"case.merged">,
  log: readonly CaseEvent[],
): EventBody<"case.absorbed"> {
  return { from, by, reason, said: log.flatMap(saidIn).slice(-mostSaid) };
}

function saidIn(event: CaseEvent): EventBody<"case.absorbed">["said"] {
  if (event.kind !== "message.received" && event.kind !== "message.sent") return [];
  const isHers = event.kind === "message.received";
  const ours = !isHers && event.body.teammateId !== undefined ? ("teammate" as const) : ("agent" as const);
  return [{ from: isHers ? "customer" : ours, text: messageText(event.body).slice(0, longestSaid), at: event.at }];
}
