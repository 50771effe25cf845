import type { Runtime } from "../runtime.ts";
import { Cleanups } from "./cleanups.ts";
import { startDemoServer } from "./demo-server.ts";

/**
 * Runs what needs a Postgres: the one at `serverUrl`, or else one that is thrown away afterwards. What `played` is given is
 * stopped before the server is, also when the process is told to end.
 */
export async function withDemoServer<Result>(
  runtime: Runtime,
  run: (serverUrl: string, played: Cleanups) => Promise<Result>,
  serverUrl: string | null = null,
): Promise<Result> {
  const server = new Cleanups();
  const played = new Cleanups();
  const stopAll = async (): Promise<void> => {
    await played.run();
    await server.run();
  };
  const onSignal = (): void => void stopAll().finally(() => process.exit(130));
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  try {
    return await run(serverUrl ?? (await startDemoServer(runtime, server)), played);
  } finally {
    await stopAll();
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}
