/** Ends after so long, at once when the network is back, or when nobody waits for it any more. */
export async function networkOr(durationMs: number, stop: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", over);
      stop.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, durationMs);
    window.addEventListener("online", over);
    stop.addEventListener("abort", over);
  });
}
