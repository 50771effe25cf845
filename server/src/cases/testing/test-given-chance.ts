import { type CallKey, callKeySchema, type IdOf, type IdPrefix } from "@purser/contract";
import { base32, idFromBytes } from "@purser/kit/audit";

/** Chance out of a list of numbers, and ids that are each new; the same list gives the same again. */
export class GivenChance {
  readonly #numbers: readonly number[];
  #used = 0;
  #made = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** Every number has been used; from then on they begin again, so that a case can be played to its end. */
  get isUsedUp(): boolean {
    return this.#used >= this.#numbers.length;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** The next number, below the bound. */
  below(bound: number): number {
    const number = this.#numbers[this.#used % this.#numbers.length] ?? 0;
    this.#used += 1;
    return (number + Math.floor(this.#used / this.#numbers.length)) % bound;
  }

  id<Prefix extends IdPrefix>(prefix: Prefix): IdOf<Prefix> {
    return idFromBytes(prefix, this.#unique(13));
  }

  key(): CallKey {
    return callKeySchema.parse(base32(this.#unique(32)));
  }

  #unique(length: number): Uint8Array {
    this.#made += 1;
    return Uint8Array.from({ length }, (_, index) => Math.floor(this.#made / 256 ** index) % 256);
  }
}
