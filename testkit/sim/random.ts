import { seededChance, type SeededChance } from "@purser/kit";

/** A seeded source of chance: the same seed gives the same run on any machine. */
export class SeededRandom {
  readonly #chance: SeededChance;

  constructor(seed: number) {
    this.#chance = seededChance(seed);
  }

  /** At least 0 and below 1. */
  next(): number {
    return this.#chance.next();
  }

  /** A whole number from 0 to below the bound. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256));
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }
}
