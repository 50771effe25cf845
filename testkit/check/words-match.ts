import { epochMsOf, type EventKind } from "@purser/contract";
import { isDoneByAnother } from "./anothers-change.ts";
import { type CaseHistory, changesIn, eventsIn, eventsOf, groupBy, type History, type Violation } from "./history.ts";

/**
 * I9, once all faults have healed: what happened is in a log as done or owned by a person, what is done has happened, and
 * what we say of it cites it, after it was found, once.
 */
export function checkWordsMatch({ cases, systems, doubled }: History): readonly Violation[] {
  const changed = new Set(changesIn(systems).flatMap(({ key }) => key ?? []));
  const twice = [...groupBy(changesIn(systems), ({ key }) => key ?? "")].flatMap(([key, changes]) =>
    changes.length > 1 && doubled.has(key) ? [key] : [],
  );
  return [
    ...cases.flatMap((each) => unknownEffects(each, systems)),
    ...cases.flatMap((each) => silentlyDoubled(each, twice)),
    ...cases.flatMap((each) => emptyWords(each, changed, { cases, systems })),
    ...cases.flatMap(silentlyFound),
    ...cases.flatMap(unfoundedClaims),
    ...sentTwice(cases),
  ];
}

/**
 * An effect that no look-up has found is a person's who was told after the call began; and it was looked for once more
 * after it happened, so that one that came late is not nobody's.
 */
function unknownEffects(history: CaseHistory, systems: History["systems"]): Violation[] {
  const keys = new Set<string>(eventsOf(history, "call.started").map(({ body }) => body.key));
  return changesIn(systems).flatMap(({ key, tick }) => {
    if (key === null || !keys.has(key) || foundDoneAt(key, history) !== null) return [];
    const lookedAt = eventsOf(history, "call.verified").findLast(({ body }) => body.key === key)?.at ?? null;
    const wasLookedFor = lookedAt !== null && epochMsOf(lookedAt) >= tick;
    return [
      ...(isOwnedByPerson(key, history)
        ? []
        : [`The effect of ${key} happened, is not known as done, and no person has it.`]),
      ...(wasLookedFor ? [] : [`The effect of ${key} happened, and nobody has looked for it since.`]),
    ];
  });
}

/** What happened twice stands in no log as done, and a person is told. */
function silentlyDoubled(history: CaseHistory, twice: readonly string[]): Violation[] {
  return eventsOf(history, "call.started").flatMap(({ body: { key } }) =>
    twice.includes(key) && !isOwnedByPerson(key, history)
      ? [`The call ${key} happened twice, and no person has it.`]
      : [],
  );
}

/** A person got the case after the call began, or after it was found. */
function isOwnedByPerson(key: string, history: CaseHistory): boolean {
  const begun = eventsOf(history, "call.started").find(({ body }) => body.key === key)?.seq ?? 0;
  return eventsIn(history).some(
    ({ kind, seq }) => seq > begun && (kind === "handoff.made" || kind === "teammate.joined"),
  );
}

const stopsAll: readonly EventKind[] = ["handoff.made", "teammate.joined", "case.closed"];

/** What was found done only after a person had got the case, or it was closed, is told to a person again. */
function silentlyFound(history: CaseHistory): Violation[] {
  const events = eventsIn(history);
  return eventsOf(history, "call.started").flatMap(({ body, seq: begunAt }) => {
    const foundAt = foundDoneAt(body.key, history);
    if (foundAt === null) return [];
    const wasGivenUp = events.some(({ kind, seq }) => seq > begunAt && seq < foundAt && stopsAll.includes(kind));
    const isTold = events.some(({ kind, seq }) => seq > foundAt && kind === "handoff.made");
    return wasGivenUp && !isTold ? [`The call ${body.key} was found done late, and no person was told.`] : [];
  });
}

function emptyWords(
  history: CaseHistory,
  changed: ReadonlySet<string>,
  all: Pick<History, "cases" | "systems">,
): Violation[] {
  return eventsOf(history, "call.verified").flatMap(({ body, at }) =>
    body.finding.kind === "done" && !changed.has(body.key) && !isDoneByAnother(body.key, at, history, all)
      ? [`The call ${body.key} was found done and no ledger has its effect.`]
      : [],
  );
}

function unfoundedClaims(history: CaseHistory): Violation[] {
  const claimed = eventsOf(history, "message.sent").flatMap(({ body, seq }) =>
    body.claims.map((key) => ({ key, seq, proposalId: body.proposalId })),
  );
  const unfounded = claimed.filter(({ key, seq }) => (foundDoneAt(key, history) ?? Number.POSITIVE_INFINITY) > seq);
  const repeated = [
    ...groupBy(claimed, ({ key, proposalId }) => `${key} (${proposalId ?? "the host's own words"})`),
  ].filter(([, messages]) => messages.length > 1);
  return [
    ...unfounded.map(({ key, seq }) => `The message at ${seq} speaks of ${key}, which had not been found done.`),
    ...repeated.map(([key, messages]) => `The customer was told ${messages.length} times that ${key} is done.`),
  ];
}

function foundDoneAt(key: string, history: CaseHistory): number | null {
  return (
    eventsOf(history, "call.verified").find(({ body }) => body.key === key && body.finding.kind === "done")?.seq ?? null
  );
}

function sentTwice(cases: readonly CaseHistory[]): Violation[] {
  const sent = cases.flatMap((each) => eventsOf(each, "message.sent").map(({ body }) => body.outboxId));
  return [...groupBy(sent, (outboxId) => outboxId)].flatMap(([outboxId, messages]) =>
    messages.length > 1 ? [`The message ${outboxId} was sent ${messages.length} times.`] : [],
  );
}
