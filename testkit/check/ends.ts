import { type CaseStatus, epochMsOf, type Instant } from "@purser/contract";
import { awaitPurpose } from "../../server/src/cases/waits.ts";
import { type CaseHistory, eventsIn, eventsOf, type History, type Violation } from "./history.ts";

/** I15, after the faults have healed and a month has passed: a case is over, waits for somebody, or is in a person's queue. */
export function checkEnds({ cases, endedAt }: History): readonly Violation[] {
  return cases.flatMap((each) => [
    ...stuck(each),
    ...misshown(each),
    ...endless(each),
    ...(endedAt === null ? [] : overdue(each, endedAt)),
  ]);
}

/**
 * More thoughts about one message than any policy allows; who gives a case back lets it think as often once more, and so does
 * each look at what is waited for outside. What was done for her since allows for some more, up to a bound. A child case has
 * what its parent had left.
 */
const thoughtsPerMessage = 12;
const thoughtsPerDone = 6;
const mostForDone = 24;

function endless({ caseId, ...history }: CaseHistory): Violation[] {
  let thoughts = 0;
  let tooMany = 0;
  let done = new Set<string>();
  let look: string | null = null;
  const [opened] = eventsOf({ caseId, ...history }, "case.opened");
  const handedDown = opened?.body.parent?.thoughts ?? null;
  for (const { kind, body } of eventsIn({ caseId, ...history })) {
    if (kind === "timer.set" && body.purpose === awaitPurpose) look = body.timerId;
    const looksAgain =
      look !== null && (kind === "signal.received" || (kind === "timer.fired" && body.timerId === look));
    if (kind === "message.received") done = new Set();
    if (looksAgain || kind === "message.received" || (kind === "teammate.left" && body.returnsToAgent)) thoughts = 0;
    if (kind === "call.verified" && body.finding.kind === "done") done.add(body.key);
    if (kind === "proposal.made" && body.proposal.author.kind === "reasoner") thoughts += 1;
    const most = handedDown ?? thoughtsPerMessage + Math.min(mostForDone, done.size * thoughtsPerDone);
    if (thoughts > Math.min(most, thoughtsPerMessage + mostForDone)) tooMany = thoughts;
  }
  return tooMany > 0 ? [`${caseId} has ${tooMany} thoughts about one message.`] : [];
}

/** A wake may be late by so much, once everything has healed. */
const lateMs = 60_000;

/** A question whose time is over is off, and what is held is released. */
function overdue(history: CaseHistory, endedAt: Instant): Violation[] {
  const due = new Map<string, Instant>();
  for (const { kind, body } of eventsIn(history)) {
    if (kind === "pause.opened") due.set(body.pause.pauseId, body.pause.expiresAt);
    if (kind === "pause.answered" || kind === "pause.expired" || kind === "pause.withdrawn") due.delete(body.pauseId);
    if (kind === "pause.superseded" && body.pauseId !== null) due.delete(body.pauseId);
    if (kind === "call.held") due.set(body.key, body.releaseAt);
    if (kind === "call.released" || kind === "call.withdrawn") due.delete(body.key);
    if (kind === "case.closed" || kind === "case.erased" || kind === "handoff.made" || kind === "teammate.joined")
      due.clear();
  }
  return [...due].flatMap(([id, at]) =>
    epochMsOf(at) + lateMs < epochMsOf(endedAt) ? [`${history.caseId} has ${id}, which was due at ${at}.`] : [],
  );
}

function stuck({ caseId, end }: CaseHistory): Violation[] {
  if (end.isRunnable) return [`${caseId} is runnable and nobody runs it.`];
  return end.status === "working"
    ? [`${caseId} is working and nothing goes on${end.wakeAt === null ? "" : ` until ${end.wakeAt}`}.`]
    : [];
}

/** Lists show what the log says, as far as a person must know it: closed, in a person's hands, resolved, or neither. */
function misshown(history: CaseHistory): Violation[] {
  const { caseId, end } = history;
  const expected = statusIn(history);
  const isRight = expected === "open" ? end.status === "working" || end.status === "waiting" : end.status === expected;
  return isRight ? [] : [`${caseId} is shown as ${end.status} and its log says ${expected}.`];
}

function statusIn(history: CaseHistory): Extract<CaseStatus, "closed" | "handed-off" | "resolved"> | "open" {
  let isClosed = false;
  let isResolved = false;
  let isPersons = false;
  const open = new Set<string>();
  for (const { kind, body } of eventsIn(history)) {
    if (kind === "case.erased") return "closed";
    if (kind === "case.closed") isClosed = true;
    if (kind === "case.resolved") [isResolved, isPersons] = [true, false];
    if (kind === "case.reopened") [isResolved, isClosed] = [false, false];
    if (kind === "handoff.made" || kind === "teammate.joined") isPersons = true;
    if (kind === "teammate.left") isPersons = !body.returnsToAgent;
    if (kind === "pause.opened") open.add(body.pause.pauseId);
    if (kind === "pause.answered" || kind === "pause.expired" || kind === "pause.withdrawn") open.delete(body.pauseId);
    if (kind === "pause.superseded" && body.pauseId !== null) open.delete(body.pauseId);
  }
  if (isClosed) return "closed";
  if (isPersons) return "handed-off";
  return isResolved && open.size === 0 ? "resolved" : "open";
}
