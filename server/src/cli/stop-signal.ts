/** Where a tool such as npm passes a Ctrl-C on, it comes twice at once. */
const sameKeyMs = 500;
const exitCodeOfForce = 130;

/** The wish of a person or a supervisor that this process ends. */
export type StopSignal = { given: Promise<void>; dispose: () => void };

/** Waits for Ctrl-C or SIGTERM. A second one, later, ends the process on the spot. */
export function awaitStopSignal(onForce: () => void): StopSignal {
  let firstAt: number | null = null;
  let resolve: () => void = () => undefined;
  const given = new Promise<void>((settle) => (resolve = settle));
  const onSignal = (): void => {
    const now = performance.now();
    if (firstAt === null) {
      firstAt = now;
      resolve();
    } else if (now - firstAt > sameKeyMs) {
      onForce();
      process.exit(exitCodeOfForce);
    }
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // The sleeps of a worker keep no process alive; waiting to be stopped does.
  const keepAlive = setInterval(() => undefined, 60_000);
  return {
    given,
    dispose: () => {
      clearInterval(keepAlive);
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
