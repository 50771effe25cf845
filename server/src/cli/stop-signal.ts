/** Where a tool such as npm passes a Ctrl-C on, it comes twice at once. */
const sameKeyMs = 500;
const exitCodeOfForce = 130;

/** The wish of a person or a supervisor that this process ends. */
export type StopSignal = { given: Promise<void>; dispose: () => void };

/** What waits to be told that this process is to end. */
const waiting = new Set<() => void>();

/** Waits for Ctrl-C or SIGTERM, or for `askToStop`. A second signal, later, ends the process on the spot. */
export function awaitStopSignal(onForce: () => void): StopSignal {
  let firstAt: number | null = null;
  let resolve: () => void = () => undefined;
  const given = new Promise<void>((settle) => (resolve = settle));
  const onAsked = (): void => {
    firstAt ??= performance.now();
    resolve();
  };
  const onSignal = (): void => {
    if (firstAt !== null && performance.now() - firstAt > sameKeyMs) {
      onForce();
      process.exit(exitCodeOfForce);
    }
    onAsked();
  };
  waiting.add(onAsked);
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // The sleeps of a worker keep no process alive; waiting to be stopped does.
  const keepAlive = setInterval(() => undefined, 60_000);
  return {
    given,
    dispose: () => {
      clearInterval(keepAlive);
      waiting.delete(onAsked);
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}

/** Asks as the first Ctrl-C does, any number of times; false when nothing waits for that, and so nothing has to be stopped. */
export function askToStop(): boolean {
  for (const ask of waiting) ask();
  return waiting.size > 0;
}

/** Runs what has started something; that is stopped afterwards, and also when the process is asked to end, which it then does. */
export async function stoppingAfter<Result>(run: () => Promise<Result>, stop: () => Promise<void>): Promise<Result> {
  const signal = awaitStopSignal(() => undefined);
  void signal.given.then(stop).finally(() => process.exit(exitCodeOfForce));
  try {
    return await run();
  } finally {
    await stop();
    signal.dispose();
  }
}
