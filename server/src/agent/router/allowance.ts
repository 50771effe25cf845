import type { Allowance } from "../reasoner.ts";

/** How much of one budget is spent; `what` names it for people, such as `40000 tokens of the case`. */
export type Spending = { what: string; spent: number; limit: number };

/** What the budgets still allow: the tightest of them says. Degrades before it stops. */
export function allowanceOf(spendings: readonly Spending[], degradeAt: number): Allowance {
  const [tightest] = spendings.toSorted((one, other) => shareOf(other) - shareOf(one));
  if (tightest === undefined) return { most: "frontier", why: null };
  const { what, spent, limit } = tightest;
  const why = `Spent: ${Math.floor(shareOf(tightest) * 100)} % of ${what}, ${shown(spent)} of ${shown(limit)}.`;
  if (spent >= limit) return { most: "rules", why };
  return shareOf(tightest) >= degradeAt ? { most: "small", why } : { most: "frontier", why: null };
}

function shareOf({ spent, limit }: Spending): number {
  return spent / limit;
}

/** At most four decimals. */
function shown(amount: number): string {
  return String(Number(amount.toFixed(4)));
}
