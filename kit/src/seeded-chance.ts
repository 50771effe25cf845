import type { SeededChance } from "./scenario.ts";

/**
 * Chance that a seed decides (mulberry32): the same on any machine. Under a name of its own a sequence does not change
 * when another one is asked for more.
 */
export function seededChance(seed: number, name = ""): SeededChance {
  let state = seed >>> 0;
  for (const letter of name) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return { next, int, pick: (items) => items[int(0, items.length - 1)] ?? items[0] };
}
