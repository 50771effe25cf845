import { type CaseEventOf, epochMsOf } from "@purser/contract";
import { type CaseHistory, changesIn, eventsOf, type History, subjectOf, type Violation } from "./history.ts";
import { oracleGuard } from "./oracle-guard.ts";

type Started = CaseEventOf<"call.started">;
type Judged = CaseEventOf<"proposal.judged">;

/** Where the second guard would not have begun what was begun, or the facts were not those of the ledgers. */
export function disagreements(started: Started, of: CaseHistory, history: History): Violation[] {
  const { tool, undoOf, args, key, attempt, proposalId } = started.body;
  const judged = eventsOf(of, "proposal.judged").findLast(
    ({ seq, body }) => seq < started.seq && body.proposalId === proposalId,
  );
  if (judged === undefined) return [];
  const { facts } = judged.body.judgement;
  const isPermitted = oracleGuard({
    tool: undoOf === null ? tool : `undo_${tool}`,
    args,
    facts,
    ...answersOf(started, of),
    refunded30dMinor: refundedBefore(started, subjectOf(of), history),
    smallRefundMinor: smallRefundMinor(of, judged, history),
  });
  return [
    ...(isPermitted === false ? [`${tool} (${key}, attempt ${attempt}) is nothing that the guardrails permit.`] : []),
    ...(undoOf === null && tool === "refund_order" ? wrongFacts(started, judged, history) : []),
  ];
}

/** The answers that the call stands on, as they stand in the log. */
export function answersOf(
  { body: { pauseIds } }: Started,
  history: CaseHistory,
): { isConfirmed: boolean; approvals: number; leads: number } {
  const given = eventsOf(history, "pause.answered").flatMap(({ body }) =>
    pauseIds.includes(body.pauseId) && body.decision === "yes" ? [body.by] : [],
  );
  const different = (roles: readonly (string | null)[]): number =>
    new Set(given.flatMap(({ kind, id, role }) => (kind === "teammate" && roles.includes(role) ? [id] : []))).size;
  return {
    isConfirmed: given.some(({ kind }) => kind === "customer"),
    approvals: different(["teammate", "lead", "admin"]),
    leads: different(["lead", "admin"]),
  };
}

/** Of the version that the case pins and the one in force when its facts were read the stricter counts. */
function smallRefundMinor(of: CaseHistory, { body: { readAt } }: Judged, { shop }: History): number {
  const { published, changed } = shop.smallRefund;
  if (changed === null) return published.mostMinor;
  const pinsPublished = eventsOf(of, "case.opened")[0]?.body.blueprintHash === published.blueprintHash;
  const pinned = pinsPublished ? published.mostMinor : changed.mostMinor;
  return changed.fromAt <= readAt ? Math.min(pinned, changed.mostMinor) : pinned;
}

const thirtyDaysMs = 30 * 86_400_000;

/** What ledgers say she was refunded before the call, without what was taken back, and without this call. */
function refundedBefore({ at, body }: Started, subject: string | null, { systems }: History): number {
  const untilMs = epochMsOf(at);
  const changes = changesIn(systems).filter((change) => change.subject === subject && change.tick < untilMs);
  const voided = new Set(changes.flatMap(({ kind, reverses }) => (kind === "reversal" ? (reverses ?? []) : [])));
  return changes
    .filter(({ operation, key, tick }) => operation === "refund" && key !== body.key && tick > untilMs - thirtyDaysMs)
    .filter(({ key, object }) => !voided.has(key ?? "") && object.startsWith("CH-"))
    .reduce((sum, { args }) => sum + amountIn(args), 0);
}

/** What the guard was told can be refunded is what the ledgers had at some moment between the reading and the call. */
function wrongFacts({ body, at }: Started, { body: judged }: Judged, { systems, shop }: History): Violation[] {
  const { charge, refundableMinor } = judged.judgement.facts;
  const chargeId = typeof charge === "object" && charge !== null && "id" in charge ? textOf(charge["id"]) : "";
  const paidMinor = shop.paidMinor[chargeId];
  if (paidMinor === undefined) return [];
  const changes = changesIn(systems).filter(({ object }) => object === chargeId);
  // In the order of the ledger, since one millisecond may have several of them, and a reading between two.
  const [before, until] = [epochMsOf(judged.readAt), epochMsOf(at)];
  const earliest = changes.filter(({ tick }) => tick < before).length;
  const latest = changes.filter(({ tick }) => tick <= until).length;
  const leftAfter = (count: number): number =>
    changes.slice(0, count).reduce((left, change) => left - signed(change), paidMinor);
  const counts = Array.from({ length: latest - earliest + 1 }, (_, index) => earliest + index);
  return counts.some((count) => leftAfter(count) === refundableMinor)
    ? []
    : [
        `${body.tool} (${body.key}) was decided on ${textOf(refundableMinor)} that can be refunded, and the ledgers never had it.`,
      ];

  function signed({ kind, args, reverses }: (typeof changes)[number]): number {
    if (kind === "effect") return amountIn(args);
    return -amountIn(changes.find(({ key }) => key === reverses)?.args ?? null);
  }
}

function amountIn(args: unknown): number {
  const amountMinor = typeof args === "object" && args !== null && "amountMinor" in args ? args.amountMinor : 0;
  return typeof amountMinor === "number" ? amountMinor : 0;
}

/** A text as it is, anything else as JSON. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
