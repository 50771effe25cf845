import type { World } from "./world.ts";

/** The sleep of a loop that news can end: what comes in while the loop is at work counts for its next sleep. */
export class Waking {
  #isWoken = false;
  #end: () => void = () => undefined;

  wake(): void {
    this.#isWoken = true;
    this.#end();
  }

  /** From here on news counts. */
  listen(): void {
    this.#isWoken = false;
  }

  /** Sleeps until it is woken, at most for so long. */
  async sleep({ sleep }: Pick<World, "sleep">, longestMs: number): Promise<void> {
    if (this.#isWoken) return;
    const waking = new AbortController();
    // With a reason of its own: the default one is an error with a stack, for each message that comes in.
    this.#end = () => waking.abort("woken");
    await sleep(longestMs, waking.signal);
  }
}
