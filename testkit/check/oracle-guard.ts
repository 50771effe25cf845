import type { JsonObject } from "@purser/contract";

/** What a second guard is asked: everything that it knows was found in logs and ledgers, not in what the first said. */
export type OracleQuestion = {
  /** `undo_` before the name for what takes it back. */
  tool: string;
  args: JsonObject;
  /** As they were read for the decision; `refundableMinor` and the like are held against the ledgers elsewhere. */
  facts: JsonObject;
  isConfirmed: boolean;
  /** Different people with the role of a teammate or more, and those of a lead, who said yes. */
  approvals: number;
  leads: number;
  /** What this customer was refunded in the 30 days before, this call not counted. */
  refunded30dMinor: number;
  smallRefundMinor: number;
};

/**
 * Whether the example's guardrails permit the call, in plain words and without a policy engine. Written from what the
 * shop wants, rule by rule; null for a tool that the example does not have.
 */
export function oracleGuard(question: OracleQuestion): boolean | null {
  const rule = rules[question.tool];
  return rule === undefined ? null : !isAPersons(question) && rule(question);
}

/** The identity level below which a tool does nothing, which I10 asks for; 0 for one of which this guard knows nothing. */
export function minimumLevel({ tool, approvals }: Pick<OracleQuestion, "tool" | "approvals">): number {
  if (rules[tool] === undefined || (approvals >= 1 && withoutHer.includes(tool))) return 0;
  return levels[tool] ?? 2;
}

/** What a customer gets back in 30 days without anybody's approval. */
export const refundsPerCustomer30dMinor = 15_000;

type Rule = (question: OracleQuestion) => boolean;

const rules: Readonly<Record<string, Rule>> = {
  refund_order: mayRefund,
  undo_refund_order: ({ facts, approvals }) => approvals >= 1 && facts["isVoidable"] === true,
  change_address: isIn("pending"),
  undo_change_address: ({ facts }) => facts["status"] === "pending" && facts["isAsLeft"] === true,
  cancel_order: confirmed(isIn("pending")),
  undo_cancel_order: ({ facts }) => facts["status"] === "cancelled" && facts["refundedMinor"] === 0,
  create_exchange: ({ facts }) =>
    facts["status"] === "delivered" &&
    isWithinWindow(facts) &&
    numberAt(facts, "stockAvailable") > 0 &&
    facts["isExchanged"] === false,
  undo_create_exchange: hasState("created"),
  create_return: confirmed(
    ({ facts }) =>
      (facts["status"] === "delivered" || facts["status"] === "shipped") &&
      isWithinWindow(facts) &&
      facts["isComingBack"] === false,
  ),
  undo_create_return: hasState("created"),
  refund_return: mayRefundReturn,
  undo_refund_return: ({ facts, approvals }) => approvals >= 1 && facts["isVoidable"] === true,
  create_label: ({ facts }) => facts["referenceState"] === "created" && facts["hasLabel"] === false,
  undo_create_label: hasState("requested", "ready"),
  send_label: ({ facts }) =>
    facts["labelState"] === "ready" && typeof facts["labelUrl"] === "string" && facts["referenceState"] === "created",
  give_credit: mayCredit,
  undo_give_credit: ({ facts, approvals }) => approvals >= 1 && facts["isIssued"] === true,
  refund_card_part: confirmed(mayRefundCardPart),
  undo_refund_card_part: confirmedOrApproved(({ facts }) => facts["isVoidable"] === true),
  return_credit_part: confirmed(mayReturnCreditPart),
  undo_return_credit_part: confirmedOrApproved(({ facts }) => facts["isIssued"] === true),
  add_crm_note: () => true,
  undo_add_crm_note: isThere,
  add_operations_note: ({ facts }) => facts["isNoted"] === false,
  undo_add_operations_note: (question) => question.approvals >= 1 && isThere(question),
  update_preferences: () => true,
  undo_update_preferences: () => true,
  update_email: () => true,
  send_password_reset: ({ facts }) => numberAt(facts, "sentToday") < 3 && numberAt(facts, "contactDays") >= 3,
  undo_send_password_reset: hasState("open"),
  send_code: ({ facts }) => numberAt(facts, "contactAgeDays") >= 3,
  close_account: confirmed(({ facts }) => facts["hasBox"] === false && facts["isClosed"] === false),
  hold_slot: ({ facts }) => facts["isFree"] === true,
  undo_hold_slot: isIn("held"),
  book_appointment: isIn("held"),
  undo_book_appointment: isIn("booked"),
  reschedule_appointment: confirmed(({ facts }) => facts["status"] === "booked" && facts["isFree"] === true),
  undo_reschedule_appointment: ({ facts }) => facts["status"] === "booked" && facts["isFormerFree"] === true,
  cancel_appointment: confirmed(({ facts }) => facts["status"] === "booked" && facts["isOver"] === false),
  undo_cancel_appointment: ({ facts }) => facts["isFree"] === true,
  cancel_subscription: confirmed(({ facts }) => facts["status"] !== "cancelled"),
  undo_cancel_subscription: confirmedOrApproved(isIn("cancelled")),
  pause_subscription: confirmed(isIn("active")),
  undo_pause_subscription: confirmed(isIn("paused")),
  resume_subscription: confirmed(isIn("paused")),
  undo_resume_subscription: confirmed(isIn("active")),
  change_plan: confirmed(({ facts, args }) => facts["plan"] !== args["plan"] && facts["status"] !== "cancelled"),
  undo_change_plan: confirmedOrApproved(
    ({ facts, args }) => facts["plan"] === args["plan"] && facts["status"] !== "cancelled",
  ),
  set_membership: confirmed(({ facts, args }) => facts["membership"] !== args["plan"]),
  undo_set_membership: confirmedOrApproved(({ facts, args }) => facts["membership"] === args["plan"]),
  refund_subscription: confirmed(mayRefundUnused),
  undo_refund_subscription: confirmedOrApproved(({ facts }) => facts["isVoidable"] === true),
  stop_box: confirmed(isIn("planned")),
  undo_stop_box: confirmed(isIn("stopped")),
};

/** Tools for which she must be known better or less than by a code; of an undo, when no teammate has approved it. */
const levels: Readonly<Record<string, number>> = {
  update_email: 3,
  send_password_reset: 1,
  undo_send_password_reset: 1,
  send_code: 0,
  refund_return: 0,
};
/** What a teammate may take back on her behalf, days later, when she is not there. */
const withoutHer: readonly string[] = [
  "undo_refund_order",
  "undo_refund_return",
  "undo_give_credit",
  "undo_add_operations_note",
  "undo_refund_subscription",
  "undo_refund_card_part",
  "undo_return_credit_part",
  "undo_change_address",
  "undo_update_preferences",
  "undo_set_membership",
  "undo_cancel_subscription",
  "undo_change_plan",
  "undo_create_exchange",
  "undo_create_return",
  "undo_create_label",
  "undo_cancel_order",
];

/** A flagged account is looked after by a person, but for what is taken back. */
function isAPersons({ tool, facts }: OracleQuestion): boolean {
  return !tool.startsWith("undo_") && facts["isFlagged"] === true;
}

/** Small ones need nobody, those up to $100 her yes, those up to $500 a lead's as well, and others two leads'. */
function mayRefund(question: OracleQuestion): boolean {
  const { args, facts, isConfirmed, approvals, leads, refunded30dMinor, smallRefundMinor } = question;
  const amountMinor = numberAt(args, "amountMinor");
  const isOvercharge = amountMinor <= numberAt(facts, "overchargedMinor");
  if (facts["currency"] !== "USD" || !(amountMinor <= numberAt(facts, "refundableMinor"))) return false;
  if (!isWithinWindow(facts) && !isOvercharge) return false;
  // What was never sent is paid back in full.
  if (args["reason"] === "cancelled") return facts["isCancelled"] === true;
  const isWithinTotal = refunded30dMinor + amountMinor <= refundsPerCustomer30dMinor;
  if (amountMinor <= smallRefundMinor && isWithinTotal) return true;
  if (!isConfirmed) return false;
  if (amountMinor <= 10_000 && (isWithinTotal || approvals >= 1)) return true;
  return amountMinor <= 50_000 ? leads >= 1 : leads >= 2;
}

/** Her yes to the return was the yes to its money; a colleague's is asked for as for any other refund. */
function mayRefundReturn({ args, facts, approvals, leads, refunded30dMinor }: OracleQuestion): boolean {
  const amountMinor = numberAt(args, "amountMinor");
  const most = Math.min(numberAt(facts, "dueMinor"), numberAt(facts, "refundableMinor"));
  if (facts["currency"] !== "USD" || facts["hasArrived"] !== true || !(amountMinor <= most)) return false;
  if (facts["returnState"] !== "created") return false;
  const isWithinTotal = refunded30dMinor + amountMinor <= refundsPerCustomer30dMinor;
  if (amountMinor <= 10_000) return isWithinTotal || approvals >= 1;
  return amountMinor <= 50_000 ? leads >= 1 : leads >= 2;
}

function mayRefundUnused({ args, facts, leads }: OracleQuestion): boolean {
  const amountMinor = numberAt(args, "amountMinor");
  const most = Math.min(numberAt(facts, "unusedMinor"), numberAt(facts, "refundableMinor"));
  return facts["currency"] === "USD" && amountMinor <= most && (amountMinor <= 2_000 || leads >= 1);
}

/** What only the law of her state allows, and what is much, is a lead's to approve. */
function mayRefundCardPart({ args, facts, leads, refunded30dMinor }: OracleQuestion): boolean {
  const amountMinor = numberAt(args, "amountMinor");
  if (facts["currency"] !== "USD" || !(amountMinor <= numberAt(facts, "refundableMinor"))) return false;
  if (!isWithinTerms(facts) || amountMinor > 50_000) return false;
  const isSmall = amountMinor <= 10_000 && refunded30dMinor + amountMinor <= refundsPerCustomer30dMinor;
  return leads >= 1 || (isSmall && isWithinWindow(facts));
}

function mayReturnCreditPart({ args, facts, leads }: OracleQuestion): boolean {
  const isBound = numberAt(args, "amountMinor") <= numberAt(facts, "returnableMinor");
  return facts["currency"] === "USD" && isBound && isWithinTerms(facts) && (leads >= 1 || isWithinWindow(facts));
}

/** Delivered, and within the window of the shop or of her state. */
function isWithinTerms(facts: JsonObject): boolean {
  return numberAt(facts, "daysSinceDelivery") <= numberAt(facts, "windowDays");
}

/** A draft: nobody but a person says yes to it. */
function mayCredit({ args, facts, approvals, leads }: OracleQuestion): boolean {
  const amountMinor = numberAt(args, "amountMinor");
  if (approvals === 0 || facts["currency"] !== "USD" || !(amountMinor <= numberAt(facts, "paidMinor"))) return false;
  const isSmall = amountMinor <= 2_000 && numberAt(facts, "recentlyCreditedMinor") + amountMinor <= 4_000;
  return isSmall || leads >= 1;
}

function isWithinWindow(facts: JsonObject): boolean {
  const sinceDelivery = facts["daysSinceDelivery"];
  return typeof sinceDelivery !== "number" || sinceDelivery <= 30;
}

function confirmed(rule: Rule): Rule {
  return (question) => question.isConfirmed && rule(question);
}

function confirmedOrApproved(rule: Rule): Rule {
  return (question) => (question.isConfirmed || question.approvals >= 1) && rule(question);
}

function isIn(status: string): Rule {
  return ({ facts }) => facts["status"] === status;
}

function hasState(...states: readonly string[]): Rule {
  return ({ facts }) => states.some((state) => facts["state"] === state);
}

function isThere({ facts }: OracleQuestion): boolean {
  return facts["isThere"] === true;
}

function numberAt(values: JsonObject, name: string): number {
  const value = values[name];
  return typeof value === "number" ? value : Number.NaN;
}
