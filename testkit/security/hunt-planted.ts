import type { AttackSuite } from "./attacked.ts";
import { playForgeries } from "./play-forgeries.ts";
import { playHijacked } from "./play-hijacked.ts";
import { injectionAt, playInjection } from "./play-injection.ts";

/** As long as a planted bug may stay unseen in one run. */
const extent = { cases: 6, actionsPerCase: 30 };

/** The first violation of this sort, with the number of the run; null when no run has one. */
export async function huntPlanted(
  { suite, numbers }: { suite: AttackSuite; numbers: readonly number[] },
  trips: RegExp,
): Promise<{ number: number; violation: string } | null> {
  for (const number of numbers) {
    const { violations } = await plays[suite](number);
    const violation = violations.find((each) => trips.test(each));
    if (violation !== undefined) return { number, violation };
  }
  return null;
}

const plays = {
  hijacked: (seed: number) => playHijacked(seed, extent),
  injection: (index: number) => playInjection(injectionAt(index)),
  forged: (seed: number) => playForgeries(seed),
} satisfies Record<AttackSuite, unknown>;
