import { type CaseEventOf, epochMsOf } from "@purser/contract";
import { changesIn, eventsOf, type History, subjectOf, type Violation } from "./history.ts";
import { refundsPerCustomer30dMinor } from "./oracle-guard.ts";

type Refunded = { subject: string | null; key: string; at: number; amountMinor: number; isApproved: boolean };

const windowMs = 30 * 86_400_000;

/** I11: what a customer gets back without anybody's approval is within her limit, over all her cases together. */
export function checkLimitsInSum(history: History): readonly Violation[] {
  const refunds = refundsIn(history);
  return refunds
    .filter(({ isApproved }) => !isApproved)
    .flatMap((refund) => {
      const before = refunds.filter(
        ({ subject, key, at }) =>
          subject === refund.subject && key !== refund.key && at < refund.at && at > refund.at - windowMs,
      );
      const sum = before.reduce((total, { amountMinor }) => total + amountMinor, refund.amountMinor);
      return sum > refundsPerCustomer30dMinor
        ? [`${refund.subject} got ${sum} back with ${refund.key}, which nobody has approved.`]
        : [];
    });
}

/** Refunds that happened and were not taken back, by the moment at which they were decided. */
function refundsIn({ cases, systems }: History): Refunded[] {
  const changes = changesIn(systems);
  const voided = new Set(changes.flatMap(({ kind, reverses }) => (kind === "reversal" ? (reverses ?? []) : [])));
  const happened = new Set(changes.flatMap(({ key }) => (key === null || voided.has(key) ? [] : key)));
  return cases.flatMap((each) => {
    const approvals = new Set<string>(
      eventsOf(each, "pause.opened").flatMap(({ body }) => (body.pause.kind === "approve" ? body.pause.pauseId : [])),
    );
    return eventsOf(each, "call.started")
      .filter(({ body }) => body.tool === "refund_order" && body.undoOf === null && body.attempt === 1)
      .filter(({ body }) => happened.has(body.key))
      .map((started) => ({
        subject: subjectOf(each),
        key: started.body.key,
        at: epochMsOf(started.at),
        amountMinor: amountOf(started),
        isApproved: started.body.pauseIds.some((pauseId) => approvals.has(pauseId)),
      }));
  });
}

function amountOf({ body: { args } }: CaseEventOf<"call.started">): number {
  return typeof args["amountMinor"] === "number" ? args["amountMinor"] : 0;
}
