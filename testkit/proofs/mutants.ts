/** One mistake that somebody could make in the example's guardrails, and the property that must not survive it. */
export type Mutant = {
  what: string;
  /** The file below `guardrails/`. */
  file: string;
  from: string;
  to: string;
  property: string;
};

const small = "a small refund within the window needs nobody";
const lead = "no refund above $100 without a lead's approval";
const known =
  "nothing is done for somebody whom nobody knows, but to mail a code and to pay for a return that has arrived";
const levelTwo = "nothing of an account is changed below level 2";
const yes = "nothing that ends or moves something is done without her yes";
const flagged = "nothing is begun for an account that a person looks after";
const dead = "no guardrail is dead";

const flaggedForbid = (id: string, action: string): string => `@id("${id}")
@escalate
@reason("A person looks after this account.")
forbid (principal, action == Action::"${action}", resource)
when { context.facts.isFlagged };
`;

export const mutants: readonly Mutant[] = [
  {
    what: "the limit that she confirms herself is a cent higher",
    file: "refunds.cedar",
    from: `  context.args.amountMinor <= 10000 &&
  context.totals.customerRefunds30d + context.args.amountMinor <= 15000 &&`,
    to: `  context.args.amountMinor <= 10001 &&
  context.totals.customerRefunds30d + context.args.amountMinor <= 15000 &&`,
    property: lead,
  },
  {
    what: "a teammate approves what a lead has to",
    file: "refunds.cedar",
    from: `  context.args.amountMinor <= 50000 &&
  context.assurance.confirmed &&
  context.assurance.approved &&
  context.assurance.approverRole >= 2`,
    to: `  context.args.amountMinor <= 50000 &&
  context.assurance.confirmed &&
  context.assurance.approved &&
  context.assurance.approverRole >= 1`,
    property: lead,
  },
  {
    what: "a large refund is not confirmed by her",
    file: "refunds.cedar",
    from: `  context.assurance.confirmed &&
  context.assurance.approved &&
  context.assurance.approverRole >= 2 &&
  context.assurance.approvals >= 2`,
    to: `  context.assurance.approved &&
  context.assurance.approverRole >= 2 &&
  context.assurance.approvals >= 2`,
    property: lead,
  },
  {
    what: "a very large refund needs one lead",
    file: "refunds.cedar",
    from: `  context.assurance.approverRole >= 2 &&
  context.assurance.approvals >= 2`,
    to: `  context.assurance.approverRole >= 2`,
    property: "no refund above $500 without two leads",
  },
  {
    what: "a zero too many in the limit of one lead",
    file: "refunds.cedar",
    from: "context.args.amountMinor <= 50000",
    to: "context.args.amountMinor <= 500000",
    property: "no refund above $500 without two leads",
  },
  {
    what: "the total leaves out the refund that is asked for",
    file: "refunds.cedar",
    from: `  context.args.amountMinor <= 2500 &&
  context.totals.customerRefunds30d + context.args.amountMinor <= 15000`,
    to: `  context.args.amountMinor <= 2500 &&
  context.totals.customerRefunds30d <= 15000`,
    property: "above $150 in 30 days a person looks at every refund",
  },
  {
    what: "the window closes a day late",
    file: "refunds.cedar",
    from: "context.facts.daysSinceDelivery > 30 }\n// What",
    to: "context.facts.daysSinceDelivery > 31 }\n// What",
    property: "no refund after 30 days, unless it was taken by mistake",
  },
  {
    what: "the window closes a day early",
    file: "refunds.cedar",
    from: "context.facts.daysSinceDelivery > 30 }\n// What",
    to: "context.facts.daysSinceDelivery >= 30 }\n// What",
    property: small,
  },
  {
    what: "whatever was taken by mistake opens the window for any amount",
    file: "refunds.cedar",
    from: "unless { context.facts has overchargedMinor && context.args.amountMinor <= context.facts.overchargedMinor };",
    to: "unless { context.facts has overchargedMinor };",
    property: "no refund after 30 days, unless it was taken by mistake",
  },
  {
    what: "one forbid is gone: more back than was paid",
    file: "refunds.cedar",
    from: `@id("refund-bound")
@reason("That is more than was paid and not yet refunded.")
forbid (principal, action == Action::"refund_order", resource)
when { context.args.amountMinor > context.facts.refundableMinor };
`,
    to: "",
    property: "never more back than was paid",
  },
  {
    what: "what was paid is compared the wrong way round",
    file: "refunds.cedar",
    from: "when { context.args.amountMinor > context.facts.refundableMinor };",
    to: "when { context.args.amountMinor < context.facts.refundableMinor };",
    property: "never more back than was paid",
  },
  {
    what: "the whole of what is refundable is forbidden too",
    file: "refunds.cedar",
    from: "when { context.args.amountMinor > context.facts.refundableMinor };",
    to: "when { context.args.amountMinor >= context.facts.refundableMinor };",
    property: small,
  },
  {
    what: "nobody asks whether the order is cancelled",
    file: "refunds.cedar",
    from: `when { context.args.reason == "cancelled" }
unless { context.facts has isCancelled };`,
    to: `when { context.args.reason == "cancelled" && context.facts has isCancelled && !context.facts.isCancelled };`,
    property: "what was never sent is paid back as cancelled only when it is cancelled",
  },
  {
    what: "the accounts that a person looks after are refunded like others",
    file: "refunds.cedar",
    from: flaggedForbid("refund-flagged", "refund_order"),
    to: "",
    property: flagged,
  },
  {
    what: "small refunds are permitted for all actions",
    file: "lookups.cedar",
    from: `permit (principal, action == Action::"search_knowledge", resource);`,
    to: `permit (principal, action, resource);`,
    property: known,
  },
  {
    what: "a number without identity opens the link for a password",
    file: "accounts.cedar",
    from: `permit (principal, action == Action::"send_password_reset", resource)
when { context.assurance.identity >= 1 };`,
    to: `permit (principal, action == Action::"send_password_reset", resource);`,
    property: known,
  },
  {
    what: "a matched contact is enough to change the address",
    file: "addresses.cedar",
    from: "when { context.assurance.identity >= 2 };",
    to: "when { context.assurance.identity >= 1 };",
    property: levelTwo,
  },
  {
    what: "more than, where at least was meant: identity for an exchange",
    file: "exchanges.cedar",
    from: `permit (principal, action == Action::"create_exchange", resource)
when { context.assurance.identity >= 2 };`,
    to: `permit (principal, action == Action::"create_exchange", resource)
when { context.assurance.identity > 2 };`,
    property: "a wrong size in stock is exchanged at once",
  },
  {
    what: "the e-mail address needs no fresh login",
    file: "accounts.cedar",
    from: "when { context.assurance.identity >= 3 };",
    to: "when { context.assurance.identity >= 2 };",
    property: "the e-mail address is changed after a fresh login only",
  },
  {
    what: "an order is cancelled without her yes",
    file: "cancellations.cedar",
    from: `permit (principal, action == Action::"cancel_order", resource)
when { context.assurance.identity >= 2 && context.assurance.confirmed };`,
    to: `permit (principal, action == Action::"cancel_order", resource)
when { context.assurance.identity >= 2 };`,
    property: yes,
  },
  {
    what: "or, where and was meant: an outfit box is stopped by anybody who confirms",
    file: "plans.cedar",
    from: `permit (principal, action == Action::"stop_box", resource)
when { context.assurance.identity >= 2 && context.assurance.confirmed };`,
    to: `permit (principal, action == Action::"stop_box", resource)
when { context.assurance.identity >= 2 || context.assurance.confirmed };`,
    property: yes,
  },
  {
    what: "one action is missing in the list of those for accounts that a person looks after",
    file: "exchanges.cedar",
    from: `action in [Action::"create_exchange", Action::"create_label", Action::"send_label"]`,
    to: `action in [Action::"create_exchange", Action::"create_label"]`,
    property: flagged,
  },
  {
    what: "an exchange has no window",
    file: "exchanges.cedar",
    from: `@id("exchange-window")
@reason("The 30 days in which we exchange have passed.")
forbid (principal, action == Action::"create_exchange", resource)
when { context.facts has daysSinceDelivery && context.facts.daysSinceDelivery > 30 };
`,
    to: "",
    property: "no exchange and no return later than 30 days after the delivery",
  },
  {
    what: "an order that was shipped is sent elsewhere",
    file: "addresses.cedar",
    from: `unless { context.facts.status == "pending" };`,
    to: `unless { context.facts.status == "pending" || context.facts.status == "shipped" };`,
    property: "an order that has left is neither cancelled nor sent elsewhere",
  },
  {
    what: "a credit of any amount waits for a teammate only",
    file: "goodwill.cedar",
    from: "  context.args.amountMinor <= 2000 &&\n",
    to: "",
    property: "store credit above $20 is a lead's to approve",
  },
  {
    what: "credits are given to somebody whom nobody knows",
    file: "goodwill.cedar",
    from: `  context.assurance.identity >= 2 &&
  context.args.amountMinor <= 2000 &&`,
    to: `  context.args.amountMinor <= 2000 &&`,
    property: "no store credit before a teammate has approved it",
  },
  {
    what: "a code goes to an address of yesterday",
    file: "identification.cedar",
    from: "when { context.facts.contactAgeDays < 3 };",
    to: "when { context.facts.contactAgeDays < 1 };",
    property: "no code goes to an address that was changed less than three days ago",
  },
  {
    what: "unless is lost: only what the bank has is called back",
    file: "undo.cedar",
    from: `forbid (principal, action in [Action::"undo_refund_order", Action::"undo_refund_return"], resource)
unless { context.facts.isVoidable };`,
    to: `forbid (principal, action in [Action::"undo_refund_order", Action::"undo_refund_return"], resource)
when { context.facts.isVoidable };`,
    property: "a refund that the bank has is not called back",
  },
  {
    what: "an address is put back for anybody",
    file: "undo.cedar",
    from: `permit (principal, action == Action::"undo_change_address", resource)
when { context.assurance.identity >= 2 };`,
    to: `permit (principal, action == Action::"undo_change_address", resource);`,
    property: "nothing is taken back for somebody whom nobody knows, unless a teammate approves",
  },
  {
    what: "the money for a return is a teammate's to approve, however much it is",
    file: "returns.cedar",
    from: `  context.args.amountMinor <= 10000 &&
  context.assurance.approved &&
  context.assurance.approverRole >= 1`,
    to: `  context.assurance.approved &&
  context.assurance.approverRole >= 1`,
    property: "no money for a return above $100 without a lead's approval",
  },
  {
    what: "the money for a return is paid when its parcel has arrived or not",
    file: "returns.cedar",
    from: "unless { context.facts.hasArrived };",
    to: 'unless { context.facts.hasArrived || context.facts.returnState == "created" };',
    property: "no money for a return before the parcel is here, and never more than is due",
  },
  {
    what: "unused days are refunded up to ten times as much without anybody",
    file: "plans.cedar",
    from: "context.assurance.confirmed && context.args.amountMinor <= 2000 };",
    to: "context.assurance.confirmed && context.args.amountMinor <= 20000 };",
    property: "no part of an outfit box above $20 is refunded without a lead's approval",
  },
  {
    what: "the refund of an outfit box forgets what was paid",
    file: "plans.cedar",
    from: "when { context.args.amountMinor > context.facts.refundableMinor };",
    to: "when { context.args.amountMinor > context.facts.refundableMinor + 1 };",
    property: "no refund of an outfit box beyond the unused days, or beyond what was paid",
  },
  {
    what: "a reason that there is not: what is permitted for it is permitted never",
    file: "refunds.cedar",
    from: `context.args.reason == "cancelled" &&`,
    to: `context.args.reason == "canceled" &&`,
    property: dead,
  },
  {
    what: "two limits that leave nothing between them",
    file: "goodwill.cedar",
    from: "context.args.amountMinor <= 2000 &&",
    to: "context.args.amountMinor <= 2000 && context.args.amountMinor > 2000 &&",
    property: dead,
  },
  {
    what: "a permit that another one makes needless",
    file: "refunds.cedar",
    from: `  context.args.amountMinor <= 10000 &&
  context.assurance.confirmed &&
  context.assurance.approved &&
  context.assurance.approverRole >= 1`,
    to: `  context.args.amountMinor <= 10000 &&
  context.assurance.confirmed &&
  context.assurance.approved &&
  context.assurance.approverRole >= 2`,
    property: dead,
  },
  {
    what: "what a promotion took off is paid out by card",
    file: "paid-parts.cedar",
    from: "when { context.args.amountMinor > context.facts.refundableMinor };",
    to: "when { context.args.amountMinor > context.facts.refundableMinor + 2000 };",
    property: "never more to the card than it has paid, and never a promotion",
  },
  {
    what: "more store credit than was paid with it, by a cent",
    file: "paid-parts.cedar",
    from: "when { context.args.amountMinor > context.facts.returnableMinor };",
    to: "when { context.args.amountMinor - 1 > context.facts.returnableMinor };",
    property: "no more store credit back than was paid with it",
  },
  {
    what: "what only the law of a state allows is paid out on her yes alone",
    file: "paid-parts.cedar",
    from: `  context.facts has daysSinceDelivery &&
  context.facts.daysSinceDelivery <= 30
};

// Above`,
    to: `  context.facts has daysSinceDelivery &&
  context.facts.daysSinceDelivery <= context.facts.windowDays
};

// Above`,
    property: "what only the law of a state allows is a lead's to approve",
  },
  {
    what: "the window of her state is a day longer than it is",
    file: "paid-parts.cedar",
    from: "context.facts.daysSinceDelivery > context.facts.windowDays };",
    to: "context.facts.daysSinceDelivery > context.facts.windowDays + 1 };",
    property: "nothing of a payment goes back after the window of the shop and of her state",
  },
  {
    what: "a part of a payment may be as much as two refunds that need nobody",
    file: "paid-parts.cedar",
    from: "context.args.amountMinor <= 10000 &&",
    to: "context.args.amountMinor <= 15000 &&",
    property: "above $100 a lead approves what goes back to a card",
  },
];
