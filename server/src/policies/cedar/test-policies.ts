/** The example of the design, for tests. */
export const designPolicies = `@id("refund-small") permit (principal, action == Action::"refund_order", resource)
when { context.facts.currency == "USD" && context.args.amountMinor <= 2500 };
@id("refund-confirmed") permit (principal, action == Action::"refund_order", resource)
when { context.facts.currency == "USD" && context.args.amountMinor <= 10000 && context.assurance.confirmed };
@id("refund-approved") permit (principal, action == Action::"refund_order", resource)
when { context.assurance.confirmed && context.assurance.approved };
@id("refund-bound") @reason("That is more than was paid and not yet refunded.")
forbid (principal, action == Action::"refund_order", resource) when { context.args.amountMinor > context.facts.refundableMinor };
@id("return-window") @reason("The 30-day return window has passed.")
forbid (principal, action == Action::"refund_order", resource) when { context.facts.daysSinceDelivery > 30 };
`;
