import { days, minutes } from "@purser/kit";
import type { SeededRandom } from "./random.ts";

const kept = { now: Date.now, random: Math.random, fetch: globalThis.fetch };

/**
 * Runs with a machine that lies: whoever asks it for the time gets one that is wrong by minutes or days and jumps, and
 * whoever asks it for chance or for the network gets an exception. All that the kernel may use is its `World`.
 */
export async function onWrongMachine<Result>(random: SeededRandom, run: () => Promise<Result>): Promise<Result> {
  const spanMs = random.pick([minutes(5), days(1)]);
  let wrongMs = kept.now();
  Date.now = () => (wrongMs += random.below(2 * spanMs) - spanMs);
  Math.random = () => refused("Math.random");
  globalThis.fetch = () => refused("fetch");
  try {
    return await run();
  } finally {
    Date.now = kept.now;
    Math.random = kept.random;
    globalThis.fetch = kept.fetch;
  }
}

function refused(name: string): never {
  throw new Error(`${name} was used beside the World.`);
}
