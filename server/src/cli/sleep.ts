/** A sleep that ends early, without an error, when its signal is given, and that keeps no process alive. */
export function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, durationMs).unref();
    signal.addEventListener("abort", end);
  });
}
