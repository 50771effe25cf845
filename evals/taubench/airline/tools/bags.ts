import type { Cabin, Profile } from "./airline-records.ts";

/** Free checked bags for each passenger. */
const allowance: Readonly<Record<Profile["membership"], Readonly<Record<Cabin, number>>>> = {
  regular: { basic_economy: 0, economy: 1, business: 2 },
  silver: { basic_economy: 1, economy: 2, business: 3 },
  gold: { basic_economy: 2, economy: 3, business: 4 },
};

/** How many of the bags are beyond the free ones. */
export function chargeableBags(
  bags: number,
  { membership, cabin, passengers }: { membership: Profile["membership"]; cabin: Cabin; passengers: number },
): number {
  return Math.max(0, bags - allowance[membership][cabin] * passengers);
}
