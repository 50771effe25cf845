/** Fast shutdown, then without a checkpoint, then by force; each is safe for what was committed. */
const steps = [
  { signal: "SIGINT", waitMs: 10_000 },
  { signal: "SIGQUIT", waitMs: 10_000 },
  { signal: "SIGKILL", waitMs: 5_000 },
] as const;

export type EndableProcess = {
  send(signal: NodeJS.Signals): void;
  /** true as soon as it has ended, false when it has not after that time. */
  waitForEnd(waitMs: number): Promise<boolean>;
};

/** Whether Postgres ended. */
export async function endProcess(target: EndableProcess): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    target.send(signal);
    if (await target.waitForEnd(waitMs)) return true;
  }
  return false;
}
