import { type CaseId, type CustomerId, type Reservation, unreachable } from "@purser/contract";

/** A total that policies may name: what is counted, for whom, over which window; null is all time. */
export type TotalDefinition = {
  name: string;
  /** The unit, as a tool's `counts` calls it, such as `refundMinor`. */
  of: string;
  scope: "customer" | "case" | "deployment";
  windowMs: number | null;
};

export type TotalOwner = { caseId: CaseId; customerId: CustomerId | null };

/**
 * The key under which a total is kept; it holds random ids only. All who are not known yet share one customer's total,
 * so that a limit for a customer cannot be passed by staying unknown.
 */
export function totalKey({ name, of, scope }: TotalDefinition, { caseId, customerId }: TotalOwner): string {
  switch (scope) {
    case "customer":
      return `${name}/${of}/customer/${customerId ?? "unknown"}`;
    case "case":
      return `${name}/${of}/case/${caseId}`;
    case "deployment":
      return `${name}/${of}/deployment`;
    default:
      return unreachable(scope);
  }
}

/**
 * What a call claims of the totals that its policies name, in the order of the definitions: the unit's count under each.
 * A unit that the call does not count, or counts as 0, claims nothing.
 */
export function reservationsOf(
  definitions: readonly TotalDefinition[],
  counts: Readonly<Record<string, number>>,
  owner: TotalOwner,
  names: readonly string[],
): readonly Reservation[] {
  const named = definitions.filter(({ name }) => names.includes(name));
  return named
    .map((definition) => ({
      key: totalKey(definition, owner),
      name: definition.name,
      amount: Object.hasOwn(counts, definition.of) ? (counts[definition.of] ?? 0) : 0,
    }))
    .filter(({ amount }) => amount !== 0);
}
