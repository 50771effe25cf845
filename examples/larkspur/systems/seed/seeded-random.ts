import { seededChance, type SeededChance } from "@purser/kit";

/** A sequence of numbers that its seed decides: the same seed, the same world. */
export class SeededRandom {
  readonly #chance: SeededChance;

  constructor(seed: number) {
    this.#chance = seededChance(seed);
  }

  /** At least 0, below 1. */
  next(): number {
    return this.#chance.next();
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return this.#chance.int(least, most);
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return this.#chance.pick(items);
  }

  shuffled<Item>(items: readonly Item[]): readonly Item[] {
    return items
      .map((item) => ({ item, order: this.next() }))
      .sort((left, right) => left.order - right.order)
      .map(({ item }) => item);
  }
}

/** Walks the items from seed to seed: seed 1 gets the first. */
export function itemForSeed<Item>(items: readonly [Item, ...Item[]], seed: number): Item {
  return items[Math.abs(seed - 1) % items.length] ?? items[0];
}
