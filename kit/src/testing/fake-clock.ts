import { type Instant, instantOf } from "@purser/contract";

/** A clock that moves only when told to. */
export class FakeClock {
  #epochMs: number;

  /** `start` is any text that `Date.parse` reads. */
  constructor(start: string) {
    this.#epochMs = parsedMs(start);
  }

  now(): Instant {
    return instantOf(this.#epochMs);
  }

  advance(durationMs: number): void {
    this.#epochMs += durationMs;
  }

  /** Sets the time; backwards too, as a database's clock may jump. */
  set(time: string): void {
    this.#epochMs = parsedMs(time);
  }
}

function parsedMs(time: string): number {
  const epochMs = Date.parse(time);
  if (Number.isNaN(epochMs)) throw new RangeError(`Not a time: ${time}`);
  return epochMs;
}
