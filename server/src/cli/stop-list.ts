/** In this order a service is taken down: nobody new comes in, then work ends, then what it stood on. */
const stages = [
  "server",
  "shop",
  "worker",
  "mail",
  "measures",
  "uploads",
  "checkpoints",
  "words",
  "accounts",
  "connections",
  "store",
  "systems",
  "postgres",
  "files",
] as const;
type Stage = (typeof stages)[number];

/** What has been started and must be stopped. */
export class StopList {
  readonly #parts: { stage: Stage; stop: () => Promise<void> }[] = [];
  #stopped: Promise<void> | null = null;

  /** A stage may have several parts: the one that was added last is stopped first, since it may stand on the others. */
  add(stage: Stage, stop: () => Promise<void>): void {
    this.#parts.unshift({ stage, stop });
  }

  /** Goes through all parts though one fails; the first failure is thrown at the end. Any number of calls are one. */
  stopAll(): Promise<void> {
    return (this.#stopped ??= this.#run());
  }

  async #run(): Promise<void> {
    const failures: unknown[] = [];
    for (const { stop } of stages.flatMap((stage) => this.#parts.filter((part) => part.stage === stage))) {
      try {
        await stop();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
