import type { JsonObject } from "@purser/contract";

/** What a second guard is asked: everything that it knows was found in logs and ledgers, not in what the first said. */
export type OracleQuestion = {
  /** `undo_` before the name for what takes it back. */
  tool: string;
  args: JsonObject;
  /** As they were read for the decision; `refundableMinor` and the like are held against the ledgers elsewhere. */
  facts: JsonObject;
  isConfirmed: boolean;
  /** 0 without an approval, 1 for a teammate's, 2 for a lead's. */
  approvedBy: 0 | 1 | 2;
  /** What this customer was refunded in the 30 days before, this call not counted. */
  refunded30dMinor: number;
  smallRefundMinor: number;
};

/** The identity level below which a tool does nothing, which I10 asks for; 0 for one of which this guard knows nothing. */
export function minimumLevel(tool: string): 0 | 2 {
  return tool === "undo_refund_order" || rules[tool] === undefined ? 0 : 2;
}

/** Whether the example's guardrails permit the call, in plain words and without a policy engine; null when it knows no rule. */
export function oracleGuard(question: OracleQuestion): boolean | null {
  const rule = rules[question.tool];
  return rule === undefined ? null : rule(question);
}

type Rule = (question: OracleQuestion) => boolean;

const rules: Readonly<Record<string, Rule>> = {
  refund_order: mayRefund,
  undo_refund_order: ({ facts, approvedBy }) => approvedBy >= 1 && facts["isVoidable"] === true,
  change_address: ({ facts }) => isUnflagged(facts) && facts["status"] === "pending",
  undo_change_address: ({ facts }) => facts["status"] === "pending",
  cancel_subscription: ({ facts, isConfirmed }) => isConfirmed && isUnflagged(facts) && facts["status"] !== "cancelled",
  set_membership: ({ facts, args, isConfirmed }) =>
    isConfirmed && isUnflagged(facts) && facts["membership"] !== args["plan"],
  change_plan: ({ facts, args, isConfirmed }) =>
    isConfirmed && isUnflagged(facts) && facts["plan"] !== args["plan"] && facts["status"] !== "cancelled",
  refund_subscription: mayRefundUnused,
  create_label: ({ facts }) =>
    isUnflagged(facts) && facts["referenceState"] === "created" && facts["hasLabel"] === false,
  add_crm_note: ({ facts }) => isUnflagged(facts),
  give_credit: mayCredit,
};

/** Small ones need nobody, those up to $100 her yes, the rest a lead's as well; never more than is there to refund. */
function mayRefund(question: OracleQuestion): boolean {
  const { args, facts, isConfirmed, approvedBy, refunded30dMinor, smallRefundMinor } = question;
  const amountMinor = numberAt(args, "amountMinor");
  const sinceDelivery = facts["daysSinceDelivery"];
  const isOutside = typeof sinceDelivery === "number" && sinceDelivery > 30;
  if (!isUnflagged(facts) || facts["currency"] !== "USD" || isOutside) return false;
  if (amountMinor > numberAt(facts, "refundableMinor")) return false;
  const isWithinTotal = refunded30dMinor + amountMinor <= refundsPerCustomer30dMinor;
  if (amountMinor <= smallRefundMinor && isWithinTotal) return true;
  if (!isConfirmed) return false;
  if (amountMinor <= 10_000 && (isWithinTotal || approvedBy >= 1)) return true;
  return approvedBy === 2;
}

/** What a customer gets back in 30 days without anybody's approval. */
export const refundsPerCustomer30dMinor = 15_000;

function mayRefundUnused({ args, facts, isConfirmed, approvedBy }: OracleQuestion): boolean {
  const amountMinor = numberAt(args, "amountMinor");
  const most = Math.min(numberAt(facts, "unusedMinor"), numberAt(facts, "refundableMinor"));
  if (!isConfirmed || !isUnflagged(facts) || facts["currency"] !== "USD" || amountMinor > most) return false;
  return amountMinor <= 2_000 || approvedBy === 2;
}

/** A draft: nobody but a person says yes to it. */
function mayCredit({ args, facts, approvedBy }: OracleQuestion): boolean {
  const amountMinor = numberAt(args, "amountMinor");
  if (approvedBy === 0 || !isUnflagged(facts) || facts["currency"] !== "USD") return false;
  if (amountMinor > numberAt(facts, "paidMinor")) return false;
  const isSmall = amountMinor <= 2_000 && numberAt(facts, "recentlyCreditedMinor") + amountMinor <= 4_000;
  return isSmall || approvedBy === 2;
}

function isUnflagged(facts: JsonObject): boolean {
  return facts["isFlagged"] !== true;
}

function numberAt(values: JsonObject, name: string): number {
  const value = values[name];
  return typeof value === "number" ? value : Number.NaN;
}
